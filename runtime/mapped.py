"""Files as bytes that stay on the disk until they are looked at."""

import mmap
import os
from typing import BinaryIO


def mapped(file: BinaryIO) -> memoryview:
    """The bytes of an open file, which must not shrink meanwhile. They may be looked at after the file is closed.

    Raises OSError where the file is none on a disk, such as a pipe.
    """
    if not os.fstat(file.fileno()).st_size:
        return memoryview(b"")
    return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
