"""What one submission costs: read as a mail and run by its mapping, in one process, without store and queue.

    python -m bench.submission [MAIL …]

Prints CPU milliseconds, the middle of many rounds in which all mails take turns, and beside them the peer: the
standard library's own parse of the same mail with every part decoded, which any reader of mails must pay for.
"""

import email
import email.policy
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import mapping_dsl
from runtime.intake import known_of, read

MAILS = Path("tests/data/eml")
ROUNDS = 30
RECEIVED_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def main(arguments: list[str]) -> None:
    """Prints a row a mail and the worst of them."""
    library = mapping_dsl.Library("mappings")
    known = known_of(library)
    mappings = {name: mapping_dsl.compile(library.mapping(name)) for name in library.mappings()}
    mails = [Path(name) for name in arguments] or sorted(MAILS.glob("*.eml"))
    works: dict[tuple[Path, str], Callable[[], object]] = {}
    for mail in mails:
        raw = mail.read_bytes()
        works[mail, "read"] = partial(read, raw, known)
        for submission in read(raw, known).submissions[:1]:
            mapping = mappings.get(submission.form)
            if mapping is not None:
                document = submission.for_mapping(RECEIVED_AT, "email", "metro")
                works[mail, "run"] = partial(mapping.run, document)
        works[mail, "parse"] = partial(_parsed, raw)
    _print(mails, _measured(works))


def _parsed(raw: bytes) -> list[object]:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    return [part.get_payload(decode=True) for part in message.walk()]


def _measured(works: dict[tuple[Path, str], Callable[[], object]]) -> dict[tuple[Path, str], float]:
    taken: dict[tuple[Path, str], list[float]] = {work: [] for work in works}
    for _ in range(ROUNDS):
        for work, do in works.items():
            began = time.process_time_ns()
            do()
            taken[work].append((time.process_time_ns() - began) / 1e6)
    return {work: statistics.median(times) for work, times in taken.items()}


def _print(mails: list[Path], middle: dict[tuple[Path, str], float]) -> None:
    print(f"{'mail':<16}{'read ms':>9}{'run ms':>9}{'both ms':>9}{'parse ms':>10}{'both/parse':>12}")
    worst = 0.0
    for mail in mails:
        reads, runs, parse = middle[mail, "read"], middle.get((mail, "run"), 0.0), middle[mail, "parse"]
        both = reads + runs
        worst = max(worst, both)
        print(f"{mail.name:<16}{reads:>9.2f}{runs:>9.2f}{both:>9.2f}{parse:>10.2f}{both / parse:>12.1f}")
    print(f"worst: {worst:.2f} ms of CPU a submission")


if __name__ == "__main__":
    main(sys.argv[1:])
