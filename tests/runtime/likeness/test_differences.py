"""What changed between form versions: against the truth of seven pairs, and kind by kind."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mapping_dsl.forms import AnswerType, FormVersion, Option, Question
from runtime.likeness import Difference, DriftKind, DriftSeverity, Wordings, differences, wordings_of

Truth = list[dict[str, Any]]
Claims = set[tuple[str, tuple[str, ...], tuple[str, ...]]]

OPTIONS = {DriftKind.OPTIONS_ADDED, DriftKind.OPTIONS_REMOVED, DriftKind.OPTIONS_REWORDED}
#: What the truth calls each kind; "replaced" is one question gone and another come.
CALLED = {
    "relabel": {DriftKind.REWORDED},
    "options": OPTIONS,
    "type": {DriftKind.TYPE_CHANGED},
    "split": {DriftKind.SPLIT},
    "intoGroup": {DriftKind.REPEATING},
    "added": {DriftKind.ADDED},
    "removed": {DriftKind.REMOVED},
}


@pytest.fixture(scope="module")
def truth(shared: Path) -> dict[str, Truth]:
    """By "form version" what its maker changed from the version before."""
    path = shared / "domain" / "open" / "concepts_and_changes.json"
    return {name: one["changesFromPrevious"] for name, one in json.loads(path.read_text("utf-8")).items()}


def pairs_of(versions: tuple[FormVersion, ...]) -> Iterator[tuple[FormVersion, FormVersion]]:
    """Each form's first version and its second."""
    for old, new in pairwise(versions):
        if old.form == new.form:
            yield old, new


def is_found(change: dict[str, Any], told: tuple[Difference, ...]) -> bool:
    """Whether a change of the truth is among what was told."""
    if change["kind"] == "dateFormat":
        return any(one.kind is DriftKind.FORMAT_CHANGED for one in told)
    if change["kind"] == "replaced":
        gone = [{"kind": "removed", "from_": change["from_"]}, {"kind": "added", "to": change["to"]}]
        renamed = (DriftKind.RENAMED, set(change["from_"]), set(change["to"]))
        return all(is_found(one, told) for one in gone) or renamed in [(o.kind, set(o.old), set(o.new)) for o in told]
    of_kind = [one for one in told if one.kind in CALLED[change["kind"]]]
    old, new = set(change.get("from_", ())), set(change.get("to", ()))
    return old <= {name for one in of_kind for name in one.old} and new <= {name for one in of_kind for name in one.new}


def test_every_change_of_the_seven_forms_is_found(
    versions: tuple[FormVersion, ...], wordings: Wordings, truth: dict[str, Truth]
) -> None:
    missed, rows = [], ["", "form      changes  found  told"]
    for old, new in pairs_of(versions):
        told, changed = differences(old, new, wordings), truth[f"{new.form} {new.version}"]
        lost = [change for change in changed if not is_found(change, told)]
        rows.append(f"{new.form:<10}{len(changed):>7}{len(changed) - len(lost):>7}{len(told):>6}")
        missed += lost

    print("\n".join(rows))
    assert len(rows) == 9
    assert missed == []


def truly_differs(one: Difference, old: Mapping[str, Question], new: Mapping[str, Question]) -> bool:
    """Whether a difference stands in the two schemas, looked at by hand."""
    before, after = [old[name] for name in one.old], [new[name] for name in one.new]
    tests: dict[DriftKind, Callable[[Question, Question], bool]] = {
        DriftKind.REWORDED: lambda a, b: (a.label, a.label_cy, a.item_name) != (b.label, b.label_cy, b.item_name),
        DriftKind.TYPE_CHANGED: lambda a, b: (a.type, a.is_whole) != (b.type, b.is_whole),
        DriftKind.FORMAT_CHANGED: lambda a, b: a.display_format != b.display_format or a.max_length != b.max_length,
        DriftKind.OPTIONS_ADDED: lambda a, b: bool({o.const for o in b.options} - {o.const for o in a.options}),
        DriftKind.OPTIONS_REMOVED: lambda a, b: bool({o.const for o in a.options} - {o.const for o in b.options}),
        DriftKind.OPTIONS_REWORDED: lambda a, b: bool({o.title for o in b.options} - {o.title for o in a.options}),
        DriftKind.CONDITION_CHANGED: lambda a, b: (a.show_if, a.required) != (b.show_if, b.required),
    }
    if one.kind in tests:
        return tests[one.kind](before[0], after[0])
    if one.kind in (DriftKind.ADDED, DriftKind.REMOVED):
        return not set(one.old) & new.keys() and not set(one.new) & old.keys()
    return not set(one.old) & new.keys() and one.kind in (DriftKind.SPLIT, DriftKind.REPEATING)


