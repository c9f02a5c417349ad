"""Tables as lines: which of their cells are labels, answers, or names of what follows."""

import pytest

from runtime.intake.html import read_page
from tests.runtime.intake.html.showing import ANSWER, HEADING, KNOWN, LABEL, RUNNING, shown


def test_columns_that_are_headed_question_and_answer_are_read_across() -> None:
    html = "<table><tr><th>Question<th>Answer<tr><td>Name?<td>Ann<tr><td>Age?<td></table>"

    assert shown(html)[2:] == [(LABEL, "Name?"), (ANSWER, "Ann"), (LABEL, "Age?"), (ANSWER, "")]


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


def test_a_blank_answer_keeps_its_column_beside_a_known_label() -> None:
    html = "<table><tr><td>Name<td>Ann<td>Postcode<td><td>Town<td>Ely</table>"

    lines = [(line.piece, line.text) for line in read_page(html, KNOWN).lines]

    assert lines[2:4] == [(LABEL, "Postcode"), (ANSWER, "")]


def test_a_table_of_one_row_is_read_across_where_another_with_its_head_is() -> None:
    table = "<table><tr><th>No.<th>Question<th>Answer{}</table>"
    rows = "".join(f"<tr><td>{number}<td>Q{number}?<td>A{number}" for number in (2, 3))
    html = table.format("<tr><td>1<td>Your postcode<td>E1 1AA") + table.format(rows)

    lines = shown(html)

    assert lines[2:4] == [(LABEL, "Your postcode"), (ANSWER, "E1 1AA")]


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


ROW_BY_ROW = [("Name", "Ann"), ("Town", "Ely"), ("How old are you?", "3"), ("Hat size", "7")]


@pytest.mark.parametrize(
    "cell", ["<td><small>{}</small><br>{}", "<td><span class=q>{}</span><br>{}", "<td><b>{}</b><br>{}"]
)
def test_cells_side_by_side_that_each_hold_a_known_label_with_its_answer_answer_none_beside_them(cell: str) -> None:
    cells = [cell.format(*one) for one in ROW_BY_ROW]

    lines = shown(f"<table><tr>{cells[0]}{cells[1]}<tr>{cells[2]}{cells[3]}</table>", KNOWN)

    assert lines == [one for label, answer in ROW_BY_ROW for one in ((LABEL, label), (ANSWER, answer))]


def test_a_cell_that_holds_several_known_labels_is_no_answer_to_the_one_beside_it() -> None:
    rows = "".join(f"<p><b>{label}</b><br>{answer}" for label, answer in ROW_BY_ROW)

    lines = shown(f"<table><tr><td>About you<td>{rows}</table>", KNOWN)

    assert lines[1:] == [one for label, answer in ROW_BY_ROW for one in ((LABEL, label), (ANSWER, answer))]


@pytest.mark.parametrize("side", ["<td width=20>", "<td rowspan=9>"])
def test_only_what_stands_in_the_column_of_an_answer_continues_it(side: str) -> None:
    below = side if "width" in side else ""
    rows = f"{side}<td>Name<td>Ann<tr>{below}<td><td>of Ely<tr>{below}<td colspan=2>About you<tr>{below}<td>Town<td>Ely"

    lines = shown(f"<table><tr>{rows}</table>", KNOWN)

    assert [text for piece, text in lines if piece is ANSWER] == ["Ann", "of Ely", "Ely"]


def test_a_mark_between_label_and_answer_answers_nothing_in_a_row_of_fewer_pairs() -> None:
    pair = "<td>{}<td>:<td>{}".format
    html = f"<table><tr>{pair('Name', 'Ann')}{pair('Town', 'Ely')}<tr>{pair('Postcode', 'E1')}</table>"

    lines = shown(html, KNOWN)

    assert [text for piece, text in lines if piece is ANSWER] == ["Ann", "Ely", "E1"]


