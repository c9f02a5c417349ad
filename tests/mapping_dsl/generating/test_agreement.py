"""Generated code says what the interpreter says, traced or not, of every case and in every doubt."""

import pytest

import mapping_dsl
from mapping_dsl import exact_json
from tests.mapping_dsl.generating.agreement import Ways, assert_agree
from tests.mapping_dsl.golden import Case, read_cases

CASES = [case for case in read_cases() if "outcome" in case.sections]
LIBRARY = mapping_dsl.Library("mappings")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_all_ways_agree_on_a_golden_case(case: Case) -> None:
    ways = Ways(case.source())

    outcomes = ways.outcomes(case.document())

    assert_agree(outcomes)


@pytest.mark.parametrize("name", LIBRARY.mappings())
def test_all_ways_agree_on_the_samples_of_a_mapping(name: str) -> None:
    source = LIBRARY.mapping(name)
    ways = Ways(source)

    for path in (path for path in source.files if "/samples/" in path):
        assert_agree(ways.outcomes(exact_json.loads(source.files[path])))


@pytest.mark.parametrize("name", LIBRARY.mappings())
def test_all_ways_agree_where_every_single_answer_is_in_doubt(name: str) -> None:
    source = LIBRARY.mapping(name)
    ways = Ways(source)
    path = next(path for path in source.files if "/samples/" in path)
    document = exact_json.loads(source.files[path])

    for question in ways.interpreted.program.questions.by_name:
        assert_agree(ways.outcomes({**document, "doubts": [question]}))
