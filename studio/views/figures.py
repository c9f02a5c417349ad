"""The page of figures."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from runtime.figures import figures
from studio.code_lists import form_titles
from studio.presenters.figures import figures_page
from studio.roles import needs_sign_in
from studio.signed_in import person, services

views = Blueprint("figures", __name__, url_prefix="/figures")


@views.get("")
@needs_sign_in
def show() -> ResponseReturnValue:
    """What came, what was delivered, what waits and for how long."""
    db, force_id = services().database, person().force_id
    return render_template("pages/figures.html", page=figures_page(figures(db, force_id), form_titles(db, force_id)))
