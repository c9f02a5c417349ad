"""What the running studio costs: milliseconds a page, and memory of web and worker, with the demonstration's mails in.

    python -m bench.running

Starts `studio run` on SQLite in a folder of its own, waits until every mail has come through, signs in as several
roles and asks for their pages in turns. The peer of a page is the sign-in page of the same server, which reads no
data. Memory is the proportional set size that Linux counts: pages that processes share are divided between them.
"""

import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import httpx

from runtime import demonstration
from runtime.models import Role

MAILS = Path("tests/data/eml")
FORCE = "metro"
ROUNDS = 25
PATIENCE_SECONDS = 300
PEER = "/sign-in"
PAGES = {
    Role.SUPERVISOR: ("/queue", "/submissions/{submission}"),
    Role.ANALYST: ("/mappings", "/mappings/theft"),
    Role.OPERATOR: ("/worklist",),
    Role.MANAGER: ("/figures",),
}
UNFINISHED = (
    "SELECT count(*) FROM submission WHERE status IN ('received', 'read', 'transposed')",
    "SELECT count(*) FROM delivery WHERE status IN ('waiting', 'sent')",
)


def main() -> None:
    """Prints how long a start takes, then a row a page, then a row a program."""
    with tempfile.TemporaryDirectory() as folder, _studio(Path(folder)) as (program, address):
        database = Path(folder) / "studio.db"
        _wait_until_through(database)
        _print_pages(_measured(address, database))
        _print_memory(program.pid)


@contextmanager
def _studio(instance: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "run", "--port", str(port), "--demonstration", str(MAILS)]
    began = time.monotonic()
    program = subprocess.Popen(command, env=os.environ | {"STUDIO_INSTANCE": str(instance)}, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(lambda: _answers(address))
        print(f"first start until the pages answer: {time.monotonic() - began:.1f} s")
        yield program, address
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(30)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address + PEER).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _wait_until_through(database: Path) -> None:
    began = time.monotonic()
    mails = len(list(MAILS.glob("*.eml")))
    _wait_for(lambda: _number(database, "SELECT count(*) FROM arrival") >= mails)
    _wait_for(lambda: not any(_number(database, query) for query in UNFINISHED))
    submissions = _number(database, "SELECT count(*) FROM submission")
    print(f"{mails} mails, {submissions} submissions, all through {time.monotonic() - began:.1f} s later")


def _wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > until:
            sys.exit("the studio did not get there in time")
        time.sleep(0.1)


def _number(database: Path, query: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(query).fetchone()[0])


def _submission(database: Path) -> UUID:
    """One that has flags, fields and a delivery to show."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "SELECT id FROM submission WHERE force_id = ? AND grade = 'S' ORDER BY received_at"
        return UUID(str(connection.execute(query, (FORCE,)).fetchone()[0]))


def _measured(address: str, database: Path) -> dict[str, float]:
    """The middle of all rounds, in milliseconds, by page."""
    clients = {role: _signed_in(address, role) for role in PAGES}
    submission = _submission(database)
    works = {
        f"{page} ({role})": (clients[role], page.format(submission=submission))
        for role in PAGES
        for page in PAGES[role]
    }
    works[PEER] = (httpx.Client(base_url=address), PEER)
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, (client, path) in works.items():
            began = time.perf_counter()
            client.get(path).raise_for_status()
            taken[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def _signed_in(address: str, role: Role) -> httpx.Client:
    client = httpx.Client(base_url=address, follow_redirects=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(PEER).text)
    assert token, "the sign-in page has no token"
    form = {"csrf_token": token[1], "email": demonstration.email_of(FORCE, role), "password": demonstration.PASSWORD}
    client.post(PEER, data=form, headers={"Referer": address + PEER}).raise_for_status()
    return client


def _print_pages(middle: dict[str, float]) -> None:
    print(f"\n{'page':<50}{'ms':>8}{'times the sign-in page':>26}")
    for name, milliseconds in middle.items():
        print(f"{name:<50}{milliseconds:>8.1f}{milliseconds / middle[PEER]:>26.1f}")


def _print_memory(parent: int) -> None:
    children = [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    sizes = {" ".join(_words(pid)[3:5]): _megabytes(pid) for pid in children}
    print(f"\n{'program':<50}{'MB':>8}")
    for name, megabytes in sizes.items():
        print(f"{name:<50}{megabytes:>8.0f}")
    print(f"{'web and worker':<50}{sum(size for name, size in sizes.items() if not name.startswith('target')):>8.0f}")


def _words(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").split("\0")


def _megabytes(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1024


if __name__ == "__main__":
    main()
