"""Tables from a file put into a mapping: the text as it would become, and what of it the mapping cannot take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping_dsl import nodes
from mapping_dsl.exchange.comma_separated import read_csv
from mapping_dsl.exchange.dmn_reading import read_dmn
from mapping_dsl.exchange.excel import read_excel
from mapping_dsl.exchange.tables import CellProblem, Reading, Table
from mapping_dsl.exchange.text import place_of, put_table, tables_in
from mapping_dsl.expressions import rows_of
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem, Severity, Span

#: what a file's name ends in, and how such a file is read
READERS = {".dmn": read_dmn, ".xml": read_dmn, ".xlsx": read_excel, ".csv": read_csv}


@dataclass(frozen=True, slots=True)
class Applied:
    """A text with tables put into it."""

    text: str
    replaced: tuple[str, ...]  #: names of tables that were there
    added: tuple[str, ...]


def read_tables(name: str, content: bytes) -> Reading:
    """The tables of a file, by what its name ends in. Never raises."""
    ending = next((ending for ending in READERS if name.lower().endswith(ending)), None)
    if ending is None:
        return Reading.refused(f"{name} is none of {', '.join(READERS)}", "export the tables as one of these")
    return READERS[ending](content)


def put_tables(text: str, tables: Sequence[Table]) -> Applied:
    """The text with each table in place of the one of its name, or behind all else."""
    there = {table.name for table in tables_in(text)}
    for table in tables:
        text = put_table(text, table)
    replaced = tuple(table.name for table in tables if table.name in there)
    return Applied(text, replaced, tuple(table.name for table in tables if table.name not in there))


def problems_of_tables(
    text: str, tables: Sequence[Table], before: Sequence[Problem], after: Sequence[Problem]
) -> Iterator[CellProblem]:
    """What the checker says of tables in a text, by cell, and what is new elsewhere for their sake. `before` are the
    problems of the text without them, `after` those with them."""
    known = {(problem.code, problem.message) for problem in before}
    statements = reversed(parse(text).file.statements)
    decides = {one.name.text: one for one in statements if isinstance(one, nodes.Decide)}
    cells = [cell for table in tables if table.name in decides for cell in _cells(table, decides[table.name])]
    for problem in after:
        place = next((place for place, span in cells if _holds(span, problem.span)), None)
        if place is not None or (problem.code, problem.message) not in known:
            stops = problem.severity is Severity.ERROR
            yield CellProblem(place or f"line {problem.span.line}", problem.message, _hint(problem), stops)


def _cells(table: Table, decide: nodes.Decide) -> Iterator[tuple[str, Span]]:
    spans = [*(one.span for one in decide.inputs), *(one.name.span for one in decide.outputs)]
    for heading, span in zip(table.headings, spans, strict=True):
        yield f"table {table.name}, column {heading}", span
    for number, row in enumerate(rows_of(decide)):
        first = len(decide.inputs) - len(row.tests)
        for column, cell in enumerate((*row.tests, *row.outputs), start=first):
            if cell:
                yield f"table {table.name}, {place_of(table, number, column)}", cell.span
    yield f"table {table.name}", decide.span


def _holds(span: Span, inner: Span) -> bool:
    return (span.line, span.column) <= (inner.line, inner.column) < (span.end_line, span.end_column)


def _hint(problem: Problem) -> str:
    """A cell of a sheet is most often a text that somebody wrote without quotation marks."""
    quotes = "write a text in quotation marks" if problem.code == "unknown-name" else ""
    return ", or ".join(filter(None, (quotes, problem.hint)))
