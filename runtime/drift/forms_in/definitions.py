"""A form from another program's definition: which of the known kinds a file is, and what it defines."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from mapping_dsl import exact_json
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.build import MOST_BYTES
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm
from runtime.drift.forms_in.govuk_forms import looks_like_govuk_form, read_govuk_form
from runtime.drift.forms_in.json_schema import looks_like_json_schema, read_json_schema
from runtime.drift.forms_in.xlsform import read_xlsform

_ARCHIVE: Final = b"PK\x03\x04"
_KNOWN: Final = "a JSON Schema with properties, a form of GOV.UK Forms with pages or steps, or an XLSForm (.xlsx)"


def read_definition(content: bytes, file_name: str, about: About | None = None) -> FoundForm:
    """The form that a file defines. Raises DefinitionRefused with a sentence on what is wrong, and where."""
    about = about or About("")
    named = PurePath(file_name).name.split(".")[0].replace("-", " ").replace("_", " ") or "Form"
    about = replace(about, title=about.title or named)
    if len(content) > MOST_BYTES:
        raise DefinitionRefused("", f"the file has more than {MOST_BYTES // 1024 // 1024} MiB")
    found = read_xlsform(content, about) if content.startswith(_ARCHIVE) else _from_json(content, about)
    if not found.form.questions:
        raise DefinitionRefused("", "the definition asks no question")
    return found


def _from_json(content: bytes, about: About) -> FoundForm:
    try:
        document = exact_json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise DefinitionRefused("", f"the file is neither JSON nor a workbook: {error}") from error
    if isinstance(document, Mapping) and looks_like_govuk_form(document):
        return read_govuk_form(document, about)
    if isinstance(document, Mapping) and looks_like_json_schema(document):
        return read_json_schema(document, about)
    raise DefinitionRefused("", f"the document is none of the definitions that are known: {_KNOWN}")
