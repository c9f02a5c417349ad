"""Time zones by name."""

import sys
from typing import Any

from mapping_dsl import feel
from mapping_dsl.feel import zones


def test_a_zone_that_is_asked_for_the_first_time_opens_no_file() -> None:
    zones._made.clear()
    opened: list[Any] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event in ("open", "import"):
            opened.append((event, arguments))

    sys.addaudithook(watch)
    values = [feel.evaluate(f'@"2026-07-01T12:00:00@{name}".time offset', {}) for name in zones._NAMES]
    nowhere = feel.evaluate('date and time(@"2026-07-01T12:00:00Z", "../../etc/passwd")', {})
    watching = False

    assert None not in values
    assert nowhere is None
    assert opened == []


def test_a_zone_is_made_once() -> None:
    assert zones.named_zone("Europe/London") is zones.named_zone("Europe/London")
    assert zones.named_zone("Europe/Atlantis") is None
    assert zones.named_zone("europe/london") is None
