"""The code of records and of the groups in them."""

import ast
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import NoneType

from mapping_dsl.feel.emission import NOWHERE, Operand, Shape, placed
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.writing import Bound, TooMuchCode
from mapping_dsl.filling import EachRule, FieldRule, GroupRule, last_name
from mapping_dsl.generating import shapes
from mapping_dsl.generating.fields import write_field
from mapping_dsl.generating.names import Names
from mapping_dsl.running import Computation

_INT = frozenset({int})


def has_no_nulls(value: Operand) -> bool:
    """Whether a list certainly has no null among its elements."""
    element = value.parts.element
    return element is not None and element.kinds is not None and NoneType not in element.kinds


@dataclass(frozen=True, slots=True)
class Path:
    """Where something stands in a record: names, and between them the places of elements."""

    pieces: tuple[str | Operand, ...]

    def name(self, name: str) -> "Path":
        """What stands at a dotted path below this."""
        return Path((*self.pieces, f".{name}"))

    def place(self, place: Operand) -> "Path":
        """The element at a place of this."""
        return Path((*self.pieces, "[", place, "]"))

    @property
    def written(self) -> Operand:
        """The path as a text; put together only where it is asked for."""
        if all(isinstance(one, str) for one in self.pieces):
            return Operand(placed(ast.Constant("".join(map(str, self.pieces))), NOWHERE), frozenset({str}))
        values: list[ast.expr] = [
            placed(ast.Constant(one), NOWHERE)
            if isinstance(one, str)
            else placed(ast.FormattedValue(one.expression, -1, None), NOWHERE)
            for one in self.pieces
        ]
        return Operand(placed(ast.JoinedStr(values), NOWHERE), frozenset({str}))


def write_record(names: Names, rule: GroupRule) -> Operand:
    """Adds the code of a record. Gives the record, null where it is not made, or a list of records."""
    names.need(_computations(rule))
    return _Writing(names).record(rule)