def test_nothing_is_told_that_does_not_differ(versions: tuple[FormVersion, ...], wordings: Wordings) -> None:
    wrong = [
        one
        for old, new in pairs_of(versions)
        for one in differences(old, new, wordings)
        if not truly_differs(one, old.by_name, new.by_name)
    ]

    assert wrong == []


def test_a_version_does_not_differ_from_itself(versions: tuple[FormVersion, ...]) -> None:
    assert [one for form in versions for one in differences(form, form)] == []


def nameless(form: FormVersion, letter: str) -> FormVersion:
    """The version with names that tell nothing."""
    asked = tuple(
        replace(
            question,
            name=f"{letter}{place}",
            questions=tuple(replace(inner, name=f"{letter}{at}") for at, inner in enumerate(question.questions)),
        )
        for place, question in enumerate(form.questions)
    )
    return replace(form, questions=asked)


def test_the_same_questions_are_known_by_their_words_alone(
    versions: tuple[FormVersion, ...], wordings: Wordings
) -> None:
    same, found, wrong = 0, 0, []
    for old, new in pairs_of(versions):
        olds = dict(zip(nameless(old, "a").by_name, old.by_name, strict=True))
        news = dict(zip(nameless(new, "b").by_name, new.by_name, strict=True))
        told = differences(nameless(old, "a"), nameless(new, "b"), Wordings(thesaurus=wordings.thesaurus))
        renamed = [(olds[one.old[0]], news[one.new[0]]) for one in told if one.kind is DriftKind.RENAMED]
        same += len(old.by_name.keys() & new.by_name.keys())
        found += sum(before == after for before, after in renamed)
        wrong += [(old.form, before, after) for before, after in renamed if before != after]

    precision, recall = found / (found + len(wrong)), found / same

    print(f"\nby words alone: {found} of {same} known ({recall:.1%}), {precision:.1%} of those told are right; {wrong}")
    assert recall >= 0.9
    assert precision >= 0.98


YES_OR_NO = (Option("yes", "Yes"), Option("no", "No"))
SAFE = Question("safe", "Is the dog in danger?", AnswerType.CHOICE, 2, "The dog", options=YES_OR_NO, risk=True)
NAME = Question("name", "Name of the dog", AnswerType.STRING, 1, "The dog", max_length=40)
SEEN = Question("seen", "Last seen on", AnswerType.DATE, 3, "The dog", display_format="DD/MM/YYYY")


def form_of(*questions: Question) -> FormVersion:
    """A form version that puts just these."""
    return FormVersion("dog", "1.0", "urn:dog", "Report a lost dog", "DOG", "", "DD/MM/YYYY", (), questions)


