"""The library as it stands, and what is true of each mail: its answers and the records that come of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json

ROOT = Path(__file__).parents[2]
LIBRARY = mapping_dsl.Library(ROOT / "mappings")

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


def fields(target: str, record: Mapping[str, Any] | None) -> dict[str, Any]:
    """Every field of a record that is compared, by its path; absent and null are the same."""
    return {} if record is None else dict(_leaves("", record, _NOT_COMPARED[target])) | {"": "made"}


def table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of columns as wide as what they hold."""
    cells = [[str(cell) for cell in row] for row in [heading, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heading))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)


def _submission(mail: str, told: Mapping[str, Any]) -> TrueSubmission:
    submission = {
        "reference": told["reference"],
        "form": told["form"],
        "version": told["version"],
        "schema": told["schema"],
        "received_at": told["submittedAt"],
        "submitted_at": told["submittedAt"],
        "channel": told["channel"],
        "language": told["language"],
        "source": "email",
        "force": "metro",
        "attachments": [],
    }
    expected = told["expected"]
    return TrueSubmission(
        mail=mail,
        form=told["form"],
        version=told["version"],
        document={"submission": submission, "answers": told["answers"], "not_asked": told["notAsked"]},
        records={"chs.incident": expected["chs"], "connect.crime": expected["connect"]},
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
