"""A whole library as one zip archive: the same folders as on disk."""

import io
import re
import zipfile
from typing import Final

from mapping_dsl.exchange.hostile import FileRefused, read_archive
from mapping_dsl.library import Library

_PATH: Final = re.compile(r"(?:[\w-][\w .-]{0,99}/){1,5}[\w-][\w .-]{0,99}\.(?:mapping|json|csv)")
_STAMP: Final = (1980, 1, 1, 0, 0, 0)  #: the first that zip knows: the same library makes the same archive


def write_library(library: Library) -> bytes:
    """All files of a library. Raises LibraryUnreadable where one of them is no text."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in library.paths():
            archive.writestr(zipfile.ZipInfo(path, _STAMP), library.text(path), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def read_library(content: bytes) -> dict[str, str]:
    """The texts of an archive by the library's path. Raises FileRefused where it holds what a library has no place
    for: a path that leads elsewhere, another kind of file, one that is no text."""
    files = read_archive(content)
    strange = next((path for path in files if not _PATH.fullmatch(path) or ".." in path), None)
    if strange is not None:
        raise FileRefused(f"a library has no file {strange[:80]!r}")
    if len({path.casefold() for path in files}) < len(files):
        raise FileRefused("two of its files have names that differ by capital letters alone")
    try:
        return {path: part.decode() for path, part in files.items()}
    except UnicodeDecodeError as error:
        raise FileRefused("one of its files is no text in UTF-8") from error
