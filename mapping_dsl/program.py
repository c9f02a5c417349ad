"""A mapping joined with its modules, lists, forms and record schemas, as the checker and the interpreter need it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeAlias, TypeVar

from mapping_dsl import exact_json, nodes
from mapping_dsl.answers import Questions
from mapping_dsl.forms import FormSchemaUnreadable, FormVersion, read_form, version_key
from mapping_dsl.library import Source
from mapping_dsl.lists import CodeList, read_list
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem, Span
from mapping_dsl.schemas import FieldSchema, RecordSchemaUnreadable, read_record_schema

Kind = TypeVar("Kind", bound=nodes.Statement)
Named: TypeAlias = nodes.List | nodes.Let | nodes.Function | nodes.Decide


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of a program: the mapping's own, or a module's."""

    path: str
    file: nodes.File
    module: nodes.Module | None = None
    uses: tuple[str, ...] = ()  #: ids of the modules that it names


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement and the text it stands in."""

    unit: Unit
    statement: nodes.Statement


@dataclass
class Program:
    """Everything that a mapping says, a module's statements at its `use`."""

    source: Source
    units: dict[str, Unit] = field(default_factory=dict)  #: by path, the mapping's (or checked module's) own first
    placed: list[Placed] = field(default_factory=list)
    lists: dict[str, CodeList] = field(default_factory=dict)
    records: dict[str, FieldSchema] = field(default_factory=dict)  #: record schemas by target
    questions: Questions = field(default_factory=lambda: Questions(()))
    problems: list[Problem] = field(default_factory=list)

    @property
    def main(self) -> Unit:
        """The text that the program was made from."""
        return self.units[self.source.path]

    @cached_property
    def mapping(self) -> nodes.Mapping | None:
        """The `mapping` statement, None in a module and where that line is broken."""
        return next((one for one in self.main.file.statements if isinstance(one, nodes.Mapping)), None)

    def all_of(self, kind: type[Kind]) -> Iterator[tuple[Unit, Kind]]:
        """All statements of one kind with the texts they stand in, in their order."""
        return ((placed.unit, placed.statement) for placed in self.placed if isinstance(placed.statement, kind))

    @cached_property
    def named(self) -> Mapping[str, tuple[Unit, Named]]:
        """Lists, lets, functions and decisions by name; of two with one name the first."""
        found: dict[str, tuple[Unit, Named]] = {}
        for placed in self.placed:
            if isinstance(placed.statement, Named):
                found.setdefault(placed.statement.name.text, (placed.unit, placed.statement))
        return found

    @cached_property
    def broken(self) -> frozenset[str]:
        """Names that lines which cannot be read would have given: nobody can say with which word such a name ends."""
        names = (statement.name.text.split() for _, statement in self.all_of(nodes.Broken) if statement.name)
        return frozenset(" ".join(words[:end]) for words in names for end in range(1, len(words) + 1))

    def missing_needs(self) -> frozenset[str]:
        """Names that modules need and this mapping does not have: they are null. None in a module by itself."""
        if self.main.module:
            return frozenset()
        needed = {name.text for unit in self.units.values() if unit.module for name in unit.module.needs}
        return frozenset(needed - self.named.keys() - self.questions.outer_types.keys() - self.broken)


def assemble(source: Source) -> Program:
    """Joins all texts of a source. What is wrong with any of them stands in the program's problems."""
    return _Assembling(source).program()


class _Assembling:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.whole = Program(source, problems=list(source.problems))
        self.entered: list[str] = []  #: the text that is being taken in, and those that took it in

    def program(self) -> Program:
        """The whole."""
        self._take_in(self.source.path)
        mapping = self.whole.mapping
        if mapping:
            self._forms(mapping)
            for target in mapping.targets:
                self._record(target)
        return self.whole

    def _take_in(self, path: str) -> None:
        parsed = parse(self.source.files[path])
        self.whole.problems += (problem.in_file(path) for problem in parsed.problems)
        statements = parsed.file.statements
        module = next((one for one in statements if isinstance(one, nodes.Module)), None)
        uses = tuple(name.text for one in statements if isinstance(one, nodes.Use) for name in one.ids)
        unit = self.whole.units[path] = Unit(path, parsed.file, module, uses)
        self.entered.append(path)
        for statement in statements:
            self.whole.placed.append(Placed(unit, statement))
            if isinstance(statement, nodes.Use):
                self._use(unit, statement)
            elif isinstance(statement, nodes.List):
                self._list(unit, statement)
        self.entered.pop()

    def _use(self, unit: Unit, use: nodes.Use) -> None:
        for name in use.ids:
            path = f"modules/{name.text}.mapping"
            if path in self.entered:
                ring = [*self.entered[self.entered.index(path) :], path]
                message = " uses ".join(PurePosixPath(one).stem for one in ring)
                self._problem("module-ring", name.span, message, "take one of the uses out", unit.path)
            elif path in self.source.files and path not in self.whole.units:
                self._take_in(path)

    def _list(self, unit: Unit, statement: nodes.List) -> None:
        text = self.source.files.get(f"lists/{statement.file.text}")
        if text is not None:
            codes, problems = read_list(statement, text)
            self.whole.lists.setdefault(codes.name, codes)
            self.whole.problems += (problem.in_file(unit.path) for problem in problems)

    def _forms(self, mapping: nodes.Mapping) -> None:
        if mapping.form is None:
            return
        folder = f"forms/{mapping.form.name.text}/"
        paths = [path for path in self.source.files if path.startswith(folder)]
        versions: list[FormVersion] = []
        for path in paths:
            try:
                versions.append(read_form(exact_json.loads(self.source.files[path])))
            except (FormSchemaUnreadable, ValueError) as error:
                message = f"the library's form {path} cannot be read: {error}"
                self._problem("unreadable-file", mapping.form.span, message, "mend or replace that file")
        self.whole.questions = Questions(tuple(sorted(versions, key=lambda one: version_key(one.version))))

    def _record(self, target: nodes.Target) -> None:
        path = f"records/{target.record.text}/{target.version.text}.json"
        if path not in self.source.files:
            return
        try:
            self.whole.records[target.record.text] = read_record_schema(self.source.files[path], path)
        except RecordSchemaUnreadable as error:
            self._problem("unreadable-file", target.span, str(error), "mend or replace that file")

    def _problem(self, code: str, span: Span, message: str, hint: str, path: str = "") -> None:
        self.whole.problems.append(Problem(span, code, message, hint, file=path or self.source.path))


def visible_units(program: Program, unit: Unit) -> Iterator[Unit]:
    """The texts whose names a text sees: its own and those that it uses, directly or not."""
    waiting, seen = [unit], {unit.path}
    while waiting:
        one = waiting.pop()
        yield one
        for id_ in one.uses:
            used = program.units.get(f"modules/{id_}.mapping")
            if used and used.path not in seen:
                seen.add(used.path)
                waiting.append(used)
