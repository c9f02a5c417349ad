"""The never-downgrade guard: what makes less of a risk is found and shown, and nothing else is."""

import json
from copy import deepcopy
from typing import Any

import pytest

import mapping_dsl
from mapping_dsl.comparing import Downgrade, Guarded, downgrades
from tests.mapping_dsl.comparing.small import FORM, MAPPING, source

UNDER_18 = 'people.under18, "yes")'
PLATE = 'to vrm(plate) != null and alone = "yes"'
WHEN_PLATE = f"when {PLATE}"
WHEN = 'when weapon seen in ("gun", "knife")\n    because "A weapon was seen"'
LET = 'when armed\n    because "A weapon was seen"\nlet armed = weapon seen in ("gun", "knife")'


def found(*changes: tuple[str, str]) -> dict[tuple[str, str], Downgrade]:
    """The downgrades that changes make, by kind and what."""
    guarded = downgrades(source(), source(*changes))
    return {(one.kind, one.what): one for one in guarded.downgrades}


def answers_of(downgrade: Downgrade) -> dict[str, Any]:
    answers: dict[str, Any] = downgrade.sample["answers"]
    return answers


@pytest.mark.parametrize(
    ("old", "new", "lost", "answers"),
    [
        ('("gun", "knife")', '("gun")', "WEAPON", {"weapon": "knife"}),
        ("times >= 3", "times >= 4", "OFTEN", {"times": 3}),
        ("times >= 3", "times > 3", "OFTEN", {"times": 3}),
        ('["shot", "stab*"]', '["stab*"]', "WORDS", {"story": "shot"}),
        ('"stab*"]', '"stab"]', "WORDS", {"story": "stabs"}),
        ("let weapon seen = weapon\n", "", "WEAPON", {"weapon": "gun"}),
        (UNDER_18, f'{UNDER_18} and alone = "no"', "CHILD", {"people": [{"under18": "yes"}]}),
    ],
)  # fmt: skip
def test_a_flag_that_a_submission_loses_is_shown_with_as_few_answers_as_possible(
    old: str, new: str, lost: str, answers: dict[str, Any]
) -> None:
    downgrade = found((old, new))["flag-lost", lost]

    assert answers_of(downgrade) == answers


def test_an_and_is_told_with_the_answer_that_raises_the_flag_alone() -> None:
    downgrade = found(('("gun", "knife")', '("gun", "knife") and times > 1'))["flag-lost", "WEAPON"]

    assert downgrade.sentence.startswith("The flag WEAPON is no longer raised when “Was a weapon seen?” is “A gun”.")
    assert "the risk level falls from high to none" in downgrade.sentence
    assert "Grade falls from S to E" in downgrade.sentence


def test_a_flag_of_two_conditions_is_raised_by_both_before_it_is_lost() -> None:
    downgrade = found(('alone = "yes"\n', 'alone = "no"\n'))["flag-lost", "PLATE"]

    assert set(answers_of(downgrade)) == {"plate", "alone"}
    assert answers_of(downgrade)["alone"] == "yes"


def test_a_flag_that_is_gone_is_shown_with_its_place_in_the_old_text() -> None:
    flag = MAPPING[MAPPING.index('flag "CHILD"') : MAPPING.index("decide")]

    downgrade = found((flag, ""))["flag-lost", "CHILD"]

    assert downgrade.new_place is None
    assert downgrade.old_place
    assert MAPPING.splitlines()[downgrade.old_place.span.line - 1] == 'flag "CHILD" high'


def test_a_module_that_is_not_used_takes_its_flags_with_it() -> None:
    kinds = found(("use risk\n", ""))

    assert {("flag-lost", "WEAPON"), ("flag-lost", "OFTEN"), ("flag-lost", "WORDS")} <= kinds.keys()


def test_a_lower_level_is_told_and_what_follows_from_it_is_not_told_again() -> None:
    kinds = found(('"WEAPON" high', '"WEAPON" medium'))

    assert list(kinds) == [("level-fell", "WEAPON")]
    assert "the priority falls from 90 to 30" in kinds["level-fell", "WEAPON"].sentence


def test_a_flag_that_was_raised_and_turns_unclear_is_told() -> None:
    kinds = found(('people.under18, "yes")', 'people.under18, "yes") and starts with(to vrm(plate), "A")'))

    assert answers_of(kinds["flag-unclear", "CHILD"]).keys() == {"people", "plate"}


def test_a_doubt_that_is_lost_is_shown_with_the_answer_in_doubt() -> None:
    kinds = found(("let weapon seen = weapon", "let weapon seen = null"))

    assert kinds["doubt-lost", "WEAPON"].sample["doubts"] == ["weapon"]


@pytest.mark.parametrize(
    ("old", "new", "kind", "before", "after"),
    [
        ("then 90 else 30", "then 80 else 30", "priority-fell", "90", "80"),
        ('duration("PT1H")', 'duration("PT2H")', "due-later", "13:00 on 10.03.2026", "14:00 on 10.03.2026"),
        ("if times > 10", "if times > 11", "grade-fell", "5", "1"),
    ],
)
def test_what_is_urgent_by_its_place_in_the_queue_or_its_record_falls(
    old: str, new: str, kind: str, before: str, after: str
) -> None:
    (downgrade,) = found((old, new)).values()

    assert (downgrade.kind, downgrade.before, downgrade.after) == (kind, before, after)


