"""One or several, blank or filled, yes or no: answers made alike over the versions of a form."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

Function = Callable[..., Any]

ANSWERS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("answer", "several"),
    [(None, []), ("race", ["race"]), (["race"], ["race"]), (["a", "b"], ["a", "b"]), ([], []), (0, [0])],
)
def test_one_answer_or_several_become_a_list(call: Function, answer: Any, several: list[Any]) -> None:
    assert call("as list", answer) == several


@given(answer=ANSWERS)
def test_as_list_of_as_list_is_itself(call: Function, answer: Any) -> None:
    once = call("as list", answer)

    assert call("as list", once) == once


@pytest.mark.parametrize(("value", "result"), [(None, "other"), ("", ""), (0, 0), (False, False), ("value", "value")])
def test_only_null_gives_way_to_the_default(call: Function, value: Any, result: Any) -> None:
    assert call("get or else", value, "other") == result


def test_filled_keeps_the_elements_that_hold_a_value(call: Function) -> None:
    elements = [None, "", " ", {}, {"name": None, "note": " "}, [None], "Jo", 0, False, {"name": None, "age": 3}]

    assert call("filled", elements) == ["Jo", 0, False, {"name": None, "age": 3}]


@given(elements=st.lists(ANSWERS, max_size=6))
def test_filled_and_blank_share_all_elements_between_them(call: Function, elements: list[Any]) -> None:
    filled = call("filled", elements)

    assert call("filled", filled) == filled
    assert filled == [one for one in elements if not call("is blank", one)]


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("yes", True),
        ("no", False),
        (True, True),
        (False, False),
        ("dont_know", None),
        ("pnts", None),
        (None, None),
        (1, None),
    ],
)
def test_yes_and_no_are_told_from_every_other_answer(call: Function, answer: Any, meaning: bool | None) -> None:
    assert call("yes", answer) is meaning
