"""One text as the filled forms that stand in it, one after the other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Final

from mapping_dsl.forms import Forms, FormVersion
from runtime.intake.envelope import WitnessText
from runtime.intake.mail.quoting import is_quoted, unquoted
from runtime.intake.recognition import MAX_HEAD_LINES, Fingerprint, Traits, marks_in
from runtime.intake.references import find_reference, labelled_reference
from runtime.intake.witness.lines import Piece
from runtime.intake.wording import fold

MAX_FORMS: Final = 10  #: in one text; one with more is not divided
_WHOLE: Final = 0.6  #: of the questions that are always put, in a form that is one
_TWICE: Final = 0.5  #: of them, where they stand twice and nobody can tell where the other form begins
_LINES_ABOVE: Final = 8  #: a form's title, where its reference may stand
_ADORNING: Final = " \t>*|#"


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A text, or a part of one, that shows one form."""

    text: WitnessText
    form: FormVersion | None = None  #: None where no whole one stands there
    reference: str | None = None

    def is_of(self, other: "Filled") -> bool:
        """Whether both show one submission, as far as can be told."""
        if self.form is None or other.form is None:
            return True
        is_same = None in (self.reference, other.reference) or self.reference == other.reference
        return self.form.form == other.form.form and is_same


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """A text as its forms."""

    text: WitnessText
    forms: tuple[Filled, ...]
    again: int | None = None  #: the line, from 0, with which another form begins, or seems to
    is_shown: bool = False  #: looks prove which lines are labels

    @property
    def is_unclear(self) -> bool:
        """Whether another form seems to begin, and where cannot be told."""
        return self.again is not None and len(self.forms) == 1

    def as_one(self) -> "Divided":
        """The text as one form after all."""
        return replace(self, forms=(replace(self.forms[0], text=self.text),), again=None)


def divide(text: WitnessText, forms: Forms, references: Sequence[str]) -> Divided:
    """The text as its forms, in order; in one where it shows but one, or none begins beyond doubt.

    `references` are the words that stand before a submission's reference.
    """
    return _Division(text, forms, references).divided()


