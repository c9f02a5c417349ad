"""What a person reads when something could not be done: one page and one JSON shape, never a traceback."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound

from mapping_dsl import MappingFailure
from runtime.failures import NotThere, RuntimeFailure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be done, and what the person can do now."""

    status: HTTPStatus
    title: str
    sentence: str


SENTENCES = {
    HTTPStatus.BAD_REQUEST: ("Something is missing", "The page sent less than it should. Go back, and try again."),
    HTTPStatus.UNAUTHORIZED: ("Please sign in", "You are signed out. Nothing that was saved is lost."),
    HTTPStatus.FORBIDDEN: ("Not open to your role", "Your role does not open this page. An administrator gives roles."),
    HTTPStatus.NOT_FOUND: ("Nothing is here", "There is no such page, or what it showed is not your force's."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Nothing is here", "This address takes no such request. Go back, and try again."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("Too large", "What was sent is larger than the studio takes."),
    HTTPStatus.TOO_MANY_REQUESTS: ("Too many tries", "Wait a minute, then try again."),
}
UNFORESEEN = Failure(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "That did not work",
    "The studio met something it was not made for. It has been noted; nothing that arrived is lost. Try again.",
)
EXPIRED = Failure(
    HTTPStatus.BAD_REQUEST,
    "This page was open too long",
    "For safety it can no longer be sent. Go back, reload the page, and send it again; what you typed is still there.",
)


def tell_failures(app: Flask) -> None:
    """Answers every failure of the web in its one shape."""
    app.register_error_handler(CSRFError, lambda _: _answer(EXPIRED))
    app.register_error_handler(HTTPException, _known_status)
    app.register_error_handler(NotThere, lambda _: _known_status(NotFound()))
    app.register_error_handler(RuntimeFailure, _refused)
    app.register_error_handler(MappingFailure, _refused)
    app.register_error_handler(Exception, _unforeseen)


def _known_status(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    status = HTTPStatus(error.code)
    title, sentence = SENTENCES.get(status, (status.phrase, UNFORESEEN.sentence))
    return _answer(Failure(status, title, sentence))


def _refused(error: Exception) -> ResponseReturnValue:
    """What the floors below refuse has its sentence in itself; the state of things is against it, not the request."""
    return _answer(Failure(HTTPStatus.CONFLICT, "That cannot be done now", _as_sentence(str(error))))


def _unforeseen(error: Exception) -> ResponseReturnValue:
    # The exception's words may hold what a person wrote: its class and place are enough to find the cause.
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error("%s %s: %s at %s", request.method, request.endpoint, type(error).__name__, where)
    return _answer(UNFORESEEN)


def _answer(failure: Failure) -> ResponseReturnValue:
    if _wants_json():
        return jsonify(title=failure.title, sentence=failure.sentence, status=failure.status), failure.status
    if "HX-Request" in request.headers:
        return render_template("partials/failure.html", failure=failure), failure.status
    return render_template("pages/failure.html", failure=failure), failure.status


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
