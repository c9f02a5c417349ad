"""What an editor is told of a text and a cursor, be the text whole, broken or hostile. The cursor is written as ¦."""

from pathlib import Path

import pytest

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.editing.changes import EditRefused
from mapping_dsl.editing.completion import complete
from mapping_dsl.editing.hover import Hover, hover
from mapping_dsl.editing.navigation import definition, references, rename
from mapping_dsl.editing.open_text import OpenText
from mapping_dsl.editing.outline import folds, outline, quick_fixes
from mapping_dsl.trace import Trace

ROOT = Path(__file__).parents[3]
DISK = mapping_dsl.Library(ROOT / "mappings")
TEXTS = {path: DISK.text(path) for path in DISK.paths()}
MAPPINGS = [f"{id_}/{id_}.mapping" for id_ in DISK.mappings()]
MODULES = [f"modules/{id_}.mapping" for id_ in DISK.modules()]

HEADING = """\
mapping trial "Trial"
    form theft versions 1.0 to 2.0
    target chs.incident version 1
    target connect.crime version 1

use common-grade

let told = reportType
let caller name = surname
list kinds from "property_types.csv" by code

decide classification first
    | reportType | => code | offence |
    | "lost"     | "M01"   | null    |

flag "FORCE" high
    when told = "stolen"
    because "Force was used"

"""


def opened(text: str, path: str = "trial/trial.mapping") -> tuple[OpenText, int, int]:
    """The text, without its cursor, in the library, and the cursor's line and column."""
    before, mark, after = text.partition("¦")
    assert mark
    library = mapping_dsl.Library({**TEXTS, path: before + after})
    return OpenText(library, path), before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def offered(written: str) -> list[str]:
    """What is offered at the cursor of lines that stand below the heading."""
    open_text, line, column = opened(HEADING + written)
    return [item.label for item in complete(open_text, line, column).items]


def told(text: str, trace: Trace | None = None) -> Hover | None:
    """What is said of the name at the cursor."""
    open_text, line, column = opened(text)
    return hover(open_text, line, column, trace)


@pytest.mark.parametrize(
    ("written", "some", "not_others"),
    [
        ("¦", ["flag", "record", "let"], ["when", "surname"]),
        ('flag "X" ¦', ["critical", "note"], ["surname"]),
        ('flag "X" low\n    ¦', ["when", "because"], ["flag"]),
        ('flag "X" low\n    when ¦', ["surname", "told", "caller name", "risk level", "mentions"], ["flag"]),
        ('let a = told = "¦', ["stolen", "lost"], ["yes"]),
        ('let a = forceUsed in ("yes", "¦', ["no"], ["stolen"]),
        ('let a = list contains(flags, "¦', ["FORCE"], ["stolen"]),
        ("let a = classification.¦", ["code", "offence"], ["surname"]),
        ("let a = kinds(told).¦", ["code", "label"], ["surname"]),
        ("let a = submission.¦", ["received_at", "reference"], ["surname"]),
        ("let a = suspects[1].¦", ["name", "relationship"], ["surname"]),
        ("decide b ¦", ["first", "rule order", "collect sum"], ["surname"]),
        ('decide b first\n    | reportType | => c |\n    | "¦', ["lost", "found"], ["yes"]),
        ("use ¦", ["common-risk", "common-times"], ["surname"]),
        ("ignore ¦", ["surname", "suspects.name"], ["mentions"]),
        ('triage\n    queue <- "a"\n    ¦', ["priority", "due"], ["queue"]),
        ("record ¦", ["chs.incident", "connect.crime"], ["surname"]),
        ("record chs.incident\n    callerPhone <- phone\n    ¦", ["callerEmail", "persons"], ["callerPhone", "chsId"]),
        ("record chs.incident\n    persons for each s in suspects\n        ¦", ["role", "fullName"], ["callerPhone"]),
        ("record chs.incident\n    persons for each s in suspects\n        fullName <- s.¦", ["name"], ["surname"]),
        (
            "record chs.incident\n    persons for each s in suspects\n        fullName <- ¦",
            ["s", "place"],
            ["fullNames"],
        ),
        ('record chs.incident\n    grade <- "¦', ["I", "R"], ["stolen"]),
        ("record chs.incident\n    callerPhone <- phone otherwise ¦", ["blank", "review", "reject", "phone"], []),
        ('record chs.incident\n    narrative <- """\n        {de¦', ["description"], ["narrative"]),
        ('record chs.incident\n    narrative <- """\n        de¦', [], ["description"]),
        ("let a = 1 // s¦", [], ["surname"]),
        ("let a = (\n    ¦", ["surname"], ["flag"]),
        ('list l from "¦', ["grade.csv"], ["surname"]),
        ('list l from "grade.csv" by ¦', ["code", "priority"], ["surname"]),
    ],
)
def test_what_fits_at_a_cursor_is_offered(written: str, some: list[str], not_others: list[str]) -> None:
    found = offered(written)

    assert [one for one in some if one not in found] == []
    assert [one for one in not_others if one in found] == []


