"""A filled form as a service writes it down, before any layout: sections, labels, and answers in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeAlias

from bench.changes.manners import Manner
from mapping_dsl.forms import AnswerType, FormVersion, Question


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with its answer."""

    name: str  #: the question of the form version that is meant, dotted in groups; empty: one that it does not put
    label: str
    text: str  #: empty: left blank

    @property
    def is_story(self) -> bool:
        """Whether some layouts set the answer apart."""
        return "\n" in self.text or len(self.text) > 200


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a group."""

    item: str
    number: int
    count: int
    entries: tuple[Entry, ...]


Part: TypeAlias = Entry | Element


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and below the answers."""

    title: str
    reference: str
    submitted: str
    words: tuple[str, str]
    banner: str = ""
    disclaimer: str = ""

    def facts(self) -> Mapping[str, str]:
        """The names that layouts use."""
        return {
            "title": self.title,
            "reference": self.reference,
            "submitted": self.submitted,
            "words_reference": self.words[0],
            "words_submitted": self.words[1],
            "banner": self.banner,
            "disclaimer": self.disclaimer,
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """All answers of one submission, in order."""

    sections: tuple[Section, ...]

    def entries(self) -> Iterator[Entry]:
        """Every label with its answer, those of groups too."""
        for section in self.sections:
            for part in section.parts:
                yield from part.entries if isinstance(part, Element) else (part,)

    def mapped(self, change: Callable[[Entry], Iterable[Entry]]) -> "Sheet":
        """The sheet with each entry put as none, one or several."""
        return self.with_parts(lambda part: _changed(part, change))

    def with_parts(self, change: Callable[[Part], Iterable[Part]]) -> "Sheet":
        """The sheet with each part put as none, one or several; a section that holds nothing more falls away."""
        sections = [
            replace(section, parts=tuple(new for part in section.parts for new in change(part)))
            for section in self.sections
        ]
        return Sheet(tuple(section for section in sections if section.parts))


def sheet_of(form: FormVersion, answers: Mapping[str, Any], asked: Iterable[str], manner: Manner) -> Sheet:
    """The form version as filled in, with the questions that were put."""
    put = [form.by_name[name] for name in asked]
    sections = groupby(put, lambda question: question.section)
    return Sheet(
        tuple(
            Section(manner.section(title), tuple(part for one in questions for part in _parts(one, answers, manner)))
            for title, questions in sections
        )
    )


def _parts(question: Question, answers: Mapping[str, Any], manner: Manner) -> Iterator[Part]:
    value = answers.get(question.name)
    if question.type is not AnswerType.GROUP:
        yield Entry(question.name, manner.label(question), manner.text(question, value))
        return
    elements = value or []
    for number, element in enumerate(elements, 1):
        entries = (
            Entry(f"{question.name}.{one.name}", manner.label(one), manner.text(one, element.get(one.name)))
            for one in question.questions
        )
        yield Element(question.item_name, number, len(elements), tuple(entries))


def _changed(part: Part, change: Callable[[Entry], Iterable[Entry]]) -> Iterator[Part]:
    if isinstance(part, Entry):
        yield from change(part)
    else:
        yield replace(part, entries=tuple(new for entry in part.entries for new in change(entry)))
