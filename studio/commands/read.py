"""`studio read FILE`: what stands in a mail or a JSON submission. Nothing is stored."""

import argparse
from collections.abc import Iterator

import mapping_dsl
from runtime.intake import Answer, Disposition, Reading, SubmissionReading, known_of, read
from runtime.mapped import mapped
from studio.commands.files import opened
from studio.commands.options import complain, json_option, library_option, print_json

SUMMARY = "Shows what stands in a mail or JSON submission, without storing it."
EXAMPLE = "studio read tests/data/eml/OPEN-001.eml --json"


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
    except mapping_dsl.MappingFailure as failure:
        return complain(failure)
    except OSError as failure:
        return complain(f"{arguments.file} cannot be read: {failure.strerror or failure}")
    reading = read(content, known, file_name=arguments.file)
    if arguments.json:
        print_json(reading.to_json())
    else:
        print("\n".join(_sentences(arguments.file, reading)))
    return 0


def _sentences(file: str, reading: Reading) -> Iterator[str]:
    yield f"{file}: {_BECOMES[reading.disposition]}"
    if reading.sentence:
        yield reading.sentence
    for submission in reading.submissions:
        yield ""
        yield from _about(submission)
    for part in reading.parts:
        yield f"  part {part.index}: {part.role}, {part.media_type}, {part.bytes} bytes"


def _about(submission: SubmissionReading) -> Iterator[str]:
    """What a person wants to know of a submission: what it is, the answers, and what needs an eye."""
    known = "" if submission.version_known else " (not known here)"
    form = f"{submission.form} {submission.version}{known}" if submission.form else "a form that is not known here"
    yield f"{submission.reference or 'no reference'}: {form}, submitted {submission.submitted_at or 'at no known time'}"
    for name, answer in submission.answers.items():
        if name not in submission.not_asked:
            yield f"  {name}: {_shown(answer)}"
    if submission.not_asked:
        yield f"  not asked: {', '.join(submission.not_asked)}"
    if submission.doubts:
        yield f"  in doubt: {', '.join(submission.doubts)}"
    for unmapped in submission.unmapped:
        yield f"  belongs to no question: {': '.join(filter(None, (unmapped.label, _shown(unmapped.text))))}"
    for caution in submission.cautions:
        yield f"  caution: {caution}"


def _shown(answer: Answer) -> str:
    """An answer on one line; terminals must not obey what a sender wrote."""
    match answer:
        case None:
            return "(blank)"
        case list():
            return "; ".join(map(_shown, answer))
        case dict():
            return "{" + ", ".join(f"{name}: {_shown(value)}" for name, value in answer.items()) + "}"
        case _:
            return "".join(letter if letter.isprintable() else " " for letter in str(answer))
