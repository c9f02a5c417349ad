"""From a submission's JSON to FEEL values by its form version; what does not fit is null and in doubt."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from mapping_dsl.failures import SubmissionUnreadable
from mapping_dsl.feel import parser, types
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.interpreter import Closure, interpret
from mapping_dsl.forms import AnswerType, FormVersion, Question, version_key
from mapping_dsl.typed_answers import MISFIT, Read, is_blank, reader_of

#: where the forces are: dates and times of a form without an offset are meant so
LOCAL: Final = ZoneInfo("Europe/London")

_CALENDAR: Final = range(2, 9999)  #: years in which every instant has a local time
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
_TYPES: Final = {
    AnswerType.STRING: types.STRING,
    AnswerType.NUMBER: types.NUMBER,
    AnswerType.BOOLEAN: types.BOOLEAN,
    AnswerType.DATE: types.DATE,
    AnswerType.TIME: types.TIME,
    AnswerType.DATE_TIME: types.DATE_TIME,
}
_SUBMISSION_TEXTS: Final = ("reference", "form", "version", "schema", "channel", "language", "source", "force")

SUBMISSION_TYPE: Final = types.ContextOf(
    (
        *((name, types.STRING) for name in _SUBMISSION_TEXTS),
        ("received_at", types.DATE_TIME),
        ("submitted_at", types.DATE_TIME),
        (
            "attachments",
            types.ListOf(
                types.ContextOf(
                    (
                        ("name", types.STRING),
                        ("mediaType", types.STRING),
                        ("bytes", types.NUMBER),
                        ("sha256", types.STRING),
                    )
                )
            ),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Answers:
    """A submission as rules see it."""

    values: Mapping[str, Any]  #: every answer that a version in the range has, null where this one has none
    doubts: frozenset[str]  #: dotted names of answers that nobody may rely on; in a group, in none of its elements.
    #: Such an answer is null, except a feared one: what it tells of danger counts until a person has decided
    not_asked: frozenset[str]  #: questions of this version that were not put
    form: FormVersion
    submission: Mapping[str, Any]  #: the context `submission`
    now: datetime  #: when it was received, local time

    @property
    def day(self) -> date:
        """The local day of submission, on which code lists are read."""
        submitted = self.submission["submitted_at"]
        return submitted.astimezone(LOCAL).date() if isinstance(submitted, datetime) else self.now.date()

    def asked(self, name: str) -> bool:
        """Whether a question was put, by its dotted name; one in a group is put with its group."""
        group = name.partition(".")[0]
        return self.form.question(name) is not None and not {name, group} & self.not_asked


@dataclass(frozen=True)
class Questions:
    """The questions of a form over a range of versions."""

    versions: tuple[FormVersion, ...]

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Question, ...]]:
        """What each version that has it says of a question, by dotted name, oldest first."""
        found: dict[str, tuple[Question, ...]] = {}
        for version in self.versions:
            for name, question in version.every_question():
                found[name] = (*found.get(name, ()), question)
        return found

    @cached_property
    def outer_types(self) -> Mapping[str, types.Type]:
        """The type of each answer that is not inside a group."""
        return {name: self.type_of(name) for name in self.by_name if "." not in name}

    def type_of(self, name: str) -> types.Type:
        """The type of an answer over all versions; anything where they differ."""
        every = [self._type(name, question) for question in self.by_name[name]]
        return types.common(every)

    def inner(self, group: str) -> tuple[str, ...]:
        """The names of a group's own questions over all versions; none where it is no group."""
        return tuple(name.partition(".")[2] for name in self.by_name if name.startswith(f"{group}."))

    def must_have(self, name: str) -> bool:
        """Whether every version puts the question to everybody and wants an answer."""
        every = self.by_name[name]
        return len(every) == len(self.versions) and all(one.required and not one.show_if for one in every)

    def differ(self, name: str) -> bool:
        """Whether a version has one value where another has several."""
        kinds = {question.type for question in self.by_name.get(name, ())}
        return len(kinds) > 1 and bool(kinds & {AnswerType.CHOICES, AnswerType.GROUP})

    def for_version(self, version: str) -> FormVersion:
        """That version; where there is none, the newest one before it, or else the oldest."""
        before = [one for one in self.versions if version_key(one.version) <= version_key(version)]
        return before[-1] if before else self.versions[0]

    def _type(self, name: str, question: Question) -> types.Type:
        options = types.ChoiceOf(tuple(option.const for option in question.options))
        match question.type:
            case AnswerType.CHOICE:
                return options
            case AnswerType.CHOICES:
                return types.ListOf(options)
            case AnswerType.GROUP:
                return types.ListOf(
                    types.ContextOf(tuple((one, self.type_of(f"{name}.{one}")) for one in self.inner(name)))
                )
        return _TYPES[question.type]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done for each submission of a form version, found once."""

    form: FormVersion
    reads: tuple[tuple[str, Read], ...]
    groups: tuple["_GroupPlan", ...]
    required: tuple[str, ...]
    conditions: tuple[tuple[str, Closure], ...]
    risks: frozenset[str]  #: dotted; questions whose answers may tell of danger


@dataclass(frozen=True, slots=True)
class _GroupPlan:
    name: str
    empty: Mapping[str, None]  #: an element in which nothing is said
    reads: tuple[tuple[str, Read], ...]
    required: tuple[str, ...]


class AnswerReader:
    """Reads submissions of one form. Made once for a mapping."""

    def __init__(self, questions: Questions) -> None:
        self.questions = questions
        self._empty: Mapping[str, Any] = dict.fromkeys(questions.outer_types)
        self._plans = {form.version: _plan(form, questions) for form in questions.versions}

    def read(self, document: Mapping[str, Any]) -> Answers:
        """The answers of a submission document. Raises SubmissionUnreadable where it is none."""
        submission = read_submission(document)
        given = document.get("answers") or {}
        if not isinstance(given, Mapping):
            raise SubmissionUnreadable("its answers are not a JSON object")
        plan = self._plan(str(submission["version"] or ""), str(document.get("read_as") or ""))
        values, doubts = self._values(plan, given)
        now = at_local_offset(submission["received_at"])
        not_asked = _not_asked(plan, document.get("not_asked"), values, now)
        doubts.update(_names(document.get("doubts")))
        doubts.update(_lacking(plan, values, not_asked))
        feared = plan.risks.intersection(_names(document.get("feared")))
        if cleared := doubts - feared:
            _clear(values, cleared)
        return Answers(values, frozenset(doubts), not_asked, plan.form, submission, now)

    def _plan(self, version: str, read_as: str) -> _Plan:
        """How to read a version; one that nobody knows by the questions by which it was read, else by the nearest."""
        known = self._plans.get(version) or self._plans.get(read_as)
        return known or self._plans[self.questions.for_version(version).version]

    def nothing(self) -> Answers:
        """The answers of a submission in which nobody said anything, to see what depends on no answer."""
        submission = {**dict.fromkeys(_SUBMISSION_TEXTS), "submitted_at": _LONG_AGO, "received_at": _LONG_AGO}
        form = self.questions.versions[0]
        values = dict.fromkeys(self.questions.outer_types)
        return Answers(values, frozenset(), frozenset(), form, submission | {"attachments": []}, _LONG_AGO)

    def _values(self, plan: _Plan, given: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
        values, misfits = dict(self._empty), set[str]()
        for name, read in plan.reads:
            answer = given.get(name)
            if answer is None:
                continue
            value = read(answer)
            if value is MISFIT:
                misfits.add(name)
            else:
                values[name] = value
        for group in plan.groups:
            values[group.name] = _elements(group, given.get(group.name), misfits)
        return values, misfits


def _plan(form: FormVersion, questions: Questions) -> _Plan:
    groups = tuple(one for one in form.questions if one.type is AnswerType.GROUP)
    return _Plan(
        form=form,
        reads=tuple((one.name, reader_of(one)) for one in form.questions if one.type is not AnswerType.GROUP),
        groups=tuple(_group_plan(one, questions) for one in groups),
        required=tuple(one.name for one in form.questions if one.required),
        conditions=tuple(_conditions(form)),
        risks=frozenset(name for name, question in form.every_question() if question.risk),
    )


def _group_plan(group: Question, questions: Questions) -> _GroupPlan:
    return _GroupPlan(
        name=group.name,
        empty=dict.fromkeys(questions.inner(group.name)),
        reads=tuple((one.name, reader_of(one)) for one in group.questions),
        # An inner question that depends on another has no condition of its own element here: it may not be put.
        required=tuple(one.name for one in group.questions if one.required and not one.show_if),
    )


def _elements(group: _GroupPlan, given: Any, misfits: set[str]) -> list[dict[str, Any]] | None:
    if is_blank(given):
        return None
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        misfits.add(group.name)
        return None
    elements = []
    for one in given:
        element: dict[str, Any] = dict(group.empty)
        for name, read in group.reads:
            answer = one.get(name)
            value = None if answer is None else read(answer)
            if value is MISFIT:
                misfits.add(f"{group.name}.{name}")
            else:
                element[name] = value
        elements.append(element)
    return elements


def _not_asked(plan: _Plan, told: Any, values: Mapping[str, Any], now: datetime) -> frozenset[str]:
    if told is not None:
        return frozenset(_names(told))
    frame = Frame(values, now)
    return frozenset(name for name, condition in plan.conditions if condition(frame) is not True)


def _lacking(plan: _Plan, values: Mapping[str, Any], not_asked: frozenset[str]) -> Iterator[str]:
    """The required questions that were put and have no answer, those of each element of a group too."""
    for name in plan.required:
        if values[name] in (None, []) and name not in not_asked:
            yield name
    for group in plan.groups:
        for inner in group.required if values[group.name] else ():
            is_lacking = any(element[inner] in (None, []) for element in values[group.name])
            if is_lacking and f"{group.name}.{inner}" not in not_asked:
                yield f"{group.name}.{inner}"


def _clear(values: dict[str, Any], doubts: Iterable[str]) -> None:
    for name in doubts:
        group, _, inner = name.partition(".")
        if not inner and name in values:
            values[name] = None
        elif inner and isinstance(values.get(group), list):
            values[group] = [element | {inner: None} for element in values[group]]


def read_submission(document: Mapping[str, Any]) -> dict[str, Any]:
    """The context `submission` of a document. Raises SubmissionUnreadable where an instant is missing or is none."""
    given = document.get("submission") if isinstance(document, Mapping) else None
    if not isinstance(given, Mapping):
        raise SubmissionUnreadable("it has no object named submission")
    submission = {name: str(given[name]) if given.get(name) else None for name in _SUBMISSION_TEXTS}
    instants = {name: _instant(name, given.get(name)) for name in ("submitted_at", "received_at")}
    if not any(instants.values()):
        raise SubmissionUnreadable("it says neither when it was submitted nor when it was received")
    instants["received_at"] = instants["received_at"] or instants["submitted_at"]
    attached = given.get("attachments")
    attachments = [dict(one) for one in attached if isinstance(one, Mapping)] if isinstance(attached, list) else []
    return {**submission, **instants, "attachments": attachments}


def _conditions(form: FormVersion) -> Iterator[tuple[str, Closure]]:
    scope = Questions((form,)).outer_types
    for question in form.questions:
        node = parser.parse(question.show_if, scope).node if question.show_if else None
        if node:
            yield question.name, interpret(node)


def _instant(name: str, given: Any) -> datetime | None:
    if is_blank(given):
        return None
    try:
        instant = given if isinstance(given, datetime) else datetime.fromisoformat(given)
        if not instant.tzinfo:
            return local_instant(instant)
        if instant.year not in _CALENDAR:
            at_local_offset(instant)  # the first and last hours of the calendar have no local time
    except (ValueError, TypeError, OverflowError) as error:
        raise SubmissionUnreadable(f"{name} is no date and time with an offset") from error
    return instant


def at_local_offset(instant: datetime) -> datetime:
    """An instant by the clocks where the forces are, with the offset of that day and not the name of the zone."""
    local = instant.astimezone(LOCAL)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def local_instant(moment: datetime) -> datetime:
    """A date and time without offset, by the clocks where the forces are."""
    return at_local_offset(moment.replace(tzinfo=LOCAL))


def _names(given: Any) -> list[str]:
    return (
        [name for name in given if isinstance(name, str)] if isinstance(given, list | tuple | set | frozenset) else []
    )
