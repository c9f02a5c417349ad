"""Everything that the analysis has to tell of a program, each thing once."""

from collections.abc import Iterator
from contextlib import suppress

from mapping_dsl.analysis.condition_problems import condition_problems
from mapping_dsl.analysis.efforts import TooMuch
from mapping_dsl.analysis.list_problems import list_problems
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.table_problems import table_problems
from mapping_dsl.meanings import Meanings
from mapping_dsl.problems import Problem
from mapping_dsl.program import Program


def analysis_problems(program: Program, meanings: Meanings) -> Iterator[Problem]:
    """Gaps, overlaps and rows that never decide; conditions that never or always hold; codes that lists lack."""
    surroundings = Surroundings(program, meanings)
    yield from table_problems(surroundings)
    with suppress(TooMuch):
        yield from list_problems(surroundings)
    yield from condition_problems(surroundings)  # the last: they tell where the analysis ends before its time
