"""Documents about a mapping for people who do not write one: a specification to sign, and a transparency record."""

from collections.abc import Callable
from typing import Final

from mapping_dsl.documents.document import Document
from mapping_dsl.documents.page import write_page
from mapping_dsl.documents.specification import specification
from mapping_dsl.documents.transparency import transparency_record
from mapping_dsl.documents.word import write_word
from mapping_dsl.library import Source

#: by the name of `studio export --as`; each raises MappingError for a mapping that cannot run
DOCUMENTS: Final[dict[str, Callable[[Source], Document]]] = {
    "specification": specification,
    "atrs": transparency_record,
}
#: by what a file's name ends in
WRITERS: Final[dict[str, Callable[[Document], bytes]]] = {".html": write_page, ".docx": write_word}

__all__ = ["DOCUMENTS", "WRITERS", "Document", "specification", "transparency_record"]
