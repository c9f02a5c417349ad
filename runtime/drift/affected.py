"""What a change of a question touches: all that reads it in a mapping and its modules, through all names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mapping_dsl import nodes
from mapping_dsl.by_answer import unread_answers
from mapping_dsl.checker import check_without_analysis
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.library import Source
from mapping_dsl.meanings import Meanings
from mapping_dsl.program import Program, Unit, assemble
from mapping_dsl.scopes import BY_ANSWER

_KEPT: Final = 64  #: mappings whose readers are remembered


class ReaderKind(StrEnum):
    """What of a mapping reads an answer."""

    LET = "let"
    FUNCTION = "function"
    TABLE = "decision table"
    FLAG = "flag"
    TRIAGE = "triage"
    RECORD = "record"  #: whether there is one, or for what each
    GROUP = "group"  #: of a record: whether it is there, or for what each
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Reader:
    """One place of a mapping's texts that reads an answer, by itself or through names."""

    kind: ReaderKind
    name: str  #: of the let, table or flag; the path of the field
    path: str  #: the library's path of the text
    line: int

    def __str__(self) -> str:
        return f"{self.kind} {self.name} ({self.path}:{self.line})"

    def to_json(self) -> dict[str, object]:
        """The place as JSON."""
        return {"kind": self.kind.value, "name": self.name, "file": self.path, "line": self.line}


@dataclass(frozen=True, slots=True)
class Readers:
    """All that reads answers in a mapping. A broken line reads nothing."""

    every: tuple[Reader, ...]  #: in the order of the texts, a module's at its `use`
    by_question: Mapping[str, frozenset[Reader]]  #: dotted in groups

    def of(self, questions: Iterable[str]) -> tuple[Reader, ...]:
        """What reads any of the questions. What reads a group's questions is named for the group too."""
        asked = set(questions)
        meant = (name for name in self.by_question if {name, name.partition(".")[0]} & asked)
        found = frozenset[Reader]().union(*(self.by_question[name] for name in meant))
        return tuple(reader for reader in self.every if reader in found)


_kept: dict[str, Readers] = {}


def readers_of(source: Source) -> Readers:
    """All that reads answers in a mapping and its modules."""
    found = _kept.pop(source.hash, None) or _Finding(assemble(source)).readers()
    _kept[source.hash] = found
    while len(_kept) > _KEPT:
        _kept.pop(next(iter(_kept)), None)
    return found


class _Finding:
    """Goes through the statements of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.meanings: Meanings = check_without_analysis(program).meanings
        every = program.questions.by_name.items()
        self.behind = {
            "all text": frozenset(name for name, asked in every if any(one.is_long_text for one in asked)),
            "other answers": unread_answers(program, self.meanings),
        }
        self.named: dict[str, frozenset[str]] = {}  #: what lets, functions and tables ask by `asked`, `label`, `option`

    def readers(self) -> Readers:
        """The readers of all questions."""
        every: list[Reader] = []
        found: dict[str, set[Reader]] = {}
        for placed in self.program.placed:
            for reader, expressions in _parts(placed.unit, placed.statement):
                every.append(reader)
                for name in self._read(placed.unit, expressions):
                    found.setdefault(name, set()).add(reader)
        return Readers(tuple(dict.fromkeys(every)), {name: frozenset(ones) for name, ones in found.items()})

    def _read(self, unit: Unit, expressions: Iterable[nodes.Expression]) -> frozenset[str]:
        answers: frozenset[str] = frozenset()
        for expression in expressions:
            meaning = self.meanings.of(unit, expression)
            if meaning:
                summed = (self.behind.get(one, frozenset()) for one in meaning.summaries)
                answers = answers.union(meaning.answers, *summed, self._asked(meaning.node))
        return answers

    def _asked(self, node: feel_nodes.Node) -> frozenset[str]:
        """The questions that an expression asks of the form itself, which is to depend on them all the same."""
        asked: set[str] = set()
        for part, _ in feel_nodes.walk(node):
            match part:
                case feel_nodes.Call(feel_nodes.Name(name), (feel_nodes.Literal(str() as answer), *_)) if (
                    name in BY_ANSWER
                ):
                    asked.add(answer)
                case feel_nodes.Name(name) if name in self.program.named:
                    asked |= self._asked_by_name(name)
        return frozenset(asked)

    def _asked_by_name(self, name: str) -> frozenset[str]:
        if name not in self.named:
            self.named[name] = frozenset()  # a ring is told by the checker; here it must only end
            unit, statement = self.program.named[name]
            meanings = (self.meanings.of(unit, one) for one in expressions_in(statement))
            self.named[name] = frozenset[str]().union(*(self._asked(one.node) for one in meanings if one))
        return self.named[name]


_Part = tuple[Reader, tuple[nodes.Expression, ...]]


def _parts(unit: Unit, statement: nodes.Statement) -> Iterator[_Part]:
    """What a statement is made of that can read answers. Examples only look at what came out."""
    match statement:
        case nodes.Let(name):
            yield _part(unit, ReaderKind.LET, name.text, statement)
        case nodes.Function(name):
            yield _part(unit, ReaderKind.FUNCTION, name.text, statement)
        case nodes.Decide(name):
            yield _part(unit, ReaderKind.TABLE, name.text, statement)
        case nodes.Flag(title):
            yield _part(unit, ReaderKind.FLAG, title.text, statement)
        case nodes.Triage(parts):
            for part in parts:
                if isinstance(part, nodes.Field):
                    yield _part(unit, ReaderKind.TRIAGE, part.path.text, part)
        case nodes.Record(target):
            yield _entered(unit, ReaderKind.RECORD, target.text, statement)
            yield from _inner(unit, target.text, statement.body)


def _inner(unit: Unit, outer: str, body: Iterable[nodes.Part]) -> Iterator[_Part]:
    for part in body:
        match part:
            case nodes.Group(path):
                name = f"{outer}.{path.text}"
                yield _entered(unit, ReaderKind.GROUP, name, part)
                yield from _inner(unit, name, part.body)
            case nodes.Field(path) | nodes.Text(path):
                yield _part(unit, ReaderKind.FIELD, f"{outer}.{path.text}", part)


def _part(unit: Unit, kind: ReaderKind, name: str, node: nodes.Statement | nodes.Part) -> _Part:
    return Reader(kind, name, unit.path, node.span.line), tuple(expressions_in(node))


def _entered(unit: Unit, kind: ReaderKind, name: str, node: nodes.Record | nodes.Group) -> _Part:
    """What says whether a record or group is there, and for what each."""
    each = (node.each.source, node.each.where) if node.each else ()
    expressions = tuple(one for one in (*each, node.when) if one)
    return Reader(kind, name, unit.path, node.span.line), expressions
