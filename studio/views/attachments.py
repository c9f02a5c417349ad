"""What came with a submission, opened so that nothing in it can do anything here."""

from uuid import UUID

from flask import Blueprint, Response, abort

from runtime.intake import part_bytes
from runtime.shown import submissions
from studio.roles import needs
from studio.signed_in import person, services
from studio.views.submissions import MAY_LOOK, detail_for

views = Blueprint("attachments", __name__, url_prefix="/submissions/<uuid:submission_id>")

#: A page opened in this sandbox runs no script, sends no form and reaches no address, whatever it holds.
SANDBOX = "sandbox; default-src 'none'"


@views.get("/parts/<int:index>")
@needs(*MAY_LOOK)
def open_part(submission_id: UUID, index: int) -> Response:
    """Hands a part over as a file to keep, under a name of ours: the sender's name is only ever shown."""
    detail = detail_for(submission_id)
    part = next((one for one in detail.parts if one.index == index), None)
    if part is None:
        abort(404)
    return _as_file(part_bytes(_original(detail.id), index), f"{detail.id}-part-{index}{_ending(part.media_type)}")


@views.get("/original")
@needs(*MAY_LOOK)
def open_original(submission_id: UUID) -> Response:
    """Hands over all that it came in, byte for byte, also where nothing of it could be read."""
    detail = detail_for(submission_id)
    return _as_file(_original(detail.id), f"{detail.id}-as-it-came.bin")


def _original(submission_id: UUID) -> bytes:
    return submissions.original(services().database, person().force_id, submission_id, person().person_id)


def _as_file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _ending(media_type: str) -> str:
    """The ending by which a computer knows the few kinds that are read at a desk; all else stays without one."""
    return {"application/pdf": ".pdf", "text/plain": ".txt", "image/jpeg": ".jpg", "image/png": ".png"}.get(
        media_type, ".bin"
    )
