"""Which form a submission is, and which version of it: as the service declares it, else by what stands in the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapping_dsl.forms import Forms, FormVersion, version_key
from runtime.intake.information import ServiceInformation
from runtime.intake.layouts import ORDINARY
from runtime.intake.lines import Line, Piece
from runtime.intake.wording import fold

_TITLE_WORTH, _REFERENCE_WORTH = 5, 3
_FEWEST_LABELS = 3
_KNOWN_SHARE = 0.8
_REFERENCE = re.compile(r"\b([A-Z]{3})-\d[\d-]{3,40}\b")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form version by which to read, the version that was declared, and whether the two are known to be one."""

    form: FormVersion
    version: str
    known: bool


def recognise(said: ServiceInformation | None, lines: Sequence[Line], forms: Forms) -> Recognised | None:
    """The form version that these lines fill in; None where no form of the library can be told.

    A declared version that the library has not got is read by the version that fits the lines best.
    """
    fingerprint = _Fingerprint(lines)
    code = (said.form_code or "").casefold() if said else ""
    declared = [form for form in forms.versions if code in (form.code.casefold(), form.form.casefold())] if code else []
    if declared and said and said.version:
        exact = _declared_version(said.version, declared)
        return Recognised(exact or fingerprint.nearest(declared), exact.version if exact else said.version, bool(exact))
    if code and not declared:
        return None
    candidates = declared or [form for form in forms.versions if fingerprint.is_likely(form)]
    if not candidates:
        return None
    nearest = fingerprint.nearest(candidates)
    return Recognised(nearest, nearest.version, fingerprint.share(nearest) >= _KNOWN_SHARE)


def find_reference(text: str) -> str | None:
    """The first thing in a text that is written like a submission's reference."""
    found = _REFERENCE.search(text)
    return found[0] if found else None


def _declared_version(declared: str, forms: Sequence[FormVersion]) -> FormVersion | None:
    """The version of that name; a name like V2, without minor parts, means the newest 2.x."""
    plain = declared.strip().lstrip("vV")
    same = [form for form in forms if plain in (form.version, form.version.partition(".")[0])]
    return max(same, key=lambda form: (form.version == plain, version_key(form.version)), default=None)


class _Fingerprint:
    """By what a text shows which form it is: labels, title, and the letters that its reference begins with."""

    def __init__(self, lines: Sequence[Line]) -> None:
        texts = [line.text for line in lines if line.piece is not Piece.ANSWER and len(line.text) < 500]
        shown = [line.text for line in lines if line.piece is Piece.LABEL]
        self._heads = {fold(text.partition(ORDINARY.separator)[0]) for text in texts if ORDINARY.separator in text}
        self._heads.update(map(fold, shown))
        self._words = set(map(fold, texts))
        self._codes = set(_REFERENCE.findall("\n".join(line.text for line in lines[:200])))

    def share(self, form: FormVersion) -> float:
        """How many of the questions that are always put are there, as a share."""
        always = [question for question in form.questions if not question.show_if and not question.questions]
        return sum(fold(question.label) in self._heads for question in always) / max(1, len(always))

    def is_likely(self, form: FormVersion) -> bool:
        """Whether the text may be this form at all."""
        return self._labels(form) >= _FEWEST_LABELS or (fold(form.title) in self._words and form.code in self._codes)

    def nearest(self, forms: Sequence[FormVersion]) -> FormVersion:
        """The form version that the text fits best; of equals the newest."""
        return max(forms, key=lambda form: (self._worth(form), version_key(form.version)))

    def _labels(self, form: FormVersion) -> int:
        return sum(fold(question.label) in self._heads for _, question in form.every_question())

    def _worth(self, form: FormVersion) -> float:
        titled, coded = fold(form.title) in self._words, form.code in self._codes
        return self._labels(form) + self.share(form) + _TITLE_WORTH * titled + _REFERENCE_WORTH * coded
