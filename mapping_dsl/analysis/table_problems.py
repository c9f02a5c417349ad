"""What the analysis of decision tables tells an analyst, in sentences, with what mends it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from mapping_dsl import nodes
from mapping_dsl.analysis.boxes import Box
from mapping_dsl.analysis.efforts import TooMuch
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.tables import Hidden, Overlap, Region, Table, parts_of
from mapping_dsl.analysis.terms import Term
from mapping_dsl.analysis.words import Speaker, listed, plainly
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.feel.values import Value
from mapping_dsl.problems import Fix, Problem, Severity, Span, without_lines
from mapping_dsl.program import Unit

_TOLD: Final = 3  #: gaps that are told one by one
_COUNTED: Final = 12  #: gaps that are counted
_NAMED: Final = 2  #: columns that may have anything, told by name


def table_problems(surroundings: Surroundings) -> Iterator[Problem]:
    """What is wrong with the decision tables of a program that could be read."""
    for unit, node in surroundings.program.all_of(nodes.Decide):
        if node.rows and node.inputs and surroundings.is_sound(unit, node):
            yield from (problem.in_file(unit.path) for problem in _problems(surroundings, unit, node))


def _problems(surroundings: Surroundings, unit: Unit, node: nodes.Decide) -> Iterator[Problem]:
    try:
        told = _TableProblems(Table(surroundings, unit, node))
        yield from told.hidden()
        yield from told.overlaps()
        yield from told.gaps()
    except TooMuch:
        message = f"{node.name.text} has too many combinations to find out whether every answer fits a row"
        yield _not_analysed(node, message, "take columns apart into decisions of their own")


def _not_analysed(node: nodes.Decide, message: str, hint: str) -> Problem:
    return Problem(node.name.span, "not-analysed", message, hint, Severity.HINT)


@dataclass(frozen=True)
class _TableProblems:
    table: Table

    @property
    def node(self) -> nodes.Decide:
        """The statement."""
        return self.table.node

    # --- rows that never decide

    def hidden(self) -> Iterator[Problem]:
        """Rows that nothing fits, or that others take everything from."""
        return map(self._hidden, self.table.hidden())

    def _hidden(self, one: Hidden) -> Problem:
        if one.row > len(self.node.rows):
            assert self.node.otherwise, "only a row otherwise comes after the last"
            message = "every answer fits a row above, so that nothing is left for otherwise"
            span = self.node.otherwise.span
            return Problem(span, "otherwise-unused", message, "take it out", Severity.HINT, without_lines(span))
        span = self.node.rows[one.row - 1].span
        fix = replace(without_lines(span), label="take this row out")
        if not one.behind:
            message = "no answer fits this row"
            return Problem(span, "row-never-fits", message, self._why_nothing_fits(one.row), Severity.STOP, fix)
        message = f"{self._rows(one.behind)} every answer that fits this row, so that it never decides"
        hint = "take it out, or put it above" if self.node.policy is HitPolicy.FIRST else "take it out"
        return Problem(span, "hidden-row", message, hint, Severity.STOP, fix)

    @staticmethod
    def _rows(rows: tuple[int, ...]) -> str:
        if len(rows) == 1:
            return f"row {rows[0]} takes"
        return f"rows {listed(map(str, rows), 'and')} together take"

    def _why_nothing_fits(self, row: int) -> str:
        empty = [axis for axis, mask in zip(self.table.axes, self.table.boxes[row - 1], strict=True) if not mask]
        names = [self._plain.term(term) for axis in empty for term in axis.terms]
        return f"look at what it asks of {listed(dict.fromkeys(names), 'and')}" if names else "no version has all of it"

    # --- rows that meet

    def overlaps(self) -> Iterator[Problem]:
        """Rows that meet though the hit policy forbids it."""
        told = [self._overlap(one) for one in self.table.overlaps()]
        yield from told
        if not told and self.table.may_overlap():
            message = f"whether two rows of {self.node.name.text} can both fit was not analysed: {self._why_not()}"
            yield _not_analysed(self.node, message, "write first, if the order of the rows decides")

    def _overlap(self, one: Overlap) -> Problem:
        span = self.node.rows[one.second - 1].span
        differ = " and says something else" if self.node.policy is HitPolicy.ANY else ""
        message = f"row {one.first} fits too{differ} where {self._says(one.box, self._plain)}"
        hint = "make them apart, or let the first row that fits decide: write first after the decision's name"
        return Problem(span, "rows-overlap", message, hint, Severity.STOP)

    # --- answers that fall through

    def gaps(self) -> Iterator[Problem]:
        """Answers that no row takes, or that nobody can tell of whether one does."""
        if not any(map(all, self.table.boxes)):
            return  # of every row it is told that nothing fits it
        regions = self.table.gaps(_COUNTED)
        if regions:
            yield self._gap(regions)
        elif self.table.may_have_gaps:
            yield self._unknown_gap()

    def _gap(self, regions: list[Region]) -> Problem:
        said = [self._says(one.box, self._plain) for one in regions[:_TOLD]]
        more = len(regions) - len(said)
        where = "; or where ".join(said) + (f"; and in {more} more case{'s' * (more > 1)}" if more else "")
        if regions[0].is_blank:
            message = f"no row fits where {where}: the field that reads it goes to review then"
            return self._told("blank-falls-through", message, "add a row for null, or a last row otherwise")
        message = f"no row fits where {where}"
        return self._told("gap-in-table", message, self._hint(regions[0]), Severity.STOP)

    def _told(self, code: str, message: str, hint: str, severity: Severity = Severity.HINT) -> Problem:
        return Problem(self.node.name.span, code, message, hint, severity, self._otherwise)

    def _hint(self, region: Region) -> str:
        in_words = self._says(region.box, self._in_words, is_short=True)
        lacking = self._lacking(region)
        shown = f"that is, {in_words}; " if any(term.answer for axis in self.table.axes for term in axis.terms) else ""
        return f"{lacking}{shown}add a row for it, or a last row otherwise"

    def _lacking(self, region: Region) -> str:
        """Which version of the form does not ask what was left blank."""
        names = [name for name, value in region.witness.answers.items() if value is None]
        questions = self.table.surroundings.questions
        for version in questions.versions:
            if version.version == region.witness.version:
                unasked = [name for name in names if version.question(name) is None]
                return (
                    f"version {version.version} of the form does not ask {listed(unasked, 'and')}; " if unasked else ""
                )
        return ""

    def _why_not(self) -> str:
        """What keeps the table from being analysed."""
        pair = self.table.dependent()
        if pair:
            return f"{pair[0].text} and {pair[1].text} depend on the same answers"
        unsure = [term for axis in self.table.axes for term in axis.terms if not _is_sure(term)]
        return f"nobody knows which values {listed((one.text for one in unsure), 'and')} can have"

    def _unknown_gap(self) -> Problem:
        message = f"whether every answer fits a row of {self.node.name.text} was not analysed: {self._why_not()}"
        return Problem(
            self.node.name.span, "not-analysed", message, "add a last row otherwise", Severity.HINT, self._otherwise
        )

    @cached_property
    def _otherwise(self) -> Fix:
        """A last row that takes what is left."""
        end = self.node.rows[-1].span
        indent = " " * (end.column - 1)
        cells = ["otherwise", *[""] * (len(self.node.inputs) - 1), *["null"] * len(self.node.outputs)]
        at = Span(end.end_line, end.end_column, end.end_line, end.end_column)
        return Fix(at, f"\n{indent}| {' | '.join(cells)} |", "add a row otherwise, which says nothing")

    # --- words

    def _says(self, box: Box, speaker: Speaker, *, is_short: bool = False) -> str:
        parts = [
            part
            for axis, mask in zip(self.table.axes, box, strict=True)
            for part in (parts_of(axis, mask) if axis.terms else [])
        ]
        told = [(term, speaker.says(term, mask)) for term, mask in parts]
        said = [words for _, words in told if words]
        free = [speaker.term(term) for term, words in told if not words]
        if free and not is_short:
            names = f"{listed(free, 'and')} anything" if len(free) <= _NAMED else "all else anything"
            said.append(names)
        return ", ".join(said) or "anything is answered"

    @property
    def _plain(self) -> Speaker:
        return Speaker(lambda term: term.text, lambda _, value: plainly(value))

    @property
    def _in_words(self) -> Speaker:
        return Speaker(self._label, self._title)

    def _label(self, term: Term) -> str:
        questions = self.table.surroundings.questions.by_name.get(term.answer, ())
        return f"“{questions[-1].label}”" if questions else term.text

    def _title(self, term: Term, value: Value) -> str:
        for question in reversed(self.table.surroundings.questions.by_name.get(term.answer, ())):
            option = question.option(value) if isinstance(value, str) else None
            if option:
                return f"“{option.title}”"
        return plainly(value)


def _is_sure(term: Term) -> bool:
    return all(piece.is_certain or piece.in_doubt for piece in term.pieces)
