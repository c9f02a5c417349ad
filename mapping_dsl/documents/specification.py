"""A mapping as a specification in plain English, which the people who answer for the records can read and sign."""

from collections.abc import Iterator

from mapping_dsl import nodes
from mapping_dsl.documents.described_mapping import DescribedMapping, describe
from mapping_dsl.documents.document import Block, Bullets, Document, Grid, Heading, Paragraph, Signatures
from mapping_dsl.exchange.grid import MEANINGS
from mapping_dsl.expressions import rows_of
from mapping_dsl.library import ENGINE_VERSION, Source
from mapping_dsl.program import Unit
from mapping_dsl.wording.rules import FieldRule, fallbacks, field_rules, when_made

_SIGNED_BY = ("Business analyst", "Records manager", "Information asset owner")
_WHERE_NOTHING_IS_SAID = (
    "A field without a value is left blank, unless the last column says otherwise; where a value could not be worked "
    "out, or rests on an answer in doubt, a person is asked to look at that field."
)
_TRIAGE = {
    "queue": "The queue in which it waits",
    "priority": "How soon its turn comes, from 0 (last) to 100 (first)",
    "due": "When somebody must have looked at it",
}


def specification(source: Source) -> Document:
    """The whole mapping in words. Raises MappingError where it cannot run."""
    mapping = describe(source)
    blocks = (
        *_about(mapping),
        *_records(mapping),
        *_values(mapping),
        *_tables(mapping),
        *_flags(mapping),
        *_triage(mapping),
        *_ignored(mapping),
        *_lists(mapping),
        *_examples(mapping),
        *_signing(mapping),
    )
    return Document(f"{mapping.title}: how the form becomes records", blocks, mapping.identity)


def _about(mapping: DescribedMapping) -> Iterator[Block]:
    yield Paragraph(
        "This document says, rule by rule, what becomes of each answer of the form. It is made from the mapping "
        "itself, so that what is signed is what runs. Where plain words would mislead, a rule is quoted as it is "
        "written."
    )
    yield Grid(("What", "Which"), tuple(_facts(mapping)))


def _facts(mapping: DescribedMapping) -> Iterator[tuple[str, str]]:
    declared = mapping.program.mapping
    if declared and declared.form:
        yield "Form", f"{declared.form.name.text}, versions {declared.form.first.text} to {declared.form.last.text}"
    for version in mapping.program.questions.versions:
        yield f"Form version {version.version}", f"{version.title} ({version.schema_id})"
    for target in declared.targets if declared else ():
        yield "Record", f"{target.record.text}, version {target.version.text}"
    modules = [unit.module for unit in mapping.program.units.values() if unit.module]
    if modules:
        yield "Shared modules", "\n".join(f"{one.id.text}: {one.title.text}" for one in modules)
    yield "Engine", f"version {ENGINE_VERSION}"
    yield "SHA-256 of all texts", mapping.source.hash


def _records(mapping: DescribedMapping) -> Iterator[Block]:
    for unit, record in mapping.all_of(nodes.Record):
        name = record.target.text
        schema = mapping.program.records.get(name)
        yield Heading(f"Record {name}")
        made = when_made(mapping.wording, unit, record)
        yield Paragraph(f"It is made {made}." if made else "It is made for every submission.")
        rows = [_field(rule) for rule in field_rules(mapping.wording, unit, record, schema)]
        yield Paragraph(_WHERE_NOTHING_IS_SAID)
        yield Grid(("Field", "Label", "Where it comes from", "Where there is no value"), tuple(rows))
        others = [key for key, one in schema.fields.items() if one.filled_by] if schema else []
        if others:
            yield Paragraph(f"Filled by others, not by this mapping: {', '.join(others)}.")


def _field(rule: FieldRule) -> tuple[str, ...]:
    return (rule.path, rule.label, rule.source, rule.otherwise)


def _values(mapping: DescribedMapping) -> Iterator[Block]:
    lets = [(unit, one) for unit, one in mapping.all_of(nodes.Let)]
    if not lets:
        return
    yield Heading("Values that are worked out once")
    rows = ((f"“{one.name.text}”", mapping.wording.of(unit, one.value), _origin(unit)) for unit, one in lets)
    yield Grid(("Name", "What it is", "From"), tuple(rows))


def _tables(mapping: DescribedMapping) -> Iterator[Block]:
    tables = list(mapping.all_of(nodes.Decide))
    if tables:
        yield Heading("Decision tables")
    for unit, one in tables:
        yield Heading(f"“{one.name.text}”", 2)
        yield Paragraph(" ".join(filter(None, _about_table(mapping, unit, one))))
        inputs = [mapping.wording.of(unit, column) for column in one.inputs]
        outputs = [f"gives {output.name.text}" for output in one.outputs]
        rows = tuple(tuple(_row(mapping, unit, one, row)) for row in rows_of(one))
        yield Grid((*inputs, *outputs), rows)


