"""What was reported: the form's answers by section, as a submission's page and a trial show them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from runtime.shown.answered import Place
from runtime.shown.submissions import AnswerShown, SectionShown
from studio.presenters.doubts import witness_words
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
    remarks: tuple[str, ...]  #: what the witnesses said, where they disagree, and what of the question changed

    @property
    def beginning(self) -> str:
        """How an answer begins that is too long to be shown whole at once; else empty."""
        return beginning(self.words)

    @property
    def needs_you(self) -> bool:
        """Whether a person must look at it, also where it is blank."""
        return self.in_doubt or bool(self.remarks)

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
    def is_empty(self) -> bool:
        """Whether nothing at all of it can be shown."""
        return not (self.sections or self.blank or self.unmapped or self.words)

    @property
    def blank_words(self) -> str:
        """How many questions have no answer."""
        return f"{len(self.blank)} question{'s' if len(self.blank) != 1 else ''} without an answer"


def reported(
    sections: Iterable[SectionShown],
    *,
    remarks: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    unmapped: tuple[tuple[str, str], ...] = (),
    words: str = "",
) -> Reported:
    """The answers as rows; where there are none at all, the words that came are shown whole.

    `remarks` are by the names of the questions at whose answers they are said.
    """
    shown, blank = [], []
    for section in sections:
        rows = [_row(answer, remarks.get(answer.name, ())) for answer in section.answers]
        answered = [row for row in rows if not row.is_blank or row.needs_you]
        blank += [row for row in rows if row.is_blank and not row.needs_you]
        if answered:
            shown.append(Section(section.title, tuple(answered)))
    return Reported(tuple(shown), tuple(blank), unmapped, "" if shown else words)


def _row(answer: AnswerShown, remarks: tuple[str, ...]) -> AnswerRow:
    words = "\n".join(elements_of(answer)) if answer.elements else answer.text
    return AnswerRow(
        anchor=answer_anchor(answer.name),
        label=answer.label,
        words=words or (NOTHING if answer.was_asked else "not asked"),
        is_blank=not words,
        in_doubt=answer.is_in_doubt,
        is_risk=answer.is_risk,
        place=_place(answer),
        remarks=remarks,
    )


def elements_of(group: AnswerShown) -> Iterator[str]:
    """The elements of a group, one a line; nothing of any other answer."""
    for number, element in enumerate(group.elements, 1):
        filled = [f"{answer.label}: {answer.text}" for answer in element if answer.text]
        yield f"{number}. " + "; ".join(filled)


def _place(answer: AnswerShown) -> str:
    """Where it stands in each witness: "line 12 of the text, page 2 of the PDF"."""
    places = (answer.place, *answer.other_places) if answer.place else answer.other_places
    said = ", ".join(dict.fromkeys(map(_in_witness, places)))
    return f"{said[:1].upper()}{said[1:]}"


def _in_witness(place: Place) -> str:
    witness = witness_words(place.witness)
    if place.page:
        return f"page {place.page} of {witness}"
    return f"line {place.line} of {witness}" if place.line else f"in {witness}"
