"""Which signature of a function a call means, and what type its value has."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping_dsl.feel import types
from mapping_dsl.feel.nearest import suggestion
from mapping_dsl.feel.types import FunctionOf, Parameter, Type, conforms, describe


@dataclass(frozen=True, slots=True)
class CallProblem:
    """Why no signature fits; `argument` is the place of the argument it is about."""

    code: str
    message: str
    hint: str
    argument: int | None = None


def type_of_call(
    name: str, function: FunctionOf, arguments: Sequence[Type], names: Sequence[str]
) -> Type | CallProblem:
    """The type of a call's value, or why it cannot be called so."""
    problems = []
    for signature in function.signatures:
        placed = _by_name(name, signature, names) if names else _by_place(name, signature, len(arguments))
        if isinstance(placed, CallProblem):
            problems.append(placed)
            continue
        wrong = _first_wrong(name, placed, arguments)
        if wrong is None:
            return _substituted(signature.result, _bindings(placed, arguments))
        problems.append(wrong)
    # A signature that takes so many arguments says more about them than one that does not.
    return next((one for one in problems if one.argument is not None), problems[0])


def _by_place(name: str, signature: FunctionOf, count: int) -> list[Parameter] | CallProblem:
    parameters = signature.parameters
    required = sum(not one.is_optional and not one.is_repeated for one in parameters)
    repeated = bool(parameters) and parameters[-1].is_repeated
    if count < required or (count > len(parameters) and not repeated):
        given = "1 argument" if count == 1 else f"{count} arguments"
        message = f"{name} does not take {given}" if count else f"{name} wants arguments, and is given none"
        return CallProblem("wrong-argument-count", message, f"write {name}({_written(signature)})")
    return [parameters[min(place, len(parameters) - 1)] for place in range(count)]


def _by_name(name: str, signature: FunctionOf, names: Sequence[str]) -> list[Parameter] | CallProblem:
    known = {one.name: one for one in signature.parameters}
    unknown = next((one for one in names if one not in known), None)
    if unknown is not None:
        hint = suggestion(unknown, known) or f"write {name}({_written(signature)})"
        return CallProblem("wrong-argument-name", f"{name} has no parameter {unknown}", hint)
    missing = [one.name for one in signature.parameters if not one.is_optional and one.name not in names]
    if missing:
        return CallProblem("wrong-argument-count", f"{name} needs {missing[0]} as well", f"write {missing[0]}: …")
    return [known[one] for one in names]


def _written(signature: FunctionOf) -> str:
    return ", ".join(one.name + "…" * one.is_repeated for one in signature.parameters)


def _first_wrong(name: str, parameters: Sequence[Parameter], arguments: Sequence[Type]) -> CallProblem | None:
    for place, (parameter, type_) in enumerate(zip(parameters, arguments, strict=True)):
        if not _may_be(type_, parameter.type):
            message = f"{name} wants {describe(parameter.type)} for {parameter.name}, and this is {describe(type_)}"
            hint = "take one element with [1]" if isinstance(type_, types.ListOf) else ""
            return CallProblem("wrong-argument-type", message, hint, place)
    return None


def _may_be(actual: Type, wanted: Type) -> bool:
    """One value may stand for a list of one (DMN 1.5, 10.3.2.9.4)."""
    if conforms(actual, wanted):
        return True
    return (
        isinstance(wanted, types.ListOf) and not isinstance(actual, types.ListOf) and conforms(actual, wanted.element)
    )


def _bindings(parameters: Sequence[Parameter], arguments: Sequence[Type]) -> dict[str, Type]:
    bound: dict[str, Type] = {}
    for parameter, actual in zip(parameters, arguments, strict=True):
        wanted = parameter.type
        if isinstance(wanted, types.ListOf):
            wanted, actual = wanted.element, actual.element if isinstance(actual, types.ListOf) else actual
        if isinstance(wanted, types.Variable):
            bound[wanted.name] = types.common((bound.get(wanted.name, types.NULL), actual))
    return bound


def _substituted(type_: Type, bound: dict[str, Type]) -> Type:
    match type_:
        case types.Variable(name):
            return bound.get(name, types.ANY)
        case types.ListOf(element):
            return types.ListOf(_substituted(element, bound))
    return type_
