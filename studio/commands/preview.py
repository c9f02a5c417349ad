"""`studio preview MAPPING INPUT`: what a mapping makes of a sample or a mail. Nothing is stored."""

import argparse
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.feel.nearest import suggestion
from mapping_dsl.outcome import FieldOutcome, FieldState, FlagState, Outcome
from mapping_dsl.trace import FieldTrace, Reading, Rule
from runtime import clock
from runtime.caution import NOTHING, Caution, Weighed, heaviest, weigh
from runtime.intake import UNUSABLE, SubmissionReading, known_of, read
from studio.commands.options import complain, json_option, library_option, print_json
from studio.presenters.traced import deciders_of

SUMMARY = "Shows the records, flags and triage that a mapping makes of a sample or a mail."
EXAMPLE = "studio preview theft tests/data/eml/OPEN-001.eml --trace"

PLACE_IN_GROUP = re.compile(r"\[\d+\]")  # of `suspects[1].name`, which is one of the answers `suspects.name`


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as mappings take it, and how it was read if it came in a mail."""

    document: Mapping[str, Any]
    reading: SubmissionReading | None = None  #: None of a sample
    weighed: Weighed | None = None  #: by what the runtime tells what is not known of it; None of a sample

    @property
    def places(self) -> Mapping[str, Any]:
        """Where the answers stand."""
        return self.reading.places if self.reading else {}


@dataclass(frozen=True, slots=True)
class Previewed:
    """What the mapping makes of a submission, and what is not known of it; of a sample nothing is unknown."""

    submission: Submission
    trace: mapping_dsl.Trace
    caution: Caution = NOTHING

    @property
    def level(self) -> str:
        """The risk level by which it would be placed in the worklist."""
        return heaviest((self.trace.outcome.risk_level, self.caution.level))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a person would have to look first."""
        return self.submission.reading.reasons if self.submission.reading else ()


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
        previewed = [_previewed(mapping, one) for one in _submissions(library, source, arguments.input)]
    except (mapping_dsl.MappingFailure, *UNUSABLE) as failure:
        return complain(failure)
    except FileNotFoundError:
        return complain(f"there is no file {arguments.input}, and {_samples(library, source.id, arguments.input)}")
    except OSError as failure:
        return complain(f"{arguments.input} cannot be read: {failure.strerror or failure}")
    if not previewed:
        return complain(f"there is no submission in {arguments.input}")
    if arguments.json:
        documents = [_document_of(one, is_traced=arguments.trace) for one in previewed]
        print_json(documents[0] if len(documents) == 1 else documents)
    else:
        print("\n\n".join("\n".join(_sentences(one, is_traced=arguments.trace)) for one in previewed))
    return 0


def _previewed(mapping: mapping_dsl.Mapping, one: Submission) -> Previewed:
    trace = mapping.trace(one.document)
    if one.weighed is None:
        return Previewed(one, trace)
    raised = frozenset(flag.name for flag in trace.outcome.flags if flag.state is FlagState.RAISED)
    return Previewed(one, trace, weigh(replace(one.weighed, raised=raised), mapping.risk_words))


def _submissions(library: mapping_dsl.Library, source: mapping_dsl.Source, name: str) -> list[Submission]:
    """What the input holds: the document of a sample, or what intake reads in a mail."""
    raw = _sample_text(library, source, name) or Path(name).read_bytes()
    document = _sample(raw)
    if document is not None:
        return [Submission(document)]
    known = known_of(library)
    reading = read(raw, known, file_name=name)
    return [
        Submission(document_when_sent(one), one, Weighed(one.to_json(), form, reading.words))
        for one in reading.submissions
        if (form := known.forms.find(one.form, one.read_as))
    ]


def _sample_text(library: mapping_dsl.Library, source: mapping_dsl.Source, name: str) -> bytes | None:
    """One of the mapping's samples, by its name with or without the ending; a file of that name comes first."""
    paths = [f"{source.id}/samples/{name}{ending}" for ending in ("", ".json")]
    known = next((path for path in paths if library.has(path)), None)
    return library.text(known).encode() if known and not Path(name).exists() else None


def _samples(library: mapping_dsl.Library, mapping: str, name: str) -> str:
    """What could have been meant by a name that is neither a file nor a sample."""
    there = library.samples(mapping)
    near = suggestion(name, there)
    return f"no such sample of {mapping}; {near}" if near else f"the samples of {mapping} are {', '.join(there)}"


