"""What decided a value, as pages and the command line tell it."""

from mapping_dsl.problems import Span
from mapping_dsl.trace import CodeHit, FieldTrace, RowHit, Rule
from studio.presenters.traced import deciders_of

RULE = Rule("a/a.mapping", Span(7, 1, 7, 20), "| otherwise |   | 4 |")


def trace(rows: tuple[RowHit, ...] = (), codes: tuple[CodeHit, ...] = (), fallback: str = "") -> FieldTrace:
    return FieldTrace(RULE, (), (), rows=rows, codes=codes, fallback=fallback)


def test_the_row_of_a_table_is_told_with_its_place_and_its_text() -> None:
    told = deciders_of(trace(rows=(RowHit("code", 2, RULE), RowHit("code", None, RULE))))

    assert told == (
        "table code, row 2 (line 7): | otherwise | | 4 |",
        "table code, row otherwise (line 7): | otherwise | | 4 |",
    )


def test_a_code_is_told_with_its_list_and_what_its_row_says() -> None:
    told = deciders_of(trace(codes=(CodeHit("grades", "lists/grade.csv", "12ab", "R", {"code": "R", "priority": 4}),)))

    assert told == ("code list grades, version 12ab: R is code R, priority 4",)


def test_a_code_that_its_list_does_not_have_is_told() -> None:
    told = deciders_of(trace(codes=(CodeHit("grades", "lists/grade.csv", "12ab", "X", None),)))

    assert told == ("code list grades, version 12ab: it has no X",)


def test_the_fallback_that_was_taken_is_told() -> None:
    assert deciders_of(trace(fallback="otherwise blank")) == ("taken: otherwise blank",)
