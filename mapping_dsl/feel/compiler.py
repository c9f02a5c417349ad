"""FEEL's public faces: it joins the parser, the interpreter, the generator and item definitions, which do not know each
other."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from mapping_dsl.feel import types as feel_types
from mapping_dsl.feel.coercion import CANNOT_CONVERT
from mapping_dsl.feel.definitions import Definition, Definitions
from mapping_dsl.feel.frames import Frame, Reasons
from mapping_dsl.feel.generator import generate
from mapping_dsl.feel.interpreter import Closure, interpret, interpret_inner
from mapping_dsl.feel.nodes import Node, UnaryTests, walk
from mapping_dsl.feel.numeric import tidy
from mapping_dsl.feel.parser import Start, parse
from mapping_dsl.feel.tables import DecisionTable, HitPolicy, Output
from mapping_dsl.feel.types import Type, describe
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.feel.values import Value, type_of
from mapping_dsl.feel.writing import TooManyLoops
from mapping_dsl.problems import Problem, Span

Context = Mapping[str, Value]
_WHOLE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression that was read once; called with a context it gives its value there."""

    text: str
    closure: Closure | None
    problems: tuple[Problem, ...] = ()  #: why it could not be read; its value is null then

    def __call__(
        self, context: Context, *, problems: list[Problem] | None = None, now: datetime | None = None
    ) -> Value:
        """The value. `problems` takes the reasons for a null; `now` is the instant that `now()` answers from."""
        if self.closure is None:
            found: Sequence[Problem] = self.problems
            value = None
        else:
            frame = Frame(context, now, Reasons(tells_missing=problems is not None))
            value = self.closure(frame)
            found = frame.reasons
        if problems is not None:
            problems.extend(found)
        return value


def compile(
    text: str,
    names: Iterable[str] | Mapping[str, Type] = (),
    *,
    types: Mapping[str, Definition] | None = None,
    start: Start = "expression",
) -> Compiled:
    """Reads an expression once and makes Python code of it, for any number of contexts that hold these names. The
    contexts' values are FEEL's (`admit` makes them so)."""
    scope = names if isinstance(names, Mapping) else dict.fromkeys(names, feel_types.ANY)
    return _read(text, scope, _generated, types=types, start=start)


def _generated(node: Node, *, hidden: Collection[str], definitions: Mapping[str, Type]) -> Closure:
    try:
        return generate(node, hidden=hidden, definitions=definitions)
    except TooManyLoops:
        return interpret(node, hidden=hidden, definitions=definitions)


def _read(
    text: str,
    scope: Mapping[str, Type],
    make: Callable[..., Closure] = interpret,
    *,
    types: Mapping[str, Definition] | None = None,
    start: Start = "expression",
) -> Compiled:
    """An expression that is computed in one way or the other: the interpreter is at hand sooner."""
    parsed = parse(text, scope, start=start)
    if parsed.node is None:
        return Compiled(text, None, parsed.problems)
    return Compiled(text, make(parsed.node, hidden=frozenset(scope), definitions=_definitions(types).types()))


def evaluate(  # noqa: PLR0913 — the settings of one public face
    text: str,
    context: Context,
    *,
    types: Mapping[str, Definition] | None = None,
    returns: str | None = None,
    problems: list[Problem] | None = None,
    now: datetime | None = None,
) -> Value:
    """The value of an expression. `returns` names the type that it is made to conform to, of FEEL or of `types`."""
    admitted = {name: admit(value) for name, value in context.items()}
    compiled = _read(text, {name: type_of(value) for name, value in admitted.items()}, types=types)
    value = compiled(admitted, problems=problems, now=now)
    return _returned(value, returns, _definitions(types), [] if problems is None else problems)


def unary_tests(
    text: str,
    value: Value,
    context: Context,
    *,
    problems: list[Problem] | None = None,
    now: datetime | None = None,
) -> bool | None:
    """Whether a value passes a cell's tests."""
    admitted = {name: admit(one) for name, one in {**context, "?": value}.items()}
    compiled = _read(text, {name: type_of(one) for name, one in admitted.items()}, start="unary_tests")
    answer: bool | None = compiled(admitted, problems=problems, now=now)
    return answer


def function(
    text: str,
    params: Sequence[str | Mapping[str, str]],
    context: Context,
    *,
    types: Mapping[str, Definition] | None = None,
    returns: str | None = None,
) -> UserFunction:
    """A function value. It sees the context as it is when it is called, so that it may be put into it and call itself.
    Raises NotAnExpression where the text is none."""
    definitions = _definitions(types)
    named = [(one, None) if isinstance(one, str) else (one["name"], one.get("type")) for one in params]
    scope = {name: type_of(value) for name, value in context.items()}
    scope |= dict.fromkeys((name for name, _ in named), feel_types.ANY)
    parsed = parse(text, scope)
    if parsed.node is None:
        raise NotAnExpression(text, parsed.problems)
    body = interpret_inner(parsed.node, hidden=frozenset(scope), definitions=definitions.types())

    def conforming(frame: Frame) -> Value:
        return _returned(body(frame), returns, definitions, frame.reasons)

    return UserFunction(
        parameters=tuple(name for name, _ in named),
        types=tuple(None if type_ is None else definitions.type(type_) for _, type_ in named),
        body=conforming,
        frame=Frame(context, None),
        depth=max(depth for _, depth in walk(parsed.node)),
    )


