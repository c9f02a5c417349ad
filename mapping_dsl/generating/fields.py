"""The code of a field: its value, what becomes of nothing, and what the record's schema asks of something."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any

from mapping_dsl.feel.emission import NOWHERE, Known, Operand, Shape, placed
from mapping_dsl.feel.filling import write
from mapping_dsl.filling import FallbackRule, FieldRule, last_name
from mapping_dsl.generating import shapes
from mapping_dsl.generating.names import Names
from mapping_dsl.nodes import FallbackKind
from mapping_dsl.running import Computation
from mapping_dsl.schemas import FieldSchema

Write = Callable[[], Operand]


def write_field(names: Names, rule: FieldRule, path: Operand) -> Operand:
    """Adds the code that fills a field. Gives what stands in the record."""
    return _Writing(names, rule, path).field()


class _Writing:
    def __init__(self, names: Names, rule: FieldRule, path: Operand) -> None:
        self.names = names
        self.code = names.code
        self.rule = rule
        self.path = path

    def field(self) -> Operand:
        """The field's value, or its text, and its fallbacks."""
        if self.rule.value is None:
            read = [piece for line in self.rule.lines for piece in line if isinstance(piece, Computation)]
            return self._unless_doubted(
                read, lambda: self._ended(self._text(), None, self.rule.otherwise, is_default=False)
            )
        return self._computed(self.rule.value, self.rule.otherwise, is_default=False)

    def _computed(self, value: Computation, otherwise: Sequence[FallbackRule], *, is_default: bool) -> Operand:
        def compute() -> Operand:
            let = self.names.kept(value.node)
            made, refused = let or (self.names.value(value.node), None)
            if self.rule.value is None and made.may_be((str,)):  # to a text, blank is nothing
                filled = self._write(shapes.FILLED_TEXT, value=made)
                made = replace(
                    made, expression=filled.expression, kinds=made.kinds and made.kinds | {NoneType}, parts=Known()
                )
            return self._ended(made, refused, otherwise, is_default=is_default)

        return self._unless_doubted([value], compute)

    def _unless_doubted(self, read: Sequence[Computation], compute: Write) -> Operand:
        """The value; where an answer that it reads is in doubt, a person is asked."""
        each = tuple(one.answers for one in read if one.answers)
        if self.names.is_trusting or not each:
            return compute()
        with self.code.block() as inside:
            value = compute()
        reads = frozenset[str]().union(*each)
        return self._write(shapes.DOUBTED, reads=reads, each=each, compute=inside, value=value)

    def _ended(
        self, value: Operand, refused: Operand | None, otherwise: Sequence[FallbackRule], *, is_default: bool
    ) -> Operand:
        """How the field ends by this value (language.md, "What a field can end as"). `refused` are the reasons for its
        being null, where they are kept and not told."""
        if not value.refuses and not is_default and self._may_be_as_it_is(value, otherwise):
            return self._something(value)
        with self.code.block() as nothing:
            other = self._nothing(value, refused, otherwise)
        with self.code.block() as something:
            if value.refuses and refused is None:
                self._write(shapes.CLEAR)
            written = self._something(value if value.kinds is None else value.of(value.kinds - {NoneType}))
            if is_default:
                self._write(shapes.DEFAULT, value=written)
        put: dict[str, Any] = {"nothing": nothing, "something": something}
        return self._write(shapes.ENDED, value=value, other=other, written=written, **put)

    def _may_be_as_it_is(self, value: Operand, otherwise: Sequence[FallbackRule]) -> bool:
        """Whether null needs no attention: it cannot be, or is simply blank."""
        is_something = value.kinds is not None and NoneType not in value.kinds
        return is_something or not (otherwise or self.rule.schema.is_required or value.kinds is None)

    def _nothing(self, value: Operand, refused: Operand | None, otherwise: Sequence[FallbackRule]) -> Operand:
        if not otherwise:
            return self._blank(refused, may_be_told=value.refuses)
        first, *others = otherwise
        match first.kind:
            case FallbackKind.REVIEW:
                return self._write(shapes.REVIEW, reason=first.reason)
            case FallbackKind.REJECT:
                return self._write(shapes.REJECT, reason=first.reason)
        self._write(shapes.CLEAR)
        if first.kind is FallbackKind.BLANK:
            return self._blank(None, may_be_told=False)
        assert first.value, "a fallback is a word or an expression"
        return self._computed(first.value, others, is_default=True)

    def _blank(self, refused: Operand | None, *, may_be_told: bool) -> Operand:
        """What becomes of null, for which there may be reasons: those that are kept, or those that were just told."""
        is_required = self.rule.schema.is_required
        put: dict[str, Any] = {"empty": f"{last_name(self.rule.path)} must not stay empty"} if is_required else {}
        if refused is not None:
            return self._write(shapes.LET_REQUIRED if is_required else shapes.LET_OPTIONAL, refused=refused, **put)
        if may_be_told:
            return self._write(shapes.NOTHING_REQUIRED if is_required else shapes.NOTHING_OPTIONAL, **put)
        return self._write(shapes.EMPTY, **put) if is_required else self.code.constant(None)

    def _something(self, value: Operand) -> Operand:
        """The value as it is written, where the schema has nothing against it."""
        among = value.parts.values
        if among is not None and all(type(one) in _PLAIN and self._takes(one) for one in among):
            return value
        if self._is_list_of_plain(value):
            return self._write(shapes.EMPTY_LIST if self.code.value_of(value) == ([],) else shapes.COPY, value=value)
        kinds = None if value.kinds is None else value.kinds - {NoneType}
        if not kinds or kinds & {list, dict} or self.rule.schema.takes_list:
            return self._write(shapes.WRITTEN, value=value, rule=self.rule)
        if kinds & _TEMPORAL:
            if kinds != {time} and not kinds <= {date, datetime}:  # each is written in its own way
                return self._write(shapes.WRITTEN, value=value, rule=self.rule)
            value = self._write(shapes.AS_TIME if time in kinds else shapes.AS_ISO, value=value)
        return self._fitting(value, _tests(self.rule.schema, kinds))

    def _takes(self, value: Any) -> bool:
        schema = self.rule.schema
        return not schema.takes_list and schema.objection(value) is None

    def _fitting(self, value: Operand, tests: tuple[str, ...] | None) -> Operand:
        """A value that is written as it is, where it passes its tests."""
        known = self.code.value_of(value)
        if tests == () or (known and self.rule.schema.objection(known[0]) is None):
            return value
        if tests is None:
            return self._write(shapes.FITTING, value=value, rule=self.rule)
        needed = {name: one for name, one in _bounds(self.rule.schema).items() if any(name in test for test in tests)}
        return self._write(_checked(tests), value=value, rule=self.rule, **needed)

    def _is_list_of_plain(self, value: Operand) -> bool:
        """Whether it is a list of values that the schema takes as they are, for certain."""
        element, schema = value.parts.element, self.rule.schema
        if element is None or not element.kinds or schema.element is None or not value.must_be((list,)):
            return self.code.value_of(value) == ([],) and schema.takes_list and schema.objection([]) is None
        words = {word for word in schema.schema if not word.startswith("x-")} - _SAID_OF_NOTHING
        are_plain = element.kinds <= _PLAIN | {Decimal} and words <= {"type", "items"}
        return are_plain and _tests(schema.element, element.kinds) == ()

    def _text(self) -> Operand:
        """The lines of a template that have something to say."""
        parts = [self._line(line) for line in self.rule.lines]
        lines = self._write(shapes.LINES)
        for text, is_told in parts:
            if is_told is None:
                self._write(shapes.LINE, lines=lines, text=text)
            else:
                self._write(shapes.LINE_IF, lines=lines, text=text, is_told=is_told)
        made = self._write(shapes.JOINED, lines=lines, newline="\n")
        refuses = any(isinstance(piece, Computation) for line in self.rule.lines for piece in line)
        return Operand(made.expression, frozenset({str, NoneType}), refuses=refuses)

    def _line(self, line: Sequence[str | Computation]) -> tuple[Operand, Operand | None]:
        """A line's text, and whether it is told at all; None where it always is."""
        written: list[ast.expr] = []
        values: list[Operand] = []
        for piece in line:
            if isinstance(piece, str):
                written.append(placed(ast.Constant(piece), NOWHERE))
                continue
            mark = self.names.mark()
            value = mark.settle(self.names.value(piece.node))
            values.append(value)
            text = self._write(shapes.AS_TEXT, value=value)
            written.append(placed(ast.FormattedValue(text.expression, -1, None), NOWHERE))
        text = Operand(placed(ast.JoinedStr(written), NOWHERE), frozenset({str}))
        return text, _any_there(values)

    def _write(self, shape: Shape, **put: Any) -> Operand:
        return write(self.code, shape, self.rule.span, path=self.path, **put)


