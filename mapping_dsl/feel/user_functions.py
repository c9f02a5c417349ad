"""Functions that are written in an expression, and arguments given by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mapping_dsl.feel.coercion import CANNOT_CONVERT, convert
from mapping_dsl.feel.frames import CALL_STEPS, Call, Frame, Layer
from mapping_dsl.feel.functions.registry import BuiltinFunction
from mapping_dsl.feel.nearest import suggestion
from mapping_dsl.feel.types import Type, describe
from mapping_dsl.feel.values import FunctionValue, Value, kind_of

CALL_DEPTH = 5  #: Python's frames between a call and the function's body


@dataclass(frozen=True, slots=True, eq=False)
class UserFunction:
    """A function value with the names that were in scope where it was written."""

    parameters: tuple[str, ...]
    types: tuple[Type | None, ...]
    body: Callable[[Frame], Value]
    frame: Frame
    depth: int  #: of the body's nodes

    def __call__(self, call: Call, arguments: Sequence[Value]) -> Value:
        """The body's value with the arguments in scope."""
        if len(arguments) != len(self.parameters):
            given = f"{len(arguments)} argument{'s' * (len(arguments) != 1)}"
            wanted = ", ".join(self.parameters) or "nothing"
            return call.refuse("wrong-argument-count", f"this function wants {wanted}, and is given {given}")
        entries = {}
        for name, type_, value in zip(self.parameters, self.types, arguments, strict=True):
            entries[name] = value if type_ is None else convert(value, type_)
            if entries[name] is CANNOT_CONVERT and type_ is not None:
                message = f"this function wants {describe(type_)} for {name}, and is given {describe(kind_of(value))}"
                return call.refuse("wrong-argument-type", message)
        caller = call.frame
        caller.budget.spend(CALL_STEPS)
        caller.budget.enter(self.depth + CALL_DEPTH)
        inner = Frame(Layer(entries, self.frame.names), caller.now, caller.reasons, caller.budget, caller.seen)
        value = self.body(inner)
        caller.budget.leave(self.depth + CALL_DEPTH)
        return value


def arrange(
    call: Call, function: FunctionValue, names: Sequence[str], values: Sequence[Value]
) -> Sequence[Value] | None:
    """Arguments given by name, in the order of the function's parameters; None, with the reason, where it cannot be."""
    if isinstance(function, BuiltinFunction):
        arranged = function.arrange(names, values)
    else:
        given = dict(zip(names, values, strict=True))
        fits = given.keys() == set(function.parameters)
        arranged = [given[name] for name in function.parameters] if fits else None
    if arranged is None:
        unknown = next((name for name in names if name not in function.parameters), names[0])
        hint = suggestion(unknown, function.parameters)
        call.refuse("wrong-argument-name", f"this function cannot be called with {', '.join(names)}", hint)
    return arranged


def not_a_function(call: Call, value: Value, name: str) -> None:
    """Tells why something that is called is no function; a null with a reason has told already."""
    if value is not None or not call.frame.reasons:
        call.refuse("not-a-function", f"{name} is {describe(kind_of(value))}, not a function")
