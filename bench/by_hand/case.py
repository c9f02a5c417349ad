"""One submission while its records are written: what all of them need, and what ended otherwise than as a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mapping_dsl.answers import Answers
from mapping_dsl.outcome import FieldOutcome, FieldState

Made = dict[str, Any]
Reads = Mapping[str, tuple[str, ...]]  #: a field's name, dotted inside an object, and the answers it comes of


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a target wants of an object of its record, and what our fields of it read."""

    longest: Mapping[str, int] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    reads: Reads = field(default_factory=dict)


class Case:
    """The answers, and the fields that ended in review or by default."""

    def __init__(self, answers: Answers) -> None:
        self.values = answers.values
        self.doubts = answers.doubts
        self.submission = answers.submission
        self.endings: dict[str, FieldOutcome] = {}
        self.in_review: dict[str, int] = {}

    def settle(self, path: str, made: Made, sheet: Sheet, place: int = 0) -> Made:
        """Puts before a person what the target does not take, and what comes of an answer in doubt."""
        for name, longest in sheet.longest.items():
            value = made[name]
            if value is not None and len(value) > longest:
                said = f"{name} takes {longest} characters at most, and this has {len(value)}"
                self.review(_at(path, place, name), said, value)
                made[name] = None
        for name in sheet.required:
            if made[name] is None:
                self.endings.setdefault(
                    _at(path, place, name),
                    FieldOutcome(_at(path, place, name), FieldState.REVIEW, None, f"{name} must not stay empty"),
                )
        if self.doubts:
            self._doubt(path, made, sheet, place)
        return made

    def review(self, path: str, reason: str, offered: Any = None) -> None:
        """Asks a person for a field."""
        self.endings[path] = FieldOutcome(path, FieldState.REVIEW, offered, reason)

    def holds(self, path: str, reads: frozenset[str], place: int = 1, *, when: bool) -> bool:
        """Whether a group is made: where nobody can tell, it is, and a person looks at it."""
        if self.doubts and reads & self.doubts:
            self.in_review.setdefault(path, place)
            return True
        return when

    def elements(self, path: str, group: str, first: int = 1, place: int = 0) -> Iterator[Any]:
        """The elements of a group of answers, numbered from `first`; `place` is where the list has got to, if not
        there."""
        if group in self.doubts:
            self.in_review.setdefault(path, place or first)
        return enumerate(self.values[group] or (), first)

    def _doubt(self, path: str, made: Made, sheet: Sheet, place: int) -> None:
        for name, answers in sheet.reads.items():
            doubted = next((one for one in answers if one in self.doubts), None)
            if doubted:
                self.review(_at(path, place, name), f"the answer {doubted} is in doubt")
                outer, _, inner = name.rpartition(".")
                (made[outer] if outer else made)[inner] = None


class TrustedCase(Case):
    """A submission of which it is known that all answers fit the form: none is in doubt, and none is longer than the
    form allows, which is no more than the records take."""

    def settle(self, path: str, made: Made, sheet: Sheet, place: int = 0) -> Made:
        """Asks only for what nobody said."""
        for name in sheet.required:
            if made[name] is None:
                self.review(_at(path, place, name), f"{name} must not stay empty")
        return made

    def holds(self, path: str, reads: frozenset[str], place: int = 1, *, when: bool) -> bool:
        """Whether a group is made."""
        return when

    def elements(self, path: str, group: str, first: int = 1, place: int = 0) -> Iterator[Any]:
        """The elements of a group of answers, numbered from `first`."""
        return enumerate(self.values[group] or (), first)


def _at(path: str, place: int, name: str) -> str:
    return f"{path}[{place}].{name}" if place else f"{path}.{name}"
