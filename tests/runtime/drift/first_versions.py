"""The project's mappings as they were before the second version of their forms: made from those of today."""

import re
from functools import cache
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json, nodes
from mapping_dsl.checker import check_without_analysis
from mapping_dsl.editing import EditRefused, TextEdit, remove_line
from mapping_dsl.editing.changes import applied
from mapping_dsl.forms import FormVersion, read_form
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.program import assemble

FORMS = ("asb", "burglary", "contact", "hate", "rti", "theft", "vehicle")
OLD, NEW = "1.0", "2.0"
_MOST_LINES = 200


@cache
def library_before(form: str) -> mapping_dsl.Library:
    """The library without the form's second version: its mapping reads only what the first one asks."""
    today = mapping_dsl.Library("mappings")
    texts = {path: today.text(path) for path in today.paths() if path != f"forms/{form}/{NEW}.json"}
    path = f"{form}/{form}.mapping"
    text = re.sub(rf"versions {OLD} to {NEW}", f"versions {OLD} to {OLD}", texts[path])
    text = _without_later_examples(text, texts, form)
    for _ in range(_MOST_LINES):
        source = mapping_dsl.Library(texts | {path: text}).mapping(form)
        problems = check_without_analysis(assemble(source)).problems
        broken = [one for one in problems if one.severity is Severity.ERROR and one.file == path]
        if not broken:
            break
        text = _without(text, broken[0])
    return mapping_dsl.Library(texts | {path: mapping_dsl.format(text)})


def new_schema(form: str) -> dict[str, Any]:
    """The schema of the form's second version."""
    schema: dict[str, Any] = exact_json.loads(mapping_dsl.Library("mappings").text(f"forms/{form}/{NEW}.json"))
    return schema


def _without_later_examples(text: str, texts: dict[str, str], form: str) -> str:
    """The text without examples whose sample was filled in on the second version."""
    examples = [one for one in parse(text).file.statements if isinstance(one, nodes.Example)]
    for one in reversed(examples):
        sample = exact_json.loads(texts[f"{form}/samples/{one.given.text}"])
        if sample["submission"]["version"] != OLD:
            text = remove_line(text, one.span.line).text
    return text


def _without(text: str, problem: Problem) -> str:
    """The text without a name that only the second version gives; else without the line in which that stands."""
    if problem.code == "unknown-name":
        return applied(text, [TextEdit(problem.span, "null")])
    if problem.code == "unknown-answer":
        left = applied(text, [TextEdit(problem.span, "")])
        left = re.sub(r",\s*,", ",", re.sub(r",(\s*)because", r"\1because", re.sub(r"ignore\s*,\s*", "ignore ", left)))
        return re.sub(r'^ignore\s+because ".*"\n', "", left, flags=re.MULTILINE)
    return _without_line(text, problem.span.line)


def _without_line(text: str, line: int) -> str:
    """The text without the line, or the statement, in which something stands."""
    while True:
        try:
            return remove_line(text, line).text
        except EditRefused:
            line -= 1
            assert line


def new_form(form: str) -> FormVersion:
    """The form's second version."""
    return read_form(new_schema(form))
