"""Pages as lines: numbered, whole, and never a reason to fail."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from runtime.intake.html import html_lines, read_page
from runtime.intake.html.styles import Style, dressed
from tests.runtime.intake.html.showing import ANSWER, HEADING, LABEL, RUNNING, shown


def test_an_answer_that_holds_html_or_a_label_stays_one_answer() -> None:
    html = "<dl><dt>Story<dd>&lt;dt&gt;Name&lt;/dt&gt;<p>Name: Bob<p><b>Danger?</b> No</dd><dt>Next<dd>1</dl>"

    answers = [text for piece, text in shown(html)[1:7]]

    assert answers == ["<dt>Name</dt>", "", "Name: Bob", "", "Danger? No", "Next"]
    assert [piece for piece, _ in shown(html)] == [LABEL, *[ANSWER] * 5, LABEL, ANSWER]


def test_an_empty_answer_has_one_empty_line() -> None:
    assert shown("<dl><dt>Name<dd>&nbsp;<br></dl>") == [(LABEL, "Name"), (ANSWER, "")]


def test_headings_have_no_underline_and_lines_are_numbered_in_order() -> None:
    lines = html_lines("<h1>Form</h1><p>one<p>two")

    assert [(line.number, line.piece, line.text) for line in lines] == [
        *((1, HEADING, "Form"), (2, RUNNING, ""), (3, RUNNING, "one"), (4, RUNNING, ""), (5, RUNNING, "two"))
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 150_000 + "Name: Ann",
        "<table><tr><td>" * 60_000 + "Name: Ann",
        "".join(f"<b id={number}>" for number in range(60)) + "<p>x" * 200_000 + "Name: Ann",
        "<select>" + "<option selected>a" * 50_000 + "Name: Ann",
        "<svg>" + "<td>" * 100_000 + "Name: Ann",
        "<" * 500_000 + ">Name: Ann",
        "<table>" + "<tr><td>a<td>b" * 60_000 + "</table>Name: Ann",
    ],
    ids=["deep", "deep tables", "bold in every paragraph", "options", "foreign", "brackets", "many rows"],
)
def test_a_hostile_page_is_read_and_keeps_its_words(html: str) -> None:
    page = read_page(html)

    assert page.lines[-1].text.endswith("Name: Ann")


def test_every_page_of_the_corpora_is_read(shared: Path) -> None:
    files = [file for file in (shared / "corpora" / "html").rglob("*") if file.is_file()]

    pages = [read_page(file.read_bytes().decode("utf-8", "replace")) for file in files]

    assert len(pages) > 20
    assert all(line.number == at for page in pages for at, line in enumerate(page.lines, 1))


TAGS = st.sampled_from("b br dd dl dt div h2 label li option p pre select span table td th tr ul".split())  # noqa: SIM905


@given(st.lists(st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text(max_size=8)), max_size=60))
def test_any_page_becomes_lines_and_shows_all_letters(parts: list[str]) -> None:
    page = read_page("".join(parts))

    assert not any("\n" in line.text for line in page.lines)


@given(st.lists(st.text("abc :?é", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=8))
def test_text_between_tags_is_never_lost(words: list[str]) -> None:
    html = "".join(f"<dt>{one}</dt><dd>{one}</dd>" for one in words)

    lines = html_lines(f"<dl>{html}</dl>")

    assert [line.text for line in lines] == [" ".join(one.split()) for one in words for _ in range(2)]


def test_empty_elements_count_as_parts_of_a_page_and_a_cell_as_one() -> None:
    html = "<p>Name</p><p></p><p>Age</p><p>3</p><table><tr><td><p>Story</p><td><p>one</p><p>two</p><tr><td>X</table>"

    parts = {line.text: line.part for line in html_lines(html) if line.text}
    cells = {line.text: line.cell for line in html_lines(html) if line.text}

    assert (parts["Age"] - parts["Name"], parts["3"] - parts["Age"]) == (2, 1)
    assert cells["one"] == cells["two"] != cells["Story"]
    assert cells["Name"] == 0


def test_an_empty_element_that_stands_in_no_other_counts_as_a_part_of_a_page() -> None:
    html = "<h4>Name</h4><span class=v>Ann</span><h4>Age</h4><span class=v></span><p>The end</p>"

    parts = {line.text: line.part for line in html_lines(html) if line.text}

    assert (parts["Ann"] - parts["Name"], parts["The end"] - parts["Age"]) == (1, 2)


def test_a_label_that_each_element_has_again_is_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "<tr><td>Ann<td>Ely" * 50
    html = f"<table><tr><th>Name{'<b></b>' * 100}<th>Town{rows}</table>"
    gone_through: list[str | None] = []

    def counted(node: LexborNode, style: Style) -> Style:
        gone_through.append(node.tag)
        return dressed(node, style)

    monkeypatch.setattr("runtime.intake.html.page.dressed", counted)
    lines = read_page(html).lines

    assert [line.text for line in lines].count("Name") == 50
    assert gone_through.count("b") <= 2 * 100
