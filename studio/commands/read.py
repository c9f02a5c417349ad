"""`studio read FILE`: what stands in a mail or a JSON submission. Nothing is stored."""

import argparse
from collections.abc import Iterator

import mapping_dsl
from mapping_dsl.forms import Forms, FormVersion
from runtime.drift.causes import DifferenceShown, difference_shown
from runtime.intake import UNUSABLE, Disposition, Reading, SubmissionReading, known_of, read
from runtime.mapped import mapped
from runtime.shown.answered import AnswerShown, sections_of
from studio.commands.files import opened
from studio.commands.options import complain, json_option, library_option, print_json

SUMMARY = "Shows what stands in a mail or JSON submission, without storing it."
EXAMPLE = "studio read tests/data/eml/OPEN-001.eml --json"
_MARK = "ATTACHMENT_MISSING: "  #: by which other programs know that caution

_BECOMES = {
    Disposition.PROCESS: "goes on by itself",
    Disposition.SPLIT: "holds several submissions",
    Disposition.REVIEW: "a person must look first",
    Disposition.QUARANTINE: "no submission in it",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the library whose forms it is read by, and how to answer."""
    parser.add_argument("file", metavar="FILE", help="a mail (.eml) or JSON submission; - for standard input")
    library_option(parser)
    json_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Reads the file: 0 where it was understood for what it is, quarantine included."""
    try:
        known = known_of(mapping_dsl.Library(arguments.library))
        with opened(arguments.file) as file:
            content = mapped(file)
    except (mapping_dsl.MappingFailure, *UNUSABLE) as failure:
        return complain(failure)
    except OSError as failure:
        return complain(f"{arguments.file} cannot be read: {failure.strerror or failure}")
    reading = read(content, known, file_name=arguments.file)
    if arguments.json:
        print_json(reading.to_json())
    else:
        print("\n".join(_sentences(arguments.file, reading, known.forms)))
    return 0


def _sentences(file: str, reading: Reading, forms: Forms) -> Iterator[str]:
    yield f"{file}: {_BECOMES[reading.disposition]}"
    told = [caution for submission in reading.submissions for caution in submission.cautions]
    if reading.sentence and reading.sentence not in told:
        yield reading.sentence
    for submission in reading.submissions:
        yield ""
        yield from map(_shown, _about(submission, forms.find(submission.form, submission.read_as)))


def _about(submission: SubmissionReading, form: FormVersion | None) -> Iterator[str]:
    """What a person wants to know of a submission: what it is, the answers as the form puts them, what needs an eye."""
    known = "" if submission.version_known else " (not known here)"
    called = f"{submission.form} {submission.version}{known}" if submission.form else "a form that is not known here"
    instant = submission.submitted_at or "at no known time"
    yield f"{submission.reference or 'no reference'}: {called}, submitted {instant}"
    document = submission.to_json()
    for section in sections_of(form, document) if form else ():
        yield f"  {section.title}"
        for answer in section.answers:
            yield from _answer(answer, "    ")
    for drift in document["drift"]:
        yield from _difference(difference_shown(drift, form))
    for unmapped in submission.unmapped:
        yield f"  belongs to no question: {': '.join(filter(None, (unmapped.label, unmapped.text)))}"
    for caution in submission.cautions:
        yield f"  caution: {caution.removeprefix(_MARK)}"


def _answer(answer: AnswerShown, indent: str) -> Iterator[str]:
    """A question with its answer; a group's elements under it."""
    label = answer.label.rstrip(":")
    blank = "not asked" if not answer.was_asked else "unclear" if answer.is_in_doubt else "blank"
    doubt = " (in doubt)" if answer.text and answer.is_in_doubt else ""
    yield f"{indent}{label}: {answer.text or f'({blank})'}{doubt}" if not answer.elements else f"{indent}{label}"
    for number, element in enumerate(answer.elements, 1):
        yield f"{indent}  {number}."
        for inner in element:
            yield from _answer(inner, f"{indent}    ")


def _difference(shown: DifferenceShown) -> Iterator[str]:
    """What differs from the form, what stands there, and how sure it is which question is meant."""
    found = f"; “{shown.label}” is answered “{shown.text}”" if shown.text else ""
    meant = f"; likely the question “{shown.proposed_label}” ({shown.confidence:.0%})" if shown.confidence else ""
    yield f"  differs: {shown.sentence}{found}{meant}"


def _shown(text: str) -> str:
    """A sentence on one line; terminals must not obey what a sender wrote."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
