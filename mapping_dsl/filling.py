"""Records while they run: fields, groups and templates are filled, and how each field ends is written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mapping_dsl.feel import lexical
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.numeric import is_number
from mapping_dsl.nodes import FallbackKind
from mapping_dsl.outcome import FieldOutcome, FieldState
from mapping_dsl.problems import Span
from mapping_dsl.running import Computation, Result, Run
from mapping_dsl.schemas import FieldSchema


@dataclass(frozen=True, slots=True)
class FallbackRule:
    """One `otherwise`."""

    kind: FallbackKind
    value: Computation | None
    reason: str


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field with its expression, or with the lines of its template."""

    path: str
    value: Computation | None
    lines: tuple[tuple[str | Computation, ...], ...]
    otherwise: tuple[FallbackRule, ...]
    schema: FieldSchema
    file: str
    span: Span
    answers: frozenset[str]
    weighs_flags: bool

    @property
    def computations(self) -> list[Computation]:
        """Everything that is computed for it, its fallbacks last."""
        pieces = [piece for line in self.lines for piece in line if isinstance(piece, Computation)]
        values = [self.value, *(one.value for one in self.otherwise)]
        return [*pieces, *(one for one in values if one)]


@dataclass(frozen=True, slots=True)
class EachRule:
    """`for each V in EXPR where EXPR`."""

    variable: str
    source: Computation
    where: Computation | None


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A group of fields under an object or a list; also the record itself."""

    path: str
    each: EachRule | None
    when: Computation | None
    body: tuple["FieldRule | GroupRule", ...]
    is_list: bool

    def answers_by_path(self) -> Iterator[tuple[str, frozenset[str]]]:
        """What each field in it reads, by its path from here, without places."""
        for part in self.body:
            if isinstance(part, FieldRule):
                yield part.path, part.answers
            else:
                yield from ((f"{part.path}.{path}", answers) for path, answers in part.answers_by_path())


@dataclass(frozen=True, slots=True)
class Traced:
    """What is kept of how one field ended."""

    rule: FieldRule
    steps: tuple[Any, ...]
    fallback: FallbackRule | None


@dataclass
class Filling:
    """Fills the records of one run."""

    run: Run
    fields: list[FieldOutcome] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    rejected: str | None = None
    traced: dict[str, Traced] = field(default_factory=dict)  #: by path, while tracing
    _taken: FallbackRule | None = None  #: the fallback by which the last field ended

    def record(self, rule: GroupRule) -> Any:
        """The record, None where its `when` is not true, or a list of records for a `for each`."""
        holder: dict[str, Any] = {}
        target = rule.path
        self._group(GroupRule("record", rule.each, rule.when, rule.body, rule.is_list), holder, target, self.run.frame)
        return holder.get("record")

    def _group(self, rule: GroupRule, holder: dict[str, Any], path: str, frame: Frame) -> None:
        if rule.is_list:
            elements = entered(holder, rule.path).setdefault(last_name(rule.path), [])
        if not self._holds(rule.when, path, frame):
            return
        if not rule.is_list:
            self._body(rule, entered(holder, rule.path).setdefault(last_name(rule.path), {}), path, frame)
            return
        for index, inner in enumerate(self._elements(rule, path, frame), 1):
            element: dict[str, Any] = {}
            place = len(elements) + 1
            elements.append(element)
            names = {"index": index, "place": place}
            self._body(rule, element, f"{path}[{place}]", inner.over(names))

    def _body(self, rule: GroupRule, holder: dict[str, Any], path: str, frame: Frame) -> None:
        for part in rule.body:
            if isinstance(part, GroupRule):
                self._group(part, holder, f"{path}.{part.path}", frame)
            else:
                entered(holder, part.path)[last_name(part.path)] = self._field(part, f"{path}.{part.path}", frame)

    def _elements(self, rule: GroupRule, path: str, frame: Frame) -> Iterator[Frame]:
        """A frame for each element that is kept, as the group's `for each` and `where` say."""
        if rule.each is None:
            yield frame
            return
        source = self.run.evaluate(rule.each.source, frame)
        values = source.value if isinstance(source.value, list) else [source.value]
        passes_over = any(value is None for value in values)
        if source.is_unsure or (passes_over and frame.reasons.inside(values)):
            self.reviews.append(path)
        for value in values:
            if value is None:
                continue
            inner = frame.over({rule.each.variable: value})
            if self._holds(rule.each.where, path, inner):
                yield inner

    def _holds(self, condition: Computation | None, path: str, frame: Frame) -> bool:
        """Whether a group is made: where nobody can tell, it is, and a person looks at it."""
        if condition is None:
            return True
        result = self.run.evaluate(condition, frame)
        if result.is_unsure:
            self.reviews.append(path)
        return result.is_unsure or result.value is True

    def _field(self, rule: FieldRule, path: str, frame: Frame) -> Any:
        self.run.steps.clear()
        ended = self._ended(rule, path, frame)
        if ended.state is FieldState.REVIEW:
            self.reviews.append(path)
        elif ended.state is FieldState.REJECT and self.rejected is None:
            self.rejected = ended.reason
        self.fields.append(ended)
        if frame.seen is not None:
            self.traced[path] = Traced(rule, tuple(self.run.steps), self._taken)
        return ended.value if ended.state in (FieldState.VALUE, FieldState.DEFAULT) else None

    def _ended(self, rule: FieldRule, path: str, frame: Frame) -> FieldOutcome:
        """How a field ends (language.md, "What a field can end as")."""
        result = self._template(rule, frame) if rule.value is None else self.run.evaluate(rule.value, frame)
        state, self._taken = FieldState.VALUE, None
        fallbacks = iter(rule.otherwise)
        while not result.doubted and _is_nothing(rule, result.value):
            fallback = next(fallbacks, None)
            if fallback is None:
                break
            self._taken = fallback
            match fallback.kind:
                case FallbackKind.REVIEW:
                    return FieldOutcome(path, FieldState.REVIEW, None, fallback.reason)
                case FallbackKind.REJECT:
                    return FieldOutcome(path, FieldState.REJECT, None, fallback.reason)
                case FallbackKind.BLANK:
                    result = Result(None)
                    break
            assert fallback.value
            result, state = self.run.evaluate(fallback.value, frame), FieldState.DEFAULT
        if result.is_unsure:
            return FieldOutcome(path, FieldState.REVIEW, None, result.reason)
        if _is_nothing(rule, result.value):
            return _nothing(rule, path)
        inside = frame.reasons.inside(result.value)
        if inside:
            return FieldOutcome(path, FieldState.REVIEW, json_ready(result.value), inside[0].message)
        return _something(rule, path, state, result.value)

    def _template(self, rule: FieldRule, frame: Frame) -> Result:
        lines: list[str] = []
        results: list[Result] = []
        for line in rule.lines:
            pieces = [piece if isinstance(piece, str) else self.run.evaluate(piece, frame) for piece in line]
            values = [piece for piece in pieces if isinstance(piece, Result)]
            results += values
            if not values or any(value.value is not None for value in values):
                written = (piece if isinstance(piece, str) else lexical.to_string(piece.value) for piece in pieces)
                lines.append("".join(piece or "" for piece in written))
        doubted = tuple(name for result in results for name in result.doubted)
        text = "\n".join(lines)
        reasons = tuple(reason for result in results for reason in result.reasons)
        return Result(text, (), doubted) if text.strip() else Result(None, reasons, doubted)


