"""Generated code says what the interpreter says, and can say nothing else."""

import ast
import os
import traceback
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping_dsl import feel
from mapping_dsl.feel import shapes
from mapping_dsl.feel.emission import Shape
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.generator import FILE_NAME, code_of, generate
from mapping_dsl.feel.parser import Start, parse
from mapping_dsl.feel.types import ANY
from mapping_dsl.feel.values import type_of
from tests.mapping_dsl.feel import conformance
from tests.mapping_dsl.feel.agreement import Outcome, outcomes
from tests.mapping_dsl.feel.expressions import CONTEXT, expressions, unary_tests

SCOPE = dict.fromkeys(CONTEXT, ANY)
#: a fixed tenth, or all ten thousand, which take some minutes
RANDOM_EXPRESSIONS = 10_000 if os.environ.get("STUDIO_THOROUGH") else 1_000


def random_texts(count: int) -> settings:
    """The settings of a test of so many random texts."""
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def agree(found: list[Outcome]) -> bool:
    """Whether there are ways to compute a text, all say the same, and tracing changes nothing but the trace."""
    if not found:
        return False
    interpreted, generated, *traced = found
    alike = [one for one in traced if (one.value, one.reasons) == (interpreted.value, interpreted.reasons)]
    return interpreted == generated and traced[0] == traced[1] and len(alike) == len(traced)


@pytest.mark.skipif(not conformance.is_there(), reason="the conformance cases are not at hand (../shared/tck)")
def test_the_ways_to_compute_agree_on_every_public_case() -> None:
    formats = conformance.formats()

    apart = [
        text
        for case in conformance.cases()
        for text, context, start in conformance.texts_of(case, formats)
        if is_feel(text, context, start)
        and not agree(outcomes(text, context, start=start, definitions=conformance.definitions_of(case)))
    ]

    assert apart == []


def is_feel(text: str, context: Mapping[str, Any], start: Start) -> bool:
    """Whether a text can be read at all; a few public cases are there to be refused."""
    return parse(text, {name: type_of(value) for name, value in context.items()}, start=start).node is not None


@random_texts(RANDOM_EXPRESSIONS)
@given(expressions())
def test_the_ways_to_compute_agree_on_random_expressions(text: str) -> None:
    assert agree(outcomes(text, CONTEXT))


@pytest.mark.parametrize(
    "text",
    [
        "for f in (for x in xs return function() x) return f()",
        "for f in (for p in people return {g: function(y) p.a = y}).g return f(7)",
        "people[(function() name)() = s].name",
        "(for p in people return people[a = p.a and item.name != p.name]).name",
        "[{count: 2}, {a: 1}][count(xs) > count]",
        "[{count: 2}, {a: 1}][string length(string: s) > 1]",
        "xs[item in (1, [3..9])]",
        'people[name in (s, "Ann") and a in (> 3)]',
        "for x in 1..3 return for y in 1..2 return [partial, x, y]",
        "for i in 1..3, j in partial return count(partial)",
        "{a: 1, f: function(a) a + b, b: 2, g: f(10), h: (function() {a: 5, r: a}.r)()}",
        "{f: function() {f: function() 1, r: f()}.r, r: f()}.r",
        "substring(start position: 2, string: s)",
        "sort(list: xs[item != null], precedes: function(x, y) x > y)",
        "decimal(n: b, scale: 0) + decimal(scale: 0, n: none)",
        "some x in xs satisfies (every y in xs satisfies x = y or partial)",
        "if 1/0 = null then [1/0, {k: 1/0}][1] else 2",
        "{k: [1/0]}.k[1]",
        "xs[-1] + xs[2] + xs[9]",
        "[[1, null], [2]][item[1] = 2]",
        "a in (function(y) y, a, [1..5])",
        "5 in (true)",
    ],
)
def test_the_ways_to_compute_agree_where_scopes_are_hard_to_tell(text: str) -> None:
    assert agree(outcomes(text, CONTEXT))


