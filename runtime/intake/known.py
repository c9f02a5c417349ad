"""What reading is given of a library: its form versions, and the layouts in which services write them down."""

from dataclasses import dataclass

from mapping_dsl import Library
from mapping_dsl.forms import Forms
from runtime.intake.layout import Layout, read_layouts


@dataclass(frozen=True, slots=True)
class Known:
    """All that a mail is read by."""

    forms: Forms
    layouts: tuple[Layout, ...] = ()


def known_of(library: Library) -> Known:
    """What a library knows. Raises LayoutUnusable where one of its layouts cannot be read."""
    return Known(library.forms(), read_layouts(library))
