"""A new version from a handful of mails: what stays the same question, and what only a person can say."""

from dataclasses import replace
from email import message_from_bytes
from functools import cache
from pathlib import Path

import pytest

import mapping_dsl
from bench.forms_in import samples_of
from mapping_dsl.forms import AnswerType, FormVersion
from runtime.drift.decisions import Choice
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.entries import Entry
from runtime.drift.forms_in.mails import entries_of, labels_of_sending
from runtime.drift.forms_in.samples import from_samples
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange, Repair
from runtime.intake import known_of, read
from runtime.intake.layout import read_layouts
from runtime.likeness import DriftKind
from tests.runtime.drift.first_versions import FORMS, NEW, OLD, library_before, new_form

ROOT = Path(__file__).parents[3]
#: a few answers of the first theft form, one question of which is in other words
FEW = (
    ("Was the property lost or stolen?", "Stolen", "What happened"),
    ("How are you involved?", "I am the victim", "What happened"),
    ("Tell us what happened", "It was gone when I came back.", "What happened"),
    ("Value (GBP)", "25", "Property"),
    ("Are you or anyone else in danger right now?", "No", "Your safety"),
    ("Your full name", "Grace Hartley", "About you"),
    ("Telephone number", "020 7946 0042", "About you"),
    ("Email address", "grace@example.com", "About you"),
)


def repaired(old: FormVersion, samples: list[tuple[Entry, ...]], choices: dict[str, Choice] | None = None) -> Repair:
    found = from_samples(samples, About(old.title, old.form))
    return propose(FormChange(library_before(old.form), old, samples=found), choices)


@cache
def old_form(form: str) -> FormVersion:
    found = library_before(form).forms().find(form, OLD)
    assert found
    return found


def few(**changed: tuple[str, str]) -> list[tuple[Entry, ...]]:
    """Two samples; `changed` gives other words and another answer by the label that begins so."""
    entries = []
    for label, text, section in FEW:
        new = next((words for begin, words in changed.items() if label.startswith(begin)), (label, text))
        entries.append(Entry(new[0], new[1], section))
    return [tuple(entries)] * 2


def text_alone(name: str) -> bytes:
    """A mail of tests/data with its text and nothing else, so that no other witness knows a label of it."""
    mail = message_from_bytes((ROOT / "tests" / "data" / "eml" / name).read_bytes())
    text = next(one.get_payload(decode=True) for one in mail.walk() if one.get_content_type() == "text/plain")
    assert isinstance(text, bytes)
    return b"From: a@example.org\nTo: b@example.org\nSubject: A report\n\n" + text


@pytest.mark.parametrize("form", FORMS)
def test_no_question_is_surely_taken_for_another(form: str) -> None:
    truth = {one.label: name for name, one in new_form(form).every_question()}

    repair = repaired(old_form(form), samples_of(new_form(form), 6, 1))

    sure = [one for one in repair.decisions if one.kind in (DriftKind.RENAMED, DriftKind.REWORDED) and one.is_accepted]
    plain = [one for one in sure if one.old == one.new]
    taken = {one.new[0]: truth.get(repair.new.by_name[one.new[0]].label) for one in plain}
    assert {name: true for name, true in taken.items() if true and true != name} == {}


def test_the_same_question_in_other_words_keeps_its_name_and_type() -> None:
    repair = repaired(old_form("theft"), few(Telephone=("Contact telephone number", "020 7946 0042")))

    phone = repair.new.question("phone")
    assert phone
    assert (phone.label, phone.kind) == ("Contact telephone number", "uk-phone")


def test_danger_is_carried_over() -> None:
    repair = repaired(old_form("theft"), few())

    danger = repair.new.question("dangerNow")
    assert danger
    assert danger.risk


def test_an_option_that_is_new_is_added_and_the_others_keep_their_consts() -> None:
    repair = repaired(old_form("theft"), few(How=("How are you involved?", "I found the property")))

    before, role = old_form("theft").by_name["role"], repair.new.by_name["role"]
    assert role.type is AnswerType.CHOICE
    assert role.options[:-1] == before.options
    assert role.options[-1].title == "I found the property"


