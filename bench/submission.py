"""How many mails a second are read, on one core: without and with the PDF, beside peers that only take them apart.

    python -m bench.submission [MAIL …]

All works take turns, so that a busy moment of the machine harms all of them alike. Mails are those of tests/data that
go on by themselves; each is read as it came, and without its PDF. The peer of reading a mail is the standard library:
it parses the mail and decodes every part, which any reader must pay for. The peer of the PDF is pypdf, which gives its
text without places. CPU time is counted, of this process and of the children that read PDFs.
"""

import email
import email.policy
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from functools import partial
from pathlib import Path

import mapping_dsl
from runtime.intake import Disposition, Known, known_of, read
from runtime.intake.pdf import read_pdf

MAILS = Path("tests/data/eml")
PEERS = Path(".bench")
ROUNDS = 15
READ, READ_PLAIN, TAKEN_APART, PDF, PYPDF = (
    "a mail with its PDF",
    "a mail without its PDF",
    "peer: email, all parts decoded",
    "a PDF alone, as lines with places",
    "peer: pypdf, its text",
)


@dataclass(slots=True)
class Work:
    """One thing to do, and the milliseconds that each round of it took."""

    name: str
    do: Callable[[], object]
    taken: list[float] = field(default_factory=list)


def main(arguments: list[str]) -> None:
    """Prints a row a work: the middle of the rounds over all mails."""
    known = known_of(mapping_dsl.Library("mappings"))
    files = [Path(name) for name in arguments] or sorted(MAILS.glob("*.eml"))
    mails = [raw for raw in (file.read_bytes() for file in files) if _goes_on(raw, known)]
    works = [work for raw in mails for work in _works(raw, known)]
    for _ in range(ROUNDS):
        for work in works:
            began = _spent_ns()
            work.do()
            work.taken.append((_spent_ns() - began) / 1e6)
    print(f"{len(mails)} mails, {ROUNDS} rounds, CPU milliseconds a mail")
    for name in (READ_PLAIN, READ, TAKEN_APART, PDF, PYPDF):
        middles = [statistics.median(work.taken) for work in works if work.name == name]
        if middles:
            mean, worst = statistics.mean(middles), max(middles)
            print(f"{name:<36}{mean:>8.2f} ms{1000 / mean:>9.0f} a second   worst {worst:.2f} ms")


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
