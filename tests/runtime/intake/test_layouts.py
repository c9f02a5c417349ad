"""Layouts as data: every one of the library reads whole forms, and so does one that a text alone shows."""

from collections.abc import Mapping
from typing import Any

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms, Question
from runtime.intake.aligning.learning import learn_layout
from runtime.intake.layout import Layout, LayoutUnusable, layout_to_json, read_layout, read_layouts
from runtime.intake.witness.testimony import hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.rendering import Filled, Writer, submissions

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
WORDS = next(layout for layout in LAYOUTS if layout.name == "ordinary")
FOREIGN = [
    Layout("asked in guillemets", questions=(("« {label} » {answer}",),), headings=(("<<< {heading} >>>",),)),
    Layout("tilde", questions=(("~ {label} ~", "{answer}"),), headings=(("+++ {heading}",),)),
    Layout("field", questions=(("{number}/ {label} :: {answer}",),), headings=(("Part: {heading}",),)),
    Layout("asked and said", questions=(("We asked: {label}", "You said: {answer}"),)),
    Layout("numbered twice", questions=(("Q{number}. {label}", "A{number}. {answer}"),)),
    Layout("nothing but a blank", questions=(("({number}) {label} {answer}",),)),
    Layout("number after", questions=(("{label} [{number}]: {answer}",),)),
    Layout("as in JSON", questions=(('"{label}": "{answer}",',),), headings=(("// {heading}",),)),
    Layout("as in HTML", questions=(("<b>{label}</b> {answer}",),), headings=(("<h2>{heading}</h2>",),)),
    Layout("underlined", questions=(("__{label}__ {answer}",),), headings=(("## {heading}",),)),
    Layout("answer in bold", questions=(("{label}: **{answer}**",),), headings=(("## {heading}",),)),
]


@pytest.mark.parametrize("layout", [*LAYOUTS, *FOREIGN], ids=lambda layout: layout.name)
def test_whole_forms_are_read_in_the_layout(forms: Forms, truths: Mapping[str, Any], layout: Layout) -> None:
    silent = []
    wrong = asked = 0
    for filled in submissions(truths, forms)[::9]:
        heard = hear(Writer(layout, filled.form).witness(filled.answers, filled.not_asked), filled.form, LAYOUTS)
        named = {*heard.uncertain, *heard.doubts, *(drift.question for drift in heard.drift)}
        untrue = [one for one in filled.form.questions if not _is_true(one, heard.answers[one.name], filled)]
        asked, wrong = asked + len(filled.form.questions), wrong + len(untrue)
        silent += [(filled.answers["description"][:20], one.name) for one in untrue if one.name not in named]

    assert silent == []
    assert wrong <= asked // 100


def _is_true(question: Question, answer: Any, filled: Filled) -> bool:
    truth = filled.answers[question.name]
    if isinstance(answer, str) and isinstance(truth, str):
        return answer.split() == truth.split()
    return answer == truth or not (answer or truth)


def test_a_layout_is_learnt_from_a_sample_and_is_the_same_as_its_file(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = submissions(truths, forms)[0]
    lines = Writer(FOREIGN[1], filled.form).witness(filled.answers, filled.not_asked).lines

    learnt = learn_layout(lines, filled.form, WORDS)

    assert learnt is not None
    assert (learnt.questions, learnt.headings) == (FOREIGN[1].questions, FOREIGN[1].headings)
    assert read_layout("layouts/.json", layout_to_json(learnt)).questions == learnt.questions


def test_nothing_is_learnt_from_a_text_without_the_form(forms: Forms) -> None:
    assert learn_layout((), forms.versions[0]) is None


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_written_and_read_again_is_the_same(layout: Layout) -> None:
    assert read_layout(f"layouts/{layout.name}.json", layout_to_json(layout)) == layout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "layouts/x.json: it is no JSON"),
        ("[]", "layouts/x.json: it is not an object with keys."),
        ('{"question": []}', "layouts/x.json: question is no key of a layout; there are title, questions"),
        ('{"title": 1}', "layouts/x.json: title is 1, and no text."),
        ('{"omits_blank": "no"}', "layouts/x.json: omits_blank is 'no', and neither true nor false."),
        ('{"questions": "{label}"}', "layouts/x.json: questions is '{label}', and no list."),
        ('{"questions": ["{label}: {answer}"]}', "questions has '{label}: {answer}', and not a list of lines."),
        ('{"questions": [["{label}"]]}', "questions has {answer} nowhere in “{label}”, where it must stand once."),
        ('{"questions": [["{label}{answer}"]]}', "questions has nothing between {label} and {answer}"),
        ('{"questions": [["{answer}", "{label}"]]}', "questions has no {label} in the first line"),
        ('{"headings": [["{heading}", "{colour}"]]}', "headings has {colour} in “{heading} / {colour}”"),
        ('{"elements": [["{item}"]]}', "elements has {place} nowhere"),
        ('{"blank": [1]}', "layouts/x.json: blank has [1] where texts must stand."),
    ],
)
def test_a_layout_that_cannot_be_used_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(LayoutUnusable) as refused:
        read_layout("layouts/x.json", text)

    assert sentence in str(refused.value)
