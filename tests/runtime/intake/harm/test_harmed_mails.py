"""Thousands of mails that changed on their way: none breaks reading or holds it up, and what is whole is read.

Every input is one of the mails of tests/data, changed once or twice by chance; the number of the input is the seed. An
input counts as unharmed where only ways of UNHARMED changed it. It counts as accepted where it gives the submissions
that were sent with exactly the answers that are true of them.
"""

import os
import time
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from mapping_dsl import exact_json
from runtime.intake import Known, Reading, read
from tests.runtime.intake.harm.mails import HARMED, UNHARMED

INPUTS = 5_000 if os.environ.get("STUDIO_THOROUGH") else 500
GROUPS = 10
ALL = {**UNHARMED, **HARMED}
LONGEST_SECONDS = 5.0  #: of our processor time; a child that reads a PDF has a limit of its own
LEAST_ACCEPTED = 0.95


def is_accepted(reading: Reading, truth: Mapping[str, Any]) -> bool:
    """Whether it holds the submissions that were sent, in any order, with the true answers."""
    sent = {one["reference"]: one["answers"] for one in truth["submissions"]}
    read_in = {one.reference: one.to_json()["answers"] for one in reading.submissions}
    return bool(sent) and read_in == sent and len(reading.submissions) == len(sent)


@pytest.fixture(scope="module")
def whole(known: Known, mails: Mapping[str, bytes], truths: Mapping[str, Any]) -> list[str]:
    """The mails that are accepted as they are."""
    return sorted(name for name, raw in mails.items() if is_accepted(read(raw, known), truths[name]))


@pytest.mark.parametrize("group", range(GROUPS))
def test_mails_that_changed_on_their_way_are_read_or_refused(
    known: Known, mails: Mapping[str, bytes], truths: Mapping[str, Any], whole: list[str], group: int
) -> None:
    whole = sorted(
        name for name, truth in truths.items() if name in mails and is_accepted(read(mails[name], known), truth)
    )
    accepted: Counter[bool] = Counter()
    lost: list[tuple[int, str, list[str]]] = []
    for number in range(group, INPUTS, GROUPS):
        chance = Random(number)
        ways = UNHARMED if number % 2 else ALL
        names = sorted(chance.sample(list(ways), chance.randint(1, 2)), key=list(ALL).index)
        mail = chance.choice(whole)
        raw = mails[mail]
        for name in names:
            raw = ways[name](raw, chance)

        before = time.process_time()
        reading = read(raw, known, file_name="mail.eml")

        assert time.process_time() - before < LONGEST_SECONDS, (number, mail, names)
        assert reading.submissions or reading.sentence, (number, mail, names)
        exact_json.dumps(reading.to_json()).encode("utf-8")
        if HARMED.keys().isdisjoint(names):
            accepted[is_accepted(reading, truths[mail])] += 1
            lost += [] if is_accepted(reading, truths[mail]) else [(number, mail, names)]

    print(f"{accepted[True]} of {accepted.total()} unharmed mails were accepted; lost: {lost}")
    assert accepted[True] >= LEAST_ACCEPTED * accepted.total(), lost
