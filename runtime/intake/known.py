"""What reading is given of a library: its form versions, and the layouts in which services write them down."""

from dataclasses import dataclass

from mapping_dsl import Library
from mapping_dsl.forms import Forms
from runtime.intake.layout import Layout, read_layouts
from runtime.intake.words import PLAIN, Words, read_all_words


@dataclass(frozen=True, slots=True)
class Known:
    """All that a mail is read by."""

    forms: Forms
    layouts: tuple[Layout, ...] = ()
    words: Words = PLAIN


def known_of(library: Library) -> Known:
    """What a library knows. Raises LayoutUnusable or WordsUnusable where such a file of it cannot be read."""
    return Known(library.forms(), read_layouts(library), read_all_words(library))
