"""Code lists that lack a code which an answer can have."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Final

from mapping_dsl.analysis.conditions import shared_versions
from mapping_dsl.analysis.efforts import EVALUATION, READING
from mapping_dsl.analysis.reader import Reader
from mapping_dsl.analysis.readings import Place, Reading, place_of
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.words import listed, plainly
from mapping_dsl.feel import nodes
from mapping_dsl.feel.values import Value
from mapping_dsl.lists import CodeList
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.program import Unit
from mapping_dsl.scopes import row_function

_MAX_POINTS: Final = 1_000
_TOLD: Final = 5


def list_problems(surroundings: Surroundings) -> Iterator[Problem]:
    """For each look-up in a code list the options of its answer that the list does not have."""
    functions = {row_function(name): codes for name, codes in surroundings.program.lists.items()}
    if not functions:
        return
    for (path, span), meaning in surroundings.meanings.by_place.items():
        unit = surroundings.program.units[path]
        for call, name in _calls(meaning.node):
            if name in functions:
                yield from _lacking(surroundings, unit, call, functions[name], place_of(surroundings, unit, span))


def _calls(node: nodes.Node) -> Iterator[tuple[nodes.Call, str]]:
    """The calls of one argument in an expression, with the functions' names."""
    for part, _ in nodes.walk(node):
        match part:
            case nodes.Call(nodes.Name(name), (_,)):
                yield part, name


def _lacking(
    surroundings: Surroundings, unit: Unit, call: nodes.Call, codes: CodeList, place: Place
) -> Iterator[Problem]:
    surroundings.effort.spend(READING)
    reader = Reader(surroundings)
    key = call.arguments[0]
    lacking = [one for one in _values(reader, reader.read(key, place)) if one is not None and one not in codes.by_key]
    if lacking:
        more = [f"{len(lacking) - _TOLD} more"] if len(lacking) > _TOLD else []
        shown = listed([*map(plainly, lacking[:_TOLD]), *more], "and")
        written = surroundings.excerpt(unit, key)
        message = f"the list {codes.name} has no row for {shown}, which {written} can be"
        yield Problem(call.span, "option-not-in-list", message, "add a row to the list", Severity.STOP, file=unit.path)


def _values(reader: Reader, key: Reading) -> list[Value]:
    """All values that a key surely can have, where they can be gone through. Raises TooMuch."""
    terms = key.terms
    if not terms or not all(term.domain.options is not None for term in terms):
        return []
    for term in terms:
        term.is_split = True
    certain = [[piece for piece in term.pieces if piece.is_certain] for term in terms]
    if prod(map(len, certain)) > _MAX_POINTS:
        return []
    reader.surroundings.effort.spend(EVALUATION * prod(map(len, certain)))
    found: dict[Value, None] = {}
    closure = reader.closure(key)
    for one in product(*certain):
        pieces = dict(zip(terms, one, strict=True))
        if shared_versions(pieces, reader.surroundings.every_version):
            given = {name: one for term, piece in pieces.items() for name, one in term.values_in(piece).items()}
            value = closure(reader.frame(given))
            found |= {value: None} if isinstance(value, str | int) else {}
    return list(found)
