"""Two texts are the same words whatever a layout did to blanks and adornment, and never where their figures differ."""

import pytest

from runtime.intake.witness.agreement import rests, same_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1:23", "12:3"),
        ("1.50", "150"),
        ("3/10/2026", "31/0/2026"),
        ("between 10:15 and 10:40", "between 1:015 and 10:40"),
        ("44-19", "4-419"),
    ],
)
def test_figures_that_are_parted_otherwise_are_other_words(one: str, other: str) -> None:
    assert not same_words(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SN: 44-19 / B", "SN: 44-\n19 / B"),
        ("W23 9JG", "W239JG"),
        ("(020) 7946 0185", "020 7946 0185"),
        ("*It was 10:15.*", "It was\n10:15"),
        ("£25 - about 60%", "£25 – about 60%"),
        ("abc 1:23 שלום", "שלום abc 1:23"),
    ],
)
def test_blanks_breaks_and_adornment_make_no_difference(one: str, other: str) -> None:
    assert same_words(one, other)


@pytest.mark.parametrize(
    ("begun", "fuller"),
    [
        ("12 March 2026", "13 March 2026 Latest date"),
        ("1 High Street", "12 High Street London"),
        ("High Street", "12 High Street London"),
    ],
)
def test_a_number_with_which_an_answer_begins_is_part_of_it(begun: str, fuller: str) -> None:
    assert list(rests(begun, fuller)) == []


def test_only_numbers_before_lines_that_follow_may_be_those_of_questions() -> None:
    assert set(rests("12 March", "12 March 26 men\n1.3 Were they loud?")) == {
        "26men1.3weretheyloud",
        "26menweretheyloud",
    }
