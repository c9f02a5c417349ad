"""A layout: how a service writes a form down, in templates that an analyst can read.

A template is a few lines with the words in braces where the form's own words stand: `{label}: {answer}`. Spaces, rows
of one mark and underlines may be of any length. A word in capitals, `{HEADING}`, is written in capitals.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

Template: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a service writes a form down as lines."""

    name: str = ""  #: the file's; empty for a layout that was learnt from one text
    title: str = ""  #: what analysts call it
    questions: tuple[Template, ...] = ()  #: with {label} and {answer}, perhaps {number}
    headings: tuple[Template, ...] = ()  #: with {heading}
    elements: tuple[Template, ...] = ()  #: what opens an element of a group: {item} and {place}, perhaps {count}
    references: tuple[str, ...] = ()  #: labels of the submission's reference
    submitted: tuple[str, ...] = ()  #: labels of when it was sent off
    signatures: tuple[str, ...] = ()  #: how a line begins after which nothing belongs to the form
    blank: tuple[str, ...] = ()  #: what stands for an answer that was left blank
    perhaps_blank: tuple[str, ...] = ()
    """What stands for a blank answer in a text where it stands at a question that cannot be answered so."""
    not_asked: tuple[str, ...] = ()  #: what stands for the answer to a question that was not put

    def __hash__(self) -> int:
        """Layouts that are equal have one name, as with questions."""
        return hash(self.name)

    def words_of(self, other: "Layout") -> "Layout":
        """This layout with the other's words beside its own: labels, signatures, words for blank."""
        both: dict[str, Any] = {key: _both(getattr(self, key), getattr(other, key)) for key in WORDS}
        return replace(self, **both)


WORDS = ("references", "submitted", "signatures", "blank", "perhaps_blank", "not_asked")
TEMPLATES = ("questions", "headings", "elements")
KEYS = tuple(field.name for field in fields(Layout) if field.name != "name")


def _both(mine: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*mine, *others)))
