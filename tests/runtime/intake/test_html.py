"""HTML bodies as lines: what structure and looks prove of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.intake.aligning.sighting import words_of
from runtime.intake.html import html_lines, read_page
from runtime.intake.witness.lines import Piece

LABEL, ANSWER, HEADING, RUNNING = Piece.LABEL, Piece.ANSWER, Piece.HEADING, Piece.RUNNING

NAME_AND_STORY = [(LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Story"), (ANSWER, "one"), (ANSWER, "Danger?: No")]


def shown(html: str) -> list[tuple[Piece, str]]:
    """The page's lines without the blank ones that only part paragraphs."""
    return [(line.piece, line.text) for line in html_lines(html) if line.text or line.piece is ANSWER]


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


def test_a_table_with_a_row_of_labels_gives_every_row_its_labels() -> None:
    html = (
        "<h3>Suspects</h3><table><thead><tr><th>#<th>Name<th>Description</tr></thead>"
        "<tr><td>1<td>Ann<td>tall<br>Name: Bob<tr><td>2<td><td>small</table>"
    )

    assert shown(html) == [
        (HEADING, "Suspects"),
        *((LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Description"), (ANSWER, "tall"), (ANSWER, "Name: Bob")),
        *((LABEL, "Name"), (ANSWER, ""), (LABEL, "Description"), (ANSWER, "small")),
    ]


def test_columns_that_are_headed_question_and_answer_are_read_across() -> None:
    html = "<table><tr><th>Question<th>Answer<tr><td>Name?<td>Ann<tr><td>Age?<td></table>"

    assert shown(html)[2:] == [(LABEL, "Name?"), (ANSWER, "Ann"), (LABEL, "Age?"), (ANSWER, "")]


KNOWN = frozenset(map(words_of, ("Name", "How old are you?", "Town", "Postcode")))


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>Name<td>How old are you?<tr><td>Ann<td>41<tr><td>Town<tr><td>Ely</table>",
        "<table><tr><td colspan=2><h3>You</h3><tr><td>Name<td>How old are you?<tr><td>Ann<td>41</table>"
        "<table><tr><td>Town<tr><td>Ely</table>",
        "<table><tr><td>Name<td>How old are you?<tr><td>Ann<td>41<tr><td>Town<tr><td>Ely<tr><td>The end</table>",
        "<table><tr><td>Name<td>Ann<td>How old are you?<td>41<tr><td>Town<td>Ely</table>",
        "<table><tr><th>Code<th>Field<th>Value<tr><td>Q-1<td>Name<td>Ann<tr><td>Q-2<td>How old are you?<td>41"
        "<tr><td>Q-3<td>Town<td>Ely</table>",
        "<table><tr><th>Question<th>Response<th>Notes<tr><td>1. Name<td>Ann<td>x<tr><td>How old are you?<td>41<td>y"
        "<tr><td>Town<td>Ely<td>z</table>",
    ],
)
def test_known_labels_tell_which_rows_and_columns_of_a_table_hold_labels(html: str) -> None:
    lines = [(line.piece, line.text) for line in read_page(html, KNOWN).lines if line.piece in (LABEL, ANSWER)]

    labels = [text.removeprefix("1. ") for piece, text in lines if piece is LABEL]
    assert labels == ["Name", "How old are you?", "Town"]
    assert [text for piece, text in lines if piece is ANSWER] == ["Ann", "41", "Ely"]


def test_a_row_in_a_label_rows_place_holds_labels_that_nobody_knows() -> None:
    rows = (("Name", "Town"), ("Ann", "Ely"), ("Shoe size", "Hat size"), ("5", "7"), ("Postcode", "Name"), ("E1", "Bo"))
    html = "".join(f"<tr><td>{one}<td>{other}" for one, other in rows)

    lines = [(line.piece, line.text) for line in read_page(f"<table>{html}</table>", KNOWN).lines]

    assert lines[4:8] == [(LABEL, "Shoe size"), (ANSWER, "5"), (LABEL, "Hat size"), (ANSWER, "7")]


def test_a_blank_answer_keeps_its_column_beside_a_known_label() -> None:
    html = "<table><tr><td>Name<td>Ann<td>Postcode<td><td>Town<td>Ely</table>"

    lines = [(line.piece, line.text) for line in read_page(html, KNOWN).lines]

    assert lines[2:4] == [(LABEL, "Postcode"), (ANSWER, "")]