@pytest.mark.parametrize(
    ("old", "new", "kind", "severity"),
    [
        (NAME, replace(NAME, label="What is the dog called?"), DriftKind.REWORDED, DriftSeverity.HARMLESS),
        (SAFE, replace(SAFE, label="Is the dog safe?"), DriftKind.REWORDED, DriftSeverity.BREAKS),
        (SAFE, replace(SAFE, label="Is your dog in danger?"), DriftKind.REWORDED, DriftSeverity.DEGRADES),
        (NAME, replace(NAME, type=AnswerType.NUMBER), DriftKind.TYPE_CHANGED, DriftSeverity.DEGRADES),
        (SEEN, replace(SEEN, display_format="D MMMM YYYY"), DriftKind.FORMAT_CHANGED, DriftSeverity.HARMLESS),
        (NAME, replace(NAME, max_length=10), DriftKind.FORMAT_CHANGED, DriftSeverity.DEGRADES),
        (NAME, replace(NAME, show_if='safe = "yes"'), DriftKind.CONDITION_CHANGED, DriftSeverity.DEGRADES),
        (NAME, replace(NAME, required=True), DriftKind.CONDITION_CHANGED, DriftSeverity.HARMLESS),
        (replace(NAME, required=True), NAME, DriftKind.CONDITION_CHANGED, DriftSeverity.BREAKS),
        (NAME, replace(NAME, protected=True), DriftKind.PROTECTION_CHANGED, DriftSeverity.DEGRADES),
        (NAME, replace(NAME, section="The owner"), DriftKind.MOVED, DriftSeverity.HARMLESS),
        (SAFE, replace(SAFE, options=YES_OR_NO[:1]), DriftKind.OPTIONS_REMOVED, DriftSeverity.BREAKS),
    ],
)
def test_each_kind_of_change_is_told_with_how_much_it_spoils(
    old: Question, new: Question, kind: DriftKind, severity: DriftSeverity, wordings: Wordings
) -> None:
    (only,) = differences(form_of(old), form_of(new), Wordings(thesaurus=wordings.thesaurus))

    assert (only.kind, only.severity, only.old, only.new) == (kind, severity, (old.name,), (new.name,))


@pytest.mark.parametrize(
    "new",
    [
        replace(SAFE, risk=False),
        replace(SAFE, options=(*YES_OR_NO, Option("maybe", "Perhaps"))),
        replace(SAFE, options=(Option("yes", "Yes, it is"), YES_OR_NO[1])),
        replace(SAFE, show_if='name = "Rex"'),
    ],
)
def test_no_change_of_a_question_that_tells_of_danger_is_harmless(new: Question) -> None:
    told = [*differences(form_of(SAFE), form_of(new)), *differences(form_of(new), form_of(SAFE))]

    assert {(one.risk, one.severity) for one in told} == {(True, DriftSeverity.BREAKS)}


def test_a_question_of_danger_that_comes_or_goes_is_not_harmless() -> None:
    came, went = differences(form_of(NAME), form_of(NAME, SAFE)), differences(form_of(NAME, SAFE), form_of(NAME))

    assert [(one.kind, one.severity, one.risk) for one in (*came, *went)] == [
        (DriftKind.ADDED, DriftSeverity.DEGRADES, True),
        (DriftKind.REMOVED, DriftSeverity.BREAKS, True),
    ]


def test_what_others_overtook_has_moved_and_nothing_else_has() -> None:
    old = form_of(NAME, SAFE, SEEN)

    told = differences(old, form_of(SEEN, NAME, SAFE))

    assert [(one.kind, one.old) for one in told] == [(DriftKind.MOVED, ("seen",))]


def test_a_question_that_was_merged_from_two_is_told_once() -> None:
    date = Question("day", "Date it was seen", AnswerType.DATE, 2, "When", display_format="DD/MM/YYYY")
    time = Question("hour", "Time it was seen", AnswerType.TIME, 3, "When")
    both = Question("instant", "Date and time it was seen", AnswerType.DATE_TIME, 2, "When")

    told = differences(form_of(NAME, date, time, SAFE), form_of(NAME, both, SAFE))

    assert [(one.kind, one.old, one.new) for one in told] == [(DriftKind.MERGED, ("day", "hour"), ("instant",))]


def test_a_history_of_no_versions_knows_nothing() -> None:
    assert wordings_of([]).by_name == {}
