"""Days and hours mean what the clock on a wall in London shows, also when the clocks change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl.functions.times import LOCAL

Function = Callable[..., Any]

CLOCKS_GO_BACK = date(2026, 10, 25)
CLOCKS_GO_FORWARD = date(2026, 3, 29)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PICTURES = ["DD/MM/YYYY", "D MMMM YYYY", "D MMM YYYY", "YYYY-MM-DD", "D.M.YYYY", "DDMMYYYY"]


def hours(text: str) -> timedelta:
    return timedelta(hours=int(text))


@given(day=DAYS, picture=st.sampled_from(PICTURES))
def test_a_date_written_by_a_picture_is_read_by_it(call: Function, day: date, picture: str) -> None:
    assert call("parse date", call("format", day, picture), picture) == day


@given(
    instant=st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)).map(
        lambda one: one.replace(second=0, microsecond=0)
    )
)
def test_a_date_and_time_written_by_a_picture_is_read_by_it(call: Function, instant: datetime) -> None:
    picture = "D MMMM YYYY, HH:mm"

    assert call("parse date and time", call("format", instant, picture), picture) == instant


@pytest.mark.parametrize(
    ("typed", "picture"),
    [("3 october 2026", "D MMMM YYYY"), (" 3  Oct 2026 ", "D MMMM YYYY"), ("03/10/2026", "D/M/YYYY")],
)
def test_capitals_blanks_and_leading_noughts_are_forgiven(call: Function, typed: str, picture: str) -> None:
    assert call("parse date", typed, picture) == date(2026, 10, 3)


@pytest.mark.parametrize(
    ("typed", "picture"),
    [
        ("31/02/2026", "DD/MM/YYYY"),
        ("3/10/2026", "DD/MM/YYYY"),
        ("03/10/26", "DD/MM/YYYY"),
        ("03-10-2026", "DD/MM/YYYY"),
        ("3 Oktober 2026", "D MMMM YYYY"),
        ("03/10/0000", "DD/MM/YYYY"),
        ("03/10/2026 or so", "DD/MM/YYYY"),
        ("٠٣/١٠/٢٠٢٦", "DD/MM/YYYY"),
        ("", "DD/MM/YYYY"),
    ],
)
def test_what_is_not_a_date_of_that_picture_is_refused(call: Function, typed: str, picture: str) -> None:
    assert call("parse date", typed, picture) == "<not-such-a-date>"


@pytest.mark.parametrize("picture", ["", "HH:mm", "MM/YYYY", "a day"])
def test_a_picture_without_day_month_and_year_reads_no_date(call: Function, picture: str) -> None:
    assert call("parse date", "03/10/2026", picture) == "<not-a-picture>"


@pytest.mark.parametrize(
    ("value", "picture", "written"),
    [
        (Decimal("1234.5"), "#,##0.00", "1,234.50"),
        (1234567, "#,##0", "1,234,567"),
        (0, "#,##0.00", "0.00"),
        (Decimal("0.5"), "#.##", ".5"),
        (Decimal("-12.345"), "#,##0.00", "-12.34"),  # half-even, as all FEEL rounds
        (Decimal("18500.99"), "GBP", "£18,500.99"),
        (7, "000", "007"),
        (Decimal("1E+5"), "#,##0", "100,000"),
        (Decimal("-0.001"), "0.00", "0.00"),
        (Decimal("1E+40"), "0", "1" + 40 * "0"),
    ],
)
def test_a_number_is_written_by_its_picture(call: Function, value: Decimal | int, picture: str, written: str) -> None:
    assert call("format", value, picture) == written


@pytest.mark.parametrize(
    ("value", "picture"),
    [
        (date(2026, 10, 3), "HH:mm"),
        (date(2026, 10, 3), "DD/MM/YYYY HH:mm"),
        (time(23, 16), "DD/MM/YYYY"),
        (time(23, 16), ""),
        (12, "DD/MM/YYYY"),
        (12, ""),
    ],
)
def test_a_picture_of_what_a_value_has_not_got_is_refused(call: Function, value: Any, picture: str) -> None:
    assert call("format", value, picture) == "<not-a-picture>"


@pytest.mark.parametrize(
    ("day", "hour", "reading", "offset"),
    [
        (date(2026, 10, 3), time(23, 16), "exact", "1"),
        (date(2026, 12, 24), time(18), "exact", "0"),
        (CLOCKS_GO_BACK, time(0, 59), "exact", "1"),
        (CLOCKS_GO_BACK, time(1), "ambiguous", "1"),
        (CLOCKS_GO_BACK, time(1, 30), "ambiguous", "1"),
        (CLOCKS_GO_BACK, time(2), "exact", "0"),
        (CLOCKS_GO_FORWARD, time(0, 59), "exact", "0"),
        (CLOCKS_GO_FORWARD, time(1, 30), "nonexistent", "0"),
        (CLOCKS_GO_FORWARD, time(2), "exact", "1"),
    ],
)
def test_a_local_hour_has_the_offset_of_its_first_reading(
    call: Function, day: date, hour: time, reading: str, offset: str
) -> None:
    instant = call("local instant", day, hour)

    assert call("local reading", day, hour) == reading
    assert (instant.date(), instant.time(), instant.utcoffset()) == (day, hour, hours(offset))


@given(instant=st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_local_date_is_that_of_the_local_clock(call: Function, instant: datetime) -> None:
    assert call("local date", instant) == instant.astimezone(LOCAL).date()


@given(day=DAYS, hour=st.times())
def test_an_hour_is_read_back_on_the_day_it_was_told(call: Function, day: date, hour: time) -> None:
    if call("local reading", day, hour) != "nonexistent":
        assert call("local date", call("local instant", day, hour)) == day


@pytest.mark.parametrize(
    ("dob", "on", "years"),
    [
        (date(2008, 10, 4), date(2026, 10, 3), 17),
        (date(2008, 10, 4), date(2026, 10, 4), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 10, 3), date(2026, 10, 3), 0),
    ],
)
def test_a_person_is_a_year_older_from_the_birthday_on(call: Function, dob: date, on: date, years: int) -> None:
    assert call("age", dob, on) == years


def test_nobody_has_an_age_before_birth(call: Function) -> None:
    assert call("age", date(2026, 10, 4), date(2026, 10, 3)) == "<not-born-yet>"


@pytest.mark.parametrize("instant", [datetime.min, datetime.max])
def test_an_instant_at_the_end_of_the_calendar_has_no_local_day(call: Function, instant: datetime) -> None:
    assert call("local date", instant.replace(tzinfo=UTC)) == "<off-the-calendar>"
