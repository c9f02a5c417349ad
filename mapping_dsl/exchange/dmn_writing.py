"""Decision tables as a DMN 1.3 document: the model, and a diagram of it, without which editors show nothing."""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mapping_dsl.exchange.dmn_names import ATTRIBUTES, COMMENT, DC, DI, DMNDI, FEEL, KIND, MODEL, ONE_HIT, OURS
from mapping_dsl.exchange.tables import ANY, OTHERWISE, Table, TableRow, hold_to_limits, xml_text
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.feel.types import BY_NAME

_LIST: Final = re.compile(r"list<(.+)>")
_NAME: Final = re.compile(r"[^\W\d]\w*(?: \w+)*")
_WIDTH, _HEIGHT, _GAP = 180, 80, 60  #: of a shape in the diagram
_LEFT, _TOP = 160, 120  #: where the first stands: editors have their tools in the corner
#: what other programs do not know of a row that fits only where no other does
_ONLY_WHERE_NO_OTHER: Final = f"{OTHERWISE}: only where no other row fits"


def write_dmn(tables: Sequence[Table]) -> bytes:
    """The tables as decisions of one document. Raises TableTooLarge where they are more than is read back."""
    for table in tables:
        hold_to_limits(table)
    return _Writing(tables).document()


class _Writing:
    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        self.ids = {table.name: f"decision_{number}" for number, table in enumerate(tables, start=1)}
        asked = {column.expression: column for table in tables for column in table.inputs}
        self.data = {
            name: (f"input_{number}", column)
            for number, (name, column) in enumerate(asked.items(), start=1)
            if _NAME.fullmatch(name) and name not in self.ids
        }
        types = [column.type for table in tables for column in table.inputs]
        types += [column.type for table in tables for column in table.outputs]
        self.types = {type_: found[1] for type_ in sorted(set(types)) if (found := _LIST.fullmatch(type_))}
        self.requirements: list[tuple[str, str, str]] = []  #: id of the arrow, from, to

    def document(self) -> bytes:
        """The whole document."""
        spaces = {"xmlns": MODEL, "xmlns:dmndi": DMNDI, "xmlns:dc": DC, "xmlns:di": DI, "xmlns:ours": OURS}
        about = {"id": "definitions", "name": "Decision tables", "namespace": OURS, "exporter": "Mapping Studio"}
        root = Element("definitions", {**spaces, **about, "expressionLanguage": FEEL, "typeLanguage": FEEL})
        for number, (type_, element) in enumerate(self.types.items(), start=1):
            item = SubElement(root, "itemDefinition", id=f"type_{number}", name=_type_name(type_), isCollection="true")
            SubElement(item, "typeRef").text = element
        for table in self.tables:
            self._decision(SubElement(root, "decision", id=self.ids[table.name], name=table.name), table)
        for name, (id_, column) in self.data.items():
            attributes = {"label": column.label} if column.label else {}
            data = SubElement(root, "inputData", attributes, id=id_, name=name)
            SubElement(data, "variable", self._typed(column.type), id=f"{id_}_variable", name=name)
        self._diagram(SubElement(root, "dmndi:DMNDI"))
        indent(root)
        written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return written

    def _decision(self, decision: Element, table: Table) -> None:
        id_ = self.ids[table.name]
        if table.comment:
            SubElement(decision, "description").text = xml_text(table.comment)
        by_default = table.otherwise if table.policy in ONE_HIT else None
        if table.because or by_default:
            extension = SubElement(decision, "extensionElements")
            if table.because:
                SubElement(extension, "ours:because").text = xml_text(table.because)
            if by_default:
                SubElement(extension, "ours:otherwise").text = xml_text(by_default.comment)
        type_ = table.outputs[0].type if len(table.outputs) == 1 else ""
        SubElement(decision, "variable", self._typed(type_), id=f"{id_}_variable", name=table.name)
        self._require(decision, table)
        policy, aggregation = ATTRIBUTES[table.policy]
        attributes = {"hitPolicy": policy} | ({"aggregation": aggregation} if aggregation else {})
        written = SubElement(decision, "decisionTable", attributes, id=f"{id_}_table", outputLabel=table.name)
        self._columns(written, table, by_default)
        for annotation in (COMMENT, KIND):
            SubElement(written, "annotation", name=annotation)
        for number, row in enumerate(table.rows, start=1):
            _rule(SubElement(written, "rule", id=f"{id_}_rule_{number}"), row)
        if table.otherwise and not by_default:
            row = TableRow((ANY,) * len(table.inputs), table.otherwise.outputs, table.otherwise.comment)
            kind = OTHERWISE if table.policy is HitPolicy.FIRST else _ONLY_WHERE_NO_OTHER
            _rule(SubElement(written, "rule", id=f"{id_}_{OTHERWISE}"), row, kind)

    def _columns(self, written: Element, table: Table, by_default: TableRow | None) -> None:
        id_ = self.ids[table.name]
        for number, column in enumerate(table.inputs, start=1):
            attributes = {"label": xml_text(column.label)} if column.label else {}
            clause = SubElement(written, "input", attributes, id=f"{id_}_in_{number}")
            expression = SubElement(
                clause, "inputExpression", self._typed(column.type), id=f"{id_}_in_{number}_expression"
            )
            SubElement(expression, "text").text = xml_text(column.expression)
        for place, output in enumerate(table.outputs):
            attributes = {"name": output.name, **self._typed(output.type)}
            clause = SubElement(written, "output", attributes, id=f"{id_}_out_{place + 1}")
            if output.values:
                _literal(clause, "outputValues", ", ".join(output.values))
            if by_default:
                _literal(clause, "defaultOutputEntry", by_default.outputs[place])

    def _require(self, decision: Element, table: Table) -> None:
        for name in dict.fromkeys(column.expression for column in table.inputs):
            to = self.ids[table.name]
            source = self.ids.get(name) or (self.data[name][0] if name in self.data else None)
            if source is None or source == to:
                continue
            id_ = f"requirement_{len(self.requirements) + 1}"
            requirement = SubElement(decision, "informationRequirement", id=id_)
            SubElement(requirement, "requiredDecision" if name in self.ids else "requiredInput", href=f"#{source}")
            self.requirements.append((id_, source, to))

    def _typed(self, type_: str) -> dict[str, str]:
        if type_ in self.types:
            return {"typeRef": _type_name(type_)}
        return {"typeRef": type_} if type_ in BY_NAME else {}

    def _diagram(self, parent: Element) -> None:
        diagram = SubElement(parent, "dmndi:DMNDiagram", id="diagram")
        places = {id_: (number, 0) for number, id_ in enumerate(self.ids.values())}
        places |= {id_: (number, 1) for number, (id_, _) in enumerate(self.data.values())}
        corners = {
            id_: (_LEFT + x * (_WIDTH + _GAP), _TOP + y * (_HEIGHT + 2 * _GAP)) for id_, (x, y) in places.items()
        }
        for id_, (x, y) in corners.items():
            shape = SubElement(diagram, "dmndi:DMNShape", id=f"{id_}_shape", dmnElementRef=id_)
            SubElement(shape, "dc:Bounds", x=str(x), y=str(y), width=str(_WIDTH), height=str(_HEIGHT))
        for id_, source, to in self.requirements:
            edge = SubElement(diagram, "dmndi:DMNEdge", id=f"{id_}_edge", dmnElementRef=id_)
            for (x, y), height in ((corners[source], 0), (corners[to], _HEIGHT)):
                SubElement(edge, "di:waypoint", x=str(x + _WIDTH // 2), y=str(y + height))


def _rule(rule: Element, row: TableRow, kind: str = "") -> None:
    """One row. What is said of it stands twice: DMN 1.2 and some editors know descriptions, DMN 1.3 annotations."""
    if row.comment or kind:
        SubElement(rule, "description").text = xml_text("\n".join(filter(None, (kind, row.comment))))
    for test in row.tests:
        _literal(rule, "inputEntry", test)
    for output in row.outputs:
        _literal(rule, "outputEntry", output)
    for annotation in (row.comment, kind):
        SubElement(SubElement(rule, "annotationEntry"), "text").text = xml_text(annotation)


def _literal(parent: Element, tag: str, text: str) -> None:
    SubElement(SubElement(parent, tag), "text").text = xml_text(text)


def _type_name(type_: str) -> str:
    return type_.replace("list<", "list of ").replace(">", "")
