"""Tables of random cells over a small form, and what FEEL itself says of every elementary point of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product
from random import Random
from typing import Any

import mapping_dsl
from mapping_dsl import feel, nodes
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.tables import Table
from mapping_dsl.checker import check
from mapping_dsl.problems import Severity
from mapping_dsl.program import Program, assemble

HEADING = 'mapping test "Test"\n    form test versions 1.0 to 2.0\n    target desk.case version 1\n'
#: what each answer is worth trying with: every value that a cell may name, and one beside, between and beyond them
POINTS: dict[str, tuple[Any, ...]] = {
    "amount": (None, -1, 0, 2, 5, Decimal("7.5"), 10, 11),
    "times": (None, 0, 1, 2, 3, 4, 5),
    "kind": (None, "lost", "found", "stolen"),
    "hurt": (None, True, False),
    "day": (None, *(date(2026, 1, one) for one in range(1, 7))),
    "hour": (None, *(time(one, minute) for one in (8, 12) for minute in (0, 1)), time(7), time(23)),
    "name": (None, "Ann", "Bo", "something else"),
}
LITERALS: dict[str, tuple[str, ...]] = {
    "amount": ("0", "5", "10"),
    "times": ("1", "2", "4"),
    "kind": ('"lost"', '"found"', '"stolen"'),
    "hurt": ("true", "false"),
    "day": ('date("2026-01-02")', '@"2026-01-03"', 'date("2026-01-05")'),
    "hour": ('time("08:00:00")', '@"12:00:00"'),
    "name": ('"Ann"', '"Bo"'),
}
_ORDERED = ("amount", "times", "day", "hour")
#: a question that version 1.0 does not ask, and one whose answer may not be left out
_NEW, _REQUIRED = "times", "hurt"
#: columns that are no answer by themselves
COMPUTED = {
    "amount > 5": "hurt",
    "if hurt then kind else null": "kind",
    "kind = null or hurt": "hurt",
    "other name": "name",
}
LETS = "let other name = name\n"


def _schema(version: str) -> str:
    kinds = ["lost", "found"] if version == "1.0" else ["lost", "found", "stolen"]
    properties: dict[str, Any] = {
        "amount": {"type": ["number", "null"]},
        "times": {"type": ["integer", "null"], "minimum": 0},
        "kind": {"type": ["string", "null"], "oneOf": [*({"const": one, "title": one.title()} for one in kinds)]},
        "hurt": {"type": ["boolean", "null"]},
        "day": {"type": ["string", "null"], "format": "date"},
        "hour": {"type": ["string", "null"], "x-displayFormat": "HH:mm"},
        "name": {"type": ["string", "null"]},
    }
    if version == "1.0":
        del properties[_NEW]
    for order, (name, one) in enumerate(properties.items()):
        one |= {"x-label": f"What is the {name}?", "x-order": order, "x-section": "All"}
    schema = {
        "$id": f"urn:test:{version}", "title": "Test", "x-formId": "test", "x-formCode": "TST", "x-brand": "test",
        "x-formVersion": version, "x-dateFormat": "DD/MM/YYYY", "x-sections": ["All"], "x-required": [_REQUIRED],
        "required": [_REQUIRED], "type": "object", "properties": properties,
    }  # fmt: skip
    return json.dumps(schema)


@cache
def library() -> mapping_dsl.Library:
    """A library with one form in two versions, which differ by an option and a question."""
    record = json.dumps({"type": "object", "properties": {"code": {"type": ["string", "null"]}}})
    return mapping_dsl.Library(
        {
            "forms/test/1.0.json": _schema("1.0"),
            "forms/test/2.0.json": _schema("2.0"),
            "records/desk.case/1.json": record,
            "test/test.mapping": HEADING,
        }
    )


@dataclass(frozen=True)
class Case:
    """A decision table as text: its columns, the cells of each row, its outputs and its hit policy."""

    policy: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    outputs: tuple[str, ...]
    has_otherwise: bool = False

    @property
    def text(self) -> str:
        """The mapping that holds the table."""
        order = ' in ("A", "B", "C")' if self.policy == "priority" else ""
        lines = [f"    | {' | '.join(self.columns)} | => code{order} |"]
        lines += [f"    | {' | '.join(cells)} | {out} |" for cells, out in zip(self.rows, self.outputs, strict=True)]
        if self.has_otherwise:
            lines.append(f"    | otherwise | {'| ' * (len(self.columns) - 1)}null |")
        return (
            f"{HEADING}{LETS}decide code {self.policy}\n" + "\n".join(lines) + "\nrecord desk.case\n    code <- code\n"
        )

    def table(self) -> Table:
        """The table as it is analysed."""
        program = self.program()
        checked = check(program)
        errors = [one for one in checked.problems if one.severity is Severity.ERROR]
        assert not errors, errors[0].describe(self.text)
        ((unit, node),) = program.all_of(nodes.Decide)
        return Table(Surroundings(program, checked.meanings), unit, node)

    def program(self) -> Program:
        """The whole mapping."""
        return assemble(library().mapping("test", text=self.text))

    # --- by brute force

    def points(self) -> Iterator[dict[str, Any]]:
        """Every combination of values that some version of the form can have, elementary pieces once each."""
        names = sorted({name for column in self.columns for name in answers_in(column)})
        for values in product(*(POINTS[name] for name in names)):
            point = dict(zip(names, values, strict=True))
            if versions_of(point):
                yield point

    def fits(self, point: dict[str, Any]) -> list[bool]:
        """For each row whether FEEL says that it fits."""
        values = [_value(column, tuple(point[name] for name in answers_in(column))) for column in self.columns]
        return [all(map(_passes, cells, map(type, values), values)) for cells in self.rows]


@lru_cache(maxsize=None, typed=True)
def _value(column: str, values: tuple[Any, ...]) -> Any:
    """What a column comes to for its answers."""
    named = dict(zip(answers_in(column), values, strict=True))
    return feel.evaluate(column, {**named, "other name": named.get("name")})


@cache
def _passes(cell: str, _type: type, value: Any) -> bool:
    """Whether a value passes a cell; `_type` tells 1 from true."""
    return cell == "-" or feel.unary_tests(cell, value, {}) is True


def answers_in(column: str) -> list[str]:
    """The answers that a column asks about."""
    return [name for name in POINTS if name in column.replace("other name", "name").split()]


def versions_of(point: dict[str, Any]) -> list[str]:
    """The versions of the form in which answers can be so."""
    return ["2.0", "1.0"] if point.get(_NEW) is None and point.get("kind") != "stolen" else ["2.0"]


def is_in_doubt(point: dict[str, Any]) -> bool:
    """Whether an answer is missing that was required: what reads it goes to a person anyway."""
    return point.get(_REQUIRED, True) is None


def is_filled(point: dict[str, Any]) -> bool:
    """Whether nothing is blank that somebody could have filled in, in a version that has the rest."""
    blank = {name for name, value in point.items() if value is None}
    return not blank or (blank == {_NEW} and "1.0" in versions_of(point))


def random_case(random: Random) -> Case:
    """A table of one to four columns and one to six rows."""
    names = [*POINTS, *COMPUTED]
    columns = tuple(random.choices(names, k=random.randint(1, 3)))
    rows = tuple(
        tuple(_cell(random, COMPUTED.get(name, name)) for name in columns) for _ in range(random.randint(1, 6))
    )
    policy = random.choice(["first", "unique", "any", "priority"])
    outputs = tuple(random.choice(['"A"', '"B"', '"C"']) for _ in rows)
    return Case(policy, columns, rows, outputs, random.random() < 0.2)


def _cell(random: Random, name: str) -> str:
    made = random.random()
    if made < 0.25:
        return "-"
    if made < 0.85:
        return _tests(random, name)
    if made < 0.95:
        return f"not({_tests(random, name)})"
    return random.choice(["? = null", "? != null", f"? = {LITERALS[name][0]} or ? = null"])


def _tests(random: Random, name: str) -> str:
    return ", ".join(_test(random, name) for _ in range(random.choice([1, 1, 1, 2, 3])))


def _test(random: Random, name: str) -> str:
    one, other = sorted(random.choices(range(len(LITERALS[name])), k=2))
    low, high = LITERALS[name][one], LITERALS[name][other]
    plain = [low, low, "null", f"!= {low}", f"= {low}", f"? in ({low}, {high})", f"[{low}, {high}]"]
    if name not in _ORDERED:
        return random.choice(plain)
    range_ = f"{random.choice('[(')}{low}..{high}{random.choice('])')}"
    orders = [f"{sign} {low}" for sign in ("<", "<=", ">", ">=")]
    return random.choice(
        [*plain, *orders, *orders, range_, range_, range_, f"? between {low} and {high}", f"[{range_}, {low}]"]
    )
