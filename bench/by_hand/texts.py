"""The stories that a submission tells, in which words are looked for."""

from collections.abc import Mapping, Sequence
from typing import Any


def long_texts(values: Mapping[str, Any], names: Sequence[str], group: str = "") -> list[str]:
    """The long texts of those names, and the descriptions of a group."""
    told = [values[name] for name in names if values[name] is not None]
    if group:
        told += [one["description"] for one in values[group] or () if one["description"] is not None]
    return told
