"""Why a value is what it is: the rows that decided, the codes that were looked up, the questions behind it."""

import hashlib
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from tests.mapping_dsl.golden import CASES, HEADING, RECEIVED_AT

LIBRARY = mapping_dsl.Library("mappings")


def theft(name: str) -> mapping_dsl.Trace:
    """The trace of a kept sample of a theft."""
    source = LIBRARY.mapping("theft")
    return mapping_dsl.compile(source).trace(exact_json.loads(source.files[f"theft/samples/{name}"]))


def traced(text: str, **answers: Any) -> mapping_dsl.Trace:
    """The trace of a small mapping over answers."""
    source = mapping_dsl.Library(CASES / "library").mapping("report", text=HEADING + text)
    submission = {"form": "report", "version": "1.0", "received_at": RECEIVED_AT, "submitted_at": RECEIVED_AT}
    return mapping_dsl.compile(source).trace({"submission": submission, "answers": answers})


def test_the_row_that_decided_is_told_with_its_text() -> None:
    code = theft("OPEN-001.json").fields["chs.incident.openingCode"]

    (row,) = code.rows

    assert (row.decision, row.place) == ("classification", 4)
    assert " ".join(row.rule.text.split()) == '| - | - | "yes" | "C03" | "39" |'


def test_the_last_row_is_told_where_no_other_fits() -> None:
    code = theft("OPEN-002.json").fields["chs.incident.openingCode"]

    assert [row.place for row in code.rows] == [None]


def test_a_code_is_told_with_its_list_its_row_and_the_version_of_the_file() -> None:
    priority = theft("OPEN-001.json").fields["chs.incident.priority"]

    (code,) = priority.codes

    text = LIBRARY.text("lists/grade.csv")
    assert (code.name, code.file, code.key) == ("grades", "lists/grade.csv", "R")
    assert code.row is not None
    assert code.row["priority"] == priority.steps[-1].value
    assert hashlib.sha256(text.encode()).hexdigest().startswith(code.version)


def test_the_answers_are_told_as_the_form_puts_its_questions() -> None:
    code = theft("OPEN-001.json").fields["chs.incident.openingCode"]

    told = {one.answer: (one.label, one.value) for one in code.readings}

    question = LIBRARY.forms().of("theft")[0].question("fromPerson")
    assert question is not None
    assert told["fromPerson"] == (question.label, "yes")


def test_the_fallback_that_was_taken_is_told() -> None:
    text = 'record desk.case\n    title <- phone otherwise story otherwise "nobody"\n'

    by_name = traced(text, story="Ada")
    by_phone = traced(text, phone="020", story="Ada")

    assert by_name.fields["desk.case.title"].fallback == "otherwise story"
    assert by_phone.fields["desk.case.title"].fallback == ""


def test_a_name_that_only_leads_to_a_part_of_it_is_no_step_of_its_own() -> None:
    trace = traced("record desk.case\n    title <- submission.form\n")

    steps = trace.fields["desk.case.title"].steps

    assert [(one.text, one.value) for one in steps] == [("submission.form", "report")]


def test_a_trace_and_a_run_agree_on_every_kept_sample() -> None:
    for name in LIBRARY.mappings():
        source = LIBRARY.mapping(name)
        mapping = mapping_dsl.compile(source)
        for path in (path for path in source.files if "/samples/" in path):
            document = exact_json.loads(source.files[path])

            trace = mapping.trace(document)

            assert trace.outcome.digest == mapping.run(document).digest
            assert {field.path for field in trace.outcome.fields} == trace.fields.keys()
            assert {flag.name for flag in trace.outcome.flags} == trace.flags.keys()
