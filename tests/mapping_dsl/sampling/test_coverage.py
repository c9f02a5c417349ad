"""What examples reach of a mapping, and the drafts of examples for what they do not."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from mapping_dsl import exact_json
from mapping_dsl.examples import run_example
from mapping_dsl.sampling import Coverage, ExampleDraft, Trial, coverage, draft_example, trial
from mapping_dsl.sampling.drafting import literal
from tests.mapping_dsl.golden import CASES, HEADING, RECEIVED_AT, Case

TEXT = """\
let caller = get or else(phone, "nobody")
decide code first
    | kind    | hurt  | => code |
    | "lost"  | "yes" | "A"     |
    | "found" | -     | "B"     |
    | otherwise |     | "C"     |
flag "HURT" high
    when hurt = "yes"
    when weapon = "yes"
    because "Hurt"
record desk.case when kind != "stolen"
    code  <- code
    at    <- caller
    title <- phone otherwise blank
    things for each thing in things where thing.worth > 5
        name <- thing.name
triage
    queue <- if hurt = "yes" then "now" else "later"
"""


@cache
def trial_of(text: str, sample: str) -> Trial:
    """A mapping with one example, of that sample."""
    example = '\nexample "One"\n    given "one.json"\n    expect true\n'
    source = Case(CASES, "", HEADING + text + example, {}).source()
    return trial(replace(source, files={**source.files, "report/samples/one.json": sample}, problems=()))


def coverage_of(**answers: Any) -> Coverage:
    tried = trial_of(TEXT, document(answers))
    return coverage([tried], tried.program.source.path)


def document(answers: Mapping[str, Any]) -> str:
    about = {"form": "report", "version": "1.0", "submitted_at": RECEIVED_AT, "received_at": RECEIVED_AT}
    return exact_json.dumps({"submission": about, "answers": answers})


def missing(found: Coverage) -> set[str]:
    return {one.says for one in found.missing}


def draft_of(says: str, **answers: Any) -> ExampleDraft | None:
    tried = trial_of(TEXT, document(answers))
    (place,) = (one for one in coverage([tried], tried.program.source.path).places if one.says == says)
    return draft_example([tried], place)


def test_rows_flags_and_both_ways_of_a_condition_are_told() -> None:
    told = missing(coverage_of(kind="lost", hurt="yes", phone="1", things=[{"name": "bag", "worth": 9}]))

    assert told == {
        "row 2 of code",
        "the row otherwise of code",
        'the flag HURT raised by “weapon = "yes"”',
        'desk.case left out where “kind != "stolen"” is not true',
        "title left blank by its otherwise",
        "things without any thing",
        "a thing passed over, where “thing.worth > 5” is not true",
        '“hurt = "yes"” where it is not',
    }


def test_what_is_inside_a_group_that_is_never_made_goes_unsaid() -> None:
    told = missing(coverage_of(kind="stolen", hurt="no"))

    assert 'desk.case made when “kind != "stolen"”' in told
    assert not {one for one in told if one.startswith(("things", "title"))}


def test_an_answer_in_doubt_takes_no_fallback() -> None:
    assert "title left blank by its otherwise" in missing(coverage_of(kind="lost", hurt="no", phone=7))
    assert "title left blank by its otherwise" not in missing(coverage_of(kind="lost", hurt="no"))


def test_all_that_is_shown_is_counted() -> None:
    found = coverage_of(kind="lost", hurt="yes", phone="1", things=[{"name": "bag", "worth": 9}])

    # The let, a row, a flag, the record, a thing, one that is kept, and an arm.
    assert (found.count(), len(found.places)) == (7, 15)


def test_an_example_of_a_row_expects_what_the_decision_gives_now() -> None:
    draft = draft_of("row 2 of code", kind="lost", hurt="no")

    assert draft is not None
    assert draft.sample.document["answers"]["kind"] == "found"
    assert 'example "Row 2 of code"\n' in draft.text
    assert f'    given "{draft.sample.name}"\n    expect code = "B"\n' in draft.text


def test_the_draft_of_an_example_holds_as_it_is() -> None:
    draft = draft_of("things without any thing", kind="lost", hurt="no")
    assert draft is not None

    source = Case(CASES, "", HEADING + TEXT + draft.text, {}).source()
    path = f"report/samples/{draft.sample.name}"
    files = {**source.files, path: exact_json.dumps(draft.sample.document)}
    tried = trial(replace(source, files=files, problems=()))

    assert [run_example(tried.interpreted, tried.program.main, one).holds for one in tried.examples] == [True]


def test_what_no_sample_shows_has_no_draft() -> None:
    tried = trial_of('let one = 1\nflag "NEVER" note\n    when one > 2\n    because "Never"\n', document({}))
    (place,) = (one for one in coverage([tried], tried.program.source.path).missing if "NEVER" in one.says)

    assert draft_example([tried], place) is None


def test_values_are_written_as_feel_has_them() -> None:
    assert literal({"a b": ['x"y', None, True, 12], "c": {}}) == '{"a b": ["x\\"y", null, true, 12], c: {}}'
