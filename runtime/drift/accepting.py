"""Accepting a repair: the form version and the mapping become drafts that somebody else must publish, in one act.

Nothing works before that: whoever accepts only writes drafts, and publishing orders that what is held is read again.
"""

from collections.abc import Sequence
from uuid import UUID

from runtime import audit, people
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.drift.decisions import Decision
from runtime.drift.repair import Repair
from runtime.failures import RuntimeFailure
from runtime.texts import publishing


class StillUndecided(RuntimeFailure):
    """A repair concerns danger, and nobody has said yes or no to all that does."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        count = "one question" if len(decisions) == 1 else f"{len(decisions)} questions"
        super().__init__(f"{count} that may tell of danger must be decided first: {decisions[0].sentence}")
        self.decisions = tuple(decisions)


class NothingToAccept(RuntimeFailure):
    """The library has the new form version already, and the mapping need not be changed."""

    def __init__(self, form: str, version: str) -> None:
        super().__init__(f"the library has {form} {version} already, and the mapping stays as it is")


def accept(database: Database, force_id: str, repair: Repair, *, by: UUID, why: str) -> UUID:
    """Writes the repair as drafts that belong together and are ready for approval; gives their change set.

    Raises StillUndecided, NothingToAccept, ReasonMissing, and DraftOvertaken where a text has a draft already.
    """
    undecided = [one for one in repair.decisions if one.needs_person and not (one.choice and one.choice.by)]
    if undecided:
        raise StillUndecided(undecided)
    library = repair.change.library
    changed = {path: text for path, text in repair.files.items() if not library.has(path) or library.text(path) != text}
    if not changed:
        raise NothingToAccept(repair.new.form, repair.new.version)
    edits = [publishing.Edit(path, text, by) for path, text in changed.items()]
    change_set = publishing.save_drafts(database, force_id, edits, reason=why)
    details = {
        "old": repair.change.old.version,
        "new": repair.new.version,
        "change_set": str(change_set),
        "decisions": [_told(one) for one in repair.decisions],
    }
    with database.write_session(force_id) as session:
        who = people.actor_of(session, by)
        audit.record(session, AuditEvent.REPAIR_ACCEPTED, Subject("form", repair.new.form), who, details)
    return change_set


def _told(decision: Decision) -> dict[str, object]:
    """A decision as the audit keeps it: names of questions, never what a person wrote."""
    by = decision.choice.by if decision.choice else ""
    return {"id": decision.id, "risk": decision.needs_person, "accepted": decision.is_accepted, "by": by}
