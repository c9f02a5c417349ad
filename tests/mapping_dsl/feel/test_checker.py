"""What is known of an expression before it runs."""

import pytest

from mapping_dsl.feel import types
from mapping_dsl.feel.checker import Checked, check
from mapping_dsl.feel.parser import parse
from mapping_dsl.feel.types import describe

VEHICLE = types.ContextOf((("vrm", types.STRING), ("year", types.NUMBER), ("stolen", types.BOOLEAN)))
SCOPE: dict[str, types.Type] = {
    "vehicles": types.ListOf(VEHICLE),
    "role": types.ChoiceOf(("victim", "witness")),
    "age": types.NUMBER,
    "date from": types.DATE,
    "received": types.DATE_TIME,
    "name": types.STRING,
}


def checked(text: str) -> Checked:
    """The result of checking a text that can be read."""
    node = parse(text, SCOPE).node
    assert node is not None
    return check(node, SCOPE)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("age + 1", types.NUMBER),
        ('name + "!"', types.STRING),
        ("received + duration(name)", types.DATE_TIME),
        ("received - received", types.DAYS_TIME),
        ("vehicles.vrm", types.ListOf(types.STRING)),
        ("vehicles[1].year", types.NUMBER),
        ("vehicles[stolen].year", types.ListOf(types.NUMBER)),
        ("for v in vehicles return v.year > 2000", types.ListOf(types.BOOLEAN)),
        ('if age > 17 then "adult" else null', types.ChoiceOf(("adult",))),
        ("sum(vehicles.year)", types.NUMBER),
        ("date from.weekday", types.NUMBER),
        ("{a: age}", types.ContextOf((("a", types.NUMBER),))),
        ("concatenate(vehicles, vehicles)", types.ListOf(VEHICLE)),
    ],
)
def test_an_expression_has_the_type_of_its_value(text: str, type_: types.Type) -> None:
    result = checked(text)

    assert (result.type, result.problems) == (type_, ())


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("nmae", "there is nothing called nmae here", "did you mean name?"),
        ("vehicles.vrn", "there is no vrn in this context", "did you mean vrm?"),
        ("age + name", "`+` cannot be used between a number and a string", "write string(…) around it"),
        ("age = name", "a number and a string cannot be compared",
         "a number stands without quotes; number(…) makes one of a text"),
        ('role = "vitcim"', '"vitcim" is not among "victim", "witness"', 'did you mean "victim"?'),
        ("string length(age)", "string length wants a string for string, and this is a number", ""),
        ("upper case(vehicles.vrm)", "upper case wants a string for string, and this is a list of strings",
         "take one element with [1]"),
        ("string length(text: name)", "string length has no parameter text", "write string length(string)"),
        ("substring(name)", "substring does not take 1 argument", "write substring(string, start position, length)"),
        ("if age then 1 else 2", "`if` wants true or false, and this is a number", "write a condition: `age > 17`"),
        ("date from.hour", "a date has no hour", "it has year, month, day, weekday"),
        ("age(1)", "this is a number, not a function", ""),
        ("age instance of numbr", "there is no type numbr", "did you mean number?"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_told_before_it_runs(text: str, message: str, hint: str) -> None:
    (problem,) = checked(text).problems

    assert (problem.message, problem.hint) == (message, hint)


def test_a_misspelt_name_is_mended_in_one_click() -> None:
    (problem,) = checked("nmae").problems

    assert problem.fix is not None
    assert (problem.fix.text, problem.fix.label) == ("name", "write name")


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("name", {("name",)}),
        ("vehicles.vrm", {("vehicles", "vrm")}),
        ("vehicles[1].vrm", {("vehicles", "vrm")}),
        ("vehicles[year > 2000].vrm", {("vehicles", "year"), ("vehicles", "vrm")}),
        ("some v in vehicles satisfies v.stolen", {("vehicles", "stolen")}),
        ("for v in vehicles return 1", {("vehicles",)}),
        ("vehicles", {("vehicles",)}),
        ("received.year", {("received",)}),
        ("{name: age, b: name}", {("age",)}),
        ("function(age) age + 1", set[tuple[str, ...]]()),
    ],
)
def test_what_an_expression_reads_is_known_with_its_path(text: str, reads: set[tuple[str, ...]]) -> None:
    assert checked(text).reads == reads


@pytest.mark.parametrize("text", ["[{name: 1}][name > 0]", "{name: 1, twice: name * 2}"])
def test_a_key_that_hides_a_name_from_outside_is_hinted_at(text: str) -> None:
    (problem,) = checked(text).problems

    assert problem.severity == "hint"
    assert problem.message == "name is the one inside the brackets here, not the one outside"


def test_types_are_described_in_words() -> None:
    assert describe(types.ListOf(types.STRING)) == "a list of strings"
    assert describe(types.ChoiceOf(("a", "b"))) == 'one of "a", "b"'
    assert describe(types.ListOf(VEHICLE)) == "a list of contexts"
