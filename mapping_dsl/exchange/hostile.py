"""Files from elsewhere before anything else reads them: XML without entities, zip archives of bounded size."""

import io
import zipfile
import zlib
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from mapping_dsl.failures import MappingFailure

MAX_DEPTH: Final = 100  #: elements that stand inside each other
MAX_ELEMENTS: Final = 500_000
MAX_PARTS: Final = 500  #: files in an archive
MAX_UNPACKED: Final = 64 * 1024 * 1024  #: bytes of all files of an archive together


class FileRefused(MappingFailure):
    """A file is not what it should be, or more than is read; the sentence says what."""


class _Bounded(TreeBuilder):
    """Builds the tree, and gives up where it grows too deep or too large."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise FileRefused("its XML is deeper or larger than any such file is")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def read_xml(content: bytes) -> Element:
    """The root of an XML document. Raises FileRefused where it is none, or one with a document type or entities."""
    parser: Any = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise FileRefused("its XML declares a document type or entities, which are not read") from error
    except (ParseError, ValueError, LookupError) as error:
        raise FileRefused(f"it is no XML that can be read: {error}") from error
    return root


def read_archive(content: bytes, at_most: int = MAX_UNPACKED) -> dict[str, bytes]:
    """All files of a zip archive by name, of so many bytes in all. Raises FileRefused where it is none, or larger."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > at_most:
                raise FileRefused("unpacked it would be larger than any such file is")
            # zipfile gives no more of an entry than the size it declares.
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise FileRefused("it is no archive that can be unpacked") from error
