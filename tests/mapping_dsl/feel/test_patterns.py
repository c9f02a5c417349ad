"""The regular expressions of `matches`, `replace` and `split` (XPath and XQuery Functions 3.1, 5.6)."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping_dsl import feel
from mapping_dsl.feel.functions.regex_blocks import BLOCKS
from mapping_dsl.feel.functions.regex_sets import CharSet, in_both_cases, property_class, united
from mapping_dsl.problems import Problem
from tests.mapping_dsl.feel.patterns import matches, replace, split


def refusal(expression: str, flags: str = "") -> str:
    """The reason why there is no such pattern, without a hint."""
    problems: list[Problem] = []
    given_ = {"expression": expression, "flags": flags}
    value = feel.evaluate('matches("a", expression, flags)', given_, problems=problems)
    assert value is None
    assert [problem.code for problem in problems] == ["not-a-pattern"]
    return problems[0].message


# --- atoms, alternatives and repetitions


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("bra", "abracadabra", True),
        ("^a.*a$", "abracadabra", True),
        ("^bra", "abracadabra", False),
        ("", "", True),
        ("a|", "b", True),
        ("^(a|b|)$", "c", False),
        ("^()$", "", True),
        ("^(?:ab)+$", "abab", True),
        ("^a{2}$", "aa", True),
        ("^a{2}$", "aaa", False),
        ("^a{2,}$", "aaaa", True),
        ("^a{0,2}$", "aaa", False),
        ("^a{0}b$", "b", True),
        ("^a{002}$", "aa", True),
        ("^*a", "a", True),
        ("x-y", "x-y", True),
        ("a,b:c&d", "a,b:c&d", True),
    ],
)
def test_a_pattern_is_found_anywhere_in_the_text(expression: str, text: str, expected: bool) -> None:
    assert matches(text, expression) is expected


@pytest.mark.parametrize("flags", ["", "s", "m", "i", "sm"])
def test_the_end_is_not_before_a_newline_that_stands_last(flags: str) -> None:
    assert matches("a\n", "a$", flags) is ("m" in flags)


@pytest.mark.parametrize(
    ("reluctant", "greedy"), [("a+?", "a+"), ("a*?", "a*"), ("a??", "a?"), ("a{1,3}?", "a{1,3}"), ("a{2,}?", "a{2,}")]
)
def test_a_reluctant_repetition_takes_the_least(reluctant: str, greedy: str) -> None:
    longest = replace("xaaa", f"x{greedy}", "-")
    shortest = replace("xaaa", f"x{reluctant}", "-")

    assert len(str(longest)) < len(str(shortest))


def test_of_alternatives_the_first_that_fits_counts() -> None:
    assert replace("abcd", "ab|abc", "-") == "-cd"
    assert replace("abcd", "abc|ab", "-") == "-d"


# --- flags


@pytest.mark.parametrize("newline", ["\n", "\r"])
def test_a_dot_takes_no_end_of_line_but_with_flag_s(newline: str) -> None:
    assert matches(f"a{newline}b", "a.b") is False
    assert matches(f"a{newline}b", "a.b", "s") is True


def test_a_dot_takes_other_separators_of_lines() -> None:
    assert matches("a\u2028b\x85c", "^a.b.c$") is True


def test_flag_m_lets_the_signs_stand_for_lines() -> None:
    assert replace("a\nb\nc", "^", "-", "m") is None
    assert matches("a\nb\nc", "^b$") is False
    assert matches("a\nb\nc", "^b$", "m") is True
    assert replace("ab\nab", "b$", "-") == "ab\na-"
    assert replace("ab\nab", "b$", "-", "m") == "a-\na-"


def test_no_line_begins_or_ends_behind_a_newline_that_stands_last() -> None:
    assert matches("a\n", "\n^", "m") is False
    assert matches("a\n", "\n$", "m") is False
    assert matches("a\n\n", "\n^\n", "m") is True
    assert matches("a\nb", "\n^b$", "m") is True
    assert matches("\n", "^$", "m") is True


def test_a_carriage_return_ends_no_line() -> None:
    assert matches("a\rb", "^b", "m") is False


def test_flag_x_leaves_white_space_out_but_in_classes() -> None:
    assert matches("helloworld", " hello \t\n\r world ", "x") is True
    assert matches("hello world", "hello[ ]world", "x") is True
    assert matches("hello world", "hello world", "x") is False
    assert matches("hello world", r"hello\ sworld", "x") is True
    assert matches("a", r"\p{ L }", "x") is True
    assert matches("-", "[a-z-[ b-c]] | -", "x") is True
    assert matches("] ", r"[\] ] [ ]", "x") is True


def test_flag_x_leaves_no_other_space_out() -> None:
    assert matches("ab", "a\u00a0b", "x") is False


def test_flag_q_takes_every_character_for_itself() -> None:
    assert matches("a.b(c", ".b(", "q") is True
    assert matches("axb", "a.b", "q") is False
    assert matches("12.3.5.6", ".", "q") is True
    assert replace("a.b.c", ".", "$1\\", "q") == "a$1\\b$1\\c"


def test_flag_q_goes_together_with_i_and_puts_the_others_out() -> None:
    assert matches("a.B", "A.b", "qi") is True
    assert matches("ab", "a b", "xq") is False
    assert matches("a b", "a b", "xq") is True


def test_a_flag_that_there_is_not_is_told() -> None:
    assert refusal("a", "ig") == "there is no flag `g`"
    assert refusal("a", "X") == "there is no flag `X`"


# --- both cases (5.6.2, flag i)


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("z", "Z", True),
        ("[A-Z]", "k", True),
        ("[A-Z]", "\u212a", True),  # the sign for kelvin, whose small letter is k
        ("[A-Z-[IO]]", "b", True),
        ("[A-Z-[IO]]", "i", False),
        ("[A-Z-[IO]]", "O", False),
        ("[^Q]", "q", False),
        ("[^Q]", "Q", False),
        ("[^Q]", "r", True),
        (r"\p{Lu}", "a", False),
        (r"[\p{Lu}]", "a", False),
        (r"[\p{Lu}x]", "X", True),
        (r"\P{Lu}", "A", False),
        ("ß", "ẞ", True),
        ("ß", "ss", False),
        ("σ", "ς", True),
        ("σ", "Σ", True),
        ("ϑ", "θ", True),
        ("ϑ", "ϴ", False),  # both have θ for a variant, but not each other
        ("ı", "I", True),
        ("é", "É", True),
    ],
)
def test_flag_i_takes_case_variants(expression: str, text: str, expected: bool) -> None:
    assert matches(text, f"^{expression}$", "i") is expected


@settings(deadline=None)
@given(st.integers(0x41, 0x2FFF), st.integers(0, 400), st.characters(min_codepoint=0x41, max_codepoint=0x3100))
def test_a_range_in_both_cases_holds_what_has_a_variant_in_it(first: int, length: int, one: str) -> None:
    chars = in_both_cases(united([(first, first + length)]))

    inside = map(chr, range(first, first + length))
    variants = any(other == one or other.lower() == one.lower() or other.upper() == one.upper() for other in inside)
    assert (ord(one) in chars) is variants


def test_no_character_beyond_those_that_are_looked_at_has_two_cases() -> None:
    beyond = [one for one in map(chr, range(0x20000, 0x110000)) if one.lower() != one or one.upper() != one]

    assert beyond == []


def test_every_variant_of_a_letter_with_two_cases_has_two_cases_itself() -> None:
    def has_two_cases(one: str) -> bool:
        return one.lower() != one or one.upper() != one

    cased = [one for one in map(chr, range(0x20000)) if has_two_cases(one)]
    others = {other for one in cased for other in (one.lower(), one.upper()) if len(other) == 1}

    assert [other for other in others if not has_two_cases(other)] == []


# --- classes


@pytest.mark.parametrize(
    ("expression", "inside", "outside"),
    [
        ("[abc]", "abc", "d-"),
        ("[^abc]", "d^\n", "abc"),
        ("[a^]", "a^", "b"),
        ("[a-c]", "abc", "d-"),
        ("[-a]", "-a", "b"),
        ("[a-]", "-a", "b"),
        (r"[a\-c]", "-ac", "b"),
        (r"[\w-.]", "a-.", " "),
        ("[.*+?(){}|$]", ".*+?(){}|$", "a"),
        (r"[\[\]\\\^]", r"[]\^", "a"),
        (r"[\n\r\t]", "\n\r\t", "nrt"),
        ("[a-z-[aeiou]]", "bcz", "aeiou-["),
        ("[^a-z-[A-Z]]", "1 é", "aA"),
        ("[a--[b]]", "a-", "b["),
        ("[a-z-[b-y-[m]]]", "amz", "bny"),
        ("[a-[a]]", "", "ab"),
        ("[\U0001f600-\U0001f64f]", "😀", "a"),
        (r"\p{Lu}", "AÉ", "a1"),
        (r"\p{L}", "Aaª", "1_"),
        (r"\P{L}", "1_", "Aa"),
        (r"\p{Sc}", "€$", "e"),
        (r"\p{Cn}", "\u0378", "a"),
        (r"\p{IsBasicLatin}", "a\x7f", "\x80"),
        (r"\P{IsBasicLatin}", "\x80", "a"),
        (r"\p{IsLatin-1Supplement}", "é", "e"),
        (r"\p{IsGreek}", "α", "a"),
        (r"\p{IsGreekandCoptic}", "α", "a"),
        (r"\p{IsEmoticons}", "😀", "a"),
        (r"\p{IsPrivateUse}", "\ue000", "a"),
        (r"[\p{L}-[\p{IsBasicLatin}]]", "é", "e1"),
        (r"\d", "0٣", "a½"),
        (r"\D", "a½", "0٣"),
        (r"\s", " \t\n\r", "\u00a0\x0b\u2003"),
        (r"\S", "\u00a0\x0b", " \t"),
        (r"\w", "aé1+$^`€\u0301", "_- .\u00a0\u0378\u200b"),
        (r"\W", "_-. ", "a+"),
        (r"\i", "a_:é", "1-.· "),
        (r"\I", "1-.· ", "a_:"),
        (r"\c", "a_:1-.·\u0301", " /"),
        (r"\C", " /", "a_:1-."),
        (r"[\i-[:]]", "a_", ":1"),
    ],
)
def test_a_class_holds_what_it_names(expression: str, inside: str, outside: str) -> None:
    assert [one for one in inside if matches(one, f"^{expression}$") is not True] == []
    assert [one for one in outside if matches(one, f"^{expression}$") is not False] == []


@pytest.mark.parametrize("escaped", list(r".\?*+{}()|^$[]-"))
def test_what_has_a_meaning_stands_for_itself_behind_a_backslash(escaped: str) -> None:
    assert matches(escaped, rf"^\{escaped}$") is True
    assert matches("a", rf"^\{escaped}$") is False


RANGES = st.lists(st.tuples(st.integers(0, 0x10FFFF), st.integers(0, 500)), max_size=8).map(
    lambda pairs: [(first, min(first + length, 0x110000)) for first, length in pairs if first + length > first]
)


@settings(deadline=None)
@given(RANGES, RANGES, st.data())
def test_sets_reckon_as_their_members_do(
    one: list[tuple[int, int]], other: list[tuple[int, int]], data: st.DataObject
) -> None:
    edges = [edge + step for span in one + other for edge in span for step in (-1, 0, 1) if 0 <= edge + step < 0x110000]
    code = data.draw(st.sampled_from([*edges, 0, 0x10FFFF]))

    in_one = any(first <= code < end for first, end in one)
    in_other = any(first <= code < end for first, end in other)

    assert (code in united(one)) is in_one
    assert (code in united(one) | united(other)) is (in_one or in_other)
    assert (code in united(one) - united(other)) is (in_one and not in_other)
    assert (code in ~united(one)) is not in_one
    assert ~~united(one) == united(one)


@settings(deadline=None)
@given(st.characters(codec="utf-8"))
def test_the_categories_are_those_of_unicode(one: str) -> None:
    category = unicodedata.category(one)

    assert matches(one, rf"^\p{{{category}}}$") is True
    assert matches(one, rf"^[\p{{{category[0]}}}-[\p{{{category}}}]]$") is False


@pytest.mark.parametrize("name", ["Lu", "Co", "Cn", "So", "Mn", "Cf"])
def test_a_category_is_whole(name: str) -> None:
    chars = property_class(name) or CharSet()

    assert sum(end - first for first, end in chars.ranges()) == sum(
        unicodedata.category(chr(code)) == name for code in range(0x110000)
    )


def test_no_two_blocks_of_unicode_overlap() -> None:
    blocks = sorted(set(BLOCKS.values()))

    assert [one for one, following in pairwise(blocks) if one[1] >= following[0]] == []


# --- back-references (5.6.1)


@pytest.mark.parametrize(
    ("expression", "text", "flags", "expected"),
    [
        (r"(a)\1", "aa", "", True),
        (r"(a)\1", "aA", "", False),
        (r"(a)\1", "aA", "i", True),
        (r"^([md])[aeiou]\1$", "Mum", "i", True),
        (r"^([md])[aeiou]\1$", "Dam", "i", False),
        ("('|\").*\\1", "say 'so'", "", True),
        ("('|\").*\\1", "say 'so\"", "", False),
        (r"^(a)?\1b$", "b", "", True),  # a group that matched nothing is nothing once more
        (r"^(?:(a)|b)*\1$", "aba", "", True),
        (r"^(a*)b\1$", "aabaa", "", True),
        (r"^(a*)b\1$", "aaba", "", False),
        (r"^(a)\10$", "aa0", "", True),  # there are not ten groups, so this is group 1 and a nought
        (r"^(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\10$", "abcdefghijj", "", True),
        (r"^(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\11$", "abcdefghija1", "", True),
        (r"^(?:(.)\1)+$", "aabbcc", "", True),
        (r"^(?:(.)\1){2}$", "aabbcc", "", False),
        (r"(.)\1$", "abb\n", "m", True),
        (r"^(b+?)\1*$", "bbbb", "", True),
    ],
)
def test_a_back_reference_takes_what_its_group_took(expression: str, text: str, flags: str, expected: bool) -> None:
    assert matches(text, expression, flags) is expected


def test_matches_with_back_references_are_replaced() -> None:
    assert replace("abba otto", r"(.)(.)\2\1", "<$2$1>") == "<ba> <to>"
    assert replace("so so it is is", r"(\w+) \1", "$1") == "so it is"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (r"\3", r"no group 3 ends before `\3`, at character 1"),
        (r"(.)\2", r"no group 2 ends before `\2`, at character 4"),
        (r"(a\1)", r"no group 1 ends before `\1`, at character 3"),
        (r"\1(a)", r"no group 1 ends before `\1`, at character 1"),
        (r"(a)[\1]", r"`\1` has no meaning here, at character 5"),
        (r"(a)\0", r"`\0` has no meaning here, at character 4"),
    ],
)
def test_a_back_reference_needs_a_group_that_has_ended(expression: str, message: str) -> None:
    assert refusal(expression) == message


# --- what is no pattern


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("*a", "there is nothing to repeat before `*`, at character 1"),
        ("a**", "there is nothing to repeat before `*`, at character 3"),
        ("a+*", "there is nothing to repeat before `*`, at character 3"),
        ("a{2}{3}", "there is nothing to repeat before `{`, at character 5"),
        ("(+a)", "there is nothing to repeat before `+`, at character 2"),
        ("a|?", "there is nothing to repeat before `?`, at character 3"),
        ("{", "there is nothing to repeat before `{`, at character 1"),
        ("a{b}", "a count is written {2}, {2,} or {2,5}, at character 2"),
        ("a{,3}", "a count is written {2}, {2,} or {2,5}, at character 2"),
        ("a{1", "a count is written {2}, {2,} or {2,5}, at character 2"),
        ("a{٣}", "a count is written {2}, {2,} or {2,5}, at character 2"),
        ("a{3,2}", "the count {3,2} ends below its start, at character 2"),
        ("a}", "this `}` closes nothing, at character 2"),
        ("a]", "this `]` closes nothing, at character 2"),
        ("a)", "this `)` closes nothing, at character 2"),
        ("b(a", "this `(` is not closed, at character 2"),
        ("((a)", "this `(` is not closed, at character 1"),
        ("x[a", "this `[` is not closed, at character 2"),
        ("[]", "this class holds no character, at character 1"),
        ("[^]", "this class holds no character, at character 1"),
        ("[-[a]]", "this class holds no character, at character 1"),
        ("[a[b]]", "a class stands in another only to be taken from it, as in [a-z-[aeiou]], at character 3"),
        ("[a-[b]c]", "the class that is taken away stands last, at character 1"),
        ("[z-a]", "the range z-a ends before it begins, at character 3"),
        (r"[a-\d]", "a range ends with one character, at character 3"),
        ("[+--]", "a range ends with one character, at character 3"),
        ("(?=a)", "a group begins with `(` or `(?:`, at character 1"),
        ("(?<n>a)", "a group begins with `(` or `(?:`, at character 1"),
        ("(?i)a", "a group begins with `(` or `(?:`, at character 1"),
        (r"\b", r"`\b` has no meaning here, at character 1"),
        (r"\A", r"`\A` has no meaning here, at character 1"),
        (r"\x41", r"`\x` has no meaning here, at character 1"),
        (r"\e", r"`\e` has no meaning here, at character 1"),
        (r"\é", r"`\é` has no meaning here, at character 1"),
        ("a\\", "nothing stands behind this `\\`, at character 2"),
        (r"\p", "this names no category and no block of characters, at character 1"),
        (r"\pL", "this names no category and no block of characters, at character 1"),
        (r"\p{}", "this names no category and no block of characters, at character 1"),
        (r"\p{Xx}", "this names no category and no block of characters, at character 1"),
        (r"\p{Cs}", "this names no category and no block of characters, at character 1"),
        (r"\p{lu}", "this names no category and no block of characters, at character 1"),
        (r"\p{ IsBasicLatin}", "this names no category and no block of characters, at character 1"),
        (r"\p{IsAtlantis}", "this names no category and no block of characters, at character 1"),
        (r"\p{Greek}", "this names no category and no block of characters, at character 1"),
        (r"\p{^L}", "this names no category and no block of characters, at character 1"),
    ],
)
def test_what_is_no_pattern_is_told_with_the_place(expression: str, message: str) -> None:
    assert refusal(expression) == message


def test_the_place_counts_the_white_space_that_flag_x_leaves_out() -> None:
    assert refusal("a b  * *", "x") == "there is nothing to repeat before `*`, at character 8"


# --- replace (5.6.4) and split


@pytest.mark.parametrize(
    ("text", "expression", "replacement", "expected"),
    [
        ("abracadabra", "bra", "*", "a*cada*"),
        ("abracadabra", "a.*?a", "*", "*c*bra"),
        ("abracadabra", "a(.)", "a$1$1", "abbraccaddabbra"),
        ("facetious", "[io]", "[$0]", "facet[i][o]us"),
        ("ab", "(a)|(b)", "[$1|$2]", "[a|][|b]"),
        ("ab", "(a)", "$2", "b"),
        ("ab", "(a)", "$12", "a2b"),
        ("ab", "a", "$10", "0b"),
        ("ab", "(a)", "$01", "ab"),
        ("ab", "a", r"\$1\\", "$1\\b"),
        ("ab", "(a)", "$1٣", "a٣b"),
        ("ab", "a", "$" + "9" * 5000, "9" * 4999 + "b"),
        ("né\U0001f600e", "e", "-", "né\U0001f600-"),
    ],
)
def test_a_replacement_holds_what_groups_took(text: str, expression: str, replacement: str, expected: str) -> None:
    assert replace(text, expression, replacement) == expected


@pytest.mark.parametrize(
    ("replacement", "message"),
    [
        ("a$", "a replacement cannot hold `$` as it stands, at character 2"),
        ("$a", "a replacement cannot hold `$` as it stands, at character 1"),
        (r"a\n", "a replacement cannot hold `\\` as it stands, at character 2"),
        ("\\", "a replacement cannot hold `\\` as it stands, at character 1"),
        ("$٣", "a replacement cannot hold `$` as it stands, at character 1"),
    ],
)
@pytest.mark.parametrize("text", ["a", "b"])
def test_a_replacement_that_means_nothing_is_told(replacement: str, message: str, text: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate('replace(text, "a", new)', {"text": text, "new": replacement}, problems=problems)

    assert value is None
    assert [problem.message for problem in problems] == [message]


@pytest.mark.parametrize("expression", ["a*", "", "^", "$", "(a|)", "(a)?", r"(a?)\1"])
def test_a_pattern_that_can_match_nothing_is_neither_replaced_nor_splits(expression: str) -> None:
    problems: list[Problem] = []

    values = [
        feel.evaluate(f'{call}("abc", pattern{rest})', {"pattern": expression}, problems=problems)
        for call, rest in (("replace", ', "-"'), ("replace", ', "-", "m"'), ("split", ""))
    ]

    assert values == [None] * 3
    assert {problem.code for problem in problems} == {"not-a-pattern"}


@pytest.mark.parametrize(
    ("text", "delimiter", "expected"),
    [
        ("John Doe", r"\s", ["John", "Doe"]),
        ("a;b;c;;", ";", ["a", "b", "c", "", ""]),
        (";a", ";", ["", "a"]),
        ("a, b ,c", r"\s*,\s*", ["a", "b", "c"]),
        ("", ";", [""]),
        ("a.b", ".", ["", "", "", ""]),
        ("a--b==c", r"(.)\1", ["a", "b", "c"]),
    ],
)
def test_a_text_is_split_where_the_delimiter_matches(text: str, delimiter: str, expected: list[str]) -> None:
    assert split(text, delimiter) == expected
