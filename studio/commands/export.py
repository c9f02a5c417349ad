"""`studio export [MAPPING] --as FORMAT --to FILE`: decision tables, documents about a mapping, the whole library."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import mapping_dsl
from mapping_dsl.checker import check
from mapping_dsl.documents import DOCUMENTS, WRITERS
from mapping_dsl.exchange.archive import write_library
from mapping_dsl.exchange.comma_separated import write_csv
from mapping_dsl.exchange.described import described_tables
from mapping_dsl.exchange.dmn_writing import write_dmn
from mapping_dsl.exchange.excel import write_excel
from mapping_dsl.exchange.tables import Table
from mapping_dsl.program import assemble
from studio.commands.options import complain, library_option

SUMMARY = "Writes decision tables for other programs, a mapping as a document to sign, or the library as one file."
EXAMPLE = "studio export theft --as xlsx --to tables.xlsx"

LIBRARY = "zip"
ONE_TABLE = "csv"
TABLES: dict[str, Callable[[Sequence[Table]], bytes]] = {
    "dmn": write_dmn,
    "xlsx": write_excel,
    ONE_TABLE: lambda tables: write_csv(tables[0]),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, as what, and where to."""
    parser.add_argument("mapping", metavar="MAPPING", nargs="?", help="an id of the library, or a path; not for zip")
    parser.add_argument("--table", metavar="NAME", help="one of its decision tables (default: all)")
    parser.add_argument("--as", dest="format", choices=(*TABLES, *DOCUMENTS, LIBRARY), required=True)
    parser.add_argument("--to", metavar="FILE", type=Path, required=True, help="documents: .html or .docx")
    library_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes the file: 0, or 2 where there is nothing to write or no place for it."""
    try:
        library = mapping_dsl.Library(arguments.library)
        content = _content(library, arguments)
        if isinstance(content, str):
            return complain(content)
        arguments.to.write_bytes(content)
    except (mapping_dsl.MappingFailure, OSError) as failure:
        return complain(failure)
    print(f"written: {arguments.to}")
    return 0


def _content(library: mapping_dsl.Library, arguments: argparse.Namespace) -> bytes | str:
    """The file, or a sentence on why there is none."""
    if arguments.format == LIBRARY:
        return write_library(library)
    if not arguments.mapping:
        return f"name the mapping: studio export MAPPING --as {arguments.format} --to {arguments.to}"
    source = library.mapping(arguments.mapping)
    if arguments.format in TABLES:
        return _tables(source, arguments)
    write = WRITERS.get(arguments.to.suffix.lower())
    if write is None:
        return f"a document is written to a file that ends in {' or '.join(WRITERS)}, and not to {arguments.to.name}"
    return write(DOCUMENTS[arguments.format](source))


def _tables(source: mapping_dsl.Source, arguments: argparse.Namespace) -> bytes | str:
    program = assemble(source)
    found = described_tables(program, check(program))
    tables = [one for one in found if arguments.table in (None, one.name)]
    names = ", ".join(one.name for one in found)
    if not found:
        return f"{source.id} has no decision table that can be read"
    if not tables:
        return f"{source.id} has no decision table {arguments.table}; there are {names}"
    if arguments.format == ONE_TABLE and len(tables) > 1:
        return f"a CSV file holds one table; say which with --table: {names}"
    return TABLES[arguments.format](tables)
