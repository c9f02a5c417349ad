"""A submission as the hub hands it over: the text of the body inside a document of the Standard Data Model."""

from bench.changes.layouts import Layout, written
from bench.changes.mails import LONDON, Service
from bench.changes.sheets import Heading, Sheet
from mapping_dsl import exact_json


def skeleton(sheet: Sheet, heading: Heading, service: Service, layout: Layout) -> bytes:
    """The document's bytes. The hub knows whole versions only, as V1."""
    major = service.version.partition(".")[0]
    attributes = {
        "externalReferenceId": "SingleOnlineHome",
        "category": service.code,
        "categorySubcode": f"V{major}" if major else None,
        "submissionId": heading.reference,
        "submitTime": service.submitted.replace(tzinfo=LONDON).isoformat(timespec="milliseconds"),
        "customerReferenceNumber": heading.reference,
        "submissionContent": written(sheet, heading, layout),
    }
    told = {name: value for name, value in attributes.items() if value}
    incident = {"id": "1", "type": "incident", "relationships": {"submission": {"data": [_SUBMISSION]}}}
    return exact_json.dumps({"data": incident, "included": [{**_SUBMISSION, "attributes": told}]}).encode()


_SUBMISSION = {"id": "2", "type": "submission"}
