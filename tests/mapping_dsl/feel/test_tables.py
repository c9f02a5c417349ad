"""What becomes of the rows that fit, by each hit policy."""

from typing import Any

import pytest

from mapping_dsl import feel
from mapping_dsl.problems import Problem


def table(policy: str, rows: list[tuple[str, str]], **output: str) -> dict[str, Any]:
    """A table of one input, `age`, and one output."""
    words, _, aggregation = policy.partition(" by ")
    return {
        "hit_policy": words,
        "aggregation": aggregation,
        "inputs": [{"expression": "age"}],
        "outputs": [{"name": None, **output}],
        "rules": [{"in": [test], "out": [value]} for test, value in rows],
    }


ROWS = [(">= 18", "3"), (">= 65", "1"), ("< 18", "2"), (">= 60", "3")]


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("FIRST", 3),
        ("RULE ORDER", [3, 1, 3]),
        ("OUTPUT ORDER", [1, 3, 3]),
        ("PRIORITY", 1),
        ("COLLECT", [3, 1, 3]),
        ("COLLECT by SUM", 7),
        ("COLLECT by MIN", 1),
        ("COLLECT by MAX", 3),
        ("COLLECT by COUNT", 3),
    ],
)
def test_a_hit_policy_makes_one_answer_of_all_rows_that_fit(policy: str, value: object) -> None:
    assert feel.decide(table(policy, ROWS, values="1, 2, 3"), {"age": 70}) == value


@pytest.mark.parametrize(("policy", "code"), [("UNIQUE", "several-rows-fit"), ("ANY", "several-rows-fit")])
def test_rows_that_say_different_things_are_told(policy: str, code: str) -> None:
    problems: list[Problem] = []

    assert feel.decide(table(policy, ROWS), {"age": 70}, problems=problems) is None
    assert [problem.code for problem in problems] == [code]


def test_any_is_content_with_rows_that_say_the_same() -> None:
    assert feel.decide(table("ANY", ROWS), {"age": 62}) == 3


def test_no_row_that_fits_is_told_unless_there_is_a_default() -> None:
    problems: list[Problem] = []

    assert feel.decide(table("UNIQUE", [("< 18", "1")]), {"age": 70}, problems=problems) is None
    assert [problem.code for problem in problems] == ["no-row-fits"]
    assert feel.decide(table("UNIQUE", [("< 18", "1")], default="9"), {"age": 70}) == 9


def test_collect_of_nothing_is_an_empty_list_and_its_sum_null() -> None:
    assert feel.decide(table("COLLECT", []), {"age": 1}) == []
    assert feel.decide(table("COLLECT by COUNT", []), {"age": 1}) == 0
    assert feel.decide(table("COLLECT by SUM", []), {"age": 1}) is None


def test_an_aggregate_refuses_what_feels_function_of_that_name_refuses() -> None:
    problems: list[Problem] = []
    texts = [("-", '"a"'), ("-", '"b"')]

    assert feel.decide(table("COLLECT by SUM", texts), {"age": 1}, problems=problems) is None
    assert feel.decide(table("COLLECT by SUM", texts[:1]), {"age": 1}, problems=problems) is None
    assert [problem.code for problem in problems] == ["wrong-element", "wrong-element"]
    assert feel.decide(table("COLLECT by MIN", texts), {"age": 1}) == "a"


@pytest.mark.parametrize("aggregation", ["SUM", "MIN", "MAX", "COUNT"])
def test_several_outputs_have_no_aggregate(aggregation: str) -> None:
    problems: list[Problem] = []
    chosen = table(f"COLLECT by {aggregation}", [])
    chosen["outputs"] = [{"name": "queue"}, {"name": "priority"}]

    assert feel.decide(chosen, {"age": 1}, problems=problems) is None
    assert [problem.code for problem in problems] == ["unfit-hit-policy"]


@pytest.mark.parametrize("policy", ["PRIORITY", "OUTPUT ORDER"])
def test_an_order_of_values_is_wanted_where_the_hit_policy_goes_by_it(policy: str) -> None:
    problems: list[Problem] = []

    assert feel.decide(table(policy, ROWS), {"age": 70}, problems=problems) is None
    assert [problem.code for problem in problems] == ["unfit-hit-policy"]


