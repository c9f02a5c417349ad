"""JSON that keeps decimals: numbers are read as int or Decimal and written digit by digit, never through a float."""

from typing import Any

import simplejson


def loads(text: str | bytes) -> Any:
    """The value of a JSON text: whole numbers int, all other numbers Decimal. Raises ValueError with the place."""
    try:
        return simplejson.loads(text, use_decimal=True)
    except RecursionError as error:
        raise ValueError("its brackets stand inside each other too deeply") from error


def dumps(value: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """One JSON text of a value whose numbers are int or Decimal. Raises TypeError for what JSON has no word for."""
    return simplejson.dumps(
        value, use_decimal=True, ensure_ascii=False, indent=indent, sort_keys=sort_keys, allow_nan=False
    )
