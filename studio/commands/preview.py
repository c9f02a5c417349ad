"""`studio preview MAPPING INPUT`: what a mapping makes of a sample or a mail. Nothing is stored."""

import argparse
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.outcome import FieldOutcome, FieldState, Outcome
from mapping_dsl.trace import FieldTrace
from runtime import clock
from runtime.intake import SubmissionReading, read
from studio.commands.options import complain, json_option, library_option, print_json

SUMMARY = "Shows the records, flags and triage that a mapping makes of a sample or a mail."
EXAMPLE = "studio preview theft tests/data/eml/OPEN-001.eml --trace"

PLACE_IN_GROUP = re.compile(r"\[\d+\]")  # of `suspects[1].name`, which is one of the answers `suspects.name`


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as mappings take it, and where its answers stand if it was read from a mail."""

    document: Mapping[str, Any]
    places: Mapping[str, Any] = field(default_factory=dict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The mapping, what to run it over, and how to answer."""
    parser.add_argument("mapping", metavar="MAPPING", help="an id of the library (theft) or a path")
    parser.add_argument(
        "input", metavar="INPUT", help="a sample (.json), one of the mapping's by name, or a mail (.eml)"
    )
    parser.add_argument("--trace", action="store_true", help="say for each value which rule and answers it came from")
    library_option(parser)
    json_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Runs the mapping over every submission in the input that is of its form."""
    try:
        library = mapping_dsl.Library(arguments.library)
        source = library.mapping(arguments.mapping)
        mapping = mapping_dsl.compile(source)
        submissions = _submissions(library, source, arguments.input)
        traces = [mapping.trace(one.document) for one in submissions]
    except mapping_dsl.MappingFailure as failure:
        return complain(failure)
    except OSError as failure:
        return complain(f"{arguments.input} cannot be read: {failure.strerror or failure}")
    if not traces:
        return complain(f"there is no submission in {arguments.input}")
    if arguments.json:
        documents = [
            _with_trace(trace, one.places) if arguments.trace else trace.outcome.to_json()
            for trace, one in zip(traces, submissions, strict=True)
        ]
        print_json(documents[0] if len(documents) == 1 else documents)
    else:
        print("\n\n".join("\n".join(_sentences(trace, is_traced=arguments.trace)) for trace in traces))
    return 0


def _submissions(library: mapping_dsl.Library, source: mapping_dsl.Source, name: str) -> list[Submission]:
    """What the input holds: the document of a sample, or what intake reads in a mail."""
    raw = _sample_text(library, source, name) or Path(name).read_bytes()
    document = _sample(raw)
    if document is not None:
        return [Submission(document)]
    reading = read(raw, library.forms(), file_name=name)
    return [Submission(_document(one), one.places) for one in reading.submissions if one.form]


def _sample_text(library: mapping_dsl.Library, source: mapping_dsl.Source, name: str) -> bytes | None:
    """One of the mapping's samples, by its name with or without the ending; a file of that name comes first."""
    paths = [f"{source.id}/samples/{name}{ending}" for ending in ("", ".json")]
    known = next((path for path in paths if library.has(path)), None)
    return library.text(known).encode() if known and not Path(name).exists() else None


def _sample(raw: bytes) -> Mapping[str, Any] | None:
    try:
        document = exact_json.loads(raw)
    except ValueError:
        return None
    is_sample = isinstance(document, dict) and isinstance(document.get("submission"), dict) and "answers" in document
    return document if is_sample else None


def _document(reading: SubmissionReading) -> dict[str, Any]:
    """A preview takes a mail as received when it was submitted, so that it comes out alike every time."""
    received_at = datetime.fromisoformat(reading.submitted_at) if reading.submitted_at else clock.now()
    return reading.for_mapping(received_at=received_at, source="email", force="")


def _with_trace(trace: mapping_dsl.Trace, places: Mapping[str, Any]) -> dict[str, Any]:
    document = trace.outcome.to_json()
    for one in document["fields"]:
        one |= _trace_json(trace.fields[one["path"]], places)
    for flag in document["flags"]:
        flag |= _trace_json(trace.flags[flag["name"]], places)
    return document


def _trace_json(trace: FieldTrace, places: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rule": {"file": trace.rule.file, "span": _span(trace.rule.span), "text": trace.rule.text},
        "reads": [read for answer in trace.reads for read in _reads_json(answer, places)],
        "steps": [{"text": step.text, "span": _span(step.span), "value": step.value} for step in trace.steps],
    }


def _reads_json(answer: str, places: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Where an answer stands; the answer of a group, once for each of its elements."""
    found = [(name, place) for name, place in places.items() if PLACE_IN_GROUP.sub("", name) == answer]
    for name, place in found:
        yield {"answer": name, "witness": place.witness, "line": place.line, "text": place.text}
    if not found:
        yield {"answer": answer}


def _span(span: Any) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "endLine": span.end_line, "endColumn": span.end_column}


def _sentences(trace: mapping_dsl.Trace, *, is_traced: bool) -> Iterator[str]:
    outcome = trace.outcome
    if outcome.rejected:
        yield f"No record is made: {outcome.rejected}"
    for target in outcome.records:
        yield from _record(trace, target, is_traced=is_traced)
    yield f"Flags: {', '.join(_flags(outcome)) or 'none'}. Risk level: {outcome.risk_level}."
    triage = outcome.triage
    yield f"Triage: queue {triage.queue}, priority {triage.priority}, due {triage.due.isoformat()}."
    if outcome.reviews:
        yield f"A person must look at: {', '.join(outcome.reviews)}."


def _flags(outcome: Outcome) -> Iterator[str]:
    for flag in outcome.flags:
        yield f"{flag.name} ({flag.level}, {flag.state}: {flag.because})"


def _record(trace: mapping_dsl.Trace, target: str, *, is_traced: bool) -> Iterator[str]:
    if trace.outcome.records[target] is None:
        yield f"{target}: not made"
        return
    yield f"{target}:"
    for one in trace.outcome.fields:
        if one.path.startswith((f"{target}.", f"{target}[")) and one.state is not FieldState.BLANK:
            yield f"  {one.path.removeprefix(f'{target}.')}: {_field(one)}"
            if is_traced:
                yield from (f"    {line}" for line in _origin(trace.fields[one.path]))


def _field(one: FieldOutcome) -> str:
    match one.state:
        case FieldState.REVIEW | FieldState.REJECT:
            return f"({one.state}) {one.reason}"
        case FieldState.DEFAULT:
            return f"{exact_json.dumps(one.value)} (default)"
    return exact_json.dumps(one.value)


def _origin(trace: FieldTrace) -> Iterator[str]:
    yield f"{trace.rule.file}:{trace.rule.span.line}: {' '.join(trace.rule.text.split())}"
    if trace.reads:
        yield f"reads {', '.join(trace.reads)}"
    for step in trace.steps:
        yield f"{' '.join(step.text.split())} is {exact_json.dumps(step.value)}"
