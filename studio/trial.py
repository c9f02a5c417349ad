"""Trying a text that is not published: its problems, its examples, and what it makes of a sample.

A mapping's text is tried by itself, a module's in every mapping that uses it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.failures import MappingError, MappingFailure
from mapping_dsl.forms import FormVersion
from mapping_dsl.outcome import FlagState
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.trace import Trace
from runtime.caution import NOTHING, Caution, Weighed, heaviest, weigh
from runtime.intake import Known, SubmissionReading, known_of, read
from runtime.models import Source
from runtime.texts.library import compile_source, sources_with, texts_of

KNOWN = 32

Compile: TypeAlias = Callable[[mapping_dsl.Source], mapping_dsl.Mapping]


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole mapping: its problems and, where it can run, the mapping with its examples."""

    source: mapping_dsl.Source
    problems: tuple[Problem, ...]
    mapping: mapping_dsl.Mapping | None = None
    examples: tuple[mapping_dsl.ExampleResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """A text in all that it has a part in: the mapping that it is, or every mapping that uses the module."""

    path: str
    known: Known
    parts: tuple[Checked, ...]

    @property
    def problems(self) -> dict[Problem, tuple[str, ...]]:
        """Each problem with the ids of the mappings that meet it. Hints on other texts stand on those texts' pages."""
        met: dict[Problem, tuple[str, ...]] = {}
        for part in self.parts:
            for one in part.problems:
                if one.severity is not Severity.HINT or self.is_own(one):
                    met[one] = (*met.get(one, ()), part.source.id)
        return met

    @property
    def examples(self) -> tuple[tuple[str, mapping_dsl.ExampleResult], ...]:
        """Every example with its mapping's id."""
        return tuple((part.source.id, one) for part in self.parts for one in part.examples)

    def is_own(self, problem: Problem) -> bool:
        """Whether a problem stands in the text itself."""
        return problem.file in ("", self.path)

    def part_for(self, form: str, version: str) -> Checked:
        """The mapping that takes the form; where none does, the first one says so when it is run."""
        path = f"forms/{form}/{version}.json"
        return next((part for part in self.parts if path in part.source.files), self.parts[0])


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a try. Without a trace there is no preview: the text has problems, or `sentence` says why."""

    examined: Examined
    trace: Trace | None = None
    form: FormVersion | None = None
    answers: Mapping[str, Any] | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is only looked at."""

    raw: bytes
    name: str
    received_at: datetime
    force_id: str


@dataclass(frozen=True, slots=True)
class MailTrial:
    """One submission of a mail, as it was read and as it would come out."""

    reading: SubmissionReading
    form: FormVersion | None  #: by whose questions it was read; None where no known form could be told
    trial: Trial
    caution: Caution = NOTHING  #: what is not known of it, as the runtime weighs it

    @property
    def level(self) -> str:
        """The risk level by which it would be placed in the worklist."""
        flagged = self.trial.trace.outcome.risk_level if self.trial.trace else ""
        return heaviest((flagged, self.caution.level))


def examine(library: mapping_dsl.Library, path: str, text: str) -> Examined:
    """Checks a text and runs the examples of all that it has a part in. Never raises for what stands in it."""
    with_text = mapping_dsl.Library(texts_of(library) | {path: text})
    sources = sources_with(with_text, path) or [with_text.mapping(path)]
    # What somebody types must not push what runs out of the cache in which mappings are kept compiled.
    compiled = compile_source if library.has(path) and library.text(path) == text else mapping_dsl.compile
    return Examined(path, known_of(library), tuple(_checked(source, compiled) for source in sources))


def try_sample(library: mapping_dsl.Library, examined: Examined, sample: str | None) -> Trial:
    """Runs a sample, a path of the library, through the text that was examined."""
    return try_submission(examined, exact_json.loads(library.text(sample)) if sample else None)


def try_submission(examined: Examined, document: Mapping[str, Any] | None) -> Trial:
    """The same with a submission that was read from a mail."""
    if document is None:
        return Trial(examined, sentence="There is no sample to try it on.")
    about = document["submission"]
    mapping = examined.part_for(about["form"], about["version"]).mapping
    if mapping is None:
        return Trial(examined)
    try:
        trace = mapping.trace(document)
    except MappingFailure as refused:
        return Trial(examined, sentence=str(refused))
    return Trial(examined, trace, examined.known.forms.find(about["form"], about["version"]), document["answers"])


def try_mail(examined: Examined, mail: Mail) -> Iterator[MailTrial]:
    """Reads a mail as intake does and tries the text on each submission in it. Nothing is kept."""
    for one in read(mail.raw, examined.known, file_name=mail.name).submissions:
        document = one.for_mapping(mail.received_at, Source.EMAIL.value, mail.force_id)
        form = examined.known.forms.find(one.form, one.read_as or one.version)
        trial = try_submission(examined, document)
        yield MailTrial(one, form, trial, _caution(examined, one, form, trial))


def _caution(examined: Examined, one: SubmissionReading, form: FormVersion | None, trial: Trial) -> Caution:
    """What is not known of a submission, weighed as when it is placed; nothing where nothing came of the try."""
    mapping = examined.part_for(one.form, one.version).mapping
    if mapping is None or trial.trace is None:
        return NOTHING
    raised = frozenset(flag.name for flag in trial.trace.outcome.flags if flag.state is FlagState.RAISED)
    return weigh(Weighed(one.to_json(), form, one.words, raised), mapping.risk_words)


def _checked(source: mapping_dsl.Source, compiled: Compile) -> Checked:
    """A mapping's problems and examples. The editor asks for them twice at each pause of somebody who types."""
    known = _known.pop(source.hash, None) or _check(source, compiled)
    _known[source.hash] = known
    while len(_known) > KNOWN:
        _known.pop(next(iter(_known)), None)
    return known


def _check(source: mapping_dsl.Source, compiled: Compile) -> Checked:
    try:
        mapping = compiled(source)
    except MappingError as refused:
        return Checked(source, refused.problems)
    return Checked(source, mapping.problems, mapping, tuple(mapping.examples()))


# Kept by the hash of all that they depend on, what was asked for last at the end: another process that lacks them only
# works longer.
_known: dict[str, Checked] = {}
