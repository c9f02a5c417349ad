"""What the analysis tells an analyst: one defect one problem, in plain words, with what mends it."""

from pathlib import Path

import pytest

import mapping_dsl
from mapping_dsl.analysis.problems import analysis_problems
from mapping_dsl.checker import check
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.program import assemble
from tests.mapping_dsl.analysis.random_tables import HEADING, library

ROOT = Path(__file__).parents[3]
MAPPINGS = ("asb", "burglary", "contact", "hate", "rti", "theft", "vehicle")


def problems_of(text: str) -> list[Problem]:
    program = assemble(library().mapping("test", text=HEADING + text))
    return list(analysis_problems(program, check(program).meanings))


def told(text: str) -> list[str]:
    return [f"{one.code}: {one.message}" for one in problems_of(text)]


def decide(*rows: str, policy: str = "first") -> str:
    return f"decide code {policy}\n" + "".join(f"    | {row} |\n" for row in rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ("kind | hurt | => code", '"lost" | - | "A"', '"stolen" | true | "B"'),
            "no row fits where kind is found or blank, hurt anything; or where kind is stolen, hurt is false",
        ),
        (
            ("amount | => code", "<= 500 | 1", "> 1000 | 2", "null | 3"),
            "no row fits where amount is more than 500 and at most 1000",
        ),
        (("amount | => code", "< 5 | 1", "> 5 | 2", "null | 3"), "no row fits where amount is 5"),
        (("times | => code", "0 | 1", "> 3 | 2", "null | 3"), "no row fits where times is more than 0 and at most 3"),
        (("times | => code", "<= 1 | 1", "> 3 | 2", "null | 3"), "no row fits where times is 2 or 3"),
        (
            ("day | => code", '< date("2026-01-02") | 1', '> date("2026-01-05") | 2', "null | 3"),
            "no row fits where day is from 2026-01-02 to 2026-01-05",
        ),
        (
            ("hour | => code", '< time("08:00:00") | 1', "null | 3"),
            "no row fits where hour is 08:00 or later",
        ),
        (("name | => code", '"Ann" | 1', "null | 3"), "no row fits where name is anything but Ann"),
        (("name | => code", '"Ann" | 1'), "no row fits where name is blank or anything but Ann"),
        (("name | => code", 'contains(?, "a") | 1', 'not(contains(?, "a")) | 2'), "no row fits where name is blank"),
        (("kind | => code", '"lost", "found", "stolen" | 1'), "no row fits where kind is blank"),
    ],
)
def test_a_gap_is_told_as_answers_that_fall_through(rows: tuple[str, ...], message: str) -> None:
    (problem,) = problems_of(decide(*rows))

    assert problem.message.removesuffix(": the field that reads it goes to review then") == message


@pytest.mark.parametrize(
    "rows",
    [
        ("times | => code", "[0..2] | 1", ">= 3 | 2", "null | 3"),  # whole numbers from 0
        ("day | => code", '<= date("2026-01-02") | 1', '>= date("2026-01-03") | 2', "null | 3"),
        ("hour | => code", '<= time("11:59:00") | 1', '>= time("12:00:00") | 2', "null | 3"),  # forms ask for minutes
        ("hurt | => code", "true | 1", "false | 2"),  # a required answer that is blank is in doubt anyway
        ("kind | => code", 'not("lost") | 1', '"lost" | 2'),
        ("kind | kind | => code", '"lost" | - | 1', '- | not("lost") | 2'),  # one question, two columns
        ("amount | => code", "? != null | 1", "? = null | 2"),
        ("if hurt then kind else null | => code", '"lost", "found" | 1', '"stolen", null | 2'),
    ],
)
def test_a_table_that_takes_every_answer_has_no_problem(rows: tuple[str, ...]) -> None:
    assert told(decide(*rows)) == []


def test_a_question_that_a_version_does_not_ask_is_a_gap_of_that_version() -> None:
    (problem,) = problems_of(decide("times | => code", ">= 0 | 1"))

    assert (problem.code, problem.severity) == ("gap-in-table", Severity.STOP)
    assert problem.hint.startswith(
        "version 1.0 of the form does not ask times; that is, “What is the times?” is blank;"
    )


