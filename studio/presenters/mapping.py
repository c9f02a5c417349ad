"""Mappings as pages show them: the list, the head of each page, the editor, publishing, the versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from flask import request, url_for

from runtime.models import Role
from runtime.people import SignedIn
from runtime.texts.library import MappingShown, VersionShown
from studio.navigation import Place
from studio.presenters.moments import Moment, moment
from studio.roles import may_open

IMPORTED = "came with the library"
MAY_CHANGE = frozenset({Role.ANALYST, Role.TESTER})


@dataclass(frozen=True, slots=True)
class DraftMark:
    """How the draft of a mapping stands."""

    words: str
    colour: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A line of the list."""

    id: str
    title: str
    address: str
    form_versions: str
    published: str
    used_by: str  #: of a module, the titles of the mappings that use it
    draft: DraftMark
    problems: str


@dataclass(frozen=True, slots=True)
class MappingHead:
    """What stands above each page of a mapping."""

    id: str
    title: str
    kind: str  #: "mapping" or "module"
    published: str
    draft: DraftMark
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples of a mapping, by path and name."""

    mapping: str
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Editor:
    """The editor: the text, and where it is checked, previewed and saved."""

    text: str
    revision: str
    samples: tuple[Samples, ...]
    sample: str
    may_change: bool
    save_address: str
    problems_address: str
    preview_address: str
    services_address: str  #: below which the editor's script asks about the text and its cursor
    layout_address: str
    mail_address: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version."""

    number: int
    is_current: bool
    published: Moment | None
    author: str
    approver: str
    reason: str
    difference_address: str
    roll_back_address: str


@dataclass(frozen=True, slots=True)
class Publishing:
    """What may be done with a draft by the person who looks at it, and if nothing, why."""

    title: str
    sentences: tuple[str, ...]
    reach: str  #: of a module, what else gets a new version
    may_send: bool
    may_publish: bool
    may_drop: bool
    reason: str


def mapping_row(shown: MappingShown, users: Sequence[MappingShown], problems: int | None) -> MappingRow:
    """A mapping or module in the list; `problems` are those that stop its draft, None without a draft."""
    return MappingRow(
        id=shown.id,
        title=shown.title,
        address=url_for("drafts.show" if may_open("drafts.show") else "exchange.show", mapping_id=shown.id),
        form_versions=f"{shown.form} {', '.join(shown.form_versions)}",
        published=_published(shown),
        used_by=", ".join(one.title for one in users) or "no mapping",
        draft=_draft_mark(shown),
        problems="" if problems is None else str(problems or "none"),
    )


def mapping_head(shown: MappingShown, users: Sequence[MappingShown]) -> MappingHead:
    """The head of the pages of one mapping, or of a module with the mappings that use it."""
    pages = (
        ("Text", "drafts.show"),
        ("Changes", "drafts.changes"),
        ("Versions", "mappings.versions"),
        ("Tables and documents", "exchange.show"),
        ("Try an e-mail", "mappings.mail"),
    )
    places = tuple(
        Place(title, url_for(endpoint, mapping_id=shown.id), endpoint == request.endpoint)
        for title, endpoint in pages
        if may_open(endpoint)
    )
    kind = "module" if shown.is_module else "mapping"
    standing = f"shared by {titles_of(users)}" if shown.is_module else _published(shown)
    return MappingHead(shown.id, shown.title, kind, standing, _draft_mark(shown), places)


def titles_of(mappings: Sequence[MappingShown]) -> str:
    """How many mappings, and which: "2 mappings: Antisocial behaviour, Burglary"."""
    count = f"{len(mappings)} mapping{'s' if len(mappings) != 1 else ''}" if mappings else "no mapping"
    return ": ".join(filter(None, (count, ", ".join(one.title for one in mappings))))


