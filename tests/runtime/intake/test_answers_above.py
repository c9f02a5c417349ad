"""Texts in which each answer stands above its label: read as any other, and doubted where that is not clear."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms, FormVersion
from runtime.intake.layout import Layout, read_layouts
from runtime.intake.witness.testimony import Testimony, hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text, theft_body
from tests.runtime.intake.rendering import Writer, submissions

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
WAYS = {
    "brackets": ["{answer}", "   ({label})"],
    "caption": ["{answer}", "{label}", ""],
    "rule": ["{answer}", "--------------------", "{label}", ""],
    "arrow": ["  {answer}", "^ {label}"],
    "without a gap": ["{answer}", "{label}"],
}


@dataclass(frozen=True)
class _Above(Writer):
    """Writes each answer above its label."""

    way: Sequence[str] = ()

    def question(self, label: str, text: str, number: int) -> list[str]:
        """The lines of one question."""
        return [line.format(label=label, answer=text or "-") for line in self.way]


@pytest.fixture(scope="module")
def theft(forms: Forms) -> FormVersion:
    form = forms.find("theft", "1.0")
    assert form is not None
    return form


def _above(*, way: str = "brackets", story: str = "My wallet was taken.") -> str:
    """The theft report with its answers above their labels; underlined headings stay."""
    return "\n".join(_turned(theft_body("STORY").split("\n"), WAYS[way])).replace("STORY", story)


def _turned(lines: Sequence[str], way: Sequence[str]) -> Iterator[str]:
    for line in lines:
        label, parted, answer = line.partition(": ")
        if parted and not label.startswith(("Reference", "Submitted")):
            yield from (one.format(label=label, answer=answer or "-") for one in way)
        else:
            yield line


def _named(heard: Testimony) -> set[str | None]:
    return {*heard.uncertain, *heard.doubts, *(drift.question for drift in heard.drift)}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_whole_forms_are_read(forms: Forms, truths: Mapping[str, Any], way: Sequence[str]) -> None:
    silent, wrong, asked = [], 0, 0
    for filled in submissions(truths, forms)[::6]:
        heading = Layout("", headings=(("{heading}", "-----"),))
        witness = _Above(heading, filled.form, way=way).witness(filled.answers, filled.not_asked)
        heard = hear(witness, filled.form, LAYOUTS)
        truth = {name: answer for name, answer in filled.answers.items() if name in heard.answers}
        untrue = [name for name, answer in truth.items() if _flat(heard.answers[name]) != _flat(answer)]
        asked, wrong = asked + len(truth), wrong + len(untrue)
        silent += [name for name in untrue if name not in _named(heard)]

    assert silent == []
    assert wrong <= asked // 100


def _flat(answer: Any) -> Any:
    return answer.split() if isinstance(answer, str) else answer or None


def test_answers_are_those_of_the_same_form_written_otherwise(theft: FormVersion) -> None:
    heard = hear(body_text(_above()), theft, LAYOUTS)

    assert heard.answers == hear(body_text(theft_body()), theft, LAYOUTS).answers
    assert (heard.drift, heard.doubts, heard.uncertain) == ([], [], {})


def test_an_answer_stands_from_its_first_line_to_its_label(theft: FormVersion) -> None:
    text = _above(story="One.\nTwo.")
    first = text.split("\n").index("One.") + 1

    place = hear(body_text(text), theft, LAYOUTS).places["description"]

    assert (place.line, place.end_line) == (first, first + 2)


def test_a_question_under_other_words_keeps_its_answer(theft: FormVersion) -> None:
    text = _above().replace("(Date of birth)", "(What is your date of birth?)")

    heard = hear(body_text(text), theft, LAYOUTS)

    assert [(drift.question, drift.text) for drift in heard.drift] == [("dateOfBirth", "16/05/1970")]
    assert heard.answers["dateOfBirth"] == "1970-05-16"


@pytest.mark.parametrize("way", ["brackets", "caption", "rule"])
def test_a_story_under_an_unknown_question_is_not_relied_on(theft: FormVersion, way: str) -> None:
    story = ["They took it.", *WAYS[way][1:], "Then they ran."]
    text = _above(way=way, story="\n".join(story).format(label="just like that"))

    heard = hear(body_text(text), theft, LAYOUTS)

    assert "description" in heard.uncertain or heard.answers["description"] == "\n".join(story)


def test_a_heading_in_other_words_is_no_part_of_an_answer(theft: FormVersion) -> None:
    lines = _above().split("\n")
    headed = {at - 1 for at, line in enumerate(lines) if at and set(line) == {"-"} and len(line) > 1}
    text = "\n".join(f"Adran {at}" if at in headed else line for at, line in enumerate(lines))

    heard = hear(body_text(text), theft, LAYOUTS)

    assert heard.answers == hear(body_text(theft_body()), theft, LAYOUTS).answers


def test_a_form_whose_answers_stand_below_is_left_as_it_is(theft: FormVersion) -> None:
    text = "\n".join(_turned(theft_body().split("\n"), ["({label})", "{answer}"]))

    heard = hear(body_text(text), theft, LAYOUTS)

    assert heard.answers == hear(body_text(theft_body()), theft, LAYOUTS).answers


@pytest.mark.parametrize("lead", ["Your answer:", "Sent in:"])
def test_words_alone_between_a_label_and_its_answer_turn_no_form(forms: Forms, lead: str) -> None:
    """Some answers fit the label that follows, too: a no after a no."""
    form = forms.find("burglary", "2.0")
    assert form is not None
    truth = {"cctv": "no", "sceneUntouched": "no", "dangerNow": "yes", "vulnerableOccupant": "no", "weaponSeen": "no"}
    answers = {one.name: str(truth.get(one.name, "")).title() for one in form.questions}
    asked = (f"Question: {one.label}\n{lead}\n{answers[one.name]}\n" for one in form.questions)

    heard = hear(body_text("\n".join(["Report a burglary", "", *asked])), form, LAYOUTS)

    assert {name: heard.answers[name] for name in truth} == truth


def test_few_answers_that_fit_above_are_no_proof(theft: FormVersion) -> None:
    text = "\n".join(_turned(theft_body().split("\n"), ["({label})", "nothing of the kind"]))

    heard = hear(body_text(text), theft, LAYOUTS)

    assert {"dangerNow", "dateFrom"} <= _named(heard)


def test_a_long_paragraph_above_an_answer_is_read(theft: FormVersion) -> None:
    filler = "\n".join(f"Nobody asked for line {number}." for number in range(20_000))
    text = _above().replace("03/10/2026", f"{filler}\n03/10/2026")

    heard = hear(body_text(text), theft, LAYOUTS)

    assert heard.answers["dateFrom"] == "2026-10-03"
    assert filler in "\n".join(one.text for one in heard.unmapped)
