"""What becomes of a module's conditions where a mapping has not what the module needs: some can never be true."""

from collections.abc import Callable, Collection

from mapping_dsl import nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.functions import standard
from mapping_dsl.meanings import Meanings
from mapping_dsl.program import Program, Unit
from mapping_dsl.scopes import row_function

_ORDERS = (
    feel_nodes.ComparisonOperator.LESS,
    feel_nodes.ComparisonOperator.LESS_OR_EQUAL,
    feel_nodes.ComparisonOperator.GREATER,
    feel_nodes.ComparisonOperator.GREATER_OR_EQUAL,
)

#: computes an expression that depends on nothing but names that are null
Compute = Callable[[feel_nodes.Node], object]


class Conditions:
    """Tells the conditions that can only be null or false because of needs that are missing."""

    def __init__(self, program: Program, meanings: Meanings, functions: Collection[str], compute: Compute) -> None:
        self._missing = program.missing_needs()
        self._compute = compute
        self._known = frozenset(functions) | frozenset(standard.names) | {row_function(name) for name in program.lists}
        self._leaves = self._leaves_of_names(program, meanings) if self._missing else {}

    def kept(self, unit: Unit, whens: tuple[nodes.Expression, ...], meanings: Meanings) -> tuple[nodes.Expression, ...]:
        """The conditions of a flag that are part of this mapping."""
        if not self._missing or unit.module is None:
            return whens
        return tuple(when for when in whens if not self._is_never_true(_node(meanings, unit, when)))

    def _is_never_true(self, node: feel_nodes.Node) -> bool:
        if self._is_known_null(node):
            return self._compute(node) is not True
        match node:
            case feel_nodes.Conjunction():
                return self._is_never_true(node.left) or self._is_never_true(node.right)
            case feel_nodes.Disjunction():
                return self._is_never_true(node.left) and self._is_never_true(node.right)
            case feel_nodes.Comparison() if node.operator in _ORDERS:
                sides = (side for side in (node.left, node.right) if self._is_known_null(side))
                return any(self._compute(side) is None for side in sides)
        return False

    def _is_known_null(self, node: feel_nodes.Node) -> bool:
        """Whether an expression depends on missing needs, and on nothing else."""
        leaves = self._leaves_in(node)
        return bool(leaves) and leaves <= self._missing

    def _leaves_in(self, node: feel_nodes.Node) -> frozenset[str]:
        names = {part.name for part, _ in feel_nodes.walk(node) if isinstance(part, feel_nodes.Name)}
        return frozenset().union(*(self._leaves.get(name, frozenset((name,))) for name in names - self._known))

    def _leaves_of_names(self, program: Program, meanings: Meanings) -> dict[str, frozenset[str]]:
        """What each let, function and decision depends on in the end."""
        self._leaves = leaves = {}
        for name in meanings.named_answers:
            unit, node = program.named[name]
            parameters = {one.text for one in node.parameters} if isinstance(node, nodes.Function) else set()
            read = (self._leaves_in(_node(meanings, unit, expression)) for expression in expressions_in(node))
            leaves[name] = frozenset().union(*read) - parameters - {"?"}
        return leaves


def _node(meanings: Meanings, unit: Unit, expression: nodes.Expression) -> feel_nodes.Node:
    meaning = meanings.of(unit, expression)
    assert meaning, "a program that is interpreted has no expression that cannot be read"
    return meaning.node
