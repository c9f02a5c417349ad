"""The practice target's HTTP face: the JSON API that deliveries speak, and two pages for people who want to look."""

import threading
from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import BadRequest, NotFound

from mapping_dsl import exact_json
from studio.practice_target.checking import RecordKinds
from studio.practice_target.faults import Fault, FaultKind, Faults, FaultUnreadable, read_faults
from studio.practice_target.load import Load
from studio.practice_target.records import Caller, HeldRecord, RecordStore, RecordUnknown

SHOWN = 200
TEMPLATES = Path(__file__).parents[2] / "templates"


class PracticeTarget:
    """CHS and CONNECT in one process: what they hold, the faults they were asked for, and how busy they are."""

    def __init__(self, store: RecordStore, kinds: RecordKinds, faults: Faults) -> None:
        self.store = store
        self.kinds = kinds
        self.faults = faults
        self.load = Load()
        self.stopping = threading.Event()  # ends every wait of a fault, so that the process can end

    def write(self, kind: str, write: Callable[[Caller, dict[str, Any]], HeldRecord], status: HTTPStatus) -> Response:
        """One write of a record as the faults in force let it happen: refused, checked, stored, answered."""
        fault = self.faults.next_for(kind)
        if fault is not None and (refusal := self._suffer(fault)) is not None:
            return refusal
        document = _document()
        if sentences := self.kinds.sentences(kind, document):
            return _json({"problems": sentences}, HTTPStatus.UNPROCESSABLE_ENTITY)
        held = write(_caller(kind), document)
        if fault is not None and fault.kind is FaultKind.DROP:
            # Fewer bytes than promised: the server closes the connection and the caller never learns the number.
            return Response(iter([b"{"]), status, {"Content-Length": "100"}, mimetype="application/json")
        return _json({"reference": held.reference, "edition": held.edition}, status)

    def _suffer(self, fault: Fault) -> Response | None:
        if fault.kind in (FaultKind.SLOW, FaultKind.TIME_OUT):
            self.stopping.wait(fault.seconds)
        refusals = {
            FaultKind.REFUSE: (HTTPStatus.SERVICE_UNAVAILABLE, "no records are taken at this time"),
            FaultKind.TIME_OUT: (HTTPStatus.GATEWAY_TIMEOUT, "the record could not be stored in time"),
            FaultKind.ERROR: (HTTPStatus.INTERNAL_SERVER_ERROR, "something broke while the record was stored"),
        }
        if fault.kind not in refusals:
            return None
        status, sentence = refusals[fault.kind]
        return _json({"problems": [sentence]}, status)


def create_target(store: RecordStore, kinds: RecordKinds, faults: Faults) -> Flask:
    """The practice target as a WSGI application; `target` of its extensions is what it holds."""
    target = PracticeTarget(store, kinds, faults)
    app = Flask("practice_target", template_folder=str(TEMPLATES), static_folder=None)
    app.extensions["target"] = target
    app.register_error_handler(
        BadRequest, lambda error: _json({"problems": [error.description]}, HTTPStatus.BAD_REQUEST)
    )
    app.register_error_handler(RecordUnknown, lambda error: _json({"problems": [str(error)]}, HTTPStatus.NOT_FOUND))
    app.register_error_handler(
        FaultUnreadable, lambda error: _json({"problems": [str(error)]}, HTTPStatus.UNPROCESSABLE_ENTITY)
    )
    _add_api(app, target)
    _add_faults(app, target)
    _add_pages(app, target)
    return app


def _add_api(app: Flask, target: PracticeTarget) -> None:
    @app.route("/<kind>/records", methods=["POST", "PUT"])
    def create(kind: str) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        _known(target, kind)
        if not key:
            raise BadRequest("a new record needs the header Idempotency-Key, so that sending it twice makes one")

        def write(caller: Caller, document: dict[str, Any]) -> HeldRecord:
            return target.store.create(caller, document, key, target.kinds.completed)

        with target.load.counted(kind):
            return target.write(kind, write, HTTPStatus.CREATED)

    @app.put("/<kind>/records/<reference>")
    def update(kind: str, reference: str) -> Response:
        _known(target, kind)

        def write(caller: Caller, document: dict[str, Any]) -> HeldRecord:
            return target.store.update(caller, reference, target.kinds.completed(kind, document, reference))

        with target.load.counted(kind):
            return target.write(kind, write, HTTPStatus.OK)

    @app.get("/<kind>/records")
    def look_up(kind: str) -> Response:
        _known(target, kind)
        held = target.store.of_source(_caller(kind), request.args.get("source_reference", ""))
        return _json({"records": [_shown(record) for record in held]})

    @app.get("/<kind>/records/<reference>")
    def read(kind: str, reference: str) -> Response:
        _known(target, kind)
        return _json(_shown(target.store.find(_caller(kind), reference)))


def _add_faults(app: Flask, target: PracticeTarget) -> None:
    @app.post("/faults")
    def set_faults() -> Response:
        target.faults.set(read_faults(_read_json()))
        return tell_faults()

    @app.get("/faults")
    def tell_faults() -> Response:
        return _json({"faults": [asdict(fault) for fault in target.faults.all()]})

    @app.get("/load")
    def tell_load() -> Response:
        return _json({"now": target.load.now(), "most": target.load.most()})


def _add_pages(app: Flask, target: PracticeTarget) -> None:
    @app.get("/")
    def records_page() -> str:
        return render_template("practice_target/records.html", records=target.store.latest(SHOWN), shown=SHOWN)

    @app.get("/pages/<reference>")
    def record_page(reference: str) -> str:
        held = target.store.by_number(reference)
        if held is None:
            raise NotFound
        return render_template(
            "practice_target/record.html", record=held, document=exact_json.dumps(held.document, indent=4)
        )


def _caller(kind: str) -> Caller:
    # A real system knows its caller by the credentials; here the sender says which force it is.
    return Caller(request.headers.get("X-Client", ""), kind)


def _known(target: PracticeTarget, kind: str) -> None:
    if kind not in target.kinds.schemas:
        raise BadRequest(f"there are no {kind} records here, only {', '.join(target.kinds.schemas)}")


def _document() -> dict[str, Any]:
    document = _read_json()
    if not isinstance(document, dict):
        raise BadRequest("a record is one JSON object")
    return document


def _read_json() -> object:
    try:
        return exact_json.loads(request.get_data())
    except ValueError as error:
        raise BadRequest("what was sent is not JSON") from error


def _shown(record: HeldRecord) -> dict[str, Any]:
    return {"reference": record.reference, "edition": record.edition, "record": record.document}


def _json(value: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(exact_json.dumps(value), status, mimetype="application/json")
