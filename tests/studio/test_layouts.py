"""Layouts in the studio: examples in the force's own words, and one learnt from a sample mail."""

import io
from email.message import EmailMessage

import pytest

from runtime.models import Role
from tests.studio.conftest import MAILS, SignIn
from tests.studio.visitor import Visitor


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


def mail_of(*lines: str) -> tuple[io.BytesIO, str]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "forms@example.org", "police@example.org", "A form"
    mail.set_content("\n".join(lines))
    return io.BytesIO(mail.as_bytes()), "sample.eml"


def test_a_layout_is_shown_by_a_question_written_in_it(analyst: Visitor) -> None:
    analyst.get("/layouts/arrow")

    assert any(example.endswith("=> what was answered") for example in analyst.texts(".app-words"))


def test_a_text_that_is_no_layout_stays_on_the_page_with_what_is_wrong(analyst: Visitor) -> None:
    analyst.get("/layouts/arrow")

    analyst.post("/layouts/arrow", text='{"questions": [["{label}{answer}"]]}', reason="Shorter", revision="")

    assert analyst.status == 422
    assert "has nothing between {label} and {answer}" in analyst.text(".app-complaint")
    assert analyst.one("#text").text().strip() == '{"questions": [["{label}{answer}"]]}'


def test_a_layout_learnt_from_a_mail_is_kept_for_a_second_person(analyst: Visitor, sign_in: SignIn) -> None:
    analyst.get("/layouts/new")

    sample = (io.BytesIO((MAILS / "OPEN-001.eml").read_bytes()), "sample.eml")
    analyst.post("/layouts/new", mail=sample, form="", title="Our own way")
    told = analyst.text(".app-sentence")
    analyst.post("/layouts/our-own-way", text=analyst.one("#text").text(), reason="A new service", revision="")
    approver = sign_in(Role.APPROVER).get("/layouts/our-own-way")
    approver.post(str(approver.one("form[action$=publication]").attributes["action"]), reason="It reads well")

    assert "are found in the sample with it" in told
    assert "Our own way" in approver.get("/layouts").text("tbody")


def test_a_mail_that_shows_no_form_teaches_nothing(analyst: Visitor) -> None:
    analyst.get("/layouts/new")

    analyst.post("/layouts/new", mail=mail_of("Hello,", "I am away until Monday."), form="theft 2.0", title="Away")

    assert analyst.status == 422
    assert analyst.text(".app-complaint").startswith("No layout could be learnt: too few questions")


def test_what_is_no_mail_is_said_to_be_none_and_the_title_stays(analyst: Visitor) -> None:
    analyst.get("/layouts/new")

    analyst.post("/layouts/new", mail=(io.BytesIO(b"\x00\xff nothing"), "x.eml"), title="Our own way")

    assert "the sample is no mail" in analyst.text(".app-complaint")
    assert analyst.one("#title").attributes["value"] == "Our own way"


@pytest.mark.parametrize(("title", "why"), [("New", "cannot be called"), ("Arrow", "is called so already")])
def test_a_title_whose_place_is_taken_is_refused_in_words(title: str, why: str, analyst: Visitor) -> None:
    analyst.get("/layouts/new")

    sample = (io.BytesIO((MAILS / "OPEN-001.eml").read_bytes()), "sample.eml")
    analyst.post("/layouts/new", mail=sample, form="", title=title)

    assert analyst.status == 422
    assert why in analyst.text(".app-complaint")


def test_a_layout_that_reads_no_better_need_not_be_kept(analyst: Visitor) -> None:
    analyst.get("/layouts/new")

    sample = (io.BytesIO((MAILS / "OPEN-001.eml").read_bytes()), "sample.eml")
    analyst.post("/layouts/new", mail=sample, form="", title="Known already")

    assert "it need not be kept" in analyst.text(".app-sentence")