def test_blanks_alone_that_fall_through_are_a_hint() -> None:
    (problem,) = problems_of(decide("name | => code", "? != null | 1"))

    assert (problem.code, problem.severity) == ("blank-falls-through", Severity.HINT)


def test_a_gap_is_mended_by_a_row_otherwise() -> None:
    text = decide("kind | hurt | => code | words", '"lost" | true | 1 | "A"')
    (problem,) = problems_of(text)
    assert problem.fix

    mended = applied(text, problem)

    assert mended.splitlines()[-1] == "    | otherwise |  | null | null |"
    assert told(mended) == []


def test_rows_that_never_decide_are_told_with_those_that_hide_them() -> None:
    text = decide(
        "amount | kind | => code",
        "> 100 | - | 1",
        '> 500 | "lost" | 2',
        "<= 100 | - | 3",
        '> 50 | "lost" | 4',
        '> 5 | "lost", "found" | 5',
        "null | - | 6",
        "(5..6) and < 2 | - | 7".replace("(5..6) and < 2", "? > 5 and ? < 2"),
    )

    assert told(text) == [
        "hidden-row: row 1 takes every answer that fits this row, so that it never decides",
        "hidden-row: rows 1 and 3 together take every answer that fits this row, so that it never decides",
        "hidden-row: rows 1 and 3 together take every answer that fits this row, so that it never decides",
        "row-never-fits: no answer fits this row",
    ]


def test_a_hidden_row_is_mended_by_taking_it_out() -> None:
    text = decide("amount | => code", "> 100 | 1", "> 500 | 2", "- | 3")
    (problem,) = problems_of(text)

    assert told(applied(text, problem)) == []


def test_overlaps_under_unique_and_any_are_told_with_answers_that_fit_both() -> None:
    rows = ("amount | => code", '[0..10] | "A"', '[10..20] | "B"', '(5..8) | "A"', "otherwise | null")

    assert told(decide(*rows, policy="unique")) == [
        "rows-overlap: row 1 fits too where amount is 10",
        "rows-overlap: row 1 fits too where amount is more than 5 and less than 8",
    ]
    assert told(decide(*rows, policy="any")) == [
        "hidden-row: row 1 takes every answer that fits this row, so that it never decides",
        "rows-overlap: row 1 fits too and says something else where amount is 10",
    ]


def test_a_row_that_a_better_output_always_precedes_never_decides() -> None:
    rows = ('amount | => code in ("A", "B")', '> 5 | "B"', '> 1 | "A"', '- | "B"')

    assert told(decide(*rows, policy="priority")) == [
        "hidden-row: row 2 takes every answer that fits this row, so that it never decides"
    ]


@pytest.mark.parametrize("policy", ["collect", "rule order", "collect sum", "collect count"])
def test_tables_that_gather_have_neither_gaps_nor_hidden_rows(policy: str) -> None:
    assert told(decide("amount | => code", "> 5 | 1", "> 7 | 2", policy=policy)) == []


def test_what_is_not_understood_is_said_and_the_rest_is_analysed() -> None:
    rows = ("mentions(all text, name) | kind | => code", 'true | "lost" | 1', 'true | "lost" | 2', "false | - | 3")

    assert told(decide(*rows)) == [
        "hidden-row: row 1 takes every answer that fits this row, so that it never decides",
        "gap-in-table: no row fits where mentions(all text, name) is true, kind is found, stolen or blank",
    ]
    assert told(decide("age(day, day) | day | => code", '> 5 | @"2026-01-02" | 1', "<= 5 | - | 2")) == [
        "not-analysed: whether every answer fits a row of code was not analysed: "
        "age(day, day) and day depend on the same answers"
    ]


def test_a_column_that_depends_on_another_gives_no_false_alarm() -> None:
    text = 'decide sort first\n    | kind | => sort |\n    | "lost" | "L" |\n    | otherwise | "O" |\n'

    assert told(text + decide("sort | kind | => code", '"L" | "lost" | 1', '"O" | - | 2')) == [
        "not-analysed: whether every answer fits a row of code was not analysed: "
        "sort and kind depend on the same answers"
    ]


