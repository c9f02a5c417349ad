"""Golden cases of the statements: a text, what was answered, and the problems or the outcome that must come of it.

A case is `=== title`, a mapping's text (below a heading for the form `report`, where it brings none), and sections:
`--- given` (JSON: version, answers, not_asked, doubts, submission), `--- outcome` (lines that must be among those of
the outcome), `--- problems` (all errors and stops, and hints where the case names one).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.outcome import Outcome
from mapping_dsl.problems import Problem, Severity

CASES = Path(__file__).parent / "cases"
HEADING = """\
mapping report "Report"
    form report versions 1.0 to 2.0
    target desk.case version 1
"""
RECEIVED_AT = "2026-10-05T08:40:07+01:00"

_TITLE = re.compile(r"^=== ", re.MULTILINE)
_SECTION = re.compile(r"^--- (\w+)\n", re.MULTILINE)
#: told of nearly every case, as no case reads all answers and fills all fields; a case may name them
_USUAL = ("unread-answer", "required-unfilled")


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stands in a file."""

    file: Path
    title: str
    text: str
    sections: dict[str, str]

    @property
    def whole_text(self) -> str:
        """The text with a mapping's heading."""
        return self.text if re.match(r"[\s\ufeff]*(?:mapping|module)\b", self.text) else HEADING + self.text

    def source(self) -> mapping_dsl.Source:
        """The case's text in the library of the cases."""
        library = mapping_dsl.Library(CASES / "library")
        is_module = re.match(r"module\s+([\w-]+)", self.whole_text)
        return (
            library.module(is_module[1], text=self.text)
            if is_module
            else library.mapping("report", text=self.whole_text)
        )

    def document(self) -> dict[str, Any]:
        """The submission that is given."""
        given = exact_json.loads(self.sections.get("given", "{}"))
        version = given.pop("version", "1.0")
        submission = {
            "reference": "REP-1",
            "form": "report",
            "version": version,
            "schema": f"urn:cases:report:{version}",
            "received_at": RECEIVED_AT,
            "submitted_at": RECEIVED_AT,
            "channel": "Website",
            "language": "en",
            "source": "email",
            "force": "metro",
            "attachments": [],
            **given.pop("submission", {}),
        }
        return {"submission": submission, **given}


def read_cases() -> list[Case]:
    """All cases, by file and place."""
    return [case for file in sorted(CASES.glob("*.txt")) for case in _cases_in(file)]


def _cases_in(file: Path) -> Iterator[Case]:
    for block in _TITLE.split(file.read_text(encoding="utf-8"))[1:]:
        title, _, body = block.partition("\n")
        text, *sections = _SECTION.split(body)
        yield Case(file, title, text.rstrip() + "\n", dict(zip(sections[::2], sections[1::2], strict=True)))


def told(case: Case, problems: list[Problem]) -> str:
    """The problems as a case writes them down."""
    wanted = case.sections.get("problems", "")
    shown = [one for one in problems if one.code in wanted or not (one.severity is Severity.HINT or one.code in _USUAL)]
    offset = 0 if case.text == case.whole_text else HEADING.count("\n")
    return "".join(_problem(one, 0 if one.file.startswith("modules/") else offset) for one in shown)


def _problem(one: Problem, offset: int) -> str:
    head = f"{one.span.line - offset}:{one.span.column} {one.severity} {one.code}: {one.message}\n"
    return head + (f"    {one.hint}\n" if one.hint else "")


def lines_of(outcome: Outcome) -> list[str]:
    """An outcome line by line: fields with their states, then flags, triage and reviews."""
    lines = [f"{path} = {exact_json.dumps(record)}" for path, record in outcome.records.items()]
    for one in outcome.fields:
        reason = f": {one.reason}" if one.reason else ""
        lines.append(f"{one.path} = {exact_json.dumps(one.value)} ({one.state}{reason})")
    lines += (f"flag {flag.name} = {flag.state}, {flag.level}" for flag in outcome.flags)
    lines.append(f"flags = {', '.join(flag.name for flag in outcome.flags) or 'none'}")
    lines.append(f"risk level = {outcome.risk_level}")
    triage = outcome.triage
    lines.append(f"triage = {triage.queue}, {triage.priority}, {triage.due.isoformat()}, by {triage.source}")
    lines.append(f"reviews = {', '.join(outcome.reviews) or 'none'}")
    lines.append(f"rejected = {outcome.rejected or 'no'}")
    return lines
