"""A form that was found in samples or in another program's definition, and how sure each of its questions is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mapping_dsl.forms import FormVersion
from runtime.drift.forms_in.written import schema_of
from runtime.failures import RuntimeFailure

#: a question that is less sure than this is one that a person must look at
SURE: Final = 0.8
ID: Final = re.compile(r"[A-Za-z0-9][\w-]{0,59}", re.ASCII)
VERSION: Final = re.compile(r"\d{1,10}(?:\.\d{1,10}){0,4}", re.ASCII)


class DefinitionRefused(RuntimeFailure):
    """A file defines no form that can be taken in; the sentence says what is wrong, and where."""

    def __init__(self, where: str, sentence: str) -> None:
        super().__init__(f"{where}: {sentence}" if where else sentence)
        self.where = where  #: a JSON pointer, or a sheet and a cell


def path_in_library(form: FormVersion) -> str:
    """Where a library keeps a form version. Raises DefinitionRefused where id or version could lie anywhere else."""
    if not ID.fullmatch(form.form):
        raise DefinitionRefused("/x-formId", f"“{form.form[:40]}” is no id of a form: letters, digits and hyphens are")
    if not VERSION.fullmatch(form.version):
        raise DefinitionRefused("/x-formVersion", f"“{form.version[:40]}” is no version: numbers with dots are")
    return f"forms/{form.form}/{form.version}.json"


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure it is that a question is as it was taken."""

    confidence: float  #: 0 to 1
    because: str

    @property
    def is_sure(self) -> bool:
        """Whether nobody need look at it."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Remark:
    """What could not be taken as it is, and where it stands: a JSON pointer, a sheet and cell, or a label."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


@dataclass(frozen=True)
class FoundForm:
    """A form version ready for a library, with all that a person must know of how it came about."""

    form: FormVersion
    sureness: Mapping[str, Sureness] = field(default_factory=dict)  #: by question, dotted in groups
    remarks: tuple[Remark, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: of samples, as typed, without blanks

    @property
    def path(self) -> str:
        """Where a library keeps it. Raises DefinitionRefused."""
        return path_in_library(self.form)

    @property
    def schema(self) -> dict[str, Any]:
        """The form version as a library keeps it."""
        return schema_of(self.form)

    def to_look_at(self) -> dict[str, Sureness]:
        """The questions that a person must look at, in the order of the form."""
        return {name: one for name, one in self.sureness.items() if not one.is_sure}