_PLAIN = {str, int, bool}
_TEMPORAL = {date, time, datetime}


def _any_there(values: Sequence[Operand]) -> Operand | None:
    """Whether one of them is not null; None where that is known."""
    if not values or any(one.kinds is not None and NoneType not in one.kinds for one in values):
        return None
    null = placed(ast.Constant(None), NOWHERE)
    tests = [placed(ast.Compare(one.expression, [ast.IsNot()], [null]), NOWHERE) for one in values]
    return Operand(tests[0] if len(tests) == 1 else placed(ast.BoolOp(ast.Or(), list(tests)), NOWHERE))


@lru_cache(maxsize=256)
def _checked(tests: tuple[str, ...]) -> Shape:
    """A written value that must pass tests."""
    return Shape(f"""
        if value is None or {" and ".join(tests)}:
            result = value
        else:
            result = told.fitting(path, value, rule)
    """)


def _bounds(schema: FieldSchema) -> dict[str, Any]:
    """What the tests of `_tests` compare with."""
    words = schema.schema
    allowed = frozenset(one for one in words.get("enum", ()) if isinstance(one, str))
    return {
        "allowed": allowed,
        "least_length": words.get("minLength"),
        "most_length": words.get("maxLength"),
        "least": words.get("minimum"),
        "most": words.get("maximum"),
        "search": schema.pattern,
    }