@pytest.mark.parametrize("policy", ["FIRST", "COLLECT", "RULE ORDER", "COLLECT by SUM", "COLLECT by COUNT"])
def test_a_default_is_what_the_table_says_where_no_row_fits(policy: str) -> None:
    """DMN 1.5, 8.2, default output values, and 8.3, defaultOutputEntry: it is the output, not that of one more row."""
    assert feel.decide(table(policy, [("< 18", "1")], default="9"), {"age": 70}) == 9
    assert feel.decide(table(policy, [("< 18", "1")], default="[]"), {"age": 70}) == []


def test_values_that_cannot_be_read_are_told() -> None:
    problems: list[Problem] = []

    assert feel.decide(table("UNIQUE", [("-", "1")], values="1, , 2"), {"age": 1}, problems=problems) is None
    assert problems


@pytest.mark.parametrize("test", ["count(for i in 1..300000 return i) > 5", "count(for i in 1..300000 return i)"])
def test_a_cell_that_takes_too_much_leaves_the_decision_open(test: str) -> None:
    problems: list[Problem] = []
    rows = [(test, '"urgent"'), ("-", '"routine"')]

    assert feel.decide(table("FIRST", rows), {"age": 1}, problems=problems) is None
    assert [problem.code for problem in problems] == ["too-much"]


def test_cells_know_item_definitions() -> None:
    types = {"tP": {"components": {"name": "string"}}}
    rows = [("? instance of tP", '"person"'), ("-", '"other"')]

    assert feel.decide(table("FIRST", rows), {"age": {"name": "Ann"}}, types=types) == "person"
    assert feel.decide(table("FIRST", rows), {"age": {"name": 1}}, types=types) == "other"


@pytest.mark.parametrize(
    ("letters", "value"),
    [
        ("F", 3),
        ("R", [3, 1, 3]),
        ("O", [1, 3, 3]),
        ("P", 1),
        ("C", [3, 1, 3]),
        ("C+", 7),
        ("C<", 1),
        ("C>", 3),
        ("C#", 3),
        ("C by SUM", 7),
    ],
)
def test_hit_policies_may_be_given_by_dmns_letters(letters: str, value: object) -> None:
    assert feel.decide(table(letters, ROWS, values="1, 2, 3"), {"age": 70}) == value


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"hit_policy": "BEST"}, "'BEST' is no hit policy"),
        ({"aggregation": "MEAN"}, "'unique MEAN' is no hit policy"),
        ({"outputs": []}, "it has no output"),
        ({"outputs": [{"name": "a"}, {"name": "a"}]}, "two of its outputs have one name"),
        ({"inputs": [{}]}, "an input lacks its expression"),
        ({"inputs": None}, "its inputs are no list of contexts"),
        ({"outputs": [{"values": 5}]}, "'values' should be a text, and is 5"),
        ({"rules": [{"in": [], "out": ["1"]}]}, "rule 1 has 0 cells under 'in', and the table 1"),
        ({"rules": [{"in": ["-"], "out": ["1", "2"]}]}, "rule 1 has 2 cells under 'out', and the table 1"),
        ({"rules": [{"in": "-", "out": ["1"]}]}, "'in' of rule 1 is no list of texts"),
    ],
)
def test_what_has_not_the_shape_of_a_table_is_refused_in_a_sentence(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(feel.NotATable) as raised:
        feel.decide(table("UNIQUE", ROWS) | changed, {"age": 1})

    assert str(raised.value) == f"this is no decision table: {why}"


def test_an_input_that_is_a_list_is_allowed_where_its_elements_are() -> None:
    chosen = table("UNIQUE", [("list contains(?, 1)", "7")])
    chosen["inputs"] = [{"expression": "age", "values": "1, 2"}]

    assert feel.decide(chosen, {"age": [1, 2]}) == 7
    assert feel.decide(chosen, {"age": [1, 3]}) is None


def test_several_outputs_make_a_context() -> None:
    two = {
        "hit_policy": "UNIQUE",
        "inputs": [{"expression": "age"}],
        "outputs": [{"name": "queue"}, {"name": "priority"}],
        "rules": [{"in": ["-"], "out": ['"urgent"', "80 + age"]}],
    }

    assert feel.decide(two, {"age": 1}) == {"queue": "urgent", "priority": 81}