def editor(
    shown: MappingShown, text: str, revision: int | None, samples: Mapping[str, Sequence[str]], who: SignedIn
) -> Editor:
    """The editor for somebody; only those who write mappings may save. `samples` are paths by a mapping's title."""
    first = next((path for paths in samples.values() for path in paths), "")
    return Editor(
        text=text,
        revision="" if revision is None else str(revision),
        samples=tuple(
            Samples(title, tuple((path, _sample_words(path, shown)) for path in paths))
            for title, paths in samples.items()
        ),
        sample=request.values.get("sample") or first,
        may_change=not MAY_CHANGE.isdisjoint(who.roles),
        save_address=url_for("drafts.save", mapping_id=shown.id),
        problems_address=url_for("drafts.problems", mapping_id=shown.id),
        preview_address=url_for("drafts.preview", mapping_id=shown.id),
        services_address=url_for("drafts.save", mapping_id=shown.id),
        layout_address=url_for("editor.layout", mapping_id=shown.id),
        mail_address=url_for("mappings.mail", mapping_id=shown.id),
    )


def _sample_words(path: str, shown: MappingShown) -> str:
    """A sample's name; where several mappings have samples, with its mapping's, for a closed list shows no group."""
    sample = PurePosixPath(path)
    return f"{sample.parts[0]}: {sample.stem}" if shown.is_module else sample.stem


def version_rows(versions: Iterable[VersionShown], who: SignedIn) -> tuple[VersionRow, ...]:
    """The versions, newest first; those who publish can bring an older one back."""
    return tuple(_version_row(one, may_return=Role.APPROVER in who.roles) for one in versions)


def publishing_panel(
    shown: MappingShown, users: Sequence[MappingShown], who: SignedIn, stops: Sequence[str]
) -> Publishing:
    """What this person may do with the draft. `stops` are sentences on what keeps it from being published."""
    is_author = who.name in shown.draft_authors
    may_change = not MAY_CHANGE.isdisjoint(who.roles)
    return Publishing(
        title="Sent for approval" if shown.draft_sent_at else "Not sent for approval yet",
        sentences=tuple(_standing(shown, who, is_author=is_author, stops=stops)),
        reach=f"Publishing it makes a new version of {titles_of(users)}." if shown.is_module and users else "",
        may_send=may_change and not stops and not shown.draft_sent_at,
        may_publish=Role.APPROVER in who.roles and not is_author and not stops and bool(shown.draft_sent_at),
        may_drop=may_change,
        reason=shown.draft_reason or "",
    )


def _standing(shown: MappingShown, who: SignedIn, *, is_author: bool, stops: Sequence[str]) -> Iterable[str]:
    if shown.draft_sent_at:
        yield f"{shown.draft_sent_by} sent it on {_when(shown.draft_sent_at)}: {shown.draft_reason}"
    if is_author:
        yield "You wrote this change, so somebody else must publish it."
    elif Role.APPROVER not in who.roles:
        yield "An approver publishes it."
    elif not shown.draft_sent_at:
        yield "It can be published once its author sends it for approval."
    if stops:
        yield "Before it can be published:"
        yield from stops


def _published(shown: MappingShown) -> str:
    if shown.number is None:
        return "not published"
    by = f" by {shown.published_by}" if shown.published_by else ""
    return f"version {shown.number}, {_when(shown.published_at)}{by}"


def _draft_mark(shown: MappingShown) -> DraftMark:
    if not shown.has_draft:
        return DraftMark("no draft", "grey")
    authors = "by " + ", ".join(shown.draft_authors)
    if shown.draft_sent_at:
        return DraftMark("for approval", "yellow", authors)
    return DraftMark("draft", "blue", authors)


def _version_row(version: VersionShown, *, may_return: bool) -> VersionRow:
    address = f"{url_for('mappings.versions', mapping_id=version.mapping_id)}/{version.number}"
    return VersionRow(
        number=version.number,
        is_current=version.is_running,
        published=moment(version.published_at),
        author=version.author or IMPORTED,
        approver=version.approver or IMPORTED,
        reason=version.reason,
        difference_address=address if version.number > 1 else "",
        roll_back_address=f"{address}/return" if may_return and not version.is_running else "",
    )


def _when(at: datetime | None) -> str:
    shown = moment(at)
    return shown.words if shown else ""
