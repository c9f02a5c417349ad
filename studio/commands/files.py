"""Files that a command line names."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

STANDARD_INPUT = "-"


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """The file, on a disk: what comes through a pipe is put there first, to be mapped or gone through twice.

    Raises OSError.
    """
    with sys.stdin.buffer if name == STANDARD_INPUT else Path(name).open("rb") as file:
        if name != STANDARD_INPUT and stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            yield cast(BinaryIO, file)
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield cast(BinaryIO, copy)
