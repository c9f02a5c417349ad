"""Some of the mails of `python -m bench.changes`, the same each time: what must never happen, and how good it is."""

import pytest

from bench.changes.judging import Verdict, judged
from bench.changes.making import Maker
from bench.changes.measuring import measured, tables
from bench.changes.stock import Half
from mapping_dsl import Library
from runtime.intake import known_of, read

PORTION = 120  #: mails of each half


@pytest.fixture(scope="module", params=list(Half))
def verdicts(request: pytest.FixtureRequest) -> list[Verdict]:
    """Mails of one half, read and judged."""
    library = Library("mappings")
    known = known_of(library)
    return [
        judged(mail, read(mail.raw, known, file_name=mail.file_name))
        for mail in Maker(library.forms(), request.param).mails(PORTION)
    ]


def test_the_figures_are_printed(verdicts: list[Verdict]) -> None:
    printed = tables(measured(verdicts))

    print("\n" + printed)

    assert "answers silently wrong" in printed
