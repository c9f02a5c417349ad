"""A fix is one click: it takes its problem away, and makes no new one that stops the mapping."""

from collections import Counter

import pytest

import mapping_dsl
from mapping_dsl.codes import CODES
from mapping_dsl.library import Source
from mapping_dsl.problems import Problem, Severity
from tests.mapping_dsl.golden import Case, read_cases
from tests.mapping_dsl.seeding import replaced
from tests.mapping_dsl.test_codes import source_of

CASES = read_cases()


def unkept(source: Source) -> list[str]:
    """The fixes offered for a text that leave their problem, or make another error."""
    before = mapping_dsl.check(source)
    return [said for problem in before if problem.fix and (said := _outcome(source, before, problem))]


def _outcome(source: Source, before: list[Problem], problem: Problem) -> str:
    assert problem.fix
    text = replaced(source.files[problem.file], problem.fix.span, problem.fix.text)
    files = {**source.files, problem.file: text}
    after = mapping_dsl.check(Source(source.id, source.path, files[source.path], files, source.problems))
    new = _errors(after) - _errors(before)
    is_gone = _count(after, problem) < _count(before, problem)
    return "" if is_gone and not new else f"{problem.describe(source.text)}\\n{problem.fix.label}: new {new}"


def _count(problems: list[Problem], one: Problem) -> int:
    return sum((other.code, other.message) == (one.code, one.message) for other in problems)


def _errors(problems: list[Problem]) -> Counter[tuple[str, str]]:
    return Counter((one.code, one.message) for one in problems if one.severity is Severity.ERROR)


@pytest.mark.parametrize("code", CODES)
def test_each_fix_of_a_codes_broken_text_does_what_it_says(code: str) -> None:
    assert unkept(source_of(CODES[code].broken)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_each_fix_of_a_golden_case_does_what_it_says(case: Case) -> None:
    assert unkept(case.source()) == []
