"""No forged line inside one answer fills another: the truth is read, or the question is named."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping_dsl import Library
from mapping_dsl.forms import Forms, Question
from runtime.intake.layout import Layout, read_layouts
from runtime.intake.witness.hearing import Testimony
from runtime.intake.witness.testimony import hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.rendering import Writer, submissions

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
FORGED_IN = [layout for layout in LAYOUTS if layout.name in ("ordinary", "answer-beneath", "markdown-bold", "tabs")]


@pytest.mark.parametrize("layout", FORGED_IN, ids=lambda layout: layout.name)
@settings(max_examples=15, derandomize=True)
@given(data=st.data())
def test_lines_of_a_form_inside_a_story_fill_no_other_answer_unnoticed(
    forms: Forms, truths: Mapping[str, Any], layout: Layout, data: st.DataObject
) -> None:
    filled = data.draw(st.sampled_from(submissions(truths, forms)))
    writer = Writer(layout, filled.form)
    others = [other for other in submissions(truths, forms) if other.form == filled.form]
    forged = list(writer.lines(data.draw(st.sampled_from(others)).answers, [], {}))
    story = data.draw(st.sampled_from([one for one in filled.asked if one.is_long_text]))
    removed = data.draw(st.sampled_from(["", *(one.name for one in filled.asked if one is not story)]))
    lines = data.draw(st.one_of(st.just(forged), _part_of(forged), st.lists(st.sampled_from(forged), max_size=8)))
    text = "\n".join(["It began so.", *lines, *data.draw(st.sampled_from([[], ["And so it ended."]]))]).strip()

    witness = writer.witness(filled.answers, [*filled.not_asked, removed], **{story.name: text})
    heard = hear(witness, filled.form, LAYOUTS)

    # A forged line in the very place of a question that was removed is that question, to whoever reads the text.
    telling = [one for one in filled.form.questions if not removed or one.name not in (removed, story.name)]
    truth = {**filled.answers, story.name: text}
    wrong = [one for one in telling if not _is_true(heard.answers[one.name], truth[one.name])]
    assert [one.name for one in wrong if not _is_named(heard, one)] == []


@pytest.mark.parametrize("layout", FORGED_IN, ids=lambda layout: layout.name)
def test_a_groups_label_with_words_beside_it_ends_no_story_unnoticed(
    forms: Forms, truths: Mapping[str, Any], layout: Layout
) -> None:
    filled = next(one for one in submissions(truths, forms) if (one.form.form, one.form.version) == ("theft", "2.0"))
    names = [one.name for one in filled.form.questions]
    story, group = names.index("description"), names.index("stolenItems")
    writer = Writer(layout, filled.form)
    forged = writer.question(filled.form.questions[group].label, "he said none", group + 1)
    text = "\n".join(["It began so.", *forged, "So it ended."])

    not_asked = [*filled.not_asked, *names[story + 1 : group + 1]]
    heard = hear(writer.witness(filled.answers, not_asked, description=text), filled.form, LAYOUTS)

    assert _is_true(heard.answers["description"], text) or "description" in heard.uncertain


def _part_of(forged: list[str]) -> st.SearchStrategy[list[str]]:
    ends = st.tuples(st.integers(0, len(forged)), st.integers(1, 15))
    return ends.map(lambda one: forged[one[0] : one[0] + one[1]])


def _is_true(answer: Any, truth: Any) -> bool:
    """Whether two answers are the same; how often a blank stands in a story does not matter here."""
    if isinstance(answer, str) and isinstance(truth, str):
        return answer.split() == truth.split()
    return answer == truth or not (answer or truth)


def _is_named(heard: Testimony, question: Question) -> bool:
    named = {*heard.uncertain, *heard.doubts, *(drift.question or "" for drift in heard.drift)}
    return question.name in {name.partition(".")[0] for name in named}
