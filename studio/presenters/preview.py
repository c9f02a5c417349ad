"""What a draft makes of a sample or a mail: the record as it would be, each field with its rule and its answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from mapping_dsl.examples import ExampleResult
from mapping_dsl.forms import FormVersion
from mapping_dsl.outcome import FieldOutcome, FlagOutcome, FlagState
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.trace import FieldTrace, Trace
from studio.presenters.moments import moment
from studio.presenters.records import (
    FieldRow,
    FlagRow,
    RecordView,
    Way,
    belongs_to,
    heaviest_first,
    labels,
    record_view,
)
from studio.presenters.traced import way_of
from studio.presenters.values import words_of
from studio.trial import Examined

EXAMPLES_IN_SIGHT = 8


@dataclass(frozen=True, slots=True)
class TriageRow:
    """One thing that says where and how urgently a person sees the submission."""

    label: str
    words: str
    way: Way | None  #: None where no rule says it


@dataclass(frozen=True, slots=True)
class Preview:
    """The outcome of a trial run."""

    sentence: str
    risk: str
    triage: tuple[TriageRow, ...]
    flags: tuple[FlagRow, ...]
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem and where it stands."""

    place: str
    message: str
    hint: str
    severity: Severity
    help_address: str  #: empty where the sentence says all


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """An example and whether it holds; of a module, which mapping it belongs to."""

    name: str
    mapping: str
    holds: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleList:
    """The examples that were run."""

    failing: tuple[ExampleRow, ...]
    holding: tuple[ExampleRow, ...]

    @property
    def is_long(self) -> bool:
        """Whether those that hold are only counted until somebody asks, so that the list stays in sight."""
        return len(self.holding) > EXAMPLES_IN_SIGHT


@dataclass(frozen=True, slots=True)
class ProblemList:
    """Problems in the order of the text: what stands in the way, and what is only worth knowing."""

    title: str
    stopping: tuple[ProblemRow, ...]
    hints: tuple[ProblemRow, ...]


def preview_of(trace: Trace, form: FormVersion | None, own_file: str) -> Preview:
    """The trial run as a page shows it; rules of the mapping's own file are named by their line alone."""
    outcome = trace.outcome

    def way(traces: Mapping[str, FieldTrace], name: str) -> Way | None:
        return way_of(traces[name], form, own_file) if name in traces else None

    def rows(record: str) -> list[FieldRow]:
        fields = (field for field in outcome.fields if belongs_to(field.path, record))
        return [_field_row(field, record, way(trace.fields, field.path)) for field in fields]

    placed = {"queue": outcome.triage.queue, "priority": str(outcome.triage.priority)}
    if due := moment(outcome.triage.due):
        placed["due"] = due.words
    return Preview(
        sentence=f"No record is made: {outcome.rejected}" if outcome.rejected else "",
        risk=f"Risk {outcome.risk_level}.",
        triage=tuple(TriageRow(part.capitalize(), words, way(trace.triage, part)) for part, words in placed.items()),
        flags=heaviest_first(_flag_row(one, way(trace.flags, one.name)) for one in outcome.flags),
        records=tuple(record_view(name, rows(name)) for name in outcome.records),
    )


def problem_list(examined: Examined) -> ProblemList:
    """Problems for the list beside the text, those of the text itself first."""
    found = sorted(examined.problems.items(), key=lambda one: (not examined.is_own(one[0]), one[0].file, one[0].span))
    rows = [problem_row(one, _where(one, met_in, examined)) for one, met_in in found]
    hints = tuple(row for row in rows if row.severity is Severity.HINT)
    failing = (_failing_row(one, id_, examined) for id_, one in examined.examples if not one.holds)
    stopping = (*(row for row in rows if row.severity is not Severity.HINT), *failing)
    return ProblemList(f"Problems ({len(stopping)})" if stopping else "No problems", stopping, hints)


def problem_row(problem: Problem, place: str) -> ProblemRow:
    """A problem for a list."""
    help_address = url_for("help.problem", code=problem.code)
    return ProblemRow(place, problem.message, problem.hint, problem.severity, help_address)


def _failing_row(example: ExampleResult, mapping_id: str, examined: Examined) -> ProblemRow:
    """An example that keeps the text from being published; those of a module stand in its mappings."""
    part = next(part for part in examined.parts if part.source.id == mapping_id)
    place = f"Line {example.span.line}" + (f" of {part.source.path}" if part.source.path != examined.path else "")
    return ProblemRow(place, f"the example “{example.name}” does not hold", "", Severity.STOP, "")


def example_list(examined: Examined) -> ExampleList:
    """Every example that was run, of a module in each of its mappings."""
    is_shared = len(examined.parts) > 1
    rows = [ExampleRow(one.name, id_ if is_shared else "", one.holds, one.sentences) for id_, one in examined.examples]
    return ExampleList(tuple(row for row in rows if not row.holds), tuple(row for row in rows if row.holds))


def stops_of(examined: Examined) -> tuple[str, ...]:
    """What keeps the text from being published, a sentence each."""
    problems = (
        f"{_where(one, met_in, examined).lower()}: {one.message}"
        for one, met_in in examined.problems.items()
        if one.severity is not Severity.HINT
    )
    failing = example_list(examined).failing
    examples = (f"the example “{row.name}”{f' of {row.mapping}' * bool(row.mapping)} does not hold" for row in failing)
    return (*problems, *examples)


def _flag_row(flag: FlagOutcome, way: Way | None) -> FlagRow:
    return FlagRow(flag.name, flag.level, flag.state is FlagState.UNCLEAR, flag.because, way=way)


def _field_row(field: FieldOutcome, record: str, way: Way | None) -> FieldRow:
    group, label = labels(field.path, record)
    return FieldRow(
        path=field.path,
        label=label,
        group=group,
        words=words_of(field.value),
        state=field.state,
        reason=field.reason,
        way=way,
    )


def _where(problem: Problem, met_in: tuple[str, ...], examined: Examined) -> str:
    """The line; where the text is another, which; and where not every mapping meets it, which ones do."""
    line = f"Line {problem.span.line}"
    if not examined.is_own(problem):
        return f"{line} of {problem.file}"
    return line if len(met_in) == len(examined.parts) else f"{line}, in {', '.join(met_in)}"
