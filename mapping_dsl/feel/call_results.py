"""What is known of the value of a call before it is made: by the function's signature and by its arguments."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType

from mapping_dsl.feel import types
from mapping_dsl.feel.emission import Kinds, Known, Operand
from mapping_dsl.feel.functions.registry import Signature

#: the Python types of values that are of a type, or null
KINDS: Mapping[types.Type, Kinds] = {
    types.STRING: frozenset({str, NoneType}),
    types.NUMBER: frozenset({int, Decimal, NoneType}),
    types.BOOLEAN: frozenset({bool, NoneType}),
    types.DATE: frozenset({date, NoneType}),
    types.TIME: frozenset({time, NoneType}),
    types.DATE_TIME: frozenset({datetime, NoneType}),
}
#: of these FEEL itself knows values that Python's types do not hold; functions beyond FEEL give none of them
_WIDER = (types.DATE, types.TIME, types.DATE_TIME)
_NULL: Kinds = frozenset({NoneType})


def known_result(signatures: Sequence[Signature], arguments: Sequence[Operand]) -> Known:
    """What is known of the value, whichever of the signatures is meant."""
    results = [_known(one.type.result, _variables(one, arguments), is_feel=bool(one.clause)) for one in signatures]
    return results[0] if results and all(one == results[0] for one in results) else Known()


def _known(type_: types.Type, variables: Mapping[types.Type, Known], *, is_feel: bool) -> Known:
    if isinstance(type_, types.Variable):
        known = variables.get(type_, Known())
        return Known() if known.kinds is None else Known(known.kinds | _NULL, known.element)
    if isinstance(type_, types.ListOf):
        return Known(frozenset({list, NoneType}), _known(type_.element, variables, is_feel=is_feel))
    return Known() if is_feel and type_ in _WIDER else Known(KINDS.get(type_))


def _variables(signature: Signature, arguments: Sequence[Operand]) -> dict[types.Type, Known]:
    """What is known of the types that a signature names by a letter. What stands for one twice may be either."""
    found: dict[types.Type, Known] = {}
    for parameter, argument in zip(signature.type.parameters, arguments, strict=False):
        match parameter.type:
            case types.Variable():
                letter, known = parameter.type, Known(argument.kinds, argument.parts.element)
            case types.ListOf(types.Variable() as element) if argument.must_be((list, NoneType)):
                letter, known = element, argument.parts.element or Known()
            case _:
                continue
        found[letter] = _either(found[letter], known) if letter in found else known
    return found


def _either(one: Known, other: Known) -> Known:
    if one.kinds is None or other.kinds is None:
        return Known()
    return Known(one.kinds | other.kinds, one.element if one.element == other.element else None)
