"""What a mail is dressed in: brand, layouts, encodings, manner of writing, and whether it is Welsh."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Final

from bench.changes.changing import Kind
from bench.changes.mails import Packing
from bench.changes.manners import Manner
from bench.changes.sheets import Heading
from bench.changes.stock import Brand, Stock, ordinary, welsh
from mapping_dsl.forms import FormVersion

_WELSH_SHARE: Final = 0.12
_JSON_SHARE: Final = 0.05  #: of what has its answers in a text
_TRANSFERS: Final = ("quoted-printable", "base64", "8bit")
_CHARSETS: Final = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15")


@dataclass(frozen=True, slots=True)
class Dress:
    """All that a mail is besides its questions and answers."""

    brand: Brand
    packing: Packing
    manner: Manner
    is_welsh: bool

    def heading(self, form: FormVersion, submitted: datetime, draw: Random) -> Heading:
        """What stands above and below the answers, with a reference drawn."""
        digits = {"five": f"{draw.randrange(10000, 99999)}", "three": f"{draw.randrange(1000):03}"}
        return Heading(
            title=self.brand.titles.get(form.form, form.title),
            reference=self.brand.reference.format(code=form.code, **digits),
            submitted=self.manner.moment(submitted, self.brand.submitted),
            words=(welsh()["reference"], welsh()["submitted"]) if self.is_welsh else self.brand.words,
            banner=self.brand.banner,
            disclaimer=self.brand.disclaimer,
        )


def dressed(stock: Stock, form: FormVersion, kind: Kind, draw: Random) -> Dress:
    """A dress drawn: half of the changed forms come as they always did."""
    is_welsh = draw.random() < _WELSH_SHARE
    is_ordinary = kind in _DRESSES or (kind is not Kind.NONE and draw.random() < 0.5)
    brand = ordinary().brand if is_ordinary else draw.choice(stock.brands)
    packing = _ordinary_packing(draw) if is_ordinary else _packing(stock, brand, draw)
    if packing.text and not packing.page and kind not in _DRESSES and draw.random() < _JSON_SHARE:
        packing = replace(packing, look=None, is_json=True)
    dress = Dress(brand, packing, _manner(brand, form, draw, is_welsh=is_welsh), is_welsh)
    return _DRESSES[kind](dress, stock, draw) if kind in _DRESSES else dress


def _ordinary_packing(draw: Random) -> Packing:
    return Packing(text=ordinary().layout, page=None, look=ordinary().look if draw.random() < 0.3 else None)


def _packing(stock: Stock, brand: Brand, draw: Random) -> Packing:
    """A body as text, as HTML, as both, or none but a PDF."""
    chance = draw.random()
    text = draw.choice(stock.texts) if chance < 0.64 else None
    page = draw.choice(stock.pages) if 0.58 < chance < 0.93 else None
    has_look = chance >= 0.93 or draw.random() < 0.25
    return Packing(
        text=text,
        page=page,
        look=draw.choice(stock.looks) if has_look else None,
        has_information=draw.random() < 0.75,
        charset=brand.charset,
        transfer=draw.choice(_TRANSFERS),
        is_flowed=draw.random() < 0.06,
    )


def _manner(brand: Brand, form: FormVersion, draw: Random, *, is_welsh: bool) -> Manner:
    manner = Manner(brand.date or form.date_format, brand.time, brand.money, brand.choices)
    if not is_welsh:
        return manner
    words = welsh()
    answers = draw.choice([words["answers"], *words["other answers"]])
    sections = draw.choice([words["sections"], {}])
    return replace(manner, months=words["months"], answers=answers, sections=sections, is_welsh=True)


def _other_dates(dress: Dress, stock: Stock, draw: Random) -> Dress:
    return replace(dress, manner=replace(dress.manner, date=draw.choice(stock.words["dates"])))


def _other_encoding(dress: Dress, _: Stock, draw: Random) -> Dress:
    charset, transfer, is_flowed = draw.choice(_CHARSETS), draw.choice(_TRANSFERS[:2]), draw.random() < 0.3
    packing = replace(dress.packing, charset=charset, transfer=transfer, is_flowed=is_flowed)
    return replace(dress, packing=packing)


def _other_look(dress: Dress, stock: Stock, draw: Random) -> Dress:
    return replace(dress, packing=replace(dress.packing, look=draw.choice(stock.looks)))


def _other_marking(dress: Dress, stock: Stock, draw: Random) -> Dress:
    brand = replace(
        dress.brand,
        banner=draw.choice(stock.words["banners"]),
        disclaimer=draw.choice(stock.words["disclaimers"]),
        subject=draw.choice(("{title}", "FW: {reference}", "")),
    )
    headers = tuple(draw.sample([("X-Priority", "3"), ("X-Mailer", "forms"), ("Auto-Submitted", "auto-generated")], 3))
    return replace(dress, brand=brand, packing=replace(dress.packing, headers=headers))


#: the kinds of change that alter the dress, and nothing of the form
_DRESSES: Final = {
    Kind.DATE_FORMAT: _other_dates,
    Kind.CHARSET: _other_encoding,
    Kind.LOOK: _other_look,
    Kind.MARKING: _other_marking,
}
