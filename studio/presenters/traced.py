"""What decided a value, in words: the row of a table, the code that was looked up, the `otherwise` that was taken."""

from collections.abc import Iterable

from mapping_dsl.forms import FormVersion
from mapping_dsl.trace import CodeHit, FieldTrace, Reading, RowHit, Rule, Step
from studio.presenters.records import RuleView, Source, StepRow, Way, answer_anchor
from studio.presenters.values import shortened, words_of


def way_of(trace: FieldTrace, form: FormVersion | None, own_file: str) -> Way:
    """The way to a value; rules of the text that is looked at are named by their line alone."""
    return Way(_rule_view(trace.rule, own_file), _sources(trace.readings, form), deciders_of(trace), steps_of(trace))


def deciders_of(trace: FieldTrace) -> tuple[str, ...]:
    """The rows of tables and code lists that decided, and the fallback where one was taken, a sentence each."""
    fallback = (f"taken: {trace.fallback}",) if trace.fallback else ()
    return (*map(_row, trace.rows), *map(_code, trace.codes), *fallback)


def steps_of(trace: FieldTrace) -> tuple[StepRow, ...]:
    """Each part of the rule with what it gave."""
    return tuple(_step(step) for step in trace.steps)


def _row(hit: RowHit) -> str:
    place = "otherwise" if hit.place is None else hit.place
    return f"table {hit.decision}, row {place} (line {hit.rule.span.line}): {' '.join(hit.rule.text.split())}"


def _code(hit: CodeHit) -> str:
    said = f"code list {hit.name}, version {hit.version}: "
    if hit.row is None:
        return f"{said}it has no {words_of(hit.key)}"
    cells = ", ".join(f"{column} {words_of(value)}" for column, value in hit.row.items())
    return f"{said}{words_of(hit.key)} is {cells}"


def _step(step: Step) -> StepRow:
    return StepRow(" ".join(step.text.split()), shortened(words_of(step.value)))


def _rule_view(rule: Rule, own_file: str) -> RuleView:
    return RuleView("" if rule.file == own_file else rule.file, rule.span.line, rule.text)


def _sources(readings: Iterable[Reading], form: FormVersion | None) -> tuple[Source, ...]:
    """The answers that were read, in the form's order; those without an answer last, for they rarely explain."""
    order = {name: place for place, name in enumerate(form.by_name)} if form else {}
    known = sorted(readings, key=lambda one: (one.value is None, order.get(one.answer, len(order)), one.answer))
    return tuple(_source(one, form) for one in known)


def _source(reading: Reading, form: FormVersion | None) -> Source:
    question = form.question(reading.answer) if form else None
    if form and not question:
        return Source(answer_anchor(reading.answer), reading.answer, f"(not asked in version {form.version})")
    words = words_of(reading.value, question)
    return Source(answer_anchor(reading.answer), reading.label or reading.answer, words)
