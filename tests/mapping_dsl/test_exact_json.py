"""What is no JSON is told in plain words, with the place."""

import re
from decimal import Decimal

import pytest

from mapping_dsl import exact_json


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "a value should stand in line 1, column 1"),
        ('{"a": 1,\n "b": }', "a value should stand in line 2, column 7"),
        ('{"a": 1,\n b: 2}', "a name in double quotes should stand in line 2, column 2"),
        ('{"a" 1}', "a colon should stand in line 1, column 6"),
        ('{"a": 1 "b": 2}', "a comma or a closing bracket should stand in line 1, column 9"),
        ("[1,]", "nothing follows the comma in line 1, column 3"),
        ('{"a": "b', "a text has no end, which begins in line 1, column 7"),
        ('["a\nb"]', "a text is broken off in line 1, column 4"),
        ('["\\x"]', "a backslash stands before what it cannot stand before in line 1, column 4"),
        ('["\\u12"]', "a backslash stands before what it cannot stand before in line 1, column 3"),
        ('{"a": 1} and more', "more follows after its end in line 1, column 10"),
        ("9" * 5_000, "a number in it has more digits than any has that is meant"),
        ("[" * 100_000, "its brackets stand inside each other too deeply"),
        (b'{"a": "\xff"}', "it is not written in UTF-8"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text: str | bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        exact_json.loads(text)


def test_numbers_are_read_digit_by_digit() -> None:
    assert exact_json.loads("[1, 0.10]") == [1, Decimal("0.10")]
    assert str(exact_json.loads("0.10")) == "0.10"


def test_what_stands_in_an_object_may_be_put_together_by_others() -> None:
    assert exact_json.loads('{"a": 1, "a": 2}', pairs=list) == [("a", 1), ("a", 2)]
