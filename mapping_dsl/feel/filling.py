"""One use of a shape: its statements again, with values put in for names and without the tests whose answer is known.

`type(x) is int` falls out where x is a number that the user wrote, and the slow way beside it; so shapes can be written
for values of which nothing is known.
"""

import ast
from collections.abc import Collection, Mapping
from typing import Any

from mapping_dsl.feel.emission import STORE, Code, Kinds, Operand, Shape, named, placed
from mapping_dsl.problems import Span

Block = list[ast.stmt]

_WITH_PARTS = (ast.expr, ast.stmt, ast.keyword, ast.excepthandler)


def write(code: Code, shape: Shape, at: Span, /, **put: Any) -> Operand:
    """Adds a shape's statements. Names in it that are given here become these operands (other values: constants), or
    the statements of these blocks; `at` is where the user wrote it, also what the shape calls `span`. Gives what the
    shape calls `result`."""
    blocks = {name: one for name, one in put.items() if isinstance(one, list)}
    operands = {
        name: one if isinstance(one, Operand) else code.constant(one) for name, one in put.items() if name not in blocks
    }
    if "span" in shape.names - operands.keys():
        operands["span"] = code.constant(at)
    operands |= {name: code.fresh() for name in shape.stored - operands.keys()}
    code.used |= shape.names
    code.statements.extend(_Filling(operands, blocks, code.namespace, at).block(shape.statements))
    return operands.get("result", code.constant(None))


