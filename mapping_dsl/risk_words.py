"""The words that a mapping's flags look for in what people wrote, to be looked for where no rule reads as well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes
from mapping_dsl.feel.interpreter import interpret as interpret_expression
from mapping_dsl.functions.text import is_mentioned
from mapping_dsl.interpreter import Interpreted
from mapping_dsl.outcome import FlagLevel

_SEARCH = "mentions"


@dataclass(frozen=True, slots=True)
class RiskWord:
    """A term that a flag looks for, as the mapping writes it."""

    term: str
    flag: str
    level: FlagLevel


def risk_words(interpreted: Interpreted) -> tuple[RiskWord, ...]:
    """The terms of every `mentions` that a flag comes by, through lets, functions and decisions too.

    Terms that hang on an answer are left out: nobody knows them before there is a submission.
    """
    nobody = interpreted.start(interpreted.reader.nothing()).frame
    found = (
        RiskWord(term, rule.name, rule.level)
        for rule in interpreted.flags
        for when in rule.whens
        for call in _searches(interpreted, when.node)
        for term in _texts(interpret_expression(_terms(call))(nobody))
    )
    return tuple(dict.fromkeys(found))


def words_in(texts: Iterable[str], words: Iterable[RiskWord]) -> tuple[RiskWord, ...]:
    """Those of the words that stand in one of the texts, found as `mentions` finds them."""
    searched = tuple(texts)
    return tuple(word for word in words if is_mentioned(word.term, searched))


def _searches(interpreted: Interpreted, start: nodes.Node) -> Iterator[nodes.Call]:
    """The searches in an expression and in everything that it names."""
    named, waiting, entered = interpreted.program.named, [start], set[str]()
    while waiting:
        for node, _ in nodes.walk(waiting.pop()):
            if isinstance(node, nodes.Call) and node.function == nodes.Name(_SEARCH):
                yield node
            elif isinstance(node, nodes.Name) and node.name in named and node.name not in entered:
                entered.add(node.name)
                unit, statement = named[node.name]
                meanings = (interpreted.meanings.of(unit, one) for one in expressions_in(statement))
                waiting += (meaning.node for meaning in meanings if meaning)


def _terms(search: nodes.Call) -> nodes.Node:
    return search.arguments[search.names.index("terms") if search.names else 1]


def _texts(value: object) -> Iterator[str]:
    yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