def test_a_new_choice_is_asked_about_danger_and_counts_as_danger_until_somebody_says() -> None:
    samples = few()
    asked = [(*one, Entry("Were you hurt?", "Yes", "Your safety")) for one in samples]

    repair = repaired(old_form("theft"), asked)

    (decision,) = [one for one in repair.decisions if one.kind is DriftKind.ADDED]
    assert decision.asks_risk
    assert decision in repair.undecided
    assert repair.new.by_name[decision.new[0]].risk


def test_whoever_says_that_a_new_choice_is_harmless_is_believed() -> None:
    asked = [(*one, Entry("Were you hurt?", "Yes", "Your safety")) for one in few()]
    first = repaired(old_form("theft"), asked)
    (added,) = [one for one in first.decisions if one.kind is DriftKind.ADDED]

    repair = propose(first.change, {added.id: Choice(is_accepted=True, by="Ada", is_risk=False)})

    assert not repair.new.by_name[added.new[0]].risk
    assert added.id not in {one.id for one in repair.undecided}


def test_what_is_said_to_be_no_question_is_not_in_the_new_version_and_nothing_ignores_it() -> None:
    asked = [(*one, Entry("Were you hurt?", "Yes", "Your safety")) for one in few()]
    first = repaired(old_form("theft"), asked)
    (added,) = [one for one in first.decisions if one.kind is DriftKind.ADDED]

    repair = propose(first.change, {added.id: Choice(is_accepted=False, by="Ada")})

    assert added.new[0] not in repair.new.by_name
    assert added.new[0] not in repair.text
    assert added.id in {one.id for one in repair.decisions}
    assert repair.undecided == tuple(one for one in first.undecided if one.id != added.id)


def test_a_flag_for_a_new_question_of_danger_is_called_in_its_words() -> None:
    asked = [(*one, Entry("Did you see a weapon?", "Yes", "Your safety")) for one in few()]
    first = repaired(old_form("theft"), asked)
    (added,) = [one for one in first.decisions if one.kind is DriftKind.ADDED]

    repair = propose(first.change, {added.id: Choice(is_accepted=True, by="Ada", is_risk=True)})

    assert 'flag "DID_YOU_SEE_A_WEAPON" high' in repair.text


def test_a_pair_that_is_refused_becomes_a_new_question() -> None:
    samples = few(Telephone=("Contact telephone number", "020 7946 0042"))
    first = repaired(old_form("theft"), samples)
    (pair,) = [one for one in first.decisions if one.new == ("phone",) and one.kind is DriftKind.REWORDED]

    repair = propose(first.change, {pair.id: Choice(is_accepted=False, by="Ada")})

    assert "phone" not in repair.new.by_name
    assert "Contact telephone number" in {one.label for one in repair.new.questions}


def test_what_somebody_said_is_gone_is_not_asked_again() -> None:
    first = repaired(old_form("theft"), few(Telephone=("Contact telephone number", "020 7946 0042")))

    repair = propose(replace(first.change, pairs={"phone": None}))

    assert [one.kind for one in repair.decisions if "phone" in one.old] == [DriftKind.REMOVED]


def test_a_pair_is_as_sure_in_the_repair_as_it_was_when_the_mail_was_read() -> None:
    library = mapping_dsl.Library(ROOT / "mappings")
    changed = text_alone("OPEN-014.eml").replace(b"Email address:", b"Where can we write to you online:")
    (reading,) = read(changed, known_of(library)).submissions
    old = library.forms().find(reading.form, reading.read_as)
    assert old
    not_asked = labels_of_sending(read_layouts(library))
    samples = from_samples(entries_of(changed, "", not_asked), About(old.title, old.form))

    repair = propose(FormChange(library, old, samples=samples))

    told = {one.proposal.question: one.proposal.confidence for one in reading.drift if one.proposal}
    assert told.keys() == {"email"}
    assert {one.new[0]: one.confidence for one in repair.decisions if one.new == ("email",)} == told


def test_a_question_that_is_not_always_put_stays_though_no_sample_shows_it() -> None:
    repair = repaired(old_form("theft"), few())

    assert repair.new.by_name["fromPerson"].show_if == 'reportType = "stolen"'
    assert any("Was it taken from your person?" in remark for remark in repair.remarks)


def test_the_new_version_comes_after_all_that_the_library_has() -> None:
    repair = repaired(old_form("theft"), few())

    assert (repair.new.form, repair.new.version, repair.schema_path) == ("theft", NEW, "forms/theft/2.0.json")
