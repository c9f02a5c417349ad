"""The code of what is written into a record: each kind of value in its own way, and tested only for what its kind does
not tell of it already."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any

from mapping_dsl.feel.emission import Code, Operand, Shape
from mapping_dsl.feel.filling import write
from mapping_dsl.filling import FieldRule
from mapping_dsl.generating import shapes
from mapping_dsl.schemas import FieldSchema

#: the types whose values are written as they are
_PLAIN = {str, int, bool}
_TEMPORAL = {date, time, datetime}


def write_value(code: Code, rule: FieldRule, path: Operand, value: Operand) -> Operand:
    """Adds the code that writes something into a field. Gives what stands there: null, and the field in review, where
    the record's schema objects."""
    return _Writing(code, rule, path).value(value)


class _Writing:
    def __init__(self, code: Code, rule: FieldRule, path: Operand) -> None:
        self.code = code
        self.rule = rule
        self.path = path
        self.schema = rule.schema

    def value(self, value: Operand) -> Operand:
        """The value as it is written."""
        among = value.parts.values
        if among is not None and all(type(one) in _PLAIN and self._takes(one) for one in among):
            return value
        if self._is_list_of_plain(value):
            return self._write(shapes.EMPTY_LIST if self.code.value_of(value) == ([],) else shapes.COPY, value=value)
        kinds = None if value.kinds is None else value.kinds - {NoneType}
        if not kinds or kinds & {list, dict} or self.schema.takes_list:
            return self._write(shapes.WRITTEN, value=value, rule=self.rule)
        if kinds & _TEMPORAL:
            if kinds != {time} and not kinds <= {date, datetime}:  # each is written in its own way
                return self._write(shapes.WRITTEN, value=value, rule=self.rule)
            value = self._write(shapes.AS_TIME if time in kinds else shapes.AS_ISO, value=value)
        return self._tested(value, _tests(self.schema, kinds))

    def _takes(self, value: Any) -> bool:
        return not self.schema.takes_list and self.schema.objection(value) is None

    def _tested(self, value: Operand, tests: tuple[str, ...] | None) -> Operand:
        """A value that is written as it is, where it passes its tests."""
        known = self.code.value_of(value)
        if tests == () or (known and self.schema.objection(known[0]) is None):
            return value
        if tests is None:
            return self._write(shapes.FITTING, value=value, rule=self.rule)
        return self._write(_checked(tests), value=value, rule=self.rule, **_compared_with(self.schema, tests))

    def _is_list_of_plain(self, value: Operand) -> bool:
        """Whether it is a list of values that the schema takes as they are, for certain."""
        element, of_elements = value.parts.element, self.schema.element
        if element is None or not element.kinds or of_elements is None or not value.must_be((list,)):
            return self.code.value_of(value) == ([],) and self.schema.takes_list and self.schema.objection([]) is None
        are_plain = element.kinds <= _PLAIN | {Decimal} and _words(self.schema) <= {"type", "items"}
        return are_plain and _tests(of_elements, element.kinds) == ()

    def _write(self, shape: Shape, **put: Any) -> Operand:
        return write(self.code, shape, self.rule.span, path=self.path, **put)


@lru_cache(maxsize=256)
def _checked(tests: tuple[str, ...]) -> Shape:
    """A written value that must pass tests."""
    return Shape(f"""
        if value is None or {" and ".join(tests)}:
            result = value
        else:
            result = told.fitting(path, value, rule)
    """)


def _compared_with(schema: FieldSchema, tests: tuple[str, ...]) -> dict[str, Any]:
    """What these tests compare with, by the names that they give it."""
    words = schema.schema
    every = {
        "allowed": frozenset(one for one in words.get("enum", ()) if isinstance(one, str)),
        "least_length": words.get("minLength"),
        "most_length": words.get("maxLength"),
        "least": words.get("minimum"),
        "most": words.get("maximum"),
        "search": schema.pattern,
    }
    return {name: one for name, one in every.items() if any(name in test for test in tests)}


def _tests(schema: FieldSchema, kinds: frozenset[type]) -> tuple[str, ...] | None:
    """What a value of these types must pass to stand in a field; None where that is not told so simply."""
    words = _words(schema)
    if kinds <= {str} | _TEMPORAL and words <= _OF_TEXTS and (not schema.json_types or "string" in schema.json_types):
        return _text_tests(schema, kinds)
    if kinds <= {int, Decimal} and words <= {"type", *_NUMBER_TESTS}:
        return _number_tests(schema, kinds)
    if kinds <= {bool} and words <= {"type"} and "boolean" in schema.json_types:
        return ()
    return None


def _words(schema: FieldSchema) -> set[str]:
    """The words of a schema that say something of values."""
    return {word for word in schema.schema if not word.startswith("x-")} - {"title", "description"}


def _text_tests(schema: FieldSchema, kinds: frozenset[type]) -> tuple[str, ...] | None:
    if "format" in schema.schema and kinds != _FORMATS.get(schema.schema["format"]):
        return None
    return tuple(test for word, test in _TEXT_TESTS.items() if word in schema.schema)


def _number_tests(schema: FieldSchema, kinds: frozenset[type]) -> tuple[str, ...] | None:
    tests = tuple(test for word, test in _NUMBER_TESTS.items() if word in schema.schema)
    if "number" in schema.json_types:
        return tests
    is_whole = () if kinds == {int} else ("type(value) is int",)
    return (*is_whole, *tests) if "integer" in schema.json_types else None


_FORMATS = {"date": frozenset({date}), "date-time": frozenset({datetime})}
_TEXT_TESTS = {
    "enum": "value in allowed",
    "minLength": "len(value) >= least_length",
    "maxLength": "len(value) <= most_length",
    "pattern": "search(value)",
}
_OF_TEXTS = {"type", "format", *_TEXT_TESTS}
_NUMBER_TESTS = {"minimum": "value >= least", "maximum": "value <= most"}
