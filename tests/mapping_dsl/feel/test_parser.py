"""What a text means, and what is said about one that means nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping_dsl.feel import nodes, types
from mapping_dsl.feel.lexer import MAX_LENGTH, MAX_PROBLEMS
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator, Literal, Name, Node, Path
from mapping_dsl.feel.parser import parse
from mapping_dsl.problems import Span

PERSON = types.ContextOf((("first name", types.STRING), ("age", types.NUMBER)))
SCOPE: dict[str, types.Type] = {
    "a": types.NUMBER,
    "b": types.NUMBER,
    "a-b": types.NUMBER,
    "risk level": types.STRING,
    "risk level in words": types.STRING,
    "date-of-birth": types.DATE,
    "people": types.ListOf(PERSON),
}


def read(text: str) -> Node:
    """The nodes of a text that has no problem."""
    parsed = parse(text, SCOPE)
    assert parsed.problems == ()
    assert parsed.node is not None
    return parsed.node


def told(text: str) -> tuple[str, str]:
    """The stretch of a text that a problem is about, and what it says."""
    (problem,) = parse(text, SCOPE).problems
    lines = text.split("\n")
    span = problem.span
    assert span.line == span.end_line
    return lines[span.line - 1][span.column - 1 : span.end_column - 1], problem.message


def test_the_longest_name_in_scope_is_taken() -> None:
    assert read("risk level in words") == Name("risk level in words")
    assert read("risk  level") == Name("risk level")
    assert read("a-b") == Name("a-b")
    assert read("b-a") == nodes.Arithmetic(ArithmeticOperator.SUBTRACT, Name("b"), Name("a"))


def test_backticks_make_any_text_a_name() -> None:
    assert read("`date-of-birth`") == Name("date-of-birth")


def test_an_and_belongs_to_the_between_that_waits_for_it() -> None:
    node = read("a between 1 and 2 and b between (if a = 1 and b = 2 then 1 else 2) and 3")

    assert isinstance(node, nodes.Conjunction)
    assert isinstance(node.left, nodes.Between)
    assert isinstance(node.right, nodes.Between)
    assert node.right.high == Literal(3)


def test_the_names_that_for_binds_are_known_in_its_body() -> None:
    node = read("for one person in people return one person.first name")

    assert isinstance(node, nodes.For)
    assert node.body == Path(Name("one person"), "first name")


def test_a_filter_knows_the_keys_of_its_elements() -> None:
    node = read('people[first name = "Ann"].age')

    assert isinstance(node, nodes.Path)
    assert isinstance(node.source, nodes.Filter)
    assert node.source.condition == nodes.Comparison(ComparisonOperator.EQUAL, Name("first name"), Literal("Ann"))


def test_an_entry_of_a_context_is_known_to_those_after_it() -> None:
    node = read("{net price: 1, gross price: net price * 2}")

    assert isinstance(node, nodes.ContextLiteral)
    assert node.entries[1].value == nodes.Arithmetic(ArithmeticOperator.MULTIPLY, Name("net price"), Literal(2))


def test_a_minus_binds_closer_than_a_power() -> None:
    assert read("-2 ** 2") == nodes.Arithmetic(ArithmeticOperator.POWER, nodes.Negation(Literal(2)), Literal(2))


@pytest.mark.parametrize(
    ("text", "low_included", "high_included"),
    [("[1..2]", True, True), ("(1..2]", False, True), ("]1..2]", False, True), ("[1..2[", True, False)],
)
def test_a_range_says_by_its_brackets_what_it_takes_in(text: str, low_included: bool, high_included: bool) -> None:
    assert read(text) == nodes.RangeLiteral(Literal(1), Literal(2), low_included, high_included)


def test_escapes_in_a_text_are_read() -> None:
    assert read(r'"a\"b\\c\n\u00e9\U01F40E\uD83D\uDC0E"') == Literal('a"b\\c\né🐎🐎')


def test_comments_are_passed_over() -> None:
    assert read("1 // one\n + /* and\n */ 2") == nodes.Arithmetic(ArithmeticOperator.ADD, Literal(1), Literal(2))


def test_spans_are_those_of_the_file_around_the_text() -> None:
    parsed = parse("a +\n    b", SCOPE, at=(7, 21))

    assert isinstance(parsed.node, nodes.Arithmetic)
    assert parsed.node.left.span == Span(7, 21, 7, 22)
    assert parsed.node.right.span == Span(8, 5, 8, 6)
    assert parsed.node.span == Span(7, 21, 8, 6)


def test_a_cell_holds_tests() -> None:
    assert parse("-", SCOPE, start="unary_tests").node == nodes.UnaryTests(())
    assert parse("not(1, 2)", SCOPE, start="unary_tests").node == nodes.UnaryTests(
        (nodes.ValueTest(Literal(1), False), nodes.ValueTest(Literal(2), False)), is_negated=True
    )
    assert parse("< 5, ? = a", SCOPE, start="unary_tests").node == nodes.UnaryTests(
        (
            nodes.OperatorTest(ComparisonOperator.LESS, Literal(5)),
            nodes.ValueTest(nodes.Comparison(ComparisonOperator.EQUAL, Name("?"), Name("a")), True),
        )
    )


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("a > 1 and", "and", "there is nothing after `and`"),
        ("(a + ) * 2", "+", "there is nothing after `+` before `)`"),
        ("[1, ]", ",", "there is nothing after `,` before `]`"),
        ("if a = 1 then 2", "", "`if` needs its `else`, and there is none"),
        ("for x in people", "", "`for` needs its `return`, and there is none"),
        ("a between 1", "", "`between` needs its `and`, and there is none"),
        ("1 2", "2", "`1` and `2` stand side by side with nothing between them"),
        ("sum(a", "(", "this `(` is not closed"),
        ("a)", ")", "this `)` closes nothing"),
        ("{x: [1}", "}", "this `}` does not close the `[` in line 1, column 5"),
        ('a = "one', '"one', "this text has no closing quote"),
        ("a = “one”", "“one”", "texts stand in straight double quotes"),
        ("a == 1", "==", "`==` is written `=` here"),
        ("a && b", "&&", "`&&` is written `and` here"),
        ('@"2026-02-30"', '@"2026-02-30"', '"2026-02-30" is no date, time or duration'),
    ],
)
def test_a_text_that_is_no_expression_is_told_in_words_at_its_place(text: str, where: str, message: str) -> None:
    assert told(text) == (where, message)


def test_a_slip_is_mended_in_one_click() -> None:
    (problem,) = parse("a == 1", SCOPE).problems

    assert problem.fix is not None
    assert (problem.fix.span, problem.fix.text) == (Span(1, 3, 1, 5), "=")


@pytest.mark.parametrize("text", ["[" * 5000 + "]" * 5000, "-" * 5000 + "1", "+".join(["1"] * 100_000), "(" * 5000])
def test_what_is_too_deep_or_too_long_is_one_problem(text: str) -> None:
    parsed = parse(text, {})

    assert parsed.node is None
    assert len(parsed.problems) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "for a ",
        "for ",
        "!",
        "'",
        "`",
        "@ ",
        "=>",
        "'a\n",
        "{a",
        "{a ",
        "a ",
        "{a/**/",
        "/*",
        "(a ",
        "1 instance of list<",
    ],
)
def test_a_text_that_repeats_itself_is_read_in_a_time_that_grows_with_its_length_alone(piece: str) -> None:
    text = piece * (MAX_LENGTH // len(piece))

    problems = parse(text, {}).problems

    assert 0 < len(problems) <= MAX_PROBLEMS


TOKENS = [*"()[]{},.:+-*/<>=?", '"x"', "1", "a", "b-", "@", "if", "then", "else", "for", "in", "return", "and", "not("]


@settings(deadline=None)  # the first text waits for the parser's tables
@given(st.lists(st.sampled_from(TOKENS), max_size=12).map(" ".join) | st.text(max_size=30))
def test_any_text_is_an_expression_or_has_a_problem_and_nothing_else_happens(text: str) -> None:
    for start in ("expression", "unary_tests"):
        parsed = parse(text, SCOPE, start=start)

        assert (parsed.node is None) is bool(parsed.problems)
