"""Calls of built-in functions where the arguments' types tell which signature is meant: its body is called at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import NoneType

from mapping_dsl.feel import types
from mapping_dsl.feel.call_results import KINDS, known_result
from mapping_dsl.feel.emission import Code, Operand, Shape, list_of
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.frames import CALL_STEPS
from mapping_dsl.feel.functions.registry import BuiltinFunction, Signature
from mapping_dsl.feel.shapes import CALL_STANDARD
from mapping_dsl.feel.types import Parameter
from mapping_dsl.feel.values import SIZED, Value
from mapping_dsl.feel.writing import Writer
from mapping_dsl.problems import Span

_TESTS: dict[types.Type, str] = {
    types.STRING: "type({0}) is str",
    types.NUMBER: "(type({0}) is int or type({0}) is Decimal)",
    types.BOOLEAN: "type({0}) is bool",
    types.DATE: "type({0}) is date",
    types.TIME: "type({0}) is time",
    types.DATE_TIME: "type({0}) is datetime",
}
#: values of these types are never so long that going through them would cost anything
_SHORT = (types.NUMBER, types.BOOLEAN, types.DATE, types.TIME, types.DATE_TIME)


def write_call(writer: Writer, function: BuiltinFunction, arguments: Sequence[Operand], span: Span) -> Operand:
    """Adds the call of a function that is known, its arguments by place. Gives its value."""
    code, listed = writer.code, list_of(arguments, span)
    usable = [one for one in function.signatures if one.takes(len(arguments))]
    fits = list(map(_fits, _each(usable[0], len(arguments)), arguments)) if usable else []
    shape = _direct_shape(code, usable, arguments, fits)
    if shape is None:
        made = write(code, CALL_STANDARD, span, function=function, arguments=listed)
        return replace(made, refuses=True).knowing(known_result(usable, arguments))
    signature = usable[0]
    put: dict[str, object] = {f"argument{place}": one for place, one in enumerate(arguments)}
    prepared = _prepared(code, signature, arguments)
    put |= {"function": function, "body": prepared or signature.body, "steps": _steps(code, arguments)}
    meant = usable[:1] if all(fits) else usable
    made = write(code, shape, span, arguments=listed, **put).knowing(known_result(meant, arguments))
    if prepared and all(fits) and made.kinds is not None:
        return made.of(made.kinds - {NoneType})
    return replace(made, refuses=(len(usable) > 1 and not all(fits)) or _refuses(writer, signature, arguments))


def _refuses(writer: Writer, signature: Signature, arguments: Sequence[Operand]) -> bool:
    """Whether a reason may be told for a call's being null."""
    if writer.tells_missing or not signature.is_silent or any(one.refuses for one in arguments):
        return True
    pairs = zip(_each(signature, len(arguments)), arguments, strict=False)
    return not all(_fits(replace(parameter, takes_null=True), argument) for parameter, argument in pairs)


def _each(signature: Signature, count: int) -> tuple[Parameter, ...]:
    """The parameters, the one that takes all that follow once for each of so many arguments."""
    parameters = signature.type.parameters
    if not parameters or not parameters[-1].is_repeated:
        return tuple(parameters)
    return (*parameters[:-1], *[parameters[-1]] * (count - len(parameters) + 1))


def _direct_shape(
    code: Code, usable: Sequence[Signature], arguments: Sequence[Operand], fits: Sequence[bool]
) -> Shape | None:
    """The shape of a call that needs no search for its signature where the first fits: others come after it."""
    if not usable:
        return None
    parameters = _each(usable[0], len(arguments))
    are_lists = tuple(
        fits[place] and isinstance(one.type, types.ListOf) for place, one in enumerate(parameters[: len(fits)])
    )
    form = _Form(
        parameters=parameters,
        are_lists=are_lists,
        are_charged=tuple(code.value_of(one) is None for one in arguments),
        is_short=usable[0].type.result in _SHORT,
        is_gathered=code.gather(_steps(code, arguments)),
        is_only=len(usable) == 1,
    )
    return _direct(form)


