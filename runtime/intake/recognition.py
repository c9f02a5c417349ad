"""Which form a submission is, and which version of it: as the service declares it, else by what stands in the text.

Whatever the layout, a question's label begins a line, perhaps after a number or adornment, perhaps wrapped on. Which
labels and headings do so, in either language, is a form version's fingerprint: what few versions have tells most.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, takewhile
from math import fsum
from typing import NamedTuple, TypeAlias

from mapping_dsl.forms import Forms, FormVersion, Question, version_key
from runtime.intake.envelope import WitnessText
from runtime.intake.references import find_reference
from runtime.intake.service.information import ServiceInformation
from runtime.intake.witness.lines import Line, Piece
from runtime.intake.wording import fold, words_in

MAX_LINES = 4_000
MAX_LINE_CHARACTERS = 400
MAX_LABEL_LINES = 4
MAX_HEAD_LINES = 30  #: among which a form's reference stands

_FEWEST_LABELS = 3
_MAX_LEADING, _FEWEST_LED = 8, 6  #: words that may stand before labels, and how many labels must have the same
_NAMED_SHARE, _UNNAMED_SHARE, _KNOWN_SHARE = 0.3, 0.5, 0.8  #: of the questions that are always put
_FEWEST_TELLING = 3  #: labels of another version only, before what is declared is not believed
_NUMBER = re.compile(r"[^\W\d]?\d{1,3}|[^\W\d]")
_LED = re.compile(r"\W*[^\W\d_]{1,10}[ .]?\d{0,3}[:.)>|]\s+(?=\w)")  #: "Question: " before a label

Words: TypeAlias = tuple[str, ...]
Key: TypeAlias = tuple[str, str]  #: a form and its version


class Mark(NamedTuple):
    """A label, heading or title that begins a line; lines count from 0."""

    line: int
    words: Words


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form version by which to read, and whether that is known to be the submission's own."""

    form: FormVersion
    version: str  #: the submission's: as declared where the library has not got it, else the one read by
    known: bool
    declared: str = ""  #: another version, which the service declares though this one stands there


def recognise(said: ServiceInformation | None, texts: Sequence[WitnessText], forms: Forms) -> Recognised | None:
    """The form version that these texts fill in; None where no form of the library can be told.

    A declared version that the library has not got is read by the version that fits best, and is not known. Where
    none is declared, the best is known as far as nearly all of its questions are there.
    """
    code = fold(said.form_code or "") if said else ""
    named = _index_of(forms).coded.get(code, ())
    fingerprint = Fingerprint.of(texts, forms)
    if not fingerprint.shows(named or forms.versions):
        fingerprint = fingerprint.beside(words for text in texts for words in _led(text, forms))
    if not named:
        nearest = fingerprint.likely(forms, unknown_code=bool(code))
        if nearest is None:
            return None
        named = forms.of(nearest.form)
    return _of_version((said.version or "") if said else "", named, fingerprint)


def _of_version(declared: str, forms: Sequence[FormVersion], fingerprint: "Fingerprint") -> Recognised | None:
    nearest = fingerprint.nearest(forms)
    if nearest is None:
        return None
    if not declared:
        return Recognised(nearest, nearest.version, fingerprint.share(nearest) >= _KNOWN_SHARE)
    exact = fingerprint.nearest(_declared_versions(declared, forms))
    if exact is None:
        return Recognised(nearest, declared, known=False)
    if fingerprint.share(nearest) >= _KNOWN_SHARE and fingerprint.is_rather(nearest, exact):
        return Recognised(nearest, nearest.version, known=True, declared=exact.version)
    return Recognised(exact, exact.version, known=True)


def _declared_versions(declared: str, forms: Sequence[FormVersion]) -> list[FormVersion]:
    """The versions that a declared one can mean: V2 is any 2.x, 2.0 is itself."""
    plain = plain_version(declared)
    exact = [form for form in forms if form.version == plain]
    return exact or [form for form in forms if plain == form.version.partition(".")[0]]


