"""Documents as other editors write them open here: versions, prefixes, types and habits that are not ours."""

import pytest

from mapping_dsl.exchange.dmn_names import MODELS
from mapping_dsl.exchange.dmn_reading import read_dmn
from mapping_dsl.exchange.tables import InputColumn, OutputColumn, Table, TableRow
from mapping_dsl.feel.tables import HitPolicy

#: descriptions for annotations, engine types, an empty cell for any, an output without a name, attributes of its own
MODELER = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{model}" xmlns:own="http://example.org/own" id="d" name="DRD" namespace="http://example.org/dmn">
  <decision id="Decision_1" name="Dish">
    <decisionTable id="t" hitPolicy="COLLECT" aggregation="MAX">
      <input id="i1" label="How many guests?" own:inputVariable="guests">
        <inputExpression id="e1" typeRef="integer"><text>guests</text></inputExpression>
      </input>
      <input id="i2"><inputExpression id="e2" typeRef="string"><text>season</text></inputExpression></input>
      <output id="o1" label="Price" typeRef="double" />
      <rule id="r1">
        <description>Winter is dear</description>
        <inputEntry id="c1"><text>]5..10]</text></inputEntry>
        <inputEntry id="c2"><text>"Winter",
          "Autumn"</text></inputEntry>
        <outputEntry id="c3"><text>12.5</text></outputEntry>
      </rule>
      <rule id="r2">
        <inputEntry id="c4"><text></text></inputEntry>
        <inputEntry id="c5"><text>-</text></inputEntry>
        <outputEntry id="c6"><text>9</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>"""

#: every element and FEEL's types with a prefix, defaults, own types, two annotations, a decision without a table
PREFIXED = """<semantic:definitions xmlns:semantic="https://www.omg.org/spec/DMN/20211108/MODEL/" namespace="n">
  <semantic:itemDefinition name="tKind"><semantic:typeRef>string</semantic:typeRef>
    <semantic:allowedValues><semantic:text>"a","b"</semantic:text></semantic:allowedValues></semantic:itemDefinition>
  <semantic:decision id="a" name="Grade">
    <semantic:decisionTable hitPolicy="PRIORITY">
      <semantic:input><semantic:inputExpression typeRef="tKind"><semantic:text>kind</semantic:text>
        </semantic:inputExpression><semantic:inputValues><semantic:text>"a","b"</semantic:text></semantic:inputValues>
      </semantic:input>
      <semantic:output name="grade" typeRef="feel:string">
        <semantic:outputValues><semantic:text>"I","S"</semantic:text></semantic:outputValues>
        <semantic:defaultOutputEntry><semantic:text>"R"</semantic:text></semantic:defaultOutputEntry>
      </semantic:output>
      <semantic:annotation name="Why"/><semantic:annotation name="Who"/>
      <semantic:rule>
        <semantic:inputEntry><semantic:text>"a"</semantic:text></semantic:inputEntry>
        <semantic:outputEntry><semantic:text>"I"</semantic:text></semantic:outputEntry>
        <semantic:annotationEntry><semantic:text>the law</semantic:text></semantic:annotationEntry>
        <semantic:annotationEntry><semantic:text>Jo</semantic:text></semantic:annotationEntry>
      </semantic:rule>
    </semantic:decisionTable>
  </semantic:decision>
  <semantic:decision id="b" name="Sum"><semantic:literalExpression><semantic:text>1 + 1</semantic:text>
  </semantic:literalExpression></semantic:decision>
</semantic:definitions>"""


@pytest.mark.parametrize("model", MODELS)
def test_a_table_of_every_version_of_dmn_is_read(model: str) -> None:
    reading = read_dmn(MODELER.format(model=model).encode())

    rows = (
        TableRow(("(5..10]", '"Winter", "Autumn"'), ("12.5",), "Winter is dear"),
        TableRow(("-", "-"), ("9",)),
    )
    inputs = (InputColumn("guests", "number", "How many guests?"), InputColumn("season", "string"))
    assert reading.problems == []
    assert reading.tables == [Table("Dish", HitPolicy.COLLECT_MAX, inputs, (OutputColumn("Price", "number"),), rows)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("not(]5..10[)", "not((5..10))"),
        ('"]5..10[", ]5..10[', '"]5..10[", (5..10)'),
        (']@"2026-10-05"..@"2026-10-06"[', '(@"2026-10-05"..@"2026-10-06")'),
        ("[5..10]", "[5..10]"),
    ],
)
def test_a_range_with_its_brackets_turned_outward_is_read_outside_of_strings(written: str, read: str) -> None:
    text = MODELER.format(model=MODELS[0]).replace("]5..10]", written)

    reading = read_dmn(text.encode())

    assert reading.tables[0].rows[0].tests[0] == read


def test_prefixes_own_types_defaults_and_annotations_are_understood() -> None:
    reading = read_dmn(PREFIXED.encode())

    row = TableRow(('"a"',), ('"I"',), "the law\nJo")
    outputs = (OutputColumn("grade", "string", ('"I"', '"S"')),)
    inputs = (InputColumn("kind", "string"),)
    assert reading.tables == [Table("Grade", HitPolicy.PRIORITY, inputs, outputs, (row,), TableRow((), ('"R"',)))]


def test_what_is_left_behind_is_told_and_stops_nothing() -> None:
    reading = read_dmn(PREFIXED.encode())

    assert not reading.is_stopped
    assert [problem.place for problem in reading.problems] == ["decision Grade, input kind", "decision Sum"]


def test_a_cell_in_another_language_is_told_by_its_place() -> None:
    text = MODELER.format(model=MODELS[0]).replace('<outputEntry id="c6">', '<outputEntry expressionLanguage="juel">')

    reading = read_dmn(text.encode())

    assert [problem.describe() for problem in reading.problems] == [
        "decision Dish, row 2: a cell is written in juel, not in FEEL; write it in FEEL"
    ]


def test_a_row_that_lacks_a_cell_is_told() -> None:
    text = MODELER.format(model=MODELS[0]).replace('<inputEntry id="c5"><text>-</text></inputEntry>', "")

    reading = read_dmn(text.encode())

    assert reading.tables == []
    assert reading.problems[0].describe().startswith("decision Dish, row 2: it has 1 tests and 1 values")


def test_another_document_is_refused_by_what_it_is() -> None:
    reading = read_dmn(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')

    assert reading.problems[0].message.startswith("the file is no DMN 1.1 to 1.5: it begins with definitions of http")
