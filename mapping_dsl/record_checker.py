"""Records against their schemas: fields that are not there, of another type, filled twice, or filled by others."""

from collections.abc import Iterator

from mapping_dsl import nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.nearest import nearest, renaming, suggestion
from mapping_dsl.meanings import Binders, Bound, Meanings
from mapping_dsl.problems import Fix, Problem, Severity, Span
from mapping_dsl.program import Program, Unit
from mapping_dsl.schemas import FieldSchema
from mapping_dsl.scopes import RESERVED, TRIAGE_TYPE, without_options
from mapping_dsl.written_values import WrittenValues

_PLACES = {"index": Bound(types.NUMBER), "place": Bound(types.NUMBER)}
_STOPS = ("required-unfilled", "wrong-day-or-time")
_FORMATS = {"date": types.DATE, "date-time": types.DATE_TIME}
_TEMPORAL = (types.DATE, types.TIME, types.DATE_TIME, types.DAYS_TIME, types.YEARS_MONTHS)


class RecordChecker:
    """Checks the `record` statements of a program."""

    def __init__(self, program: Program, meanings: Meanings) -> None:
        self.program = program
        self.meanings = meanings
        self.problems: list[Problem] = []
        self.unit = program.main
        self.written = WrittenValues(program, meanings)

    def check(self, unit: Unit, node: nodes.Record) -> None:
        """Checks one record with all that is in it."""
        self.unit = unit
        schema = self.program.records.get(node.target.text)
        if schema is None and all(one.record.text != node.target.text for one in self._targets()):
            names = [one.record.text for one in self._targets()]
            hint = suggestion(node.target.text, names) or f"write target {node.target.text} version N under mapping"
            fix = renaming(node.target.span, node.target.text, names)
            self._problem(
                node.target.span, "unknown-target", f"the mapping has no target {node.target.text}", hint, fix
            )
        binders: Binders = {"triage": Bound(TRIAGE_TYPE)}
        binders = self._entered(node.each, binders)
        if node.each:
            binders = {**binders, **_PLACES}
        self._condition(node.when, binders)
        filled = self._body(node.body, schema, binders)
        if schema:
            self._required(schema, filled, node.target.span, node.target.text)

    def _targets(self) -> tuple[nodes.Target, ...]:
        return self.program.mapping.targets if self.program.mapping else ()

    def _entered(self, each: nodes.ForEach | None, binders: Binders) -> Binders:
        """The names in scope under a `for each`."""
        if each is None:
            return binders
        bound = self.meanings.read_source(self.unit, each.source, binders)
        name = each.variable.text
        if name in RESERVED or name in self.meanings.scopes.of(self.unit) or name in binders:
            message = f"{name} is the name of something else here"
            self._problem(each.variable.span, "taken-name", message, "give the element another name")
        binders = {**binders, name: bound}
        self._condition(each.where, binders)
        return binders

    def _condition(self, condition: nodes.Expression | None, binders: Binders) -> None:
        meaning = self.meanings.read(self.unit, condition, binders) if condition else None
        if condition and meaning and not types.conforms(meaning.type, types.BOOLEAN):
            message = f"a condition is true or false, and this is {types.describe(meaning.type)}"
            self._problem(condition.span, "not-a-condition", message, "compare it with something")

    def _body(self, body: tuple[nodes.Part, ...], schema: FieldSchema | None, binders: Binders) -> frozenset[str]:
        """Checks the fields and groups of a body, and gives the paths that are filled in it."""
        filled: dict[str, nodes.Part | None] = {}
        whens: dict[str, set[str]] = {}
        for part in body:
            path = _path_of(part) or nodes.Name("")
            if _is_filled(path.text, part, filled):
                self._problem(path.span, "filled-twice", f"{path.text} is filled twice", "keep one of the two")
            found = schema.at(path.text) if schema else None
            if found and found.is_object and isinstance(part, nodes.Group):
                self._overwritten(part, whens)
            filled[path.text] = part
            for outer in _places_around(path.text):
                filled.setdefault(outer)
            if schema and found is None and not isinstance(part, nodes.Broken):
                self._unknown_field(path, schema)
            elif found and found.filled_by:
                message = f"{path.text} is filled by the {found.filled_by}, not by a mapping"
                self._problem(path.span, "filled-by-others", message, "take this line out")
            self._part(part, found, binders)
        return frozenset(path for path, part in filled.items() if part)

    def _overwritten(self, group: nodes.Group, whens: dict[str, set[str]]) -> None:
        """Groups of one object fill it together; of those that can both be made, the later one's fields are what stays.
        `whens` has the conditions, none being "", under which earlier groups fill a field."""
        when = group.when.text if group.when else ""
        for name in filter(None, map(_path_of, group.body)):
            path = f"{group.path.text}.{name.text}"
            before = whens.setdefault(path, set())
            if before and (not when or before & {"", when}):
                message = f"{path} is filled twice, by two groups that can both be made"
                self._problem(name.span, "filled-twice", message, "keep one, or give each group a when")
            before.add(when)

    def _part(self, part: nodes.Part, schema: FieldSchema | None, binders: Binders) -> None:
        match part:
            case nodes.Field():
                for value in (part.value, *(one.value for one in part.otherwise if one.value)):
                    self._value(value, schema, part.path.text, binders)
            case nodes.Text():
                self._text(part, schema, binders)
            case nodes.Group():
                self._group(part, schema, binders)

    def _group(self, part: nodes.Group, schema: FieldSchema | None, binders: Binders) -> None:
        element = schema.element if schema else None
        is_object = schema is not None and schema.is_object
        if schema and not is_object and not (element and element.is_object):
            message = f"{part.path.text} holds no fields"
            self._problem(part.path.span, "not-a-group", message, f"write {part.path.text} <- EXPRESSION")
        if part.each and is_object:
            message = f"{part.path.text} is one group of fields, not a list of them"
            self._problem(part.each.variable.span, "not-a-list", message, "take its for each out")
        binders = self._entered(part.each, binders)
        if not is_object:
            binders = {**binders, **_PLACES}
        self._condition(part.when, binders)
        inner = schema if is_object else element
        filled = self._body(part.body, inner, binders)
        if inner:
            self._required(inner, filled, part.path.span, part.path.text)

    def _value(self, value: nodes.Expression, schema: FieldSchema | None, path: str, binders: Binders) -> None:
        meaning = self.meanings.read(self.unit, value, binders)
        if meaning is None or schema is None:
            return
        if isinstance(meaning.type, types.ListOf) and not schema.takes_list and schema.json_types:
            message = f"{path} takes one value, and this is {types.describe(meaning.type)}"
            hint = 'take one element, [1], or join them with string join(…, ", ")'
            self._problem(value.span, "list-for-one-value", message, hint)
        elif isinstance(meaning.type, types.ContextOf) and (unknown := _entries_unknown(meaning.type, schema)):
            message = f"{path} has no field {unknown}"
            self._problem(value.span, "unknown-field", message, suggestion(unknown, schema.fields))
        elif not _fits(without_options(meaning.type), schema):
            message = f"{path} takes {types.describe(schema.type)}, and this is {types.describe(meaning.type)}"
            function = _conversion(meaning.type, schema)
            fixed = f"{function}({value.text})"
            fix = Fix(value.span, fixed, f"write {fixed}") if function else None
            self._problem(value.span, "wrong-field-type", message, f"write {function}(…) around it" * bool(fix), fix)
        elif wanted := _other_day_or_time(meaning.type, schema):
            message = f"{path} takes {types.describe(wanted)}, and this is {types.describe(meaning.type)}"
            self._problem(value.span, "wrong-day-or-time", message, _day_or_time(meaning.type, wanted))
        else:
            self.problems += self.written.problems(self.unit, value, schema, path)

    def _text(self, part: nodes.Text, schema: FieldSchema | None, binders: Binders) -> None:
        if schema and not _fits(types.STRING, schema):
            message = f"{part.path.text} takes {types.describe(schema.type)}, and this is a text"
            self._problem(part.path.span, "wrong-field-type", message, "write an expression")
        for piece in (piece for line in part.lines for piece in line):
            if isinstance(piece, nodes.Expression):
                meaning = self.meanings.read(self.unit, piece, binders)
                if meaning and isinstance(meaning.type, types.ListOf):
                    message = f"a text takes one value here, and this is {types.describe(meaning.type)}"
                    fixed = f'string join({piece.text}, ", ")'
                    fix = Fix(piece.span, fixed, f"write {fixed}")
                    self._problem(piece.span, "list-in-text", message, f"write {fixed}", fix)
        for one in part.otherwise:
            if one.value:
                self._value(one.value, schema, part.path.text, binders)

    def _required(self, schema: FieldSchema, filled: frozenset[str], span: Span, name: str, within: str = "") -> None:
        named = {path.split(".")[0] for path in filled}
        for outer in sorted({path.partition(".")[0] for path in filled if "." in path} - filled):
            inside = frozenset(path.partition(".")[2] for path in filled if path.startswith(f"{outer}."))
            if outer in schema.fields:
                self._required(schema.fields[outer], inside, span, outer, f"{within}{outer}.")
        for field, one in schema.fields.items():
            if one.is_required and not one.filled_by and field not in named:
                message = f"{name} must have {field}, and no line fills it"
                hint = f"write {within}{field} <- EXPRESSION"
                self._problem(span, "required-unfilled", message, hint)

    def _unknown_field(self, path: nodes.Name, schema: FieldSchema) -> None:
        *outer, last = path.text.split(".")
        inside = schema.at(".".join(outer)) if outer else schema
        near = nearest(last, inside.fields) if inside else None
        fixed = ".".join([*outer, near]) if near else ""
        fix = Fix(path.span, fixed, f"write {fixed}") if near else None
        hint = f"did you mean {fixed}?" if near else ""
        self._problem(path.span, "unknown-field", f"the record has no field {path.text} here", hint, fix)

    def _problem(self, span: Span, code: str, message: str, hint: str, fix: Fix | None = None) -> None:
        severity = Severity.STOP if code in _STOPS else Severity.ERROR
        self.problems.append(Problem(span, code, message, hint, severity, fix, self.unit.path))


