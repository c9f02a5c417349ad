"""The list of mappings, their published versions, and trying an e-mail on one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import mapping_dsl
from mapping_dsl.problems import Severity
from runtime import clock, library, publishing
from runtime.library import MappingShown
from runtime.models import Role
from runtime.publishing import Approval
from studio.presenters.difference import difference
from studio.presenters.mail import mail_trial
from studio.presenters.mapping import mapping_head, mapping_row, version_rows
from studio.roles import needs
from studio.signed_in import person, services
from studio.trial import Mail, checked, try_mail
from studio.views.drafts import MAY_LOOK, current, opened

views = Blueprint("mappings", __name__, url_prefix="/mappings")


@views.get("")
@needs(*MAY_LOOK)
def index() -> ResponseReturnValue:
    """All mappings: which form versions they take, what runs, who is changing what."""
    texts = current()
    shown = [one for one in library.mappings(services().database, person().force_id) if not one.is_module]
    rows = [mapping_row(one, _stops(one, texts) if one.has_draft else None) for one in shown]
    return render_template("pages/mappings.html", rows=rows)


@views.get("/<mapping_id>/versions")
@needs(*MAY_LOOK)
def versions(mapping_id: str) -> ResponseReturnValue:
    """What was published when, by whom and why."""
    found, _ = opened(mapping_id)
    shown = library.versions(services().database, person().force_id, found.id)
    return render_template("pages/versions.html", page=mapping_head(found), rows=version_rows(shown, person()))


@views.get("/<mapping_id>/versions/<int:number>")
@needs(*MAY_LOOK)
def version(mapping_id: str, number: int) -> ResponseReturnValue:
    """What a version changed against the one before it."""
    found, _ = opened(mapping_id)
    db, force_id = services().database, person().force_id
    before, after = (library.version_text(db, force_id, found.id, one) for one in (number - 1, number))
    return render_template(
        "pages/difference.html",
        page=mapping_head(found),
        heading=f"Version {number} against version {number - 1}",
        publishing=None,
        places=difference(before, after),
    )


@views.post("/<mapping_id>/versions/<int:number>/return")
@needs(Role.APPROVER)
def roll_back(mapping_id: str, number: int) -> ResponseReturnValue:
    """Brings an older version back as the newest one."""
    reason = request.form["reason"].strip()
    found, _ = opened(mapping_id)
    approval = Approval(person().person_id, reason)
    publishing.roll_back(services().database, person().force_id, found.id, number, approval)
    flash(f"Version {number} runs again, as a new version.")
    return redirect(url_for(".versions", mapping_id=mapping_id))


@views.get("/<mapping_id>/mail")
@needs(*MAY_LOOK)
def mail(mapping_id: str) -> ResponseReturnValue:
    """The page on which an e-mail can be dropped."""
    found, _ = opened(mapping_id)
    return render_template("pages/mail.html", page=mapping_head(found), trials=(), sentence="")


@views.post("/<mapping_id>/mail")
@needs(*MAY_LOOK)
def try_one(mapping_id: str) -> ResponseReturnValue:
    """The mail's submissions as the draft (or what is published) would bring them out; nothing is kept."""
    found, draft = opened(mapping_id)
    texts = current()
    given = request.files["mail"]
    dropped = Mail(given.read(), given.filename or "", clock.now(), person().force_id)
    tried = list(try_mail(texts, found.path, draft.text if draft else texts.text(found.path), dropped))
    return render_template(
        "pages/mail.html",
        page=mapping_head(found),
        trials=[mail_trial(one, found.path) for one in tried],
        sentence="" if tried else "No submission could be read in it.",
    )


def _stops(shown: MappingShown, texts: mapping_dsl.Library) -> int:
    """How many problems keep the draft from being published."""
    with services().database.read_session(person().force_id) as session:
        draft = library.draft_of(session, shown.path)
    if draft is None:
        return 0
    problems = checked(texts.mapping(shown.path, text=draft.text)).problems
    return sum(one.severity is not Severity.HINT for one in problems)
