"""How a form or layout stands: what runs, whose draft there is, and what this person may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask import url_for

from runtime.models import Role
from runtime.people import SignedIn
from runtime.texts.drafted import TextShown
from studio.presenters.mapping import DraftMark
from studio.presenters.moments import moment

MAY_CHANGE = frozenset({Role.ANALYST, Role.TESTER})


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at the top of a text's page."""

    draft: DraftMark
    sentences: tuple[str, ...]
    publish_address: str  #: empty where the person may not
    drop_address: str
    reason: str
    may_change: bool


def draft_mark(shown: TextShown) -> DraftMark:
    """How its draft stands."""
    if shown.draft is None:
        return DraftMark("no draft", "grey")
    authors = "by " + ", ".join(shown.draft.authors)
    return DraftMark("for approval", "yellow", authors) if shown.draft.sent_at else DraftMark("draft", "blue", authors)


def standing(shown: TextShown, who: SignedIn) -> Standing:
    """How a text stands for somebody."""
    draft = shown.draft
    may_change = not MAY_CHANGE.isdisjoint(who.roles)
    is_own = draft is not None and str(who.person_id) in draft.author_ids
    may_publish = draft is not None and bool(draft.sent_at) and Role.APPROVER in who.roles and not is_own
    return Standing(
        draft=draft_mark(shown),
        sentences=tuple(_sentences(shown, who, is_own=is_own)),
        publish_address=url_for("texts.publish", path=shown.path) if may_publish else "",
        drop_address=url_for("texts.drop", path=shown.path) if draft and may_change else "",
        reason=draft.reason if draft else "",
        may_change=may_change,
    )


def address_of(path: str) -> str:
    """The page of a form, a layout or a mapping's changes by the library's path of its text."""
    folder, *_ = parts = PurePosixPath(path).parts
    if folder == "forms":
        return url_for("forms.show", form=parts[1], version=path.rpartition("/")[2].removesuffix(".json"))
    if folder == "layouts":
        return url_for("layouts.show", name=PurePosixPath(path).stem)
    return url_for("drafts.changes", mapping_id=PurePosixPath(path).stem)


def _sentences(shown: TextShown, who: SignedIn, *, is_own: bool) -> Iterable[str]:
    if shown.draft is None:
        yield "It runs as it stands here."
        return
    yield (
        "This is a draft; another text runs until it is published."
        if shown.running
        else ("This is a draft; nothing is read by it until it is published.")
    )
    at = moment(shown.draft.sent_at)
    if at:
        yield f"{shown.draft.sent_by} sent it on {at.words}: {shown.draft.reason}"
    if is_own:
        yield "You wrote this change, so somebody else must publish it."
    elif Role.APPROVER not in who.roles:
        yield "An approver publishes it."
    if shown.draft.together:
        yield f"Published in the same act: {', '.join(shown.draft.together)}."
