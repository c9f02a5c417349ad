"""FEEL's public faces: it joins the parser, the interpreter, the generator and item definitions, which do not know each
other."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mapping_dsl.feel import types as feel_types
from mapping_dsl.feel.admission import admit_all
from mapping_dsl.feel.computing import guarded
from mapping_dsl.feel.conforming import Conforming
from mapping_dsl.feel.definitions import Definition, Definitions
from mapping_dsl.feel.facts import depth_of
from mapping_dsl.feel.frames import Frame, Reasons
from mapping_dsl.feel.generator import generate
from mapping_dsl.feel.interpreter import Closure, interpret, interpret_inner
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.parser import Start, parse
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.feel.values import Value, type_of
from mapping_dsl.feel.writing import TooMuchCode
from mapping_dsl.problems import Problem

Context = Mapping[str, Value]


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
    return read(text, scope, _generated, definitions=Definitions(types or {}).types(), start=start)


def _generated(node: Node, *, hidden: Collection[str], definitions: Mapping[str, Type]) -> Closure:
    try:
        return generate(node, hidden=hidden, definitions=definitions)
    except TooMuchCode:
        return interpret(node, hidden=hidden, definitions=definitions)


def read(
    text: str,
    scope: Mapping[str, Type],
    make: Callable[..., Closure],
    *,
    definitions: Mapping[str, Type],
    start: Start = "expression",
) -> Compiled:
    """An expression with what `make` makes of its node, as `interpret` does."""
    parsed = parse(text, scope, start=start)
    if parsed.node is None:
        return Compiled(text, None, parsed.problems)
    return Compiled(text, make(parsed.node, hidden=frozenset(scope), definitions=definitions))


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
    conforming = Conforming(types)

    def make(node: Node, **known: Any) -> Closure:
        return guarded(conforming.returning(interpret_inner(node, **known), returns), node.span)

    return read(text, scope, make, definitions=conforming.types)(values, problems=problems, now=now)


def unary_tests(  # noqa: PLR0913 — the settings of one public face
    text: str,
    value: Value,
    context: Context,
    *,
    types: Mapping[str, Definition] | None = None,
    problems: list[Problem] | None = None,
    now: datetime | None = None,
) -> bool | None:
    """Whether a value passes a cell's tests. Raises NotAValue, as `evaluate`."""
    values, scope = admit_all({**context, "?": value})
    tests = read(text, scope, interpret, definitions=Definitions(types or {}).types(), start="unary_tests")
    answer: bool | None = tests(values, problems=problems, now=now)
    return answer


def function(
    text: str,
    params: Sequence[str | Mapping[str, str]],
    context: Context,
    *,
    types: Mapping[str, Definition] | None = None,
    returns: str | None = None,
) -> UserFunction:
    """A function value. It sees the context as it is when it is called, so that it may be put into it and call itself;
    the context's values are therefore FEEL's (`admit` makes them so). Raises NotAnExpression where the text is none."""
    conforming = Conforming(types)
    references = {one if isinstance(one, str) else one["name"]: _reference(one) for one in params}
    scope = {name: type_of(value) for name, value in context.items()} | dict.fromkeys(references, feel_types.ANY)
    parsed = parse(text, scope)
    if parsed.node is None:
        raise NotAnExpression(text, parsed.problems)
    body = interpret_inner(parsed.node, hidden=frozenset(scope), definitions=conforming.types)
    typed = {name: reference for name, reference in references.items() if reference is not None}
    return UserFunction(
        parameters=tuple(references),
        types=tuple(None if one is None else conforming.type(one) for one in references.values()),
        body=conforming.returning(conforming.taking(body, typed), returns),
        frame=Frame(context, None),
        depth=depth_of(parsed.node),
    )


def _reference(parameter: str | Mapping[str, str]) -> str | None:
    return None if isinstance(parameter, str) else parameter.get("type")


class NotAnExpression(ValueError):
    """A text that should be FEEL is not."""

    def __init__(self, text: str, problems: Sequence[Problem]) -> None:
        super().__init__(f"{text[:60]!r} is not FEEL: {problems[0].message}")
        self.problems = tuple(problems)