def _path_of(part: nodes.Part) -> nodes.Name | None:
    return part.name if isinstance(part, nodes.Broken) else part.path


def _is_filled(path: str, part: nodes.Part, filled: dict[str, nodes.Part | None]) -> bool:
    """Whether another line fills the same place, or one around it or inside it. What lines fill inside a place stands
    in `filled` as None."""
    if path in filled:
        before = filled[path]
        return not (isinstance(part, nodes.Group) and (before is None or isinstance(before, nodes.Group)))
    around = (filled.get(one) for one in _places_around(path))
    return any(one is not None and not isinstance(one, nodes.Group) for one in around)


def _places_around(path: str) -> Iterator[str]:
    names = path.split(".")
    return (".".join(names[:count]) for count in range(1, len(names)))


def _entries_unknown(type_: types.ContextOf, schema: FieldSchema) -> str:
    """The first entry of a context that its field has no place for, empty where there is none."""
    names = (name for name, _ in type_.entries if name not in schema.fields)
    return next(names, "") if schema.is_object else ""


def _fits(actual: types.Type, schema: FieldSchema) -> bool:
    """Whether a value of a type may stand in a field; DMN makes a list of one value where a list is wanted."""
    wanted = schema.type
    if wanted == types.STRING and actual in _TEMPORAL:
        return True
    element = schema.element.type if schema.element else None
    return types.conforms(actual, wanted) or (element is not None and types.conforms(actual, element))


def _other_day_or_time(actual: types.Type, schema: FieldSchema) -> types.Type | None:
    """What a field takes that is written as a date or an instant, where the value is known to be something else. A text
    that is written out is looked at by itself."""
    wanted = _FORMATS.get(schema.schema.get("format", ""))
    return wanted if actual in (*_TEMPORAL, types.STRING) and actual != wanted else None


def _day_or_time(actual: types.Type, wanted: types.Type) -> str:
    if actual == types.STRING:
        return f'write parse {types.describe(wanted).removeprefix("a ")}(…, "DD/MM/YYYY") around it'
    if (actual, wanted) == (types.DATE_TIME, types.DATE):
        return "write local date(…) around it"
    return "write local instant(…, …) with the time" if actual == types.DATE else ""


def _conversion(actual: types.Type, schema: FieldSchema) -> str:
    """The function that makes what the field takes of what it is given, empty where there is none."""
    if schema.type == types.STRING and isinstance(actual, types.Simple):
        return "string"
    return "number" if schema.type == types.NUMBER and actual == types.STRING else ""
