"""Signing in and out, and what stands before every page."""

import pytest
from flask import Flask

from runtime.demonstration import PASSWORD
from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor


@pytest.fixture
def stranger(studio: Flask) -> Visitor:
    return Visitor(studio.test_client())


def test_a_stranger_is_led_to_sign_in_and_then_to_where_they_wanted(stranger: Visitor) -> None:
    stranger.get("/figures")

    stranger.post(stranger.response.request.full_path, email="manager@metro.example", password=PASSWORD)

    assert stranger.address == "/figures"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_leads_to_no_other_site(stranger: Visitor, elsewhere: str) -> None:
    stranger.get("/sign-in")

    stranger.post(f"/sign-in?next={elsewhere}", email="manager@metro.example", password=PASSWORD)

    assert (stranger.status, stranger.address) == (200, "/figures")


def test_a_wrong_password_and_a_wrong_address_are_told_alike(stranger: Visitor) -> None:
    stranger.get("/sign-in")

    told = [
        stranger.post("/sign-in", email=email, password=password).text(".govuk-error-summary")
        for email, password in (("manager@metro.example", "guessed it"), ("nobody@metro.example", PASSWORD))
    ]

    assert told[0] == told[1]
    assert "do not belong together" in told[0]


def test_a_copied_cookie_opens_nothing_after_signing_out(sign_in: SignIn, studio: Flask) -> None:
    manager = sign_in(Role.MANAGER)
    cookie = manager.client.get_cookie("session")
    assert cookie is not None
    manager.post("/sign-out")
    thief = studio.test_client()
    thief.set_cookie("session", cookie.value)

    answer = thief.get("/figures")

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.OPERATOR, "/worklist"),
        (Role.SUPERVISOR, "/queue"),
        (Role.ANALYST, "/mappings"),
        (Role.TESTER, "/mappings"),
        (Role.APPROVER, "/mappings"),
        (Role.MANAGER, "/figures"),
        (Role.INFORMATION_MANAGER, "/audit"),
        (Role.ADMINISTRATOR, "/figures"),
    ],
)
def test_each_role_begins_with_its_own_work(sign_in: SignIn, role: Role, start: str) -> None:
    person = sign_in(role)

    assert (person.status, person.address) == (200, start)
    assert person.text(".app-header__force") == "Metro Police"


def test_the_navigation_shows_what_a_role_opens_and_nothing_else(sign_in: SignIn) -> None:
    shown = {role: sign_in(role).links(".app-header__nav a") for role in (Role.OPERATOR, Role.SUPERVISOR)}

    assert shown == {
        Role.OPERATOR: ["/worklist", "/figures", "/help"],
        Role.SUPERVISOR: ["/queue", "/changes", "/figures", "/help"],
    }


def test_a_page_of_another_role_says_so(sign_in: SignIn) -> None:
    operator = sign_in(Role.OPERATOR)

    operator.get("/queue")

    assert (operator.status, operator.heading) == (403, "Not open to your role")


def test_a_form_without_its_token_is_not_taken(sign_in: SignIn) -> None:
    operator = sign_in(Role.OPERATOR)

    answer = operator.client.post("/worklist/next")

    assert answer.status_code == 400
    assert "open too long" in answer.text


def test_every_answer_tells_the_browser_to_trust_and_keep_nothing(sign_in: SignIn) -> None:
    headers = sign_in(Role.MANAGER).response.headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "HX-Request" in headers["Vary"]


def test_a_piece_of_a_page_is_told_to_sign_in_as_a_whole(stranger: Visitor) -> None:
    stranger.get("/worklist", HX_Request="true")

    assert stranger.response.headers["HX-Redirect"] == "/sign-in"
