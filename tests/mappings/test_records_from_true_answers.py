"""From the true answers of every submission to its records, flags and grade: all of them, field by field."""

from collections.abc import Mapping
from typing import Any

import pytest

import mapping_dsl
from mapping_dsl.forms import FormVersion
from mapping_dsl.outcome import FlagState, Outcome
from mapping_dsl.problems import Severity
from tests.mappings.truth import FORMS, LIBRARY, TrueSubmission, compiled, fields, table, true_submissions

SUBMISSIONS = true_submissions()


def outcome_of(submission: TrueSubmission) -> Outcome:
    return compiled(submission.form, submission.version).run(submission.document)


def differences(expected: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """By path: what should stand there and what does."""
    paths = expected.keys() | made.keys()
    return {path: (expected.get(path), made.get(path)) for path in paths if expected.get(path) != made.get(path)}


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=str)
@pytest.mark.parametrize("target", ["chs.incident", "connect.crime"])
def test_every_field_of_a_record_is_the_true_one(submission: TrueSubmission, target: str) -> None:
    made = outcome_of(submission).records[target]

    assert differences(fields(target, submission.records[target]), fields(target, made)) == {}


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=str)
def test_the_flags_are_the_true_ones_in_their_order_and_none_is_unclear(submission: TrueSubmission) -> None:
    true_record = submission.records["chs.incident"]
    assert true_record is not None

    outcome = outcome_of(submission)

    assert [flag.name for flag in outcome.flags] == true_record["riskFlags"]
    assert {flag.state for flag in outcome.flags} <= {FlagState.RAISED}


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=str)
def test_true_answers_leave_nothing_for_a_person_to_look_up(submission: TrueSubmission) -> None:
    outcome = outcome_of(submission)

    assert outcome.reviews == ()
    assert outcome.rejected is None


@pytest.mark.parametrize("name", LIBRARY.mappings())
def test_a_mapping_has_no_problem_that_stops_it(name: str) -> None:
    source = LIBRARY.mapping(name)

    problems = [one.describe() for one in mapping_dsl.check(source) if one.severity is not Severity.HINT]

    assert problems == []


@pytest.mark.parametrize("name", LIBRARY.mappings())
def test_a_mapping_has_three_examples_and_all_hold(name: str) -> None:
    examples = mapping_dsl.compile(LIBRARY.mapping(name)).examples()

    assert len(examples) >= 3
    assert [(one.name, one.sentences) for one in examples if not one.holds] == []


@pytest.mark.parametrize("form", FORMS.versions, ids=lambda one: f"{one.form} {one.version}")
def test_every_form_version_has_a_mapping_for_both_targets(form: FormVersion) -> None:
    name = LIBRARY.mapping_for(form.form, form.version)

    assert name is not None
    assert {path for path in LIBRARY.mapping(name).files if path.startswith("records/")} == {
        "records/chs.incident/1.json",
        "records/connect.crime/1.json",
    }


def test_the_share_of_true_fields_by_form_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    counts: dict[tuple[str, str], list[int]] = {}
    for submission in SUBMISSIONS:
        count = counts.setdefault((submission.form, submission.version), [0, 0, 0])
        count[:] = map(sum, zip(count, (1, *fields_and_equal(submission)), strict=True))

    rows = [[*form, *count, f"{count[2] / count[1]:.1%}"] for form, count in sorted(counts.items())]
    with capsys.disabled():
        print("\n" + table(["form", "version", "submissions", "fields", "equal", "share"], rows))

    assert [row for row in rows if row[-1] != "100.0%"] == []


def fields_and_equal(submission: TrueSubmission) -> tuple[int, int]:
    made = outcome_of(submission).records
    pairs = [(fields(target, record), fields(target, made[target])) for target, record in submission.records.items()]
    count = sum(len(expected.keys() | got.keys()) for expected, got in pairs)
    return count, count - sum(len(differences(expected, got)) for expected, got in pairs)
