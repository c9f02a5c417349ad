"""What came with a submission, opened so that nothing in it can do anything here."""

from uuid import UUID

from flask import Blueprint, Response, abort

from runtime.intake import part_bytes
from runtime.shown import submissions
from studio.roles import needs
from studio.signed_in import person, services
from studio.views.submissions import MAY_LOOK, detail_for

views = Blueprint("attachments", __name__, url_prefix="/submissions/<uuid:submission_id>/parts")

#: A page opened in this sandbox runs no script, sends no form and reaches no address, whatever it holds.
SANDBOX = "sandbox; default-src 'none'"


@views.get("/<int:index>")
@needs(*MAY_LOOK)
def open_part(submission_id: UUID, index: int) -> Response:
    """Hands a part over as a file to keep, under a name of ours: the sender's name is only ever shown."""
    detail = detail_for(submission_id)
    part = next((one for one in detail.parts if one.index == index), None)
    if part is None:
        abort(404)
    raw = submissions.original(services().database, person().force_id, submission_id, person().person_id)
    response = Response(part_bytes(raw, index), mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{detail.id}-part-{index}{_ending(part.media_type)}"'
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _ending(media_type: str) -> str:
    """The ending by which a computer knows the few kinds that are read at a desk; all else stays without one."""
    return {"application/pdf": ".pdf", "text/plain": ".txt", "image/jpeg": ".jpg", "image/png": ".png"}.get(
        media_type, ".bin"
    )
