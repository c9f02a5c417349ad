"""Whether every answer goes somewhere, and whether what goes there may: ignored, protected, in one version alone."""

from collections.abc import Iterator

from mapping_dsl import nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.meanings import Meanings
from mapping_dsl.problems import Problem, Severity, Span
from mapping_dsl.program import Program, Unit

_OPERATIONS = (feel_nodes.Comparison, feel_nodes.In, feel_nodes.Between, feel_nodes.Arithmetic)


def coverage_problems(program: Program, meanings: Meanings) -> Iterator[Problem]:
    """What is read nowhere, what is ignored and read, and protected answers that decide something without a reason."""
    mapping = program.mapping
    if mapping is None or mapping.form is None or not meanings.by_place:
        return
    by_records = _read_by(program, meanings, nodes.Record)
    by_others = _read_by(program, meanings, nodes.Flag) | _read_by(program, meanings, nodes.Triage)
    ignored = _ignored(program)
    yield from _unread(program, by_records | by_others | ignored.keys(), mapping.form.span)
    yield from _only_in_flags(program, by_others - by_records - ignored.keys(), mapping.form.span)
    for name in ignored.keys() & (by_records | by_others):
        message = f"{name} is ignored here, and something reads it"
        yield Problem(ignored[name], "ignored-and-read", message, "take it out", Severity.STOP, file=program.main.path)
    for placed in program.placed:
        if isinstance(placed.statement, nodes.Decide | nodes.Triage) and not placed.statement.because:
            yield from _protected(program, meanings, placed.unit, placed.statement)
    yield from _one_or_several(program, meanings)


def _read_by(program: Program, meanings: Meanings, kind: type[nodes.Statement]) -> set[str]:
    return {
        answer
        for unit, statement in program.all_of(kind)
        for expression in expressions_in(statement)
        if (meaning := meanings.of(unit, expression))
        for answer in meaning.answers
    }


def _ignored(program: Program) -> dict[str, Span]:
    """The answers that an `ignore` names, a group with all that is in it."""
    found: dict[str, Span] = {}
    for _, ignore in program.all_of(nodes.Ignore):
        for name in ignore.answers:
            inner = program.questions.inner(name.text)
            found |= dict.fromkeys((name.text, *(f"{name.text}.{one}" for one in inner)), name.span)
    return found


def _unread(program: Program, covered: set[str], span: Span) -> Iterator[Problem]:
    for name, versions in program.questions.by_name.items():
        inner = {f"{name}.{one}" for one in program.questions.inner(name)}
        group = name.partition(".")[0]
        nothing_of_group = group != name and not {group, name} & covered
        if name in covered or inner & covered or nothing_of_group:
            continue
        message = f"nothing reads the answer {name}, “{versions[-1].label}”"
        hint = f'let a field read it, or write ignore {name} because "…"'
        yield Problem(span, "unread-answer", message, hint, Severity.STOP, file=program.main.path)


def _only_in_flags(program: Program, names: set[str], span: Span) -> Iterator[Problem]:
    for name in sorted(names):
        message = f"only flags or the triage read the answer {name}; no field of a record does"
        yield Problem(span, "only-in-flags", message, "", Severity.HINT, file=program.main.path)


def _protected(
    program: Program, meanings: Meanings, unit: Unit, statement: nodes.Decide | nodes.Triage
) -> Iterator[Problem]:
    read = (meanings.of(unit, expression) for expression in expressions_in(statement))
    answers = {answer for meaning in read if meaning for answer in meaning.answers}
    protected = [
        name for name in sorted(answers) if any(one.protected for one in program.questions.by_name.get(name, ()))
    ]
    if protected:
        message = f"this reads {', '.join(protected)}, which the Equality Act 2010 protects, and does not say why"
        hint = 'write because "TEXT" in a line below it'
        yield Problem(statement.span, "protected-answer", message, hint, Severity.STOP, file=unit.path)


def _one_or_several(program: Program, meanings: Meanings) -> Iterator[Problem]:
    """Operations on an answer that is one value in one version of the form and several in another."""
    operands = (
        (path, operand)
        for (path, _), meaning in meanings.by_place.items()
        for part, _depth in feel_nodes.walk(meaning.node)
        if isinstance(part, _OPERATIONS)
        for operand in feel_nodes.children(part)
    )
    for path, operand in operands:
        if isinstance(operand, feel_nodes.Name) and program.questions.differ(operand.name):
            message = f"{operand.name} is one value in one version of the form, and several in another"
            hint = f"write as list({operand.name})"
            yield Problem(operand.span, "one-or-several", message, hint, Severity.STOP, file=path)
