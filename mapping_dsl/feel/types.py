"""The types that the checker gives to expressions before anything runs. Every type has null among its values."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Simple:
    """A type without parts, by the name that FEEL gives it."""

    name: str
    singular: str  #: "a number", as a message says it
    plural: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose elements have one type."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context with these entries; an open one may have others that nobody can name beforehand."""

    entries: tuple[tuple[str, "Type"], ...] = ()
    is_open: bool = False

    def member(self, name: str) -> "Type | None":
        """The type of an entry, None where a closed context has no such entry."""
        return next((type_ for key, type_ in self.entries if key == name), ANY if self.is_open else None)


@dataclass(frozen=True, slots=True)
class RangeOf:
    """A range between two values of one type."""

    bound: "Type"


@dataclass(frozen=True, slots=True)
class ChoiceOf:
    """A string that is one of these."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """In a function's signature: whatever the argument is, the same wherever the letter stands."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function."""

    name: str
    type: "Type"
    is_optional: bool = False  #: may be left out, and may be null
    is_repeated: bool = False  #: takes all arguments that are left
    takes_null: bool = False  #: null is an argument like others, which must be given all the same

    @property
    def may_be_null(self) -> bool:
        """Whether the function is called with a null here; else a null makes its value null."""
        return self.is_optional or self.is_repeated or self.takes_null


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """A function; one name may stand for several, tried in their order."""

    parameters: tuple[Parameter, ...]
    result: "Type"
    others: tuple["FunctionOf", ...] = ()
    is_open: bool = False  #: nothing is known of its parameters

    @property
    def signatures(self) -> tuple["FunctionOf", ...]:
        """All that the name stands for, first tried first."""
        return (self, *self.others)


Type: TypeAlias = Simple | ListOf | ContextOf | RangeOf | ChoiceOf | Variable | FunctionOf

ANY = Simple("Any", "anything", "anything")
NULL = Simple("Null", "null", "nulls")
NUMBER = Simple("number", "a number", "numbers")
STRING = Simple("string", "a string", "strings")
BOOLEAN = Simple("boolean", "true or false", "booleans")
DATE = Simple("date", "a date", "dates")
TIME = Simple("time", "a time", "times")
DATE_TIME = Simple("date and time", "a date and time", "dates and times")
DAYS_TIME = Simple("days and time duration", "a duration of days and time", "durations of days and time")
YEARS_MONTHS = Simple("years and months duration", "a duration of years and months", "durations of years and months")

ANY_LIST = ListOf(ANY)
ANY_CONTEXT = ContextOf(is_open=True)
ANY_RANGE = RangeOf(ANY)
ANY_FUNCTION = FunctionOf((), ANY, is_open=True)

#: the types that have a name of their own in FEEL (DMN 1.5, 10.3.1.3); "duration" is short for either
BY_NAME: dict[str, Type] = {
    **{one.name: one for one in (ANY, NULL, NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS)},
    "any": ANY,
    "dayTimeDuration": DAYS_TIME,
    "yearMonthDuration": YEARS_MONTHS,
    "dateTime": DATE_TIME,
    "list": ANY_LIST,
    "context": ANY_CONTEXT,
    "range": ANY_RANGE,
    "function": ANY_FUNCTION,
}


_MAX_OPTIONS = 200  #: beyond them a choice is a string like any other


def describe(type_: Type) -> str:
    """A type in an analyst's words: "a list of strings"."""
    match type_:
        case Simple():
            return type_.singular
        case ListOf(Variable()):
            return "a list"
        case ListOf(element):
            return "a list" if element in (ANY, NULL) else f"a list of {_plural(element)}"
        case ContextOf(entries):
            return f"a context with {_listed(key for key, _ in entries)}" if entries else "a context"
        case RangeOf(bound):
            return "a range" if bound == ANY else f"a range of {_plural(bound)}"
        case ChoiceOf((option,)):
            return _quoted(option)
        case ChoiceOf(options):
            return f"one of {_listed(_quoted(option) for option in options)}"
        case FunctionOf(parameters, is_open=False):
            return f"a function of {len(parameters)} value{'s' * (len(parameters) != 1)}"
        case FunctionOf():
            return "a function"
        case _:
            return "anything"


def conforms(actual: Type, wanted: Type) -> bool:
    """Whether a value of the one type may stand where the other is wanted; what is not known for sure may."""
    if actual is wanted or _is_unsure(actual) or _is_unsure(wanted) or isinstance(wanted, Variable):
        return True
    match actual, wanted:
        case Simple(), Simple():
            return actual.name == wanted.name
        case ChoiceOf(), Simple():
            return wanted == STRING
        case Simple(), ChoiceOf():
            return actual == STRING
        case ChoiceOf(some), ChoiceOf(others):
            return some == others or not set(some).isdisjoint(others)
        case (ListOf(one), ListOf(other)) | (RangeOf(one), RangeOf(other)):
            return conforms(one, other)
        case ContextOf(), ContextOf(entries):
            return all(conforms(actual.member(key) or NULL, type_) for key, type_ in entries)
        case FunctionOf(), FunctionOf():
            return True
    return False


def _is_unsure(type_: Type) -> bool:
    return isinstance(type_, Simple) and type_.name in (ANY.name, NULL.name)


def common(types: Iterable[Type]) -> Type:
    """The narrowest type that all of these conform to; null adds nothing to it."""
    start: Type = NULL
    return reduce(_either, types, start)


def count(type_: Type, at_most: int) -> int:
    """How many types a type is made of, itself included; where there are more than so many, some number beyond."""
    counted, waiting = 0, [type_]
    while waiting and counted <= at_most:
        counted += 1
        match waiting.pop():
            case ListOf(inner) | RangeOf(inner):
                waiting.append(inner)
            case ContextOf(entries):
                waiting.extend(one for _, one in entries)
    return counted


def _either(one: Type, other: Type) -> Type:
    if one == other or other == NULL:
        return one
    if one == NULL:
        return other
    match one, other:
        case ListOf(first), ListOf(second):
            return ListOf(_either(first, second))
        case RangeOf(first), RangeOf(second):
            return RangeOf(_either(first, second))
        case ChoiceOf(first_options), ChoiceOf(second_options):
            options = tuple(dict.fromkeys(first_options + second_options))
            return ChoiceOf(options) if len(options) <= _MAX_OPTIONS else STRING
        case (ChoiceOf(), Simple(name="string")) | (Simple(name="string"), ChoiceOf()):
            return STRING
        case ContextOf(), ContextOf():
            return _either_context(one, other)
    return ANY


def _either_context(one: ContextOf, other: ContextOf) -> ContextOf:
    keys = dict.fromkeys(key for key, _ in one.entries + other.entries)
    entries = ((key, _either(one.member(key) or NULL, other.member(key) or NULL)) for key in keys)
    return ContextOf(tuple(entries), is_open=one.is_open or other.is_open)


def _plural(type_: Type) -> str:
    match type_:
        case Simple():
            return type_.plural
        case ContextOf():
            return "contexts"
        case ListOf():
            return "lists"
        case ChoiceOf():
            return "strings"
    return describe(type_).removeprefix("a ") + "s"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _listed(words: Iterable[str], at_most: int = 6) -> str:
    every = list(words)
    return ", ".join(every[:at_most]) + (", …" if len(every) > at_most else "")
