"""Tables with labels over answers, and those that list a group's elements: by rows or by columns."""

import pytest

from runtime.intake.html import read_page
from tests.runtime.intake.html.showing import ANSWER, HEADING, KNOWN, LABEL, RUNNING, shown


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


def test_a_row_in_a_label_rows_place_holds_labels_that_nobody_knows() -> None:
    rows = (("Name", "Town"), ("Ann", "Ely"), ("Shoe size", "Hat size"), ("5", "7"), ("Postcode", "Name"), ("E1", "Bo"))
    html = "".join(f"<tr><td>{one}<td>{other}" for one, other in rows)

    lines = [(line.piece, line.text) for line in read_page(f"<table>{html}</table>", KNOWN).lines]

    assert lines[4:8] == [(LABEL, "Shoe size"), (ANSWER, "5"), (LABEL, "Hat size"), (ANSWER, "7")]


def test_a_column_without_a_name_beside_columns_of_labels_adds_none_to_the_rows_under_them() -> None:
    html = "<table><tr><th>Name<th>Town<th>Postcode<th></th><tr><td>Ann<td>Ely<td>E1<tr><td>Bob<td><td>E2</table>"

    assert shown(html, KNOWN) == [
        *((LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Town"), (ANSWER, "Ely"), (LABEL, "Postcode"), (ANSWER, "E1")),
        *((LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Town"), (ANSWER, ""), (LABEL, "Postcode"), (ANSWER, "E2")),
    ]


def test_a_table_with_a_column_for_each_element_is_read_down() -> None:
    html = "<table><tr><td><th>Suspect 1<th>Suspect 2<tr><th>Name<td>Ann<td>Bob<tr><th>Hair<td><td>red</table>"

    assert shown(html) == [
        *((HEADING, "Suspect 1"), (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Hair"), (ANSWER, "")),
        *((HEADING, "Suspect 2"), (LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Hair"), (ANSWER, "red")),
    ]


@pytest.mark.parametrize(("row", "name"), [("<th>{}<td>{}<td>{}", "<th>"), ("<td>{}<td>{}<td>{}", "<td>")])
def test_a_table_with_elements_in_its_first_row_and_known_labels_beside_is_turned(row: str, name: str) -> None:
    rows = [row.format(*cells) for cells in (("Name", "Ann", "Bob"), ("Age", "3", ""))]
    page = read_page(f"<table><tr><td>{name}Person 1{name}Person 2<tr>{'<tr>'.join(rows)}</table>", KNOWN)

    assert [(line.piece, line.text) for line in page.lines] == [
        (HEADING, "Person 1"), (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Age"), (ANSWER, "3"),
        (HEADING, "Person 2"), (LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Age"), (ANSWER, ""),
    ]  # fmt: skip


def test_a_row_in_which_one_label_in_two_is_known_stands_over_answers_where_its_neighbours_do() -> None:
    rows = ["Name|How old are you?", "Ann|3", "Town|Number of cats", "Kent|2"]
    html = f"<table>{''.join(f'<tr><td>{row}'.replace('|', '<td>') for row in rows)}</table>"

    lines = [(line.piece, line.text) for line in read_page(html, KNOWN).lines]

    assert lines == [
        (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "How old are you?"), (ANSWER, "3"),
        (LABEL, "Town"), (ANSWER, "Kent"), (LABEL, "Number of cats"), (ANSWER, "2"),
    ]  # fmt: skip


def test_the_first_row_under_a_heading_stands_over_answers_where_others_do_though_few_of_its_labels_are_known() -> None:
    html = (
        "<table><tr><td>Name<td>How old are you?<td>Postcode<tr><td>Ann<td>3<td>E1"
        "<tr><td colspan=3>More<tr><td>Hat size<td>Shoe size<td>Town<tr><td>7<td>5<td>Ely"
        "<tr><td colspan=3>The rest<tr><td>Coat<td>Shirt<tr><td>long<td>red</table>"
    )

    assert shown(html, KNOWN)[6:] == [
        (RUNNING, "More"), (LABEL, "Hat size"), (ANSWER, "7"), (LABEL, "Shoe size"), (ANSWER, "5"),
        (LABEL, "Town"), (ANSWER, "Ely"),
        (RUNNING, "The rest"), (LABEL, "Coat"), (ANSWER, "long"), (LABEL, "Shirt"), (ANSWER, "red"),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [("Town|Hat size", "Ely|7"), ("Hat size|Coat|Town", "7|long|Ely")])
def test_a_table_in_which_few_labels_are_known_is_read_as_most_on_its_page(rows: tuple[str, ...]) -> None:
    table = "".join(f"<tr><td>{row}".replace("|", "<td>") for row in rows)

    lines = shown(f"<table><tr><td>Name<td>How old are you?<tr><td>Ann<td>3</table><table>{table}</table>", KNOWN)

    assert lines[lines.index((LABEL, "Town")) + 1] == (ANSWER, "Ely")
    assert lines[lines.index((LABEL, "Hat size")) + 1] == (ANSWER, "7")


@pytest.mark.parametrize("first", [True, False])
def test_a_table_in_which_half_of_the_labels_are_known_is_read_as_most_on_its_page(first: bool) -> None:
    clear = "<table><tr><td>Name<td>How old are you?<tr><td>Ann<td>3</table>"
    unclear = "<table><tr><td>Town<td>Hat size<tr><td>Ely<td>7<tr><td>Coat<td>Shirt<tr><td>long<td>red</table>"
    pairs = "<table><tr><td>Name<td>Ann<tr><td>How old are you?<td>3</table>"

    above = shown(unclear + clear if first else clear + unclear, KNOWN)
    across = shown(unclear + pairs if first else pairs + unclear, KNOWN)

    assert {(LABEL, "Town"), (ANSWER, "Ely"), (LABEL, "Hat size"), (ANSWER, "7"), (LABEL, "Shirt")} <= set(above)
    assert (ANSWER, "Hat size") in across


def test_a_row_that_looks_like_a_head_and_alone_has_a_known_label_holds_labels_for_the_rows_under_it() -> None:
    html = "<table><tr><th>Name<th>Hat size<tr><td>Ann<td>7<tr><td>Bob<td>5</table>"

    assert shown(html, KNOWN) == [
        *((LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Hat size"), (ANSWER, "7")),
        *((LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Hat size"), (ANSWER, "5")),
    ]


def test_elements_that_are_counted_in_the_first_row_have_a_column_each_whatever_stands_before_them() -> None:
    html = "<table><tr><td>Question<td>Person 1<td>Person 2<tr><td>Name<td>Ann<td>Bob<tr><td>Town<td><td>Ely</table>"

    assert shown(html, KNOWN) == [
        *((HEADING, "Person 1"), (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Town"), (ANSWER, "")),
        *((HEADING, "Person 2"), (LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Town"), (ANSWER, "Ely")),
    ]


def test_what_stands_in_a_column_without_a_label_names_its_row_and_belongs_to_no_answer() -> None:
    html = "<table><tr><th>&nbsp;<th>Name<th>Town<tr><th>1<td>Ann<td><tr><th>2<td>Bob<td>Ely</table>"

    assert shown(html, KNOWN) == [
        *((HEADING, "1"), (LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Town"), (ANSWER, "")),
        *((HEADING, "2"), (LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Town"), (ANSWER, "Ely")),
    ]


def test_rows_that_list_elements_among_rows_of_labels_and_answers_are_a_table_of_their_own() -> None:
    html = (
        "<table><tr><td>Town<td>Ely<tr><td>Name<td>How old are you?<td>Postcode"
        "<tr><td>Ann<td>3<td><tr><td>Bob<td><td>E1 1AA<tr><td colspan=3>More<tr><td>Name<td>Cy</table>"
    )

    assert shown(html, KNOWN) == [
        *((LABEL, "Town"), (ANSWER, "Ely")),
        *((LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "How old are you?"), (ANSWER, "3")),
        *((LABEL, "Postcode"), (ANSWER, ""), (LABEL, "Name"), (ANSWER, "Bob")),
        *((LABEL, "How old are you?"), (ANSWER, ""), (LABEL, "Postcode"), (ANSWER, "E1 1AA")),
        *((RUNNING, "More"), (LABEL, "Name"), (ANSWER, "Cy")),
    ]


def test_columns_of_elements_among_rows_of_labels_and_answers_are_a_table_of_their_own() -> None:
    html = (
        "<table><tr><td>Town<td>Ely<tr><td><td>Cat 1<td>Cat 2<tr><td>Name<td>Tom<td>Kit<tr><td>Postcode<td>E1</table>"
    )

    assert shown(html, KNOWN) == [
        *((LABEL, "Town"), (ANSWER, "Ely"), (HEADING, "Cat 1"), (LABEL, "Name"), (ANSWER, "Tom")),
        *((HEADING, "Cat 2"), (LABEL, "Name"), (ANSWER, "Kit"), (LABEL, "Postcode"), (ANSWER, "E1")),
    ]


def test_elements_listed_in_a_cell_over_a_whole_row_keep_a_label_for_each_answer() -> None:
    inner = "<table><tr><th>Name<th>How old are you?<th>Postcode<tr><td>Ann<td>3<td></table>"
    html = f"<table><tr><td>Town<td>Ely<tr><td colspan=2>{inner}</table>"

    assert shown(html, KNOWN)[2:] == [
        *((LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "How old are you?"), (ANSWER, "3")),
        *((LABEL, "Postcode"), (ANSWER, "")),
    ]


ROWS_OF_ONE = "".join(f"<tr><td>Postcode<td>E{number}" for number in range(4))


def test_columns_without_names_beside_labels_that_elsewhere_have_one_answer_are_elements() -> None:
    html = f"<table>{ROWS_OF_ONE}</table><table><tr><td>Name<td>Ann<td>Bob<tr><td>Town<td>Ely<td></table>"

    assert shown(html, KNOWN)[8:] == [
        *((LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Town"), (ANSWER, "Ely")),
        *((LABEL, "Name"), (ANSWER, "Bob"), (LABEL, "Town"), (ANSWER, "")),
    ]


def test_a_further_column_beside_every_answer_of_a_page_is_no_element() -> None:
    rows = ROWS_OF_ONE.replace("<tr>", "<td>seen<tr>").removeprefix("<td>seen") + "<td>seen"

    lines = shown(f"<table>{rows}<tr><td>Name<td>Ann<td>seen</table>", KNOWN)

    assert [text for piece, text in lines if piece is LABEL].count("Name") == 1
    assert (ANSWER, "seen") not in lines


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td>{names}<tr><th>{long}{cells}",
        "<tr><th>{long}{names}<tr><td>{cells}<tr><td>{cells}",
    ],
    ids=["a column of labels", "a row of labels"],
)
def test_no_text_as_long_as_a_story_is_written_again_as_a_label(table: str) -> None:
    names = "".join(f"<th>Person {number}" for number in range(20))
    html = table.format(long="so long " * 1000, names=names, cells="<td>a" * 20)

    written = "".join(text for _, text in shown(f"<table>{html}</table>"))

    assert written.count("so long") == 1000


def test_a_pair_that_nobody_knows_beside_a_known_one_is_no_element_where_rows_have_two_pairs() -> None:
    two = "<table><tr><td>Name<td>Ann<td>Town<td>Ely</table>"
    html = f"{two}<table>{ROWS_OF_ONE}</table><table><tr><td>Name<td>Bob<td>Hat size<td>7</table>"

    labels = [text for piece, text in shown(html, KNOWN) if piece is LABEL]

    assert labels.count("Name") == 2
