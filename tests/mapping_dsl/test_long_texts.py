"""What a text costs to check grows as its length does, whatever stands in it. What its analysis costs has an end."""

import cProfile
import pstats

import pytest

from bench import checking
from mapping_dsl import Library
from mapping_dsl.checker import check_without_analysis
from mapping_dsl.program import assemble

_FEW, _MANY = 100, 400


def calls(library: Library, shape: str, lines: int) -> int:
    """How many functions are called while a text is checked: the same on every machine."""
    source = library.mapping("theft", text=checking.text(shape, lines))
    profile = cProfile.Profile()
    profile.runcall(lambda: check_without_analysis(assemble(source)))
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def library() -> Library:
    """The library, its forms and modules read once before anything is counted."""
    library = Library("mappings")
    check_without_analysis(assemble(library.mapping("theft", text=checking.text("all of it", _FEW))))
    return library


@pytest.mark.parametrize("shape", checking.SHAPES)
def test_four_times_the_lines_take_four_times_the_work_and_no_more(library: Library, shape: str) -> None:
    without = calls(library, shape, 1)

    few, many = (calls(library, shape, lines) - without for lines in (_FEW, _MANY))

    assert many < 5 * max(few, 1_000)
