"""Layouts as pages show them: the list, one with an example of how a question looks in it, and one that was learnt."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mapping_dsl.forms import FormVersion
from runtime.intake import SubmissionReading
from runtime.intake.layout import Layout, LayoutUnusable, Template, read_layout
from runtime.texts.drafted import TextShown
from studio.presenters.mapping import DraftMark
from studio.presenters.texts import address_of, draft_mark

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
ANSWER = "what was answered"


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A layout in the list."""

    address: str
    name: str
    title: str
    example: str  #: a question written in it
    draft: DraftMark


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """A layout."""

    name: str
    title: str
    text: str
    revision: str
    examples: tuple[str, ...]  #: a heading, an element and a question in each of its templates
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class LearntPage:
    """A layout that was learnt from a sample, and how the sample reads with it."""

    name: str
    title: str
    text: str
    examples: tuple[str, ...]
    sentence: str
    rows: tuple[tuple[str, str, str], ...]  #: question, what is read with the layout, what is read without it


def layout_rows(texts: Iterable[TextShown], forms: Iterable[FormVersion]) -> tuple[LayoutRow, ...]:
    """The list; what is no layout is not in it."""
    words = _words(forms)
    found = ((shown, layout) for shown in texts if (layout := layout_of(shown.path, shown.text)))
    return tuple(
        LayoutRow(
            address=address_of(shown.path),
            name=layout.name,
            title=layout.title or layout.name,
            example=next(_written(layout.questions, words), ""),
            draft=draft_mark(shown),
        )
        for shown, layout in found
    )


def layout_of(path: str, text: str) -> Layout | None:
    """The layout that a text describes; None where it describes none."""
    try:
        return read_layout(path, text)
    except LayoutUnusable:
        return None


def layout_page(shown: TextShown, text: str, forms: Iterable[FormVersion], complaint: str = "") -> LayoutPage:
    """A layout's page with a text that need not be kept yet."""
    layout = layout_of(shown.path, text)
    name = shown.path.removeprefix("layouts/").removesuffix(".json")
    revision = str(shown.draft.revision) if shown.draft else ""
    examples = tuple(_examples(layout, _words(forms))) if layout else ()
    return LayoutPage(name, layout.title if layout else name, text, revision, examples, complaint)


def learnt_page(
    layout: Layout, text: str, readings: tuple[SubmissionReading, SubmissionReading], form: FormVersion
) -> LearntPage:
    """A learnt layout; `readings` are of its sample, with the layout and without it."""
    after, before = readings
    counts = [sum(bool(one.places.get(name)) for name, _ in form.every_question()) for one in (after, before)]
    rows = tuple(
        (question.label, _place_text(after, question.name), _place_text(before, question.name))
        for question in form.questions
        if question.name in {**after.answers, **before.answers}
    )
    found = f"{counts[0]} questions of {form.title} {form.version} are found in the sample with it"
    advice = "" if counts[0] > counts[1] else " It reads no better with it: it need not be kept."
    sentence = f"{found}, {counts[1]} without.{advice}"
    return LearntPage(layout.name, layout.title, text, tuple(_examples(layout, _words([form]))), sentence, rows)


def _place_text(reading: SubmissionReading, name: str) -> str:
    """The answer as it was typed; of a group how many elements it has."""
    place = reading.places.get(name)
    value = reading.answers.get(name)
    if isinstance(value, list) and place is None:
        return f"{len(value)} of them" if value else ""
    return place.text if place else ""


def _examples(layout: Layout, words: dict[str, str]) -> Iterator[str]:
    yield from _written((*layout.headings, *layout.elements, *layout.questions), words)


def _written(templates: Iterable[Template], words: dict[str, str]) -> Iterator[str]:
    for template in templates:
        yield "\n".join(_PLACEHOLDER.sub(lambda found: _word(found[1], words), line) for line in template)


def _word(placeholder: str, words: dict[str, str]) -> str:
    word = words.get(placeholder.casefold(), "")
    return word.upper() if placeholder.isupper() else word


def _words(forms: Iterable[FormVersion]) -> dict[str, str]:
    """What stands for each placeholder, in the words of the force's own forms."""
    questions = [question for form in forms for question in form.questions]
    asked = next((one for one in questions if not one.questions), None)
    group = next((one for one in questions if one.item_name), None)
    return {
        "label": asked.label if asked else "the question",
        "heading": asked.section if asked else "the heading",
        "item": group.item_name if group else "element",
        "answer": ANSWER,
        "number": "1",
        "place": "1",
        "count": "2",
    }
