"""The mails that went worst, told so that whoever builds the reader can mend it at once."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.changes.judging import Verdict

_SHOWN = 110  #: letters of an answer


def worst(verdicts: Iterable[Verdict], count: int) -> list[Verdict]:
    """The verdicts of so many mails, worst first; fewer where fewer went wrong."""
    ordered = sorted(verdicts, key=lambda one: one.badness, reverse=True)
    return [one for one in ordered[:count] if any(one.badness)]


def told(verdict: Verdict) -> Iterator[str]:
    """What went wrong with one mail."""
    mail, change = verdict.mail, verdict.mail.change
    yield f"mail {mail.number}: {mail.form.form} {mail.form.version}, declared {mail.declared}; {mail.dress}"
    if change.meanings or change.breaks or change.strange:
        means = [f"{label!r} means {name}" for label, name in change.meanings.items()]
        yield f"  {change.kind}: {', '.join([*means, *sorted(change.breaks), *map(repr, change.strange)])}"
    if verdict.is_lost:
        yield "  no submission was found in it"
    for one in verdict.wrong:
        silently = "SILENTLY " if one.is_silent else ""
        yield f"  {silently}wrong {one.question}: {_short(one.expected)}, read as {_short(one.got)}"
    yield from _named("not noticed, though dangerous", verdict.unnoticed)
    yield from _named("changed, and not told", verdict.missed)
    yield from _named("named needlessly", verdict.needless)
    yield from _named("relied on, though it may be another's", verdict.accepted)


def keep(verdicts: Iterable[Verdict], folder: Path) -> None:
    """Writes the mails into a folder, each by its number."""
    folder.mkdir(parents=True, exist_ok=True)
    for verdict in verdicts:
        (folder / verdict.mail.file_name).write_bytes(verdict.mail.raw)


def _named(what: str, names: tuple[str, ...]) -> Iterator[str]:
    if names:
        yield f"  {what}: {', '.join(names)}"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + " ..."
