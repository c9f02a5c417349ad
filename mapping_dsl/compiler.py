"""Joins the stages: from a source to its problems, and to a mapping that runs."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from mapping_dsl.answers import Answers
from mapping_dsl.checker import Checked, analyse, check_without_analysis
from mapping_dsl.checker import check as check_program
from mapping_dsl.examples import ExampleResult, run_example
from mapping_dsl.explaining import explain
from mapping_dsl.failures import MappingError, ModuleAlone, OtherForm
from mapping_dsl.formatter import layout
from mapping_dsl.generating import Generated
from mapping_dsl.interpreter import Interpreted, interpret
from mapping_dsl.library import Source
from mapping_dsl.nodes import Example
from mapping_dsl.outcome import Outcome
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.program import Program, assemble
from mapping_dsl.risk_words import RiskWord, risk_words
from mapping_dsl.trace import Trace

Submission = Map[str, Any]

#: how often a mapping is interpreted before code is made of it: a text that is being edited is tried a few times
_RUNS_WITHOUT_CODE: Final = 8


def check(source: Source) -> list[Problem]:
    """Everything that is wrong with a mapping or module, in the order of its texts."""
    return list(check_program(assemble(source)).problems)


def format(text: str) -> str:
    """The text in its canonical layout, with the line ends that it has. Means the same, and formatted again stays."""
    parsed = parse(text)
    return layout(text, parsed.sheet, parsed.problems)


def compile(source: Source) -> "Mapping":
    """A mapping that runs. Raises MappingError, with the problems, where one of them is an error.
    A module raises ModuleAlone."""
    return _compiled(_Text(source))


@dataclass(frozen=True, slots=True)
class _Text:
    """A source that is the same as another where all its texts are."""

    source: Source = field(compare=False)
    id: str = ""
    hash: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.source.id)
        object.__setattr__(self, "hash", self.source.hash)


@lru_cache(maxsize=32)
def _compiled(text: _Text) -> "Mapping":
    program = assemble(text.source)
    checked = check_without_analysis(program)
    if any(problem.severity is Severity.ERROR for problem in checked.problems):
        raise MappingError(text.source.id, checked.problems)
    if program.main.module:
        raise ModuleAlone(text.source.id)
    return Mapping(program, checked)


class Mapping:
    """A compiled mapping: a pure function of submissions. May be shared by threads."""

    def __init__(self, program: Program, checked: Checked) -> None:
        self.source = program.source
        self._checked = checked
        self._program = program
        self._interpreted: Interpreted = interpret(program, checked.meanings)
        self._generated = Generated(self._interpreted)
        self._runs = 0

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The stops and hints that are left. Finding them takes longer than making the mapping run."""
        return analyse(self._program, self._checked).problems

    @property
    def interpreted(self) -> Interpreted:
        """The program as closures, the oracle, for those who look at parts of it while they run."""
        return self._interpreted

    def run(self, submission: Submission) -> Outcome:
        """What the mapping makes of a submission. Raises OtherForm or SubmissionUnreadable for what is none of its."""
        return self._outcome(self._read(submission))

    def trace(self, submission: Submission) -> Trace:
        """The outcome with the rule, the answers and the steps behind each field, flag and part of the triage."""
        answers = self._read(submission)
        return Trace(self._outcome(answers), lambda: explain(self._interpreted, answers))

    def examples(self) -> list[ExampleResult]:
        """Runs every example of the mapping against its sample."""
        return [run_example(self._interpreted, unit, example) for unit, example in self._program.all_of(Example)]

    @cached_property
    def reads(self) -> Map[str, frozenset[str]]:
        """The answers that each field (by path, without places) and flag (by name) may depend on."""
        fields = {
            f"{record.path}.{path}": answers
            for record in self._interpreted.records
            for path, answers in record.answers_by_path()
        }
        flags = {
            rule.name: frozenset().union(*(when.answers for when in rule.whens)) for rule in self._interpreted.flags
        }
        return {**fields, **flags}

    @cached_property
    def risk_words(self) -> tuple[RiskWord, ...]:
        """The words that flags look for in texts, to be looked for in what answers no question as well."""
        return risk_words(self._interpreted)

    def _outcome(self, answers: Answers) -> Outcome:
        self._runs += 1
        outcome = self._generated.run(answers) if self._runs > _RUNS_WITHOUT_CODE else None
        return outcome or self._interpreted.outcome(answers)

    def _read(self, submission: Submission) -> Answers:
        answers = self._interpreted.reader.read(submission)
        form = answers.submission["form"]
        if form and form != answers.form.form:
            raise OtherForm(self.source.id, answers.form.form, form)
        return answers
