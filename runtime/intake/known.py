"""What reading is given of a library: form versions, layouts in which services write them down, words, services."""

from dataclasses import dataclass
from typing import Final

from mapping_dsl import Library
from mapping_dsl.forms import Forms
from runtime.intake.layout import Layout, LayoutUnusable, read_layouts
from runtime.intake.service.keys import NO_SERVICES, Services, ServiceUnusable, read_services
from runtime.intake.words import PLAIN, Words, WordsUnusable, read_all_words

#: What a file says of which nothing can be made, each with a sentence.
UNUSABLE: Final = (LayoutUnusable, WordsUnusable, ServiceUnusable)


@dataclass(frozen=True, slots=True)
class Known:
    """All that a mail is read by."""

    forms: Forms
    layouts: tuple[Layout, ...] = ()
    words: Words = PLAIN
    services: Services = NO_SERVICES


def known_of(library: Library) -> Known:
    """What a library knows. Raises one of UNUSABLE where a file of it cannot be read."""
    return Known(library.forms(), read_layouts(library), read_all_words(library), read_services(library))