class _Writing:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.code = names.code

    def record(self, rule: GroupRule) -> Operand:
        """The whole record."""
        path = Path((rule.path,))
        if rule.is_list:
            records = write(self.code, shapes.LINES, NOWHERE)
            self._elements(rule, records, path)
            return records
        if rule.when is None:
            made = write(self.code, shapes.OBJECT_RECORD, NOWHERE)
            self._body(rule, made, path)
            return made
        at, holds = self._counted(), self._holds(rule.when, path)
        with self.code.block() as body:
            inner = write(self.code, shapes.OBJECT_RECORD, NOWHERE)
            self._body(rule, inner, path)
        return write(self.code, shapes.RECORD_IF_HOLDS, NOWHERE, holds=holds, at=at, body=body, inner=inner)

    def _body(self, rule: GroupRule, holder: Operand, path: Path) -> None:
        objects = Counter(part.path for part in rule.body if isinstance(part, GroupRule) and not part.is_list)
        if objects.keys() & {part.path.rpartition(".")[0] for part in rule.body}:
            raise TooMuchCode  # a field is filled in a group and from outside it, and only one of both is told
        for part in rule.body:
            inner = path.name(part.path)
            if isinstance(part, FieldRule):
                value = write_field(self.names, part, inner.written)
                self._enter(holder, part.path, value)
            else:
                self._group(part, holder, inner, is_alone=objects[part.path] == 1)

    def _enter(self, holder: Operand, path: str, value: Operand) -> None:
        key, shape = last_name(path), shapes.ENTER_DEEP if "." in path else shapes.ENTER
        more = {"path": path} if "." in path else {}
        write(self.code, shape, NOWHERE, holder=holder, key=key, value=value, **more)

    def _group(self, rule: GroupRule, holder: Operand, path: Path, *, is_alone: bool) -> None:
        if rule.is_list:
            elements = self._entered(rule, holder, shapes.ELEMENTS, shapes.ELEMENTS_DEEP)
            self._elements(rule, elements, path)
        elif rule.when is None:
            if not is_alone:
                write(self.code, shapes.ONCE, NOWHERE, holder=holder, path=rule.path)
            self._body(rule, self._entered(rule, holder, shapes.OBJECT, shapes.OBJECT_DEEP), path)
        else:
            at, holds = self._counted(), self._holds(rule.when, path)
            with self.code.block() as body:
                if not is_alone:
                    write(self.code, shapes.ONCE, NOWHERE, holder=holder, path=rule.path)
                self._body(rule, self._entered(rule, holder, shapes.OBJECT, shapes.OBJECT_DEEP), path)
            write(self.code, shapes.IF_HOLDS, NOWHERE, holds=holds, at=at, body=body)

    def _entered(self, rule: GroupRule, holder: Operand, plain: Shape, deep: Shape) -> Operand:
        if "." in rule.path:
            return write(self.code, deep, NOWHERE, holder=holder, path=rule.path, name=last_name(rule.path))
        return write(self.code, plain, NOWHERE, holder=holder, name=rule.path)

    def _counted(self) -> Operand:
        return write(self.code, shapes.COUNT, NOWHERE)

    def _elements(self, rule: GroupRule, elements: Operand, path: Path) -> None:
        """A group under a list: one element, or one for each."""
        at = self._counted()
        if rule.when is None:
            self._every(rule, elements, path, at)
            return
        holds = self._holds(rule.when, path)
        with self.code.block() as body:
            self._every(rule, elements, path, at)
        write(self.code, shapes.IF_WANTED, NOWHERE, holds=holds, body=body)

    def _every(self, rule: GroupRule, elements: Operand, path: Path, at: Operand) -> None:
        inner, place = self.code.fresh(), self.code.fresh().of(_INT)
        if rule.each is None:
            one = self.code.constant(1)
            with self.code.block() as body, self.names.in_scope(Bound({"index": one, "place": place})):
                self._body(rule, inner, path.place(place))
            put = {"elements": elements, "inner": inner, "place": place, "at": at}
            write(self.code, shapes.ONE_ELEMENT, NOWHERE, body=body, **put)
            return
        source = self._source(rule.each, path)
        element, index = self._element_of(source), self.code.fresh().of(_INT)
        bound = Bound({rule.each.variable: element})
        with self.names.in_loop() as visit, self.names.in_scope(bound):
            holds = self._holds(rule.each.where, path) if rule.each.where else None
            with self.code.block() as body, self.names.in_scope(Bound({"index": index, "place": place})):
                self._body(rule, inner, path.place(place))
            with self.code.block() as made:
                put = {"elements": elements, "inner": inner, "place": place, "index": index}
                write(self.code, shapes.ELEMENT, NOWHERE, body=body, **put)
            if holds is None:
                self.code.statements.extend(made)
            else:
                write(self.code, shapes.IF_WANTED, NOWHERE, holds=holds, body=made)
        put = {"source": source, "found": Operand(element.expression), "index": index, "at": at}
        write(self.code, shapes.EACH, NOWHERE, visit=visit, **put)

    def _source(self, each: EachRule, path: Path) -> Operand:
        """The list that is gone through."""
        source = self.names.value(each.source.node)
        made = write(self.code, shapes.SOURCE, NOWHERE, source=source)
        elements = Operand(made.expression, frozenset({list}), parts=source.parts)
        if source.refuses or not has_no_nulls(source):  # an element may be null for a reason
            write(self.code, shapes.SOURCE_IN_REVIEW, NOWHERE, source=source, elements=elements, path=path.written)
        if not self.names.is_trusting and each.source.answers:
            put = {"reads": each.source.answers, "path": path.written}
            write(self.code, shapes.SOURCE_IN_DOUBT, NOWHERE, **put)
        return elements

    def _element_of(self, source: Operand) -> Operand:
        """What stands for each element: null is passed over."""
        known = source.parts.element
        element = self.code.fresh().knowing(known)
        return element if element.kinds is None else element.of(element.kinds - {NoneType})

    def _holds(self, condition: Computation, path: Path) -> Operand:
        """Whether a group is made: where nobody can tell, it is, and a person looks at it."""
        with self.code.block() as compute:
            value = self.names.value(condition.node)
        shape = shapes.HOLDS if value.refuses else shapes.IS_TRUE
        put = {"compute": compute, "value": value, "path": path.written}
        holds = write(self.code, shape, condition.expression.span, **put)
        if not self.names.is_trusting and condition.answers:
            read = {"reads": condition.answers, "path": path.written, "holds": holds}
            holds = write(self.code, shapes.HOLDS_IN_DOUBT, condition.expression.span, **read)
        return Operand(holds.expression, frozenset({bool}))


def _computations(rule: GroupRule) -> Sequence[Computation]:
    """Everything that a group computes, in all that is in it."""
    found = [one for one in (rule.when, rule.each and rule.each.source, rule.each and rule.each.where) if one]
    for part in rule.body:
        if isinstance(part, GroupRule):
            found += _computations(part)
        else:
            found += part.computations
    return found
