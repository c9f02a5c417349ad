"""The code of flags and triage."""

from collections.abc import Sequence
from dataclasses import replace

from mapping_dsl.feel import shapes as feel_shapes
from mapping_dsl.feel.emission import NOWHERE, Operand
from mapping_dsl.feel.filling import write
from mapping_dsl.generating import shapes
from mapping_dsl.generating.names import Names, known_of
from mapping_dsl.outcome import FlagOutcome, FlagState
from mapping_dsl.risk import FlagRule
from mapping_dsl.running import Computation
from mapping_dsl.scopes import EVERYWHERE, TRIAGE_TYPE


def write_flags(names: Names, rules: Sequence[FlagRule]) -> None:
    """Adds the code of all flags, and defines what is said of them together."""
    names.need(when for rule in rules for when in rule.whens)
    for rule in rules:
        _write_flag(names, rule)
    level = write(names.code, shapes.RISK_LEVEL, NOWHERE)
    names.define("risk level", level.knowing(known_of(EVERYWHERE["risk level"], may_be_null=False)))


def _write_flag(names: Names, rule: FlagRule) -> None:
    outcome = FlagOutcome(rule.name, rule.level, FlagState.RAISED, rule.because)
    if not _write_plain(names, rule.whens, outcome):
        _write_careful(names, rule, outcome)


def _write_plain(names: Names, whens: Sequence[Computation], outcome: FlagOutcome) -> bool:
    """Adds the code of a flag of which everything can always be told. Gives whether it is such a flag."""
    if not whens:
        return True
    first, *others = whens
    with names.code.block() as compute:
        value = names.code.inline(names.value(first.node))
    if value.refuses or (first.answers and not names.is_trusting):
        return False
    with names.code.block() as further:
        is_plain = _write_plain(names, others, outcome)
    if is_plain:
        put = {"compute": compute, "further": further, "value": value, "outcome": outcome}
        write(names.code, shapes.PLAIN_WHEN, first.expression.span, **put)
    return is_plain


def _write_careful(names: Names, rule: FlagRule, outcome: FlagOutcome) -> None:
    """Adds the code of a flag that may be unclear."""
    raised = write(names.code, feel_shapes.ASSIGN, rule.span, value=False)
    unclear = write(names.code, feel_shapes.ASSIGN, rule.span, value=False)
    with names.code.block() as conditions:
        _write_whens(names, rule.whens, raised, unclear)
    names.code.statements.extend(conditions)
    outcomes = {"outcome": outcome, "unclear_outcome": replace(outcome, state=FlagState.UNCLEAR)}
    write(names.code, shapes.FLAG, rule.span, raised=raised, unclear=unclear, **outcomes)


def _write_whens(names: Names, whens: Sequence[Computation], raised: Operand, unclear: Operand) -> None:
    """The first condition, and inside what becomes where it does not hold, the others."""
    if not whens:
        return
    first, *others = whens
    with names.code.block() as compute:
        value = names.value(first.node)
    with names.code.block() as cannot_tell:
        if value.refuses:
            write(names.code, shapes.CANNOT_TELL, first.expression.span, value=value, unclear=unclear)
        if not names.is_trusting and first.answers:
            write(names.code, shapes.IN_DOUBT, first.expression.span, reads=first.answers, unclear=unclear)
    with names.code.block() as further:
        _write_whens(names, others, raised, unclear)
    blocks = {"compute": compute, "cannot_tell": cannot_tell, "further": further}
    write(names.code, shapes.WHEN, first.expression.span, value=value, raised=raised, **blocks)


def write_triage(names: Names, parts: dict[str, tuple[Computation, ...]]) -> Operand:
    """Adds the code of the triage, and gives its outcome."""
    names.need(one for values in parts.values() for one in values)
    by_rule = write(names.code, feel_shapes.NO_ENTRIES, NOWHERE)
    for part, values in parts.items():
        said = _write_part(names, part, values)
        write(names.code, feel_shapes.ENTER, NOWHERE, holder=by_rule, key=part, value=said)
    outcome = write(names.code, shapes.TRIAGE, NOWHERE, by_rule=by_rule, level=names.risk_level)
    said_of_all = write(names.code, shapes.TRIAGE_CONTEXT, NOWHERE, outcome=outcome)
    names.define("triage", said_of_all.knowing(known_of(TRIAGE_TYPE, may_be_null=False)))
    return outcome


def _write_part(names: Names, part: str, values: Sequence[Computation]) -> Operand:
    """What the first of the expressions says that is not null."""
    if not values:
        return names.code.constant(None)
    first, *others = values
    with names.code.block() as compute:
        value = names.value(first.node)
        if value.refuses:
            write(names.code, shapes.CLEAR, NOWHERE)
        with names.code.block() as further:
            other = _write_part(names, part, others)
        said = write(names.code, shapes.SAID, NOWHERE, value=value, further=further, other=other, part=part)
    if names.is_trusting or not first.answers:
        names.code.statements.extend(compute)
        return said
    return write(names.code, shapes.SAID_IN_DOUBT, NOWHERE, reads=first.answers, compute=compute, value=said)
