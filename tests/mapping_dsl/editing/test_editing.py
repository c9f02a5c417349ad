"""Edits change the smallest span: what they do not speak of stays to the letter, and what they say is what is read."""

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mapping_dsl import editing, nodes
from mapping_dsl.editing import Change, EditRefused, Part
from mapping_dsl.parser import parse
from mapping_dsl.problems import Span

TEXT = """\
mapping theft "Theft" // of anything
    form theft versions 1.0 to 2.0
    target chs.incident version 1

use a, b   // two
ignore c because "It is nothing"

let short       = 1 // one
let longer name = short + 1

decide code first
    | x   | y = 1 | => code | offence |
    | "a" | -     | "A"     | null    | // a
    // between
    | otherwise | | "C"     | null    |

flag "F" high
    // why so high
    when short = 1
    when x = "b"
    because "Force"

record chs.incident
    callerPhone <- phone otherwise blank
    name        <- max(1,
        2)
    persons for each p in people where p.a = 1 when short = 1
        role <- "suspect"
    // the end

example "One"
    given "1.json"
    expect true
"""
EDITS = 10_000 if os.environ.get("STUDIO_THOROUGH") else 1_000


def line_of(start: str) -> int:
    """The number of the line of TEXT that begins so."""
    return next(number for number, line in enumerate(TEXT.split("\n"), 1) if line.strip().startswith(start))


def lines_changed(change: Change) -> list[str]:
    """The lines that there were not before, without their depth."""
    return [line.strip() for line in change.text.split("\n") if line not in TEXT.split("\n")]


@pytest.mark.parametrize(
    ("at", "part", "written", "line"),
    [
        ("callerPhone", Part.EXPRESSION, "to phone(phone)", "callerPhone <- to phone(phone) otherwise blank"),
        ("callerPhone", Part.PATH, "callerTel", "callerTel <- phone otherwise blank"),
        ("let short", Part.EXPRESSION, "2", "let short       = 2 // one"),
        ("mapping", Part.TITLE, 'A "real" theft', 'mapping theft "A \\"real\\" theft" // of anything'),
        ("flag", Part.TITLE, "G", 'flag "G" high'),
        ("flag", Part.LEVEL, "critical", 'flag "F" critical'),
        ("flag", Part.BECAUSE, "It hurts", 'because "It hurts"'),
        ("when x", Part.EXPRESSION, 'x = "c"', 'when x = "c"'),
        ("decide", Part.POLICY, "rule order", "decide code rule order"),
        ("example", Part.SAMPLE, "2.json", 'given "2.json"'),
        ("ignore", Part.BECAUSE, "No place", 'ignore c because "No place"'),
        ("persons", Part.WHEN, None, "persons for each p in people where p.a = 1"),
        ("persons", Part.EACH, "q in others", "persons for each q in others when short = 1"),
        ("persons", Part.EACH, None, "persons when short = 1"),
        ("record", Part.WHEN, "short = 2", "record chs.incident when short = 2"),
    ],
)
def test_a_part_of_a_line_is_written_anew(at: str, part: Part, written: str | None, line: str) -> None:
    change = editing.set_part(TEXT, line_of(at), part, written)

    assert lines_changed(change) == [line]


def test_an_edit_names_the_smallest_span() -> None:
    change = editing.set_part(TEXT, line_of("let short"), Part.EXPRESSION, "12")

    (edit,) = change.edits
    assert (edit.text, edit.span) == ("2", Span(line_of("let short"), 20, line_of("let short"), 20))


@pytest.mark.parametrize(
    "written",
    ["1 otherwise 2", "1\nrecord chs.incident", '"', "(", "1 // and\n", "", "/*", "1\n    b <- 2", "`"],
)
def test_what_would_be_read_as_something_else_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(EditRefused) as refused:
        editing.set_part(TEXT, line_of("callerPhone"), Part.EXPRESSION, written)

    assert re.search(r"\w+ \w+", str(refused.value))


def test_a_line_without_the_part_is_told() -> None:
    with pytest.raises(EditRefused, match="line 1 has no level"):
        editing.set_part(TEXT, 1, Part.LEVEL, "high")


def test_a_line_that_is_not_there_is_told() -> None:
    with pytest.raises(EditRefused, match="does not begin in line 999"):
        editing.remove_line(TEXT, 999)


def test_a_field_comes_to_the_end_of_its_block_with_its_arrow_below_the_others() -> None:
    change = editing.add_lines(TEXT, "age <- 3", under=line_of("record"))

    assert (
        change.text.replace('        role <- "suspect"\n    age         <- 3\n', '        role <- "suspect"\n') == TEXT
    )


def test_a_condition_comes_before_another_line() -> None:
    change = editing.add_lines(TEXT, "when short = 3", before=line_of("when x"))

    assert change.text.replace("    when short = 3\n", "") == TEXT


