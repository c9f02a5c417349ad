"""How many mails a second are read, on one core: without and with the PDF, beside peers that only take them apart.

    python -m bench.submission [MAIL …]

All works take turns, so that a busy moment of the machine harms all of them alike, and of each the best round counts.
Mails are those of tests/data that go on by themselves; each is read as it came, and without its PDF. The peer of
reading a mail is the standard library: it parses the mail and decodes every part, which any reader must pay for. The
peer of the PDF is pypdf, which gives its text without places. CPU time is counted, of this process and of the children
that read PDFs. In further rounds the stages of reading a mail without its PDF are timed, one inside of which another
stage is timed without that.
"""

import email
import email.policy
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import Message
from functools import partial, wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import mapping_dsl
from runtime.intake import Disposition, Known, known_of, read, reader, submission
from runtime.intake.aligning.leftovers import Leftovers
from runtime.intake.pdf import read_pdf
from runtime.intake.witness import testimony
from runtime.intake.witness.hearing import Hearing

MAILS = Path("tests/data/eml")
PEERS = Path(".bench")
ROUNDS = 15
BETWEEN = "all between these"
READ, READ_PLAIN, TAKEN_APART, PDF, PYPDF = (
    "a mail with its PDF",
    "a mail without its PDF",
    "peer: email, all parts decoded",
    "a PDF alone, as lines with places",
    "peer: pypdf, its text",
)
#: What a stage of reading does, and the function that does it, where it is called from.
STAGES: tuple[tuple[str, Any, str], ...] = (
    ("the mail is opened", reader, "open_mail"),
    ("its parts are sorted and put in lines", reader, "sort_mail"),
    ("several forms are told apart", reader, "apart"),
    ("the form is recognised", submission, "recognise"),
    ("looks are judged", testimony, "believed"),
    ("the form's words are found", testimony, "Sheet"),
    ("the layout is chosen, the text aligned", testimony, "choose"),
    ("answers are divided and typed", Hearing, "take_all"),
    ("what could be read otherwise is weighed", testimony, "uncertain_of"),
    ("what is left over is settled", Leftovers, "settle"),
    ("the witnesses are brought together", submission, "reconcile"),
)


@dataclass(slots=True)
class Work:
    """One thing to do, and the milliseconds that each round of it took."""

    name: str
    do: Callable[[], object]
    taken: list[float] = field(default_factory=list)


def main(arguments: list[str]) -> None:
    """Prints a row for each work and for each stage: the mean of the mails' best rounds."""
    known = known_of(mapping_dsl.Library("mappings"))
    files = [Path(name) for name in arguments] or sorted(MAILS.glob("*.eml"))
    mails = [raw for raw in (file.read_bytes() for file in files) if _goes_on(raw, known)]
    works = [work for raw in mails for work in _works(raw, known)]
    for _ in range(ROUNDS):
        for work in works:
            began = _spent_ns()
            work.do()
            work.taken.append((_spent_ns() - began) / 1e6)
    print(f"{len(mails)} mails, one core, the best of {ROUNDS} rounds, CPU milliseconds a mail")
    for name in (READ_PLAIN, READ, TAKEN_APART, PDF, PYPDF):
        bests = [min(work.taken) for work in works if work.name == name]
        if bests:
            mean, worst = statistics.mean(bests), max(bests)
            print(f"{name:<40}{mean:>8.2f} ms{1000 / mean:>9.0f} a second   worst {worst:.2f} ms")
    plain = [work for work in works if work.name == READ_PLAIN]
    print(f"\nof which, {READ_PLAIN}")
    for name, milliseconds in _stages(plain).items():
        print(f"{name:<40}{milliseconds:>8.2f} ms")


def _stages(works: Sequence[Work]) -> dict[str, float]:
    """The milliseconds that each stage takes, and what stands between them: the mean of the best rounds."""
    bests: dict[str, list[float]] = {}
    clock = _Clock()
    with ExitStack() as patched:
        for name, owner, function in STAGES:
            patched.enter_context(patch.object(owner, function, clock.timing(name, getattr(owner, function))))
        for work in works:
            rounds = [clock.round(work.do) for _ in range(ROUNDS)]
            for name in rounds[0]:
                bests.setdefault(name, []).append(min(one[name] for one in rounds))
    return {name: statistics.mean(taken) for name, taken in bests.items()}


class _Clock:
    """Counts CPU time for one stage at a time: a stage inside another stops the outer one."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}
        self._running = [BETWEEN]
        self._since = 0

    def timing(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for that stage."""

        @wraps(function, updated=())
        def timed(*arguments: Any, **keywords: Any) -> Any:
            self._goes_over(name)
            try:
                return function(*arguments, **keywords)
            finally:
                self._goes_back()

        return timed

    def round(self, do: Callable[[], object]) -> dict[str, float]:
        """Milliseconds by stage while something is done once."""
        self._spent = dict.fromkeys([name for name, *_ in STAGES] + [BETWEEN], 0.0)
        self._since = time.process_time_ns()
        do()
        self._count()
        return self._spent

    def _goes_over(self, name: str) -> None:
        self._count()
        self._running.append(name)

    def _goes_back(self) -> None:
        self._count()
        self._running.pop()

    def _count(self) -> None:
        now = time.process_time_ns()
        self._spent[self._running[-1]] += (now - self._since) / 1e6
        self._since = now


def _goes_on(raw: bytes, known: Known) -> bool:
    return read(raw, known).disposition is Disposition.PROCESS


def _works(raw: bytes, known: Known) -> Iterator[Work]:
    mail = email.message_from_bytes(raw, policy=email.policy.compat32)
    pdfs = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    plain = raw
    if pdfs:
        content = bytes(pdfs[0].get_payload(decode=True) or b"")
        yield Work(READ, partial(read, raw, known))
        yield Work(PDF, partial(read_pdf, content))
        yield from (Work(PYPDF, partial(peer, content)) for peer in _pypdf())
        plain = _without_pdf(mail)
    yield Work(READ_PLAIN, partial(read, plain, known))
    yield Work(TAKEN_APART, partial(_taken_apart, raw))


def _without_pdf(mail: Message) -> bytes:
    parts = mail.get_payload()
    if isinstance(parts, list):
        kept = [one for one in parts if isinstance(one, Message) and one.get_content_type() != "application/pdf"]
        mail.set_payload(list[Message | str](kept))
    return mail.as_bytes()


def _taken_apart(raw: bytes) -> list[object]:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    return [part.get_payload(decode=True) for part in message.walk()]


def _pypdf() -> Iterator[Callable[[bytes], str]]:
    """The peer for PDFs, where `make bench-peers` has put it."""
    sys.path.append(str(PEERS))
    try:
        from pypdf import PdfReader  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return
    yield lambda content: "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def _spent_ns() -> int:
    """CPU time so far: ours, and that of the children that read PDFs, as Linux counts it."""
    tasks = Path("/proc/self/task").glob("*/children")
    children = " ".join(task.read_text() for task in tasks).split()
    return time.process_time_ns() + sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in children)


if __name__ == "__main__":
    main(sys.argv[1:])
