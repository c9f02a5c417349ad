"""A text that somebody has open, with all of the library that it depends on. Broken lines are no hindrance."""

from collections.abc import Iterator
from functools import cached_property

from mapping_dsl.editing.occurrences import Index, index_of
from mapping_dsl.library import Library, Source
from mapping_dsl.lines import Line, Sheet
from mapping_dsl.parser import parse
from mapping_dsl.program import Program, Unit, assemble
from mapping_dsl.schemas import FieldSchema


class OpenText:
    """A mapping or module as it stands in an editor: the library already holds the text as it is typed."""

    def __init__(self, library: Library, path: str) -> None:
        self.library = library
        self.path = path
        self.text = library.text(path)

    @cached_property
    def sheet(self) -> Sheet:
        """The text as lines."""
        return parse(self.text).sheet

    @cached_property
    def sources(self) -> list[Source]:
        """The mappings that the text has a part in: itself, or of a module those that use it; else it alone."""
        own = self.library.mapping(self.path)
        if not self.path.startswith("modules/"):
            return [own]
        users = (self.library.mapping(id_) for id_ in self.library.mappings())
        return [user for user in users if self.path in user.files] or [own]

    @cached_property
    def program(self) -> Program:
        """The text joined with what it needs; a module stands in the first mapping that uses it."""
        return assemble(self.sources[0])

    @property
    def unit(self) -> Unit:
        """The text itself in the program."""
        return self.program.units[self.path]

    def indexes(self, name: str) -> list[Index]:
        """Where a name stands, in each mapping that the text has a part in."""
        return [index_of(source, name) for source in self.sources]

    def offset(self, line: int, column: int) -> int:
        """The place in the sheet's text of a line and column; beyond the end of a line its end."""
        text = self.sheet.text
        start = 0
        for _ in range(line - 1):
            start = text.find("\n", start) + 1 or len(text)
        end = text.find("\n", start)
        return min(start + column - 1, len(text) if end < 0 else end)

    def around(self, offset: int) -> list[Line]:
        """The lines under which the line at an offset stands, outermost first."""
        text = self.sheet.text
        start = text.rfind("\n", 0, offset) + 1
        indent = len(text[start:]) - len(text[start:].lstrip(" "))
        return list(_outer(self.sheet.lines, start, min(indent, offset - start)))

    def line_at(self, offset: int) -> Line | None:
        """The line that goes on at an offset."""
        found = None
        lines = self.sheet.lines
        while inner := [line for line in lines if line.start <= offset]:
            found = inner[-1]
            lines = found.children
        return found

    def schema_at(self, lines: list[Line]) -> FieldSchema | None:
        """What the record's schema says of the field or group that these lines lead to, the record's line first."""
        words = [self.sheet.text[line.start : line.end].split() for line in lines]
        found = self.program.records.get(words[0][1] if len(words[0]) > 1 else "")
        for own in words[1:]:
            found = found.at(own[0].strip("`")) if found else None
            found = found.element or found if found else None
        return found


def _outer(lines: list[Line], start: int, indent: int) -> Iterator[Line]:
    while inner := [line for line in lines if line.start < start and line.indent < indent]:
        above = [line for line in lines if line.start < start][-1]
        if above is not inner[-1]:
            return
        yield above
        lines = above.children
