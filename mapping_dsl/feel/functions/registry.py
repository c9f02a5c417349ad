"""Registries of functions: each is written once, with its signature, its meaning and an example that is a test."""

import dis
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise
from typing import Any, TypeVar

from mapping_dsl.feel import types
from mapping_dsl.feel.coercion import CANNOT_CONVERT, converter
from mapping_dsl.feel.frames import CALL_STEPS, MISSING, Call
from mapping_dsl.feel.types import FunctionOf, Parameter, describe
from mapping_dsl.feel.values import Value, kind_of

Body = TypeVar("Body", bound=Callable[..., Value])


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function, and what it does for it."""

    text: str  #: as it is written, "s: string, n?: number -> string"
    type: FunctionOf
    body: Callable[..., Value]
    meaning: str
    example: tuple[str, str]  #: an expression, and one that it equals
    clause: str  #: of the standard, "DMN 1.5, 10.3.4.3"; empty for a function that it does not have
    converters: tuple[Callable[[Value], Value], ...]
    required: int  #: how many arguments there must be
    at_most: int
    #: from all arguments but the first, the body made ready for them; None where it cannot be
    prepare: Callable[..., Callable[..., Value] | None] | None = None

    @property
    def is_silent(self) -> bool:
        """Whether the body never tells why its value is null."""
        return _is_silent(self.body)

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.required <= count <= self.at_most

    def takes_names(self, names: Collection[str]) -> bool:
        """Whether it can be called with these names: each is a parameter's, and what is needed is among them."""
        parameters = self.type.parameters
        needed = (one.name for one in parameters[: self.required] if not one.takes_null)
        return {one.name for one in parameters}.issuperset(names) and all(name in names for name in needed)


@dataclass(slots=True)
class BuiltinFunction:
    """A function of a registry; its name may stand for several signatures, tried in their order."""

    name: str
    signatures: list[Signature] = field(default_factory=list)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters of the first signature."""
        return tuple(one.name for one in self.signatures[0].type.parameters)

    @property
    def type(self) -> FunctionOf:
        """The function's type, with all signatures."""
        first, *others = (one.type for one in self.signatures)
        return FunctionOf(first.parameters, first.result, tuple(others))

    def __call__(self, call: Call, arguments: Sequence[Value]) -> Value:
        """The value of the first signature whose parameters these arguments fit."""
        budget = call.frame.budget
        budget.spend(CALL_STEPS)
        for value in arguments:
            budget.charge(value)
        count = len(arguments)
        lacking: Signature | None = None
        for signature in self.signatures:
            if not signature.takes(count):
                continue
            fitted = _fit(signature, arguments)
            if fitted is None:
                continue
            if fitted is _NULL_GIVEN:
                lacking = lacking or signature
                continue
            result = signature.body(call, *fitted)
            budget.charge(result)
            return result
        return self._refuse(call, arguments) if lacking is None else self._tell_missing(call, lacking, arguments)

    def arrange(self, names: Sequence[str], values: Sequence[Value]) -> list[Value] | None:
        """Arguments given by name, in the order of the parameters; None where no signature has these names."""
        given = dict(zip(names, values, strict=True))
        fitting = [one for one in self.signatures if one.takes_names(given)] if len(given) == len(names) else []
        if not fitting:
            return None
        # `before(point, range)` and `before(range, point)` have the same names: what stands first decides.
        signature = next((one for one in fitting if one.type.parameters[0].name == names[0]), fitting[0])
        known = [one.name for one in signature.type.parameters]
        last = max(known.index(name) for name in given)
        arranged = [given.get(name) for name in known[: max(last + 1, signature.required)]]
        return _spread(arranged) if signature.type.parameters[-1].is_repeated else arranged

    def _refuse(self, call: Call, arguments: Sequence[Value]) -> None:
        usable = [one for one in self.signatures if one.takes(len(arguments))]
        if not usable:
            told = f"does not take {_counted(arguments)}" if arguments else "wants arguments, and is given none"
            call.refuse("wrong-argument-count", f"{self.name} {told}", self._usage())
            return
        signature = usable[0]
        for place, value in enumerate(arguments):
            parameter = signature.type.parameters[min(place, len(signature.type.parameters) - 1)]
            if signature.converters[min(place, len(signature.converters) - 1)](value) is CANNOT_CONVERT:
                call.refuse(
                    "wrong-argument-type",
                    f"{self.name} wants {describe(parameter.type)} for {parameter.name}, and is given "
                    f"{describe(kind_of(value))}",
                    self._usage(),
                )
                return

    def _tell_missing(self, call: Call, signature: Signature, arguments: Sequence[Value]) -> None:
        if not call.frame.reasons.tells_missing:
            return
        given = zip(signature.type.parameters, signature.converters, arguments, strict=False)
        lacking = next(one for one, convert, value in given if value is None or convert(value) is None)
        call.refuse(MISSING, f"{self.name} wants {describe(lacking.type)} for {lacking.name}, and is given null")

    def _usage(self) -> str:
        return "write " + " or ".join(f"{self.name}({one.text.split(' -> ')[0]})" for one in self.signatures)


