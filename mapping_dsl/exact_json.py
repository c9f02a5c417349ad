"""JSON that keeps decimals: numbers are read as int or Decimal and written digit by digit, never through a float."""

from collections.abc import Callable
from typing import Any, Final

import simplejson

#: What is the matter, by how the library's sentence begins.
_WHAT: Final = {
    "Expecting value": "a value should stand",
    "Expecting property name": "a name in double quotes should stand",
    "Expecting ':'": "a colon should stand",
    "Expecting ','": "a comma or a closing bracket should stand",
    "Illegal trailing comma": "nothing follows the comma",
    "Unterminated string": "a text has no end, which begins",
    "Invalid control character": "a text is broken off",
    "Invalid \\": "a backslash stands before what it cannot stand before",
    "Extra data": "more follows after its end",
}


def loads(text: str | bytes, *, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """The value of a JSON text: whole numbers int, all other numbers Decimal; what `pairs` makes of each object's.

    Raises ValueError with a plain sentence that tells the place and has no full stop.
    """
    try:
        return simplejson.loads(text, use_decimal=True, object_pairs_hook=pairs)
    except RecursionError as error:
        raise ValueError("its brackets stand inside each other too deeply") from error
    except simplejson.JSONDecodeError as error:
        raise ValueError(_sentence(error)) from error
    except UnicodeDecodeError as error:
        raise ValueError("it is not written in UTF-8") from error
    except ValueError as error:  # Python takes no whole number of more than 4,300 digits
        raise ValueError("a number in it has more digits than any has that is meant") from error


def dumps(value: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """One JSON text of a value whose numbers are int or Decimal. Raises TypeError for what JSON has no word for."""
    return simplejson.dumps(
        value, use_decimal=True, ensure_ascii=False, indent=indent, sort_keys=sort_keys, allow_nan=False
    )


def _sentence(error: simplejson.JSONDecodeError) -> str:
    what = next((what for begun, what in _WHAT.items() if error.msg.startswith(begun)), "it cannot be read on")
    return f"{what} in line {error.lineno}, column {error.colno}"
