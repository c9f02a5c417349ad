"""Whatever people answer, a mapping says what becomes of it, and its records are ones that the targets take."""

from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping_dsl import exact_json
from mapping_dsl.forms import AnswerType, FormVersion, Question
from mapping_dsl.outcome import Outcome
from tests.mappings.truth import FORMS, LIBRARY, compiled, document

SCHEMAS = {
    target: jsonschema.Draft202012Validator(exact_json.loads(LIBRARY.text(f"records/{target}/1.json")))
    for target in ("chs.incident", "connect.crime")
}

ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def answers_to(questions: tuple[Question, ...], *, any_json: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    fitting = {question.name: ANY_JSON if any_json else answer_to(question) for question in questions}
    required = {question.name: fitting.pop(question.name) for question in questions if question.required}
    return st.fixed_dictionaries(required, optional=fitting)


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    consts = [option.const for option in question.options]
    match question.type:
        case AnswerType.CHOICE:
            return st.sampled_from(consts)
        case AnswerType.CHOICES:
            return st.lists(st.sampled_from(consts), min_size=1, unique=True)
        case AnswerType.GROUP:
            return st.lists(answers_to(question.questions), max_size=3)
        case AnswerType.NUMBER:
            return st.decimals(0, 10**6, places=2)
        case AnswerType.DATE:
            return st.dates().map(str)
        case AnswerType.TIME:
            return st.times().map(lambda hour: hour.strftime("%H:%M"))
        case _ if question.kind == "uk-postcode":
            return st.sampled_from(["w239jg", "E31 7LP"])
        case _:
            # A letter comes first, so that no text is blank.
            return st.text(max_size=min(question.max_length or 30, 30) - 1).map("x".__add__)


def outcome_of(form: FormVersion, answers: Mapping[str, Any]) -> Outcome:
    return compiled(form.form, form.version).run(document(form, answers))


@pytest.mark.parametrize("form", FORMS.versions, ids=lambda form: f"{form.form} {form.version}")
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_a_record_that_nobody_must_look_at_fits_its_schema(form: FormVersion, data: st.DataObject) -> None:
    outcome = outcome_of(form, data.draw(answers_to(form.questions)))

    made = {target: exact_json.loads(exact_json.dumps(record)) for target, record in outcome.records.items() if record}
    broken = [error.message for target, record in made.items() for error in SCHEMAS[target].iter_errors(record)]
    assert broken == [] or outcome.reviews


@pytest.mark.parametrize("form", FORMS.versions, ids=lambda form: f"{form.form} {form.version}")
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_answers_of_any_shape_have_one_outcome(form: FormVersion, data: st.DataObject) -> None:
    answers = data.draw(answers_to(form.questions, any_json=True))

    outcome = outcome_of(form, answers)

    assert outcome.records["chs.incident"] is not None
    assert outcome.digest == outcome_of(form, answers).digest
