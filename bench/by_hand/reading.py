"""A submission's JSON to typed answers, by hand: one plan for each form version, and the usual case first."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from mapping_dsl.answers import Answers, Questions, at_local_offset, read_submission
from mapping_dsl.feel.lexical import read_date_time, read_time
from mapping_dsl.forms import AnswerType, FormVersion, Question

Values = Mapping[str, Any]
Read = Callable[[Any], Any]

_MISFIT: Final = object()
_HALF_A_CHARACTER: Final = re.compile("[\ud800-\udfff]")
_MOST_DIGITS: Final = 33
#: when a question is put, by its form's own words
_CONDITIONS: Final[Mapping[str, Callable[[Values], bool]]] = {
    'anonymous = "no"': lambda values: values["anonymous"] == "no",
    'anythingStolen = "yes"': lambda values: values["anythingStolen"] == "yes",
    'commsNeeds = "yes"': lambda values: values["commsNeeds"] == "yes",
    'dashcam = "yes"': lambda values: values["dashcam"] == "yes",
    'exactTimeKnown = "no"': lambda values: values["exactTimeKnown"] == "no",
    'happenedBefore = "yes"': lambda values: values["happenedBefore"] == "yes",
    'injured in ("slight", "serious")': lambda values: values["injured"] in ("slight", "serious"),
    'list contains(crimeType, "from")': lambda values: "from" in (values["crimeType"] or ()),
    'otherAgencies = "yes"': lambda values: values["otherAgencies"] == "yes",
    'reportType = "stolen"': lambda values: values["reportType"] == "stolen",
    'suspectKnown in ("yes", "dont_know")': lambda values: values["suspectKnown"] in ("yes", "dont_know"),
    'topic = "welfare"': lambda values: values["topic"] == "welfare",
}


@dataclass(frozen=True, slots=True)
class _Plan:
    form: FormVersion
    reads: tuple[tuple[str, Read], ...]
    groups: Mapping[str, tuple[Mapping[str, None], tuple[tuple[str, Read], ...]]]
    required: tuple[str, ...]
    conditions: tuple[tuple[str, Callable[[Values], bool]], ...]


class Reader:
    """Reads submissions of one form."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._blank = dict.fromkeys(questions.outer_types)
        self._plans = {form.version: self._plan(form) for form in questions.versions}

    def read(self, document: Mapping[str, Any]) -> Answers:
        """The answers of a submission document."""
        submission = read_submission(document)
        plan = self._plans.get(submission["version"] or "")
        plan = plan or self._plans[self._questions.for_version(submission["version"] or "").version]
        given = document.get("answers") or {}
        values, doubts = dict(self._blank), set()
        for name, read in plan.reads:
            answer = given.get(name)
            if answer is not None and (value := read(answer)) is not None:
                if value is _MISFIT:
                    doubts.add(name)
                else:
                    values[name] = value
        for name in plan.groups:
            self._group(plan, name, given.get(name), values, doubts)
        told = document.get("not_asked")
        not_asked = frozenset(told) if told is not None else _not_put(plan, values)
        doubts.update(one for one in plan.required if values[one] in (None, []) and one not in not_asked)
        _clear(values, doubts, document.get("doubts"))
        now = at_local_offset(submission["received_at"])
        return Answers(values, frozenset(doubts), not_asked, plan.form, submission, now)

    def _plan(self, form: FormVersion) -> _Plan:
        single = [one for one in form.questions if one.type is not AnswerType.GROUP]
        groups = {one.name: one for one in form.questions if one.type is AnswerType.GROUP}
        return _Plan(
            form,
            tuple((one.name, _reading(one)) for one in single),
            {
                name: (
                    dict.fromkeys(self._questions.inner(name)),
                    tuple((inner.name, _reading(inner)) for inner in one.questions),
                )
                for name, one in groups.items()
            },
            tuple(one.name for one in form.questions if one.required),
            tuple((one.name, _CONDITIONS[one.show_if]) for one in form.questions if one.show_if),
        )

    def _group(self, plan: _Plan, name: str, given: Any, values: dict[str, Any], doubts: set[str]) -> None:
        if given is None or (isinstance(given, str) and not given.strip()):
            return
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            doubts.add(name)
            return
        blank, reads = plan.groups[name]
        elements: list[dict[str, Any]] = []
        for one in given:
            element: dict[str, Any] = dict(blank)
            for inner, read in reads:
                answer = one.get(inner)
                value = None if answer is None else read(answer)
                if value is _MISFIT:
                    doubts.add(f"{name}.{inner}")
                else:
                    element[inner] = value
            elements.append(element)
        values[name] = elements


