"""Whatever an expression asks for, it ends soon, within bounds, and says in a sentence why it did not go on."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from mapping_dsl import feel
from mapping_dsl.feel.functions.comparing import key_of
from mapping_dsl.feel.values import DaysTime, YearsMonths
from mapping_dsl.problems import Problem


def both(text: str, context: Mapping[str, Any] | None = None) -> list[tuple[Any, list[str]]]:
    """The value and the codes of its problems, interpreted and as generated code."""
    names = dict(context or {})
    told: tuple[list[Problem], list[Problem]] = ([], [])
    interpreted = feel.evaluate(text, names, problems=told[0])
    generated = feel.compile(text, names)(names, problems=told[1])
    return [(interpreted, codes(told[0])), (generated, codes(told[1]))]


def codes(problems: list[Problem]) -> list[str]:
    """The codes, once it is sure that each problem is a sentence."""
    assert all(problem.message and problem.span.line >= 1 for problem in problems)
    return [problem.code for problem in problems]


def grown(step: str, first: str, times: int) -> str:
    """A context in which each entry is made of the one before it, called X."""
    entries = (f"a{turn}: {step.replace('X', f'a{turn - 1}')}" for turn in range(1, times))
    return ", ".join(["{a0: " + first, *entries])


# --- texts


@pytest.mark.parametrize(
    "text",
    [
        " + ".join(["1"] * 100_000),
        "[" + ", ".join(["1"] * 100_000) + "]",
        '"' + "a" * 200_000 + '"',
        "1" * 200_000,
        "a" * 200_000,
        " " * 200_000 + "1",
        "{" + ", ".join(f"k{place}: {place}" for place in range(20_000)) + "}",
    ],
    ids=range(7),
)
def test_a_text_that_is_too_long_is_not_read(text: str) -> None:
    assert both(text) == [(None, ["too-long"])] * 2


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000 + "]" * 3000,
        "(" * 3000 + "1" + ")" * 3000,
        "not(" * 2000 + "true" + ")" * 2000,
        "if true then " * 1500 + "1" + " else 2" * 1500,
        "if false then 1 else " * 1500 + "2",
        "{a:" * 1500 + "1" + "}" * 1500,
        "- " * 4000 + "1",
        "for i in " * 1000 + "[1]" + " return i" * 1000,
        "some x in [1] satisfies " * 1000 + "true",
        "function(x) " * 1000 + "x",
        "[1]" + "[true" * 1000 + "]" * 1000,
        "a" + ".b" * 4000,
        "a" + "[1]" * 3000,
        "a" + "(1)" * 3000,
        " + ".join(["1"] * 4900),
        " and ".join(["true"] * 4900),
        "**".join(["2"] * 4000),
        "1 in " * 3000 + "[1]",
    ],
    ids=range(18),
)
def test_what_stands_inside_itself_too_often_is_told_or_computed(text: str) -> None:
    for value, found in both(text, {"a": {"b": 1}}):
        assert value is not None or found


@pytest.mark.parametrize("count", [5000, 20_000])
def test_what_is_opened_thousands_of_times_and_never_closed_is_told(count: int) -> None:
    for opened in (
        "(",
        "[",
        "{",
        "{a:",
        "not(",
        "f(",
        "[1",
        "if ",
        "for ",
        "some ",
        "every ",
        "-",
        '"',
        "`",
        "/*",
        '@"',
    ):
        [(value, found), _] = both(opened * count)

        assert value is None
        assert found


# --- numbers


@pytest.mark.parametrize(
    "text",
    [
        "1e1000000",
        'number("1e1000000")',
        "10 ** 1000000",
        "2 ** (10 ** 10)",
        "9 ** (9 ** (9 ** 9))",
        "exp(1000000)",
        "exp(1e6000)",
        "9e6144 * 9e6144",
        "decimal(1, 1e6000)",
        "sublist([1, 2], 1e6000)",
        "remove([1], 1e6000)",
        "insert before([1], -1e6000, 2)",
        'substring("abc", 1e6000)',
        "[1][1e6000]",
        "date(1e6000, 1, 1)",
        "time(1e6000, 1, 1)",
        'date("9999999999999999999-01-01")',
        '@"2026-01-01" + @"P1D" * 1e300',
        '@"999999999-12-31" + @"P1D"',
        '@"P1D" / 0',
    ],
)
def test_a_number_beyond_all_bounds_is_null_with_a_reason(text: str) -> None:
    for value, found in both(text):
        assert value is None
        assert found


@pytest.mark.parametrize(
    "text", ["0.9999999 ** 1000000000000", "modulo(1e6000, 7e-6000)", "log(1e-6000)", "string(1e6144)", "exp(-1e30)"]
)
def test_a_number_at_the_bounds_is_a_number_or_null_with_a_reason(text: str) -> None:
    for value, found in both(text):
        assert value is not None or found


def test_a_number_of_the_caller_beyond_all_bounds_is_told_at_the_door() -> None:
    with pytest.raises(feel.NotAValue):
        feel.evaluate("x + 1", {"x": 10**100_000})


# --- loops


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000000 return i",
        "some x in 1..1000000000 satisfies x < 0",
        "every x in 1..1000000000 satisfies x > 0",
        "for i in 10 ** 33..-10 ** 33 return i",
        "for i in [1..1000000000] return i",
        "for a in 1..1000, b in 1..1000, c in 1..1000 return 1",
        "for a in 1..1000000, b in [] return 1",
        "for " + ", ".join(f"a{place} in 1..10" for place in range(10)) + " return 1",
        'for d in @"0001-01-01"..@"9999-12-31" return d',
        'for d in @"-999999999-01-01"..@"999999999-12-31" return d',
        "for i in 1..100000 return partial",
        "for i in 1..100000 return concatenate(partial, partial)",
        "long[count(long[item > 1]) > item]",
        "long[count(long[count(long[item > 1]) > 1]) > item]",
        "sort(long, function(a, b) count(sort(long)) > a)",
        "list replace(long, function(a, b) count(long[item = a]) > 0, 1)",
        "(for i in 1..1000 return for j in 1..1000 return 1 / 0)[1][1]",
    ],
)
def test_a_loop_without_end_is_given_up(text: str) -> None:
    assert both(text, {"long": list(range(5000))}) == [(None, ["too-much"])] * 2


LOOPED = [
    "sum(long)",
    "max(long)",
    "median(long)",
    "mode(long)",
    "product(long)",
    "count(long[item > 5])",
    "reverse(long)",
    "remove(long, 1)",
    "append(long, 1)",
    "insert before(long, 1, 1)",
    "list replace(long, 1, 1)",
    "sublist(long, 2)",
    "concatenate(long, long)",
    "union(long, long)",
    "flatten(long)",
    "sort(long)",
    "index of(long, 1)",
    "list contains(long, -1)",
    "-1 in (long)",
    "long = same",
    "string(long)",
    "string length(string(wide))",
    "get entries(wide)",
    'context put(wide, "k", i)',
    "context merge([wide, wide])",
    "upper case(text)",
    "substring(text, 2)",
    'substring after(text, "a")',
    "text + text",
    'contains(text, "b")',
    'matches(text, "b")',
    'replace(text, "a", "b")',
    'split(text, "a")',
    "string join(words)",
    'matches("a", string(i) + "(x+x+)+y")',
]


@pytest.mark.parametrize("call", LOOPED)
def test_much_work_in_each_turn_of_a_loop_is_given_up(call: str) -> None:
    context = {
        "long": list(range(20_000)),
        "same": list(range(20_000)),
        "wide": {f"k{place}": place for place in range(10_000)},
        "text": "a" * 200_000,
        "words": ["a" * 100] * 2000,
    }

    problems: list[Problem] = []

    value = feel.compile(f"for i in 1..60000 return {call}", context)(context, problems=problems)

    assert (value, codes(problems)) == (None, ["too-much"])


@pytest.mark.parametrize(
    "call",
    [
        "index of([nested], same)",
        "list contains([nested], same)",
        "index of(twins, same)",
        "is(nested, same)",
        "distinct values([nested, same])",
        "union([nested], [same])",
        "duplicate values([nested, same])",
        "sort(texts)",
        "max(texts)",
    ],
)
def test_comparing_large_elements_in_each_turn_of_a_loop_is_given_up(call: str) -> None:
    nested, same = ([[place] for place in range(2000)] for _ in range(2))
    texts = ["a" * 250_000 + str(place) for place in range(10)]
    context = {"nested": nested, "same": same, "twins": [nested] * 100, "texts": texts}
    problems: list[Problem] = []

    value = feel.compile(f"for i in 1..20000 return {call}", context)(context, problems=problems)

    assert (value, codes(problems)) == (None, ["too-much"])


@pytest.mark.parametrize("call", ["log(i)", "exp(i / 7)", "stddev([i, 1, 2, 3, 4, 5, 6, 7, 8, 9])"])
def test_arithmetic_that_takes_long_costs_more_than_a_call(call: str) -> None:
    assert both(f"for i in 1..16000 return {call}") == [(None, ["too-much"])] * 2


@pytest.mark.parametrize("made", [int, Decimal, YearsMonths, DaysTime])
def test_numbers_that_python_hashes_alike_are_not_looked_for_among_each_other(made: Callable[[int], object]) -> None:
    alike = [made(count * (2**61 - 1)) for count in range(1, 1000)]

    keys = {hash(key_of(value)) for value in alike}

    assert len({hash(value) for value in alike}) == 1
    assert len(keys) > 900


# --- what grows


@pytest.mark.parametrize(
    "text",
    [
        grown("X + X", '"aaaaaaaaaa"', 60) + "}",
        grown("concatenate(X, X)", "[1, 2, 3]", 60) + "}",
        grown("append(X, X)", "[1]", 60) + ", r: string(a59)}.r",
        grown("string join([X, X])", '"aaaaaaaaaa"', 60) + "}",
        grown('replace(X, "a", "aa")', '"aaaaaaaaaa"', 60) + "}",
        grown('replace(X, "(a)", "$1$1")', '"aaaaaaaaaa"', 60) + "}",
        grown("[X, X]", "[1]", 60) + ", r: string(a59)}.r",
        grown("[X, X]", "[1]", 60) + ", r: flatten(a59)}.r",
        "string(for i in 1..60 return [partial, partial])",
        'string join(for i in 1..100000 return "' + "a" * 1000 + '")',
        'replace("' + "a" * 10_000 + '", "a", "' + "a" * 10_000 + '")',
        'replace("' + "a" * 10_000 + '", "a", "' + "a" * 10_000 + '", "q")',
    ],
    ids=range(12),
)
def test_what_doubles_is_given_up_before_it_fills_the_memory(text: str) -> None:
    for value, found in both(text):
        assert value is None
        assert found == ["too-much"]


@pytest.mark.parametrize(
    "use",
    [
        "a59 + 1",
        "a59 < 1",
        "a59 = other",
        "if a59 then 1 else 2",
        "upper case(a59)",
        "sum(a59)",
        "min(a59)",
        "sort(a59)",
        "string join(a59)",
        "distinct values(a59)",
        "index of(other, a59)",
        "a59 instance of list<number>",
        "(function(q: list<list<number>>) q)(a59)",
    ],
)
def test_a_value_whose_parts_are_shared_is_no_more_work_than_it_looks(use: str) -> None:
    """A list of a list twice, sixty times over: few parts, and more leaves than can be counted."""
    shared = grown("[X, X]", "[1]", 60) + "}"
    text = f"{shared[:-1]}, other: {shared}.a59, result: {use}}}.result"

    for value, found in both(text):
        assert value is not None or found


# --- functions that call themselves


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ("f(n)", "f(1)"),
        ("1 + f(n + 1)", "f(1)"),
        ("f(n + n)", 'f("a")'),
        ("[f(n), f(n)]", "f(1)"),
        ("for i in 1..3 return f(i)", "f(1)"),
        ("[1, 2][f(item)]", "f(1)"),
        ("some i in 1..3 satisfies f(i)", "f(1)"),
        ("sort([2, 1], function(a, b) f(a))", "f(1)"),
        ("list replace([1, 2], function(a, b) f(a), 1)", "f(1)"),
        ("f(f(f(n)))", "f(1)"),
        ("f(n: n)", "f(1)"),
        ("if n < 2 then n else f(n - 1) + f(n - 2)", "f(50)"),
        ("if n < 2 then 1 else n * f(n - 1)", "f(100000)"),
    ],
)
def test_a_function_that_calls_itself_without_end_is_given_up(body: str, call: str) -> None:
    context: dict[str, Any] = {"f": None}
    context["f"] = feel.function(body, ["n"], context)

    assert both(call, context) == [(None, ["too-much"])] * 2


@pytest.mark.parametrize(
    "text",
    [
        "{f: function(x) x(x), r: f(f)}.r",
        "(function(x) x(x))(function(x) x(x))",
        "{f: function(n) f(n), r: f(1)}.r",
        "{f: function(n) g(n), g: function(n) f(n), r: f(1)}.r",
        grown("function(x) X(X(x))", "function(x) x", 40) + ", r: a39(1)}.r",
    ],
    ids=range(5),
)
def test_functions_that_call_each_other_without_end_are_given_up(text: str) -> None:
    assert both(text) == [(None, ["too-much"])] * 2


# --- patterns


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|a)*$",
        "((a{1,100}){1,100}){1,100}",
        "(" * 4000 + "a" + ")" * 4000,
        "(" * 9000,
        "(a|b)" * 20_000,
        "[a-z-[aeiou]]" * 700,
        "[a-[b" * 1900 + "]]" * 1900,
        r"\i\c" * 2400,
        r"\p{L}" * 1900,
        r"^(a+)+\1+$",
        r"(a*)*\1\1\1b",
    ],
    ids=range(12),
)
def test_no_pattern_hangs(pattern: str) -> None:
    context = {"text": "a" * 5000 + "!", "pattern": pattern}

    for value, found in both("matches(text, pattern)", context):
        assert value in (True, False) or found


# --- what the caller gives


def deep(make: Callable[[object], object]) -> object:
    """A value that is nested ten thousand times."""
    value: object = 1
    for _ in range(10_000):
        value = make(value)
    return value


@pytest.mark.parametrize("make", [lambda inner: [inner], lambda inner: {"a": inner}], ids=["lists", "contexts"])
def test_a_value_that_is_nested_too_deeply_is_told_at_the_door(make: Callable[[object], object]) -> None:
    with pytest.raises(feel.NotAValue):
        feel.evaluate("x", {"x": deep(make)})


def test_a_list_that_holds_itself_is_told_at_the_door() -> None:
    ring: list[object] = []
    ring.append(ring)

    with pytest.raises(feel.NotAValue):
        feel.evaluate("x", {"x": ring})


def test_a_value_whose_parts_are_shared_comes_in_as_it_is() -> None:
    shared: object = [1]
    for _ in range(60):
        shared = {"a": [shared, shared], "b": shared}

    value = feel.evaluate("[x, x.a[1].a[2].b.b = y.b.b.b.b, x = y]", {"x": shared, "y": shared})

    assert value[1:] == [True, True]
    assert value[0]["b"] is value[0]["a"][0]


def test_a_value_whose_parts_are_shared_is_told_to_be_of_a_type() -> None:
    shared: object = [1]
    for _ in range(40):
        shared = [shared, shared]
    type_ = "list<" * 41 + "number" + ">" * 41

    for value, found in both(f"[x instance of {type_}, (function(y: {type_}) y = x)(x)]", {"x": shared}):
        assert (value, found) == ([True, True], [])


def test_a_value_of_more_parts_than_anyone_can_go_through_is_told_at_the_door() -> None:
    with pytest.raises(feel.NotAValue):
        feel.evaluate("x", {"x": [[1] * 500_000, [2] * 500_001]})


def test_ten_thousand_names_in_scope_are_told_apart() -> None:
    context = {f"name {place} x": place for place in range(10_000)}

    assert both("name 5000 x + 1", context) == [(5001, [])] * 2


def test_an_unknown_name_among_thousands_is_told() -> None:
    context = {"c": {f"k{place}": place for place in range(10_000)}}

    for value, found in both('for i in 1..10000 return get value(c, "zz")', context):
        assert value is not None or found


def test_a_decision_table_of_thousands_of_cells_is_decided() -> None:
    table = {
        "hit_policy": "COLLECT",
        "inputs": [{"expression": f"c{column}"} for column in range(8)],
        "outputs": [{"name": None}],
        "rules": [{"in": [f"> {row}"] * 8, "out": [f"{row} + 1"]} for row in range(500)],
    }

    assert feel.decide(table, {f"c{column}": 499 for column in range(8)}) == list(range(1, 500))
