"""`studio import FILE [--into MAPPING]`: decision tables into a mapping, or a whole library into a new folder."""

import argparse
import difflib
from collections.abc import Iterable
from pathlib import Path

import mapping_dsl
from mapping_dsl.exchange.applying import problems_of_tables, put_tables, read_tables
from mapping_dsl.exchange.archive import read_library
from mapping_dsl.exchange.tables import CellProblem, Table
from studio.commands.options import complain, library_option

SUMMARY = "Takes decision tables from DMN, Excel or CSV into a mapping, or a library from a zip into a new folder."
EXAMPLE = "studio import tables.xlsx --into theft --diff"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where it goes."""
    parser.add_argument("file", metavar="FILE", type=Path, help=".dmn, .xml, .xlsx or .csv; .zip for a library")
    parser.add_argument("--into", metavar="MAPPING", help="the mapping or module whose tables of these names change")
    parser.add_argument("--diff", action="store_true", help="only show what would change")
    library_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Takes the file in: 0; 1 where something in it must be mended first; 2 where it cannot be used."""
    try:
        content = arguments.file.read_bytes()
        if arguments.file.suffix.lower() == ".zip":
            return _library(content, Path(arguments.library))
        if not arguments.into:
            return complain(f"say into which mapping: studio import {arguments.file} --into MAPPING")
        return _tables(content, arguments)
    except (mapping_dsl.MappingFailure, OSError) as failure:
        return complain(failure)


def _library(content: bytes, folder: Path) -> int:
    texts = read_library(content)
    if folder.exists() and any(folder.iterdir()):
        return complain(f"{folder} holds something already; name a new folder with --library")
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    print(f"written: {len(texts)} files in {folder}")
    return 0


def _tables(content: bytes, arguments: argparse.Namespace) -> int:
    library = mapping_dsl.Library(arguments.library)
    source = library.mapping(arguments.into)
    reading = read_tables(arguments.file.name, content)
    _tell(reading.problems)
    if reading.is_stopped:
        return 1
    file = Path(arguments.library) / source.path
    text = file.read_bytes().decode()  # with the line ends that it has
    applied = put_tables(text, reading.tables)
    problems = list(_problems(library, source, applied.text, reading.tables))
    _tell(problems)
    if arguments.diff:
        print("\n".join(_difference(source.path, text, applied.text)) or "nothing would change")
    if arguments.diff or any(problem.stops for problem in problems):
        return int(any(problem.stops for problem in problems))
    file.write_text(applied.text, encoding="utf-8", newline="")
    for name in applied.replaced:
        print(f"{source.path}: the table {name} is the one of {arguments.file.name} now")
    for name in applied.added:
        print(f"{source.path}: the table {name} is new, at the end")
    return 0


def _problems(
    library: mapping_dsl.Library, source: mapping_dsl.Source, text: str, tables: list[Table]
) -> Iterable[CellProblem]:
    texts = (source, library.mapping(source.path, text=text))
    before, after = ([one for one in mapping_dsl.check(each) if one.file == source.path] for each in texts)
    return problems_of_tables(text, tables, before, after)


def _tell(problems: Iterable[CellProblem]) -> None:
    for problem in problems:
        print(f"{'' if problem.stops else 'hint: '}{problem.describe()}")


def _difference(path: str, before: str, after: str) -> Iterable[str]:
    return difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")
