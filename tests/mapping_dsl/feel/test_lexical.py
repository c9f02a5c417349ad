"""Values as text, there and back."""

from datetime import UTC, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl import feel
from mapping_dsl.feel import temporal
from mapping_dsl.feel.lexical import read_date, read_date_time, read_duration, read_time, to_string
from mapping_dsl.feel.numeric import read_number, write_number
from mapping_dsl.feel.values import DaysTime, YearsMonths

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)) if minutes else UTC)
NANOSECONDS = st.integers(0, temporal.DAY - 1)
DAYS = st.integers(-(10**8), 10**8).map(temporal.numbered_day)


@given(DAYS)
def test_a_date_of_any_year_is_read_as_it_was_written(day: Any) -> None:
    assert read_date(to_string(day) or "") == day
    assert temporal.numbered_day(temporal.day_number(day)) == day


@given(NANOSECONDS, st.none() | OFFSETS)
def test_a_time_is_read_as_it_was_written_to_the_nanosecond(nanoseconds: int, zone: Any) -> None:
    time_of_day = temporal.make_time(nanoseconds, zone)

    assert read_time(to_string(time_of_day) or "") == time_of_day


@given(DAYS, NANOSECONDS, st.none() | OFFSETS)
def test_a_date_and_time_is_read_as_it_was_written(day: Any, nanoseconds: int, zone: Any) -> None:
    value = temporal.make_date_time(day, temporal.make_time(nanoseconds, zone))

    assert feel.equal(read_date_time(to_string(value) or ""), value) is True


@given(st.integers(-(10**17), 10**17))
def test_a_duration_is_read_as_it_was_written(count: int) -> None:
    for duration in (YearsMonths(count), DaysTime(count)):
        assert read_duration(to_string(duration) or "") == duration


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_number_is_read_as_it_was_written(number: Decimal) -> None:
    assert read_number(write_number(number)) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["a", 1, None], '["a", 1, null]'),
        ({"a": "x", "b c": [True]}, '{a: "x", b c: [true]}'),
        (Decimal("1.50"), "1.5"),
        (YearsMonths(0), "P0M"),
        (DaysTime.of_seconds(-90), "-PT1M30S"),
        ("as it is", "as it is"),
        (None, None),
    ],
)
def test_string_writes_values_as_the_standard_has_them(value: Any, text: str | None) -> None:
    assert to_string(value) == text


@pytest.mark.parametrize("text", ["2026-2-1", "2026-02-30", "02026-01-01", "26-01-01", "٢٠٢٦-٠١-٠١", "2026-01-01Z"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert read_date(text) is None
