"""The library as it stands, and what is true of each mail: its answers and the records that come of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.forms import FormVersion

ROOT = Path(__file__).parents[2]
LIBRARY = mapping_dsl.Library(ROOT / "mappings")
FORMS = LIBRARY.forms()
SUBMITTED_AT = "2026-10-05T08:40:07+01:00"

#: by the running system alone, so that no mapping can give them
_NOT_COMPARED = {
    "chs.incident": frozenset(
        {"chsReference", "closingCode", "receivedAt", "sourceSystem", "attachments", "unmappedText", "provenance"}
    ),
    "connect.crime": frozenset({"investigation.ref", "investigation.recordedAt"}),
}


@dataclass(frozen=True, eq=False)
class TrueSubmission:
    """One submission of a mail, as it is in truth."""

    mail: str
    form: str
    version: str
    document: Mapping[str, Any]  #: as a mapping is given it
    records: Mapping[str, Mapping[str, Any] | None]  #: by the target's name

    def __str__(self) -> str:
        return f"{self.mail} {self.form} {self.version}"


@dataclass(frozen=True, eq=False)
class TrueMail:
    """One mail, as it is in truth."""

    id: str
    tags: tuple[str, ...]
    disposition: str
    submissions: tuple[TrueSubmission, ...]

    def __str__(self) -> str:
        return f"{self.id} {' '.join(self.tags)}"


@cache
def true_mails() -> tuple[TrueMail, ...]:
    """All mails, in their order."""
    told = (exact_json.loads(path.read_bytes()) for path in sorted((ROOT / "tests/data/truth").glob("*.json")))
    return tuple(
        TrueMail(
            id=mail["id"],
            tags=tuple(mail["tags"]),
            disposition=mail["expectedDisposition"],
            submissions=tuple(_submission(mail["id"], one) for one in mail["submissions"]),
        )
        for mail in told
    )


def true_submissions() -> Sequence[TrueSubmission]:
    """The submissions of all mails."""
    return [submission for mail in true_mails() for submission in mail.submissions]


@cache
def compiled(form: str, version: str) -> mapping_dsl.Mapping:
    """The mapping that takes this version of this form."""
    name = LIBRARY.mapping_for(form, version)
    assert name is not None, f"no mapping takes {form} {version}"
    return mapping_dsl.compile(LIBRARY.mapping(name))


def document(
    form: FormVersion, answers: Mapping[str, Any], *, not_asked: Sequence[str] = (), **told: str
) -> dict[str, Any]:
    """A submission as a mapping is given it; what is told of it stands in for what is invented here."""
    submission = {
        "reference": "TEST-1",
        "form": form.form,
        "version": form.version,
        "schema": form.schema_id,
        "received_at": SUBMITTED_AT,
        "submitted_at": SUBMITTED_AT,
        "channel": "Website",
        "language": "en",
        "source": "email",
        "force": "metro",
        "attachments": [],
    }
    return {"submission": {**submission, **told}, "answers": answers, "not_asked": not_asked}


def fields(target: str, record: Mapping[str, Any] | None) -> dict[str, Any]:
    """Every field of a record that is compared, by its path; absent and null are the same."""
    return {} if record is None else dict(_leaves("", record, _NOT_COMPARED[target])) | {"": "made"}


def table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of columns as wide as what they hold."""
    cells = [[str(cell) for cell in row] for row in [heading, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heading))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)


def _submission(mail: str, told: Mapping[str, Any]) -> TrueSubmission:
    form = FORMS.find(told["form"], told["version"])
    assert form is not None, f"the library lacks {told['form']} {told['version']}"
    submission = {name: told[name] for name in ("reference", "schema", "channel", "language")}
    instants = {"submitted_at": told["submittedAt"], "received_at": told["submittedAt"]}
    return TrueSubmission(
        mail=mail,
        form=told["form"],
        version=told["version"],
        document=document(form, told["answers"], not_asked=told["notAsked"], **submission, **instants),
        records={"chs.incident": told["expected"]["chs"], "connect.crime": told["expected"]["connect"]},
    )


def _leaves(path: str, value: Any, left_out: frozenset[str]) -> list[tuple[str, Any]]:
    if path in left_out or value is None:
        return []
    if isinstance(value, Mapping):
        children = [(f"{path}.{key}".lstrip("."), entry) for key, entry in value.items()]
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        children = [(f"{path}[{place}]", element) for place, element in enumerate(value, 1)]
    else:
        return [(path, value)]
    leaves = [leaf for child, entry in children for leaf in _leaves(child, entry, left_out)]
    # A context of nothing but nulls is still an element of its list.
    return leaves if path.endswith("]") is False else [(path, "element"), *leaves]
