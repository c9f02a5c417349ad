"""Help: how-tos and the reference of the language, to read, to search and to print; each problem's code by itself."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from mapping_dsl.reference import EVERY_CODE
from studio.presenters.help import PAGES, found, sections_of
from studio.roles import needs_sign_in

views = Blueprint("help", __name__, url_prefix="/help")


@views.get("")
@needs_sign_in
def index() -> ResponseReturnValue:
    """What there is, and what of it answers a search."""
    search = request.args.get("q", "").strip()
    return render_template("pages/help.html", pages=PAGES, search=search, found=found(search))


@views.get("/<page>")
@needs_sign_in
def page(page: str) -> ResponseReturnValue:
    """A whole page."""
    if page not in PAGES:
        abort(404)
    sections = sections_of(page)
    return render_template("pages/help_page.html", title=sections[0].title, sections=sections)


@views.get("/problems/<code>")
@needs_sign_in
def problem(code: str) -> ResponseReturnValue:
    """What a problem's code means, with a text that has it and the same text mended."""
    texts = EVERY_CODE.get(code) or abort(404)
    return render_template("pages/help_problem.html", code=code, texts=texts)
