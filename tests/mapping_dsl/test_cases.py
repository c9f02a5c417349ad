"""The golden cases: text in, problems or outcome out."""

import re
from dataclasses import replace

import pytest

import mapping_dsl
from tests.mapping_dsl.golden import Case, lines_of, read_cases, told

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_a_case_comes_out_as_it_is_written(case: Case, request: pytest.FixtureRequest) -> None:
    source = case.source()

    got = told(case, mapping_dsl.check(source))

    if request.config.getoption("--update-cases"):
        _renew(case, got)
    else:
        assert got == case.sections.get("problems", "").strip("\n") + ("\n" if case.sections.get("problems") else "")
    if "outcome" in case.sections:
        _assert_outcome(case, source)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.file.stem in ("lines", "texts")], ids=lambda case: case.title
)
def test_a_case_comes_out_the_same_with_the_line_ends_of_windows(case: Case) -> None:
    windows = replace(case, text=case.text.replace("\n", "\r\n"))

    problems = mapping_dsl.check(windows.source())

    assert told(windows, problems) == told(case, mapping_dsl.check(case.source()))
    if "outcome" in case.sections:
        _assert_outcome(windows, windows.source())


def _assert_outcome(case: Case, source: mapping_dsl.Source) -> None:
    mapping = mapping_dsl.compile(source)
    document = case.document()
    lines = lines_of(mapping.run(document))

    assert [line for line in case.sections["outcome"].splitlines() if line.strip() and line not in lines] == [], lines
    assert mapping.trace(document).outcome == mapping.run(document)


def _renew(case: Case, got: str) -> None:
    """Writes new places and layout of the same problems; another problem is never written down by itself."""
    wanted = case.sections.get("problems", "")
    if _without_places(got) == _without_places(wanted) and got.strip() != wanted.strip():
        text = case.file.read_text(encoding="utf-8")
        before = f"=== {case.title}\n"
        start = text.index(before)
        place = text.index(wanted, text.index("--- problems\n", start))
        case.file.write_text(text[:place] + got + "\n" + text[place + len(wanted) :], encoding="utf-8")


def _without_places(told_problems: str) -> list[str]:
    return re.sub(r"^\d+:\d+ ", "", told_problems, flags=re.MULTILINE).split()
