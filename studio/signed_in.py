"""Who is at the other end: a row of web sessions, asked anew on every request, so that signing out acts at once."""

from dataclasses import dataclass

from flask import Flask, current_app
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from runtime import people
from runtime.database import Database
from runtime.people import OpenedSession, SignedIn
from runtime.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """What the views need of the floor below; made once, with the application."""

    settings: Settings
    database: Database


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """Flask-Login's idea of a user: the cookie holds the session's token, never the person's id."""

    def __init__(self, token: str, person: SignedIn) -> None:
        self.token = token
        self.person = person

    def get_id(self) -> str:
        """The token that the signed cookie carries."""
        return self.token


def know_visitors(app: Flask) -> None:
    """Lets Flask-Login find the person by their session's row on every request."""
    manager = LoginManager()
    manager.session_protection = None  # it would end the session of anybody whose desk gets another address
    manager.init_app(app)
    manager.user_loader(_load)
    app.context_processor(lambda: {"visitor": visitor()})


def services() -> Services:
    """The services of the application that answers now."""
    found: Services = current_app.extensions["services"]
    return found


def visitor() -> SignedIn | None:
    """The person who is signed in, None where nobody is."""
    return current_user.person if isinstance(current_user._get_current_object(), Visitor) else None


def person() -> SignedIn:
    """The person who is signed in, on a route that nobody else can open."""
    found = visitor()
    if found is None:
        raise RuntimeError("a view asked who is signed in on a route that is open to all")
    return found


def token() -> str:
    """The token of the session that the person is signed in by."""
    return str(current_user.get_id())


def enter(opened: OpenedSession) -> None:
    """Signs the person of that session in on this browser."""
    login_user(Visitor(opened.token, opened.person))


def leave() -> None:
    """Signs the person out: the row ends, so that a copy of the cookie opens nothing."""
    people.sign_out(services().database, token())
    logout_user()


def _load(session_token: str) -> Visitor | None:
    found = people.person_of(services().database, session_token)
    return Visitor(session_token, found) if found else None