def test_a_table_with_a_column_for_each_element_is_read_down() -> None:
    html = "<table><tr><td><th>Suspect 1<th>Suspect 2<tr><th>Name<td>Ann<td>Bob<tr><th>Hair<td><td>red</table>"

    assert shown(html) == [
        *((HEADING, "Suspect 1"), (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Hair"), (ANSWER, "")),
        *((HEADING, "Suspect 2"), (LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Hair"), (ANSWER, "red")),
    ]


def test_a_table_of_one_row_is_read_across_where_another_with_its_head_is() -> None:
    table = "<table><tr><th>No.<th>Question<th>Answer{}</table>"
    rows = "".join(f"<tr><td>{number}<td>Q{number}?<td>A{number}" for number in (2, 3))
    html = table.format("<tr><td>1<td>Your postcode<td>E1 1AA") + table.format(rows)

    lines = shown(html)

    assert lines[2:4] == [(LABEL, "Your postcode"), (ANSWER, "E1 1AA")]


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
    "hidden",
    [
        "<p style='display: none'>Danger: No</p>",
        "<p hidden>Danger: No</p>",
        "<div style='max-height:0px; overflow:hidden'>Danger: No</div>",
        "<span style='font-size:0'>Danger: No</span>",
        "<span style='mso-hide:all'>Danger: No</span>",
        "<div style='visibility:hidden'>Danger: No</div>",
        "<div style='opacity:0'>Danger: No</div>",
        "<div style='position:absolute; left:-9999px'>Danger: No</div>",
        "<span style='font-size:1px'>Danger: No</span>",
        "<font color=white>Danger: No</font>",
        "<p style='color:#FEFEFE'>Danger: No</p>",
        "<p style='color: rgb(255, 255, 255) !important'>Danger: No</p>",
        "<p style='color:transparent'>Danger: No</p>",
        "<div style='background:#234'><p style='color:#223344'>Danger: No</p></div>",
        "<table bgcolor=black><tr><td>Danger: No</table>",
        "<table><tr style='color:#fff'><td>Danger: No</table>",
    ],
)
def test_what_people_are_not_shown_is_no_line_and_not_lost(hidden: str) -> None:
    page = read_page(f"{hidden}<p>Danger: Yes")

    assert [line.text for line in page.lines if line.text] == ["Danger: Yes"]
    assert page.hidden.strip() == "Danger: No"


@pytest.mark.parametrize(
    "html",
    [
        "<div style='font-size:0px'><div style='font-size:12px'>shown</div></div>",
        "<div style='opacity:0.9'>shown</div>",
        "<div style='font-size:0.9em'>shown</div>",
        "<div style='background-color:#123456; color:white'>shown</div>",
        "<table><tr bgcolor=navy><td><font color=white>shown</font></table>",
        "<div style='background:url(ground.png); color:white'>shown</div>",
        "<style>.head {background: navy}</style><div class=head style='color:white'>shown</div>",
        "<div style='color:white'><span style='color:#333'>shown</span></div>",
        "<div style='line-height:0;overflow:hidden'>shown</div>",
        "<script>no</script><style>no</style><!-- no --><template>no</template><title>no</title>shown",
        "<select><option>no<option selected>shown</select>",
        "<input type=hidden value=no><input value=shown>",
    ],
)
def test_what_people_are_shown_is_kept(html: str) -> None:
    assert shown(html) == [(RUNNING, "shown")]


def test_a_page_of_one_look_proves_nothing() -> None:
    assert shown("<b><p>Name: Ann<p>Age: 3</b>") != []
    assert LABEL not in {piece for piece, _ in shown("<b><p>Name: Ann<p>Age: 3</b>")}


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


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>Name<br><small>As in your passport</small><td>Ann</table>",
        "<dl><dt>Name <span class=hint>As in your passport</span><dd>Ann</dl>",
        "<dl><dt><div>Name</div><div class=hint>As in your passport</div><dd>Ann</dl>",
    ],
)
def test_a_hint_in_a_label_s_cell_does_not_part_it_from_its_answer(html: str) -> None:
    assert shown(html) == [(RUNNING, "As in your passport"), (LABEL, "Name"), (ANSWER, "Ann")]


def test_a_cell_beside_several_rows_heads_them() -> None:
    html = "<table><tr><td rowspan=2>About you<td>Name<td>Ann<tr><td>Age<td>3</table>"

    assert shown(html) == [(HEADING, "About you"), (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Age"), (ANSWER, "3")]


def test_a_cell_beside_several_rows_heads_them_where_one_of_them_is_a_wide_cell() -> None:
    html = "<table><tr><td rowspan=3>People<td colspan=2>Person 1<tr><td>Name<td>Ann<tr><td>Age<td>3</table>"

    assert shown(html)[:2] == [(HEADING, "People"), (RUNNING, "Person 1")]


def test_a_column_of_answers_that_are_all_blank_stays_one() -> None:
    html = "<table><tr><th>Name<td>Ann<th>Phone<td></td><tr><th>Age<td>3<th>Email<td></table>"

    assert [text for piece, text in shown(html) if piece is ANSWER] == ["Ann", "", "3", ""]


def test_a_table_headed_like_one_that_is_read_across_is_read_so_too() -> None:
    head = "<table><tr><th>Field<th>Value"
    html = f"{head}<tr><td>Name?<td>Ann</table>{head}<tr><td>Name<td>Bob<tr><td>Looks<td>tall</table>"

    assert [text for piece, text in shown(html) if piece is LABEL] == ["Name?", "Name", "Looks"]


@pytest.mark.parametrize(
    "style",
    ["display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all", "max-height:0;overflow:hidden"],
)
@pytest.mark.parametrize("cells", ["<tr style='{}'><th>Name<td>Bob", "<tbody style='{}'><tr><th>Name<td>Bob"])
def test_a_row_that_the_page_hides_answers_nothing_and_its_words_are_kept(style: str, cells: str) -> None:
    page = read_page(f"<table><tr><th>Name<td>Ann{cells.format(style)}</table>")

    assert [line.text for line in page.lines] == ["Name", "Ann"]
    assert page.hidden.split() == ["Name", "Bob"]


def test_a_row_whose_text_has_no_size_is_not_seen() -> None:
    page = read_page("<table><tr><th>Name<td>Ann<tr style='font-size:0'><th>Danger<td>No</table>")

    assert "Danger" not in [line.text for line in page.lines]


@pytest.mark.parametrize("parting", ["<br><br>", "<br>&nbsp;<br>"])
def test_a_blank_row_between_labels_ends_an_answer(parting: str) -> None:
    html = f"<div><b>Name</b><br>Ann{parting}About you<br><b>Story</b><br>one{parting}Danger?: No</div>"

    lines = shown(html)

    assert [text for piece, text in lines if piece is ANSWER and text.strip()] == ["Ann", "one"]


def test_a_blank_row_within_a_cell_of_answers_parts_none() -> None:
    html = "<table><tr><td><b>Name</b><td>Ann<tr><td><b>Story</b><td>one<br><br>Danger?: No</table>"

    assert [(piece, text) for piece, text in shown(html) if text] == NAME_AND_STORY


@pytest.mark.parametrize(("row", "name"), [("<th>{}<td>{}<td>{}", "<th>"), ("<td>{}<td>{}<td>{}", "<td>")])
def test_a_table_with_elements_in_its_first_row_and_known_labels_beside_is_turned(row: str, name: str) -> None:
    rows = [row.format(*cells) for cells in (("Name", "Ann", "Bob"), ("Age", "3", ""))]
    page = read_page(f"<table><tr><td>{name}Person 1{name}Person 2<tr>{'<tr>'.join(rows)}</table>", KNOWN)

    assert [(line.piece, line.text) for line in page.lines] == [
        (HEADING, "Person 1"), (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Age"), (ANSWER, "3"),
        (HEADING, "Person 2"), (LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Age"), (ANSWER, ""),
    ]  # fmt: skip


def test_a_term_without_a_definition_is_a_heading_whatever_it_looks_like() -> None:
    html = "<dl><dt><h3>About you</h3></dt><dt>Name<dd>Ann<dt><b>More</b></dt><dt>Age<dd>3</dl>"

    assert shown(html) == [
        (HEADING, "About you"), (LABEL, "Name"), (ANSWER, "Ann"), (HEADING, "More"), (LABEL, "Age"), (ANSWER, "3"),
    ]  # fmt: skip


def test_empty_elements_count_as_parts_of_a_page_and_a_cell_as_one() -> None:
    html = "<p>Name</p><p></p><p>Age</p><p>3</p><table><tr><td><p>Story</p><td><p>one</p><p>two</p><tr><td>X</table>"

    parts = {line.text: line.part for line in html_lines(html) if line.text}
    cells = {line.text: line.cell for line in html_lines(html) if line.text}

    assert (parts["Age"] - parts["Name"], parts["3"] - parts["Age"]) == (2, 1)
    assert cells["one"] == cells["two"] != cells["Story"]
    assert cells["Name"] == 0


def test_a_row_in_which_one_label_in_two_is_known_stands_over_answers_where_its_neighbours_do() -> None:
    rows = ["Name|How old are you?", "Ann|3", "Town|Number of cats", "Kent|2"]
    html = f"<table>{''.join(f'<tr><td>{row}'.replace('|', '<td>') for row in rows)}</table>"

    lines = [(line.piece, line.text) for line in read_page(html, KNOWN).lines]

    assert lines == [
        (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "How old are you?"), (ANSWER, "3"),
        (LABEL, "Town"), (ANSWER, "Kent"), (LABEL, "Number of cats"), (ANSWER, "2"),
    ]  # fmt: skip
