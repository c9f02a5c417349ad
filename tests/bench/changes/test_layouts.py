"""Whatever a sheet is written in, every label and every answer stands there."""

import html
import re
from random import Random

import pypdfium2
import pytest

from bench.changes.answering import filled
from bench.changes.layouts import Layout, written
from bench.changes.looks import Look, can_show, printed
from bench.changes.manners import Manner
from bench.changes.sheets import Heading, Sheet, sheet_of
from bench.changes.stock import Half, ordinary, stock_of
from mapping_dsl.forms import Forms, FormVersion

HEADING = Heading("A form", "REF-1", "05/10/2026 08:40", ("Reference", "Submitted"), "BANNER", "Disclaimer")
STOCKS = [stock_of(half) for half in Half]
BODIES = [ordinary().layout, *(layout for stock in STOCKS for layout in (*stock.texts, *stock.pages))]
LOOKS = [ordinary().look, *(look for stock in STOCKS for look in stock.looks)]
TAGS = re.compile(r"<[^>]*>")


def sheet(form: FormVersion, seed: int = 3) -> Sheet:
    """The form as somebody filled it in."""
    answers = filled(form, Random(seed))
    return sheet_of(form, answers.answers, answers.asked, Manner(form.date_format))


def words(text: str) -> str:
    """The text's letters, without what layouts put between them."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@pytest.mark.parametrize("layout", BODIES, ids=lambda layout: layout.name)
def test_a_form_in_any_layout_has_every_label_and_every_answer_in_it(forms: Forms, layout: Layout) -> None:
    for form in forms.versions[::3]:
        filled_form = sheet(form)

        text = written(filled_form, HEADING, layout)
        text = html.unescape(TAGS.sub(" ", text)) if layout.is_html else text

        shown = words(text)
        answered = [entry for entry in filled_form.entries() if entry.text]
        assert [one for one in answered if words(one.text) not in shown] == []
        assert [one for one in answered if words(one.label) not in shown] == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_pdf_of_any_look_has_every_answer_in_it(forms: Forms, look: Look) -> None:
    for form in forms.versions[::5]:
        filled_form = next(one for one in (sheet(form, seed) for seed in range(99)) if can_show(one))

        pages = pypdfium2.PdfDocument(printed(filled_form, HEADING, look))

        shown = words("".join(page.get_textpage().get_text_range() for page in pages))
        assert [one for one in filled_form.entries() if len(one.text) < 40 and words(one.text) not in shown] == []