def _about_table(mapping: DescribedMapping, unit: Unit, table: nodes.Decide) -> Iterator[str]:
    meaning = MEANINGS[table.policy]
    yield f"{meaning[0].upper()}{meaning[1:]}."
    for output in table.outputs:
        if output.order:
            yield f"The values of {output.name.text} in order: {mapping.wording.of(unit, output.order)}."
    yield _reason(table.because)


def _row(mapping: DescribedMapping, unit: Unit, table: nodes.Decide, row: nodes.Row) -> Iterator[str]:
    if not row.tests:
        yield from ("in all other cases", *[""] * (len(table.inputs) - 1))
    for column, cell in zip(table.inputs, row.tests, strict=False):
        yield mapping.wording.test(unit, column, cell) if cell else "anything"
    for output in row.outputs:
        yield mapping.wording.of(unit, output) if output else "nothing"


def _flags(mapping: DescribedMapping) -> Iterator[Block]:
    if not mapping.flags:
        return
    yield Heading("Flags")
    yield Paragraph(
        "A flag is raised where any of its conditions holds. Where none holds but one cannot be told, because an "
        "answer is in doubt, the flag is shown as unclear and weighs like a raised one. In words that are looked for, "
        "a * stands for any letters."
    )
    rows = tuple((one.name, str(one.level), "\nor: ".join(one.whens), one.because) for one in mapping.flags)
    yield Grid(("Flag", "Level", "Raised where", "Because"), rows)


def _triage(mapping: DescribedMapping) -> Iterator[Block]:
    yield Heading("Triage")
    found = list(mapping.all_of(nodes.Triage))
    rows = tuple(
        (_TRIAGE.get(part.path.text, part.path.text), mapping.wording.of(unit, part.value), _else(mapping, unit, part))
        for unit, one in found
        for part in one.parts
        if isinstance(part, nodes.Field)
    )
    if rows:
        yield Grid(("What", "How it is settled", "Where that gives nothing"), rows)
    yield from (Paragraph(_reason(one.because)) for _, one in found if one.because)
    yield Paragraph(
        "What is not settled so goes by the risk level: priority 100 for critical, 80 for high, 50 for medium, "
        "else 20; queue unsorted; due at once."
    )


def _else(mapping: DescribedMapping, unit: Unit, part: nodes.Field) -> str:
    return fallbacks(mapping.wording, unit, part.otherwise) or "by the risk level"


def _ignored(mapping: DescribedMapping) -> Iterator[Block]:
    ignored = [(name.text, one.because.text) for _, one in mapping.all_of(nodes.Ignore) for name in one.answers]
    if not ignored:
        return
    yield Heading("Answers that go nowhere, and why")
    rows = ((_question(mapping, name), name, because) for name, because in ignored)
    yield Grid(("Question", "Answer", "Why"), tuple(rows))


def _question(mapping: DescribedMapping, name: str) -> str:
    question = mapping.wording.question(name)
    return question.label if question else name


def _lists(mapping: DescribedMapping) -> Iterator[Block]:
    lists = list(mapping.all_of(nodes.List))
    if not lists:
        return
    yield Heading("Code lists")
    rows = tuple(
        (f"“{one.name.text}”", one.file.text, one.key.text, str(len(codes.rows)) if codes else "")
        for _, one in lists
        for codes in [mapping.program.lists.get(one.name.text)]
    )
    yield Grid(("List", "File", "Found by", "Entries"), rows)


def _examples(mapping: DescribedMapping) -> Iterator[Block]:
    examples = list(mapping.all_of(nodes.Example))
    if examples:
        yield Heading("Examples that must hold before it can be published")
    for unit, one in examples:
        yield Heading(one.title.text, 2)
        yield Paragraph(f"For the sample {one.given.text}:")
        yield Bullets(tuple(mapping.wording.condition(unit, expect) for expect in one.expects))


def _signing(mapping: DescribedMapping) -> Iterator[Block]:
    yield Heading("Agreed")
    yield Paragraph(f"The signatures hold for the texts with this hash and for no others: {mapping.source.hash}")
    yield Signatures(_SIGNED_BY)


def _reason(because: nodes.Quoted | None) -> str:
    return f"It may read protected answers because: {because.text}" if because else ""


def _origin(unit: Unit) -> str:
    return unit.module.id.text if unit.module else "this mapping"
