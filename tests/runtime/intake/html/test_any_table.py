"""Any table, however its cells lie, is read without a word lost."""

import random
import re
from collections.abc import Sequence

import pytest

from runtime.intake.aligning.sighting import Words, words_of
from runtime.intake.html import read_page

TEXTS = ("", "", "-", "...", "Person 1", "Person 2", "2026", "Name", "Town", "Date of birth", "Your postcode", "a b")
COUNTS = ("1", "2", "W1", "#")  #: what a column may hold that only counts the rows; it goes with its head
LABELS = frozenset(map(words_of, ("Name", "Town", "Date of birth", "Your postcode")))
TABLES = 400
TAG = re.compile("<[^>]*>")


def any_cell(choose: random.Random, texts: Sequence[str]) -> str:
    tag, text = choose.choice(("td", "td", "th")), choose.choice(texts)
    spans = [f" {name}={choose.randint(2, 3)}" for name in ("rowspan", "colspan") if choose.random() < 0.2]
    return f"<{tag}{''.join(spans)}>{f'<b>{text}</b>' if choose.random() < 0.3 else text}</{tag}>"


def any_table(seed: int, texts: Sequence[str]) -> str:
    choose = random.Random(seed)
    rows = ("".join(any_cell(choose, texts) for _ in range(choose.randint(1, 4))) for _ in range(choose.randint(1, 5)))
    return f"<table><tr>{'</tr><tr>'.join(rows)}</tr></table>"


def lost(html: str, labels: frozenset[Words]) -> set[str]:
    """The words that the page's lines have not got."""
    return set(words_of(TAG.sub(" ", html))) - {
        word for line in read_page(html, labels).lines for word in words_of(line.text)
    }


@pytest.mark.parametrize("labels", [frozenset(), LABELS], ids=["nothing known", "labels known"])
def test_any_table_shows_all_its_words(labels: frozenset[Words]) -> None:
    tables = [any_table(seed, TEXTS) for seed in range(TABLES)]

    assert [html for html in tables if lost(html, labels)] == []


@pytest.mark.parametrize("labels", [frozenset(), LABELS], ids=["nothing known", "labels known"])
def test_any_table_with_numbers_is_read(labels: frozenset[Words]) -> None:
    pages = [read_page(any_table(seed, TEXTS + COUNTS), labels) for seed in range(TABLES)]

    assert all(page.is_whole for page in pages)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><th>-</th></tr><tr><td>-</td><td>a</td><td>b</td></tr></table>",
        "<table><tr><td></td><td></td><td rowspan=2>1</td></tr><tr><td rowspan=2>Your postcode</td>"
        "<td><b>Date of birth</b></td></tr><tr><th colspan=2></th></tr></table>",
        "<table><tr><td rowspan=2><b>-</b></td></tr><tr><td><b>W1</b></td><td colspan=3><b>Your postcode</b></td>"
        "<td>2</td></tr><tr><th>Name</th><td colspan=2>Person 2</td><td rowspan=2>2</td></tr></table>",
    ],
)
def test_a_narrower_row_that_says_nothing_is_no_row(html: str) -> None:
    assert [lost(html, labels) - set(words_of(" ".join(COUNTS))) for labels in (LABELS, frozenset())] == [set()] * 2
