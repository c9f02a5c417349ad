"""Decision tables of a DMN document, 1.1 to 1.5, as any editor writes it."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from mapping_dsl.exchange.dmn_names import COMMENT, KIND, MODELS, OURS, POLICIES
from mapping_dsl.exchange.hostile import FileRefused, read_xml
from mapping_dsl.exchange.tables import (
    ANY,
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    NOTHING,
    OTHERWISE,
    CellProblem,
    InputColumn,
    OutputColumn,
    Reading,
    Table,
    TableRow,
    in_one_line,
)
from mapping_dsl.exchange.text import misfits, place_of, top_level
from mapping_dsl.feel.tables import HitPolicy

#: types of engines that are not FEEL's own
_TYPES: Final = {
    "integer": "number", "long": "number", "double": "number", "decimal": "number", "dateTime": "date and time",
    "dayTimeDuration": "days and time duration", "yearMonthDuration": "years and months duration", "Any": "", "any": "",
}  # fmt: skip
_STRING: Final = r'"(?:[^"\\]|\\.)*+"'
#: a string, closed or not, or a range; one group is the range's inside, which holds no bracket
_STRING_OR_RANGE: Final = re.compile(
    rf'{_STRING}?|([\[\](])(?=(?:{_STRING}|[^\[\]()",])*?\.\.)((?:{_STRING}|[^\[\]()",])++)([\[\])])'
)
_OPENERS: Final = {"]": "("}
_CLOSERS: Final = {"[": ")"}


def read_dmn(content: bytes) -> Reading:
    """The decision tables of a document, and what of it cannot be taken over. Never raises."""
    if len(content) > MAX_BYTES:
        return Reading.refused(f"the file has more than {MAX_BYTES // 1024 // 1024} MB")
    try:
        root = read_xml(content)
    except FileRefused as refused:
        return Reading.refused(f"the file cannot be read: {refused}", "export it anew as DMN")
    namespace, tag = _parts_of(root)
    if tag != "definitions" or namespace not in MODELS:
        message = f"the file is no DMN 1.1 to 1.5: it begins with {tag} of {namespace or 'no namespace'}"
        return Reading.refused(message, "export it as DMN 1.3")
    return _Reader(root).reading()


class _Reader:
    """Reads decision by decision; each cell that does not fit is told by its place."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.problems: list[CellProblem] = []
        self.types = dict(_item_types(root))

    def reading(self) -> Reading:
        """All tables, where none has a problem that stops it."""
        found = []
        for decision in _children(self.root, "decision"):
            name = _name_of(decision)
            table = _child(decision, "decisionTable")
            if table is None:
                self._tell(
                    f"decision {name}", "it holds no table, and is left behind", "write it as a let", stops=False
                )
            else:
                found.append(self._table(decision, table, name))
        tables = [table for table in found if table]
        if not found:
            self._tell("", "the file holds no decision table")
        return Reading(tables, self.problems)

    def _table(self, decision: Element, written: Element, name: str) -> Table | None:
        told = len(self.problems)
        policy = self._policy(written, name)
        inputs = tuple(self._input(one, name) for one in _children(written, "input"))
        clauses = _children(written, "output")
        outputs = tuple(self._output(one, name) for one in clauses)
        rules = _children(written, "rule")
        width = len(inputs) + len(outputs)
        if not inputs or len(rules) > MAX_ROWS or width > MAX_COLUMNS or width * len(rules) > MAX_CELLS:
            hint = f"a table has an input, at most {MAX_COLUMNS} columns, {MAX_ROWS} rows and {MAX_CELLS} cells"
            self._tell(f"decision {name}", f"it has {len(inputs)} inputs and {len(rules)} rows", hint)
        if policy is None or (len(self.problems) > told and self.problems[-1].stops):
            return None
        kinds = [one.get("name") for one in _children(written, "annotation")]
        rows = [self._row(one, kinds, (len(inputs), len(outputs)), f"decision {name}, row {at}")
                for at, one in enumerate(rules, start=1)]  # fmt: skip
        if any(row is None for row, _ in rows):
            return None
        kept = tuple(row for row, is_otherwise in rows if row and not is_otherwise)
        marked = [row for row, is_otherwise in rows if row and is_otherwise]
        otherwise = marked[0] if marked else self._by_default(decision, clauses)
        table = Table(
            name, policy, inputs, outputs, kept, otherwise, _ours(decision, "because"), _description(decision)
        )
        self.problems += misfits(table, lambda row, column: f"decision {name}, {place_of(table, row, column)}")
        return table

    def _policy(self, written: Element, name: str) -> HitPolicy | None:
        attributes = (written.get("hitPolicy", "UNIQUE"), written.get("aggregation", ""))
        try:
            return POLICIES.get(attributes) or HitPolicy(attributes[0])
        except ValueError:
            hint = f"use one of {', '.join(one for one, _ in POLICIES)}"
            self._tell(f"decision {name}", f"“{' '.join(attributes).strip()}” is no hit policy", hint)
            return None

    def _input(self, clause: Element, name: str) -> InputColumn:
        expression = _child(clause, "inputExpression")
        label = in_one_line(clause.get("label", ""))
        text = self._feel(expression, f"decision {name}, input {label}") or label
        if not text:
            self._tell(f"decision {name}", "an input has no expression", "say what it asks")
        if _child(clause, "inputValues") is not None:
            message = "its allowed values are left behind: an answer's options are those of the form"
            self._tell(f"decision {name}, input {text}", message, stops=False)
        return InputColumn(text, self._type(expression), label if label != text else "")

    def _output(self, clause: Element, table: str) -> OutputColumn:
        name = in_one_line(clause.get("name") or clause.get("label") or table)
        values = _child(clause, "outputValues")
        return OutputColumn(name, self._type(clause), tuple(top_level(_text(values))))

    def _type(self, element: Element | None) -> str:
        written = (element.get("typeRef") or "" if element is not None else "").rpartition(":")[2].strip()
        return self.types.get(written, _TYPES.get(written, written))

    def _row(
        self, rule: Element, kinds: list[str | None], sizes: tuple[int, int], place: str
    ) -> tuple[TableRow | None, bool]:
        entries = (_children(rule, "inputEntry"), _children(rule, "outputEntry"))
        if tuple(map(len, entries)) != sizes:
            counts = f"{len(entries[0])} tests and {len(entries[1])} values"
            self._tell(place, f"it has {counts}, and the table {sizes[0]} and {sizes[1]} columns", "fill every cell")
            return None, False
        tests = tuple(self._feel(one, place) or ANY for one in entries[0])
        outputs = tuple(self._feel(one, place) or NOTHING for one in entries[1])
        annotations = dict(zip(kinds, map(_text, _children(rule, "annotationEntry")), strict=False))
        kind = annotations.pop(KIND, _description(rule))
        is_otherwise = kind.startswith(OTHERWISE) and set(tests) == {ANY}
        remarks = [annotations[COMMENT]] if COMMENT in annotations else [*annotations.values(), _description(rule)]
        comment = "\n".join(dict.fromkeys(filter(None, remarks)))
        return TableRow(() if is_otherwise else tests, outputs, comment), is_otherwise

    def _by_default(self, decision: Element, clauses: list[Element]) -> TableRow | None:
        """The default outputs, as a row: where no row fits, the table gives them (DMN 1.5, 8.2.11)."""
        defaults = [self._feel(_child(one, "defaultOutputEntry"), "default") for one in clauses]
        if not any(defaults):
            return None
        return TableRow((), tuple(one or NOTHING for one in defaults), _ours(decision, OTHERWISE))

    def _feel(self, element: Element | None, place: str) -> str:
        language = element.get("expressionLanguage", "") if element is not None else ""
        if language and "feel" not in language.lower():
            self._tell(place, f"a cell is written in {language}, not in FEEL", "write it in FEEL")
        return _STRING_OR_RANGE.sub(_inward, in_one_line(_text(element)))

    def _tell(self, place: str, message: str, hint: str = "", *, stops: bool = True) -> None:
        self.problems.append(CellProblem(place, message, hint, stops))


