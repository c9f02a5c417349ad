"""What a service declares beside all mails of a form is what the form is called."""

import pytest

from mapping_dsl import Library
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.mails import as_declared
from runtime.intake import known_of
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import information, theft_mail

SERVICES = known_of(Library(ROOT / "mappings")).services
BOAT = About("A boat")


def test_what_all_mails_declare_counts() -> None:
    mails = [(theft_mail(info=information("BOT", "3")), "a.eml"), (theft_mail(info=information("BOT", "3")), "b.eml")]

    assert as_declared(BOAT, mails, SERVICES) == About("A boat", version="3.0", code="BOT")


@pytest.mark.parametrize("other", ["", information("CAR", "2")])
def test_what_one_of_several_mails_declares_does_not(other: str) -> None:
    mails = [(theft_mail(info=information("BOT", "3")), "a.eml"), (theft_mail(info=other), "b.eml")]

    assert as_declared(BOAT, mails, SERVICES) == BOAT


def test_what_was_typed_counts_before_what_is_declared() -> None:
    mails = [(theft_mail(info=information("BOT", "3")), "a.eml")]

    assert as_declared(About("A boat", "boat", "7.0", "OWN"), mails, SERVICES) == About("A boat", "boat", "7.0", "OWN")
