"""What a record's schema says of its fields for people: what they are called, where they stand, what may be chosen.

Its words are annotations of JSON Schema: `x-label`, `x-itemName` (one element of a list), `x-section`, `x-codeList`,
`x-written` (how it is written), `x-correctable` (false: no person may change it), and on the record `x-sections` and
`x-foldedSections`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping_dsl.schemas import FieldSchema
from runtime.records.handover import Steps


@dataclass(frozen=True, slots=True)
class Description:
    """A field for people. Texts are empty where the schema does not say."""

    labels: tuple[
        str, ...
    ] = ()  #: from the outermost on, elements with their number: "Person 2", "Address", "Postcode"
    section: str = ""
    place: int = 0  #: among the fields of the record, the first ones first
    is_folded: bool = False  #: only of use to who looks after the system
    options: tuple[str, ...] = ()  #: the values that it may be chosen from
    is_yes_or_no: bool = False
    code_list: str = ""
    closed_because: str = ""  #: why nobody may correct it; empty where they may


NOT_DESCRIBED = Description()


def describe(record: FieldSchema, steps: Steps) -> Description:
    """What the record's schema says of the field there."""
    way = tuple(along(record, steps))
    if len(way) != len(steps):
        return NOT_DESCRIBED
    outer, field = way[0].schema, way[-1]
    section, sections = str(outer.get("x-section", "")), list(record.schema.get("x-sections", ()))
    return Description(
        labels=tuple(_labels(way, steps)),
        section=section,
        place=1000 * (sections.index(section) if section in sections else len(sections))
        + list(record.fields).index(str(steps[0])),
        is_folded=section in record.schema.get("x-foldedSections", ()),
        options=tuple(one for one in field.schema.get("enum", ()) if isinstance(one, str)),
        is_yes_or_no="boolean" in field.json_types,
        code_list=str(field.schema.get("x-codeList", "")),
        closed_because=closed_because(way),
    )


def along(schema: FieldSchema | None, steps: Steps) -> Iterator[FieldSchema]:
    """The schemas on the way to a field, its own last; fewer than steps where the record has no such place."""
    for step in steps:
        schema = schema and (schema.element if isinstance(step, int) else schema.fields.get(step))
        if schema is None:
            return
        yield schema


def closed_because(way: Sequence[FieldSchema]) -> str:
    """Why no person may change the field at the end of the way, as the end of a sentence; empty where they may."""
    for one in way:
        if one.filled_by:
            return f"is filled by the {one.filled_by}"
        if one.schema.get("x-correctable", True) is False:
            return "says where the report came from, which nobody changes"
    return "is a group of fields: correct them one by one" if way and way[-1].is_object else ""


def _labels(way: Sequence[FieldSchema], steps: Steps) -> Iterator[str]:
    for place, (schema, step) in enumerate(zip(way, steps, strict=True)):
        if isinstance(step, int):
            named = way[place - 1].schema
            name = named.get("x-itemName") or named.get("x-label")
            yield f"{name} {step + 1}" if name else ""
        elif not isinstance(next(iter(steps[place + 1 :]), None), int):
            yield str(schema.schema.get("x-label", ""))