def test_a_row_is_put_in_with_its_bars_below_the_others() -> None:
    change = editing.add_lines(TEXT, '| "b"|- |"B"|null|', before=line_of("| otherwise"))

    assert lines_changed(change) == ['| "b" | -     | "B"     | null    |']


@pytest.mark.parametrize(
    "written",
    [
        'flag "G" low\n    when short = 3\n    because "G"',
        "let other = 3",
        "use c",
        'example "Two"\n    given "2.json"\n    expect false',
        'list l from "l.csv" by code',
    ],
)
def test_a_statement_comes_to_the_end_of_the_text_and_goes_again(written: str) -> None:
    change = editing.add_lines(TEXT, written)

    assert change.text.rstrip("\n").endswith("\n\n" + written)
    line = change.text.count("\n") - written.count("\n")
    assert editing.remove_line(change.text, line).text.rstrip("\n") == TEXT.rstrip("\n")


def test_a_flag_that_lacks_its_reason_is_refused() -> None:
    with pytest.raises(EditRefused, match="does not say why it is raised"):
        editing.add_lines(TEXT, 'flag "G" low\n    when short = 3')


def test_two_statements_at_once_are_refused() -> None:
    with pytest.raises(EditRefused):
        editing.add_lines(TEXT, "let c = 1\nlet d = 2")


def test_the_last_field_of_a_group_is_not_taken_out() -> None:
    with pytest.raises(EditRefused, match="neither an arrow nor fields"):
        editing.remove_line(TEXT, line_of("role"))


def test_a_field_moves_with_its_lines_into_a_group() -> None:
    change = editing.move_line(TEXT, line_of("name"), under=line_of("persons"))

    assert '        role <- "suspect"\n        name        <- max(1,\n            2)\n    // the end' in change.text


def test_a_line_is_not_moved_into_itself() -> None:
    with pytest.raises(EditRefused, match="into itself"):
        editing.move_line(TEXT, line_of("persons"), under=line_of("persons"))


@pytest.mark.parametrize(
    ("at", "written", "place", "line"),
    [
        ("use", "c", None, "use a, b, c   // two"),
        ("use", "c", 1, "use c, a, b   // two"),
        ("ignore", "d", None, 'ignore c, d because "It is nothing"'),
        ("callerPhone", 'review "Why"', None, 'callerPhone <- phone otherwise blank otherwise review "Why"'),
        ("callerPhone", "mobile", 1, "callerPhone <- phone otherwise mobile otherwise blank"),
    ],
)
def test_an_item_is_added(at: str, written: str, place: int | None, line: str) -> None:
    change = editing.add_item(TEXT, line_of(at), written, place=place)

    assert lines_changed(change) == [line]


def test_an_item_is_taken_out() -> None:
    assert lines_changed(editing.remove_item(TEXT, line_of("use"), 1)) == ["use b   // two"]
    assert lines_changed(editing.remove_item(TEXT, line_of("use"), 2)) == ["use a   // two"]
    assert lines_changed(editing.remove_item(TEXT, line_of("callerPhone"), 1)) == ["callerPhone <- phone"]


def test_the_only_name_is_not_taken_out() -> None:
    with pytest.raises(EditRefused, match="the only one"):
        editing.remove_item(TEXT, line_of("ignore"), 1)


def test_columns_of_a_list_come_and_go() -> None:
    text = 'list l from "l.csv" by code // codes\n'

    once = editing.add_item(text, 1, "priority as number").text
    twice = editing.add_item(once, 1, "since as date").text

    assert twice == 'list l from "l.csv" by code with priority as number, since as date // codes\n'
    assert editing.remove_item(editing.remove_item(twice, 1, 1).text, 1, 1).text == text


def test_a_cell_is_written_within_its_bars() -> None:
    change = editing.set_cell(TEXT, line_of('| "a"'), 3, "1")

    assert lines_changed(change) == ['| "a" | -     | 1       | null    | // a']


def test_a_column_comes_into_heading_and_rows() -> None:
    change = editing.add_column(TEXT, line_of("decide"), 3, "z")

    assert lines_changed(change) == [
        "| x   | y = 1 | z | => code | offence |",
        '| "a" | -     | - | "A"     | null    | // a',
        '| otherwise | |   | "C"     | null    |',
    ]
    assert editing.remove_column(change.text, line_of("decide"), 3).text == TEXT


def test_the_first_column_goes_and_the_word_of_the_last_row_stays() -> None:
    change = editing.remove_column(TEXT, line_of("decide"), 1)

    assert lines_changed(change)[-1] == '| otherwise | "C"     | null    |'


def test_outputs_change_places_and_the_arrow_stays_first() -> None:
    change = editing.move_column(TEXT, line_of("decide"), 3, 4)

    assert lines_changed(change)[0] == "| x   | y = 1 | => offence | code |"


