"""Who may open what: every route names the roles it needs, and a route that names none is open to nobody."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from runtime.models import Role
from studio.signed_in import visitor

View = TypeVar("View", bound=Callable[..., Any])


def needs(*roles: Role) -> Callable[[View], View]:
    """Opens a route to people who hold one of the roles in the force they are signed in to."""

    def name_roles(view: View) -> View:
        view.roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return name_roles


def needs_sign_in(view: View) -> View:
    """Opens a route to everybody who is signed in, whatever their role."""
    return needs(*Role)(view)


def open_to_all(view: View) -> View:
    """Opens a route to people who are not signed in: the sign-in page and what it is drawn with."""
    view.roles = None  # type: ignore[attr-defined]
    return view


def guard(app: Flask) -> None:
    """Puts the question "may they?" before every view."""
    app.before_request(_ask)
    open_to_all(app.view_functions["static"])


def roles_of(endpoint: str) -> frozenset[Role] | None:
    """The roles that open a route; None where it is open to all. Raises KeyError where the route names none."""
    roles: frozenset[Role] | None = vars(current_app.view_functions[endpoint])["roles"]
    return roles


def may_open(endpoint: str) -> bool:
    """Whether the person who is signed in may open that route (the navigation shows them no other)."""
    roles, person = roles_of(endpoint), visitor()
    return roles is None or (person is not None and not roles.isdisjoint(person.roles))


def _ask() -> ResponseReturnValue | None:
    if request.endpoint is None or may_open(request.endpoint):
        return None
    if visitor() is None:
        return _to_sign_in()
    return abort(403)


def _to_sign_in() -> ResponseReturnValue:
    """The sign-in page, which leads back here; a piece of a page is told to go there as a whole."""
    back = request.full_path.rstrip("?") if request.method == "GET" and "HX-Request" not in request.headers else None
    address = url_for("sign_in.show", next=back)
    if "HX-Request" in request.headers:
        return "", 200, {"HX-Redirect": address}
    return redirect(address)