def plain_version(declared: str) -> str:
    """A version as a service declares it, without the words around its number: V2 is 2."""
    return fold(declared).removeprefix("version").strip().lstrip("v").strip()


class Fingerprint:
    """What of all the forms' labels, headings and titles stands somewhere."""

    def __init__(self, forms: Forms, found: Iterable[Words], codes: Iterable[str] = ()) -> None:
        self._index = _index_of(forms)
        self._found = frozenset(found)
        self._codes = frozenset(codes)
        self._asked: dict[Key, Set[int]] = {}

    @classmethod
    def of(cls, texts: Sequence[WitnessText], forms: Forms) -> "Fingerprint":
        """What these texts show."""
        found = (mark.words for text in texts for mark in marks_in(text, forms))
        heads = chain.from_iterable(islice(_labelling(text), MAX_HEAD_LINES) for text in texts)
        references = (find_reference(line.text[:MAX_LINE_CHARACTERS]) for _, line in heads)
        return cls(forms, found, (re.split(r"[^A-Z]", one, maxsplit=1)[0] for one in references if one))

    def beside(self, found: Iterable[Words]) -> "Fingerprint":
        """This one with what else was found."""
        more = copy(self)
        more._found, more._asked = self._found.union(found), {}
        return more

    def shows(self, forms: Sequence[FormVersion]) -> bool:
        """Whether questions of one of the forms stand there, rather than headings and titles alone."""
        nearest = self.nearest(forms)
        return nearest is not None and self.share(nearest) >= _NAMED_SHARE

    def traits(self, form: FormVersion) -> "Traits":
        """By what one of these forms can be told."""
        return self._index.traits[_key(form)]

    def share(self, form: FormVersion, *, beside: FormVersion | None = None) -> float:
        """How many of the questions that are always put are there, as a share; without those that stand in another."""
        always, others = self.traits(form).always, self.traits(beside).labels if beside else frozenset()
        own = {number for number, labels in enumerate(always) if labels.isdisjoint(others)}
        return len(self._asked_of(form) & own) / max(1, len(own))

    def likely(self, forms: Forms, *, unknown_code: bool) -> FormVersion | None:
        """The form version that the texts fit best, if they may be it at all."""
        nearest = self.nearest(forms.versions)
        return nearest if nearest and self.is_likely(nearest, unknown_code=unknown_code) else None

    def is_likely(self, form: FormVersion, *, unknown_code: bool) -> bool:
        """Whether the texts may be this form at all; less will do where the form is named in them."""
        marks = self.traits(form)
        share = self.share(form)
        if unknown_code or not (marks.title in self._found or form.code in self._codes):
            return share >= _UNNAMED_SHARE and len(self._found) >= _FEWEST_LABELS
        return share >= _NAMED_SHARE or marks.title in self._found

    def nearest(self, forms: Sequence[FormVersion]) -> FormVersion | None:
        """The form version that the texts fit best; of equals the newest."""
        if len(forms) == 1:
            return forms[0]
        return max(forms, key=lambda form: (self._worth(form), version_key(form.version)), default=None)

    def telling(self, form: FormVersion, other: FormVersion) -> int:
        """How many more labels are there that only the one version has than such that only the other has."""
        mine, others = (self.traits(one).labels for one in (form, other))
        return len(self._found & (mine - others)) - len(self._found & (others - mine))

    def is_rather(self, form: FormVersion, other: FormVersion) -> bool:
        """Whether the texts are the one version though the other is declared: enough labels tell it, or, where few
        tell the two apart, all of the one stand there and none of the other."""
        if self.telling(form, other) >= _FEWEST_TELLING:
            return True
        mine, others = (self.traits(one).labels for one in (form, other))
        if not others - mine:
            return False  # nothing could show that the declared one does not stand there
        own = (number for number, labels in enumerate(self.traits(form).always) if labels.isdisjoint(others))
        return (
            not self._found.isdisjoint(mine - others)
            and self._found.isdisjoint(others - mine)
            and set(own) <= self._asked_of(form)
        )

    def _worth(self, form: FormVersion) -> float:
        there, asked = self._found & self.traits(form).all, self._asked_of(form)
        worth = fsum(map(self._index.weights.__getitem__, there))
        missed = fsum(put for number, put in enumerate(self._index.worths[_key(form)]) if number not in asked)
        return worth - missed / 2 + (form.code in self._codes)

    def _asked_of(self, form: FormVersion) -> Set[int]:
        """Which questions are there, of those that the form always puts, by their number."""
        key = _key(form)
        if key not in self._asked:
            always = enumerate(self.traits(form).always)
            self._asked[key] = {number for number, labels in always if not labels.isdisjoint(self._found)}
        return self._asked[key]


