"""What can be known of decision tables, conditions, options and versions before anything runs."""

from collections.abc import Mapping
from sys import maxsize
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.analysis.conditions import Condition
from mapping_dsl.analysis.efforts import Effort, TooMuch
from mapping_dsl.analysis.problems import analysis_problems
from mapping_dsl.analysis.readings import place_of
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.tables import Hidden, Overlap, Region, Table
from mapping_dsl.analysis.terms import Term
from mapping_dsl.analysis.witnesses import Witness, document_of
from mapping_dsl.expressions import expressions_in
from mapping_dsl.meanings import Meanings
from mapping_dsl.program import Program, Unit

__all__ = [
    "Analysis",
    "Condition",
    "Hidden",
    "Overlap",
    "Region",
    "Table",
    "Term",
    "TooMuch",
    "Witness",
    "analysis_problems",
]


class Analysis:
    """Conditions and tables of a checked program, for those who look for answers that make a difference.

    What is asked of a table may raise TooMuch.
    """

    def __init__(self, program: Program, meanings: Meanings) -> None:
        self._meanings = meanings
        self._surroundings = Surroundings(program, meanings)
        self._surroundings.effort = Effort(maxsize)  # each table has its own share all the same

    def condition(self, unit: Unit, expression: nodes.Expression) -> Condition | None:
        """What can be known of a condition; None where it could not be read."""
        meaning = self._meanings.of(unit, expression)
        if meaning is None:
            return None
        return Condition(self._surroundings, meaning.node, place_of(self._surroundings, unit, expression.span))

    def table(self, unit: Unit, decide: nodes.Decide) -> Table | None:
        """What can be known of a decision table; None where it could not be read, or is too large."""
        if any(self._meanings.of(unit, one) is None for one in expressions_in(decide)):
            return None
        try:
            return Table(self._surroundings, unit, decide)
        except TooMuch:
            return None

    def document(self, witness: Witness) -> Mapping[str, Any]:
        """A submission that gives a witness's answers and leaves all others blank."""
        return document_of(witness, self._surroundings)
