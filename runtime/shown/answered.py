"""The answers of a submission as a page shows them: by section, in the form's words, with their places in the mail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mapping_dsl.forms import AnswerType, FormVersion, Question


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands in what came."""

    witness: str  #: "body", "pdf", "info"
    line: int | None
    end_line: int | None
    text: str
    page: int = 0  #: 0 where the witness has no pages
    box: tuple[float, float, float, float] | None = None  #: left, top, right, bottom on the page, in points


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One question with what was answered."""

    name: str  #: dotted for the questions of a group: "suspects.name"
    label: str
    value: Any  #: as the schema types it
    text: str  #: as a person reads it: options in their words, dates written out; empty where blank
    was_asked: bool
    is_in_doubt: bool
    is_risk: bool
    place: Place | None = None
    other_places: tuple[Place, ...] = ()  #: where the other witnesses have it
    elements: tuple[tuple["AnswerShown", ...], ...] = ()  #: of a group, one an element


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section of the form."""

    title: str
    answers: tuple[AnswerShown, ...]


def sections_of(form: FormVersion, reading: Mapping[str, Any]) -> tuple[SectionShown, ...]:
    """A reading's answers (`SubmissionReading.to_json`) in the order in which the form puts its questions. Where
    witnesses disagree on danger, it is the more dangerous answer, as the mapping is told."""
    titles = dict.fromkeys([*form.sections, *(question.section for question in form.questions)])
    answers = {**reading.get("answers", {}), **reading.get("feared", {})}
    shown = [
        SectionShown(
            title,
            tuple(
                _shown(question, answers.get(question.name), question.name, question.name, reading)
                for question in form.questions
                if question.section == title
            ),
        )
        for title in titles
    ]
    return tuple(section for section in shown if section.answers)


def answers_named(sections: Iterable[SectionShown], names: Iterable[str]) -> tuple[AnswerShown, ...]:
    """The answers of those names; one of a group's is found with its group, whole."""
    wanted = {name.partition(".")[0] for name in names}
    return tuple(answer for section in sections for answer in section.answers if answer.name in wanted)


def _shown(question: Question, value: Any, name: str, at: str, reading: Mapping[str, Any]) -> AnswerShown:
    elements = value if question.type is AnswerType.GROUP and isinstance(value, list) else []
    return AnswerShown(
        name=name,
        label=question.label,
        value=value,
        text="" if question.type is AnswerType.GROUP else _text(question, value),
        was_asked=name not in reading.get("not_asked", ()),
        is_in_doubt=name in reading.get("doubts", ()),
        is_risk=question.risk,
        place=_place(reading["places"][at]) if at in reading.get("places", {}) else None,
        other_places=tuple(_place(one) for one in reading.get("witness_places", {}).get(at, ())),
        elements=tuple(
            tuple(
                _shown(inner, element.get(inner.name), f"{name}.{inner.name}", f"{at}[{place}].{inner.name}", reading)
                for inner in question.questions
            )
            for place, element in enumerate(elements, 1)
        ),
    )


def _place(found: Mapping[str, Any]) -> Place:
    left, top, right, bottom = found.get("box") or (0.0, 0.0, 0.0, 0.0)
    return Place(
        witness=found["witness"],
        line=found.get("line"),
        end_line=found.get("end_line"),
        text=found["text"],
        page=found.get("page", 0),
        box=(float(left), float(top), float(right), float(bottom)) if found.get("box") else None,
    )


def _text(question: Question, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_text(question, one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if option := question.option(str(value)):
        return option.title
    if question.type in (AnswerType.DATE, AnswerType.DATE_TIME):
        return _written_out(str(value))
    return str(value)


def _written_out(text: str) -> str:
    """A day, or an instant, as people write it; what is neither stays as it is."""
    try:
        if "T" not in text:
            day = date.fromisoformat(text)
            return f"{day.day} {day:%B %Y}"
        instant = datetime.fromisoformat(text)
        return f"{instant.day} {instant:%B %Y at %H:%M}"
    except ValueError:
        return text
