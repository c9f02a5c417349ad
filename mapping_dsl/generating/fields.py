"""The code of a field: its value or text, its fallbacks, and what becomes of nothing."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import NoneType
from typing import Any

from mapping_dsl.feel.emission import NOWHERE, Known, Operand, Shape, placed
from mapping_dsl.feel.filling import write
from mapping_dsl.filling import FallbackRule, FieldRule, last_name
from mapping_dsl.generating import shapes
from mapping_dsl.generating.names import Names
from mapping_dsl.generating.written_values import write_value
from mapping_dsl.nodes import FallbackKind
from mapping_dsl.running import Computation

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
            return self._written(value)
        with self.code.block() as nothing:
            other = self._nothing(value, refused, otherwise)
        with self.code.block() as something:
            if value.refuses and refused is None:
                self._write(shapes.CLEAR)
            written = self._written(value if value.kinds is None else value.of(value.kinds - {NoneType}))
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

    def _written(self, value: Operand) -> Operand:
        return write_value(self.code, self.rule, self.path, value)

    def _write(self, shape: Shape, **put: Any) -> Operand:
        return write(self.code, shape, self.rule.span, path=self.path, **put)


def _any_there(values: Sequence[Operand]) -> Operand | None:
    """Whether one of them is not null; None where that is known."""
    if not values or any(one.kinds is not None and NoneType not in one.kinds for one in values):
        return None
    null = placed(ast.Constant(None), NOWHERE)
    tests = [placed(ast.Compare(one.expression, [ast.IsNot()], [null]), NOWHERE) for one in values]
    return Operand(tests[0] if len(tests) == 1 else placed(ast.BoolOp(ast.Or(), list(tests)), NOWHERE))