def test_questions_side_by_side_without_answers_say_nothing_of_where_answers_stand() -> None:
    html = "<table><tr><td>Name<br>Ann<td>Town<br>Ely<tr><td>Postcode<td>How old are you?</table>"

    assert not {(ANSWER, "Town"), (ANSWER, "How old are you?")} & {*shown(html, KNOWN)}


def test_what_stands_in_the_column_of_labels_continues_no_answer() -> None:
    rows = ("Part 1|Name|Ann", "Part 1|Town|Ely", "|Person 2", "Part 2|Name|Bob", "Part 2|How old are you?|3")
    html = "".join(f"<tr><td>{row}".replace("|", "<td>") for row in rows).replace("<td>Person", "<td colspan=2>Person")

    answers = [text for piece, text in shown(f"<table>{html}</table>", KNOWN) if piece is ANSWER]

    assert answers == ["Ann", "Ely", "Bob", "3"]


@pytest.mark.parametrize("number", ["<td>7.", ""])
def test_a_question_without_an_answer_beside_others_in_whole_cells_is_no_part_of_their_answers(number: str) -> None:
    cells = ["Name: Ann", "Town:", "How old are you?: 3", "Postcode: E1"]
    rows = [f"<tr>{number}<td>{one}{number}<td>{other}" for one, other in (cells[:2], cells[2:])]

    lines = shown(f"<table>{''.join(rows)}</table>", KNOWN)

    assert not {piece for piece, text in lines if text in cells} & {LABEL, ANSWER}


def test_a_cell_over_a_whole_row_that_begins_with_a_known_label_holds_its_answer_too() -> None:
    html = "<table><tr><td>Name<td>Ann<tr><td colspan=2>Town<br>Ely<br>in the fens<tr><td>Postcode<td>E1</table>"

    assert shown(html, KNOWN)[2:5] == [(LABEL, "Town"), (ANSWER, "Ely"), (ANSWER, "in the fens")]


def test_an_answer_over_a_whole_row_under_its_label_is_one_whatever_it_begins_with() -> None:
    html = "<table><tr><td>Name<td>Ann<tr><td colspan=2>Town<tr><td colspan=2>Postcode<br>E1<tr><td>Name<td>Bo</table>"

    assert (LABEL, "Postcode") not in shown(html, KNOWN)


@pytest.mark.parametrize("first", [True, False])
def test_a_table_that_could_be_read_either_way_is_read_as_the_others_on_its_page(first: bool) -> None:
    card = "<td><b>{}</b><br>{}".format
    clear = f"<table><tr>{card('Name', 'Ann')}{card('Town', 'Ely')}</table>"
    unclear = f"<table><tr>{card('Postcode', 'E1')}<td><b>Hat size</b></table>"

    lines = shown(unclear + clear if first else clear + unclear, KNOWN)

    assert (ANSWER, "Hat size") not in lines
    assert lines[lines.index((LABEL, "Postcode")) + 1] == (ANSWER, "E1")


def test_a_known_label_over_a_whole_row_is_answered_by_the_cell_of_its_width_below() -> None:
    rows = "<tr><td colspan=2>Town<tr><td colspan=2>Ely<br>Bar Hill<tr><td colspan=2>More<tr><td>Postcode<td>E1"

    lines = shown(f"<table><tr><td>Name<td>Ann{rows}</table>", KNOWN)

    assert lines[2:5] == [(LABEL, "Town"), (ANSWER, "Ely"), (ANSWER, "Bar Hill")]
    assert lines[5] == (RUNNING, "More")


def test_a_heading_in_bold_under_a_label_without_an_answer_is_none() -> None:
    rows = "<tr><td colspan=2>Town<tr><td colspan=2><b>About you</b><tr><td>Postcode<td>E1"

    lines = shown(f"<table><tr><td>Name<td>Ann{rows}</table>", KNOWN)

    assert (HEADING, "About you") in lines