def _nothing(rule: FieldRule, path: str) -> FieldOutcome:
    if rule.schema.is_required:
        return FieldOutcome(path, FieldState.REVIEW, None, f"{last_name(rule.path)} must not stay empty")
    return FieldOutcome(path, FieldState.BLANK, None)


def _something(rule: FieldRule, path: str, state: FieldState, value: Any) -> FieldOutcome:
    written = one_or_list(json_ready(value), rule.schema)
    objection = rule.schema.objection(written)
    if objection:
        return FieldOutcome(path, FieldState.REVIEW, written, f"{last_name(rule.path)} {objection}")
    return FieldOutcome(path, state, written)


def _is_nothing(rule: FieldRule, value: Any) -> bool:
    return value is None or (rule.value is None and isinstance(value, str) and not value.strip())


def one_or_list(value: Any, schema: FieldSchema) -> Any:
    """DMN's conversion between one value and a list of one (DMN 1.5, 10.3.2.9.4)."""
    if schema.takes_list and not isinstance(value, list):
        return [value]
    if not schema.takes_list and isinstance(value, list) and len(value) == 1 and schema.schema:
        return value[0]
    return value


def json_ready(value: Any) -> Any:
    """A FEEL value as records hold it: dates, times and durations as text, an instant always with its offset."""
    match value:
        case None | bool() | int() | str():
            return value
        case list():
            return [json_ready(one) for one in value]
        case Mapping():
            return {key: json_ready(one) for key, one in value.items()}
        case datetime():
            return value.isoformat()
    return value if is_number(value) else (lexical.to_string(value) or "a function")


def entered(holder: dict[str, Any], path: str) -> dict[str, Any]:
    """The object that a dotted path's last name stands in; made where it is not there yet."""
    for name in path.split(".")[:-1]:
        holder = holder.setdefault(name, {})
    return holder


def last_name(path: str) -> str:
    """The field's own name, without those of what it stands in."""
    return path.rpartition(".")[2]