@cache
def _is_silent(body: Callable[..., Value]) -> bool:
    """Whether a body asks its call at most for the time and the budget."""
    code = body.__code__
    instructions = list(dis.get_instructions(code))
    uses = [
        after for one, after in pairwise(instructions) if one.argval == code.co_varnames[0] and "DEL" not in one.opname
    ]
    asked = {one.argval for one in uses}
    return asked <= {"frame", "now"} and not {"reasons", "refuse"}.intersection(code.co_names)


class Registry:
    """Functions by name. `@registry.add(name, signature, …)` on a Python function adds one signature of one name."""

    def __init__(self, clause: str = "") -> None:
        self._clause = clause
        self._functions: dict[str, BuiltinFunction] = {}

    def add(  # noqa: PLR0913 — what there is to say of a function
        self,
        name: str,
        signature: str,
        meaning: str,
        example: tuple[str, str],
        clause: str = "",
        prepare: Callable[..., Callable[..., Value] | None] | None = None,
    ) -> Callable[[Body], Body]:
        """Registers a function. `s?: string` may be null or left out, `x: any or null` may be null, `items...: any`
        takes all that follow; a null in any other place makes the value null without calling. A letter like T stands
        for one type throughout."""

        def register(body: Body) -> Body:
            type_ = read_signature(signature)
            parameters = type_.parameters
            self._functions.setdefault(name, BuiltinFunction(name)).signatures.append(
                Signature(
                    text=signature,
                    type=type_,
                    body=body,
                    meaning=meaning,
                    example=example,
                    clause=clause or self._clause,
                    converters=tuple(converter(one.type) for one in parameters),
                    required=sum(not one.is_optional for one in parameters),
                    at_most=10**9 if parameters and parameters[-1].is_repeated else len(parameters),
                    prepare=prepare,
                )
            )
            return body

        return register

    def include(self, other: "Registry") -> None:
        """Takes in all functions of another registry."""
        for name, function in other._functions.items():
            self._functions.setdefault(name, BuiltinFunction(name)).signatures.extend(function.signatures)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all functions, in the order in which they were added."""
        return tuple(self._functions)

    def get(self, name: str) -> BuiltinFunction | None:
        """The function of that name, None where there is none."""
        return self._functions.get(name)

    def values(self) -> dict[str, BuiltinFunction]:
        """The functions by name, as a frame wants them."""
        return dict(self._functions)

    def types(self) -> dict[str, FunctionOf]:
        """The functions' types by name, as a scope wants them."""
        return {name: function.type for name, function in self._functions.items()}

    def __iter__(self) -> Iterator[BuiltinFunction]:
        return iter(self._functions.values())


def read_signature(text: str) -> FunctionOf:
    """The function type that a signature like `s: string, n?: number -> list<string>` describes."""
    parameters, result = text.rsplit("->", 1)
    named = (part.split(":", 1) for part in re.split(r",(?![^<]*>)", parameters) if part.strip())
    return FunctionOf(tuple(_parameter(name.strip(), type_.strip()) for name, type_ in named), read_type(result))


def read_type(text: str) -> types.Type:
    """The type that a signature names: one of FEEL's, `list<T>`, `range<T>`, or a letter."""
    text = text.strip()
    if text.endswith(">"):
        outer, inner = text[:-1].split("<", 1)
        return types.ListOf(read_type(inner)) if outer == "list" else types.RangeOf(read_type(inner))
    return types.Variable(text) if len(text) == 1 else types.BY_NAME[text]


def _parameter(name: str, type_: str) -> Parameter:
    return Parameter(
        name.rstrip("?."),
        read_type(type_.removesuffix(_OR_NULL)),
        is_optional=name.endswith("?"),
        is_repeated=name.endswith("..."),
        takes_null=type_.endswith(_OR_NULL),
    )


_OR_NULL = " or null"
_NULL_GIVEN: list[Any] = []


def _fit(signature: Signature, arguments: Sequence[Value]) -> list[Value] | None:
    """The arguments as the signature wants them; None where one cannot be, _NULL_GIVEN where one may not be null."""
    fitted = []
    parameters = signature.type.parameters
    last = len(parameters) - 1
    for place, value in enumerate(arguments):
        at = place if place < last else last
        converted = None if value is None else signature.converters[at](value)
        if converted is CANNOT_CONVERT:
            return None
        if converted is None and not parameters[at].may_be_null:
            return _NULL_GIVEN
        fitted.append(converted)
    return fitted + [None] * (len(parameters) - len(fitted) - parameters[-1].is_repeated) if parameters else fitted


def _spread(arranged: list[Value]) -> list[Value]:
    *fixed, repeated = arranged
    return [*fixed, *chain(repeated if isinstance(repeated, list) else [repeated])]


def _counted(arguments: Sequence[Value]) -> str:
    return "1 argument" if len(arguments) == 1 else f"{len(arguments)} arguments"
