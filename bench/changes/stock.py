"""What mails are made of, from the files in data/: answers, words, layouts and brands, the last three in two halves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from bench.changes.layouts import Layout, layout_of
from bench.changes.looks import Look, look_of
from mapping_dsl import exact_json

DATA: Final = Path(__file__).parent / "data"


class Half(StrEnum):
    """Which words, layouts and brands are drawn from."""

    TUNING = "tuning"  #: may be looked at by those who build the reader
    HELD_OUT = "held-out"  #: may not; only figures are told


@dataclass(frozen=True, slots=True)
class Brand:
    """How one service dresses its mails. Patterns are filled by `mails`."""

    name: str
    titles: Mapping[str, str]  #: by form; a form without one keeps its own
    code: str
    reference: str
    words: tuple[str, str]  #: what stands before reference and before the instant of submission
    submitted: str
    date: str  #: empty: as the form version has it
    time: str
    money: str  #: what stands before an amount; empty: the bare number
    choices: str  #: between several choices
    banner: str
    disclaimer: str
    sender: str
    subject: str
    charset: str


@dataclass(frozen=True, slots=True)
class Stock:
    """All that one half is made of."""

    half: Half
    texts: Sequence[Layout]
    pages: Sequence[Layout]  #: HTML
    looks: Sequence[Look]  #: PDF
    brands: Sequence[Brand]
    words: Mapping[str, Any]  #: wordings of changes, by kind


@dataclass(frozen=True, slots=True)
class Ordinary:
    """How the mails look that the reader was made for."""

    layout: Layout
    look: Look
    brand: Brand


@cache
def stock_of(half: Half) -> Stock:
    """The files of a half."""
    layouts = _read(f"layouts.{half}.json")
    plain = [layout_of(one) for one in layouts if one["medium"] != "pdf"]
    return Stock(
        half=half,
        texts=[one for one in plain if not one.is_html],
        pages=[one for one in plain if one.is_html],
        looks=[look_of(one) for one in layouts if one["medium"] == "pdf"],
        brands=[_brand(one) for one in _read(f"brands.{half}.json")],
        words=_read(f"wordings.{half}.json"),
    )


@cache
def ordinary() -> Ordinary:
    """The layout, look and brand that are in neither half."""
    given = _read("ordinary.json")
    return Ordinary(layout_of(given["layout"]), look_of(given["look"]), _brand(given["brand"]))


@cache
def answers_stock() -> Mapping[str, Any]:
    """What people write, by the kind of question, and which answers tell of danger."""
    return dict(_read("answers.json"))


@cache
def welsh() -> Mapping[str, Any]:
    """Welsh for what a schema has no Welsh for: yes and no, months, sections."""
    return dict(_read("welsh.json"))


def _brand(described: Mapping[str, Any]) -> Brand:
    return Brand(**{**described, "words": tuple(described["words"])})


def _read(name: str) -> Any:
    return exact_json.loads((DATA / name).read_text(encoding="utf-8"))
