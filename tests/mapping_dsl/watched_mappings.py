"""Feeds hostile texts to every place of a mapping, and prints as JSON what Python was asked to do meanwhile.

    python -m tests.mapping_dsl.watched_mappings

A program of its own, as a watch on Python cannot be taken off again. The texts of `sandbox` go into every place, each
of the others into one, in turn.
"""

import ast
import json
import sys
from typing import Any

import mapping_dsl
from mapping_dsl.problems import Severity
from tests.mapping_dsl.feel import hostile_texts
from tests.mapping_dsl.golden import CASES, HEADING

HERE = "HERE"
_RECORD = 'record desk.case\n    code <- "A"\n'
#: a mapping with one place for the text
PLACES = (
    f"let a = {HERE}\n{_RECORD}    body <- string(a)\n",
    f"let {HERE} = 1\n{_RECORD}    amount <- {HERE}\n",
    f'{_RECORD}    body <- "{HERE}"\n',
    f'{_RECORD}    body <- """\n        {HERE}\n        """\n',
    f'{_RECORD}    body <- """\n        {{{HERE}}}\n        """\n',
    f"{_RECORD}    {HERE} <- 1\n",
    f'{_RECORD}    body <- phone otherwise review "{HERE}"\n',
    f"{_RECORD}    things for each {HERE} in things where {HERE} != null\n        name <- string({HERE})\n",
    f'decide a first\n    | kind | => code |\n    | {HERE} | "A" |\n    | "{HERE}" | {HERE} |\nlet it = a\n',
    f'decide a first\n    | {HERE} | => {HERE} |\n    | "a" | "A" |\nlet it = a\n',
    f'flag "{HERE}" low\n    when {HERE}\n    because "{HERE}"\n',
    f"function f({HERE}) = {HERE}\nlet a = f(1)\n",
    f'triage\n    queue <- "{HERE}"\n    due <- {HERE}\n',
    f'use {HERE}\nignore {HERE} because "{HERE}"\n',
    f'list {HERE} from "{HERE}" by {HERE}\nexample "{HERE}"\n    given "{HERE}"\n    expect {HERE}\n',
    f'mapping {HERE} "{HERE}"\n    form {HERE} versions {HERE} to {HERE}\n    target {HERE} version 1\n',
    f'module {HERE} "{HERE}"\n    needs {HERE}\nlet a = {HERE}\n',
    HERE,
)
_STORED = mapping_dsl.Library(CASES / "library")
_LIBRARY = mapping_dsl.Library({path: _STORED.text(path) for path in _STORED.paths()})
_SUBMISSION = {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"}
#: what Python tells of a program that only computes
_HARMLESS = {"builtins.id", "object.__getattr__", "object.__setattr__", "sys._getframe"}


class _Watch:
    """What Python's audit events tell of, but for code that was never a text."""

    def __init__(self) -> None:
        self.is_on = True
        self.seen: list[str] = []

    def notice(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by Python before it does something that can matter."""
        is_generated = event == "compile" and isinstance(arguments[0], ast.AST)
        is_run = event == "exec" and arguments[0].co_filename.startswith("<")
        if self.is_on and event not in _HARMLESS and not is_generated and not is_run:
            self.seen.append(f"{event} {str(arguments)[:200]}")


def main() -> None:
    """Prints how many texts were fed, how many mappings ran, what happened that should not, and what raised."""
    for place in PLACES:
        _feed("1", place)  # what is imported at first use is imported
        _feed("phone", place)
    fed = [(text, place) for text in hostile_texts.texts("sandbox") for place in PLACES]
    others = hostile_texts.texts("attack", "strings", "unicode")[:: 1 if "--all" in sys.argv else 10]
    fed += [(text, PLACES[number % len(PLACES)]) for number, text in enumerate(others)]
    watch = _Watch()
    sys.addaudithook(watch.notice)
    outcomes = [_feed(text, place) for text, place in fed]
    watch.is_on = False
    raised = [one for one in outcomes if one not in ("", "ran")]
    print(json.dumps({"fed": len(fed), "ran": outcomes.count("ran"), "seen": watch.seen, "raised": raised}))


def _feed(text: str, place: str) -> str:
    """Checks the mapping, and where it may run, runs it on answers that are the text too. What raised, "ran" or ""."""
    try:
        written = place.replace(HERE, text)
        is_whole = place.startswith(("mapping", "module", HERE))
        source = _LIBRARY.mapping("report", text=written if is_whole else HEADING + written)
        is_broken = any(one.severity is Severity.ERROR for one in mapping_dsl.check(source))
        if is_broken or place.startswith("module"):
            return ""
        mapping = mapping_dsl.compile(source)
        document = {"submission": _SUBMISSION, "answers": {"phone": text, "story": text, "things": [{"name": text}]}}
        mapping.run(document)
        mapping.trace(document)
    except BaseException as failure:
        return f"{text[:80]!r} in {place[:40]!r} raised {failure!r}"
    return "ran"


if __name__ == "__main__":
    main()
