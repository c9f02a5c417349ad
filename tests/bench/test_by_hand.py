"""What the language is measured against says the same as the language, whether submissions fit their form or not."""

import random
from functools import cache
from typing import Any

import pytest

import mapping_dsl
from bench import event
from bench.by_hand import MAPPINGS, Case, TrustedCase
from bench.by_hand.reading import Reader
from bench.drift import drifted
from mapping_dsl import exact_json
from mapping_dsl.answers import AnswerReader
from mapping_dsl.program import assemble
from tests.mappings.truth import LIBRARY, true_submissions

DRIFTED = 60  #: of each mapping


@cache
def source_of(name: str) -> mapping_dsl.Source:
    return (event.library() if name == "event" else LIBRARY).mapping(name)


@cache
def reader_of(name: str) -> AnswerReader:
    return AnswerReader(assemble(source_of(name)).questions)


def fitting_documents(name: str) -> list[Any]:
    if name == "event":
        return event.documents(40)
    samples = [exact_json.loads(LIBRARY.text(f"{name}/samples/{one}")) for one in LIBRARY.samples(name)]
    return samples + [one.document for one in true_submissions() if one.form == name]


def drifted_documents(name: str) -> list[Any]:
    draw, fitting = random.Random(name), fitting_documents(name)
    questions = sorted(reader_of(name).questions.by_name)
    return [drifted(draw.choice(fitting), questions, draw) for _ in range(DRIFTED)]


def said_by_the_language(name: str, document: Any) -> Any:
    outcome = mapping_dsl.compile(source_of(name)).run(document)
    return outcome.to_json() | {"risk level": outcome.risk_level, "rejected": outcome.rejected}


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_by_hand_says_what_the_language_says_of_submissions_that_fit(name: str) -> None:
    documents = fitting_documents(name)

    by_hand = [MAPPINGS[name](Case(reader_of(name).read(one))).to_json() for one in documents]

    assert by_hand == [said_by_the_language(name, one) for one in documents]


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_by_hand_says_what_the_language_says_of_submissions_that_drifted(name: str) -> None:
    documents = drifted_documents(name)

    by_hand = [MAPPINGS[name](Case(reader_of(name).read(one))).to_json() for one in documents]

    assert by_hand == [said_by_the_language(name, one) for one in documents]


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_trusted_case_says_the_same_where_nothing_is_in_doubt(name: str) -> None:
    read = [reader_of(name).read(one) for one in fitting_documents(name)]
    certain = [answers for answers in read if not answers.doubts]

    trusted = [MAPPINGS[name](TrustedCase(answers)).to_json() for answers in certain]

    assert certain
    assert trusted == [MAPPINGS[name](Case(answers)).to_json() for answers in certain]


@pytest.mark.parametrize("name", MAPPINGS)
def test_reading_by_hand_gives_the_answers_doubts_and_questions_not_put_of_the_language(name: str) -> None:
    documents = [*fitting_documents(name), *drifted_documents(name)]

    by_hand = [Reader(reader_of(name).questions).read(one) for one in documents]

    assert by_hand == [reader_of(name).read(one) for one in documents]