def test_a_completion_takes_the_place_of_the_whole_name_that_was_begun() -> None:
    open_text, line, column = opened(HEADING + "let a = caller n¦")

    assert complete(open_text, line, column).column == len("let a = ") + 1


def test_a_question_stands_beside_its_answer_and_an_option_beside_its_words() -> None:
    open_text, line, column = opened(HEADING + 'let a = told = "¦')
    (stolen,) = (one for one in complete(open_text, line, column).items if one.label == "stolen")

    assert (stolen.detail, stolen.insert) == ("It was stolen", 'stolen"')


def test_a_module_is_offered_what_it_needs() -> None:
    text = TEXTS["modules/common-report.mapping"] + "\nlet a = ¦"
    open_text, line, column = opened(text, "modules/common-report.mapping")

    names = [item.label for item in complete(open_text, line, column).items]

    assert "fullName" in names
    assert "reportType" not in names


def test_an_answer_is_told_with_its_question_and_options() -> None:
    found = told(HEADING + "let a = report¦Type")

    assert found
    assert found.title == "reportType, an answer"
    assert any("stolen: It was stolen" in one for one in found.sentences)


def test_a_let_is_told_with_its_type_and_the_question_behind_it() -> None:
    found = told(HEADING + "let a = to¦ld")

    assert found
    assert found.title == "told, a let"
    assert found.sentences[0].startswith("one of ")
    assert any(one.startswith("“") for one in found.sentences)


def test_a_function_is_told_with_how_it_is_called_and_an_example() -> None:
    found = told(HEADING + "let a = as li¦st(told)")

    assert found
    assert found.sentences[-1] == 'as list(["race", "faith"]) is ["race", "faith"]'


def test_a_field_is_told_by_its_schema() -> None:
    found = told(HEADING + "record chs.incident\n    gra¦de <- 1")

    assert found
    assert found.sentences == ('one of "I", "S", "E", "R"', "must be filled")


def test_a_sample_gives_a_name_its_value() -> None:
    path = "theft/theft.mapping"
    source = DISK.mapping("theft")
    sample = DISK.samples("theft")[0]
    document = exact_json.loads(DISK.text(f"theft/samples/{sample}"))
    trace = mapping_dsl.compile(source).trace(document)
    line = next(n for n, one in enumerate(TEXTS[path].split("\n"), 1) if "<- opening code" in one)

    found = hover(OpenText(DISK, path), line, TEXTS[path].split("\n")[line - 1].index("opening code", 10) + 2, trace)

    assert found
    assert found.value == f'"{trace.outcome.records["chs.incident"]["openingCode"]}"'


def test_a_name_leads_to_where_it_is_given_in_this_text_or_a_module() -> None:
    own, line, column = opened(HEADING + "let a = caller na¦me")
    place = definition(own, line, column)
    assert place
    assert (place.path, place.span.line, place.span.column) == ("trial/trial.mapping", 9, 5)

    module, line, column = opened(HEADING + "let a = urge¦ncy")
    place = definition(module, line, column)
    assert place
    assert place.path == "modules/common-grade.mapping"


def test_a_name_stands_in_cells_templates_and_conditions() -> None:
    open_text, line, column = opened(
        HEADING
        + "let a = told¦\ndecide b first\n    | told | => c |\n    | told | told |\n"
        + 'record chs.incident\n    narrative <- """\n        {told}\n        """\n'
    )

    found = references(open_text, line, column)

    assert [place.span.line for place in found] == [8, 17, 20, 22, 23, 23, 26]


def test_a_key_of_a_list_is_not_the_name_outside() -> None:
    open_text, line, column = opened(HEADING + 'let name¦ = 1\nlet a = suspects[name = "x"]\nlet b = name')

    assert [place.span.line for place in references(open_text, line, column)] == [20, 22]


def test_a_let_is_renamed_everywhere() -> None:
    open_text, line, column = opened(HEADING + 'let a = to¦ld\nlet b = "told" + told')

    renamed = rename(open_text, line, column, "what happened")

    text = renamed.changes["trial/trial.mapping"].text
    assert "let what happened = reportType" in text
    assert 'let b = "told" + what happened' in text
    assert text.count("told") == 1


def test_a_name_that_a_module_needs_is_renamed_in_all_mappings_that_give_it() -> None:
    path = "theft/theft.mapping"
    line = next(n for n, one in enumerate(TEXTS[path].split("\n"), 1) if one.startswith("let force used"))

    renamed = rename(OpenText(DISK, path), line, 6, "violence used")

    assert {"theft/theft.mapping", "modules/common-risk.mapping"} <= set(renamed.changes)
    library = mapping_dsl.Library({**TEXTS, **{one: change.text for one, change in renamed.changes.items()}})
    for id_ in library.mappings():
        assert [one.code for one in mapping_dsl.check(library.mapping(id_)) if one.code == "need-missing"] == [
            one.code for one in mapping_dsl.check(DISK.mapping(id_)) if one.code == "need-missing"
        ]


