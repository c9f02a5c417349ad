"""The engines behind patterns agree with each other, and none can be made to hang."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping_dsl import feel
from mapping_dsl.feel.frames import Budget
from mapping_dsl.feel.functions import regex_machine
from mapping_dsl.feel.functions.patterns import pattern, program
from mapping_dsl.problems import Problem
from tests.mapping_dsl.feel.patterns import matches, replace

# --- RE2, our own machine and Python's `re` agree where all of them know the pattern

ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\n", "(?:^)", "(?:$)", "é", r"\S", r"\d"])
QUANTIFIERS = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "??", "{1,2}?"])


def _larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    alternatives = st.lists(smaller, min_size=1, max_size=3).map("|".join)
    groups = st.tuples(st.sampled_from(["({})", "(?:{})"]), alternatives).map(lambda pair: pair[0].format(pair[1]))
    pieces = st.tuples(groups, QUANTIFIERS).map("".join)
    return st.lists(smaller | pieces, max_size=3).map("".join)


PATTERNS = st.recursive(st.tuples(ATOMS, QUANTIFIERS).map("".join), _larger, max_leaves=8)
TEXTS = st.text("abcé\n\r1 ", max_size=12)


@settings(deadline=None)
@given(PATTERNS, TEXTS, st.sampled_from(["", "s", "i", "m"]))
def test_our_own_machine_finds_what_re2_finds(expression: str, text: str, flags: str) -> None:
    both = pattern(expression, flags)
    text = text.rstrip("\n")  # flag m means different lines to RE2 where a newline stands last

    by_re2 = next(both.spans(text, Budget()), [None])[0]
    by_machine = next(regex_machine.spans(program(expression, flags), text, Budget()), [None])[0]

    assert both.re2 is not None
    assert by_machine == by_re2


@settings(deadline=None)
@given(PATTERNS, TEXTS)
def test_what_matches_is_what_matches_for_python_too(expression: str, text: str) -> None:
    python = expression.replace("$", r"\Z").replace(".", r"[^\n\r]")

    assert matches(text, expression) is (re.search(python, text) is not None)


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from(["", "i", "m", "s", "x", "ix"]))
def test_any_text_is_a_pattern_or_is_told_why_not(expression: str, flags: str) -> None:
    problems: list[Problem] = []
    given_ = {"expression": expression, "flags": flags}

    value = feel.evaluate('matches("abc", expression, flags)', given_, problems=problems)

    assert type(value) is bool or [problem.code for problem in problems] == ["not-a-pattern"]


@settings(deadline=None)
@given(st.text(r"ab1()[]{}|*+?^$\.-,:pLuds ", max_size=12), st.text("ab1-,", max_size=6))
def test_signs_in_any_order_are_a_pattern_or_are_told(expression: str, text: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate("matches(t, p)", {"t": text, "p": expression}, problems=problems)

    assert type(value) is bool or [problem.code for problem in problems] == ["not-a-pattern"]


# --- nothing hangs

HOSTILE = {
    "nested repetitions": (r"(a+)+$", "a" * 50_000 + "b"),
    "nested repetitions before a reference": (r"(a+)+\1b", "a" * 50_000),
    "nested repetitions before a reference, short text": (r"(a+)+\1b", "a" * 40),
    "repetitions of nothing": (r"((a*)*)*\1c", "a" * 2_000),
    "alternatives that are alike": (r"(a|a|aa)*\1c", "a" * 2_000),
    "a count without end": ("a{1,1000000000}b", "a" * 100_000),
    "counts in counts": ("(((a{1000}){1000}){1000}){1000}", "a" * 100_000),
    "counts of nothing": (r"(((a*){99999}){99999}){99999}\1b", "a" * 1_000),
    "a count of what may be nothing": ("(?:a?){1000}b", "a" * 500_000),
    "long references": (r"(a*)\1\1\1b", "a" * 100_000),
    "deep groups": ("(" * 4_990 + "a" + ")" * 4_990, "a" * 100),
    "deep groups that are repeated": ("(" * 3_300 + "a" + ")*" * 3_300, "a" * 100),
    "deep classes": ("[a-z-" * 1_600 + "[a]" + "]" * 1_600, "a"),
    "many alternatives": ("a|" * 4_999 + "a", "b" * 1_000),
    "many large classes": (r"[\p{L}-[a]]" * 900, "a" * 1_000),
    "many ranges in both cases": ("[ -\uffff]" * 2_000, "a" * 1_000),
    "a long pattern": ("a" * 10_000, "a" * 20_000),
}


@pytest.mark.parametrize(("expression", "text"), HOSTILE.values(), ids=HOSTILE)
def test_no_pattern_hangs(expression: str, text: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate('matches(text, pattern, "i")', {"text": text, "pattern": expression}, problems=problems)

    assert value is not None or {problem.code for problem in problems} <= {"too-much", "not-a-pattern"}


@pytest.mark.parametrize("call", ['replace(text, pattern, "$0$0")', "split(text, pattern)"])
def test_looking_ahead_to_the_end_from_everywhere_does_not_hang(call: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate(call, {"text": "a" * 200_000, "pattern": "a.*b|a"}, problems=problems)

    assert value is None
    assert [problem.code for problem in problems] == ["too-much"]


def test_a_long_list_of_words_costs_little() -> None:
    words = "|".join(first + middle + last for first in "bdfgk" for middle in ("an", "ill", "oo") for last in "dgkmpt")
    budget = Budget()

    found = pattern(rf"(^|\W)({words})(\W|$)", "i").is_in("nothing of it is here. " * 200, budget)

    assert found is False
    assert Budget().steps - budget.steps < 10


def test_a_pattern_that_tries_too_many_ways_is_told() -> None:
    problems: list[Problem] = []

    value = feel.evaluate("matches(text, pattern)", {"text": "a" * 60, "pattern": r"(a+)+\1b"}, problems=problems)

    assert value is None
    assert [problem.code for problem in problems] == ["too-much"]


def test_a_replacement_that_grows_without_end_is_told() -> None:
    problems: list[Problem] = []

    value = feel.evaluate('replace(text, ".+", new)', {"text": "a" * 9_000, "new": "$0" * 9_000}, problems=problems)

    assert value is None
    assert [problem.code for problem in problems] == ["too-much"]


def test_counts_beyond_those_of_re2_are_kept() -> None:
    assert matches("a" * 1_500, "^a{1500}$") is True
    assert matches("a" * 1_500, "^a{1501,}$") is False
    assert matches("a" * 3, "^a{1,1000000000}$") is True
    assert matches("a" * 1_000, "^(a{10}){100}$") is True
    assert matches("a" * 1_200, "^((a{10}){10}){12}$") is True


def test_half_of_a_pair_is_a_character_of_its_own() -> None:
    assert matches("a\ud800b", "^a.b$") is True
    assert matches("a\ud800b", "\ud800") is True
    assert matches("ab", "\ud800") is False
    assert replace("a\ud800b", r"[^\p{L}]", "-") == "a-b"


def test_the_characters_of_all_planes_are_one_each() -> None:
    assert matches("\U0001f600", "^.$") is True
    assert replace("e\u0301\U0001f600x", ".", "-") == "----"
    assert matches("a\0b", "^a\0b$") is True