@lru_cache(maxsize=8)  # the texts of one mail, which are looked at more than once
def marks_in(text: WitnessText, forms: Forms) -> tuple[Mark, ...]:
    """Where a text shows labels, headings and titles of any of the forms, in order."""
    index = _index_of(forms)
    shown = list(_labelling(text))
    texts = [line.text[:MAX_LINE_CHARACTERS] for _, line in shown]
    words = list(map(_words, texts))
    found: list[Mark] = []
    for at, (number, line) in enumerate(shown):
        mark = index.at(words, at) or index.by_name(line)
        if mark is None and (lead := _LED.match(texts[at])):
            mark = index.at([_words(texts[at][lead.end() :]), *words[at + 1 : at + MAX_LABEL_LINES]], 0)
        if mark is not None:
            found.append(Mark(number, mark))
    return tuple(found)


def _led(text: WitnessText, forms: Forms) -> frozenset[Words]:
    """Labels that stand behind the same words, as between tags, or alone in what looks like answers.

    In a story they stand behind many words, or among other lines of it.
    """
    index, found = _index_of(forms), dict[Words, set[Words]]()
    pieces = [line.piece for line in text.lines[:MAX_LINES]]
    for at, line in enumerate(text.lines[:MAX_LINES]):
        if line.piece is Piece.ANSWER and Piece.ANSWER in (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2]):
            continue
        words = _words(line.text[:MAX_LINE_CHARACTERS])
        for count in range(min(len(words), _MAX_LEADING)):
            mark = index.at([words[count:]], 0)
            if mark in index.once:
                leading = tuple(word for word in words[:count] if not word.isdecimal())
                found.setdefault(leading, set()).add(mark)
    return frozenset(chain.from_iterable(led for led in found.values() if len(led) >= _FEWEST_LED))


def may_be_several(text: WitnessText, forms: Forms) -> bool:
    """Whether a text can hold more than one form: most are told from those at once, for nothing in them stands twice
    that forms have but once, nor labels that different forms alone have."""
    index, marks = _index_of(forms), marks_in(text, forms)
    once = [mark.words for mark in marks if mark.words in index.once]
    return len(set(once)) < len(once) or len({index.own[words] for _, words in marks if words in index.own}) > 1


def _labelling(text: WitnessText) -> Iterator[tuple[int, Line]]:
    """The lines that may be labels, each with its number from 0."""
    return ((at, line) for at, line in enumerate(text.lines[:MAX_LINES]) if line.piece is not Piece.ANSWER)


@dataclass(frozen=True, slots=True)
class Traits:
    """By what one form version can be told, all in words."""

    title: Words
    labels: frozenset[Words]
    all: frozenset[Words]  #: labels, headings and title
    always: tuple[frozenset[Words], ...]  #: the labels in both languages of each question that is always put
    once: frozenset[Words]  #: labels of one question, so that they stand once in a filled form


