"""How a mapping's text is made to read a new form version too: the smallest edits, and what only a person can do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from mapping_dsl import nodes
from mapping_dsl.checker import check_without_analysis
from mapping_dsl.editing.changes import TextEdit, applied
from mapping_dsl.editing.occurrences import Kind, index_of
from mapping_dsl.editing.parts import quoted
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.forms import version_key
from mapping_dsl.library import Source
from mapping_dsl.problems import Span
from mapping_dsl.program import assemble
from mapping_dsl.scopes import BY_ANSWER

_HEADER: Final = (nodes.Mapping, nodes.Use, nodes.List, nodes.Ignore)
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Patch:
    """What is to become of a mapping's text."""

    edits: tuple[TextEdit, ...] = ()
    statements: tuple[str, ...] = ()  #: to be added, each whole
    by_hand: tuple[str, ...] = ()  #: sentences: what no edit can do

    def joined(self, others: Iterable["Patch"]) -> "Patch":
        """This patch and all others, each edit once."""
        every = (self, *others)
        return Patch(
            tuple(dict.fromkeys(edit for one in every for edit in one.edits)),
            tuple(dict.fromkeys(statement for one in every for statement in one.statements)),
            tuple(dict.fromkeys(sentence for one in every for sentence in one.by_hand)),
        )


