"""Serves the practice target on the loopback, in the foreground or in a thread of a larger process."""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from studio.practice_target.checking import RecordKinds
from studio.practice_target.faults import Fault, Faults
from studio.practice_target.records import RecordStore
from studio.practice_target.web import create_target

THREADS = 24  # more than all licences together, so that what limits deliveries is the studio and never the target


class TargetServer:
    """A practice target that listens from the moment it is made; port 0 takes a free one."""

    def __init__(self, store: Path, library: Path, port: int, faults: Iterable[Fault] = ()) -> None:
        app = create_target(RecordStore(store), RecordKinds(library), Faults(faults))
        self.target = app.extensions["target"]
        self._sockets: dict[int, Any] = {}
        self._server = create_server(app, map=self._sockets, host="127.0.0.1", port=port, threads=THREADS)
        self._thread: threading.Thread | None = None
        self.port = int(self._server.effective_port)

    def serve(self) -> None:
        """Answers requests until `stop` is called or the process is interrupted."""
        # waitress's own loop has no way out but a signal, and closing its sockets under a running select breaks it.
        while not self.target.stopping.is_set():
            wasyncore.loop(timeout=1, map=self._sockets, count=1)

    def start(self) -> None:
        """Answers requests in a thread of its own."""
        self._thread = threading.Thread(target=self.serve, name="practice-target", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the waits that faults asked for and the requests under way, and closes the port."""
        self.target.stopping.set()
        self._server.pull_trigger()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets, ignore_all=True)
