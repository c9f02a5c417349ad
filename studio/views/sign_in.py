"""Signing in and out, and the way to the page where a person's work begins."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from runtime import people
from studio.navigation import start_page
from studio.presenters.sign_in import known_people
from studio.roles import needs_sign_in, open_to_all
from studio.signed_in import enter, leave, services, token, visitor

views = Blueprint("sign_in", __name__)


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """What a person gives to be known."""

    email = StringField(
        "E-mail address", validators=[InputRequired("Enter your e-mail address")], widget=GovTextInput()
    )
    password = PasswordField("Password", validators=[InputRequired("Enter your password")], widget=GovPasswordInput())


@views.get("/")
@needs_sign_in
def start() -> ResponseReturnValue:
    """The page with which this person's work begins."""
    return redirect(start_page())


@views.get("/sign-in")
@open_to_all
def show() -> ResponseReturnValue:
    """The sign-in page; who is signed in already goes on."""
    return redirect(_next()) if visitor() else _page(SignInForm())


@views.post("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Signs in; a wrong address and a wrong password are told alike."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form)
    opened = people.sign_in(services().database, form.email.data, form.password.data)
    if opened is None:
        form.password.errors = ["The e-mail address and the password do not belong together"]
        return _page(form)
    enter(opened)
    return redirect(_next())


@views.post("/force")
@needs_sign_in
def change_force() -> ResponseReturnValue:
    """Goes on in another force that the person belongs to."""
    people.change_force(services().database, token(), request.form["force"])
    return redirect("/")


@views.post("/sign-out")
@needs_sign_in
def sign_out() -> ResponseReturnValue:
    """Signs out everywhere this session was copied to."""
    leave()
    return redirect("/sign-in")


def _page(form: SignInForm) -> ResponseReturnValue:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    known = known_people() if services().settings.demonstration else None
    return render_template("pages/sign_in.html", form=form, known=known), status


def _next() -> str:
    """Where the person wanted to go: only ever a path of this studio."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if is_ours else start_page()