def _fits(parameter: Parameter, argument: Operand) -> bool:
    """Whether an argument is taken as it is, for certain."""
    if argument.may_be_null and not parameter.may_be_null:
        return False
    match parameter.type:
        case types.ANY | types.Variable():
            return True
        case types.ListOf(types.ANY | types.Variable()):
            return argument.must_be((list, NoneType))
        case types.ListOf(element):
            wanted, known = KINDS.get(element), argument.parts.element
            is_list = argument.must_be((list, NoneType))
            return is_list and bool(wanted and known and known.kinds and known.kinds <= wanted)
    return argument.must_be(KINDS.get(parameter.type, ()))


def _prepared(code: Code, signature: Signature, arguments: Sequence[Operand]) -> Callable[..., Value] | None:
    """The body made ready for its last arguments, where it can be and they are known now."""
    known = [value for one in arguments[1:] for value in code.value_of(one) or ()]
    is_ready = signature.prepare is not None and len(known) == len(arguments) - 1
    return signature.prepare(*known) if is_ready and signature.prepare else None


def _steps(code: Code, arguments: Sequence[Operand]) -> int:
    """What a call costs besides the arguments that are not known yet."""
    known = [value for one in arguments for value in code.value_of(one) or ()]
    return CALL_STEPS + sum(len(one) // SIZED[type(one)] for one in known if type(one) in SIZED)


@dataclass(frozen=True, slots=True)
class _Form:
    """What the code of a call hangs on."""

    parameters: tuple[Parameter, ...]
    are_lists: tuple[bool, ...]  #: the arguments that are lists of what is wanted for certain
    are_charged: tuple[bool, ...]  #: those whose length is not known yet
    is_short: bool  #: whether nothing is charged for the result
    is_gathered: bool  #: whether the call itself is paid for elsewhere
    is_only: bool  #: whether no other signature takes what this one does not


@lru_cache(maxsize=512)
def _direct(form: _Form) -> Shape | None:
    """The shape of a call, None where types alone do not tell whether its arguments fit."""
    names = [f"argument{place}" for place in range(len(form.are_charged))]
    given = tuple(zip(form.parameters, names, form.are_lists, strict=False))
    tests = [_test(one, name, is_list=is_list) for one, name, is_list in given]
    if None in tests:
        return None
    or_null = [_or_null(one, name, test) for (one, name, _), test in zip(given, tests, strict=True) if test]
    is_checked = not form.is_gathered
    spend = ["budget.steps -= steps", "if budget.steps < 0:", "    budget.spend(0)"] if is_checked else []
    charged = [one for one, is_charged in zip(given, form.are_charged, strict=False) if is_charged]
    spend += [line for one, name, _ in charged for line in _charge(one.type, name, is_checked=is_checked)]
    arguments = ", ".join(["call", *names, *["None"] * (len(form.parameters) - len(names))])
    result_charged = [] if form.is_short else _charge(types.ANY, "result", is_checked=is_checked)
    null = [
        f"elif {' and '.join(or_null) or 'True'} and not reasons.tells_missing:",
        *_indented([*spend, "result = None"]),
    ]
    lines = [
        f"if {' and '.join(filter(None, tests)) or 'True'}:",
        *_indented([*spend, "call.span = span", f"result = body({arguments})", *result_charged]),
        *(null if form.is_only else []),
        "else:",
        "    result = function(Call(frame, span), arguments)",
    ]
    return Shape("\n".join(lines))


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _charge(type_: types.Type, name: str, *, is_checked: bool) -> list[str]:
    """What takes the going through a value off the budget, where it may be long. Where calls are paid for elsewhere, it
    is looked at there whether the budget was enough."""
    if type_ in _SHORT:
        return []
    charge = f"budget.charge({name})" if is_checked else f"budget.steps -= len({name}) // SIZED[type({name})]"
    if type_ == types.STRING:
        return [f"if {name} is not None and len({name}) >= LONG_STRING:", f"    {charge}"]
    return [f"if type({name}) in SIZED and len({name}) > 1:", f"    {charge}"]


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
