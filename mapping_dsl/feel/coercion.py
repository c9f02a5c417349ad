"""DMN's implicit conversions: an argument or result is made to be of the type that is wanted, or cannot be."""

from collections.abc import Callable

from mapping_dsl.feel import temporal, types
from mapping_dsl.feel.values import Range, Value, is_function, simple_type


class _CannotConvert:
    """Stands for "no such conversion", as null is a value like others."""


CANNOT_CONVERT = _CannotConvert()

Converter = Callable[[Value], Value]


def fits(value: Value, wanted: types.Type, known: set[tuple[int, int]] | None = None) -> bool:
    """Whether a value is of a type as it stands (DMN 1.5, 10.3.2.9.1, conforms to). Null is of every type. `known` is
    what `_parts_fit` has found out."""
    if value is None:
        return True
    match wanted:
        case types.Simple():
            return wanted == types.ANY or simple_type(value) == wanted
        case types.ListOf(types.ANY):
            return isinstance(value, list)
        case types.ListOf() | types.ContextOf():
            return _parts_fit(value, wanted, set() if known is None else known)
        case types.RangeOf(bound):
            return isinstance(value, Range) and fits(value.low, bound) and fits(value.high, bound)
        case types.ChoiceOf(options):
            return value in options
        case types.FunctionOf(parameters):
            return is_function(value) and (wanted.is_open or len(value.parameters) == len(parameters))
        case types.Variable():
            return True


def _parts_fit(value: Value, wanted: types.ListOf | types.ContextOf, known: set[tuple[int, int]]) -> bool:
    """Whether a list or context is of a type. `known` are ids of values and types that fit: what is in a value twice
    would otherwise be gone through once for each way to it."""
    pair = id(value), id(wanted)
    if pair in known:
        return True
    if isinstance(wanted, types.ListOf):
        fitting = isinstance(value, list) and all(fits(one, wanted.element, known) for one in value)
    else:
        entries = wanted.entries
        fitting = isinstance(value, dict) and all(key in value and fits(value[key], one, known) for key, one in entries)
    if fitting:
        known.add(pair)
    return fitting


def convert(value: Value, wanted: types.Type) -> Value:
    """The value as the wanted type, by DMN 1.5, 10.3.2.9.4; CANNOT_CONVERT where there is no way."""
    if wanted == types.DATE_TIME and temporal.is_date(value):
        return temporal.make_date_time(value, temporal.time_of(value))
    return convert_single(value, wanted)


def convert_single(value: Value, wanted: types.Type) -> Value:
    """The value as the wanted type, where a list of one value and that value stand for each other; CANNOT_CONVERT where
    they do not help."""
    if fits(value, wanted):
        return value
    if isinstance(value, list):
        return value[0] if len(value) == 1 and fits(value[0], wanted) else CANNOT_CONVERT
    return [value] if isinstance(wanted, types.ListOf) and fits(value, wanted.element) else CANNOT_CONVERT


def converter(wanted: types.Type) -> Converter:
    """`convert_single` for one type, quick for values that need no conversion. For built-in functions: those that take
    a date and time say themselves what they do with a date."""
    match wanted:
        case types.ANY | types.Variable():
            return _as_it_is
        case types.Simple():
            return _simple_converter(wanted)
    return lambda value: convert_single(value, wanted)


def _as_it_is(value: Value) -> Value:
    return value


def _simple_converter(wanted: types.Simple) -> Converter:
    def convert_simple(value: Value) -> Value:
        return value if simple_type(value) is wanted else convert_single(value, wanted)

    return convert_simple
