"""One layout for all mappings: whatever is formatted means the same, keeps its comments, and formatted again stays."""

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mapping_dsl
from mapping_dsl.compiler import format
from mapping_dsl.nodes import Expression
from mapping_dsl.parser import parse
from tests.mapping_dsl.golden import read_cases

MAPPINGS = sorted(Path("mappings").glob("*/*.mapping"))
TEXTS = [*(path.read_text("utf-8") for path in MAPPINGS), *(case.whole_text for case in read_cases())]
LINES = sorted({line for text in TEXTS for line in text.split("\n")})
STRANGE = [
    "",
    " ",
    "\t",
    "// why",
    "  // deeper",
    "/* a */",
    "/* a\n\n  b */",
    '"""',
    "(",
    "]",
    "|",
    "`",
    '"',
    "\u00a0",
    "\x85",
    "let",
]

UNTIDY = """\
mapping   theft   "Theft"
  form theft versions 1.0   to 2.0 // both
  target chs.incident version 1



use a ,b
let x = 1
let longer name=if x = 1 then 2
   else 3
// A table
decide code   first
  |x|y  =  1|=>code|offence|
  |---|---|---|---|
  | 1,  2 |-|"a | b"|null| // why
  |otherwise|||"c"|

record chs.incident  for each v in [1,2]   where v > 1 when true
  // first
  a<-1
  longerName <- "x"  otherwise   review "why"
  text <- \"""
      {x}  words
        deeper
      \"""
  group   when x = 1
      b <- 2

  // last
"""
TIDY = """\
mapping theft "Theft"
    form   theft versions 1.0 to 2.0 // both
    target chs.incident version 1

use a, b
let x           = 1
let longer name = if x = 1 then 2
   else 3

// A table
decide code first
    | x         | y  =  1 | => code | offence |
    |-----------|---------|---------|---------|
    | 1,  2     | -       | "a | b" | null    | // why
    | otherwise |         |         | "c"     |

record chs.incident for each v in [1,2] where v > 1 when true
    // first
    a          <- 1
    longerName <- "x" otherwise review "why"
    text       <- \"""
        {x}  words
          deeper
        \"""
    group when x = 1
        b <- 2

    // last
"""


def meaning(node: Any) -> Any:
    """What was read, with the lines of an expression at no particular depth."""
    match node:
        case Expression():
            return replace(node, text=re.sub(r"[^\S\n]*\n\s*", "\n", node.text))
        case tuple():
            return tuple(meaning(part) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        return type(node)(**{one.name: meaning(getattr(node, one.name)) for one in fields(node)})
    return node


def comments(text: str) -> list[str]:
    """All comments, and what only looks like one in a string: nothing of either may be lost."""
    return [" ".join(found.split()) for found in re.findall(r"//[^\n]*|/\*.*?\*/", text, re.DOTALL)]


def assert_same_meaning(text: str) -> None:
    """Formats a text and looks at all that must not change."""
    formatted = format(text)

    assert format(formatted) == formatted
    assert meaning(parse(formatted).file) == meaning(parse(text).file)
    assert sorted(one.code for one in parse(formatted).problems) == sorted(one.code for one in parse(text).problems)
    assert re.sub(r"[\s-]", "", formatted) == re.sub(r"[\s-]", "", text.removeprefix("\ufeff"))


def test_an_untidy_text_comes_out_tidy() -> None:
    assert format(UNTIDY) == TIDY


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_the_mappings_of_the_library_are_written_in_the_layout(path: Path) -> None:
    assert format(path.read_text("utf-8")) == path.read_text("utf-8")


def test_line_ends_stay_what_they_are_and_a_byte_order_mark_goes() -> None:
    assert format("\ufeffuse  a\r\nlet b=1\r\n") == "use a\r\nlet b = 1\r\n"
    assert format("use  a\r\nlet b=1\nlet c=1\n") == "use a\nlet b = 1\nlet c = 1\n"


def test_a_broken_statement_is_left_to_the_letter_and_the_others_are_tidied() -> None:
    broken = 'flag   "X"   hihg\n  when   a = 1\n  because    "b"'

    assert format(f"let a=1\n\n{broken}\n\nlet c=2\n") == f"let a = 1\n\n{broken}\n\nlet c = 2\n"


def test_a_table_of_another_length_of_row_is_left_alone() -> None:
    text = "decide a first\n  | b | => c |\n  | 1 | 2 | 3 |\n"

    assert format(text) == text


def test_comments_stay_beside_the_code_and_as_deep_as_it() -> None:
    text = "record a.b\n  // of c\n  c <- 1 // at c\n  // at the end\n\n// of the let\nlet d = 1\n"

    assert (
        format(text) == "record a.b\n    // of c\n    c <- 1 // at c\n    // at the end\n\n// of the let\nlet d = 1\n"
    )


def test_a_comment_that_is_not_closed_stays_above_what_ends_it() -> None:
    text = "else /* else\ndecide areas collect\n"

    assert format(text) == text


def test_a_block_of_another_kind_stands_apart() -> None:
    flag = 'flag "X" high\n    when a = 1\n    because "b"\n'
    text = f"let a = 1\n{flag}{flag}triage\n    queue <- a\n"

    apart = format(text).split("\n\n")

    assert [block.split()[0] for block in apart] == ["let", "flag", "triage"]


def test_lines_in_brackets_move_with_the_line_that_opens_them() -> None:
    text = "record a.b\n  c <- max(\n      1,\n      2\n    )\n"

    assert format(text) == "record a.b\n    c <- max(\n        1,\n        2\n      )\n"


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_whole_text_means_the_same(text: str) -> None:
    assert_same_meaning(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(STRANGE)), max_size=30))
def test_a_text_mixed_of_lines_means_the_same(lines: list[str]) -> None:
    assert_same_meaning("\n".join(lines))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(0, 20_000), st.integers(0, 60), st.sampled_from(STRANGE))
def test_a_text_that_is_cut_or_scribbled_into_means_the_same(text: str, at: int, length: int, scribble: str) -> None:
    at %= len(text) + 1

    assert_same_meaning(text[:at] + scribble + text[at + length :])


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_is_formatted(text: str) -> None:
    assert_same_meaning(text)


def test_a_very_long_text_is_formatted() -> None:
    lines = [f"let a{number}=1" for number in range(10_000)]

    assert format("\n".join(lines)).count("\n") == len(lines)
    assert mapping_dsl.format("x" * 2_000_001) == "x" * 2_000_001