def test_what_a_decision_can_say_are_the_options_of_a_column() -> None:
    text = 'decide sort first\n    | kind | => sort |\n    | "lost" | "L" |\n    | otherwise | "O" |\n'

    assert told(text + decide("sort | => code", '"L" | 1', '"O" | 2')) == []
    assert told(text + decide("sort | => code", '"L" | 1')) == ["gap-in-table: no row fits where sort is O"]


def test_a_table_with_an_error_in_it_is_left_to_its_error() -> None:
    assert told(decide("kind | => code", '"lst" | 1')) == []
    assert told(decide("kind | => code", '"lost"', '"found" | 1')) == []


def test_conditions_that_come_to_the_same_are_told_where_they_stand() -> None:
    text = (
        'flag "A" low\n    when amount > 5 and amount < 3\n    when kind = "lost" or (hurt and not(hurt))\n'
        '    when name = null or name != null\n    because "So"\n'
        'record desk.case when kind != "lost" and kind = "lost"\n    code <- if 1 = 2 then "A" else null\n'
    )

    assert [(one.span.line, one.code, one.message, one.severity) for one in problems_of(text)] == [
        (5, "never-true", "this is never true, whatever amount is", Severity.STOP),
        (6, "never-true", "this part is never true", Severity.STOP),
        (7, "always-true", "this is always true, whatever name is", Severity.STOP),
        (9, "never-true", "this is never true, whatever kind is", Severity.STOP),
        (10, "never-true", "this is never true", Severity.STOP),
    ]


def test_a_question_that_a_version_does_not_ask_makes_a_condition_true_there() -> None:
    assert told('flag "A" low\n    when times != 3\n    because "So"\n') == [
        "always-true-in-version: version 1.0 of the form does not ask times, and this is always true there"
    ]
    assert told('flag "A" low\n    when asked(times) and times != 3\n    because "So"\n') == []


def test_an_option_that_a_code_list_lacks_is_told() -> None:
    files = {path: library().text(path) for path in library().paths()}
    files["lists/kinds.csv"] = "kind,words\nlost,Lost\nfound,Found\n"
    text = HEADING + 'list kinds from "kinds.csv" by kind\nlet words = kinds(kind).words\n'
    program = assemble(mapping_dsl.Library(files).mapping("test", text=text))

    found = [one.message for one in analysis_problems(program, check(program).meanings)]

    assert found == ["the list kinds has no row for stolen, which kind can be"]


def test_a_module_is_not_blamed_for_options_that_another_form_has() -> None:
    files = {path: library().text(path) for path in library().paths()}
    files["modules/all.mapping"] = (
        'module all "All forms"\n    needs kind, other\n'
        'flag "A" low\n    when kind = "burnt"\n    when other = "x"\n    because "So"\n'
        'decide code first\n    | kind | => code |\n    | "burnt" | 1 |\n    | "lost" | 2 |\n    | otherwise | 3 |\n'
    )
    program = assemble(mapping_dsl.Library(files).mapping("test", text=HEADING + "use all\n"))

    assert list(analysis_problems(program, check(program).meanings)) == []


@pytest.mark.parametrize("name", MAPPINGS)
def test_the_mappings_of_the_library_have_nothing_to_mend(name: str) -> None:
    program = assemble(mapping_dsl.Library(ROOT / "mappings").mapping(name))

    assert list(analysis_problems(program, check(program).meanings)) == []


def test_a_table_too_large_to_be_analysed_says_so() -> None:
    rows = ["amount | => code", *(f"{n} | {n}" for n in range(1_001))]

    (message,) = told(decide(*rows))

    assert message == "not-analysed: code has too many combinations to find out whether every answer fits a row"


def applied(text: str, problem: Problem) -> str:
    """The text with the problem's fix made; its lines count from the heading's first."""
    assert problem.fix
    lines = (HEADING + text).split("\n")
    span = problem.fix.span
    before = [*lines[: span.line - 1], lines[span.line - 1][: span.column - 1]]
    after = [lines[span.end_line - 1][span.end_column - 1 :], *lines[span.end_line :]]
    return ("\n".join(before) + problem.fix.text + "\n".join(after)).removeprefix(HEADING)
