"""What reads a question: by itself, through names, in modules, and by asking the form."""

import mapping_dsl
from runtime.drift.affected import ReaderKind, readers_of

LIBRARY = mapping_dsl.Library("mappings")
MAPPING = """\
mapping theft "Theft"
    form   theft versions 1.0 to 2.0
    target chs.incident version 1

let who    = fullName
let caller = upper case(who)

decide kind first
    | reportType | => word |
    | "lost"     | "lost"  |
    | otherwise  | "gone"  |

flag "STORY" high
    when mentions(all text, ["knife"])
    because "They say so"

flag "ASKED" note
    when asked(vulnerable)
    because "It was asked"

record chs.incident
    callerFullName <- caller
    narrative      <- kind
    persons for each one in suspects where one.name != null
        role     <- "suspect"
        fullName <- one.name

triage
    queue <- if dangerNow = "yes" then "urgent" else "crime"
"""


def readers(*questions: str) -> list[tuple[ReaderKind, str, int]]:
    found = readers_of(LIBRARY.mapping("theft", text=MAPPING)).of(questions)
    return [(one.kind, one.name, one.line) for one in found]


def test_a_question_is_read_through_all_names_in_the_order_of_the_text() -> None:
    assert readers("fullName") == [
        (ReaderKind.LET, "who", 5),
        (ReaderKind.LET, "caller", 6),
        (ReaderKind.FIELD, "chs.incident.callerFullName", 22),
    ]


def test_a_table_and_what_takes_its_word_read_the_question() -> None:
    assert readers("reportType") == [
        (ReaderKind.TABLE, "kind", 8),
        (ReaderKind.FIELD, "chs.incident.narrative", 23),
    ]


def test_a_group_says_whether_it_is_there_by_what_it_reads() -> None:
    assert readers("suspects.name") == [
        (ReaderKind.GROUP, "chs.incident.persons", 24),
        (ReaderKind.FIELD, "chs.incident.persons.fullName", 26),
    ]


def test_what_searches_all_stories_reads_each_of_them() -> None:
    assert readers("itemDescription") == [(ReaderKind.FLAG, "STORY", 13)]


def test_asking_the_form_about_a_question_depends_on_it_too() -> None:
    assert readers("vulnerable") == [(ReaderKind.FLAG, "ASKED", 17)]


def test_triage_is_told_by_its_part() -> None:
    assert readers("dangerNow") == [(ReaderKind.TRIAGE, "queue", 29)]


def test_a_module_that_reads_a_question_is_told_with_its_own_file() -> None:
    found = readers_of(LIBRARY.mapping("theft")).of(["dangerNow"])

    assert ("modules/common-risk.mapping", "DANGER_NOW") in {(one.path, one.name) for one in found}


def test_what_nothing_reads_has_no_readers() -> None:
    assert readers("email", "no such question") == []
