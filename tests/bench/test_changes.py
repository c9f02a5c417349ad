"""Some of the mails of `python -m bench.changes`, the same each time: what must never happen, and how good it is."""

from dataclasses import dataclass

import pytest

from bench.changes.judging import Verdict, judged
from bench.changes.making import Maker
from bench.changes.measuring import Figures, Measure, measured, tables
from bench.changes.stock import Half
from mapping_dsl import Library
from runtime.intake import known_of, read

PORTION = 100  #: mails of each half


@dataclass(frozen=True, slots=True)
class Floor:
    """What a half must reach: shares, somewhat below what was measured, and how many answers may be silently wrong."""

    known: float
    changed: float
    found: float
    silent: int


FLOORS = {
    Half.TUNING: Floor(known=0.97, changed=0.99, found=0.97, silent=0),
    Half.HELD_OUT: Floor(known=0.98, changed=0.99, found=0.97, silent=2),
}


@dataclass(frozen=True, slots=True)
class Portion:
    """The mails of one half, read and judged."""

    half: Half
    verdicts: list[Verdict]
    measure: Measure


@pytest.fixture(scope="module", params=list(Half))
def portion(request: pytest.FixtureRequest) -> Portion:
    library = Library("mappings")
    known = known_of(library)
    mails = Maker(library.forms(), request.param).mails(PORTION)
    verdicts = [judged(mail, read(mail.raw, known, file_name=mail.file_name)) for mail in mails]
    measure = measured(verdicts)
    print(f"\n{request.param}\n{tables(measure)}")
    return Portion(request.param, verdicts, measure)


def test_a_submission_is_found_in_every_mail(portion: Portion) -> None:
    lost = [one.mail.number for one in portion.verdicts if one.is_lost]

    assert lost == []


def test_no_answer_to_a_risk_question_is_relied_on_that_may_be_anothers(portion: Portion) -> None:
    accepted = [(one.mail.number, one.accepted) for one in portion.verdicts if one.accepted]

    assert accepted == []


def test_every_danger_is_noticed(portion: Portion) -> None:
    unnoticed = [(one.mail.number, one.unnoticed) for one in portion.verdicts if one.unnoticed]

    assert unnoticed == []


def test_no_more_answers_are_silently_wrong_than_were(portion: Portion) -> None:
    silent = portion.measure.known.silent + portion.measure.changed.silent

    assert silent <= FLOORS[portion.half].silent


def test_as_many_answers_are_right_and_changes_found_as_were(portion: Portion) -> None:
    floor, known, changed = FLOORS[portion.half], portion.measure.known, portion.measure.changed

    assert right(known) >= floor.known
    assert right(changed) >= floor.changed
    assert changed.found / changed.breaking >= floor.found


def right(figures: Figures) -> float:
    """The share of answers that came out right."""
    return figures.right / figures.answers
