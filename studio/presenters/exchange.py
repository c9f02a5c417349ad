"""Decision tables on their way in and out as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from mapping_dsl.exchange.applying import Applied
from mapping_dsl.exchange.tables import CellProblem, Table

#: the formats that a table can be taken away in, with what people call them
FORMATS = {"xlsx": "Excel", "csv": "CSV", "dmn": "DMN"}
_DOCUMENTS = {"specification": "Specification in plain English", "atrs": "Algorithmic transparency record"}


@dataclass(frozen=True, slots=True)
class Link:
    """Something to open or take away."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A decision table of the text."""

    name: str
    about: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document about the mapping."""

    title: str
    address: str
    word_address: str


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file would change, or why it cannot be taken in."""

    file: str
    sentence: str
    stopping: tuple[str, ...]
    others: tuple[str, ...]
    text: str  #: the mapping as it would become, empty where something stops it


def table_rows(mapping_id: str, tables: Iterable[Table]) -> tuple[TableRow, ...]:
    """The tables with where each can be had."""
    return tuple(
        TableRow(
            table.name,
            f"{table.policy}, {_counted(len(table.rows), 'row')}{' and otherwise' if table.otherwise else ''}",
            tuple(Link(words, _address(mapping_id, ending, table.name)) for ending, words in FORMATS.items()),
        )
        for table in tables
    )


def links_to_all(mapping_id: str) -> tuple[Link, ...]:
    """All tables in one file, in the formats that hold several."""
    return tuple(Link(FORMATS[ending], _address(mapping_id, ending, None)) for ending in ("xlsx", "dmn"))


def document_rows(mapping_id: str) -> tuple[DocumentRow, ...]:
    """The documents that can be made of a mapping."""
    return tuple(
        DocumentRow(
            title,
            url_for("exchange.document", mapping_id=mapping_id, kind=kind),
            url_for("exchange.word", mapping_id=mapping_id, kind=kind),
        )
        for kind, title in _DOCUMENTS.items()
    )


def upload(file: str, applied: Applied | None, problems: Sequence[CellProblem]) -> Upload:
    """What a file would do; `applied` is None where it could not be read."""
    stopping = tuple(one.describe() for one in problems if one.stops)
    others = tuple(one.describe() for one in problems if not one.stops)
    if stopping or applied is None:
        return Upload(file, "Nothing of it is taken in until these are mended in the file:", stopping, others, "")
    return Upload(file, _sentence(applied), (), others, applied.text)


def _sentence(applied: Applied) -> str:
    said = []
    if applied.replaced:
        said.append(f"It replaces {', '.join(applied.replaced)}.")
    if applied.added:
        said.append(f"New, at the end of the text: {', '.join(applied.added)}.")
    return " ".join(said)


def _address(mapping_id: str, ending: str, table: str | None) -> str:
    return url_for("exchange.download", mapping_id=mapping_id, ending=ending, table=table)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