@random_texts(RANDOM_EXPRESSIONS // 10)
@given(unary_tests(), st.sampled_from(sorted(CONTEXT)))
def test_the_ways_to_compute_agree_on_random_tests(cell: str, name: str) -> None:
    assert agree(outcomes(cell, {**CONTEXT, "?": CONTEXT[name]}, start="unary_tests"))


def test_the_ways_to_compute_agree_on_every_example_of_a_function() -> None:
    examples = [signature.example for function in standard for signature in function.signatures]

    apart = [text for example in examples for text in example if not agree(outcomes(text, {}))]

    assert apart == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[for f in (for i in [1, 2, 3] return function() i) return f()]", [[1, 2, 3]]),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120),
        ("{f: function() later, later: 5, r: f()}.r", 5),
        ("{a: a + 1, b: a + 1}.b", 5),
        ("people[a > 3].name", ["Ann"]),
        ("people[item.name = s2].name", ["Bo"]),
        ("[{item: 1}, {item: 2}][item > 1]", [{"item": 2}]),
        ("for a in [a, a + 1], b in [a] return a + b", [6, 8]),
        ("for i in 1..4 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3]),
        ("some x in xs, y in [] satisfies x = y", False),
        ("every x in xs, y in none satisfies x = y", None),
        ("(function(x) function(y) x + y)(1)(2)", 3),
        ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
        ("1/0 = null", True),
    ],
)
def test_generated_code_gives_what_the_standard_says(text: str, value: Any) -> None:
    context = {**CONTEXT, "s2": "Bo"}

    assert feel.compile(text, context)(context) == value


def test_a_test_without_its_value_is_null_with_a_reason() -> None:
    problems: list[Any] = []

    assert feel.compile("< 3", ["?"], start="unary_tests")({}, problems=problems) is None
    assert [problem.code for problem in problems] == ["unknown-name"]


def test_more_loops_than_python_takes_are_interpreted() -> None:
    text = "for x in [1] return " * 40 + "x"

    assert feel.to_string(feel.compile(text)({})) == "[" * 40 + "1" + "]" * 40


def test_what_is_known_of_a_value_leaves_out_the_tests_for_it() -> None:
    known, _ = code_of(read("1 + 2"))
    unknown, _ = code_of(read("a + 2"))

    assert [ast.unparse(one.test) for one in ast.walk(known) if isinstance(one, ast.If)] == ["not -LIMIT < v1 < LIMIT"]
    assert "type(v1) is int" in ast.unparse(unknown)


class _Broken(dict[str, Any]):
    """Names that cannot be read."""

    def __getitem__(self, name: str) -> Any:
        raise RuntimeError(name)


def test_a_failure_inside_generated_code_shows_the_line_that_the_user_wrote() -> None:
    function = generate(read("1\n+\nodd(\nb)"))

    with pytest.raises(RuntimeError) as raised:
        function(Frame(_Broken(), None))

    lines = [one.lineno for one in traceback.extract_tb(raised.tb) if one.filename == FILE_NAME]
    assert lines == [4]


# --- what generated code can name


@random_texts(100)
@given(expressions())
def test_generated_code_names_nothing_but_the_list_and_its_own_numbers(text: str) -> None:
    node = parse(text, SCOPE).node
    assert node is not None
    function, namespace = code_of(node)

    names = {one.id for one in ast.walk(function) if isinstance(one, ast.Name)}
    own = {name for name in names if name[0] in "vfk" and name[1:].isdigit()}

    assert names - own <= shapes.NAMESPACE.keys() | {"frame", "call", "names", "reasons", "budget", "seen"}
    assert namespace["__builtins__"] == {}
    assert not [one for one in ast.walk(function) if isinstance(one, ast.Import | ast.ImportFrom | ast.Global)]


def test_attributes_in_generated_code_are_those_of_the_shapes() -> None:
    written = {
        part.attr
        for shape in _shapes()
        for statement in shape.statements
        for part in ast.walk(statement)
        if isinstance(part, ast.Attribute)
    }
    text = "for x in people[a > 1] return {k: x.name, `__class__`: x.`__class__`}"

    function, _ = code_of(read(text))

    found = {one.attr for one in ast.walk(function) if isinstance(one, ast.Attribute)}
    assert found <= written | {"names", "reasons", "budget", "seen"}
    assert not any(name.startswith("_") for name in written)


def _shapes() -> list[Shape]:
    values = [
        one for value in vars(shapes).values() for one in (value.values() if isinstance(value, dict) else [value])
    ]
    return [one for one in values if isinstance(one, Shape)]


def read(text: str) -> Any:
    """The node of a text over the context's names."""
    node = parse(text, SCOPE).node
    assert node is not None
    return node
