"""Mails with their truth, drawn from a seed: a form filled in, changed perhaps, and sent in some dress."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.changes.answering import Filled, filled
from bench.changes.changing import Change, Kind, Scene, changed
from bench.changes.dressing import Dress, dressed
from bench.changes.looks import can_show
from bench.changes.mails import Packing, Service, packed
from bench.changes.sheets import Heading, Sheet, sheet_of
from bench.changes.skeletons import skeleton
from bench.changes.stock import Half, Stock, ordinary, stock_of
from mapping_dsl import exact_json
from mapping_dsl.forms import Forms, FormVersion

_TRUTH: Final = Path(__file__).parents[2] / "tests" / "data" / "truth"
_LONGEST: Final = 3000  #: letters of a true story that are worth their time in every layout
_TRUE_SHARE: Final = 0.2  #: of the answers; the rest is drawn
_KNOWN_SHARE: Final = 0.34  #: of mails in which no form has changed
_NEXT_VERSION: Final = "3.0"


class Declared(StrEnum):
    """What a service says of its form's version."""

    SAME = "as before"  #: silently, where the form has changed
    NEW = "a new version"
    NOT = "no version"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail and all that is true of it."""

    number: int
    raw: bytes
    file_name: str
    form: FormVersion
    reference: str
    submitted: datetime  #: as the clock in London showed it
    answers: Mapping[str, Any]  #: by the questions of the form version; None also where the mail does not say it
    change: Change
    declared: Declared
    family: str  #: of its layout
    dress: str  #: its layouts and brand, in words


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the mails of one half from one seed; the same number is always the same mail."""

    forms: Forms
    half: Half
    seed: int = 1
    only: Kind | None = None

    def mails(self, count: int) -> Iterator[Mail]:
        """That many mails."""
        return (self.mail(number) for number in range(count))

    def mail(self, number: int) -> Mail:
        """The mail of that number. Where a form has nothing to be changed so, another is taken."""
        draw = Random(f"{self.half} {self.seed} {number}")
        kind = self.only or _kind(draw)
        while True:
            mail = _Draft(number, draw, stock_of(self.half), draw.choice(self.forms.versions)).mail(kind)
            if mail:
                return mail


@dataclass(frozen=True, slots=True)
class _Draft:
    """One mail on its way."""

    number: int
    draw: Random
    stock: Stock
    form: FormVersion

    def mail(self, kind: Kind) -> Mail | None:
        dress = dressed(self.stock, self.form, kind, self.draw)
        answers = _filled(self.form, self.draw)
        sheet = sheet_of(self.form, answers.answers, answers.asked, dress.manner)
        done = changed(kind, Scene(sheet, self.form, self.stock.words, self.draw))
        if done is None:
            return None
        sheet, change = done
        packing = _legible(dress.packing, sheet)
        declared = Declared.SAME if kind is Kind.NONE else self.draw.choice(list(Declared))
        heading = dress.heading(self.form, answers.submitted, self.draw)
        service = self._service(dress, heading, answers.submitted, declared)
        return Mail(
            number=self.number,
            raw=_sent(sheet, heading, service, packing),
            file_name=f"{self.number}.{'json' if packing.is_json else 'eml'}",
            form=self.form,
            reference=heading.reference,
            submitted=answers.submitted,
            answers={**answers.answers, **dict.fromkeys(change.unsaid & answers.answers.keys())},
            change=_told(change, self.form, packing),
            declared=declared,
            family=packing.family,
            dress=f"{packing.names}; {dress.brand.name}{' in Welsh' if dress.is_welsh else ''}",
        )

    def _service(self, dress: Dress, heading: Heading, submitted: datetime, declared: Declared) -> Service:
        versions = {Declared.SAME: self.form.version, Declared.NEW: _NEXT_VERSION, Declared.NOT: ""}
        return Service(
            code=dress.brand.code.format(code=self.form.code),
            version=versions[declared],
            language="cy" if dress.is_welsh else "en",
            sender=dress.brand.sender,
            subject=dress.brand.subject.format(reference=heading.reference, title=heading.title),
            submitted=submitted,
        )


def _sent(sheet: Sheet, heading: Heading, service: Service, packing: Packing) -> bytes:
    if packing.is_json and packing.text:
        return skeleton(sheet, heading, service, packing.text)
    return packed(sheet, heading, service, packing)


def _kind(draw: Random) -> Kind:
    return Kind.NONE if draw.random() < _KNOWN_SHARE else draw.choice(list(Kind)[1:])


def _legible(packing: Packing, sheet: Sheet) -> Packing:
    """The packing, with a body where a PDF alone could not show every letter."""
    needs_body = not packing.text and not packing.page and not can_show(sheet)
    return replace(packing, text=ordinary().layout) if needs_body else packing


def _told(change: Change, form: FormVersion, packing: Packing) -> Change:
    """The change without what nobody could tell: where blanks are left out, a question that is gone may be blank."""
    if not change.unsaid or not packing.hides_blanks:
        return change
    certain = {name for name in change.breaks if form.by_name[name].required or form.by_name[name].risk}
    return replace(change, breaks=change.breaks & certain)


def _filled(form: FormVersion, draw: Random) -> Filled:
    """What somebody answered in tests/data, or answers drawn."""
    true = _true_answers().get((form.form, form.version), ())
    return draw.choice(true) if true and draw.random() < _TRUE_SHARE else filled(form, draw)


@cache
def _true_answers() -> Mapping[tuple[str, str], Sequence[Filled]]:
    """The true answers of tests/data, by form and version."""
    found: dict[tuple[str, str], list[Filled]] = {}
    for file in sorted(_TRUTH.glob("*.json")):
        text = file.read_text(encoding="utf-8")
        for one in exact_json.loads(text)["submissions"]:
            if all(len(str(answer)) < _LONGEST for answer in one["answers"].values()):
                found.setdefault((one["form"], one["version"]), []).append(_as_filled(one))
    return found


def _as_filled(submission: Mapping[str, Any]) -> Filled:
    answers = dict(submission["answers"])
    asked = tuple(name for name in answers if name not in submission["notAsked"])
    return Filled(answers, asked, datetime.fromisoformat(submission["submittedAt"]).replace(tzinfo=None))
