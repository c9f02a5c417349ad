"""What a document consists of, whatever it is written as: a web page or a Word file."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; level 1 stands below the document's own title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences. What `is_to_fill` asks of a person to write; the text says what."""

    text: str
    is_to_fill: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points of a list."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading for each column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines for people to sign on, one for each role."""

    roles: tuple[str, ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Grid | Signatures


@dataclass(frozen=True, slots=True)
class Document:
    """A titled sequence of blocks. `identity` says at the foot of what exactly it was made."""

    title: str
    blocks: tuple[Block, ...]
    identity: str


#: the columns of a block of signatures
SIGNED = ("Role", "Name", "Signature", "Date")
