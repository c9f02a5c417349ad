"""What people write by habit is answered with what to write instead."""

import pytest

from mapping_dsl.feel import types
from mapping_dsl.feel.checker import check
from mapping_dsl.feel.parser import parse

VEHICLE = types.ContextOf((("vrm", types.STRING), ("stolen", types.BOOLEAN)))
SCOPE: dict[str, types.Type] = {
    "age": types.NUMBER,
    "name": types.STRING,
    "injured": types.BOOLEAN,
    "date of birth": types.DATE,
    "received": types.DATE_TIME,
    "vehicles": types.ListOf(VEHICLE),
}


def hint(text: str) -> str:
    """What the first problem of a text says to write."""
    parsed = parse(text, SCOPE)
    problems = parsed.problems if parsed.node is None else check(parsed.node, SCOPE).problems
    return problems[0].hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age > 18 and < 65", "name again what is compared: `age > 16 and age < 65`"),
        ('name = "Ann" or "Bob"', "each side of `or` is a whole condition: `age = 16 or age = 17`"),
        ('if(age > 17, "adult", "minor")', "write `if … then … else …`"),
        ('age > 17 then "adult"', "write `if … then … else …`"),
        ("name is null", "write `=`, or `!=` for `is not`"),
        ("count vehicles", "write `count(vehicles …)`"),
        ('name starts with "A"', "write `starts with(…, …)`"),
        ("len(name)", "write string length(…) for a text, count(…) for a list"),
        ("name.length", "write string length(…) for a text, count(…) for a list"),
        ("vehicles(1)", "take one element with [1]"),
        ("vehicles.colour", "it has vrm, stolen"),
        ("birth", "did you mean date of birth?"),
        ("today - date of birth", "a function is called with brackets: `today()`"),
        ("received + 1 day", 'a duration is written @"P1Y6M", @"P14D" or @"PT2H30M"'),
        ("received.hour > 22:00", 'a time is written @"22:00:00"'),
        (
            'received > "2026-01-01"',
            'a date, a time or a duration is written with an @: @"2026-10-05", @"10:30:00", @"PT2H"',
        ),
        ('injured = "yes"', "true and false stand without quotes"),
        ('age = "17"', "a number stands without quotes; number(…) makes one of a text"),
        ("age > 1 000", "write 1000 if this is one number, or an operator between two"),
        ("age in 1 to 5", "a range is written `[1..5]`"),
        ('name & "!"', "write `and` between conditions, `+` between texts"),
        ("month(date of birth)", "write `.month` behind a date or time"),
        ('CONCATENATE(name, "!")', "write `+` between texts, or string join(…); concatenate(…) joins lists"),
        ("countif(vehicles)", "write count(…), sum(…) or mean(…) of a filter: count(…[…])"),
        ("trim(name)", r'write replace(…, "^\\s+|\\s+$", "")'),
        ("age in [18..10]", "write two conditions with `or` between them where it goes round, as a night does"),
        ("date of brith", "did you mean date of birth?"),
        ("every v in vehicles satisfy v.stolen", "write `satisfies …` here"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(text: str, expected: str) -> None:
    assert hint(text) == expected
