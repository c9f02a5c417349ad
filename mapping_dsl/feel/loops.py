"""The code of what goes over lists: `for`, `some`, `every` and filters; each element costs the budget a step."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import NoneType

from mapping_dsl.feel import nodes, shapes
from mapping_dsl.feel.computing import NO_ELEMENT
from mapping_dsl.feel.emission import Operand
from mapping_dsl.feel.facts import uses_partial
from mapping_dsl.feel.values import Value
from mapping_dsl.feel.writing import TRUTH, Bound, OfElement, Writer


def write_filter(writer: Writer, node: nodes.Filter) -> Operand:
    """The elements for which the condition holds, or the one at a place."""
    source = writer.value(node.source)
    element = _element_of(source, writer, *NO_ELEMENT)
    with writer.in_loop() as ask, writer.in_scope(OfElement(element), ("item",)):
        condition = writer.value(node.condition)
    made = writer.write(shapes.FILTER, node, source=source, element=element, ask=ask, condition=condition)
    if source.must_be((list,)) and condition.must_be(TRUTH) and not writer.tells_missing:
        return replace(made, kinds=frozenset({list}), parts=source.parts, refuses=source.refuses)
    return made


def _element_of(source: Operand, writer: Writer, *others: Value) -> Operand:
    """What stands for each element of a value; `others` may stand there too."""
    known = source.parts.element if source.must_be((list, NoneType)) else None
    if known is None or known.kinds is None:
        return writer.code.fresh()
    return writer.code.fresh().of(known.kinds.union(map(type, others)))


def write_for(writer: Writer, node: nodes.For) -> Operand:
    """The list of the body's values."""
    mark = writer.mark()
    results, stopped = writer.write(shapes.NO_ELEMENTS, node), writer.write(shapes.ASSIGN, node, value=False)

    def visit() -> None:
        names = {"partial": writer.write(shapes.PARTIAL, node, results=results)} if uses_partial(node) else {}
        with writer.in_scope(Bound(names), ("partial",)):
            value = writer.value(node.body)
        writer.write(shapes.ADD_RESULT, node, results=results, value=value, mark=mark.written())

    _write_loops(writer, node.iterations, stopped, visit)
    return writer.write(shapes.FOR, node, stopped=stopped, results=results)


def write_quantified(writer: Writer, node: nodes.Quantified) -> Operand:
    """True or false by the first element that decides, null where one is null."""
    mark = writer.mark()
    answer = writer.write(shapes.ASSIGN, node, value=node.quantifier == nodes.Quantifier.EVERY)
    stopped = writer.write(shapes.ASSIGN, node, value=False)

    def visit() -> None:
        condition, decided = writer.value(node.condition), shapes.DECIDED[node.quantifier]
        put = {"condition": condition, "answer": answer, "stopped": stopped, "word": node.quantifier}
        writer.write(decided, node.condition, None, **put)

    _write_loops(writer, node.iterations, stopped, visit)
    settled = shapes.QUANTIFIED[node.quantifier]
    return writer.write(settled, node, TRUTH, answer=answer, stopped=stopped, mark=mark.written())


def _write_loops(
    writer: Writer, iterations: Sequence[nodes.Iteration], stopped: Operand, visit: Callable[[], None]
) -> None:
    """The loops of iterations around a visit; all end where `stopped` is true."""
    first, *rest = iterations
    elements, element = _write_elements(writer, first), writer.code.fresh()
    with writer.in_loop() as inside, writer.in_scope(Bound({first.name: element}), (first.name,)):
        if rest:
            _write_loops(writer, rest, stopped, visit)
            writer.write(shapes.BREAK_IF_STOPPED, first, stopped=stopped)
        else:
            visit()
    writer.write(shapes.EACH, first, elements=elements, element=element, visit=inside, stopped=stopped)


def _write_elements(writer: Writer, node: nodes.Iteration) -> Operand:
    source = writer.value(node.source)
    if node.end is None:
        return writer.write(shapes.ELEMENTS, node, source=source)
    return writer.write(shapes.COUNTED, node, source=source, end=writer.value(node.end))
