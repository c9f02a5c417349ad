"""Tables from a file put into a mapping: the text as it would become, and what of it the mapping cannot take."""

import re
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

_BARE_WORDS = re.compile(r"[^\W\d]\w*(?: \w+)*")
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
    reading = READERS[ending](content)
    names = [table.name for table in reading.tables]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        reading.problems.append(CellProblem(f"table {name}", "two tables have this name", "give them different ones"))
    return reading


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
        cell = next((cell for cell in cells if cell.holds(problem.span)), None)
        if cell or (problem.code, problem.message) not in known:
            place = cell.place if cell else f"line {problem.span.line}"
            stops = problem.severity is Severity.ERROR
            yield CellProblem(place, problem.message, _hint(problem, cell), stops)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table where it stands in a mapping's text."""

    place: str
    span: Span
    text: str = ""

    def holds(self, inner: Span) -> bool:
        """Whether another stretch of the text begins in it."""
        start, end = (self.span.line, self.span.column), (self.span.end_line, self.span.end_column)
        return start <= (inner.line, inner.column) < end


def _cells(table: Table, decide: nodes.Decide) -> Iterator[_Cell]:
    spans = [*(one.span for one in decide.inputs), *(one.name.span for one in decide.outputs)]
    for heading, span in zip(table.headings, spans, strict=True):
        yield _Cell(f"table {table.name}, column {heading}", span)
    for number, row in enumerate(rows_of(decide)):
        first = len(decide.inputs) - len(row.tests)
        for column, cell in enumerate((*row.tests, *row.outputs), start=first):
            if cell:
                yield _Cell(f"table {table.name}, {place_of(table, number, column)}", cell.span, cell.text)
    yield _Cell(f"table {table.name}", decide.span)


def _hint(problem: Problem, cell: _Cell | None) -> str:
    """In a spreadsheet people write texts without quotation marks: then the hint is to write them."""
    is_bare = cell and _BARE_WORDS.fullmatch(cell.text) and problem.severity is Severity.ERROR
    return f'a text stands in quotation marks: "{cell.text}"' if cell and is_bare else problem.hint
