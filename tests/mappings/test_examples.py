"""The mappings of the library with their own examples: whether these hold, and what they would notice."""

import os

import pytest

import mapping_dsl
from mapping_dsl import sampling
from mapping_dsl.problems import Severity
from tests.mappings.truth import LIBRARY, table

IS_THOROUGH = bool(os.environ.get("STUDIO_THOROUGH"))
LEAST = 0.9
#: every tenth of the small changes each time; all of them where there is time
ONE_OF = 1 if IS_THOROUGH else 10


@pytest.mark.parametrize("mapping", LIBRARY.mappings())
def test_a_mapping_has_no_problem_and_covers_every_answer(mapping: str) -> None:
    problems = mapping_dsl.check(LIBRARY.mapping(mapping))

    assert [problem for problem in problems if problem.severity is not Severity.HINT] == []
    assert "unread-answer" not in {problem.code for problem in problems}


@pytest.mark.parametrize("mapping", LIBRARY.mappings())
def test_every_example_holds(mapping: str) -> None:
    examples = mapping_dsl.compile(LIBRARY.mapping(mapping)).examples()

    assert [(one.name, one.sentences) for one in examples if not one.holds] == []
    assert len(examples) >= 5


@pytest.mark.parametrize("mapping", LIBRARY.mappings())
def test_examples_are_of_every_version_and_each_sample_is_of_use(mapping: str) -> None:
    trial = sampling.trial(LIBRARY.mapping(mapping))

    assert {one.form.version for one in trial.kept} == {form.version for form in trial.program.questions.versions}
    assert {one.given.text for one in trial.examples} == set(LIBRARY.samples(mapping))


def test_examples_notice_at_least_nine_small_changes_of_ten(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [f"{mapping}/{mapping}.mapping" for mapping in LIBRARY.mappings()]
    paths += LIBRARY.paths("modules/") if IS_THOROUGH else []

    scores = {path: sampling.score(_trials(path), path, one_of=ONE_OF) for path in paths}

    rows = [
        [path, *(score.count(fate) for fate in sampling.Fate), f"{score.share:.1%}"] for path, score in scores.items()
    ]
    with capsys.disabled():
        print("\n" + table(["text", *sampling.Fate, "score"], rows))
    # Of a tenth of the changes, each that goes unnoticed weighs ten times.
    least = LEAST if IS_THOROUGH else LEAST - 0.05
    assert {path: score.share for path, score in scores.items() if score.share < least} == {}


def _trials(path: str) -> list[sampling.Trial]:
    """The mappings that the text is a part of."""
    sources = (LIBRARY.mapping(mapping) for mapping in LIBRARY.mappings())
    return [sampling.trial(source) for source in sources if path in source.files]
