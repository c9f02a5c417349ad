"""Calls of built-in functions where the arguments' types tell which signature is meant: its body is called at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from types import NoneType

from mapping_dsl.feel import types
from mapping_dsl.feel.emission import Code, Kinds, Operand, Shape, list_of
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.frames import CALL_STEPS
from mapping_dsl.feel.functions.registry import BuiltinFunction, Signature
from mapping_dsl.feel.shapes import CALL_STANDARD
from mapping_dsl.feel.types import Parameter
from mapping_dsl.feel.values import SIZED, Value
from mapping_dsl.problems import Span

_TESTS: dict[types.Type, str] = {
    types.STRING: "type({0}) is str",
    types.NUMBER: "(type({0}) is int or type({0}) is Decimal)",
    types.BOOLEAN: "type({0}) is bool",
    types.DATE: "type({0}) is date",
    types.TIME: "type({0}) is time",
    types.DATE_TIME: "type({0}) is datetime",
}
_KINDS: dict[types.Type, Kinds] = {
    types.STRING: frozenset({str, NoneType}),
    types.NUMBER: frozenset({int, Decimal, NoneType}),
    types.BOOLEAN: frozenset({bool, NoneType}),
    types.DATE: frozenset({date, NoneType}),
    types.TIME: frozenset({time, NoneType}),
    types.DATE_TIME: frozenset({datetime, NoneType}),
}
#: what Python's types do not tell of a value: FEEL has days and hours beyond theirs
_BEYOND = (types.DATE, types.TIME, types.DATE_TIME)
#: values of these types are never so long that going through them would cost anything
_SHORT = (types.NUMBER, types.BOOLEAN, types.DATE, types.TIME, types.DATE_TIME)


def write_call(code: Code, function: BuiltinFunction, arguments: Sequence[Operand], span: Span) -> Operand:
    """Adds the call of a function that FEEL has, its arguments by place. Gives its value."""
    usable = [one for one in function.signatures if one.takes(len(arguments))]
    shape = _direct_shape(code, usable, arguments)
    listed = list_of(arguments, span)
    if shape is None:
        made = write(code, CALL_STANDARD, span, function=function, arguments=listed)
    else:
        put: dict[str, object] = {f"argument{place}": one for place, one in enumerate(arguments)}
        prepared = _prepared(code, usable[0], arguments)
        put |= {"function": function, "body": prepared or usable[0].body, "steps": _steps(code, arguments)}
        made = write(code, shape, span, arguments=listed, **put)
        if prepared and all(map(_fits, usable[0].type.parameters, arguments)):
            return Operand(made.expression, _KINDS[usable[0].type.result] - {NoneType})
    return Operand(made.expression, _result_kinds(usable), refuses=True)


def _direct_shape(code: Code, usable: Sequence[Signature], arguments: Sequence[Operand]) -> Shape | None:
    """The shape of a call that needs no search for its signature: there is one alone, or the first fits for certain."""
    if not usable:
        return None
    parameters = tuple(usable[0].type.parameters)
    fits = [_fits(one, argument) for one, argument in zip(parameters, arguments, strict=False)]
    if len(usable) > 1 and not all(fits):
        return None
    are_lists = tuple(
        fits[place] and isinstance(one.type, types.ListOf) for place, one in enumerate(parameters[: len(fits)])
    )
    is_short = usable[0].type.result in _SHORT
    are_charged = tuple(code.value_of(one) is None for one in arguments)
    return _direct(tuple(usable[0].type.parameters), are_lists, are_charged, is_short=is_short)


def _fits(parameter: Parameter, argument: Operand) -> bool:
    """Whether an argument is taken as it is, for certain."""
    if parameter.is_repeated:
        return False
    if isinstance(parameter.type, types.ListOf):
        element, known = _KINDS.get(parameter.type.element), argument.parts.element
        return argument.must_be((list,)) and bool(element and known and known.kinds and known.kinds <= element)
    wanted = _KINDS.get(parameter.type)
    return wanted is not None and argument.must_be(wanted if parameter.may_be_null else wanted - {NoneType})


def _prepared(code: Code, signature: Signature, arguments: Sequence[Operand]) -> Callable[..., Value] | None:
    """The body made ready for its last arguments, where it can be and they are known now."""
    known = [value for one in arguments[1:] for value in code.value_of(one) or ()]
    is_ready = signature.prepare is not None and len(known) == len(arguments) - 1
    return signature.prepare(*known) if is_ready and signature.prepare else None


def _steps(code: Code, arguments: Sequence[Operand]) -> int:
    """What a call costs besides the arguments that are not known yet."""
    known = [value for one in arguments for value in code.value_of(one) or ()]
    return CALL_STEPS + sum(len(one) // SIZED[type(one)] for one in known if type(one) in SIZED)


def _result_kinds(usable: Sequence[Signature]) -> Kinds | None:
    results = {one.type.result for one in usable}
    result = results.pop() if len(results) == 1 else types.ANY
    return None if result in _BEYOND else _KINDS.get(result)


@lru_cache(maxsize=512)
def _direct(
    parameters: tuple[Parameter, ...], are_lists: tuple[bool, ...], are_charged: tuple[bool, ...], *, is_short: bool
) -> Shape | None:
    """The shape of a call, None where types alone do not tell whether its arguments fit. `are_lists` tells those that
    are lists of what is wanted for certain, `are_charged` those whose length is not known yet; `is_short` that of the
    result nothing is charged."""
    names = [f"argument{place}" for place in range(len(are_charged))]
    given = tuple(zip(parameters, names, are_lists, strict=False))
    tests = [_test(one, name, is_list=is_list) for one, name, is_list in given]
    if None in tests or any(one.is_repeated for one in parameters):
        return None
    or_null = [_or_null(one, name, test) for (one, name, _), test in zip(given, tests, strict=True) if test]
    spend = ["budget.steps -= steps", "if budget.steps < 0:", "    budget.spend(0)"]
    charged = [one for one, is_charged in zip(given, are_charged, strict=False) if is_charged]
    spend += [line for one, name, _ in charged for line in _charge(one.type, name)]
    arguments = ", ".join(["call", *names, *["None"] * (len(parameters) - len(names))])
    result_charged = [] if is_short else _charge(types.ANY, "result")
    lines = [
        f"if {' and '.join(filter(None, tests)) or 'True'}:",
        *_indented([*spend, "call.span = span", f"result = body({arguments})", *result_charged]),
        f"elif {' and '.join(or_null) or 'True'} and not reasons.tells_missing:",
        *_indented([*spend, "result = None"]),
        "else:",
        "    result = function(Call(frame, span), arguments)",
    ]
    return Shape("\n".join(lines))


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _charge(type_: types.Type, name: str) -> list[str]:
    """What takes the going through a value off the budget, where it may be long."""
    if type_ in _SHORT:
        return []
    if type_ == types.STRING:
        return [f"if type({name}) is str and len({name}) >= LONG_STRING:", f"    budget.charge({name})"]
    return [f"if type({name}) in SIZED and len({name}) > 1:", f"    budget.charge({name})"]


def _test(parameter: Parameter, name: str, *, is_list: bool) -> str | None:
    """What an argument must be to be taken as it is; empty for anything, None where its type does not tell."""
    match parameter.type:
        case types.ANY | types.Variable():
            return "" if parameter.may_be_null else f"{name} is not None"
        case types.ListOf(types.ANY | types.Variable()):
            return f"type({name}) is list"
        case types.ListOf() if is_list:
            return f"type({name}) is list"
    test = _TESTS.get(parameter.type)
    return None if test is None else test.format(name)


def _or_null(parameter: Parameter, name: str, test: str) -> str:
    """What an argument must be besides, so that the call gives null where another argument is."""
    return test if parameter.may_be_null else f"({name} is None or {test})"