def test_rows_of_a_table_that_change_places_lower_a_grade() -> None:
    rows = (
        '    | "high"     | "yes" | "I"                         |\n',
        '    | "high"     | -     | "S"                         |\n',
    )

    downgrade = found(("".join(rows), "".join(reversed(rows))))["grade-fell", "report.grade"]

    assert (downgrade.before, downgrade.after) == ("I", "S")
    assert answers_of(downgrade)["alone"] == "yes"


def test_a_table_that_lists_its_values_in_order_makes_a_grade_without_the_records_schema() -> None:
    schema = "records/report/1.json"
    texts = [dict(source(*changes).files) for changes in ((), (('| "S"  ', '| "E"  '),))]
    for one in texts:
        one[schema] = one[schema].replace('"x-mostUrgent": "first"', '"x-other": "first"')
    old, new = (mapping_dsl.Library(one).mapping("keys") for one in texts)

    guarded = downgrades(old, new)

    assert [(one.kind, one.what) for one in guarded.downgrades] == [("grade-fell", "report.grade")]


def test_a_version_that_is_not_taken_in_any_more_is_told() -> None:
    newer = deepcopy(FORM) | {"x-formVersion": "2.0"}
    texts = dict(source().files) | {"forms/keys/2.0.json": json.dumps(newer)}
    both = texts | {"keys/keys.mapping": MAPPING.replace("1.0 to 1.0", "1.0 to 2.0")}
    one = texts | {"keys/keys.mapping": MAPPING.replace("1.0 to 1.0", "2.0 to 2.0")}

    guarded = downgrades(mapping_dsl.Library(both).mapping("keys"), mapping_dsl.Library(one).mapping("keys"))

    (downgrade,) = guarded.downgrades
    assert (downgrade.kind, downgrade.what) == ("version-lost", "1.0")
    assert downgrade.sample["submission"]["version"] == "1.0"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("use risk\n", "use risk // what means risk\n"),
        ('weapon seen in ("gun", "knife")', 'weapon seen = "knife" or weapon seen = "gun"'),
        (WHEN, LET),
        ("times >= 3", "times >= 2"),
        ('"OFTEN" medium', '"OFTEN" high'),
        ('["shot", "stab*"]', '["shot", "stab*", "poison"]'),
        ("then 90 else 30", "then 95 else 30"),
        ('duration("PT1H")', 'duration("PT30M")'),
        ("text    <- story", "text    <- clean(story)"),
        ("let weapon seen = weapon\n", "let weapon seen = get or else(weapon, null)\n"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_and_more_risk_are_no_downgrade(old: str, new: str) -> None:
    assert found((old, new)) == {}


def test_a_text_that_cannot_run_is_told_and_not_compared() -> None:
    guarded = downgrades(source(), source(("use risk", "use rsk")))

    assert guarded.downgrades == ()
    assert guarded.not_covered[0].startswith("the new text cannot run yet")


def test_a_flag_that_nobody_could_raise_is_named_to_be_looked_at() -> None:
    never = (PLATE, 'matches(plate, "^[A-Z]{40}[0-9]{7}$")')

    guarded = downgrades(source(never), source((PLATE, "times >= 99")))

    assert guarded.not_covered == ("no submission was found that raises PLATE: look at its change yourself",)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ((WHEN_PLATE, 'when matches(story, "knife?")'), ("knife?", "knife"), "PLATE"),
        (("if times > 10", 'if matches(story, "knife?")'), ("knife?", "knife"), "report.urgency"),
        (("if risk level", 'if matches(story, "knife?") or risk level'), ("knife?", "knife"), "priority"),
    ],
)
def test_a_change_that_no_submission_shows_is_named_to_be_looked_at(
    before: tuple[str, str], after: tuple[str, str], what: str
) -> None:
    guarded = downgrades(source(before), source(before, after))

    sentence = f"no submission was found in which the change of {what} shows: look at it yourself"
    assert guarded == Guarded((), (sentence,))


def test_a_level_that_rises_does_not_hide_a_condition_whose_change_nothing_shows() -> None:
    before = (WHEN_PLATE, 'when matches(story, "knife?")')

    guarded = downgrades(source(before), source(before, ("knife?", "knife"), ('"PLATE" low', '"PLATE" high')))

    assert guarded.not_covered == ("no submission was found in which the change of PLATE shows: look at it yourself",)


def test_a_change_of_the_level_alone_shows_by_itself() -> None:
    before = (WHEN_PLATE, 'when matches(story, "knife?")')

    guarded = downgrades(source(before), source(before, ('"PLATE" low', '"PLATE" high')))

    assert guarded.not_covered == ()


def test_a_submission_of_the_callers_own_is_tried_too() -> None:
    odd = {"submission": {"form": "keys", "version": "1.0", "received_at": "2026-03-10T12:00:00Z"},
           "answers": {"plate": "A" * 40 + "1234567"}}  # fmt: skip
    never = (PLATE, 'matches(plate, "^[A-Z]{40}[0-9]{7}$")')

    guarded = downgrades(source(never), source((PLATE, "times >= 99")), samples=[odd])

    assert ("flag-lost", "PLATE") in [(one.kind, one.what) for one in guarded.downgrades]
    assert guarded.not_covered == ()