def test_the_only_output_of_a_table_is_not_taken_out() -> None:
    text = editing.remove_column(TEXT, line_of("decide"), 4).text

    with pytest.raises(EditRefused):
        editing.remove_column(text, line_of("decide"), 3)


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")

    change = editing.set_part(text, line_of("let short"), Part.EXPRESSION, "22")

    assert change.text == text.replace("let short       = 1 ", "let short       = 22 ")


# Random edits of the library's own texts, each held against nodes that were changed without knowing of any text.

MAPPINGS = [path.read_text("utf-8") for path in sorted(Path("mappings").glob("*/*.mapping"))]
EXPRESSIONS = [
    "1",
    "null",
    '"x"',
    "count([1, 2])",
    'if 1 = 2 then "a" else "b"',
    "[1,\n            2]",
    "1\n            + 1",
]


def plain(node: Any) -> Any:
    """A node as tuples, without places, the lines of its expressions at no depth."""
    match node:
        case nodes.Expression():
            return ("Expression", re.sub(r"\s*\n\s*", "\n", node.text))
        case tuple():
            return tuple(plain(part) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        parts = (plain(getattr(node, one.name)) for one in fields(node) if one.name != "span")
        return (type(node).__name__, *parts)
    return node


def code_lines(text: str) -> list[tuple[int, str]]:
    """Each line of a text that is no comment and not blank, with its number, without its depth."""
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in lines if line and not line.startswith("//")]


def comment_lines(text: str) -> list[str]:
    """The comments that have a line of their own."""
    return [line.strip() for line in text.split("\n") if line.strip().startswith("//")]


def random_edit(choose: random.Random, text: str) -> Callable[[], Change]:
    """One edit that fits a line, any line."""
    number, line = choose.choice(code_lines(text))
    other, _ = choose.choice([one for one in code_lines(text) if ("<-" in one[1]) == ("<-" in line)])
    column = choose.randint(1, 6)
    part = partial(editing.set_part, text, number)
    edits: list[Callable[[], Change]] = [lambda: editing.remove_line(text, number)]
    if line.startswith("|"):
        cells = ['"x"', "-", "[1..3]", '"a much longer text"']
        edits += [lambda: editing.set_cell(text, number, column, choose.choice(cells))] * 3
        edits.append(lambda: editing.add_lines(text, line, before=number))
    elif line.startswith("decide"):
        edits = [
            lambda: editing.add_column(text, number, column, "zz"),
            lambda: editing.remove_column(text, number, column),
            lambda: editing.move_column(text, number, column, choose.randint(1, 6)),
            lambda: part(Part.POLICY, "any"),
        ]
    elif line.startswith("flag"):
        edits += [lambda: part(Part.LEVEL, "low"), lambda: part(Part.TITLE, 'A "Z"'), lambda: part(Part.BECAUSE, "So")]
    elif line.startswith(("use", "ignore", "needs", "list")):
        edits += [lambda: editing.add_item(text, number, choose.choice(["zz", "zz as number"]))]
        edits += [lambda: editing.remove_item(text, number, column)]
    elif "<-" in line or line.startswith(("let", "when", "expect")):
        edits.append(lambda: part(Part.EXPRESSION, choose.choice(EXPRESSIONS)))
        edits.append(lambda: editing.add_lines(text, line, before=number))
        edits.append(lambda: editing.move_line(text, number, before=other))
    if "<-" in line:
        edits += [lambda: editing.add_item(text, number, choose.choice(["blank", '"x"', 'review "Why"']))]
        edits += [lambda: part(Part.PATH, "zz.y"), lambda: editing.add_lines(text, "zz\n    b <- 1", before=number)]
    return choose.choice(edits)


def test_random_edits_keep_comments_and_layout_and_all_that_they_do_not_speak_of() -> None:
    choose = random.Random(4)
    made = 0
    while made < EDITS:
        text = choose.choice(MAPPINGS)
        edit_it = random_edit(choose, text)
        try:
            change = edit_it()
        except EditRefused:
            continue
        made += 1
        touched = {line for edit in change.edits for line in range(edit.span.line, edit.span.end_line + 1)}
        kept = [line for number, line in enumerate(text.split("\n"), 1) if number not in touched]
        after = iter(change.text.split("\n"))
        assert all(line in after for line in kept), change
        assert Counter(comment_lines(change.text)) == Counter(comment_lines(text)), change
        assert [one.code for one in parse(change.text).problems] == [one.code for one in parse(text).problems]
        assert len(statements(text) - statements(change.text)) <= 2, change


def statements(text: str) -> set[Any]:
    """All statements of a text, whatever their places."""
    return {plain(one) for one in parse(text).file.statements}
