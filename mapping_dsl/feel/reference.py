"""The part of FEEL's reference page that is made of what the program knows: its functions and the codes of problems.

`python -m mapping_dsl.feel.reference docs/reference/feel.md` renews it in the page.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from mapping_dsl.feel import decide, evaluate, types
from mapping_dsl.feel.checker import check
from mapping_dsl.feel.codes import CODES
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.functions.registry import BuiltinFunction, Signature
from mapping_dsl.feel.parser import parse
from mapping_dsl.problems import Problem

#: the line of the page below which everything is made
MARK = "<!-- What follows is made by mapping_dsl/feel/reference.py; do not change it here. -->"

#: the families of functions by their clause of DMN 1.5
_FAMILIES = {
    "10.3.4.1": "Conversion",
    "10.3.4.2": "Boolean",
    "10.3.4.3": "Strings",
    "10.3.4.4": "Lists",
    "10.3.4.5": "Numbers",
    "10.3.4.6": "Identity",
    "10.3.4.7": "Ranges",
    "10.3.4.8": "Calendar",
    "10.3.4.9": "Sorting",
    "10.3.4.10": "Contexts",
    "10.3.4.11": "Clock",
}
_LONGEST = 60  #: characters of a broken or mended text that are shown
_VALUES = {"age": 17, "name": "Ann", "role": "victim", "nothing": None}
_SCOPE: dict[str, types.Type] = {
    "age": types.NUMBER,
    "name": types.STRING,
    "role": types.ChoiceOf(("victim", "witness")),
    "nothing": types.NUMBER,
}


def reference() -> str:
    """All functions by family, in the standard's order, and all codes, as Markdown."""
    return "\n".join(["", "## Functions", "", *_families(), "## Codes of problems", "", *_codes()])


def _families() -> Iterator[str]:
    for clause, family in _FAMILIES.items():
        functions = [one for one in standard if _clause(one) == clause]
        yield from [f"### {family} (DMN 1.5, {clause})", ""]
        for function in functions:
            yield from function_entry(function)


def _clause(function: BuiltinFunction) -> str:
    return function.signatures[0].clause.rpartition(" ")[2]


def function_entry(function: BuiltinFunction) -> Iterator[str]:
    """What the page says of a function: how it is called, what it means, examples."""
    yield from [f"#### {function.name}", ""]
    for meaning, alike in groupby(function.signatures, key=lambda one: one.meaning):
        signatures = list(alike)
        yield from (f"- `{_call(function.name, one)}`" for one in signatures)
        yield from ["", f"{meaning[0].upper()}{meaning[1:]}.", "", "```feel", *_examples(signatures), "```", ""]


def _call(name: str, signature: Signature) -> str:
    parameters, _, result = signature.text.rpartition("->")
    return f"{name}({parameters.strip()}) -> {result.strip()}"


def _examples(signatures: Iterable[Signature]) -> list[str]:
    return list(dict.fromkeys(f"{text}  →  {value}" for text, value in (one.example for one in signatures)))


def _codes() -> Iterator[str]:
    yield from ["| code | what is told | why | so not | but so |", "| --- | --- | --- | --- | --- |"]
    for code, texts in sorted(CODES.items()):
        problem = next(one for one in _problems_of(texts.broken) if one.code == code)
        told = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
        yield f"| {code} | {_cell(told)} | {texts.why} | {_text(texts.broken)} | {_text(texts.mended)} |"
    yield ""


def _text(text: str) -> str:
    """A text as code, shortened; two backticks around it let it have single ones in it."""
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _cell(f"`` {shown} ``" if "`" in shown else f"`{shown}`")


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _problems_of(text: str) -> list[Problem]:
    """What is told of a broken text of the table of codes."""
    found: list[Problem] = []
    if text.startswith('{"'):
        document = json.loads(text)
        if "expression" in document:
            evaluate(document["expression"], _VALUES, returns=document["returns"], problems=found)
        else:
            decide(document, _VALUES, problems=found)
        return found
    evaluate(text, _VALUES, problems=found)
    node = parse(text, _SCOPE).node
    return [*found, *(check(node, _SCOPE).problems if node else ())]


def renew(page: Path, mark: str, made: str) -> None:
    """Puts what is made below the mark of a page, in place of what was made before."""
    written, _, _ = page.read_text(encoding="utf-8").partition(mark)
    page.write_text(f"{written}{mark}\n{made}", encoding="utf-8")


if __name__ == "__main__":
    renew(Path(sys.argv[1]), MARK, reference())
