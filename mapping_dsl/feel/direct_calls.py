"""Calls of built-in functions where the arguments' types tell which signature is meant: its body is called at once."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from types import NoneType

from mapping_dsl.feel import types
from mapping_dsl.feel.emission import Code, Kinds, Operand, Shape, list_of
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.functions.registry import BuiltinFunction, Signature
from mapping_dsl.feel.shapes import CALL_STANDARD
from mapping_dsl.feel.types import Parameter
from mapping_dsl.problems import Span

_TESTS: dict[types.Type, str] = {
    types.STRING: "type({0}) is str",
    types.NUMBER: "(type({0}) is int or type({0}) is Decimal)",
    types.BOOLEAN: "type({0}) is bool",
    types.DATE: "type({0}) is date",
}
_KINDS: dict[types.Type, Kinds] = {
    types.STRING: frozenset({str, NoneType}),
    types.NUMBER: frozenset({int, Decimal, NoneType}),
    types.BOOLEAN: frozenset({bool, NoneType}),
}


def write_call(code: Code, function: BuiltinFunction, arguments: Sequence[Operand], span: Span) -> Operand:
    """Adds the call of a function that FEEL has, its arguments by place. Gives its value."""
    usable = [one for one in function.signatures if one.takes(len(arguments))]
    shape = _direct(tuple(usable[0].type.parameters), len(arguments)) if len(usable) == 1 else None
    listed = list_of(arguments, span)
    if shape is None:
        made = write(code, CALL_STANDARD, span, function=function, arguments=listed)
    else:
        named = {f"argument{place}": one for place, one in enumerate(arguments)}
        made = write(code, shape, span, function=function, body=usable[0].body, arguments=listed, **named)
    return Operand(made.expression, _result_kinds(usable), refuses=True)


def _result_kinds(usable: Sequence[Signature]) -> Kinds | None:
    results = {one.type.result for one in usable}
    return _KINDS.get(results.pop()) if len(results) == 1 else None


@lru_cache(maxsize=512)
def _direct(parameters: tuple[Parameter, ...], count: int) -> Shape | None:
    """The shape of a call with so many arguments, None where types alone do not tell whether they fit."""
    tests = [_test(one, f"argument{place}") for place, one in enumerate(parameters[:count])]
    if None in tests or any(one.is_repeated for one in parameters):
        return None
    charged = "; ".join(_charge(one, f"argument{place}") for place, one in enumerate(parameters[:count])) or "pass"
    given = [f"argument{place}" for place in range(count)] + ["None"] * (len(parameters) - count)
    return Shape(f"""
        if {" and ".join(one for one in tests if one) or "True"}:
            budget.steps -= CALL_STEPS
            if budget.steps < 0:
                budget.spend(0)
            {charged}
            result = body({", ".join(["Call(frame, span)", *given])})
            budget.charge(result)
        else:
            result = function(Call(frame, span), arguments)
    """)


def _charge(parameter: Parameter, name: str) -> str:
    """What takes the going through an argument off the budget, where it may be long."""
    return "pass" if parameter.type in (types.NUMBER, types.BOOLEAN, types.DATE) else f"budget.charge({name})"


def _test(parameter: Parameter, name: str) -> str | None:
    """What an argument must be to be taken as it is; empty for anything, None where its type does not tell."""
    match parameter.type:
        case types.ANY | types.Variable():
            return "" if parameter.may_be_null else f"{name} is not None"
        case types.ListOf(types.ANY | types.Variable()):
            return f"type({name}) is list"
    test = _TESTS.get(parameter.type)
    return None if test is None else test.format(name)