class _Division:
    """Looks where in a text a form begins, and whether what lies between two such places is a whole one."""

    def __init__(self, text: WitnessText, forms: Forms, references: Sequence[str]) -> None:
        self._text, self._forms, self._references = text, forms, tuple(map(fold, references))
        self._marks = marks_in(text, forms)
        self._fingerprints: dict[tuple[int, int], Fingerprint] = {}
        self._likely = list(self._stands_there())

    def divided(self) -> Divided:
        end = len(self._text.lines)
        starts = sorted({line for form in self._likely for line in self._starts(form)})
        cuts = [0]
        for start in starts[1:]:
            if self._form_in(cuts[-1], start):
                cuts.append(start)
        are_several = 1 < len(cuts) <= MAX_FORMS
        found = list(map(self._form_in, cuts, [*cuts[1:], end])) if are_several else [None]
        if None in found:
            again = self._another(starts)
            return Divided(self._text, (self._filled(0, end, self._nearest(0, end)),), again, self._is_shown())
        places = [0, *map(self._head_of, cuts[1:]), end]
        filled = tuple(map(self._filled, places, places[1:], found))
        return Divided(self._text, filled, cuts[1], self._is_shown())

    def _stands_there(self) -> Iterator[FormVersion]:
        """The forms that are whole in the text: the likeliest one, and others by what that one has not got."""
        fingerprint = self._fingerprint(0, len(self._text.lines))
        nearest = fingerprint.nearest(self._forms.versions)
        for form in self._forms.versions:
            beside = nearest if nearest and form.form != nearest.form else None
            if fingerprint.share(form, beside=beside) >= _WHOLE:
                yield form

    def _starts(self, form: FormVersion) -> Iterator[int]:
        """The lines with the form's title or first question after which the whole form follows."""
        begun = islice(self._openings(form), MAX_FORMS + 1)
        return takewhile(lambda line: self._is_whole_from(line, form), begun)

    def _openings(self, form: FormVersion) -> Iterator[int]:
        """The lines with the form's title or first question.

        Between two such lines stands another of its labels, and the first one stood before: else both are one head.
        """
        traits = self._traits(form)
        others = [self._traits(other).all for other in self._likely if other.form != form.form]
        opening = {words for words in (traits.title, *traits.always[0]) if not any(words in one for one in others)}
        begun: set[bool] = set()
        in_head = False
        for mark in self._marks:
            if mark.words in opening:
                is_title = mark.words == traits.title
                if not in_head and (not begun or is_title in begun):
                    yield mark.line
                begun.add(is_title)
                in_head = True
            elif mark.words in traits.labels:
                in_head = False

    def _is_whole_from(self, line: int, form: FormVersion) -> bool:
        return self._fingerprint(line, len(self._text.lines)).share(form) >= _WHOLE

    def _form_in(self, first: int, end: int) -> FormVersion | None:
        """The form that stands whole in these lines, and none of its labels twice."""
        form = self._nearest(first, end)
        if form is None:
            return None
        once = self._traits(form).once
        labels = [words for words in self._words(first, end) if words in once]
        return form if len(labels) == len(set(labels)) else None

    def _nearest(self, first: int, end: int) -> FormVersion | None:
        """The form that these lines fit best, if it is whole."""
        fingerprint = self._fingerprint(first, end)
        nearest = fingerprint.nearest(self._likely)
        return nearest if nearest and fingerprint.share(nearest) >= _WHOLE else None

    def _fingerprint(self, first: int, end: int) -> Fingerprint:
        if (first, end) not in self._fingerprints:
            self._fingerprints[first, end] = Fingerprint(self._forms, self._words(first, end))
        return self._fingerprints[first, end]

    def _traits(self, form: FormVersion) -> Traits:
        return Fingerprint(self._forms, ()).traits(form)

    def _words(self, first: int, end: int) -> list[tuple[str, ...]]:
        return [mark.words for mark in self._marks if first <= mark.line < end]

    def _another(self, starts: Sequence[int]) -> int | None:
        """Where another form seems to begin: a different one, or the same where most of its labels stand twice."""
        if len({form.form for form in self._likely}) > 1:
            return next(iter(starts[1:]), None)
        for traits in map(self._traits, self._likely):
            counts = Counter(mark.words for mark in self._marks)
            twice = {words for words in traits.once if counts[words] > 1}
            if sum(not twice.isdisjoint(labels) for labels in traits.always) >= _TWICE * len(traits.always):
                first = {mark.words: mark.line for mark in reversed(self._marks)}
                return next(one.line for one in self._marks if one.words in twice and one.line > first[one.words])
        return None

    def _is_shown(self) -> bool:
        """Whether answers beside or under most labels are proven to be answers."""
        pieces = [line.piece for line in self._text.lines]
        shown = sum(pieces[one.line : one.line + 2] == [Piece.LABEL, Piece.ANSWER] for one in self._marks)
        return 2 * shown > len(self._marks)

    def _head_of(self, start: int) -> int:
        """The line in which what belongs to a form begins: above its title may stand its reference, and a quotation."""
        lines = self._text.lines
        floor = max(mark.line for mark in self._marks if mark.line < start)
        if self._reference(start, len(lines)) is None:
            above = range(start - 1, max(floor, start - _LINES_ABOVE), -1)
            start = next((at for at in above if find_reference(lines[at].text)), start)
        while is_quoted(lines[start]) and start - 1 > floor and is_quoted(lines[start - 1]):
            start -= 1
        return start

    def _filled(self, first: int, end: int, form: FormVersion | None) -> Filled:
        lines = self._text.lines[first:end]
        own = unquoted(lines) if all(line.piece is Piece.RUNNING for line in lines) else lines
        text = self._text if (first, end) == (0, len(self._text.lines)) else replace(self._text, lines=own)
        return Filled(text, form, self._reference(first, end))

    def _reference(self, first: int, end: int) -> str | None:
        """What stands beside a label of references above the first question; else what is written like one."""
        labels = {words for form in self._likely for words in self._traits(form).labels}
        last = next((mark.line for mark in self._marks if mark.line >= first and mark.words in labels), end)
        head = [line.text for line in self._text.lines[first : min(last, end, first + MAX_HEAD_LINES)]]
        for text, following in zip(head, [*head[1:], ""], strict=False):
            if fold(text).lstrip(_ADORNING).startswith(self._references):
                found = labelled_reference(text) or labelled_reference(following)
                if found:
                    return found
        return next(filter(None, map(find_reference, head)), None)
