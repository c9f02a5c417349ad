"""The target systems, CHS and CONNECT, as deliveries speak to them: over HTTP, telling apart how a try can end."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from mapping_dsl import exact_json
from runtime.failures import RuntimeFailure

TIMEOUT = httpx.Timeout(20.0, connect=5.0)
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
SAYS_AT_MOST = 500


class TargetFailure(RuntimeFailure):
    """A try to hand a record over did not end with the target's confirmation."""


class TargetUnavailable(TargetFailure):
    """The target took nothing: it could not be reached, or said so. The try may be repeated."""

    def __init__(self, target: str, why: str) -> None:
        super().__init__(f"{target} took nothing: {why}")


class TargetRefused(TargetFailure):
    """The target will never take this record as it is; a person must."""

    def __init__(self, target: str, why: str) -> None:
        super().__init__(f"{target} refused the record: {why}")


class OutcomeUnknown(TargetFailure):
    """The record was sent, and whether the target has it is not known before somebody looks."""

    def __init__(self, target: str, why: str) -> None:
        super().__init__(f"whether {target} has the record is not known: {why}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where one force's records of one kind are taken."""

    base_url: str
    force_id: str
    record: str  #: "chs.incident"


class Target:
    """One target system as one force reaches it. Close it when done; it may be used by several threads."""

    def __init__(self, address: Address, timeout: httpx.Timeout = TIMEOUT) -> None:
        self.name = address.record
        self._records = f"/{quote(address.record)}/records"
        self._client = httpx.Client(
            base_url=address.base_url,
            headers={"X-Client": address.force_id, "Content-Type": "application/json"},
            timeout=timeout,
        )

    def create(self, record: dict[str, Any], idempotency_key: str) -> str:
        """Makes the record and gives its number. The same key again gives the same number and makes nothing."""
        return self._write("POST", self._records, record, {"Idempotency-Key": idempotency_key})

    def update(self, reference: str, record: dict[str, Any], idempotency_key: str) -> str:
        """Changes the record of that number to this content."""
        place = f"{self._records}/{quote(reference, safe='')}"
        return self._write("PUT", place, record, {"Idempotency-Key": idempotency_key})

    def find(self, source_reference: str) -> str | None:
        """The number of the record that carries our reference; None where there is none yet."""
        answer = self._send(
            self._client.build_request("GET", self._records, params={"source_reference": source_reference})
        )
        found = _document(answer).get("records") if answer.is_success else None
        if not isinstance(found, list):
            raise TargetUnavailable(self.name, _words(answer))
        return str(found[0]["reference"]) if found else None

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _write(self, method: str, place: str, record: dict[str, Any], headers: dict[str, str]) -> str:
        body = exact_json.dumps(record).encode()
        answer = self._send(self._client.build_request(method, place, content=body, headers=headers))
        if answer.is_success and (reference := _document(answer).get("reference")):
            return str(reference)
        if answer.status_code in BUSY:
            raise TargetUnavailable(self.name, _words(answer))
        if answer.is_client_error and answer.status_code != HTTPStatus.REQUEST_TIMEOUT:
            raise TargetRefused(self.name, _words(answer))
        raise OutcomeUnknown(self.name, _words(answer))

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._client.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TargetUnavailable(self.name, "it could not be reached") from error
        except httpx.TimeoutException as error:
            raise OutcomeUnknown(self.name, "it gave no answer in time") from error
        except httpx.TransportError as error:
            raise OutcomeUnknown(self.name, "the connection broke before it answered") from error


def _document(answer: httpx.Response) -> dict[str, Any]:
    try:
        document = exact_json.loads(answer.content)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _words(answer: httpx.Response) -> str:
    """What the target said, short: a target's answer is not ours to trust with length or form."""
    problems = _document(answer).get("problems")
    said = "; ".join(str(one) for one in problems) if isinstance(problems, list) and problems else ""
    return (said or f"it answered {answer.status_code}")[:SAYS_AT_MOST]
