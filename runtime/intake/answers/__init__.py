"""The words of an answer as the value that its question asks for."""

from runtime.intake.answers.answer import type_answer
from runtime.intake.answers.typed import Note, NoteKind, Typed
from runtime.intake.answers.usage import EVERYDAY, DateOrder, Sent, Usage, options_elsewhere, usage_of

__all__ = [
    "EVERYDAY",
    "DateOrder",
    "Note",
    "NoteKind",
    "Sent",
    "Typed",
    "Usage",
    "options_elsewhere",
    "type_answer",
    "usage_of",
]