@dataclass(frozen=True, slots=True)
class _Index:
    """Every label, heading and title of the forms by its first word, the longest first, and how much each tells."""

    traits: Mapping[Key, Traits]
    weights: Mapping[Words, float]
    once: frozenset[Words]  #: what stands once in a filled form of any version that has it
    own: Mapping[Words, str]  #: the form, by what no other form has in any version
    coded: Mapping[str, Sequence[FormVersion]]  #: the versions of a form by its code, and by its name, folded
    worths: Mapping[Key, Sequence[float]]  #: how much the questions tell that are always put
    by_first: Mapping[str, Sequence[Words]]

    def at(self, lines: Sequence[Words], number: int) -> Words | None:
        """The longest mark that begins in a line, None where none does."""
        for begins in _beginnings(lines[number]):
            for mark in self.by_first.get(begins[0], ()) if begins else ():
                may_go_on = len(mark) > len(begins) and mark[: len(begins)] == begins  # in the next lines
                run = tuple(chain(begins, *lines[number + 1 : number + MAX_LABEL_LINES])) if may_go_on else begins
                if run[: len(mark)] == mark:
                    return mark
        return None

    def by_name(self, line: Line) -> Words | None:
        """The name of a question, on a line that is sure to be a label."""
        name = _named(line.text) if line.piece is Piece.LABEL else ()
        return name if name in self.weights else None


@lru_cache(maxsize=8)
def _index_of(forms: Forms) -> _Index:
    traits = {_key(form): _traits(form) for form in forms.versions}
    by_first: dict[str, list[Words]] = {}
    having: dict[Words, list[Key]] = {}
    coded: dict[str, list[FormVersion]] = {}
    for key, one in traits.items():
        for words in one.all:
            having.setdefault(words, []).append(key)
    for form in forms.versions:
        for code in {fold(form.code), fold(form.form)} - {""}:
            coded.setdefault(code, []).append(form)
    for words in sorted(having, key=len, reverse=True):
        by_first.setdefault(words[0], []).append(words)
    weights = {words: 1 / len(keys) for words, keys in having.items()}
    worths = {key: [max(map(weights.__getitem__, labels)) for labels in one.always] for key, one in traits.items()}
    once = frozenset(chain.from_iterable(one.once for one in traits.values()))
    own = {words: keys[0][0] for words, keys in having.items() if len({form for form, _ in keys}) == 1}
    return _Index(traits, weights, once, own, coded, worths, by_first)


def _key(form: FormVersion) -> Key:
    return form.form, form.version


def _traits(form: FormVersion) -> Traits:
    asked = Counter(chain.from_iterable(_labels(question) for _, question in form.every_question()))
    repeated = chain.from_iterable(_labels(inner) for group in form.questions for inner in group.questions)
    once = {label for label, count in asked.items() if count == 1} - set(repeated)
    title, headings = _words(form.title), {_words(section) for section in form.sections}
    always = (_labels(question) for question in form.questions if not question.show_if and not question.questions)
    everything = frozenset((*asked, *headings, title)) - {()}
    return Traits(title, frozenset(asked), everything, tuple(filter(None, always)), frozenset(once))


def _labels(question: Question) -> frozenset[Words]:
    """How a question may be called: by its label in either language; where it is sure to be a label, by its name."""
    return frozenset(filter(None, (_words(question.label), _words(question.label_cy), _named(question.name))))


def _named(name: str) -> Words:
    """A name, which no words in running text are taken for."""
    return ("=", fold(name[:MAX_LINE_CHARACTERS]))


def _words(text: str) -> Words:
    return tuple(words_in(text.casefold() if text.isascii() else fold(text)))


def _beginnings(words: Words) -> Iterator[Words]:
    """The words of a line, and without a number or letter before them: "Q3.", "3)", "Q:", "Question 3"."""
    yield words
    first = len(list(takewhile(_NUMBER.fullmatch, words)))
    if first:
        yield words[first:]
    elif len(words) > 1 and words[1].isdecimal():
        yield words[2:]
