"""Trying a text that is not published: its problems, its examples, and what it makes of a sample."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.failures import MappingError, MappingFailure
from mapping_dsl.forms import FormVersion
from mapping_dsl.problems import Problem
from mapping_dsl.trace import Trace
from runtime.intake import SubmissionReading, read
from runtime.models import Source

KNOWN = 32


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text is by itself: its problems and, where it can run, the mapping with its examples."""

    problems: tuple[Problem, ...]
    mapping: mapping_dsl.Mapping | None = None
    examples: tuple[mapping_dsl.ExampleResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a try. Without a trace there is no preview: the text has problems, or `sentence` says why."""

    problems: tuple[Problem, ...]
    examples: tuple[mapping_dsl.ExampleResult, ...] = ()
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
    form: FormVersion | None  #: None where no known form could be told
    trial: Trial


def try_text(library: mapping_dsl.Library, mapping_id: str, text: str, sample: str | None) -> Trial:
    """Checks a text, runs its examples and one sample (a path of the library). Never raises for what stands in it."""
    document = exact_json.loads(library.text(sample)) if sample else None
    return try_submission(library, mapping_id, text, document)


def try_submission(
    library: mapping_dsl.Library, mapping_id: str, text: str, document: Mapping[str, Any] | None
) -> Trial:
    """The same with a submission that was read from a mail."""
    known = checked(library.mapping(mapping_id, text=text))
    problems, examples, mapping = known.problems, known.examples, known.mapping
    if mapping is None:
        return Trial(problems)
    if document is None:
        return Trial(problems, examples, sentence="There is no sample to try it on.")
    about = document["submission"]
    form = library.forms().find(about["form"], about["version"])
    try:
        return Trial(problems, examples, mapping.trace(document), form, document["answers"])
    except MappingFailure as refused:
        return Trial(problems, examples, sentence=str(refused))


def checked(source: mapping_dsl.Source) -> Checked:
    """A text's problems and examples. The editor asks for them twice at each pause of somebody who types."""
    if (known := _known.get(source.hash)) is None:
        known = _known[source.hash] = _check(source)
        while len(_known) > KNOWN:
            _known.pop(next(iter(_known)), None)
    return known


def try_mail(library: mapping_dsl.Library, mapping_id: str, text: str, mail: Mail) -> Iterator[MailTrial]:
    """Reads a mail as intake does and tries the text on each submission in it. Nothing is kept."""
    forms = library.forms()
    for one in read(mail.raw, forms, file_name=mail.name).submissions:
        document = one.for_mapping(mail.received_at, Source.EMAIL.value, mail.force_id)
        yield MailTrial(one, forms.find(one.form, one.version), try_submission(library, mapping_id, text, document))


def _check(source: mapping_dsl.Source) -> Checked:
    try:
        mapping = mapping_dsl.compile(source)
    except MappingError as refused:
        return Checked(refused.problems)
    return Checked(mapping.problems, mapping, tuple(mapping.examples()))


# Kept by the hash of all that they depend on: another process that lacks them only works longer.
_known: dict[str, Checked] = {}
