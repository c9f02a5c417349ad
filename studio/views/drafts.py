"""The editor of a mapping or module: the draft's text, its problems and preview, and its way to being published."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import mapping_dsl
from mapping_dsl.problems import Problem
from runtime.models import Draft, Role
from runtime.texts import guarding, library, publishing
from runtime.texts.drafted import with_new_of_set
from runtime.texts.library import MappingShown
from runtime.texts.publishing import Approval, DraftOvertaken, Edit, RiskFalls, StillProblems
from studio.presenters.compared import in_words
from studio.presenters.difference import difference
from studio.presenters.mapping import MappingHead, editor, mapping_head, publishing_panel
from studio.presenters.preview import example_list, preview_of, problem_list, stops_of
from studio.roles import needs
from studio.signed_in import person, services
from studio.trial import Trial, examine, try_sample

views = Blueprint("drafts", __name__, url_prefix="/mappings/<mapping_id>")

MAY_LOOK = (Role.ANALYST, Role.TESTER, Role.APPROVER)
#: Who answers for what is kept reads what is signed.
MAY_READ = (*MAY_LOOK, Role.INFORMATION_MANAGER)
MAY_CHANGE = (Role.ANALYST, Role.TESTER)


@views.get("")
@needs(*MAY_LOOK)
def show(mapping_id: str) -> ResponseReturnValue:
    """The editor: text, problems and what it makes of a sample."""
    found = opened(mapping_id)
    return editor_page(found, found.text, found.draft.revision if found.draft else None)


@views.post("/draft")
@needs(*MAY_CHANGE)
def save(mapping_id: str) -> ResponseReturnValue:
    """Keeps the draft. Where somebody else saved meanwhile, what was typed stays on the page."""
    found = opened(mapping_id)
    revision = request.form.get("revision", type=int)
    edit = Edit(found.path, typed_text(), person().person_id, revision)
    try:
        publishing.save_draft(services().database, person().force_id, edit)
    except DraftOvertaken as overtaken:
        return editor_page(found, typed_text(), revision, str(overtaken)), 409
    flash("Draft saved. It changes nothing until it is published.")
    return redirect(url_for(".show", mapping_id=mapping_id, sample=request.form.get("sample") or None))


@views.post("/draft/problems")
@needs(*MAY_LOOK)
def problems(mapping_id: str) -> ResponseReturnValue:
    """The problems of a text as it is typed, for the editor."""
    found = opened(mapping_id)
    examined = examine(found.texts, found.path, typed_text())
    return jsonify([_for_editor(one) for one in examined.problems if examined.is_own(one)])


@views.post("/draft/preview")
@needs(*MAY_LOOK)
def preview(mapping_id: str) -> ResponseReturnValue:
    """What the text makes of a sample: a piece for the editor, or the whole page without script."""
    found = opened(mapping_id)
    if "HX-Request" not in request.headers:
        return editor_page(found, typed_text(), request.form.get("revision", type=int))
    trial = _trial(found, typed_text(), request.form.get("sample"))
    response = make_response(render_template("partials/trial.html", **_shown(trial)))
    if trial.trace is None:
        # The last preview that worked stays; only the list of problems is swapped.
        response.headers["HX-Reswap"] = "none"
    return response


@views.get("/changes")
@needs(*MAY_LOOK)
def changes(mapping_id: str) -> ResponseReturnValue:
    """What the draft changes, and what can be done with it."""
    found = opened(mapping_id)
    return _changes(found)


@views.post("/draft/approval")
@needs(*MAY_CHANGE)
def send(mapping_id: str) -> ResponseReturnValue:
    """Sends the draft to those who publish, with the reason for the change."""
    found = opened(mapping_id)
    reason = request.form["reason"].strip()
    publishing.send_for_approval(
        services().database, person().force_id, found.path, by=person().person_id, reason=reason
    )
    flash("Sent for approval.")
    return redirect(url_for(".changes", mapping_id=mapping_id))


@views.post("/publication")
@needs(Role.APPROVER)
def publish(mapping_id: str) -> ResponseReturnValue:
    """Publishes the draft; from now on every submission comes out by it."""
    found = opened(mapping_id)
    accepts = request.form.get("accepts", "").strip()
    approval = Approval(person().person_id, request.form["reason"].strip(), accepts)
    try:
        made = publishing.publish(services().database, person().force_id, found.path, approval)
    except (StillProblems, RiskFalls) as refused:
        return _changes(found, str(refused)), 409
    new = f" {len(made)} mappings have a new version." if len(made) > 1 else ""
    flash(f"Published.{new} The next submission comes out by it.")
    return redirect(url_for("mappings.versions", mapping_id=mapping_id))


@views.post("/draft/removal")
@needs(*MAY_CHANGE)
def drop(mapping_id: str) -> ResponseReturnValue:
    """Throws the draft away; what is published stays as it is."""
    found = opened(mapping_id)
    publishing.drop_draft(services().database, person().force_id, found.path, by=person().person_id)
    flash("The draft is thrown away.")
    return redirect(url_for(".show", mapping_id=mapping_id))


@dataclass(frozen=True, slots=True)
class Opened:
    """A mapping or module that somebody has open, with all that its pages show of it."""

    shown: MappingShown
    draft: Draft | None
    texts: mapping_dsl.Library  #: the force's library as it runs now, with the new texts that the draft comes with
    users: tuple[MappingShown, ...]  #: the mappings that the text has a part in: the mapping itself, or a module's

    @property
    def path(self) -> str:
        """Where the library keeps the text."""
        return self.shown.path

    @property
    def published_text(self) -> str:
        """The text that runs; of one that was never published, what it is to become."""
        return self.texts.text(self.path) if self.texts.has(self.path) else self.text

    @property
    def text(self) -> str:
        """The draft, or where nobody changes it the text that runs."""
        return self.draft.text if self.draft else self.texts.text(self.path)

    @property
    def head(self) -> MappingHead:
        """What stands above each of its pages."""
        return mapping_head(self.shown, self.users)


def opened(mapping_id: str) -> Opened:
    """A mapping or module of the person's force; where there is none of that name, there is no such page."""
    found = next((one for one in all_opened() if one.shown.id == mapping_id), None)
    return found or abort(404)


