"""FEEL's public faces: it joins the parser, the interpreter, the generator and item definitions, which do not know each
other."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mapping_dsl.feel import types as feel_types
from mapping_dsl.feel.admission import admit_all
from mapping_dsl.feel.coercion import CANNOT_CONVERT
from mapping_dsl.feel.definitions import Definition, Definitions
from mapping_dsl.feel.frames import Frame, Reasons
from mapping_dsl.feel.generator import generate
from mapping_dsl.feel.interpreter import Closure, interpret, interpret_inner
from mapping_dsl.feel.nodes import Node, walk
from mapping_dsl.feel.parser import Start, parse
from mapping_dsl.feel.types import Type, describe
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.feel.values import Value, kind_of, type_of
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


def interpreted(
    text: str,
    scope: Mapping[str, Type],
    *,
    types: Mapping[str, Definition] | None = None,
    start: Start = "expression",
) -> Compiled:
    """`compile` for an expression that is wanted once: it is at hand sooner, and takes longer."""
    return _read(text, scope, interpret, types=types, start=start)


def _read(
    text: str,
    scope: Mapping[str, Type],
    make: Callable[..., Closure],
    *,
    types: Mapping[str, Definition] | None,
    start: Start,
) -> Compiled:
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
    """The value of an expression. `returns` names the type that it is made to conform to, of FEEL or of `types`. Raises
    NotAValue where FEEL has nothing for a value of the context."""
    values, scope = admit_all(context)
    value = interpreted(text, scope, types=types)(values, problems=problems, now=now)
    return returned(value, returns, types, [] if problems is None else problems)


def unary_tests(
    text: str,
    value: Value,
    context: Context,
    *,
    problems: list[Problem] | None = None,
    now: datetime | None = None,
) -> bool | None:
    """Whether a value passes a cell's tests. Raises NotAValue, as `evaluate`."""
    values, scope = admit_all({**context, "?": value})
    answer: bool | None = interpreted(text, scope, start="unary_tests")(values, problems=problems, now=now)
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
        return returned(body(frame), returns, types, frame.reasons)

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


def returned(
    value: Value, reference: str | None, types: Mapping[str, Definition] | None, problems: list[Problem]
) -> Value:
    """The value as the type that a reference names; null, with the reason in `problems`, where it cannot be."""
    definitions = _definitions(types)
    converted = definitions.conform(value, reference)
    if converted is not CANNOT_CONVERT:
        return converted
    message = f"this should be {describe(definitions.type(reference))}, and is {describe(kind_of(value))}"
    problems.append(Problem(_WHOLE, "wrong-result-type", message))
    return None


def _definitions(types: Mapping[str, Definition] | None) -> Definitions:
    return Definitions(types or {}, _allows)


def _allows(tests: str, value: Value) -> bool:
    return _allowed_values(tests)({"?": value}) is True


@lru_cache(maxsize=256)
def _allowed_values(tests: str) -> Compiled:
    return interpreted(tests, {"?": feel_types.ANY}, start="unary_tests")
