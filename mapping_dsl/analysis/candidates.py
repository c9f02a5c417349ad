"""Values to try where an expression cannot be taken apart: texts and lists made of what stands in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, permutations
from typing import Final

from mapping_dsl.feel import nodes
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.values import Value

_MAX_LITERALS: Final = 8
_MAX_MEMBERS: Final = 6  #: options of which every choice is tried
#: what a question about a list may be made of so that only its members matter, in whichever number
_ABOUT_MEMBERS: Final = (
    nodes.Literal, nodes.Name, nodes.ListLiteral, nodes.Comparison, nodes.Conjunction, nodes.Disjunction,
    nodes.In, nodes.UnaryTests, nodes.ValueTest, nodes.OperatorTest,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists to try, and whether every other one is like one of them."""

    values: tuple[list[Value], ...]
    is_all: bool


def strings_of(expressions: Iterable[Node]) -> Iterator[str]:
    """Texts that begin, end or go on with those that stand in expressions."""
    literals = list(dict.fromkeys(chain.from_iterable(map(_literals, expressions))))[:_MAX_LITERALS]
    yield ""
    for one in literals:
        yield from (one, f"{one} and more", f"before {one}", f"before {one} and more")
    for one, other in permutations(literals, 2):
        yield from (f"{one}{other}", f"{one} and {other}")


def lists_of(options: Sequence[str] | None, expressions: Iterable[Node]) -> Lists:
    """Choices among options, those that are spoken of above all; None: among all texts there are."""
    read = list(expressions)
    spoken = dict.fromkeys(chain.from_iterable(map(_literals, read)))
    members = [one for one in options or spoken if one in spoken]
    members += ["something else"] if options is None else [one for one in options if one not in spoken][:1]
    chosen: list[list[Value]] = [[]]
    if len(members) <= _MAX_MEMBERS:
        sizes = range(1, len(members) + 1)
        subsets = [list(one) for size in sizes for one in combinations(members, size)]
        chosen += subsets + [one[::-1] for one in subsets if len(one) > 1]
    else:
        chosen += [[one] for one in members] + [[*one] for one in combinations(members, 2)] + [members]
    is_all = options is not None and len(members) <= _MAX_MEMBERS and all(map(_asks_about_members, read))
    return Lists(tuple(chosen), is_all)


def _literals(expression: Node) -> Iterator[str]:
    for part, _ in nodes.walk(expression):
        if isinstance(part, nodes.Literal) and isinstance(part.value, str):
            yield part.value.strip("*")


def _asks_about_members(expression: Node) -> bool:
    return all(
        isinstance(part, _ABOUT_MEMBERS)
        or (isinstance(part, nodes.Call) and isinstance(part.function, nodes.Name) and part.function.name in _SEEKERS)
        for part, _ in nodes.walk(expression)
    )


_SEEKERS: Final = ("list contains", "not", "as list")