def all_opened() -> list[Opened]:
    """Every mapping of the person's force, then every module."""
    db, force_id = services().database, person().force_id
    shown = library.mappings(db, force_id)
    with db.read_session(force_id) as session:
        texts = library.current_library(session)
        drafts = {one.path: library.draft_of(session, one.path) for one in shown if one.has_draft}
        seen = {path: with_new_of_set(session, texts, draft) for path, draft in drafts.items()}
    files = {id_: texts.mapping(id_).files for id_ in texts.mappings()}

    def users(path: str) -> tuple[MappingShown, ...]:
        return tuple(one for one in shown if not one.is_module and path in files.get(one.id, ()))

    return [Opened(one, drafts.get(one.path), seen.get(one.path, texts), users(one.path)) for one in shown]


def typed_text() -> str:
    """The text as it was sent; browsers send every line end as CR LF."""
    return request.form["text"].replace("\r\n", "\n")


def address_of(path: str, line: int) -> str:
    """Where a text of the library can be read, at one of its lines."""
    return url_for("drafts.show", mapping_id=PurePosixPath(path).stem, line=line)


def editor_page(found: Opened, text: str, revision: int | None, *sentences: str) -> str:
    """The whole page with a text that need not be the draft's."""
    samples = {one.title: found.texts.paths(f"{one.id}/samples/") for one in found.users}
    shown = editor(found.shown, text, revision, samples, person())
    trial = _trial(found, text, shown.sample)
    return render_template("pages/mapping.html", page=found.head, editor=shown, sentences=sentences, **_shown(trial))


def _trial(found: Opened, text: str, sample: str | None) -> Trial:
    return try_sample(found.texts, examine(found.texts, found.path, text), sample or None)


def _shown(trial: Trial) -> dict[str, Any]:
    own = trial.examined.path
    return {
        "problems": problem_list(trial.examined),
        "examples": example_list(trial.examined),
        "preview": preview_of(trial.trace, trial.form, own) if trial.trace else None,
        "sentence": trial.sentence,
    }


def _changes(found: Opened, complaint: str = "") -> str:
    stops = stops_of(examine(found.texts, found.path, found.text)) if found.draft else ()
    compared = guarding.compared(found.texts, {found.path: found.text}) if found.draft else []
    titles = {one.id: one.title for one in found.users}
    return render_template(
        "pages/difference.html",
        page=found.head,
        heading="" if found.draft else f"Nobody is changing this {found.head.kind}.",
        publishing=publishing_panel(found.shown, found.users, person(), stops) if found.draft else None,
        complaint=complaint,
        words=in_words(compared, found.texts.forms(), titles) if found.draft else None,
        places=difference(found.published_text, found.text),
    )


def _for_editor(problem: Problem) -> dict[str, Any]:
    place = {
        "line": problem.span.line,
        "column": problem.span.column,
        "endLine": problem.span.end_line,
        "endColumn": problem.span.end_column,
    }
    said = {"severity": problem.severity, "code": problem.code, "message": problem.message, "hint": problem.hint}
    return place | said | ({"fix": _fix(problem)} if problem.fix else {})


def _fix(problem: Problem) -> dict[str, Any]:
    fix = problem.fix
    assert fix is not None
    return {
        "line": fix.span.line,
        "column": fix.span.column,
        "endLine": fix.span.end_line,
        "endColumn": fix.span.end_column,
        "text": fix.text,
        "label": fix.label,
    }
