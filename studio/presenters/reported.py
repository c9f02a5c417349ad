"""What was reported: the form's answers by section, as a submission's page and a trial show them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from runtime.submissions import AnswerShown, SectionShown
from studio.presenters.moments import NOTHING
from studio.presenters.records import answer_anchor
from studio.presenters.values import beginning

LONG_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question with what was answered."""

    anchor: str
    label: str
    words: str
    is_blank: bool
    in_doubt: bool
    is_risk: bool
    place: str  #: where it stands in what came, empty where that is not known
    conflict: str  #: what the witnesses said, where they disagree

    @property
    def beginning(self) -> str:
        """How an answer begins that is too long to be shown whole at once; else empty."""
        return beginning(self.words)

    @property
    def is_long(self) -> bool:
        """Whether the answer needs the whole width."""
        return len(self.words) > LONG_CHARACTERS or "\n" in self.words


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form with the questions that were answered or are in doubt."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """The whole form: what was answered, by section, and the rest."""

    sections: tuple[Section, ...]
    blank: tuple[AnswerRow, ...]
    unmapped: tuple[tuple[str, str], ...]
    words: str  #: what came as it stands, where no form could be read in it

    @property
    def blank_words(self) -> str:
        """How many questions have no answer."""
        return f"{len(self.blank)} question{'s' if len(self.blank) != 1 else ''} without an answer"


def reported(
    sections: Iterable[SectionShown],
    *,
    conflicts: Iterable[Mapping[str, str]] = (),
    unmapped: tuple[tuple[str, str], ...] = (),
    words: str = "",
) -> Reported:
    """The answers as rows; where there are none at all, the words that came are shown whole."""
    said = {str(one["question"]): _disagreement(one) for one in conflicts}
    shown, blank = [], []
    for section in sections:
        rows = [_row(answer, said.get(answer.name, "")) for answer in section.answers]
        answered = [row for row in rows if not row.is_blank or row.in_doubt]
        blank += [row for row in rows if row.is_blank and not row.in_doubt]
        if answered:
            shown.append(Section(section.title, tuple(answered)))
    return Reported(tuple(shown), tuple(blank), unmapped, "" if shown else words)


def _row(answer: AnswerShown, conflict: str) -> AnswerRow:
    words = "\n".join(elements_of(answer)) if answer.elements else answer.text
    return AnswerRow(
        anchor=answer_anchor(answer.name),
        label=answer.label,
        words=words or (NOTHING if answer.was_asked else "not asked"),
        is_blank=not words,
        in_doubt=answer.is_in_doubt,
        is_risk=answer.is_risk,
        place=_place(answer),
        conflict=conflict,
    )


def elements_of(group: AnswerShown) -> Iterator[str]:
    """The elements of a group, one a line; nothing of any other answer."""
    for number, element in enumerate(group.elements, 1):
        filled = [f"{answer.label}: {answer.text}" for answer in element if answer.text]
        yield f"{number}. " + "; ".join(filled)


def _place(answer: AnswerShown) -> str:
    place = answer.place
    if place is None:
        return ""
    return f"Line {place.line} of the {place.witness}" if place.line else f"In the {place.witness}"


def _disagreement(conflict: Mapping[str, str]) -> str:
    readings = [f"{witness} says {words or 'nothing'}" for witness, words in conflict.items() if witness != "question"]
    return "; ".join(readings)
