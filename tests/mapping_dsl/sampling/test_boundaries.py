"""Samples on the boundaries of a mapping: below, at and above constants, options, repeats, rows, versions."""

from typing import Any

from mapping_dsl.checker import check
from mapping_dsl.program import assemble
from mapping_dsl.sampling import Sample, boundary_samples
from tests.mapping_dsl.golden import CASES, HEADING, Case


def samples_of(text: str, **kwargs: Any) -> list[Sample]:
    program = assemble(Case(CASES, "", HEADING + text, {}).source())
    return list(boundary_samples(program, check(program).meanings, **kwargs))


def tried(samples: list[Sample], answer: str) -> list[Any]:
    """What stands for an answer in the samples that are about it alone."""
    return [one.document["answers"].get(answer) for one in samples if one.answers == (answer,)]


def test_a_number_is_tried_below_at_and_above_what_it_is_compared_with() -> None:
    samples = samples_of('flag "DEAR" high\n    when amount > 500\n    because "Dear"\n')

    assert {499, 500, 501} <= set(tried(samples, "amount"))


def test_a_date_is_tried_a_day_before_and_after_what_it_is_compared_with() -> None:
    samples = samples_of('flag "OLD" note\n    when happenedOn < date("1920-01-01")\n    because "Old"\n')

    assert {"1919-12-31", "1920-01-01", "1920-01-02"} <= set(tried(samples, "happenedOn"))


def test_a_time_is_tried_a_minute_before_and_after_what_it_is_compared_with() -> None:
    samples = samples_of('flag "LATE" note\n    when happenedAt >= time("22:00:00")\n    because "Late"\n')

    assert {"21:59", "22:00", "22:01"} <= set(tried(samples, "happenedAt"))


def test_the_ends_of_the_calendar_have_a_day_on_one_side() -> None:
    samples = samples_of("""\
let never = happenedOn > date("9999-12-31") or happenedOn < date("0001-01-01")
let late = seenAt > date and time("9999-12-31T23:59:30Z")
""")

    assert {"9999-12-30", "9999-12-31", "0001-01-01", "0001-01-02"} <= set(tried(samples, "happenedOn"))
    assert "9999-12-31T23:59:30+00:00" in tried(samples, "seenAt")


def test_every_option_is_tried_and_none_and_one_that_the_form_does_not_offer() -> None:
    samples = samples_of("let what = kind\n")

    # The usual sample holds one of them already, and no submission comes twice.
    usual = samples[0].document["answers"]["kind"]
    assert set(tried(samples, "kind")) | {usual} == {None, "lost", "found", "stolen", "something else"}


def test_the_usual_answer_is_one_that_the_mapping_does_not_ask_after() -> None:
    samples = samples_of('flag "GONE" high\n    when kind in ("lost", "stolen")\n    because "It is gone"\n')

    assert samples[0].document["answers"]["kind"] == "found"


def test_a_group_is_tried_with_no_one_two_and_many_elements() -> None:
    samples = samples_of("let every thing = things\n")

    counts = {len(elements) for one in samples for elements in [one.document["answers"].get("things") or []]}
    assert {0, 1, 2, 3} <= counts


def test_the_terms_of_a_search_are_tried_in_long_texts() -> None:
    samples = samples_of('flag "KNIFE" high\n    when mentions(all text, ["*kniv*"])\n    because "A knife"\n')

    assert "kniv" in tried(samples, "story")


def test_answers_that_a_row_reads_together_are_tried_together() -> None:
    samples = samples_of("""\
decide code first
    | kind   | hurt  | => code |
    | "lost" | "yes" | "A"     |
    | -      | -     | "B"     |
""")

    both = [one.document["answers"] for one in samples if one.answers == ("hurt", "kind")]
    assert any(answers.get("kind") == "lost" and answers.get("hurt") == "yes" for answers in both)


def test_every_version_in_the_range_has_its_samples() -> None:
    assert {one.version for one in samples_of("let what = kind\n")} == {"1.0", "2.0"}


def test_samples_are_the_same_each_time_and_differ_from_each_other() -> None:
    text = "let said = [kind, amount, hurt, happenedOn]\n"

    first, second = samples_of(text), samples_of(text)

    assert first == second
    assert len({str(one.document) for one in first}) == len(first)
    assert len({one.name for one in first}) == len(first)


def test_a_question_that_depends_on_another_is_put_where_it_is_tried() -> None:
    text = """\
flag "HURT" high
    when hurt = "yes"
    because "Hurt"
flag "WEAPON" high
    when weapon = "yes"
    because "A weapon"
"""

    armed = [one.document["answers"] for one in samples_of(text) if one.answers == ("weapon",)]

    assert any({"hurt": "yes", "weapon": "yes"}.items() <= answers.items() for answers in armed)


def test_there_are_no_more_samples_than_wanted() -> None:
    assert len(samples_of("let said = [kind, amount]\n", limit=7)) == 7


def test_a_sample_says_in_a_sentence_what_it_shows() -> None:
    samples = samples_of("let what = kind\n")

    said = [one.says for one in samples if one.answers == ("hurt",)]
    assert "report 1.0: hurt is “no”, and all else is as usual" in said
    assert samples[0].says == "report 1.0: all is as usual"
