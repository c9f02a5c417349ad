"""What the practice target takes and what it refuses: the record schemas, told in sentences."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from mapping_dsl import exact_json


class RecordKinds:
    """The kinds of record a library's folder describes, each by the newest version of its schema."""

    def __init__(self, library: Path) -> None:
        folders = sorted({file.parent for file in (library / "records").glob("*/*.json")})
        if not folders:
            raise NoRecordSchemas(library)
        newest = {folder.name: max(folder.glob("*.json"), key=lambda file: int(file.stem)) for folder in folders}
        self.schemas = {kind: exact_json.loads(file.read_bytes()) for kind, file in newest.items()}

    def sentences(self, kind: str, document: Mapping[str, Any]) -> list[str]:
        """Why this document is no record of that kind: one sentence for each place, none where it is one."""
        schema = self.schemas[kind]
        refusals = [_sentence(error) for error in Draft202012Validator(schema).iter_errors(document)]
        return refusals + [f"{path} must be filled" for path in _blank_required(schema, document, "")]

    def completed(self, kind: str, document: dict[str, Any], reference: str) -> dict[str, Any]:
        """The document with what the target fills itself: its record number, and when it was recorded."""
        return _complete(self.schemas[kind], document, reference)


class NoRecordSchemas(ValueError):
    """A library describes no record, so that there is nothing a target could take."""

    def __init__(self, library: Path) -> None:
        super().__init__(f"{library} holds no record schemas (records/NAME/1.json)")


def _sentence(error: ValidationError) -> str:
    path = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    sentences = {
        "maxLength": f"is longer than {error.validator_value} characters",
        "required": f"lacks {', '.join(_lacking(error))}",
        "additionalProperties": "holds a field that this record has not",
        "enum": "is not one of the agreed values",
        "type": f"is not {error.validator_value if isinstance(error.validator_value, str) else 'of the agreed type'}",
    }
    # jsonschema's own message would repeat the value; an answer of a target names the place, never the person's words.
    return f"{path or 'the record'} {sentences.get(str(error.validator), f'breaks the rule {error.validator}')}"


def _lacking(error: ValidationError) -> list[str]:
    required, instance = error.validator_value, error.instance
    if not isinstance(required, list) or not isinstance(instance, dict):
        return []
    return [str(name) for name in required if name not in instance]


def _blank_required(schema: Mapping[str, Any], value: object, path: str) -> Iterator[str]:
    """Paths of required fields that stand there as null: the schema's types let null through everywhere."""
    if isinstance(value, list):
        for place, element in enumerate(value, 1):
            yield from _blank_required(schema.get("items", {}), element, f"{path}[{place}]")
    elif isinstance(value, Mapping):
        prefix = f"{path}." if path else ""
        required = schema.get("required", ())
        yield from (f"{prefix}{name}" for name in required if name in value and value[name] is None)
        for name, inner in schema.get("properties", {}).items():
            yield from _blank_required(inner, value.get(name), f"{prefix}{name}")


def _complete(schema: Mapping[str, Any], document: dict[str, Any], reference: str) -> dict[str, Any]:
    completed = dict(document)
    for name, inner in schema.get("properties", {}).items():
        if inner.get("x-filledBy") == "target":
            is_instant = inner.get("format") == "date-time" or name.endswith("At")
            completed[name] = datetime.now(UTC).isoformat(timespec="seconds") if is_instant else reference
        elif isinstance(completed.get(name), dict):
            completed[name] = _complete(inner, completed[name], reference)
    return completed
