"""Questions that a form does not put after certain answers: then they are blank, and nobody left them so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping_dsl.analysis.axes import Axis
from mapping_dsl.analysis.boxes import Box, among
from mapping_dsl.analysis.surroundings import Surroundings, names_in
from mapping_dsl.analysis.terms import Piece, PieceKind, Term
from mapping_dsl.feel.nodes import Node


@dataclass(frozen=True, slots=True)
class Unasked:
    """Answers that no form gives: a question is answered that another answer keeps from being put."""

    box: Box
    axis: int  #: of the question that is not put
    blank: int  #: the point of that axis where it is blank


def unasked(axes: Sequence[Axis], surroundings: Surroundings) -> Iterator[Unasked]:
    """What a table's answers rule out of each other, one question by one other."""
    alone = {axis.terms[0].answer: place for place, axis in enumerate(axes) if len(axis.terms) == 1}
    for name, place in alone.items():
        conditions = surroundings.conditions_of(name) if name else ()
        asked = {other for condition in conditions for other in names_in(condition) if surroundings.is_answer(other)}
        deciding = alone.get(next(iter(asked)), place) if len(asked) == 1 else place
        if deciding != place:
            yield from _ruled_out(axes, place, deciding, conditions, surroundings)


def _ruled_out(
    axes: Sequence[Axis], place: int, deciding: int, conditions: Sequence[Node], surroundings: Surroundings
) -> Iterator[Unasked]:
    term, other = axes[place].terms[0], axes[deciding].terms[0]
    blank = [at for at, piece in enumerate(term.pieces) if piece.kind is PieceKind.BLANK]
    keeping = [at for at, piece in enumerate(other.pieces) if _keeps(other, piece, conditions, surroundings)]
    if blank and keeping:
        masks = [axis.full for axis in axes]
        masks[place] &= ~among(blank)
        masks[deciding] = among(keeping)
        yield Unasked(tuple(masks), place, blank[0])


def _keeps(term: Term, piece: Piece, conditions: Sequence[Node], surroundings: Surroundings) -> bool:
    """Whether no value in a piece lets a question be put."""
    if piece.kind in (PieceKind.BETWEEN, PieceKind.OTHER) and not piece.options:
        return False
    values = piece.options or (piece.value,)
    given = [{term.answer: value} for value in values]
    return all(surroundings.evaluate(condition, one) is not True for condition in conditions for one in given)
