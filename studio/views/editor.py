"""What the editor asks while somebody types: what fits at the cursor, what a name means, where it is given."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

import mapping_dsl
from mapping_dsl.editing import EditRefused
from mapping_dsl.editing.completion import complete
from mapping_dsl.editing.hover import hover
from mapping_dsl.editing.navigation import Place, definition, references, rename
from mapping_dsl.editing.open_text import OpenText
from mapping_dsl.editing.outline import folds, outline
from mapping_dsl.editing.scope import Scope
from mapping_dsl.problems import Span
from runtime.texts.library import texts_of
from studio.roles import needs
from studio.trial import examine, try_sample
from studio.views.drafts import MAY_CHANGE, MAY_LOOK, Opened, address_of, editor_page, opened, typed_text

views = Blueprint("editor", __name__, url_prefix="/mappings/<mapping_id>/draft")


@views.post("/layout")
@needs(*MAY_CHANGE)
def layout(mapping_id: str) -> ResponseReturnValue:
    """The text in its layout: for the editor, or the whole page with it, not saved yet."""
    found = opened(mapping_id)
    text = mapping_dsl.format(typed_text())
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify({"text": text})
    return editor_page(found, text, request.form.get("revision", type=int))


@views.post("/completions")
@needs(*MAY_LOOK)
def completions(mapping_id: str) -> ResponseReturnValue:
    """What can be written at the cursor."""
    line, column = _cursor()
    return jsonify(asdict(complete(_open_text(opened(mapping_id)), line, column)))


@views.post("/outline")
@needs(*MAY_LOOK)
def contents(mapping_id: str) -> ResponseReturnValue:
    """The text's statements, what can be folded, and the names that an expression may hold."""
    text = typed_text()
    scope = Scope(_open_text(opened(mapping_id)), [], None)
    return jsonify(
        {
            "headings": [asdict(one) for one in outline(text)],
            "folds": [asdict(one) for one in folds(text)],
            "names": list(dict.fromkeys(one.name for one in scope.named())),
        }
    )


@views.post("/meaning")
@needs(*MAY_LOOK)
def meaning(mapping_id: str) -> ResponseReturnValue:
    """What is known of the name at the cursor, with its value in the sample that is shown."""
    found = opened(mapping_id)
    trial = try_sample(found.texts, examine(found.texts, found.path, typed_text()), request.form.get("sample") or None)
    told = hover(_open_text(found), *_cursor(), trial.trace)
    shown = told and {"title": told.title, "sentences": told.sentences, "value": told.value, **_span(told.span)}
    return jsonify(shown)


@views.post("/definition")
@needs(*MAY_LOOK)
def given(mapping_id: str) -> ResponseReturnValue:
    """Where the name at the cursor is given, and all places where it stands."""
    found = opened(mapping_id)
    text = _open_text(found)
    place = definition(text, *_cursor())
    places = [_place(found, text, one) for one in references(text, *_cursor())]
    return jsonify({"definition": place and _place(found, text, place), "references": places})


@views.post("/name")
@needs(*MAY_CHANGE)
def new_name(mapping_id: str) -> ResponseReturnValue:
    """The edits that give the name at the cursor another, or the sentence that says why it stays."""
    found = opened(mapping_id)
    try:
        renamed = rename(_open_text(found), *_cursor(), request.form.get("name", ""))
    except EditRefused as refused:
        return jsonify({"sentence": f"{refused}."})
    others = sorted(set(renamed.changes) - {found.path})
    if others:
        sentence = f"This name stands in {', '.join(others)} too, and would have to be changed there at the same time."
        return jsonify({"sentence": sentence})
    edits = (edit for change in renamed.changes.values() for edit in change.edits)
    return jsonify({"edits": [{"text": one.text, **_span(one.span)} for one in edits]})


def _open_text(found: Opened) -> OpenText:
    return OpenText(mapping_dsl.Library(texts_of(found.texts) | {found.path: typed_text()}), found.path)


def _cursor() -> tuple[int, int]:
    line, column = (request.form.get(name, 1, type=int) for name in ("line", "column"))
    return max(1, line or 1), max(1, column or 1)


def _place(found: Opened, text: OpenText, place: Place) -> dict[str, Any]:
    """A place with the words of its line, and the address of the text where it is another than the one that is open."""
    lines = text.library.text(place.path).split("\n")
    words = lines[place.span.line - 1].strip() if place.span.line <= len(lines) else ""
    address = "" if place.path == found.path else address_of(place.path, place.span.line)
    return {"path": place.path, "words": words, "address": address, **_span(place.span)}


def _span(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "endLine": span.end_line, "endColumn": span.end_column}
