"""Kept child processes that open PDFs for us: killed when slow, replaced after a file that was bad for them.

Any number of threads may ask at once; each process that asks has children of its own, and takes them along when it
ends. A child whose parent is gone ends by itself: its input ends, or its processor time does.
"""

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from runtime.pdfs.pages import Drawn, drawn

MAX_PDF_BYTES = 20 * 1024 * 1024
MAX_REPLY_BYTES = 32 * 1024 * 1024
MAX_SECONDS = 3.0
MAX_CHILDREN = 4
MAX_FILES = 1_000  #: that one child opens before another takes its place

_LENGTH = struct.Struct(">I")
_PROGRAM = Path(__file__).with_name("child.py")


class PdfUnreadable(ValueError):
    """A PDF cannot be opened; the sentence finishes `the PDF cannot be read:`."""


def draw(content: bytes, *, seconds: float = MAX_SECONDS) -> Drawn:
    """What is drawn on a PDF's pages, as far as the caps go. Raises PdfUnreadable, and nothing else."""
    if len(content) > MAX_PDF_BYTES:
        raise PdfUnreadable(f"it is larger than {MAX_PDF_BYTES // 1024 // 1024} MiB")
    reply = _CHILDREN.ask(content, seconds)
    try:
        told = json.loads(reply)
        if "refused" not in told:
            return drawn(told)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise PdfUnreadable("what is drawn in it makes no sense") from error
    raise PdfUnreadable(str(told["refused"]))


class _Child:
    """One child process and its two pipes."""

    def __init__(self) -> None:
        self._files = 0
        self._is_slow = False
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C is for us; we close our children ourselves
        )

    @property
    def is_fit(self) -> bool:
        """Whether it may be asked again."""
        return not self._is_slow and self._files < MAX_FILES and self._process.poll() is None

    def ask(self, content: bytes, seconds: float) -> bytes:
        """The reply to a PDF. Raises PdfUnreadable where none comes in time; the child is of no use then."""
        self._files += 1
        timer = threading.Timer(seconds, self._kill)
        timer.start()
        try:
            return self._exchange(content)
        except (OSError, EOFError) as error:
            self.close()
            why = (
                f"it took longer than {seconds:g} seconds"
                if self._is_slow
                else "the program that reads PDFs broke on it"
            )
            raise PdfUnreadable(why) from error
        finally:
            timer.cancel()
            timer.join()

    def close(self) -> None:
        """Ends it now."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                _close(pipe)
        self._process.wait()

    def _kill(self) -> None:
        self._is_slow = True
        self._process.kill()

    def _exchange(self, content: bytes) -> bytes:
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            raise EOFError
        requests.write(_LENGTH.pack(len(content)))
        requests.write(content)
        requests.flush()
        (length,) = _LENGTH.unpack(_exactly(replies, _LENGTH.size))
        if length > MAX_REPLY_BYTES:
            raise EOFError
        return _exactly(replies, length)


class _Children:
    """All children of this process: as many as are asked at once, at most MAX_CHILDREN; the idle ones are kept."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begins without any: in a process that was forked off, the children belong to the one it came from."""
        self._places = threading.BoundedSemaphore(MAX_CHILDREN)
        self._idle: list[_Child] = []

    def ask(self, content: bytes, seconds: float) -> bytes:
        """The reply of a child that is idle, or of a new one."""
        with self._places:
            child = self._fit_child()
            try:
                return child.ask(content, seconds)
            finally:
                self._idle.append(child)

    def close(self) -> None:
        """Ends all that are idle."""
        while self._idle:
            self._idle.pop().close()

    def _fit_child(self) -> _Child:
        while self._idle:
            child = self._idle.pop()
            if child.is_fit:
                return child
            child.close()
        return _Child()


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _close(pipe: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):  # it was killed before it had read all
        pipe.close()


_CHILDREN = _Children()
atexit.register(_CHILDREN.close)
os.register_at_fork(after_in_child=_CHILDREN.forget)
