"""What a record's schema tells people of its fields."""

from pathlib import Path

from mapping_dsl.schemas import FieldSchema, read_record_schema
from runtime.records.described import describe
from runtime.records.handover import steps_of

ROOT = Path(__file__).parents[3]


def chs() -> FieldSchema:
    path = ROOT / "mappings" / "records" / "chs.incident" / "1.json"
    return read_record_schema(path.read_text("utf-8"), path.name)


def test_a_field_of_an_element_is_called_by_the_element_and_itself() -> None:
    described = describe(chs(), steps_of("persons[2].address.postcode"))

    assert described.labels == ("Person 2", "Address", "Postcode")
    assert described.section == "People"


def test_what_matters_to_an_operator_stands_before_what_is_technical() -> None:
    names = ("provenance.formSchemaId", "property[1].category", "narrative", "occurredFrom", "callerPhone", "formId")

    described = {name: describe(chs(), steps_of(name)) for name in names}

    in_order = sorted(names, key=lambda name: described[name].place)
    assert in_order[:4] == ["callerPhone", "occurredFrom", "narrative", "property[1].category"]
    assert [name for name in in_order if described[name].is_folded] == in_order[4:]


def test_a_schema_that_says_nothing_for_people_still_names_what_may_be_chosen() -> None:
    record = FieldSchema({"type": "object", "properties": {"kind": {"enum": ["a", "b", None]}}})

    described = describe(record, ("kind",))

    assert (described.options, described.labels, described.closed_because) == (("a", "b"), ("",), "")


def test_a_place_that_the_record_does_not_have_is_described_by_nothing() -> None:
    assert describe(chs(), steps_of("vehicles[1].wings")).labels == ()


def test_every_field_of_the_project_records_has_its_label() -> None:
    for record in ("chs.incident", "connect.crime"):
        path = ROOT / "mappings" / "records" / record / "1.json"
        assert list(unnamed(read_record_schema(path.read_text("utf-8"), path.name))) == []


def unnamed(schema: FieldSchema) -> list[str]:
    """The names of the fields that have no label."""
    inner = schema.element or schema
    here = [name for name, one in inner.fields.items() if not one.schema.get("x-label")]
    return here + [name for one in inner.fields.values() for name in unnamed(one)]