class Patching:
    """A mapping that is to be patched. All places are those of its text as it is now."""

    def __init__(self, source: Source) -> None:
        self.source = source
        program = assemble(source)
        self.statements: Sequence[nodes.Statement] = program.main.file.statements
        every = (one for one in self.statements if isinstance(one, nodes.Ignore))
        self.ignored = frozenset(name.text for one in every for name in one.answers)
        self.flags = frozenset(flag.name.text for _, flag in program.all_of(nodes.Flag))
        places = check_without_analysis(program).meanings.by_place.items()
        self._nodes = [one.node for (path, _), one in places if path == source.path]

    def widened(self, version: str) -> Patch:
        """Takes the version into the mapping's range."""
        form = next((one.form for one in self.statements if isinstance(one, nodes.Mapping)), None)
        if form is None:
            return Patch(by_hand=("the mapping's line `form` cannot be read",))
        if version_key(form.last.text) < version_key(version):
            return Patch((TextEdit(form.last.span, version),))
        if version_key(version) < version_key(form.first.text):
            return Patch((TextEdit(form.first.span, version),))
        return Patch()

    def reading_instead(self, old: str, expression: str) -> Patch:
        """Reads `expression`, which names the old question and those that took its place, wherever the text reads the
        old question. Names are dotted in groups; in the expression the group's part is `{0}`."""
        return self._in_group(old, expression) if "." in old else self._outside(old, expression)

    def _outside(self, old: str, expression: str) -> Patch:
        every = index_of(self.source, old).occurrences
        places = [one for one in every if one.symbol.kind is Kind.ANSWER and one.symbol.name == old]
        here = {one.span for one in places if one.path == self.source.path}
        of_form = here & self._by_answer()
        ignored = {name.span for one in self.statements if isinstance(one, nodes.Ignore) for name in one.answers}
        elsewhere = sorted({one.path for one in places if one.path != self.source.path})
        by_hand = [f"{path} reads {old} too: change it there, for all mappings that use it" for path in elsewhere]
        if of_form:
            by_hand.append(f"the text asks the form itself about {old}: see whether that must ask about both")
        changed = sorted(here - of_form - ignored)
        name = either_name(old)
        added = (f"let {name} = {expression}",) if changed else ()
        return Patch(tuple(TextEdit(span, name) for span in changed), added, tuple(by_hand))

    def _in_group(self, old: str, expression: str) -> Patch:
        """Elements have no name of their own that a `let` could give: the expression stands in each place."""
        group, _, inner = old.partition(".")
        variables = {one.variable.text for one in self._loops() if _reads(one.source.text, group)}
        edits: dict[TextEdit, None] = {}
        for node in self._nodes:
            for part, _ in feel_nodes.walk(node):
                match part:
                    case feel_nodes.Path(feel_nodes.Name(name), member) if member == inner and name in variables:
                        edits[TextEdit(part.span, expression.format(name))] = None
        by_hand = () if edits else (f"look where the text reads {inner} of {group}",)
        return Patch(tuple(edits), by_hand=by_hand)

    def _loops(self) -> Iterator[nodes.ForEach]:
        waiting: list[nodes.Statement | nodes.Part] = list(self.statements)
        while waiting:
            one = waiting.pop()
            if isinstance(one, nodes.Record | nodes.Group):
                waiting += one.body
                if one.each:
                    yield one.each

    def _by_answer(self) -> set[Span]:
        """The places where a question is named to ask something of the form, which only a question's name can."""
        found: set[Span] = set()
        for node in self._nodes:
            for part, _ in feel_nodes.walk(node):
                match part:
                    case feel_nodes.Call(feel_nodes.Name(name), (first, *_)) if name in BY_ANSWER:
                        found.add(first.span)
        return found

    def rows_for(self, name: str, consts: Iterable[str]) -> tuple[str, ...]:
        """For each decision table of the text with a column for the question, the rows that somebody must fill in."""
        return tuple(
            f"table {one.name.text} (line {one.name.span.line}): fill in the row {_row(one, name, const)}"
            for one in self.statements
            if isinstance(one, nodes.Decide) and any(column.text == name for column in one.inputs)
            for const in consts
        )

    def text_with(self, patch: Patch) -> str:
        """The mapping's text with the patch in it, not yet laid out."""
        edits = list(patch.edits)
        if patch.statements:
            line = self._end_of_header()
            column = len(self.source.text.splitlines()[line - 1]) + 1
            # One-line statements first, as a header has them; then those with blocks, each by itself.
            in_order = sorted(patch.statements, key=lambda one: "\n" in one)
            added = "".join(f"\n\n{one}" if "\n" in one else f"\n{one}" for one in in_order)
            edits.append(TextEdit(Span(line, column, line, column), f"\n{added}"))
        return applied(self.source.text, edits)

    def _end_of_header(self) -> int:
        """The last line of what a mapping begins with: its form and targets, its uses, lists and ignores."""
        header = list(takewhile(lambda one: isinstance(one, _HEADER), self.statements))
        ends = [one.span.end_line for one in header]
        for one in header:
            if isinstance(one, nodes.Mapping):
                ends += [target.span.end_line for target in one.targets]
                ends += [one.form.span.end_line] if one.form else []
        return max(ends, default=1)


def _row(table: nodes.Decide, name: str, const: str) -> str:
    """A row for an option, with a question mark where only a person knows what stands there."""
    tests = [quoted(const) if column.text == name else "-" for column in table.inputs]
    return f"| {' | '.join((*tests, *('?' for _ in table.outputs)))} |"


def either_name(question: str) -> str:
    """The name of a let for what a question is called in one version or another: "either full name"."""
    return f"either {_CAPITAL.sub(' ', question).replace('_', ' ').lower()}"


def coalesced(names: Sequence[str]) -> str:
    """The first of several answers that is there."""
    *before, last = names
    written = last
    for name in reversed(before):
        written = f"get or else({name}, {written})"
    return written


def joined(old: str, parts: Sequence[str], separator: str) -> str:
    """The old answer, or what took its place, put together again: FEEL's `string join` passes over what is null."""
    return f'get or else({old}, string join([{", ".join(parts)}], "{separator}"))'


def ignored(names: Sequence[str], version: str) -> str:
    """The statement that questions go nowhere."""
    return f'ignore {", ".join(names)} because "New in version {version} of the form; no record has a place for it yet"'


def _reads(expression: str, group: str) -> bool:
    return re.search(rf"\b{re.escape(group)}\b", expression) is not None
