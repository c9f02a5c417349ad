"""What is different between two mappings, in words: as it is written, and as it is felt."""

import pytest

from mapping_dsl.comparing import compare
from tests.mapping_dsl.comparing.small import MAPPING, source

ROW_BEFORE = 'risk level "high" gives "S"'
ROW_NOW = 'risk level "high" and alone "no" gives "S"'
CHILD = MAPPING[MAPPING.index('flag "CHILD"') : MAPPING.index("decide")]


def stated(*changes: tuple[str, str]) -> list[str]:
    """What the texts state differently after changes."""
    return [change.sentence for change in compare(source(), source(*changes)).changes]


def felt(*changes: tuple[str, str]) -> list[str]:
    """What comes out differently after changes."""
    return [effect.sentence for effect in compare(source(), source(*changes)).effects]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("let weapon seen = weapon\n", "// what was seen\nlet weapon seen   =   weapon\n"),
        ("times >= 3", "times >= /* at least */ 3"),
        ('("gun", "knife")', '( "gun",\n        "knife" )'),
        ('| "high"     | "yes" | "I"                         |', '| "high" | "yes" | "I" |'),
    ],
)
def test_comments_and_layout_change_nothing(old: str, new: str) -> None:
    assert compare(source(), source((old, new))).nothing_changes


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"WEAPON" high', '"WEAPON" low', "The level of the flag WEAPON is now low instead of high."),
        ("times >= 3", "times > 3", "A condition of the flag OFTEN is now times > 3 instead of times >= 3."),
        (CHILD, "", 'The flag CHILD is gone: high, when list contains(people.under18, "yes").'),
        ("let weapon seen = weapon\n", "", "“weapon seen” is gone: weapon."),
        ("use risk", "use risk\nlet armed = weapon", "“armed” is new: weapon."),
        (
            'because "Again and again"',
            'because "Often"',
            "The reason of the flag OFTEN is now “Often” instead of “Again and again”.",
        ),
        ('| -     | "S"  ', '| "no"  | "S"  ', f"A row of the table grade is now {ROW_NOW} instead of {ROW_BEFORE}."),
        ("decide grade first", "decide grade any", "The hit policy of the table grade is now any instead of first."),
        (
            "text    <- story",
            "text    <- clean(story)",
            "The field Story (report.text) is now clean(story) instead of story.",
        ),
        (
            "text    <- story",
            'text    <- story otherwise "-"',
            'A fallback of the field Story (report.text) is new: "-".',
        ),
        ('queue    <- "desk"', 'queue    <- "office"', 'The triage’s queue is now "office" instead of "desk".'),
        ("record report\n", "record report when times > 0\n", "The condition of the record report is new: times > 0."),
        ('"Lost keys"', '"Keys"', "The title is now Keys instead of Lost keys."),
    ],
)
def test_a_change_is_told_with_what_it_was(old: str, new: str, sentence: str) -> None:
    assert sentence in stated((old, new))


def test_rows_in_another_order_are_told_as_that() -> None:
    rows = (
        '    | "high"     | "yes" | "I"                         |\n',
        '    | "high"     | -     | "S"                         |\n',
    )

    assert stated(("".join(rows), "".join(reversed(rows)))) == ["What the table grade states stands in another order."]


def test_what_is_gone_as_a_whole_is_not_told_by_its_parts() -> None:
    assert len(stated((CHILD, ""))) == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('| "S"  ', '| "E"  ', "Grade is now E instead of S when “Was a weapon seen?” is “A gun” or “A knife”."),
        ("then 5 else", "then 6 else", "Urgency is now 6 instead of 5 when “How often?” is more than 10."),
        ("then 5 else 1", "then 5 else 2", "Urgency is now 2 instead of 1 whatever else is answered."),
        ('"desk"', '"office"', "The queue is now “office” instead of “desk” whatever else is answered."),
        ("urgency <- if", "// urgency <- if", "Urgency is now left out instead of 1 whatever else is answered."),
    ],
)
def test_an_effect_is_told_by_the_answers_that_bring_it_about(old: str, new: str, sentence: str) -> None:
    assert sentence in felt((old, new))


def test_a_flag_is_told_first_and_all_else_comes_with_it() -> None:
    (sentence, *_) = felt(("times >= 3", "times >= 5"))

    assert sentence.startswith(
        "The flag OFTEN is no longer raised when “How often?” is at least 3 and less than 5. With it the risk level"
    )


def test_an_effect_comes_with_a_submission_that_shows_it() -> None:
    comparison = compare(source(), source(("then 5 else", "then 6 else")))

    (effect,) = comparison.effects
    assert effect.sample["answers"]["times"] > 10


def test_a_refactoring_is_stated_and_not_felt() -> None:
    comparison = compare(
        source(), source(('weapon seen in ("gun", "knife")', 'weapon seen = "knife" or weapon seen = "gun"'))
    )

    assert [change.sentence[:32] for change in comparison.changes] == ["A condition of the flag WEAPON i"]
    assert comparison.effects == ()


def test_a_text_that_cannot_run_is_not_compared() -> None:
    comparison = compare(source(), source(("use risk", "use rsk")))

    assert (comparison.changes, comparison.effects) == ((), ())
    assert comparison.guarded.not_covered
    assert not comparison.nothing_changes
