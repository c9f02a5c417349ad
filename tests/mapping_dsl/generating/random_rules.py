"""Mappings that nobody would write and submissions to try them on, the same for the same seed."""

import re
from random import Random
from typing import Any

from tests.mapping_dsl.golden import HEADING, RECEIVED_AT

#: by question, answers that fit and, last, one that does not
ANSWERS: dict[str, list[Any]] = {
    "kind": ["lost", "found", "stolen", "other"],
    "story": ["", "a knife", "x" * 90, "Ada", 3],
    "phone": ["020 7946 0042", "no", "+44 20 7946 0042", 3],
    "amount": [0, 1, 2.5, -3, "7"],
    "happenedOn": ["2026-10-05", "2024-02-29", "2026-02-30"],
    "happenedAt": ["09:30", "23:59", "25:00"],
    "seenAt": ["2026-10-05T09:30:00+01:00", "2026-01-05T09:30:00Z", "soon"],
    "again": [True, False, "yes"],
    "hurt": ["yes", "no", "dont_know"],
    "weapon": ["yes", "no", "maybe"],
    "things": [[], [{"name": "bag"}], [{"name": "bag"}, {}, {"name": None}], "none"],
}

#: by kind, what an expression may be; in braces the kind of what stands in it
EXPRESSIONS: dict[str, list[str]] = {
    "text": [
        "story", "kind", "phone", "hurt", '"a"', '""', '"lost"', "null", "submission.version", "one", "decided.left",
        "upper case({text})", "clean({text})", "to postcode({text})", "to phone({text})", "string({number})",
        "{text} + {text}", "if {truth} then {text} else {text}", "get or else({text}, {text})", "cut({text}, {number})",
        "label(hurt)", "option(kind)", "string join({texts}, {text})", "own({text})", "{texts}[1]", "{texts}[{number}]",
        "stations({text}).name", "risk level", "substring({text}, 2)", "twice({text}, {text})", "{any}",
    ],
    "number": [
        "amount", "0", "1", "2.5", "-3", "null", "two", "{number} + {number}", "{number} - {number}",
        "{number} * {number}", "{number} / {number}", "-({number})", "count({texts})", "sum([{number}, {number}])",
        "decimal({number}, 1)", "if {truth} then {number} else {number}", "string length({text})",
        "stations({text}).officers", "age({day}, {day})", "max({number}, {number})", "graded", "{any}",
    ],
    "truth": [
        "again", "true", "false", "null", "{text} = {text}", "{text} != {text}", "{number} < {number}",
        "{number} >= {number}", "{day} <= {day}", "{truth} and {truth}", "{truth} or {truth}", "not({truth})",
        "{text} in ({text}, {text})", '{text} in ("yes", "lost")', 'mentions({texts}, ["knife"])', "is blank({any})",
        'mentions({text}, ["a*", "knife"])', "list contains({texts}, {text})", "starts with({text}, {text})",
        "asked(kind)", "{any} = null", "null != {any}", "some x in {texts} satisfies x = {text}", "yes({text})",
        "every x in {texts} satisfies x != {text}", "{number} between {number} and {number}",
        "{number} in [1..{number}]",
        "{any} = {any}", "{day} in (> {day}, {day})", "{any} instance of string",
    ],
    "day": [
        "happenedOn", 'date("2026-10-05")', "null", "local date(seenAt)", '{day} + duration("P1D")',
        "local date({moment})",
        "if {truth} then {day} else {day}", "get or else({day}, {day})", "{any}",
    ],
    "moment": ["seenAt", "submission.received_at", "local instant({day}, happenedAt)", "{moment} + duration(\"PT1H\")"],
    "texts": [
        "all text", "[]", "[{text}, {text}]", "as list({text})", "as list({texts})", "{texts}[item != null]",
        "for x in {texts} return {text}", "concatenate({texts}, {texts})", "things.name", "distinct values({texts})",
        "filled({texts})", "{texts}[not(starts with(item, {text}))]", "if {truth} then {texts} else {texts}",
        "stations.name", "sort({texts}, function(x, y) x < y)",
    ],
    "any": [
        "{text}", "{number}", "{truth}", "{day}", "{texts}", "{moment}", "{{a: {text}, b: a}}", "things",
        "other answers",
    ],
}  # fmt: skip
#: names that are there only when flags, lets and decisions are, which those may not read themselves
LATER = {"one", "two", "graded", "decided.left", "risk level", "own({text})", "twice({text}, {text})"}
FIELDS = {
    "code": "text", "title": "text", "count": "number", "amount": "number", "dueOn": "day", "at": "moment",
    "done": "truth", "tags": "texts", "body": "text", "note": "text",
}  # fmt: skip
POLICIES = ["first", "unique", "any", "collect", "rule order"]
_HOLE = re.compile(r"(?<!\{)\{(\w+)\}")


