"""Flags while they run, the risk level that they make, and the triage that follows where no rule says otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from mapping_dsl.answers import Answers, at_local_offset, local_instant
from mapping_dsl.outcome import FlagLevel, FlagOutcome, FlagState, TriageOutcome, TriageSource
from mapping_dsl.problems import Span
from mapping_dsl.running import Computation, Run

_PRIORITIES: Final = {"critical": 100, "high": 80, "medium": 50}
_LOWEST_PRIORITY: Final = 20
_UNSORTED: Final = "unsorted"


@dataclass(frozen=True, slots=True)
class FlagRule:
    """A flag with the conditions that are part of this mapping."""

    name: str
    level: FlagLevel
    because: str
    whens: tuple[Computation, ...]
    file: str
    span: Span


def flag_outcome(rule: FlagRule, run: Run) -> FlagOutcome | None:
    """The flag, raised or unclear; None where it is neither."""
    is_unclear = False
    for when in rule.whens:
        result = run.evaluate(when)
        if result.value is True:
            return FlagOutcome(rule.name, rule.level, FlagState.RAISED, rule.because)
        is_unclear = is_unclear or result.is_unsure
    return FlagOutcome(rule.name, rule.level, FlagState.UNCLEAR, rule.because) if is_unclear else None


def risk_level(flags: Iterable[FlagOutcome]) -> str:
    """The highest level among raised and unclear flags; notes do not count."""
    levels = {flag.level for flag in flags}
    return next((level.value for level in FlagLevel if level in levels and level is not FlagLevel.NOTE), "none")


def triage_outcome(rules: Mapping[str, tuple[Computation, ...]], run: Run, level: str) -> TriageOutcome:
    """Where and how urgently a person sees the submission: by the rules, or by the risk level where they do not say."""
    return triage_of({part: _said(part, rules[part], run) for part in rules}, level, run.answers)


def triage_of(said: Mapping[str, Any], level: str, answers: Answers) -> TriageOutcome:
    """The triage by what the rules say of each part; by the risk level where they say nothing (None)."""
    queue, priority, due = said.get("queue"), said.get("priority"), said.get("due")
    return TriageOutcome(
        queue=_UNSORTED if queue is None else queue,
        priority=_PRIORITIES.get(level, _LOWEST_PRIORITY) if priority is None else priority,
        due=at_local_offset(answers.submission["received_at"]) if due is None else due,
        source=TriageSource.RULE if said and None not in said.values() else TriageSource.DEFAULT,
    )


def _said(part: str, values: tuple[Computation, ...], run: Run) -> Any:
    """What the first of a part's expressions says that is not null; None where it is of no use."""
    results = (run.evaluate(value) for value in values)
    result = next((one for one in results if one.value is not None or one.doubted), None)
    return None if result is None or result.doubted else usable(part, result.value)


def usable(part: str, value: Any) -> Any:
    """A value as a part of the triage takes it, None where it is of no use there."""
    return _USABLE[part](value) if part in _USABLE else None


def _queue(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _priority(value: Any) -> int | None:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return min(100, max(0, round(value))) if is_number else None


def _due(value: Any) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else local_instant(value)


_USABLE: Final[Mapping[str, Callable[[Any], Any]]] = {"queue": _queue, "priority": _priority, "due": _due}