class NotAnExpression(ValueError):
    """A text that should be FEEL is not."""

    def __init__(self, text: str, problems: Sequence[Problem]) -> None:
        super().__init__(f"{text[:60]!r} is not FEEL: {problems[0].message}")
        self.problems = tuple(problems)


def decide(  # noqa: PLR0913 — the settings of one public face
    table: Mapping[str, Any],
    context: Context,
    *,
    types: Mapping[str, Definition] | None = None,
    returns: str | None = None,
    problems: list[Problem] | None = None,
    now: datetime | None = None,
) -> Value:
    """The value of a DMN decision table: {"hit_policy", "aggregation", "inputs", "outputs", "rules"}, where an input is
    {"expression", "values"}, an output {"name", "values", "default"} and a rule {"in", "out"}, all FEEL text."""
    found: list[Problem] = [] if problems is None else problems
    admitted = {name: admit(value) for name, value in context.items()}
    reader = _TableReader({name: type_of(value) for name, value in admitted.items()}, found)
    decision = reader.read(table)
    if decision is None:
        return None
    frame = Frame(admitted, now, Reasons(tells_missing=True))
    value = decision(frame)
    found.extend(frame.reasons)
    return _returned(value, returns, _definitions(types), found)


class _TableReader:
    """Compiles a table's texts; problems go into the list that is given."""

    def __init__(self, scope: Mapping[str, Type], problems: list[Problem]) -> None:
        self._scope = scope
        self._tested = {**scope, "?": feel_types.ANY}
        self._problems = problems

    def read(self, table: Mapping[str, Any]) -> DecisionTable | None:
        before = len(self._problems)
        decision = DecisionTable(
            name="the table",
            span=_WHOLE,
            policy=_hit_policy(table),
            inputs=tuple(self._closure(one["expression"]) for one in table["inputs"]),
            allowed=tuple(self._tests(one.get("values")) for one in table["inputs"]),
            rows=tuple(
                (
                    tuple(self._tests(cell) for cell in rule["in"]),
                    tuple(self._closure(cell) for cell in rule["out"]),
                )
                for rule in table["rules"]
            ),
            otherwise=self._defaults(table["outputs"]),
            outputs=tuple(self._output(place, one) for place, one in enumerate(table["outputs"])),
        )
        return None if len(self._problems) > before else decision

    def _closure(self, text: str) -> Closure:
        return self._made(text, "expression")

    def _tests(self, text: str | None) -> Closure | None:
        return None if text is None or text.strip() in ("", "-") else self._made(text, "unary_tests")

    def _made(self, text: str, start: Start) -> Closure:
        compiled = _read(text, self._tested if start == "unary_tests" else self._scope, start=start)
        self._problems.extend(compiled.problems)
        return compiled.closure or _null

    def _output(self, place: int, output: Mapping[str, Any]) -> Output:
        listed = parse(output["values"], self._tested, start="unary_tests").node if output.get("values") else None
        tests = listed.tests if isinstance(listed, UnaryTests) else ()
        name = output.get("name") or f"output {place + 1}"
        return Output(name, _place_among(tuple(map(interpret, tests))) if tests else None)

    def _defaults(self, outputs: Sequence[Mapping[str, Any]]) -> tuple[Closure | None, ...] | None:
        texts = [output.get("default") for output in outputs]
        return tuple(self._closure(text) if text else None for text in texts) if any(texts) else None


def _place_among(tests: tuple[Closure, ...]) -> Closure:
    return lambda frame: next((place for place, test in enumerate(tests) if test(frame) is True), len(tests))


def _null(_: Frame) -> None:
    return None


def _hit_policy(table: Mapping[str, Any]) -> HitPolicy:
    words = str(table.get("hit_policy") or HitPolicy.UNIQUE).lower()
    aggregation = str(table.get("aggregation") or "").lower()
    return HitPolicy(f"{words} {aggregation}".strip())


def admit(value: Any) -> Value:
    """A Python value as FEEL has it: floats become the decimals that they are written as, numbers are tidied."""
    match value:
        case bool() | str() | None:
            return value
        case float():
            return tidy(Decimal(repr(value)))
        case int() | Decimal():
            return tidy(value)
        case list() | tuple():
            return [admit(one) for one in value]
        case dict():
            return {key: admit(one) for key, one in value.items()}
    return value


def _returned(value: Value, reference: str | None, definitions: Definitions, problems: list[Problem]) -> Value:
    converted = definitions.conform(value, reference)
    if converted is not CANNOT_CONVERT:
        return converted
    message = f"this should be {describe(definitions.type(reference))}, and is {describe(type_of(value))}"
    problems.append(Problem(_WHOLE, "wrong-result-type", message))
    return None


def _definitions(types: Mapping[str, Definition] | None) -> Definitions:
    return Definitions(types or {}, _allows)


def _allows(tests: str, value: Value) -> bool:
    return _allowed_values(tests)({"?": value}) is True


@lru_cache(maxsize=256)
def _allowed_values(tests: str) -> Compiled:
    return _read(tests, {"?": feel_types.ANY}, start="unary_tests")
