"""Types as they are written in an expression."""

from collections.abc import Mapping

from mapping_dsl.feel import types
from mapping_dsl.feel.coercion import fits
from mapping_dsl.feel.nodes import TypeNode
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import Range, Value, is_function


def read_type_node(node: TypeNode, definitions: Mapping[str, Type]) -> Type | None:
    """The type that is written there, None where a name in it stands for none."""
    arguments = [read_type_node(one, definitions) for one in node.arguments]
    known = [one for one in arguments if one is not None]
    if len(known) < len(arguments):
        return None
    match node.name, known:
        case "list", [element]:
            return types.ListOf(element)
        case "range", [bound]:
            return types.RangeOf(bound)
        case "context", [_, *_]:
            return types.ContextOf(tuple(zip(node.keys, known, strict=False)))
        case "function", _ if node.result is not None:
            result = read_type_node(node.result, definitions)
            parameters = tuple(types.Parameter("", one) for one in known)
            return None if result is None else types.FunctionOf(parameters, result)
    return definitions.get(node.name) or types.BY_NAME.get(node.name)


def is_instance(value: Value, wanted: Type) -> bool:
    """Whether a value is of a type (DMN 1.5, 10.3.2.9.2); null is of no type but its own."""
    if value is None:
        return wanted == types.NULL
    if isinstance(wanted, types.FunctionOf) and not wanted.is_open and is_function(value):
        return len(value.parameters) == len(wanted.parameters)
    if isinstance(wanted, types.RangeOf) and isinstance(value, Range):
        return fits(value.low, wanted.bound) and fits(value.high, wanted.bound)
    return fits(value, wanted)
