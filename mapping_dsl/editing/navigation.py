"""From a name to where it is given, to all places where it stands, and to another name in all of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mapping_dsl.editing.changes import Change, EditRefused, TextEdit, applied
from mapping_dsl.editing.occurrences import Index, Kind, Occurrence, Symbol, index_of, is_built_in, name_at
from mapping_dsl.editing.open_text import OpenText
from mapping_dsl.library import Library
from mapping_dsl.parser import parse
from mapping_dsl.problems import Span

_MODULE_ID = re.compile(r"[^\W\d][\w-]*")
_PLAIN = re.compile(r"[^\W\d]\w*(?: \w+)*")
_ENDS = re.compile(
    r"\b(?:in|from|otherwise|because|where|when|unique|any|first|priority|rule|output|collect|and|or|between|if|then"
    r"|else|for|return|some|every|satisfies|true|false|null)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one of the library's texts."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a new name changes, by the texts' paths, and where a module's file moves to."""

    changes: Mapping[str, Change]
    moved: tuple[str, str] | None = None


class NotAName(EditRefused):
    """Nothing at that place could be called otherwise."""

    def __init__(self) -> None:
        super().__init__("there is no name here that could be changed")


class NotOurs(EditRefused):
    """A name that the form or the language has given."""

    def __init__(self, name: str, giver: str) -> None:
        super().__init__(f"{name} is a name of {giver}, and cannot be changed here")


class NameTaken(EditRefused):
    """The new name stands for something else already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is the name of something else already")


class NotWritable(EditRefused):
    """What cannot be a name of that kind."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name or 'nothing'} cannot be a name: write letters, digits and single blanks")


def definition(open_text: OpenText, line: int, column: int) -> Place | None:
    """Where the name at a place is given; None where no text gives it."""
    found = name_at(open_text.program, open_text.unit, line, column)
    if found is None:
        return None
    symbol = found.symbol
    if symbol.kind is Kind.MODULE:
        path = f"modules/{symbol.name}.mapping"
        return Place(path, Span(1, 1, 1, 1)) if open_text.library.has(path) else None
    return Place(symbol.path, symbol.span) if symbol.span else None


def references(open_text: OpenText, line: int, column: int) -> list[Place]:
    """Every place of the name at a place, in all texts that the open one has a part in."""
    found = name_at(open_text.program, open_text.unit, line, column)
    if found is None:
        return []
    every = [one for index in open_text.indexes(found.symbol.name) for one in index.occurrences]
    symbols = {one.symbol for one in every if _is_at(one, found)}
    places = (one for one in every if one.symbol in symbols)
    return [Place(path, span) for path, span in sorted({(one.path, one.span) for one in places})]


def rename(open_text: OpenText, line: int, column: int, name: str) -> Renamed:
    """The name at a place, called otherwise wherever it stands in the library: in cells and templates, in modules that
    need it, and in the other mappings that give it to those. Raises EditRefused where that cannot be."""
    found = name_at(open_text.program, open_text.unit, line, column)
    if found is None:
        raise NotAName
    new = " ".join(name.replace("`", "").split())
    library = open_text.library
    is_local = found.symbol.kind is Kind.LOCAL
    indexes = open_text.indexes(found.symbol.name)
    if not is_local:
        indexes += (index_of(library.mapping(id_), found.symbol.name) for id_ in library.mappings())
    symbols, places = _linked(found, indexes)
    _need_free(new, found.symbol.kind, symbols, [index for index in indexes if places & set(_places(index))])
    edits: dict[str, list[TextEdit]] = {}
    for path, span, is_text in sorted(places):
        edits.setdefault(path, []).append(TextEdit(span, _written(new, found.symbol.kind, is_text=is_text)))
    changes = {path: Change(tuple(ones), applied(library.text(path), ones)) for path, ones in edits.items()}
    _prove(changes, library, new)
    if found.symbol.kind is Kind.MODULE:
        return Renamed(changes, (f"modules/{found.symbol.name}.mapping", f"modules/{new}.mapping"))
    return Renamed(changes)


_Spot = tuple[str, Span, bool]


def _is_at(one: Occurrence, other: Occurrence) -> bool:
    return (one.path, one.span) == (other.path, other.span)


def _places(index: Index) -> Iterable[_Spot]:
    return ((one.path, one.span, one.is_text) for one in index.occurrences)


def _linked(start: Occurrence, indexes: list[Index]) -> tuple[set[Symbol], set[_Spot]]:
    """All that must be called alike: a module needs one name of each mapping that uses it."""
    symbols: set[Symbol] = {start.symbol}
    places: set[_Spot] = {(start.path, start.span, start.is_text)}
    every = {one for index in indexes for one in index.occurrences}
    while True:
        found = {one for one in every if one.symbol in symbols or (one.path, one.span, one.is_text) in places}
        grown = {one.symbol for one in found}
        places = {(one.path, one.span, one.is_text) for one in found} | places
        if grown <= symbols:
            return symbols, places
        symbols |= grown


def _need_free(new: str, kind: Kind, symbols: set[Symbol], indexes: list[Index]) -> None:
    for symbol in symbols:
        if symbol.kind is Kind.ANSWER:
            raise NotOurs(symbol.name, "the form")
        if symbol.kind is Kind.BUILT_IN:
            raise NotOurs(symbol.name, "the language")
    is_name = _MODULE_ID.fullmatch(new) if kind is Kind.MODULE else new and not re.search(r'[`"\\\n]', new)
    if not is_name:
        raise NotWritable(new)
    alike = (Kind.FLAG, Kind.MODULE)
    every = (one.symbol for index in indexes for one in index.occurrences)
    same = {one.name for one in every if one.kind is kind or not {one.kind, kind} & set(alike)}
    outer = {name for index in indexes for name in index.program.questions.outer_types}
    is_word_of_language = kind not in (Kind.FLAG, Kind.MODULE) and (is_built_in(new) or new in outer)
    if new in same or is_word_of_language:
        raise NameTaken(new)


def _written(name: str, kind: Kind, *, is_text: bool) -> str:
    if is_text or kind is Kind.MODULE:
        return name
    return name if _PLAIN.fullmatch(name) and not _ENDS.search(name) else f"`{name}`"


def _prove(changes: Mapping[str, Change], library: Library, name: str) -> None:
    """That each text is read as before."""
    for path, change in changes.items():
        before, after = parse(library.text(path)), parse(change.text)
        if [type(one) for one in before.file.statements] != [type(one) for one in after.file.statements]:
            raise NotWritable(name)
        if [one.code for one in before.problems] != [one.code for one in after.problems]:
            raise NotWritable(name)