def _sample(raw: bytes) -> Mapping[str, Any] | None:
    try:
        document = exact_json.loads(raw)
    except ValueError:
        return None
    is_sample = isinstance(document, dict) and isinstance(document.get("submission"), dict) and "answers" in document
    return document if is_sample else None


def document_when_sent(reading: SubmissionReading) -> dict[str, Any]:
    """A submission as mappings take it, received when it was submitted, so that it comes out alike every time."""
    received_at = datetime.fromisoformat(reading.submitted_at) if reading.submitted_at else clock.now()
    return reading.for_mapping(received_at=received_at, source="email", force="")


def _document_of(one: Previewed, *, is_traced: bool) -> dict[str, Any]:
    document = _with_trace(one.trace, one.submission.places) if is_traced else one.trace.outcome.to_json()
    if one.submission.reading is None:
        return document
    caution = {"level": one.level, "words": one.caution.to_json(), "reasons": list(one.reasons)}
    return document | {"caution": caution}


def _with_trace(trace: mapping_dsl.Trace, places: Mapping[str, Any]) -> dict[str, Any]:
    document = trace.outcome.to_json()
    for one in document["fields"]:
        one |= _trace_json(trace.fields[one["path"]], places)
    for flag in document["flags"]:
        flag |= _trace_json(trace.flags[flag["name"]], places)
    document["triage"]["trace"] = {part: _trace_json(one, places) for part, one in trace.triage.items()}
    return document


def _trace_json(trace: FieldTrace, places: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rule": _rule_json(trace.rule),
        "fallback": trace.fallback,
        "rows": [{"decision": one.decision, "row": one.place, **_rule_json(one.rule)} for one in trace.rows],
        "codes": [
            {"list": one.name, "file": one.file, "version": one.version, "key": one.key, "row": one.row}
            for one in trace.codes
        ],
        "reads": [read for one in trace.readings for read in _reads_json(one, places)],
        "steps": [{"text": step.text, "span": _span(step.span), "value": step.value} for step in trace.steps],
    }


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {"file": rule.file, "span": _span(rule.span), "text": rule.text}


def _reads_json(reading: Reading, places: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """An answer and where it stands; the answer of a group, once for each of its elements."""
    said = {"answer": reading.answer, "question": reading.label, "value": reading.value}
    found = [(name, place) for name, place in places.items() if PLACE_IN_GROUP.sub("", name) == reading.answer]
    for name, place in found:
        yield {**said, "answer": name, "witness": place.witness, "line": place.line, "text": place.text}
    if not found:
        yield said


def _span(span: Any) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "endLine": span.end_line, "endColumn": span.end_column}


def _sentences(one: Previewed, *, is_traced: bool) -> Iterator[str]:
    trace, outcome = one.trace, one.trace.outcome
    if outcome.rejected:
        yield f"No record is made: {outcome.rejected}"
    for target in outcome.records:
        yield from _record(trace, target, is_traced=is_traced)
    yield f"Flags: {', '.join(_flags(outcome)) or 'none'}. Risk level: {one.level}."
    if one.level != outcome.risk_level:
        yield f"Its flags alone say {outcome.risk_level}; what is not known of it weighs {one.caution.level}."
    yield from (f"{sentence}." for sentence in one.caution.sentences)
    if one.reasons:
        yield f"A person looks first: {' '.join(one.reasons)}"
    if is_traced:
        yield from _origins({flag.name: flag.level for flag in outcome.flags}, trace.flags)
    triage = outcome.triage
    yield f"Triage: queue {triage.queue}, priority {triage.priority}, due {triage.due.isoformat()}."
    if is_traced:
        yield from _origins(outcome.to_json()["triage"], trace.triage)
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


def _origins(values: Mapping[str, Any], traces: Mapping[str, FieldTrace]) -> Iterator[str]:
    for name, trace in traces.items():
        yield f"  {name}: {exact_json.dumps(values[name])}"
        yield from (f"    {line}" for line in _origin(trace))


def _origin(trace: FieldTrace) -> Iterator[str]:
    yield f"{trace.rule.file}:{trace.rule.span.line}: {_in_one_line(trace.rule.text)}"
    yield from deciders_of(trace)
    for one in trace.readings:
        question = f"“{one.label}”" if one.label else "not asked in this version"
        yield f"reads {one.answer}, {question}: {exact_json.dumps(one.value)}"
    for step in trace.steps:
        yield f"{_in_one_line(step.text)} is {exact_json.dumps(step.value)}"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
