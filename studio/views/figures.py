"""The page of figures."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from runtime.figures import figures
from studio.presenters.figures import figures_page
from studio.roles import needs_sign_in
from studio.signed_in import person, services

views = Blueprint("figures", __name__, url_prefix="/figures")


@views.get("")
@needs_sign_in
def show() -> ResponseReturnValue:
    """What came, what was delivered, what waits and for how long."""
    return render_template("pages/figures.html", page=figures_page(figures(services().database, person().force_id)))
