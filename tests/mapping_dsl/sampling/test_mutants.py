"""Small changes to a mapping, and whether its examples notice them."""

from dataclasses import replace
from functools import cache

import pytest

from mapping_dsl.checker import check
from mapping_dsl.library import Source
from mapping_dsl.program import assemble
from mapping_dsl.sampling import Fate, Score, score, trial
from mapping_dsl.sampling.mutants import mutants
from tests.mapping_dsl.golden import CASES, HEADING, Case

SAMPLE = """\
{"submission": {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"},
 "answers": {"kind": "lost", "hurt": "yes", "amount": 500, "phone": "020 7946 0000"}}"""


def source_of(text: str) -> Source:
    return Case(CASES, "", HEADING + text, {}).source()


def changes_to(text: str) -> set[str]:
    program = assemble(source_of(text))
    return {one.says for one in mutants(program, check(program).meanings, program.main)}


@cache
def score_of(text: str) -> Score:
    """The score of a mapping whose library has the sample it names."""
    source = source_of(text)
    with_sample = replace(source, files={**source.files, "report/samples/lost.json": SAMPLE}, problems=())
    return score([trial(with_sample)], source.path)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("amount > 5", "“amount >= 5” instead of “amount > 5”"),
        ("amount > 5", "“amount < 5” instead of “amount > 5”"),
        ("amount > 5", "“6” instead of “5”"),
        ("amount > 5", "“4” instead of “5”"),
        ('kind = "lost"', '“"found"” instead of “"lost"”'),
        ('kind = "lost"', "“hurt” instead of “kind”"),
        ('kind in ("lost", "stolen")', 'without “"lost"”'),
        ('hurt = "yes" and again', '“hurt = "yes" or again” instead of “hurt = "yes" and again”'),
        ('hurt = "yes" and again', '“again” instead of “hurt = "yes" and again”'),
        ("(again) or (amount > 5)", "“(again) and (amount > 5)” instead of “(again) or (amount > 5)”"),
        ("if again then true else false", "“true” instead of “if again then true else false”"),
        ("some thing in things satisfies thing.name = null", "“note” instead of “name”"),
        ('happenedOn > date("2026-01-31")', '“"2026-01-30"” instead of “"2026-01-31"”'),
        ("amount + 1 > 5", "“amount - 1” instead of “amount + 1”"),
        ("not(again)", "“again” instead of “not(again)”"),
    ],
)
def test_an_expression_is_changed_as_by_a_slip(expression: str, said: str) -> None:
    assert said in changes_to(f'flag "SOME" high\n    when {expression}\n    because "Some"\n')


TEXT = """\
let dear = amount > 500
decide code first
    | kind    | dear | => code |
    | "lost"  | true | "A"     |
    | "found" | -    | "B"     |
    | otherwise |    | "C"     |
flag "HURT" high
    when hurt = "yes"
    because "Hurt"
record desk.case when kind != "found"
    code  <- code
    title <- phone otherwise blank
    things for each thing in things
        name <- thing.name
triage
    queue <- if dear then "dear" else "cheap"
example "Something lost"
    given "lost.json"
"""


@pytest.mark.parametrize(
    "said",
    [
        "without this row",
        "this row before the one above it",
        "without the row otherwise",
        "“-” instead of “true”",
        "medium instead of high",
        "without this flag",
        "made when this is not so",
        "without title",
        "without this otherwise",
        "otherwise review, not blank",
        "for each thing of none",
        "without this triage",
    ],
)
def test_statements_are_changed_as_by_a_slip(said: str) -> None:
    assert said in changes_to(TEXT + "    expect true\n")


def test_a_change_of_what_is_expected_is_noticed_and_others_survive() -> None:
    result = score_of(TEXT + '    expect desk.case.code = "C"\n')

    unnoticed = {(one.span.line - 3, one.says) for one in result.surviving}
    assert (6, '“"C?"” instead of “"C"”') not in unnoticed
    assert (7, "medium instead of high") in unnoticed
    assert (16, '“"cheap?"” instead of “"cheap"”') in unnoticed


def test_a_constant_is_noticed_on_its_boundary() -> None:
    # The sample holds 500: more than 500 is a lie, 500 or more is true, and so is more than 499.
    result = score_of(TEXT + "    expect not(dear)\n")

    fates = {mutant.says: fate for mutant, fate in result.fates if mutant.span.line == 4}
    assert fates["“amount >= 500” instead of “amount > 500”"] is Fate.NOTICED
    assert fates["“499” instead of “500”"] is Fate.NOTICED
    assert fates["“501” instead of “500”"] is Fate.SURVIVING


def test_a_change_that_no_sample_can_tell_is_set_apart_and_not_counted() -> None:
    result = score_of("""\
record desk.case
    code <- "A"
    things when 1 > 2
        name <- "never"
example "Something lost"
    given "lost.json"
    expect desk.case.things = []
""")

    fates = {mutant.says: fate for mutant, fate in result.fates if mutant.span.line == 7}
    assert fates['“"never?"” instead of “"never"”'] is Fate.EQUIVALENT
    assert result.counted == len(result.fates) - result.count(Fate.EQUIVALENT)


def test_a_change_that_the_checker_stops_counts_as_noticed() -> None:
    result = score_of(TEXT + "    expect true\n")

    fates = {(mutant.span.line - 3, mutant.says): fate for mutant, fate in result.fates}
    # Without the flag nothing reads whether somebody is hurt.
    assert fates[7, "without this flag"] is Fate.REFUSED


def test_a_part_of_the_changes_is_spread_over_the_text() -> None:
    text = TEXT + "    expect true\n"

    every = [mutant.says for mutant, _ in score_of(text).fates]

    source = source_of(text)
    with_sample = replace(source, files={**source.files, "report/samples/lost.json": SAMPLE}, problems=())
    assert [one.says for one, _ in score([trial(with_sample)], source.path, one_of=5).fates] == every[::5]


def test_a_mapping_without_changes_to_make_scores_full() -> None:
    assert score_of("").share == 1.0
