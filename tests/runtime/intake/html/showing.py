"""What a page shows, for tests: lines with what they are."""

from collections.abc import Collection

from runtime.intake.aligning.sighting import Words, words_of
from runtime.intake.html import read_page
from runtime.intake.witness.lines import Piece

LABEL, ANSWER, HEADING, RUNNING = Piece.LABEL, Piece.ANSWER, Piece.HEADING, Piece.RUNNING

NAME_AND_STORY = [(LABEL, "Name"), (ANSWER, "Ann"), (LABEL, "Story"), (ANSWER, "one"), (ANSWER, "Danger?: No")]

KNOWN = frozenset(map(words_of, ("Name", "How old are you?", "Town", "Postcode")))


def shown(html: str, labels: Collection[Words] = frozenset()) -> list[tuple[Piece, str]]:
    """The page's lines without the blank ones that only part paragraphs."""
    return [(line.piece, line.text) for line in read_page(html, labels).lines if line.text or line.piece is ANSWER]
