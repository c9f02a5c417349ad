"""What the engines are timed on: expressions as mappings have them, over the answers of one form."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression, and what it is called in another language where that differs."""

    kind: str
    text: str
    zen: str = ""


CONTEXT: dict[str, Any] = {
    "amount": 240,
    "quantity": 3,
    "rate": 17,
    "age": 34,
    "kind": "phone",
    "surname": "Oakley",
    "forename": "Rowan",
    "postcode": "ZZ99 3WZ",
    "happened": "2026-10-03",
    "reported": "2026-10-05",
    "consent": True,
    "things": [
        {"kind": "phone", "value": 650, "tracked": True},
        {"kind": "bicycle", "value": 420, "tracked": False},
        {"kind": "bag", "value": 35, "tracked": False},
        {"kind": "laptop", "value": 1100, "tracked": True},
    ],
    "values": [650, 420, 35, 1100],
    "names": ["phone", "bicycle", "bag", "laptop"],
    "victim": {"name": {"last": "Oakley", "first": "Rowan"}, "age": 34},
}

EXPRESSIONS = (
    Expression("arithmetic", "amount * quantity + rate"),
    Expression("arithmetic", "(amount - rate) / quantity * 100"),
    Expression("arithmetic", "amount + amount * rate / 100"),
    Expression("strings", 'surname + ", " + forename'),
    Expression("strings", "upper case(surname)", "upper(surname)"),
    Expression("strings", 'contains(postcode, "ZZ99") and starts with(surname, "Oak")',
               'contains(postcode, "ZZ99") and startsWith(surname, "Oak")'),
    Expression("strings", "string length(postcode) < 9", "len(postcode) < 9"),
    Expression("comparison", 'age >= 18 and consent and kind = "phone"', 'age >= 18 and consent and kind == "phone"'),
    Expression("comparison", "age between 18 and 64", "age >= 18 and age <= 64"),
    Expression("comparison", "age in [18..64]"),
    Expression("comparison", 'kind in ("phone", "tablet", "laptop")', 'kind in ["phone", "tablet", "laptop"]'),
    Expression("conditionals", 'if age < 18 then "child" else "adult"', 'age < 18 ? "child" : "adult"'),
    Expression("conditionals", 'if amount > 1000 then "high" else if amount > 100 then "medium" else "low"',
               'amount > 1000 ? "high" : amount > 100 ? "medium" : "low"'),
    Expression("dates", 'date(reported) - date(happened) <= duration("P7D")',
               '(d(reported).timestamp() - d(happened).timestamp()) <= duration("7d") * 1000'),
    Expression("dates", 'date(happened) + duration("P28D") > date("2026-10-20")',
               'd(happened).add("28d") > d("2026-10-20")'),
    Expression("dates", "date(happened).year", "d(happened).year()"),
    Expression("paths and contexts", 'victim.name.first + " " + victim.name.last'),
    Expression("paths and contexts", "{total: sum(values), mean: total / 4}.mean", "{total: sum(values)}.total / 4"),
    Expression("filters", "things[value > 400].kind", "map(filter(things, #.value > 400), #.kind)"),
    Expression("filters", "things[tracked = true][1].value", "filter(things, #.tracked == true)[0].value"),
    Expression("filters", "count(things[value > 400])", "count(things, #.value > 400)"),
    Expression("loops", "for thing in things return thing.value * 2", "map(things, #.value * 2)"),
    Expression("loops", "for n in values return if n > 400 then n else 0", "map(values, # > 400 ? # : 0)"),
    Expression("loops", "some thing in things satisfies thing.value > 1000", "some(things, #.value > 1000)"),
    Expression("loops", "every n in values satisfies n > 10", "all(values, # > 10)"),
    Expression("lists", "sum(values)"),
    Expression("lists", 'list contains(names, "bag")', 'contains(names, "bag")'),
    Expression("lists", "max(values) - min(values)"),
    Expression("lists", "count(concatenate(values, [1, 2, 3]))"),
    Expression("numbers", "floor(amount / 7)"),
    Expression("numbers", "decimal(amount / 7, 2)", "round(amount / 7, 2)"),
)  # fmt: skip
