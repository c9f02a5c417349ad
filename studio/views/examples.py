"""What the examples of a mapping show, and drafts of examples for what they do not."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from mapping_dsl import exact_json, sampling
from studio.presenters.examples import coverage_shown, draft_shown, place_named
from studio.roles import needs
from studio.trial import examine
from studio.views.drafts import MAY_LOOK, Opened, opened

views = Blueprint("examples", __name__, url_prefix="/mappings/<mapping_id>/examples")


@views.get("")
@needs(*MAY_LOOK)
def show(mapping_id: str) -> ResponseReturnValue:
    """What no example shows yet. A text that cannot run shows nothing."""
    found = opened(mapping_id)
    trials = _trials(found)
    shown = coverage_shown(mapping_id, sampling.coverage(trials, found.path)) if trials else None
    return render_template("pages/examples.html", page=found.head, coverage=shown)


@views.get("/draft")
@needs(*MAY_LOOK)
def draft(mapping_id: str) -> ResponseReturnValue:
    """An example that would show it, with what comes of its sample now."""
    found = opened(mapping_id)
    place, made = _drafted(found)
    shown = draft_shown(mapping_id, place, made) if made else None
    return render_template("pages/example_draft.html", page=found.head, what=place.says, draft=shown)


@views.get("/draft/sample")
@needs(*MAY_LOOK)
def sample(mapping_id: str) -> ResponseReturnValue:
    """The sample of that example, to be put into the library."""
    _, made = _drafted(opened(mapping_id))
    if made is None:
        abort(404)
    text = exact_json.dumps(made.sample.document, indent=2) + "\n"
    headers = {"Content-Disposition": f'attachment; filename="{made.sample.name}"'}
    return Response(text, mimetype="application/json", headers=headers)


def _drafted(found: Opened) -> tuple[sampling.Place, sampling.ExampleDraft | None]:
    """The place that was asked for, and an example of it, None where no sample shows it."""
    trials = _trials(found)
    missing = sampling.coverage(trials, found.path).missing
    place = place_named(missing, request.args.get("line", type=int), request.args.get("says", ""))
    if place is None:
        abort(404)
    return place, sampling.draft_example(trials, place)


def _trials(found: Opened) -> list[sampling.Trial]:
    """The mappings that the text, its draft where there is one, has a part in; none where one of them cannot run."""
    parts = examine(found.texts, found.path, found.text).parts
    return [sampling.trial(part.source) for part in parts] if all(part.mapping for part in parts) else []
