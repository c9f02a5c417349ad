"""What is known of conditions is what trying every elementary point finds, and its witnesses hold."""

import os
from functools import lru_cache
from itertools import product
from random import Random
from typing import Any

import pytest

import mapping_dsl
from mapping_dsl import feel, nodes
from mapping_dsl.analysis import Analysis, Condition
from mapping_dsl.checker import check
from mapping_dsl.program import assemble
from tests.mapping_dsl.analysis.random_tables import HEADING, LITERALS, POINTS, library, versions_of

CONDITIONS = 5_000 if os.environ.get("STUDIO_THOROUGH") else 500
BATCH = 100
_ORDERED = ("amount", "times", "day", "hour")


def condition_of(text: str, before: str = "") -> Condition:
    source = library().mapping("test", text=f'{HEADING}{before}flag "A" low\n    when {text}\n    because "It is so"\n')
    program = assemble(source)
    meanings = check(program).meanings
    ((unit, flag),) = program.all_of(nodes.Flag)
    condition = Analysis(program, meanings).condition(unit, flag.whens[0])
    assert condition, text
    return condition


@pytest.mark.parametrize("batch", range(CONDITIONS // BATCH))
def test_whether_a_condition_can_hold_or_fail_is_what_brute_force_finds(batch: int) -> None:
    random = Random(1_000 + batch)

    for _ in range(BATCH):
        text = _condition(random, depth=2)
        condition = condition_of(text)
        values = {_holds(text, tuple(point.items())) for point in _points(text)}

        assert (condition.can_be_true, condition.can_be_untrue) == (True in values, False in values), text
        for wanted in (True, False):
            for witness in condition.witnesses(wanted, at_most=5):
                assert _holds(text, tuple(witness.answers.items())) is wanted, (text, witness)
                assert witness.version in versions_of(dict(witness.answers)), (text, witness)


def _points(text: str) -> list[dict[str, Any]]:
    names = _names(text)
    points = (dict(zip(names, values, strict=True)) for values in product(*(POINTS[name] for name in names)))
    return [point for point in points if versions_of(point)]


def _names(text: str) -> list[str]:
    return [name for name in POINTS if name in text.replace("(", " ").replace(")", " ").split()]


@lru_cache(maxsize=None, typed=True)
def _compiled(text: str) -> feel.Compiled:
    return feel.compile(text, names=list(POINTS))


def _holds(text: str, answers: tuple[tuple[str, Any], ...]) -> bool:
    return _compiled(text)({**dict.fromkeys(POINTS), **dict(answers)}) is True


def _condition(random: Random, depth: int) -> str:
    if depth and random.random() < 0.7:
        left, right = _condition(random, depth - 1), _condition(random, depth - 1)
        return f"( {left} ) {random.choice(['and', 'or'])} ( {right} )"
    if random.random() < 0.1:
        return f"not( {_comparison(random)} )"
    return _comparison(random)


def _comparison(random: Random) -> str:
    name = random.choice(["amount", "kind", "hurt", "times", "name", "kind", "amount"])
    low, high = (LITERALS[name][at] for at in sorted(random.choices(range(len(LITERALS[name])), k=2)))
    made = [f"{name} = {low}", f"{name} != {low}", f"{name} = null", f"{name} in ( {low}, {high} )", f"{low} = {name}"]
    if name in _ORDERED:
        made += [f"{name} {sign} {low}" for sign in ("<", "<=", ">", ">=")]
        made += [f"{name} between {low} and {high}", f"{name} in ( {low}..{high} ]", f"{name} in ( < {low}, > {high} )"]
    return random.choice(made)


@pytest.mark.parametrize(
    ("text", "can_be_true", "can_be_untrue"),
    [
        ('kind = "lost" and kind = "found"', False, True),
        # != is true of null (DMN 1.5, table 53)
        ('kind = "lost" or kind != "lost"', True, False),
        ('kind in ("lost", "found", "stolen")', True, True),
        ('kind in ("lost", "found", "stolen") or kind = null', True, False),
        ("times > 1 and times < 2", False, True),  # whole numbers
        ("amount > 1 and amount < 2", True, True),
        ("times < 0", False, True),  # the form wants 0 at least
        ("true", True, False),
        ('starts with(name, "A") and name = null', False, True),
        ('starts with(name, "A") and name = "Bo"', False, True),
        ('starts with(name, "A") and name = "Ann"', True, True),
        ("some one in [1, 2] satisfies one > amount", True, True),
        ("day < hour", True, True),  # nobody looks into what cannot be compared
        # version 1.0 does not have the option, version 2.0 asks how often
        ('kind = "stolen" and asked(times) = false', False, True),
    ],
)
def test_a_condition_can_be_what_its_answers_let_it_be(text: str, can_be_true: bool, can_be_untrue: bool) -> None:
    condition = condition_of(text)

    assert (condition.can_be_true, condition.can_be_untrue) == (can_be_true, can_be_untrue)


def test_lets_and_functions_are_seen_through() -> None:
    before = "let what = kind\nfunction is small(n) = n < 5\nlet is big = not(is small(amount))\n"

    condition = condition_of('what = "lost" and is small(amount) and is big', before)

    assert not condition.can_be_true
    assert {term.text for term in condition.terms} == {"kind", "amount"}


def test_a_ring_of_lets_and_a_long_chain_of_them_end() -> None:
    chain = "let a0 = amount > 5\n" + "".join(f"let a{n} = a{n - 1} and a{n - 1}\n" for n in range(1, 200))
    ring = "let b = c\nlet c = b\n"

    condition = condition_of("a199 and b", chain + ring)

    assert condition.can_be_true


def test_a_condition_of_very_many_answers_is_left_alone() -> None:
    text = " and ".join(
        f'(amount + {n} > 5 or times > {n} or name = "a{n}" or kind = "lost" or hurt)' for n in range(40)
    )

    condition = condition_of(text)

    assert condition.can_be_true
    assert condition.can_be_untrue


def test_a_witness_is_made_into_a_submission_that_makes_the_condition_true() -> None:
    text = (
        HEADING
        + 'flag "A" low\n    when amount > 10 and kind = "stolen"\n    because "So"\nrecord desk.case\n    code <- null'
    )
    source = library().mapping("test", text=text)
    program = assemble(source)
    meanings = check(program).meanings
    analysis = Analysis(program, meanings)
    ((unit, flag),) = program.all_of(nodes.Flag)
    condition = analysis.condition(unit, flag.whens[0])
    assert condition

    (witness, *_) = condition.witnesses(True)

    document = analysis.document(witness)
    assert document["submission"]["version"] == "2.0"
    assert [one.name for one in mapping_dsl.compile(source).run(document).flags] == ["A"]
