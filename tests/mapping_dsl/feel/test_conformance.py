"""The public conformance cases of DMN, where they are at hand; printed as a table by model with `pytest -s`."""

import pytest

from tests.mapping_dsl.feel import conformance


@pytest.mark.skipif(not conformance.is_there(), reason="the conformance cases are not at hand (../shared/tck)")
def test_the_public_cases_come_out_as_they_should_but_for_a_few() -> None:
    formats = conformance.formats()

    results = [conformance.run(case, formats) for case in conformance.cases()]

    print("\n" + conformance.table(results))
    values = [result.passed for result in results if result.wants_value]
    nulls = [result.passed for result in results if not result.wants_value]
    assert sum(values) / len(values) >= 0.995
    assert sum(nulls) / len(nulls) >= 0.99
    assert sum(result.is_strict for result in results) / len(results) >= 0.995