class Writing:
    """Writes texts of mappings, and submissions."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def expression(self, kind: str, depth: int = 2, *, without: frozenset[str] = frozenset()) -> str:
        """An expression that is meant to be of a kind."""
        offered = [one for one in EXPRESSIONS[kind] if one not in without]
        if depth <= 0:
            offered = [one for one in offered if not _HOLE.search(one)] or ["null"]
        chosen = self.chance.choice(offered)
        filled = _HOLE.sub(lambda hole: f"({self.expression(hole[1], depth - 1, without=without)})", chosen)
        return filled.replace("{{", "{").replace("}}", "}")

    def mapping(self) -> str:
        """A whole mapping."""
        first, early = frozenset(LATER), frozenset(LATER - {"one", "two"})
        return "\n".join(
            [
                HEADING.rstrip(),
                'list stations from "stations.csv" by code with officers as number',
                f"let one = {self.expression('text', without=first)}",
                f"let two = {self.expression('number', without=first)}",
                "function own(given) = if given = null then one else given",
                "function twice(left, right) = own(left) + right",
                f"decide graded {self.chance.choice(POLICIES)}",
                f"    | {self.expression('text', 1, without=early)} | amount | => it |",
                *(f"    | {self._test()} | {self._number_test()} | {self._cell('number', early)} |" for _ in range(3)),
                "decide decided first",
                "    | kind | => left | right |",
                f'    | "lost" | {self._cell("text", early)} | {self._cell("number", early)} |',
                f"    | otherwise | {self._cell('text', early)} | null |",
                'flag "ONE" high',
                f"    when {self.expression('truth', without=early | {'graded'})}",
                f"    when {self.expression('truth', without=early)}",
                '    because "One"',
                'flag "TWO" low',
                f"    when {self.expression('truth', 1, without=early)}",
                '    because "Two"',
                *self._record(),
                "triage",
                f"    queue <- {self.expression('text')}",
                f"    priority <- {self.expression('number')}",
                f"    due <- {self.expression('moment')}",
            ]
        )

    def document(self) -> dict[str, Any]:
        """A submission in which anything may be blank, seldom of another type or in doubt."""
        answers = {}
        for name, values in ANSWERS.items():
            if self.chance.random() < 0.8:
                answers[name] = values[-1] if self.chance.random() < 0.03 else self.chance.choice(values[:-1])
        doubts = [name for name in ANSWERS if self.chance.random() < 0.02]
        version = self.chance.choice(["1.0", "2.0"])
        submission = {"form": "report", "version": version, "received_at": RECEIVED_AT, "submitted_at": RECEIVED_AT}
        return {"submission": submission, "answers": answers, "doubts": doubts}

    def _test(self) -> str:
        return self.chance.choice(
            ["-", '"lost"', '"a", "lost"', "null", "not(null)", 'not("a")', "starts with(?, story)"]
        )

    def _number_test(self) -> str:
        return self.chance.choice(["-", "< 1", "[1..3]", "1, 2.5", "null", "> two", "not(1)"])

    def _cell(self, kind: str, without: frozenset[str]) -> str:
        return self.expression(kind, 1, without=without)

    def _record(self) -> list[str]:
        fallbacks = [
            "",
            "",
            " otherwise blank",
            ' otherwise review "why"',
            ' otherwise "x"',
            " otherwise one otherwise two",
        ]
        fields = [
            f"    {field} <- {self.expression(FIELDS[field])}{self.chance.choice(fallbacks)}"
            for field in self.chance.sample(list(FIELDS), 7)
            if field != "body"
        ]
        when = self.chance.choice(["", f" when {self.expression('truth')}"])
        source = self.chance.choice(["things", "things", self.expression("any", 1)])
        where = self.chance.choice(["", f" where {self.expression('truth', 1)}"])
        return [
            f"record desk.case{when}",
            *fields,
            '    body <- """',
            f"        {{{self.expression('text', 1)}}} and {{{self.expression('number', 1)}}}",
            f"        {{{self.expression('day', 1)}}}",
            '        """',
            f"    things for each thing in {source}{where}",
            f"        name <- {self.chance.choice(['thing.name', 'string(place)', self.expression('text', 1)])}",
            f"    things when {self.expression('truth', 1)}",
            f"        name <- {self.expression('text', 1)}",
        ]
