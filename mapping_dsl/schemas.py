"""Record schemas: what a target's record may hold, field by field, read from JSON Schema (2020-12 with x-filledBy)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import jsonschema
import re2
from referencing import Registry
from referencing.exceptions import Unresolvable

from mapping_dsl import exact_json
from mapping_dsl.feel import types
from mapping_dsl.plain_patterns import Matches, matcher

Test = Callable[[Any], str | None]

#: what this page tests by itself; a schema that says more is also put before jsonschema. Words with x- test nothing.
_KNOWN = frozenset(
    ("$schema", "$id", "title", "description", "type", "enum", "maxLength", "minLength", "pattern", "minimum",
     "maximum", "format", "items", "properties", "required", "additionalProperties")
)  # fmt: skip
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d(?::\d\d)?)?")


class RecordSchemaUnreadable(ValueError):
    """A record's schema is not one."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"the record schema {path} cannot be read: {why}")


@dataclass(frozen=True)
class FieldSchema:
    """One field of a record, or the record itself: what it may hold."""

    schema: Mapping[str, Any] = field(repr=False)
    is_required: bool = False

    @cached_property
    def json_types(self) -> tuple[str, ...]:
        """The JSON types that are allowed; none where an enum says it all."""
        written = self.schema.get("type", ())
        return (written,) if isinstance(written, str) else tuple(written)

    @cached_property
    def fields(self) -> Mapping[str, "FieldSchema"]:
        """The fields of an object; empty for all else."""
        required = self.schema.get("required", ())
        properties = self.schema.get("properties", {})
        return {name: FieldSchema(_written_out(one), name in required) for name, one in properties.items()}

    @cached_property
    def element(self) -> "FieldSchema | None":
        """What each element of a list may hold, None where this is no list."""
        return FieldSchema(_written_out(self.schema.get("items", {}))) if "array" in self.json_types else None

    @property
    def filled_by(self) -> str:
        """Who fills it if not the mapping: "runtime", "target", or empty."""
        return str(self.schema.get("x-filledBy", ""))

    @property
    def is_object(self) -> bool:
        """Whether fields stand in it."""
        return "object" in self.json_types

    @property
    def takes_list(self) -> bool:
        """Whether it takes several values."""
        return "array" in self.json_types

    def at(self, path: str) -> "FieldSchema | None":
        """The field at a dotted path below this one, None where the schema has none."""
        found: FieldSchema | None = self
        for name in path.split("."):
            found = found.fields.get(name) if found else None
        return found

    @cached_property
    def type(self) -> types.Type:
        """The FEEL type of what it holds."""
        if "enum" in self.schema:
            options = tuple(one for one in self.schema["enum"] if isinstance(one, str))
            return types.ChoiceOf(options) if options else types.ANY
        if self.is_object:
            return types.ContextOf(tuple((name, one.type) for name, one in self.fields.items()))
        if self.element:
            return types.ListOf(self.element.type)
        if "string" in self.json_types:
            return types.STRING
        named = {"number": types.NUMBER, "integer": types.NUMBER, "boolean": types.BOOLEAN}
        return next((named[one] for one in self.json_types if one in named), types.ANY)

    @cached_property
    def pattern(self) -> Matches | None:
        """Whether a text matches its pattern; None where it has none."""
        return matcher(self.schema["pattern"]) if "pattern" in self.schema else None

    def objection(self, value: Any) -> str | None:
        """Why a value may not stand here, as the end of a sentence; None where it may. Null always may."""
        if value is None:
            return None
        for test in self._tests:
            if said := test(value):
                return said
        return None

    @cached_property
    def _tests(self) -> tuple[Test, ...]:
        return tuple(_tests(self))


@lru_cache(maxsize=64)
def read_record_schema(text: str, path: str) -> FieldSchema:
    """A record's schema from its JSON text. Raises RecordSchemaUnreadable where it is none."""
    try:
        schema = exact_json.loads(text)
        jsonschema.Draft202012Validator.check_schema(_plain_numbers(schema))
        if not isinstance(schema, dict):
            raise RecordSchemaUnreadable(path, "it is no JSON object")
        record = FieldSchema(schema, is_required=True)
        for one in _every(record):
            one.objection(False)
    except jsonschema.SchemaError as error:
        raise RecordSchemaUnreadable(path, f"as JSON Schema, {error.message[:200]}") from error
    except re2.error as error:
        raise RecordSchemaUnreadable(path, "a pattern in it is none that RE2 knows") from error
    except Unresolvable as error:
        raise RecordSchemaUnreadable(path, "a $ref in it leads out of its field") from error
    except RecordSchemaUnreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise RecordSchemaUnreadable(path, str(error)) from error
    return record


