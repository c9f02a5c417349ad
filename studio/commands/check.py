"""`studio check MAPPING…`: what is wrong with a mapping, before anything runs."""

import argparse
from collections.abc import Iterator
from typing import Any

import mapping_dsl
from mapping_dsl.problems import Problem, Severity, Span
from studio.commands.options import complain, json_option, library_option, print_json

SUMMARY = "Tells what is wrong with mappings and modules, and what to write instead."
EXAMPLE = "studio check theft"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The mappings, their library, and how to answer."""
    mappings_argument(parser)
    library_option(parser)
    json_option(parser)


def mappings_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `MAPPING…`: ids of the library, or paths."""
    help_text = "an id of the library (theft), of a module, or a path"
    parser.add_argument("mappings", metavar="MAPPING", nargs="+", help=help_text)


def run(arguments: argparse.Namespace) -> int:
    """Checks each: 0 where hints are all there is, 1 where something must change."""
    try:
        library = mapping_dsl.Library(arguments.library)
        sources = [source for name in arguments.mappings for source in sources_of(library, name)]
        found = [(source, problem) for source in sources for problem in mapping_dsl.check(source)]
    except mapping_dsl.MappingFailure as failure:
        return complain(failure)
    if arguments.json:
        print_json({"problems": [_as_json(source, problem) for source, problem in found]})
    else:
        print("\n".join(_sentences(sources, found)))
    return int(any(problem.severity is not Severity.HINT for _, problem in found))


def sources_of(library: mapping_dsl.Library, name: str) -> list[mapping_dsl.Source]:
    """The mapping of that name; for a module every mapping that uses it, or the module by itself where none does."""
    source = library.mapping(name)
    if not source.path.startswith("modules/"):
        return [source]
    users = (library.mapping(mapping) for mapping in library.mappings())
    return [user for user in users if source.path in user.files] or [source]


def _sentences(sources: list[mapping_dsl.Source], found: list[tuple[mapping_dsl.Source, Problem]]) -> Iterator[str]:
    # A problem of a module is one, however many mappings use the module.
    told: set[Problem] = set()
    for source, problem in found:
        if problem not in told:
            told.add(problem)
            yield f"{_label(problem)}{problem.describe(source.files.get(problem.file, ''))}"
    for source in sources:
        problems = [problem for one, problem in found if one is source]
        stopping = sum(problem.severity is not Severity.HINT for problem in problems)
        hints = len(problems) - stopping
        yield f"{source.id}: {_counted(stopping, 'problem')}, {_counted(hints, 'hint')}"


def _label(problem: Problem) -> str:
    return "" if problem.severity is Severity.ERROR else f"{problem.severity}: "


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def _as_json(source: mapping_dsl.Source, problem: Problem) -> dict[str, Any]:
    fix = problem.fix and {**_place(problem.fix.span), "text": problem.fix.text, "label": problem.fix.label}
    return {
        "mapping": source.id,
        "file": problem.file,
        **_place(problem.span),
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "fix": fix,
    }


def _place(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "endLine": span.end_line, "endColumn": span.end_column}
