"""What two mappings are compared by: each flag, part of the triage and field, with all that bears on it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mapping_dsl import nodes
from mapping_dsl.comparing.fingerprints import Fingerprints
from mapping_dsl.comparing.sides import Side
from mapping_dsl.expressions import expressions_in
from mapping_dsl.problems import Span
from mapping_dsl.program import Unit

Root: TypeAlias = tuple[Unit, nodes.Expression]
Header: TypeAlias = nodes.Record | nodes.Group


class SubjectKind(StrEnum):
    """What a subject is of an outcome."""

    FLAG = "flag"
    TRIAGE = "triage"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule stands."""

    file: str  #: the library's path, "modules/common-risk.mapping"
    span: Span


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a mapping says."""

    kind: SubjectKind
    name: str  #: of a flag, "priority", or a field's path without places
    fingerprint: str
    roots: tuple[Root, ...]
    place: Place
    level: str = ""  #: of a flag


def subjects(side: Side) -> Mapping[str, Subject]:
    """All subjects of a side by a key that says the same on the other side."""
    prints = Fingerprints(side)
    found = [*_flags(side, prints), *_triage(side, prints), *_fields(side, prints)]
    count: Counter[str] = Counter()
    by_key = {}
    for subject in found:
        count[subject.name] += 1
        by_key[f"{subject.kind} {subject.name} {count[subject.name]}"] = subject
    return by_key


def _flags(side: Side, prints: Fingerprints) -> Iterator[Subject]:
    for rule in side.interpreted.flags:
        unit = side.program.units[rule.file]
        roots = tuple((unit, when.expression) for when in rule.whens)
        place = Place(rule.file, rule.span)
        yield Subject(SubjectKind.FLAG, rule.name, prints.of_flag(rule.name), roots, place, rule.level)


def _triage(side: Side, prints: Fingerprints) -> Iterator[Subject]:
    """The parts of the triage; what is not said there follows the risk level."""
    parts = {
        part.path.text: (unit, part)
        for unit, triage in side.program.all_of(nodes.Triage)
        for part in triage.parts
        if isinstance(part, nodes.Field)
    }
    for name, (unit, part) in parts.items():
        roots = tuple((unit, one) for one in expressions_in(part))
        yield Subject(SubjectKind.TRIAGE, name, _of_part(prints, unit, part), roots, Place(unit.path, part.span))


def _fields(side: Side, prints: Fingerprints) -> Iterator[Subject]:
    for unit, record in side.program.all_of(nodes.Record):
        schema = side.program.records.get(record.target.text)
        known = str(schema.schema) if schema else ""
        yield from _inside(prints, unit, (record,), f"{known} ")


def _inside(prints: Fingerprints, unit: Unit, headers: tuple[Header, ...], outer: str) -> Iterator[Subject]:
    """The fields under a record or group; whether they are made at all is a part of what they say."""
    header = headers[-1]
    entering = tuple(one for one in (*_of_each(header), header.when) if one)
    outer += "/".join(prints.of(unit, one) for one in entering) + "/"
    for part in header.body:
        if isinstance(part, nodes.Group):
            yield from _inside(prints, unit, (*headers, part), outer)
        elif isinstance(part, nodes.Field | nodes.Text):
            above = (one for each in headers for one in (*_of_each(each), each.when) if one)
            roots = tuple((unit, one) for one in (*above, *expressions_in(part)))
            path = ".".join((*map(_name, headers), part.path.text))
            fingerprint = outer + _of_part(prints, unit, part)
            yield Subject(SubjectKind.FIELD, path, fingerprint, roots, Place(unit.path, part.span))


def _of_part(prints: Fingerprints, unit: Unit, part: nodes.Field | nodes.Text) -> str:
    lines = part.lines if isinstance(part, nodes.Text) else ((part.value,),)
    said = (one if isinstance(one, str) else prints.of(unit, one) for line in lines for one in (*line, "\n"))
    fallbacks = (f"{one.kind} {prints.of(unit, one.value)} {one.reason}" for one in part.otherwise)
    return "".join((*said, *fallbacks))


def _of_each(header: Header) -> tuple[nodes.Expression | None, ...]:
    return (header.each.source, header.each.where) if header.each else ()


def _name(header: Header) -> str:
    return header.target.text if isinstance(header, nodes.Record) else header.path.text
