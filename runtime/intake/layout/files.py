"""Layouts as files of the library, `layouts/NAME.json`. One that cannot be used is refused in a sentence."""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import Any, Final

from mapping_dsl import Library, exact_json
from runtime.intake.documents import json_object
from runtime.intake.layout.layout import KEYS, TEMPLATES, WORDS, Layout, Template
from runtime.intake.layout.templates import is_row

FOLDER: Final = "layouts/"
MAX_CHARACTERS: Final = 100_000
MAX_TEMPLATES, MAX_TEMPLATE_LINES, MAX_TEMPLATE_CHARACTERS, MAX_WORDS = 20, 4, 200, 100

_BRACES: Final = re.compile(r"\{[^{}]*\}")
_NEEDED: Final = {
    "questions": ({"{label}", "{answer}"}, {"{number}"}),
    "headings": ({"{heading}"}, {"{number}"}),
    "elements": ({"{item}", "{place}"}, {"{count}"}),
}


class LayoutUnusable(ValueError):
    """A layout's file says something that no layout can be made of."""

    def __init__(self, path: str, key: str, what: str) -> None:
        super().__init__(f"{path}: {key} {what}." if key else f"{path}: {what}.")
        self.path, self.key = path, key


def read_layouts(library: Library) -> tuple[Layout, ...]:
    """Every layout of a library, in the order of their names. Raises LayoutUnusable."""
    return tuple(read_layout(path, library.text(path)) for path in library.paths(FOLDER) if path.endswith(".json"))


@lru_cache(maxsize=512)
def read_layout(path: str, text: str) -> Layout:
    """The layout that a file of that path and text describes. Raises LayoutUnusable."""
    document = json_object(text, MAX_CHARACTERS, partial(LayoutUnusable, path, ""))
    for key in document:
        if key not in KEYS:
            raise LayoutUnusable(path, key, f"is no key of a layout; there are {', '.join(KEYS)}")
    values: dict[str, Any] = {key: _value(path, key, document[key]) for key in document}
    return Layout(PurePosixPath(path).stem, **values)


def layout_to_json(layout: Layout) -> str:
    """The text of the layout's file; `read_layout` gives the same layout again."""
    document: dict[str, Any] = {key: getattr(layout, key) for key in KEYS if getattr(layout, key)}
    return exact_json.dumps(document, indent=2) + "\n"


def _value(path: str, key: str, value: object) -> object:
    if key == "title":
        if not isinstance(value, str):
            raise LayoutUnusable(path, key, f"is {value!r:.40}, and no text")
        return value
    if not isinstance(value, list):
        raise LayoutUnusable(path, key, f"is {value!r:.40}, and no list")
    if key in TEMPLATES:
        return _templates(path, key, value)
    assert key in WORDS
    return _texts(path, key, value, MAX_WORDS)


def _templates(path: str, key: str, value: list[object]) -> tuple[Template, ...]:
    if len(value) > MAX_TEMPLATES:
        raise LayoutUnusable(path, key, f"has {len(value)} templates; {MAX_TEMPLATES} are the most")
    for one in value:
        if not isinstance(one, list):
            raise LayoutUnusable(path, key, f"has {one!r:.40}, and not a list of lines")
    templates = tuple(_texts(path, key, one, MAX_TEMPLATE_LINES) for one in value if isinstance(one, list))
    for template in templates:
        if what := next(_wrong(key, template), ""):
            raise LayoutUnusable(path, key, what)
    return templates


def _texts(path: str, key: str, value: list[object], most: int) -> tuple[str, ...]:
    if len(value) > most:
        raise LayoutUnusable(path, key, f"has {len(value)} texts where {most} are the most")
    texts = tuple(text for text in value if isinstance(text, str))
    if len(texts) < len(value) or not any(map(str.strip, texts)):
        raise LayoutUnusable(path, key, f"has {value!r:.40} where texts must stand")
    if any(len(text) > MAX_TEMPLATE_CHARACTERS or "\n" in text for text in texts):
        raise LayoutUnusable(path, key, f"has a text of several lines or over {MAX_TEMPLATE_CHARACTERS} characters")
    return texts


def _wrong(key: str, template: Template) -> Iterator[str]:
    """What is the matter with a template, in words."""
    needed, allowed = _NEEDED[key]
    shown = " / ".join(template)
    before_closing, answer, closing = shown.partition("{answer}")
    once = before_closing + answer + closing.replace("{label}", "", 1) if "{label}" in before_closing else shown
    braces = [brace.casefold() for brace in _BRACES.findall(once)]
    for brace in braces:
        if brace not in needed | allowed:
            yield f"has {brace} in “{shown}”; there may be {', '.join(sorted(needed | allowed))}"
    for brace in sorted(needed):
        if braces.count(brace) != 1:
            yield f"has {brace} {_times(braces.count(brace))} in “{shown}”, where it must stand once"
    if key == "questions":
        yield from _wrong_question(template, shown)


def _wrong_question(template: Template, shown: str) -> Iterator[str]:
    first = template[0].casefold()
    if "{label}" not in first:
        yield f"has no {{label}} in the first line of “{shown}”"
    elif "{answer}" in first and not first.partition("{label}")[2].partition("{answer}")[0]:
        yield f"has nothing between {{label}} and {{answer}} in “{shown}”"
    elif sum(bool(line.strip()) and not is_row(line) for line in template) > 2:
        yield f"has more than a line for the label and one for the answer in “{shown}”"


def _times(count: int) -> str:
    return {0: "nowhere", 2: "twice"}.get(count, f"{count} times")
