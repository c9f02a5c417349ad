"""A reader that is broken on purpose is shown to be, and one that is right has nothing against it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bench.changes.changing import Change, Kind
from bench.changes.judging import folded, judged
from bench.changes.making import Mail, Maker
from runtime.intake import Disposition, Drift, DriftKind, DriftSeverity, Reading, SubmissionReading, UnmappedText


def reading_of(mail: Mail, answers: Mapping[str, Any], **told: Any) -> Reading:
    """What a reader would say that found these answers and lets them go on."""
    submission = SubmissionReading(mail.form.form, mail.form.version, True, answers=answers, **told)
    return Reading(Disposition.PROCESS, (submission,))


def dangerous(maker: Maker) -> Mail:
    """A mail with an answer that tells of danger, in a form that has not changed."""
    unchanged = replace(maker, only=Kind.NONE)
    return next(mail for mail in unchanged.mails(200) if mail.answers.get("dangerNow") == "yes")


def test_a_reader_that_reads_everything_right_has_nothing_against_it(maker: Maker) -> None:
    mail = dangerous(maker)

    verdict = judged(mail, reading_of(mail, mail.answers))

    assert (verdict.right, verdict.wrong, verdict.needless) == (verdict.readable, (), ())
    assert (verdict.unnoticed, verdict.is_alarmed, verdict.accepted) == ((), False, ())


def test_a_reader_that_says_no_to_everything_is_shown(maker: Maker) -> None:
    mail = dangerous(maker)

    verdict = judged(mail, reading_of(mail, dict.fromkeys(mail.answers, "no")))

    assert "dangerNow" in verdict.silent
    assert "dangerNow" in verdict.unnoticed
    assert "dangerNow" in verdict.accepted
    assert len(verdict.right) < len(verdict.readable) / 2


def test_what_is_wrong_and_named_is_not_silent(maker: Maker) -> None:
    mail = dangerous(maker)
    drift = Drift(DriftKind.REMOVED, "dangerNow", "", "", True, DriftSeverity.BREAKS)
    wrong = {**mail.answers, "dangerNow": None}
    label = mail.form.by_name["dangerNow"].label

    silently = judged(mail, reading_of(mail, wrong))
    by_name = judged(mail, replace(reading_of(mail, wrong, drift=(drift,)), disposition=Disposition.REVIEW))
    by_label = judged(mail, reading_of(mail, wrong, unmapped=(UnmappedText(f"{label}:", "Yes"),)))

    assert (silently.silent, by_name.silent, by_label.silent) == (("dangerNow",), (), ())
    assert (silently.unnoticed, by_name.unnoticed) == (("dangerNow",), ())
    assert by_label.unnoticed == ("dangerNow",)  # it goes on by itself, so nobody looks


def test_a_warning_on_what_came_out_right_is_counted(maker: Maker) -> None:
    mail = dangerous(maker)
    drift = Drift(DriftKind.RENAMED, "dangerNow", "", "", True, DriftSeverity.BREAKS)

    verdict = judged(mail, reading_of(mail, mail.answers, drift=(drift,)))

    assert (verdict.needless, verdict.is_alarmed) == (("dangerNow",), True)


def test_a_change_that_nobody_hears_of_is_missed_and_one_proposed_is_found(maker: Maker) -> None:
    mail = replace(maker, only=Kind.RENAMED).mail(1)
    ((label, question),) = mail.change.meanings.items()
    drift = Drift(DriftKind.RENAMED, question, label, "", False, DriftSeverity.DEGRADES)

    missed = judged(mail, reading_of(mail, mail.answers))
    found = judged(mail, reading_of(mail, mail.answers, drift=(drift,)))

    assert (missed.missed, missed.proposed) == ((question,), 0)
    assert (found.missed, found.proposed, found.proposals) == ((), 1, 1)


def test_a_mail_in_which_nothing_is_found_is_lost(maker: Maker) -> None:
    mail = dangerous(maker)

    verdict = judged(mail, Reading(Disposition.QUARANTINE))

    assert (verdict.is_lost, verdict.silent) == (True, ())
    assert "dangerNow" in verdict.unnoticed


def test_a_strange_question_must_be_told_by_its_label(maker: Maker) -> None:
    mail = replace(dangerous(maker), change=Change(Kind.ADDED, strange=("Do you keep bees?",)))

    missed = judged(mail, reading_of(mail, {**mail.answers, "description": "Stolen.\nDo you keep bees?: No"}))
    told = judged(mail, reading_of(mail, mail.answers, unmapped=(UnmappedText("Do you keep bees?", "No"),)))

    assert (missed.missed, told.missed) == (("Do you keep bees?",), ())


def test_blanks_do_not_count_when_answers_are_compared() -> None:
    assert folded("a\n  b ") == folded("a b")
    assert folded([{"name": "x", "make": None}]) == folded([{"name": "x"}])
    assert folded([]) == folded(None)