def _item_types(root: Element) -> Iterator[tuple[str, str]]:
    """What the document's own types are made of: lists of a type, or a type with fewer values."""
    for item in _children(root, "itemDefinition"):
        base = _text_of_child(item, "typeRef").rpartition(":")[2]
        base = _TYPES.get(base, base)
        if base:
            yield item.get("name", ""), f"list<{base}>" if item.get("isCollection") == "true" else base


def _inward(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    return _OPENERS.get(found[1], found[1]) + found[2] + _CLOSERS.get(found[3], found[3])


def _parts_of(element: Element) -> tuple[str, str]:
    namespace, _, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _children(element: Element, name: str) -> list[Element]:
    return [one for one in element if _parts_of(one)[1] == name and _parts_of(one)[0] in MODELS]


def _child(element: Element, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _text(element: Element | None) -> str:
    return _text_of_child(element, "text") if element is not None else ""


def _text_of_child(element: Element, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""


def _description(element: Element) -> str:
    return _text_of_child(element, "description")


def _name_of(decision: Element) -> str:
    return in_one_line(decision.get("name") or decision.get("id") or "decision").replace("`", "'")


def _ours(decision: Element, name: str) -> str:
    extension = _child(decision, "extensionElements")
    found = extension.find(f"{{{OURS}}}{name}") if extension is not None else None
    return (found.text or "").strip() if found is not None else ""
