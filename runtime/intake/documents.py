"""Files of a library that reading goes by: JSON objects, of a bounded length. What is none is told in words."""

from collections.abc import Callable
from typing import Any

from mapping_dsl import exact_json


def json_object(text: str, most: int, refused: Callable[[str], ValueError]) -> dict[str, Any]:
    """The object that a text of at most so many characters writes; else raises what `refused` makes of the reason."""
    if len(text) > most:
        raise refused(f"it is longer than {most:,} characters")
    try:
        document = exact_json.loads(text)
    except ValueError as error:
        raise refused(f"it is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise refused("it is not an object with keys")
    return document
