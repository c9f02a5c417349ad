"""Which form a submission is, and which version of it: as the service declares it, else by what stands in the text.

Whatever the layout, a question's label begins a line, perhaps after a number or adornment, perhaps wrapped on. Which
labels and headings do so, in either language, is a form version's fingerprint: what few versions have tells most.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from mapping_dsl.forms import Forms, FormVersion, Question, version_key
from runtime.intake.envelope import WitnessText
from runtime.intake.service.information import ServiceInformation
from runtime.intake.witness.lines import Line, Piece
from runtime.intake.wording import fold

MAX_LINES = 4_000
MAX_LINE_CHARACTERS = 400
MAX_LABEL_LINES = 4
MAX_HEAD_LINES = 30  #: among which a form's reference stands

_FEWEST_LABELS = 3
_NAMED_SHARE, _UNNAMED_SHARE, _KNOWN_SHARE = 0.3, 0.5, 0.8  #: of the questions that are always put
_FEWEST_TELLING = 3  #: labels of another version only, before what is declared is not believed
_REFERENCE_PARTS = re.compile(
    r"(?<![\w-])(?=[A-Z0-9/-]*[A-Z])[A-Z0-9]+(?:[-/][A-Z0-9]+)+(?![\w-])|(?<!\w)[A-Z]+\d{4,}\b"
)
_FEWEST_DIGITS = 3
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[^\W\d]?\d{1,3}|[^\W\d]")

Words: TypeAlias = tuple[str, ...]


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
    fingerprint = _Fingerprint(texts, forms)
    code = fold(said.form_code or "") if said else ""
    named = [form for form in forms.versions if code and code in (fold(form.code), fold(form.form))]
    if not named:
        nearest = fingerprint.nearest(forms.versions)
        if nearest is None or not fingerprint.is_likely(nearest, unknown_code=bool(code)):
            return None
        named = list(forms.of(nearest.form))
    return _of_version((said.version or "") if said else "", named, fingerprint)


def find_reference(text: str) -> str | None:
    """The first thing in a text that is written like a submission's reference: capitals and digits, most in parts."""
    for found in _REFERENCE_PARTS.finditer(text):
        if sum(map(str.isdigit, found[0])) >= _FEWEST_DIGITS:
            return found[0]
    return None


def labelled_reference(text: str) -> str | None:
    """The reference in what stands beside its label, where any word with a digit is one."""
    return find_reference(text) or next((word for word in text.split() if any(map(str.isdigit, word))), None)


def _of_version(declared: str, forms: Sequence[FormVersion], fingerprint: "_Fingerprint") -> Recognised | None:
    nearest = fingerprint.nearest(forms)
    if nearest is None:
        return None
    if not declared:
        return Recognised(nearest, nearest.version, fingerprint.share(nearest) >= _KNOWN_SHARE)
    exact = fingerprint.nearest(_declared_versions(declared, forms))
    if exact is None:
        return Recognised(nearest, declared, known=False)
    if fingerprint.share(nearest) >= _KNOWN_SHARE and fingerprint.telling(nearest, exact) >= _FEWEST_TELLING:
        return Recognised(nearest, nearest.version, known=True, declared=exact.version)
    return Recognised(exact, exact.version, known=True)


def _declared_versions(declared: str, forms: Sequence[FormVersion]) -> list[FormVersion]:
    """The versions that a declared one can mean: V2 is any 2.x, 2.0 is itself."""
    plain = fold(declared).removeprefix("version").strip().lstrip("v").strip()
    exact = [form for form in forms if form.version == plain]
    return exact or [form for form in forms if plain == form.version.partition(".")[0]]


