"""Whatever is wrong with a submission, every way of running a mapping says the same of it, and none raises."""

import os

import pytest

from tests.mapping_dsl.generating.agreement import Ways, assert_agree
from tests.mappings.mutated import mutated_submissions
from tests.mappings.truth import LIBRARY

#: over all mappings 10,000, and a tenth of them each time
SUBMISSIONS = (10_000 if os.environ.get("STUDIO_THOROUGH") else 1_000) // len(LIBRARY.mappings()) + 1


@pytest.mark.parametrize("mapping", LIBRARY.mappings())
def test_all_ways_of_running_agree_on_mutated_submissions(mapping: str) -> None:
    ways = Ways(LIBRARY.mapping(mapping))

    for document in mutated_submissions(mapping, SUBMISSIONS):
        assert_agree(ways.outcomes(document))


def test_mutated_submissions_are_the_same_each_time() -> None:
    first, second = (list(mutated_submissions("contact", 20)) for _ in range(2))

    assert first == second
    assert len({str(one) for one in first}) > 15