class _Filling:
    """What is put into a shape, and the place that its statements get."""

    def __init__(
        self, operands: dict[str, Operand], blocks: Mapping[str, Block], namespace: Mapping[str, Any], span: Span
    ) -> None:
        self._operands = operands
        self._blocks = blocks
        self._namespace = namespace
        self._span = span

    def block(self, statements: Block) -> Block:
        """The statements with everything put in."""
        return [made for one in statements for made in self._statement(one)]

    def _statement(self, statement: ast.stmt) -> Block:
        match statement:
            case ast.Expr(value=ast.Name(id=name)) if name in self._blocks:
                return self._blocks[name]
            case ast.If():
                return self._branch(statement)
        return [self._copy(statement)]

    def _branch(self, statement: ast.If) -> Block:
        test = self._copy(statement.test)
        if isinstance(test, ast.Constant):
            return self.block(statement.body if test.value else statement.orelse)
        body = self.block(statement.body) or [placed(ast.Pass(), self._span)]
        return [placed(ast.If(test, body, self.block(statement.orelse)), self._span)]

    def _copy(self, node: Any) -> Any:
        kind = type(node)
        if kind is ast.Name:
            return self._named(node)
        if kind is list:
            return self.block(node) if node and isinstance(node[0], ast.stmt) else [self._copy(one) for one in node]
        if kind is ast.Compare and len(node.ops) == 1:
            return self._compared(node)
        if kind is ast.BoolOp:
            return self._connected(node)
        return self._plain(node) if isinstance(node, _WITH_PARTS) else node

    def _named(self, node: ast.Name) -> ast.expr:
        if node.id not in self._operands:
            return placed(ast.Name(node.id, node.ctx), self._span)
        put = self._operands[node.id].expression
        is_stored = isinstance(node.ctx, ast.Store) and isinstance(put, ast.Name)
        return placed(ast.Name(put.id, STORE), self._span) if is_stored else put  # type: ignore[attr-defined]

    def _plain(self, node: ast.AST) -> Any:
        return placed(type(node)(*(self._copy(getattr(node, name)) for name in node._fields)), self._span)

    def _unknown(self, node: ast.Compare) -> ast.expr:
        return placed(ast.Compare(self._copy(node.left), node.ops, self._copy(node.comparators)), self._span)

    def _known(self, value: bool) -> ast.Constant:  # noqa: FBT001 — it is the value itself
        return placed(ast.Constant(value), self._span)

    # --- tests

    def _connected(self, node: ast.BoolOp) -> ast.expr:
        """`and` and `or` without the parts that are known."""
        deciding = isinstance(node.op, ast.Or)
        outer, parts = self._operands, list[ast.expr]()
        for value in node.values:
            part = self._copy(value)
            if not isinstance(part, ast.Constant) or type(part.value) is not bool:
                parts.append(part)
            elif part.value is deciding:
                parts = [part]
                break
            if not deciding:
                self._operands = self._narrowed(part)
        self._operands = outer
        if len(parts) > 1:
            return placed(ast.BoolOp(node.op, parts), self._span)
        return parts[0] if parts else self._known(not deciding)

    def _narrowed(self, test: ast.expr) -> dict[str, Operand]:
        """What is known of the operands where a test has held that asks one for its type."""
        match test:
            case ast.Compare(ast.Call(ast.Name("type"), [ast.Name(tested)]), [ast.Is()], [ast.Name(type_name)]):
                kinds = frozenset({self._namespace[type_name]})
                return {name: _told(one, tested, kinds) for name, one in self._operands.items()}
        return self._operands

    def _compared(self, node: ast.Compare) -> ast.expr:
        """A comparison, or its answer where that is known."""
        left, right, operator = node.left, node.comparators[0], node.ops[0]
        tested, other = _name_in(left, "type"), _name_in(right, "type")
        known: bool | None = None
        if tested is not None and other is not None:
            return self._of_one_type(node, self._operands[tested], self._operands[other])
        if tested is not None and isinstance(right, ast.Name):
            kinds = self._namespace[right.id]
            known = self._has_kind(tested, kinds if isinstance(operator, ast.In) else {kinds})
        elif isinstance(left, ast.Name) and isinstance(right, ast.Constant) and left.id in self._operands:
            operand = self._operands[left.id]
            if operand.kind is bool and right.value is True and isinstance(operator, ast.Is):
                return operand.expression
            known = _is_constant(operand, right.value)
        elif isinstance(right, ast.Name) and isinstance(operator, ast.GtE):
            known = self._is_as_long(_name_in(left, "len"), self._namespace.get(right.id))
        if known is None:
            return self._unknown(node)
        return self._known(known is not isinstance(operator, ast.IsNot))

    def _is_as_long(self, name: str | None, length: Any) -> bool | None:
        """Whether a string that the user wrote has so many characters."""
        written = self._operands[name].expression if name in self._operands else None
        is_text = isinstance(written, ast.Constant) and isinstance(written.value, str)
        return len(written.value) >= length if is_text else None  # type: ignore[union-attr]

    def _has_kind(self, name: str, kinds: Collection[type]) -> bool | None:
        operand = self._operands[name]
        if operand.must_be(kinds):
            return True
        return None if operand.may_be(kinds) else False

    def _of_one_type(self, node: ast.Compare, left: Operand, right: Operand) -> ast.expr:
        if left.kinds is not None and not right.may_be(left.kinds):
            return self._known(False)
        if left.kind is not None and left.kind is right.kind:
            return self._known(True)
        for known, asked in ((left, right), (right, left)):
            name = next((name for name, value in self._namespace.items() if value is known.kind), None)
            if known.kind is not None and name is not None:
                of_asked = placed(ast.Call(named("type", self._span), [asked.expression], []), self._span)
                return placed(ast.Compare(of_asked, [ast.Is()], [named(name, self._span)]), self._span)
        return self._unknown(node)


def _name_in(expression: ast.expr, function: str) -> str | None:
    """The x of `type(x)` or `len(x)`."""
    match expression:
        case ast.Call(ast.Name(called), [ast.Name(name)]) if called == function:
            return name
    return None


def _told(operand: Operand, tested: str, kinds: Kinds) -> Operand:
    is_tested = isinstance(operand.expression, ast.Name) and operand.expression.id == tested
    return operand.of(kinds) if is_tested else operand


def _is_constant(operand: Operand, value: Any) -> bool | None:
    if isinstance(operand.expression, ast.Constant):
        return operand.expression.value is value
    if value is None and operand.kind is type(None):
        return True
    return None if operand.may_be({type(value)}) else False