def _every(one: FieldSchema) -> Iterator[FieldSchema]:
    yield one
    for inner in (*one.fields.values(), *((one.element,) if one.element else ())):
        yield from _every(inner)


def _written_out(schema: Any) -> Mapping[str, Any]:
    """A schema as an object: JSON Schema lets true stand for one that allows everything, false for nothing."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    written: Mapping[str, Any] = schema
    return written


def _tests(one: FieldSchema) -> Iterator[Test]:
    schema = one.schema
    if one.json_types:
        yield _type_test(one.json_types)
    if "enum" in schema:
        yield _enum_test(tuple(schema["enum"]))
    if "maxLength" in schema or "minLength" in schema:
        yield _length_test(schema.get("minLength", 0), schema.get("maxLength"))
    if one.pattern:
        yield _pattern_test(one.pattern)
    if "minimum" in schema or "maximum" in schema:
        yield _bounds_test(schema.get("minimum"), schema.get("maximum"))
    if schema.get("format") in ("date", "date-time"):
        yield _format_test(schema["format"])
    if one.element:
        yield _elements_test(one.element)
    if one.is_object:
        yield _fields_test(one)
    if any(word not in _KNOWN and not word.startswith("x-") for word in schema):
        yield _whole_test(schema)


_WORDS = {
    "string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "array": "a list", "object": "a group of fields", "null": "nothing",
}  # fmt: skip


#: the Python types whose values are of a JSON type, whatever they are; a Decimal may be a whole number too
_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "number": (int, Decimal), "integer": (int,), "boolean": (bool,), "array": (list,),
    "object": (dict,),
}  # fmt: skip


def _type_test(wanted: tuple[str, ...]) -> Test:
    words = " or ".join(_WORDS.get(one, one) for one in wanted if one != "null")
    fitting = frozenset(kind for one in wanted for kind in _PYTHON_TYPES.get(one, ()))

    def test(value: Any) -> str | None:
        is_whole = type(value) is Decimal and "integer" in wanted and value == value.to_integral_value()
        return None if type(value) in fitting or is_whole else f"takes {words}, and this is not"

    return test


def _enum_test(allowed: tuple[Any, ...]) -> Test:
    words = ", ".join(str(one) for one in allowed if one is not None)
    return lambda value: None if value in allowed else f"takes one of {words}, and this is none of them"


def _length_test(least: int, most: int | None) -> Test:
    def test(value: Any) -> str | None:
        length = len(value) if isinstance(value, str) else least
        if most is not None and length > most:
            return f"takes {most} characters at most, and this has {length}"
        return f"takes {least} characters at least, and this has {length}" if length < least else None

    return test


def _pattern_test(matches: Matches) -> Test:
    return lambda value: None if not isinstance(value, str) or matches(value) else "is not written that way"


def _bounds_test(least: Any, most: Any) -> Test:
    def test(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        if least is not None and value < least:
            return f"takes {least} at least, and this is {value}"
        return f"takes {most} at most, and this is {value}" if most is not None and value > most else None

    return test


def _format_test(format_: str) -> Test:
    pattern, word = (_DATE, "a date") if format_ == "date" else (_DATE_TIME, "a date and time")
    return lambda value: None if isinstance(value, str) and pattern.fullmatch(value) else f"takes {word}"


def _elements_test(element: FieldSchema) -> Test:
    def test(value: Any) -> str | None:
        objections = (
            f"element {place} {said}" for place, one in enumerate(value, 1) if (said := element.objection(one))
        )
        return next(objections, None)

    return test


def _fields_test(one: FieldSchema) -> Test:
    def test(value: Any) -> str | None:
        for name, content in value.items():
            if name not in one.fields:
                return f"has no field {name}"
            if said := one.fields[name].objection(content):
                return f"{name} {said}"
        missing = next(
            (name for name, known in one.fields.items() if known.is_required and value.get(name) is None), ""
        )
        return f"lacks {missing}" if missing else None

    return test


def _whole_test(schema: Mapping[str, Any]) -> Test:
    # The empty registry: without it jsonschema would fetch what a $ref names from the network.
    validator = jsonschema.Draft202012Validator(_plain_numbers(schema), registry=Registry())
    return lambda value: None if validator.is_valid(_plain_numbers(value)) else "is not as the record's schema wants it"


def _plain_numbers(value: Any) -> Any:
    """The value with floats for decimals: jsonschema knows no decimal, and here only limits are compared."""
    match value:
        case Decimal():
            return float(value)
        case Mapping():
            return {key: _plain_numbers(one) for key, one in value.items()}
        case list():
            return [_plain_numbers(one) for one in value]
    return value
