"""`studio import FILE [--into MAPPING]`: decision tables into a mapping, a whole library, or a form's definition."""

import argparse
import difflib
from collections.abc import Iterable
from pathlib import Path

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.exchange.applying import problems_of_tables, put_tables, read_tables
from mapping_dsl.exchange.archive import read_library
from mapping_dsl.exchange.tables import CellProblem, Table
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.definitions import read_definition
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm
from runtime.drift.forms_in.mails import as_declared, entries_of, labels_of_sending
from runtime.drift.forms_in.samples import from_samples
from runtime.intake import UNUSABLE, known_of
from studio.commands.options import complain, library_option

SUMMARY = "Takes in decision tables (DMN, Excel, CSV), a library (zip), or a form (definition or sample mails)."
EXAMPLE = "studio import tables.xlsx --into theft --diff"


#: what defines a form; an Excel file with --into holds decision tables instead
_OF_FORMS = (".json", ".xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where it goes."""
    help_text = (
        ".dmn, .xml, .xlsx or .csv with --into; .zip for a library; .json, .xlsx or a folder of mails for a form"
    )
    parser.add_argument("file", metavar="FILE", type=Path, help=help_text)
    parser.add_argument("--into", metavar="MAPPING", help="the mapping or module whose tables of these names change")
    parser.add_argument("--diff", action="store_true", help="only show what would change")
    parser.add_argument("--form", metavar="ID", default="", help="what the form is called in the library")
    parser.add_argument("--title", metavar="TEXT", default="", help="the form's title, where the definition has none")
    library_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Takes the file in: 0; 1 where something in it must be mended first; 2 where it cannot be used."""
    try:
        if arguments.file.is_dir() or (not arguments.into and arguments.file.suffix.lower() in _OF_FORMS):
            return _form(arguments)
        content = arguments.file.read_bytes()
        if arguments.file.suffix.lower() == ".zip":
            return _library(content, Path(arguments.library))
        if not arguments.into:
            return complain(f"say into which mapping: studio import {arguments.file} --into MAPPING")
        return _tables(content, arguments)
    except (mapping_dsl.MappingFailure, DefinitionRefused, *UNUSABLE, OSError) as failure:
        return complain(failure)


def _form(arguments: argparse.Namespace) -> int:
    """Writes a form's schema, and tells what a person must look at; a version that is there is left as it is."""
    found = _found(arguments)
    file = Path(arguments.library) / found.path
    print("\n".join(_report(found)))
    if arguments.diff:
        return 0
    if file.exists():
        return complain(f"{file} is there already; name another form with --form")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(exact_json.dumps(found.schema, indent=1) + "\n", encoding="utf-8", newline="")
    print(f"written: {file}")
    return 0


def _found(arguments: argparse.Namespace) -> FoundForm:
    named = arguments.title or arguments.file.stem.replace("-", " ").replace("_", " ").capitalize()
    about = About(named, arguments.form)
    if not arguments.file.is_dir():
        return read_definition(arguments.file.read_bytes(), arguments.file.name, about)
    files = [(file.read_bytes(), file.name) for file in sorted(arguments.file.rglob("*")) if file.is_file()]
    known = known_of(mapping_dsl.Library(arguments.library))
    not_asked = labels_of_sending(known.layouts)
    samples = [one for raw, name in files for one in entries_of(raw, name, not_asked)]
    return from_samples(samples, as_declared(about, files, known.services))


def _report(found: FoundForm) -> Iterable[str]:
    to_look_at = found.to_look_at()
    sure = len(found.sureness) - len(to_look_at)
    yield f"{found.form.title}: {sure} of {len(found.sureness)} questions are sure"
    for name, one in to_look_at.items():
        yield f"look at {name}, {one.confidence:.0%} sure: {one.because}"
    yield from map(str, found.remarks)


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
