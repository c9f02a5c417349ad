"""Types as they are written in an expression."""

from collections.abc import Mapping

from mapping_dsl.feel import types
from mapping_dsl.feel.coercion import fits
from mapping_dsl.feel.functions.registry import BuiltinFunction
from mapping_dsl.feel.nodes import TypeNode
from mapping_dsl.feel.types import FunctionOf, Type, conforms
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.feel.values import Value


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
    if isinstance(wanted, types.FunctionOf) and not wanted.is_open:
        return any(_stands_in(one, wanted) for one in _signatures(value))
    return fits(value, wanted)


def _signatures(value: Value) -> tuple[FunctionOf, ...]:
    """The types of a function; what a function that is written in FEEL gives is not known before it runs."""
    match value:
        case BuiltinFunction():
            return value.type.signatures
        case UserFunction():
            parameters = zip(value.parameters, value.types, strict=True)
            return (FunctionOf(tuple(types.Parameter(name, one or types.ANY) for name, one in parameters), types.NULL),)
    return ()


def _stands_in(function: FunctionOf, wanted: FunctionOf) -> bool:
    """Whether a function may be called where the wanted one is (DMN 1.5, 10.3.2.9.1)."""
    if len(function.parameters) != len(wanted.parameters):
        return False
    takes = all(_is_a(given.type, own.type) for own, given in zip(function.parameters, wanted.parameters, strict=True))
    return takes and _is_a(function.result, wanted.result)


def _is_a(type_: Type, wanted: Type) -> bool:
    """Whether every value of a type is of the wanted one. Other than `types.conforms`, it gives no benefit of doubt."""
    if wanted == types.ANY or types.Variable in (type(type_), type(wanted)):
        return True
    return type_ != types.ANY and conforms(type_, wanted)