class _Fingerprint:
    """What the texts show of all the forms' labels, headings and titles."""

    def __init__(self, texts: Sequence[WitnessText], forms: Forms) -> None:
        self._index = _index_of(forms)
        self._found: set[Words] = set()
        self._codes: set[str] = set()
        for text in texts:
            self._look_at([line for line in text.lines[:MAX_LINES] if line.piece is not Piece.ANSWER])

    def share(self, form: FormVersion) -> float:
        """How many of the questions that are always put are there, as a share."""
        marks = self._index.marks[form.form, form.version]
        return sum(not self._found.isdisjoint(labels) for labels in marks.always) / max(1, len(marks.always))

    def is_likely(self, form: FormVersion, *, unknown_code: bool) -> bool:
        """Whether the texts may be this form at all; less will do where the form is named in them."""
        marks = self._index.marks[form.form, form.version]
        share = self.share(form)
        if unknown_code or not (marks.title in self._found or form.code in self._codes):
            return share >= _UNNAMED_SHARE and len(self._found) >= _FEWEST_LABELS
        return share >= _NAMED_SHARE or marks.title in self._found

    def nearest(self, forms: Sequence[FormVersion]) -> FormVersion | None:
        """The form version that the texts fit best; of equals the newest."""
        return max(forms, key=lambda form: (self._worth(form), version_key(form.version)), default=None)

    def telling(self, form: FormVersion, other: FormVersion) -> int:
        """How many more labels are there that only the one version has than such that only the other has."""
        mine, others = (self._index.marks[one.form, one.version].labels for one in (form, other))
        return len(self._found & (mine - others)) - len(self._found & (others - mine))

    def _worth(self, form: FormVersion) -> float:
        marks, weights = self._index.marks[form.form, form.version], self._index.weights
        found = sum(weights[label] for label in self._found & marks.all)
        missed = sum(max(map(weights.__getitem__, one)) for one in marks.always if self._found.isdisjoint(one))
        return found - missed / 2 + (form.code in self._codes)

    def _look_at(self, lines: Sequence[Line]) -> None:
        words = [_words(line.text[:MAX_LINE_CHARACTERS]) for line in lines]
        for number, line in enumerate(lines):
            mark = self._index.at(words, number) or _named(line.text if line.piece is Piece.LABEL else "")
            if mark in self._index.weights:
                self._found.add(mark)
        references = (find_reference(line.text[:MAX_LINE_CHARACTERS]) for line in lines[:MAX_HEAD_LINES])
        self._codes.update(re.split(r"[^A-Z]", one, maxsplit=1)[0] for one in references if one)


@dataclass(frozen=True, slots=True)
class _Marks:
    """By what one form version can be told, all in words."""

    title: Words
    labels: frozenset[Words]
    all: frozenset[Words]  #: labels, headings and title
    always: tuple[frozenset[Words], ...]  #: the labels in both languages of each question that is always put


@dataclass(frozen=True, slots=True)
class _Index:
    """Every label, heading and title of the forms by its first word, the longest first, and how much each tells."""

    marks: Mapping[tuple[str, str], _Marks]
    weights: Mapping[Words, float]
    by_first: Mapping[str, Sequence[Words]]

    def at(self, lines: Sequence[Words], number: int) -> Words | None:
        """The longest mark that begins in a line, None where none does."""
        for begins in _beginnings(lines[number]):
            marks = self.by_first.get(begins[0], ()) if begins else ()
            run = tuple(chain(begins, *lines[number + 1 : number + MAX_LABEL_LINES])) if marks else ()
            for mark in marks:
                if run[: len(mark)] == mark:
                    return mark
        return None


@lru_cache(maxsize=8)
def _index_of(forms: Forms) -> _Index:
    marks = {(form.form, form.version): _marks(form) for form in forms.versions}
    known = Counter(chain.from_iterable(one.all for one in marks.values()))
    by_first: dict[str, list[Words]] = {}
    for mark in sorted(known, key=len, reverse=True):
        by_first.setdefault(mark[0], []).append(mark)
    return _Index(marks, {mark: 1 / count for mark, count in known.items()}, by_first)


def _marks(form: FormVersion) -> _Marks:
    labels = frozenset(chain.from_iterable(_labels(question) for _, question in form.every_question()))
    title, headings = _words(form.title), {_words(section) for section in form.sections}
    always = (_labels(question) for question in form.questions if not question.show_if and not question.questions)
    return _Marks(title, labels, (labels | headings | {title}) - {()}, tuple(filter(None, always)))


def _labels(question: Question) -> frozenset[Words]:
    """How a question may be called: by its label in either language; where it is sure to be a label, by its name."""
    return frozenset(filter(None, (_words(question.label), _words(question.label_cy), _named(question.name))))


def _named(name: str) -> Words:
    """A name, which no words in running text are taken for."""
    return ("=", fold(name[:MAX_LINE_CHARACTERS]))


def _words(text: str) -> Words:
    return tuple(_WORD.findall(fold(text)))


def _beginnings(words: Words) -> Iterator[Words]:
    """The words of a line, and without a number or letter before them: "Q3.", "3)", "Q:", "Question 3"."""
    yield words
    first = next((at for at, word in enumerate(words) if not _NUMBER.fullmatch(word)), len(words))
    if first:
        yield words[first:]
    elif len(words) > 1 and words[1].isdecimal():
        yield words[2:]
