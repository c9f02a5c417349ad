import pytest

from runtime.intake import Known
from runtime.intake.answers import usage_of
from runtime.intake.service.instants import is_ambiguous, read_instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-05T08:40:07+01:00", "2026-10-05T08:40:07+01:00"),
        ("2026-10-05T10:51:31.000+01:00", "2026-10-05T10:51:31+01:00"),
        ("05/10/2026 08:40:07", "2026-10-05T08:40:07+01:00"),
        ("05/12/2026 08:40", "2026-12-05T08:40:00+00:00"),
        ("5 October 2026 08:40", "2026-10-05T08:40:00+01:00"),
        ("25/10/2026 01:50:00", "2026-10-25T01:50:00+01:00"),  # stands twice: the first reading
        ("31/02/2026 08:40", None),
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00-00:01:15"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_an_instant_keeps_its_offset_or_gets_london_s(text: str, instant: str | None) -> None:
    assert read_instant(text) == instant


def test_the_hour_that_comes_twice_is_ambiguous() -> None:
    assert is_ambiguous("25/10/2026 01:50:00")
    assert not is_ambiguous("25/10/2026 02:50:00")
    assert not is_ambiguous("yesterday")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("08:40 on 05/10/2026", "2026-10-05T08:40:00+01:00"),
        ("8:40:07 pm on 5 October 2026", "2026-10-05T20:40:07+01:00"),
        ("08:40 not 05/10/2026", None),
    ],
)
def test_a_time_may_stand_before_its_day(text: str, instant: str | None, known: Known) -> None:
    assert read_instant(text, usage_of([text], known.words, {})) == instant
