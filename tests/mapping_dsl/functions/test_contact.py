"""Postcodes, registration marks, telephone numbers and addresses come out in one spelling, or not at all."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

Function = Callable[..., Any]

POSTCODE = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}", fullmatch=True)


@pytest.mark.parametrize(
    "typed", ["W23 9JG", "w23 9jg", "w239jg", "  W23  9JG ", "W23-9JG", "Ｗ２３ ９ＪＧ", "W23\u200b 9JG"]
)
def test_a_postcode_has_capitals_and_one_blank_however_it_was_typed(call: Function, typed: str) -> None:
    assert call("to postcode", typed) == "W23 9JG"


@pytest.mark.parametrize("typed", ["near the shop", "", "W23", "W23 9JG and N40 2HB", "9JG W23", "W23 9J", "Ж23 9JG"])
def test_what_is_more_or_less_than_one_postcode_is_refused(call: Function, typed: str) -> None:
    assert call("to postcode", typed) == "<not-a-postcode>"


@given(postcode=POSTCODE)
def test_a_postcode_in_its_own_spelling_stays(call: Function, postcode: str) -> None:
    assert call("to postcode", postcode) == postcode
    assert call("to postcode", postcode.lower().replace(" ", "")) == postcode


@given(postcode=POSTCODE)
def test_the_district_is_what_stands_before_the_blank_and_has_itself_as_district(call: Function, postcode: str) -> None:
    district = call("postcode district", postcode)

    assert district == postcode.split()[0]
    assert call("postcode district", district) == district


@pytest.mark.parametrize(("typed", "mark"), [("AY78-MCL", "AY78MCL"), ("ko91  ubm", "KO91UBM"), ("A1", "A1")])
def test_a_registration_mark_is_its_letters_and_digits_in_capitals(call: Function, typed: str, mark: str) -> None:
    assert call("to vrm", typed) == mark


@pytest.mark.parametrize("typed", ["", "-", "A", "no plates on it", "AB12 CDE (blue)", "АВ12 СDE"])
def test_what_has_not_two_to_eight_latin_letters_and_digits_is_no_mark(call: Function, typed: str) -> None:
    assert call("to vrm", typed) == "<not-a-registration-mark>"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900454", "+447700900454"),
        ("(020) 7946 0042", "+442079460042"),
        ("+44 7700 900518", "+447700900518"),
        ("0044 7700 900348", "+447700900348"),
        ("+44 (0)20 7946 0042", "+442079460042"),
        ("020 7946 0337 ext. 12", "+442079460337"),
        ("\u200b07700-900-454\ufeff", "+447700900454"),
        ("01606 41234", "+44160641234"),  # some places have one digit less (Ofcom)
        ("+33 1 23 45 67 89", "+33123456789"),
    ],
)
def test_a_phone_number_is_written_as_the_world_writes_it(call: Function, typed: str, number: str) -> None:
    assert call("to phone", typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "999",
        "101",
        "ask my sister",
        "07700 900454 or 020 7946 0042",
        "07700 900454 (mobile)",
        "0207 946 004",
        "07890x3",
    ],
)
def test_what_cannot_be_dialled_is_no_phone_number(call: Function, typed: str) -> None:
    assert call("to phone", typed) == "<not-a-phone-number>"


@given(text=st.text(max_size=30) | st.from_regex(r"\+?[0-9 ()-]{0,20}", fullmatch=True))
def test_whatever_is_typed_a_phone_number_has_the_form_of_e164_and_stays_itself(call: Function, text: str) -> None:
    number = call("to phone", text)

    if number != "<not-a-phone-number>":
        assert re.fullmatch(r"\+[0-9]{7,15}", number)
        assert call("to phone", number) == number


@given(national=st.from_regex(r"[1-9][0-9]{5,10}", fullmatch=True), blank=st.sampled_from(["", " ", "-"]))
def test_a_british_number_is_one_with_its_zero_and_with_its_country(call: Function, national: str, blank: str) -> None:
    with_zero = f"(0{national[:4]}){blank}{national[4:]}"

    number = call("to phone", with_zero)

    assert number == call("to phone", f"+44{national}")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Grace@Example.COM ", "Grace@example.com"),
        ("o'neill+police@mail.example.co.uk", "o'neill+police@mail.example.co.uk"),
    ],
)
def test_an_address_is_trimmed_and_its_host_written_small(call: Function, typed: str, address: str) -> None:
    assert call("to email", typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "grace",
        "grace@",
        "@example.com",
        "grace@example",
        "a@b@example.com",
        "grace@-x.com",
        "gra ce@x.com",
        "a..b@x.com",
    ],
)
def test_what_has_not_one_name_and_one_host_is_no_address(call: Function, typed: str) -> None:
    assert call("to email", typed) == "<not-an-email-address>"


def test_a_long_row_of_anything_is_refused_quickly(call: Function) -> None:
    for name in ("to postcode", "to vrm", "to phone", "to email"):
        for part in ("a", "1", "1 ", "a.", "-", "@", "("):
            assert str(call(name, part * 20_000)).startswith("<not-a")
