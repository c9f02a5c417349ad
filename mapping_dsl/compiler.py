"""Joins the stages: from a source to its problems, and to a mapping that runs."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from mapping_dsl.answers import Answers
from mapping_dsl.checker import Checked
from mapping_dsl.checker import check as check_program
from mapping_dsl.examples import ExampleResult, run_example
from mapping_dsl.failures import MappingError, OtherForm
from mapping_dsl.feel.nodes import Literal
from mapping_dsl.filling import Filling, json_ready
from mapping_dsl.generating import Generated
from mapping_dsl.interpreter import Interpreted, interpret
from mapping_dsl.library import Source
from mapping_dsl.nodes import Example
from mapping_dsl.outcome import Outcome
from mapping_dsl.problems import Problem, Severity, Span
from mapping_dsl.program import Program, assemble
from mapping_dsl.running import Computation, Run
from mapping_dsl.trace import FieldTrace, Rule, Step, Trace

Submission = Map[str, Any]

#: how often a mapping is interpreted before code is made of it: a text that is being edited is tried a few times
_RUNS_WITHOUT_CODE: Final = 8


def check(source: Source) -> list[Problem]:
    """Everything that is wrong with a mapping or module, in the order of its texts."""
    return list(check_program(assemble(source)).problems)


def compile(source: Source) -> "Mapping":
    """A mapping that runs. Raises MappingError, with the problems, where one of them is an error."""
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
    checked = check_program(program)
    if any(problem.severity is Severity.ERROR for problem in checked.problems):
        raise MappingError(text.source.id, checked.problems)
    return Mapping(program, checked)


class Mapping:
    """A compiled mapping: a pure function of submissions. May be shared by threads."""

    def __init__(self, program: Program, checked: Checked) -> None:
        self.source = program.source
        self.problems = checked.problems  #: the stops and hints that are left
        self._program = program
        self._interpreted: Interpreted = interpret(program, checked.meanings)
        self._generated = Generated(self._interpreted)
        self._runs = 0

    def run(self, submission: Submission) -> Outcome:
        """What the mapping makes of a submission. Raises OtherForm or SubmissionUnreadable for what is none of its."""
        answers = self._read(submission)
        self._runs += 1
        outcome = self._generated.run(answers) if self._runs > _RUNS_WITHOUT_CODE else None
        return outcome or self.interpret(answers)

    def interpret(self, answers: Answers) -> Outcome:
        """What the mapping's meaning is for answers: the way that needs no code to be made first, and that `run` must
        always agree with."""
        outcome, _ = self._interpreted.run(self._interpreted.start(answers))
        return outcome

    def trace(self, submission: Submission) -> Trace:
        """The outcome with the rule, the answers and the steps behind each field, flag and part of the triage."""
        run = self._interpreted.start(self._read(submission), is_traced=True)
        outcome, filling = self._interpreted.run(run)
        shown = {flag.name for flag in outcome.flags}
        return Trace(
            outcome=outcome,
            fields=self._field_traces(filling, shown),
            flags={
                rule.name: self._traced(run, rule.whens, rule.file, rule.span)
                for rule in self._interpreted.flags
                if rule.name in shown
            },
            triage={
                part: self._traced(run, values, values[0].file, values[0].expression.span)
                for part, values in self._interpreted.triage.items()
            },
        )

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

    def _read(self, submission: Submission) -> Answers:
        answers = self._interpreted.reader.read(submission)
        form = answers.submission["form"]
        if form and form != answers.form.form:
            raise OtherForm(self.source.id, answers.form.form, form)
        return answers

    def _field_traces(self, filling: Filling, flags: set[str]) -> dict[str, FieldTrace]:
        """What fields came from; one that weighs flags came from what the flags that are shown read."""
        whens = (when for rule in self._interpreted.flags if rule.name in flags for when in rule.whens)
        behind_flags = frozenset(answer for when in whens for answer in when.answers)
        traces = {}
        for path, (rule, steps) in filling.traced.items():
            written = self._rule(rule.file, rule.span)
            reads = rule.answers | behind_flags if rule.weighs_flags else rule.answers
            traces[path] = FieldTrace(written, tuple(sorted(reads)), self._steps(written, steps))
        return traces

    def _traced(self, run: Run, computations: tuple[Computation, ...], file: str, span: Span) -> FieldTrace:
        """Computes once more what a flag or a part of the triage came from, and keeps the steps."""
        run.steps.clear()
        for computation in computations:
            run.evaluate(computation)
        whole = span.to(computations[-1].expression.span)
        answers = frozenset().union(*(one.answers for one in computations))
        written = self._rule(file, whole)
        return FieldTrace(written, tuple(sorted(answers)), self._steps(written, tuple(run.steps)))

    def _rule(self, file: str, span: Span) -> Rule:
        return Rule(file, span, excerpt(self.source.files[file], span))

    def _steps(self, rule: Rule, seen: tuple[Any, ...]) -> tuple[Step, ...]:
        """The sub-results of the rule's own text; those of lets that it reads stand in their own places.

        What is written down as it is, a literal or a function's name, is no result.
        """
        text = self.source.files[rule.file]
        return tuple(
            Step(excerpt(text, node.span), node.span, json_ready(value))
            for node, value in seen
            if rule.span.line <= node.span.line <= rule.span.end_line
            and not isinstance(node, Literal)
            and not callable(value)
        )


def excerpt(text: str, span: Span) -> str:
    """The stretch of a text that a span names."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = lines[span.line - 1 : span.end_line]
    if not kept:
        return ""
    kept[-1] = kept[-1][: span.end_column - 1]
    kept[0] = kept[0][span.column - 1 :]
    return "\n".join(kept)
