"""The joined stages: compile, run, trace and examples of a mapping, through the public face."""

from typing import Any

import pytest

import mapping_dsl
from mapping_dsl.failures import ModuleAlone, OtherForm, SubmissionUnreadable
from tests.mapping_dsl.golden import CASES, HEADING, RECEIVED_AT, Case

TEXT = (
    HEADING
    + """\
let caller = get or else(phone, "nobody")
flag "HURT" high
    when hurt = "yes"
    because "Somebody is hurt"
record desk.case
    code  <- "A"
    title <- caller + "!"
    at    <- risk level
    things for each thing in things
        name <- thing.name
triage
    queue <- if hurt = "yes" then "now" else "later"
"""
)


def mapping_of(text: str) -> mapping_dsl.Mapping:
    return mapping_dsl.compile(Case(CASES, "", text, {}).source())


def submission(**answers: Any) -> dict[str, Any]:
    about = {"form": "report", "version": "1.0", "submitted_at": RECEIVED_AT, "received_at": RECEIVED_AT}
    return {"submission": about, "answers": {"kind": "lost", "hurt": "no", **answers}}


def test_a_mapping_with_an_error_is_not_compiled_and_says_where() -> None:
    with pytest.raises(
        mapping_dsl.MappingError, match=r"report/report.mapping:4:9: there is nothing called fone"
    ) as failure:
        mapping_of(HEADING + "let a = fone\n")

    told = {problem.code: problem.severity for problem in failure.value.problems}
    assert told["unknown-name"] == "error"
    assert set(told.values()) > {"error"}


def test_a_module_does_not_run_by_itself() -> None:
    module = mapping_dsl.Library(CASES / "library").module("danger")

    with pytest.raises(ModuleAlone, match="danger is a module"):
        mapping_dsl.compile(module)


def test_a_decision_with_a_cell_that_takes_too_much_is_left_open() -> None:
    text = """\
decide urgency first
    | kind                                   | => urgency |
    | count(for i in 1..300000 return i) > 5 | "urgent"   |
    | -                                      | "routine"  |
record desk.case
    title <- urgency
"""

    outcome = mapping_of(HEADING + text).run(submission())

    field = next(one for one in outcome.fields if one.path == "desk.case.title")
    assert (field.value, field.reason) == (None, "this takes too many steps to compute")


def test_a_trace_has_the_rule_the_answers_and_each_step() -> None:
    trace = mapping_of(TEXT).trace(submission(phone="020", things=[{"name": "bag"}]))

    title = trace.fields["desk.case.title"]
    assert (title.rule.file, title.rule.span.line, title.rule.text) == (
        "report/report.mapping",
        10,
        'title <- caller + "!"',
    )
    assert title.reads == ("phone",)
    assert [(step.text, step.value) for step in title.steps] == [
        ("caller", "020"),
        ('caller + "!"', "020!"),
    ]
    assert trace.fields["desk.case.things[1].name"].reads == ("things.name",)


def test_a_flag_and_the_triage_are_traced_and_what_weighs_flags_reads_what_they_read() -> None:
    trace = mapping_of(TEXT).trace(submission(hurt="yes"))

    assert trace.flags["HURT"].reads == ("hurt",)
    assert trace.flags["HURT"].steps[-1].value is True
    assert trace.triage["queue"].steps[-1].value == "now"
    assert trace.fields["desk.case.at"].reads == ("hurt",)


def test_what_a_mapping_reads_is_known_before_it_runs() -> None:
    reads = mapping_of(TEXT).reads

    assert reads["desk.case.title"] == {"phone"}
    assert reads["desk.case.things.name"] == {"things.name"}
    assert reads["HURT"] == {"hurt"}


def test_equal_submissions_have_equal_digests_and_others_other_ones() -> None:
    mapping = mapping_of(TEXT)

    first, again, other = (mapping.run(submission(phone=phone)).digest for phone in ("020", "020", "021"))

    assert first == again != other


def test_the_document_of_a_preview_leaves_out_flags_that_are_not_raised() -> None:
    document = mapping_of(TEXT).run(submission(phone="020")).to_json()

    assert document["mapping"] == "report"
    assert document["version"] is None
    assert document["flags"] == []
    assert document["triage"] == {"queue": "later", "priority": 20, "due": RECEIVED_AT}
    assert document["fields"][1] == {"path": "desk.case.title", "state": "value", "value": "020!", "reason": None}


def test_a_submission_of_another_form_is_refused() -> None:
    document = submission()
    document["submission"]["form"] = "theft"

    with pytest.raises(OtherForm, match="the mapping report is for the form report, and this is a submission of theft"):
        mapping_of(TEXT).run(document)


@pytest.mark.parametrize(
    "document", [{}, {"submission": {}}, {"submission": {"submitted_at": "soon"}}, {"submission": 3}]
)
def test_what_is_no_submission_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(SubmissionUnreadable):
        mapping_of(TEXT).run(document)


def test_a_version_that_nobody_knows_is_read_by_the_newest_before_it() -> None:
    document = submission(email="a@example.com", gone="yes")
    document["submission"]["version"] = "2.7"
    mapping = mapping_of(HEADING + 'record desk.case\n    code <- "A"\n    title <- email\n    at <- gone\n')

    outcome = mapping.run(document)

    assert outcome.records["desk.case"] == {"code": "A", "title": "a@example.com", "at": None}


def example(expect: str) -> mapping_dsl.ExampleResult:
    text = TEXT + f'example "A report"\n    given "one.json"\n    expect {expect}\n'
    stored = mapping_dsl.Library(CASES / "library")
    sample = '{"submission": {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"},'
    sample += ' "answers": {"kind": "lost", "hurt": "yes", "phone": "020", "things": [{"name": "bag"}]}}'
    texts = {path: stored.text(path) for path in stored.paths()} | {"report/samples/one.json": sample}
    source = mapping_dsl.Library(texts).mapping("report", text=text)
    (result,) = mapping_dsl.compile(source).examples()
    return result


@pytest.mark.parametrize(
    "expect",
    [
        'desk.case.title = "020!"',
        'desk.case.things[1].name = "bag"',
        'flags = ["HURT"] and count(unclear flags) = 0 and risk level = "high"',
        'triage.queue = "now" and triage.priority = 80',
        "count(reviews) = 0",
        'phone = "020" and caller = phone',
    ],
)
def test_an_example_sees_records_flags_triage_reviews_answers_and_lets(expect: str) -> None:
    assert example(expect).holds


def test_an_example_that_does_not_hold_shows_both_sides() -> None:
    result = example('desk.case.title = "021!"')

    assert not result.holds
    assert result.sentences == ('desk.case.title = "021!" does not hold: the left is "020!", the right "021!"',)


def test_of_a_record_that_is_not_as_expected_only_the_fields_that_differ_are_told() -> None:
    result = example('desk.case = {code: "A", title: "021!", at: "high", due: 3}')

    assert result.sentences == (
        'desk.case is not as expected: title came as "020!" and not as "021!"; due is missing; '
        'things came as [{name: "bag"}] and was not expected',
    )


def test_an_expectation_that_is_null_does_not_hold() -> None:
    assert not example("amount > 3").holds
