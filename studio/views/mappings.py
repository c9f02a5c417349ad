"""The list of mappings and modules, their published versions, and trying an e-mail on one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime import clock
from runtime.models import Role
from runtime.texts import library, modules, publishing
from runtime.texts.publishing import Approval
from studio.presenters.difference import difference
from studio.presenters.mail import mail_trial
from studio.presenters.mapping import mapping_row, version_rows
from studio.presenters.preview import stops_of
from studio.roles import needs
from studio.signed_in import person, services
from studio.trial import Mail, examine, try_mail
from studio.views.drafts import MAY_LOOK, MAY_READ, Opened, all_opened, opened

views = Blueprint("mappings", __name__, url_prefix="/mappings")


@views.get("")
@needs(*MAY_READ)
def index() -> ResponseReturnValue:
    """All mappings and what they share: which form versions they take, what runs, who is changing what."""
    rows = [(one.shown.is_module, mapping_row(one.shown, one.users, _stops(one))) for one in all_opened()]
    return render_template(
        "pages/mappings.html",
        mappings=[row for is_module, row in rows if not is_module],
        modules=[row for is_module, row in rows if is_module],
    )


@views.get("/<mapping_id>/versions")
@needs(*MAY_LOOK)
def versions(mapping_id: str) -> ResponseReturnValue:
    """What was published when, by whom and why."""
    found = opened(mapping_id)
    history = modules.versions if found.shown.is_module else library.versions
    shown = history(services().database, person().force_id, found.shown.id)
    return render_template("pages/versions.html", page=found.head, rows=version_rows(shown, person()))


@views.get("/<mapping_id>/versions/<int:number>")
@needs(*MAY_LOOK)
def version(mapping_id: str, number: int) -> ResponseReturnValue:
    """What a version changed against the one before it."""
    found = opened(mapping_id)
    db, force_id = services().database, person().force_id
    text_of = modules.version_text if found.shown.is_module else library.version_text
    before, after = (text_of(db, force_id, found.shown.id, one) for one in (number - 1, number))
    return render_template(
        "pages/difference.html",
        page=found.head,
        heading=f"Version {number} against version {number - 1}",
        publishing=None,
        places=difference(before, after),
    )


@views.post("/<mapping_id>/versions/<int:number>/return")
@needs(Role.APPROVER)
def roll_back(mapping_id: str, number: int) -> ResponseReturnValue:
    """Brings an older version back as the newest one."""
    reason = request.form["reason"].strip()
    found = opened(mapping_id)
    approval = Approval(person().person_id, reason)
    bring_back = publishing.put_back if found.shown.is_module else publishing.roll_back
    bring_back(services().database, person().force_id, found.shown.id, number, approval)
    flash(f"Version {number} runs again, as a new version.")
    return redirect(url_for(".versions", mapping_id=mapping_id))


@views.get("/<mapping_id>/mail")
@needs(*MAY_LOOK)
def mail(mapping_id: str) -> ResponseReturnValue:
    """The page on which an e-mail can be dropped."""
    found = opened(mapping_id)
    return render_template("pages/mail.html", page=found.head, trials=(), sentence="")


@views.post("/<mapping_id>/mail")
@needs(*MAY_LOOK)
def try_one(mapping_id: str) -> ResponseReturnValue:
    """The mail's submissions as the draft (or what is published) would bring them out; nothing is kept."""
    found = opened(mapping_id)
    given = request.files["mail"]
    dropped = Mail(given.read(), given.filename or "", clock.now(), person().force_id)
    tried = list(try_mail(examine(found.texts, found.path, found.text), dropped))
    return render_template(
        "pages/mail.html",
        page=found.head,
        trials=[mail_trial(one, found.path) for one in tried],
        sentence="" if tried else "No submission could be read in it.",
    )


def _stops(found: Opened) -> int | None:
    """How much keeps the draft from being published; None where nobody changes it."""
    return len(stops_of(examine(found.texts, found.path, found.text))) if found.draft else None
