"""A new form version as somebody defines it: a schema of our own, or another program's definition taken in as one."""

from collections.abc import Mapping
from typing import Any, Final

from mapping_dsl import exact_json
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.definitions import read_definition
from runtime.drift.forms_in.found import DefinitionRefused
from runtime.drift.proposing import next_version
from runtime.drift.repair import FormChange

#: it travels in the page's form, field by field: this is what one field may hold
MOST_CHARACTERS: Final = 400_000


def schema_in(content: bytes, file_name: str, change: FormChange) -> str:
    """The schema that a file tells of the version after the old one, as text. Raises DefinitionRefused."""
    old = change.old
    own = _own_schema(content)
    about = About(old.title, old.form, next_version(change), old.code)
    schema = own if own is not None else read_definition(content, file_name, about).schema
    text = exact_json.dumps(schema)
    if len(text) > MOST_CHARACTERS:
        raise DefinitionRefused("", f"the schema has more than {MOST_CHARACTERS // 1000},000 characters")
    return text


def schema_of(text: str) -> Mapping[str, Any]:
    """The schema that a page's form brought back. Raises DefinitionRefused."""
    try:
        schema = exact_json.loads(text)
    except ValueError as error:
        raise DefinitionRefused("", f"the schema came back altered, and is no JSON any more: {error}") from error
    if not isinstance(schema, Mapping):
        raise DefinitionRefused("", "the schema came back altered, and is no JSON object any more")
    return schema


def _own_schema(content: bytes) -> dict[str, Any] | None:
    """The document where it is a form version as the library keeps it; None of every other definition."""
    try:
        document = exact_json.loads(content.decode("utf-8-sig"))
    except ValueError:
        return None
    return document if isinstance(document, dict) and "x-formId" in document and "properties" in document else None
