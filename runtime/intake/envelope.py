"""What one submission came in, whether by mail or as JSON: its texts, what the service says of it, its attachments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from runtime.intake.reading import Part
from runtime.intake.service.information import ServiceInformation
from runtime.intake.witness.lines import Line


@dataclass(frozen=True, slots=True, eq=False)
class WitnessText:
    """A text that shows the form, as lines: of the body, of an HTML body, of a PDF, of JSON. It is equal to itself."""

    witness: str
    lines: tuple[Line, ...]
    part: int | None = None  #: which part of the mail it stands in; None of JSON
    gap: re.Pattern[str] | None = None  #: what parts questions that share a line; None where none do


@dataclass(frozen=True, slots=True)
class Envelope:
    """All that is known of one submission before its form is read."""

    texts: tuple[WitnessText, ...]
    information: ServiceInformation | None = None
    attachments: tuple[Part, ...] = ()
    missing: int = 0  #: how many attachments the service says it sent, beyond those that came
    pdfs: int = 0
    reference: str | None = None  #: as a header or the subject has it
    words: str = ""
    witnesses: Mapping[str, str] = field(default_factory=dict)
    """Each witness that came or was promised: `read`, `missing`, or in words why it cannot be read."""
    sent: datetime | None = None  #: as a mail's header says
    is_automatic: bool = False  #: a machine's answer, such as an out-of-office note
    notes: tuple[str, ...] = field(default=())  #: what could not be opened, in words
    reasons: tuple[str, ...] = field(default=())  #: why a person must look first, whatever stands in it

    @property
    def day(self) -> date | None:
        """The day on which it was sent, as the service says, else as the mail does; in whatever zone that is told."""
        said = self.information.submitted_at if self.information else None
        sent = datetime.fromisoformat(said) if said else self.sent
        return sent.date() if sent else None
