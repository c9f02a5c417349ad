"""What a witness's looks prove, unless the form's own words say otherwise.

A page in one column, its questions over their answers, may look like labels without any answers. Where that is so, the
looks prove nothing, and the text is read by its words alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from runtime.intake.aligning.script import Script
from runtime.intake.aligning.sighting import sight
from runtime.intake.witness.lines import Line, Piece

_FEWEST: Final = 5  #: labels by which looks are judged
_SHARE: Final = 0.6  #: of the form's labels that another "label" follows, where an answer should stand


def believed(lines: Sequence[Line], script: Script) -> Sequence[Line]:
    """The lines with their pieces, or all as running text where the form's labels disprove these."""
    if not any(line.piece is Piece.LABEL for line in lines):
        return lines
    known = {one.line: one.last for one in sight(lines, script.index, script.labels) if one.words in script.labels}
    judged = list(_judged(lines, known))
    if len(judged) < _FEWEST or sum(judged) < _SHARE * len(judged):
        return lines
    return tuple(replace(line, piece=Piece.RUNNING) for line in lines)


def _judged(lines: Sequence[Line], known: dict[int, int]) -> Iterator[bool]:
    """For each label of the form that looks like one, whether what follows looks like a label that nobody knows."""
    for first, last in known.items():
        if lines[first].piece is Piece.LABEL and last + 1 < len(lines):
            yield lines[last + 1].piece is Piece.LABEL and last + 1 not in known
