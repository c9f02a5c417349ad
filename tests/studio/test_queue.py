"""The supervisor's queue: everything is in it, and can be given to somebody."""

import re

import pytest

from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor


@pytest.fixture
def supervisor(sign_in: SignIn) -> Visitor:
    return sign_in(Role.SUPERVISOR)


def test_the_whole_queue_is_shown_the_most_urgent_first(supervisor: Visitor) -> None:
    grades = [mark[0] for mark in supervisor.texts("td .app-grade")]

    order = "I?SER"  # what nobody could grade stands with the significant ones
    assert len(grades) == 6  # five mails, one of them with two reports
    assert sorted(grades, key=order.index) == grades


def test_what_no_form_could_be_read_in_stands_there_with_its_sentence(supervisor: Visitor) -> None:
    supervisor.get("/queue?status=stopped")

    row = next(row for row in supervisor.texts("tbody tr") if "automatic reply" in row)
    assert "Automatic reply: out of office, mail.eml" in row
    assert "not known" in row


def test_filters_are_kept_in_the_address(supervisor: Visitor) -> None:
    supervisor.get("/queue?form=theft&grade=R")

    assert set(supervisor.texts("td .app-grade")) == {"R Referred"}
    chosen = [one.attributes["value"] for one in supervisor.page.css("select option[selected]")]
    assert {"theft", "R"} <= set(chosen)


def test_words_that_mean_nothing_in_the_address_ask_nothing(supervisor: Visitor) -> None:
    everything = supervisor.get("/queue").texts("tbody tr")

    assert len(supervisor.get("/queue?grade=Z&status=lost&order=backwards").texts("tbody tr")) == len(everything)


def test_a_supervisor_opens_a_submission_without_taking_it(supervisor: Visitor) -> None:
    first = supervisor.links("td a")[0]

    supervisor.get(first)

    assert supervisor.status == 200
    assert supervisor.text("#decide") == ""
    assert "claimed" not in supervisor.text(".app-identity__bar")


def test_submissions_are_given_to_an_operator_with_a_reason(supervisor: Visitor, sign_in: SignIn) -> None:
    ids = [re.sub(".*/", "", address) for address in supervisor.links("td a")[:2]]
    operator = next(one for one in supervisor.page.css("select[name=to] option") if "Operator" in one.text())

    supervisor.post("/queue/reassign", chosen=ids, to=operator.attributes["value"], why="Nearest to it")

    assert supervisor.status == 200
    assert "2 given on" in supervisor.text(".app-notes")
    assert len(sign_in(Role.OPERATOR).links("main a")) == 2


def test_what_is_overdue_stands_out(supervisor: Visitor) -> None:
    supervisor.get("/queue?overdue=yes")

    assert all("overdue" in row for row in supervisor.texts("tbody tr.app-row--late"))
