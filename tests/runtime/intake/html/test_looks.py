"""Labels and answers told by structure and looks."""

import pytest

from runtime.intake.html import html_lines
from tests.runtime.intake.html.showing import ANSWER, HEADING, KNOWN, LABEL, NAME_AND_STORY, RUNNING, shown


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>Name</dt><dd>Ann</dd><dt>Story</dt><dd>one<br>Danger?: No</dd></dl>",
        "<dl><div><dt>Name<dd>Ann</div><div><dt>Story<dd>one<br>Danger?: No</div></dl>",
        "<table><tr><th>Name</th><td>Ann<tr><th>Story<td>one<br>Danger?: No</table>",
        "<table><tr><td>Name</td><td>Ann</td></tr><tr><td>Story</td><td><div>one</div>Danger?: No</td></tr></table>",
        "<table><tr><td>1<td>Name<td>:<td>Ann<tr><td>2<td>Story<td>:<td>one<br>Danger?: No</table>",
        "<table><tr><td>Name<td>&nbsp;<td>Ann<tr><td>Story<td><td>one<tr><td><td><td>Danger?: No</table>",
        "<table><tr><td><b>Name</b><td>Ann<td><b>Story</b><td>one<br>Danger?: No</table>",
        "<table><tr><td><table><tr><td>Name<td>Ann</table><tr><td><dl><dt>Story<dd>one<br>Danger?: No</dl></table>",
        "<p><b>Name</b> Ann</p><p><strong>Story</strong> one<br>Danger?: No</p>",
        "<p><b>Name</b><br>Ann</p><p><b>Story</b><br>one<br>Danger?: No</p>",
        "<div><label>Name</label> Ann</div><div><label>Story</label> one<br>Danger?: No</div>",
        "<pre><b>Name</b> Ann\n<b>Story</b> one\nDanger?: No</pre>",
    ],
)
def test_labels_and_answers_are_told_by_structure_and_looks(html: str) -> None:
    assert shown(html) == NAME_AND_STORY


@pytest.mark.parametrize(
    ("row", "label", "answer"),
    [
        ("<div class=row><span class=q>{}</span> <span class=a>{}</span></div>", "Q", "A"),
        ("<div class=q>{}</div><div class=a>{}</div>", "Q", "A"),
        ("<tr><td class=q>{}</td></tr><tr><td class=a>{}</td></tr>", "Q", "A"),
        ("<p>{}: <b>{}</b></p>", "Q:", "A"),
    ],
)
def test_looks_that_follow_each_other_throughout_are_labels_and_answers(row: str, label: str, answer: str) -> None:
    rows = "".join(row.format(f"Q{number}", f"A{number}") for number in range(1, 5))
    html = f"<div class=page>Hello{f'<table>{rows}</table>' if '<tr>' in row else rows}</div>"

    lines = shown(html)[1:]

    assert [piece for piece, _ in lines] == [LABEL, ANSWER] * 4
    assert [text.replace("1", "") for _, text in lines[:2]] == [label, answer]


def test_bold_section_names_over_running_answers_are_headings() -> None:
    html = "<div><b>About you</b><br>Name: Ann<br>Age: 30<br><br><b>Property</b><br>What: a bag<br>Where: here</div>"

    pieces = [piece for piece, _ in shown(html)]

    assert pieces == [HEADING, RUNNING, RUNNING, HEADING, RUNNING, RUNNING]


def test_lines_that_are_shown_alike_have_one_look() -> None:
    html = (
        "<table><tr><td>Name<td>Ann<td>Age<td>41<tr><td>Town<td>Ely<td>Post<td><b>E1</b></table>"
        "<dl><dt>Road<dd>High Street<dd>Change</dl>"
    )

    looks = {line.text: line.look for line in html_lines(html) if line.text}

    assert looks["Name"] == looks["Town"] != looks["Ann"]
    assert looks["Ann"] == looks["Ely"] != looks["41"]
    assert looks["41"] != looks["E1"]
    assert looks["High Street"] != looks["Change"]


def test_a_page_of_one_look_proves_nothing() -> None:
    assert shown("<b><p>Name: Ann<p>Age: 3</b>") != []
    assert LABEL not in {piece for piece, _ in shown("<b><p>Name: Ann<p>Age: 3</b>")}


@pytest.mark.parametrize(
    "row",
    [
        "<p><strong>{}</strong><br>{}</p>",
        "<div><div class=q>{}</div><div class=a>{}</div></div>",
        "<span style='color:#666'>{}</span> <span>{}</span><br>",
        "<li><b>{}</b> {}</li>",
    ],
)
def test_labels_are_told_though_most_answers_are_blank(row: str) -> None:
    answers = ["Ann: of here - there", "", "", "", ".", "", "one<br>two", "", "", "3"]
    rows = [row.format(f"Q{number}", answer) for number, answer in enumerate(answers)]

    lines = shown(f"<h2>Form</h2>{''.join(rows)}")

    said = [text for piece, text in lines if piece is ANSWER and text]
    assert said == ["Ann: of here - there", ".", "one", "two", "3"]
    assert {piece for piece, text in lines if text.startswith("Q")} <= {LABEL, HEADING}
    assert all(lines[at - 1][0] is not HEADING for at, (piece, text) in enumerate(lines) if piece is ANSWER)


@pytest.mark.parametrize("parting", ["<br><br>", "<br>&nbsp;<br>"])
def test_a_blank_row_between_labels_ends_an_answer(parting: str) -> None:
    html = f"<div><b>Name</b><br>Ann{parting}About you<br><b>Story</b><br>one{parting}Danger?: No</div>"

    lines = shown(html)

    assert [text for piece, text in lines if piece is ANSWER and text.strip()] == ["Ann", "one"]


def test_a_blank_row_within_a_cell_of_answers_parts_none() -> None:
    html = "<table><tr><td><b>Name</b><td>Ann<tr><td><b>Story</b><td>one<br><br>Danger?: No</table>"

    assert [(piece, text) for piece, text in shown(html) if text] == NAME_AND_STORY


def test_a_term_without_a_definition_is_a_heading_whatever_it_looks_like() -> None:
    html = "<dl><dt><h3>About you</h3></dt><dt>Name<dd>Ann<dt><b>More</b></dt><dt>Age<dd>3</dl>"

    assert shown(html) == [
        (HEADING, "About you"), (LABEL, "Name"), (ANSWER, "Ann"), (HEADING, "More"), (LABEL, "Age"), (ANSWER, "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("entry", ["<h4>{} <span>{}</span></h4>", "<h4>{}: {}</h4>", "<h4>{}<br>{}</h4>"])
def test_a_heading_that_holds_a_known_label_and_its_answer_is_read_as_lines(entry: str) -> None:
    html = entry.format("Town", "Ely<br>Bar Hill")

    assert {piece for piece, _ in shown(html, KNOWN)} == {RUNNING}
    assert shown("<h4>2. <i>Town</i></h4>", KNOWN) == [(HEADING, "2. Town")]