def _not_put(plan: _Plan, values: Values) -> frozenset[str]:
    return frozenset(name for name, is_put in plan.conditions if not is_put(values))


def _clear(values: dict[str, Any], doubts: set[str], told: Any) -> None:
    if isinstance(told, Collection) and not isinstance(told, str):
        doubts.update(name for name in told if isinstance(name, str))
    for name in doubts:
        group, _, inner = name.partition(".")
        if not inner and name in values:
            values[name] = None
        elif inner and isinstance(values.get(group), list):
            values[group] = [{**element, inner: None} for element in values[group]]


def _reading(question: Question) -> Read:
    """How an answer to a question is read: null for a blank, a mark where it does not fit."""
    consts = frozenset(option.const for option in question.options)

    def choice(given: Any) -> Any:
        return given if isinstance(given, str) and given in consts else _blank_or_misfit(given)

    def choices(given: Any) -> Any:
        fits = isinstance(given, list) and all(isinstance(one, str) and one in consts for one in given)
        return list(given) if fits else _blank_or_misfit(given)

    read_by_type = {AnswerType.CHOICE: choice, AnswerType.CHOICES: choices}
    return read_by_type.get(question.type) or _READS[question.type]


def _blank_or_misfit(given: Any) -> Any:
    return None if isinstance(given, str) and not given.strip() else _MISFIT


def _text(given: Any) -> Any:
    if not isinstance(given, str) or not given.strip():
        return _blank_or_misfit(given)
    return given if given.isascii() or not _HALF_A_CHARACTER.search(given) else _MISFIT


def _number(given: Any) -> Any:
    if type(given) is int and abs(given) < 10**_MOST_DIGITS:
        return given
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        return _blank_or_misfit(given)
    number = Decimal(repr(given)) if isinstance(given, float) else Decimal(given)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return _MISFIT
    return int(number) if number == number.to_integral_value() else number


def _boolean(given: Any) -> Any:
    return given if isinstance(given, bool) else _blank_or_misfit(given)


def _date(given: Any) -> Any:
    if not isinstance(given, str) or not (given := given.strip()):
        return _blank_or_misfit(given)
    if len(given) != 10 or given[4] != "-" or not given.isascii():
        return _MISFIT
    try:
        return date.fromisoformat(given)
    except ValueError:
        return _MISFIT


def _time(given: Any) -> Any:
    if not isinstance(given, str) or not (given := given.strip()):
        return _blank_or_misfit(given)
    read = read_time(f"{given}:00" if len(given) == 5 else given)
    return read if type(read) is time else _MISFIT


def _date_time(given: Any) -> Any:
    if not isinstance(given, str) or not given.strip():
        return _blank_or_misfit(given)
    read = read_date_time(given.strip())
    return read if type(read) is datetime else _MISFIT


_READS: Final[Mapping[AnswerType, Read]] = {
    AnswerType.STRING: _text,
    AnswerType.NUMBER: _number,
    AnswerType.BOOLEAN: _boolean,
    AnswerType.DATE: _date,
    AnswerType.TIME: _time,
    AnswerType.DATE_TIME: _date_time,
}