def _tests(schema: FieldSchema, kinds: frozenset[type]) -> tuple[str, ...] | None:
    """What a value of these types must pass to stand in a field; None where that is not told so simply."""
    words = {word for word in schema.schema if not word.startswith("x-")} - _SAID_OF_NOTHING
    if kinds <= {str} | _TEMPORAL and words <= _OF_TEXTS and (not schema.json_types or "string" in schema.json_types):
        return _text_tests(schema, kinds)
    if kinds <= {int, Decimal} and words <= {"type", *_OF_NUMBERS}:
        return _number_tests(schema, kinds)
    if kinds <= {bool} and words <= {"type"} and "boolean" in schema.json_types:
        return ()
    return None


def _text_tests(schema: FieldSchema, kinds: frozenset[type]) -> tuple[str, ...] | None:
    if "format" in schema.schema and kinds != _FORMATS.get(schema.schema["format"]):
        return None
    return tuple(test for word, test in _TEXT_TESTS.items() if word in schema.schema)


def _number_tests(schema: FieldSchema, kinds: frozenset[type]) -> tuple[str, ...] | None:
    tests = tuple(test for word, test in _OF_NUMBERS.items() if word in schema.schema)
    if "number" in schema.json_types:
        return tests
    is_whole = () if kinds == {int} else ("type(value) is int",)
    return (*is_whole, *tests) if "integer" in schema.json_types else None


_SAID_OF_NOTHING = {"title", "description"}
_FORMATS = {"date": frozenset({date}), "date-time": frozenset({datetime})}
_TEXT_TESTS = {
    "enum": "value in allowed",
    "minLength": "len(value) >= least_length",
    "maxLength": "len(value) <= most_length",
    "pattern": "search(value)",
}
_OF_TEXTS = {"type", "format", *_TEXT_TESTS}
_OF_NUMBERS = {"minimum": "value >= least", "maximum": "value <= most"}
