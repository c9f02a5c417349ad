"""What a mapping's flags look for in texts, and what they make of an answer that tells of danger and is in doubt."""

from typing import Any

import pytest

import mapping_dsl
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.risk_words import words_in
from tests.mapping_dsl.golden import CASES, HEADING, RECEIVED_AT, Case

RECORD = """\
record desk.case
    code  <- "A"
    title <- hurt
    at    <- kind
"""
HURT = HEADING + 'flag "HURT" high\n    when hurt = "yes"\n    because "Somebody is hurt"\n' + RECORD
SEARCHING = (
    HEADING
    + """\
let blades = ["knife", "kniv*"]
function speaks of(terms) = mentions(story, terms)
let speaks of blades = mentions(story, blades)
flag "BLADE" high
    when kind = "lost" and speaks of blades
    because "The text speaks of a blade"
flag "GUN" critical
    when mentions(all text, ["gun"])
    because "The text speaks of a gun"
flag "OWN" low
    when mentions(story, [kind])
    because "What is looked for hangs on an answer"
"""
    + RECORD
)


def mapping_of(text: str) -> mapping_dsl.Mapping:
    return mapping_dsl.compile(Case(CASES, "", text, {}).source())


def document(version: str = "1.0", **said: Any) -> dict[str, Any]:
    about = {"form": "report", "version": version, "submitted_at": RECEIVED_AT, "received_at": RECEIVED_AT}
    return {"submission": about, **said}


def test_the_words_of_flags_are_found_through_names_and_those_that_hang_on_an_answer_are_left_out() -> None:
    words = mapping_of(SEARCHING).risk_words

    assert [(word.term, word.flag, word.level) for word in words] == [
        ("knife", "BLADE", FlagLevel.HIGH),
        ("kniv*", "BLADE", FlagLevel.HIGH),
        ("gun", "GUN", FlagLevel.CRITICAL),
    ]


def test_words_are_found_as_the_mapping_would_find_them() -> None:
    words = mapping_of(SEARCHING).risk_words

    found = words_in(["two KNIVES", "a gunner"], words)

    assert [word.term for word in found] == ["kniv*"]


def test_an_answer_that_tells_of_danger_raises_its_flag_also_while_it_is_in_doubt() -> None:
    outcome = mapping_of(HURT).run(document(answers={"kind": "lost", "hurt": "yes"}, doubts=["hurt"], feared=["hurt"]))

    assert [(flag.name, flag.state) for flag in outcome.flags] == [("HURT", "raised")]
    assert "desk.case.title" in outcome.reviews


def test_an_answer_in_doubt_that_tells_of_no_danger_leaves_its_flag_unclear() -> None:
    outcome = mapping_of(HURT).run(document(answers={"kind": "lost", "hurt": "no"}, doubts=["hurt"], feared=["hurt"]))

    assert [(flag.name, flag.state) for flag in outcome.flags] == [("HURT", "unclear")]
    assert outcome.risk_level == "high"


def test_an_answer_in_doubt_that_tells_of_no_risk_is_null() -> None:
    outcome = mapping_of(HURT).run(document(answers={"kind": "lost", "hurt": "no"}, doubts=["kind"]))

    assert outcome.records["desk.case"]["at"] is None
    assert outcome.reviews == ("desk.case.at",)


@pytest.mark.parametrize(("read_as", "colour"), [("1.0", "red"), ("2.0", None)])
def test_a_version_that_nobody_knows_goes_by_the_questions_by_which_it_was_read(
    read_as: str, colour: str | None
) -> None:
    # In 1.0 a colour is one choice, in 2.0 several.
    mapping = mapping_of(HEADING + 'record desk.case\n    code <- "A"\n    title <- colour\n    at <- kind\n')

    outcome = mapping.run(document("7.0", answers={"kind": "lost", "hurt": "no", "colour": "red"}, read_as=read_as))

    assert outcome.records["desk.case"]["title"] == colour