def test_a_flag_is_renamed_where_flags_are_read() -> None:
    open_text, line, column = opened(HEADING + 'let a = "FORCE"\nlet b = list contains(flags, "FOR¦CE")')

    text = rename(open_text, line, column, "VIOLENCE").changes["trial/trial.mapping"].text

    assert 'flag "VIOLENCE" high' in text
    assert 'let a = "FORCE"\nlet b = list contains(flags, "VIOLENCE")' in text


def test_a_module_is_renamed_with_its_file_and_all_that_use_it() -> None:
    path = "modules/common-times.mapping"

    renamed = rename(OpenText(DISK, path), 1, 10, "clock-times")

    assert renamed.moved == (path, "modules/clock-times.mapping")
    assert renamed.changes[path].text.startswith("module clock-times ")
    assert len(renamed.changes) == 1 + sum(path in DISK.mapping(id_).files for id_ in DISK.mappings())


def test_a_name_that_ends_nowhere_is_written_in_backticks() -> None:
    open_text, line, column = opened(HEADING + "let a = to¦ld")

    assert (
        "let `told in` = reportType" in rename(open_text, line, column, "told in").changes["trial/trial.mapping"].text
    )


@pytest.mark.parametrize(
    ("written", "new", "sentence"),
    [
        ("let a = sur¦name", "x", "surname is a name of the form"),
        ("let a = coun¦t([1])", "x", "count is a name of the language"),
        ("let a = to¦ld", "surname", "surname is the name of something else already"),
        ("let a = to¦ld", "caller name", "caller name is the name of something else already"),
        ("let a = to¦ld", "count", "count is the name of something else already"),
        ("let a = to¦ld", "", "nothing cannot be a name"),
        ("let a = to¦ld", 'a"b', "cannot be a name"),
        ("let a = 1 ¦+ 1", "x", "no name here"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused_with_a_sentence(written: str, new: str, sentence: str) -> None:
    open_text, line, column = opened(HEADING + written)

    with pytest.raises(EditRefused, match=sentence):
        rename(open_text, line, column, new)


def test_the_outline_has_all_statements_broken_ones_too() -> None:
    found = outline(HEADING + "falg X\nrecord chs.incident\n    mopi\n        basis <- 1\n    callerRole <- (\n")

    assert [(one.kind, one.title) for one in found[-3:]] == [
        ("flag", "FORCE"),
        ("falg", "X"),
        ("record", "chs.incident"),
    ]
    assert [one.title for one in found[-1].children] == ["mopi"]


def test_blocks_and_comments_are_folded() -> None:
    found = folds('// a\n// b\nflag "X" low\n    when 1 = 1\n    because "b"\nlet a = 1\n')

    assert [(one.line, one.end_line) for one in found] == [(1, 2), (3, 5)]


def test_a_problem_that_can_be_mended_is_offered_on_its_line() -> None:
    problems = mapping_dsl.check(opened(HEADING + "let a = surnam¦")[0].sources[0])

    fixes = [one.fix.text for one in quick_fixes(problems, 20) if one.fix]
    assert "surname" in fixes
    assert list(quick_fixes(problems, 5)) == []


@pytest.mark.parametrize("path", [*MAPPINGS, *MODULES])
def test_every_place_of_the_librarys_texts_can_be_asked_about(path: str) -> None:
    open_text = OpenText(DISK, path)

    for number, line in enumerate(TEXTS[path].split("\n"), 1):
        column = 1 + number * 7 % (len(line) + 1)
        offered, told = complete(open_text, number, column), hover(open_text, number, column)
        given = definition(open_text, number, column)

        assert 1 <= offered.column <= column
        assert told is None or told.span.line <= number <= told.span.end_line
        assert given is None or given.path in TEXTS or given.path.startswith(("forms/", "records/", "lists/"))


HOSTILE = [
    "", "\x00", "(" * 5000, '"' * 999, "`" * 501, '"""' * 200, "/*" * 500, "let a = " + "[" * 3000, "\r\n\r\x0b",
    "record chs.incident\n" + "".join(" " * depth + "owner\n" for depth in range(1, 400)), "let \u202e = 1", "|" * 3000,
    "let a = a\nlet b = a.b.c.d", "let a = b\nlet b = a", "use trial", "flag " * 500, "\n".join(["let a = b"] * 10_000),
    "record chs.incident\n" + "    callerPhone <- phone\n" * 10_000, "let a = " + "x." * 2000, "let a = " + "a " * 2000,
    "let a = " + "f(" * 500,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_answered(text: str) -> None:
    for before in ("", HEADING):
        open_text, line, column = opened(before + text + "¦")
        for number, at in ((line, column), (1, 1), (999_999, 999_999), (line, max(1, column - 3))):
            complete(open_text, number, at)
            hover(open_text, number, at)
            definition(open_text, number, at)
        assert all(one.path and one.span.line > 0 for one in references(open_text, line, column))
        assert all(one.line <= one.end_line for one in outline(open_text.text))
        assert all(one.line < one.end_line for one in folds(open_text.text))
