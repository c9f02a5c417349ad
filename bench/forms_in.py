"""How much of a form is told from twenty mails of it, beside the form's own schema.

    python -m bench.forms_in [--samples N] [--seed N] [--worst]

Prints for each form version the share of questions found (recall), of found ones that are questions (precision), and
of those found whose type, options and being required are as the schema says.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import mapping_dsl
from bench.changes.answering import filled
from bench.changes.layouts import written
from bench.changes.manners import Manner
from bench.changes.sheets import Heading, sheet_of
from bench.changes.stock import ordinary
from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.entries import Entry, read_unlabelled
from runtime.drift.forms_in.samples import from_samples
from runtime.intake.witness.lines import running
from runtime.intake.wording import fold

_REFERENCE = "ABC-10000-26-3100-001"


@dataclass(frozen=True, slots=True)
class Score:
    """What was told of a form, as counts of questions."""

    asked: int  #: questions that some sample shows
    told: int  #: questions that were told
    found: int  #: told ones that the form asks
    types: int  #: found ones of the right type
    options: int  #: choices among the found ones, none of whose options that a sample shows is missing
    choices: int
    required: int  #: found ones that are rightly told required or not
    wrong: tuple[str, ...]  #: what is wrong, in words


def main() -> None:
    """Prints a row for each form version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", action="store_true", help="say what is wrong")
    asked = parser.parse_args()
    print(f"{'form':<16}{'recall':>9}{'precision':>11}{'types':>9}{'options':>9}{'required':>10}")
    for form in mapping_dsl.Library("mappings").forms().versions:
        score = scored(form, asked.samples, asked.seed)
        shares = (
            (score.found, score.asked),
            (score.found, score.told),
            (score.types, score.found),
            (score.options, score.choices),
            (score.required, score.found),
        )
        row = (f"{of / max(1, among):.1%}" for of, among in shares)
        print(f"{form.form} {form.version}".ljust(16) + "".join(f"{one:>9}" for one in row))
        print("".join(f"    {one}\n" for one in score.wrong if asked.worst), end="")


def samples_of(form: FormVersion, count: int, seed: int) -> list[tuple[Entry, ...]]:
    """The form filled in so many times, as the ordinary service writes it down."""
    draw = Random(f"{form.form} {form.version} {seed}")
    return [_sample(form, draw) for _ in range(count)]


def scored(form: FormVersion, count: int, seed: int) -> Score:
    """What is told of the form from so many samples."""
    samples = samples_of(form, count, seed)
    found = from_samples(samples, About(form.title))
    shown = {fold(entry.label) for sample in samples for entry in sample}
    asked = {fold(one.label): one for one in _plain_questions(form) if fold(one.label) in shown}
    told = {fold(one.label): one for one in _plain_questions(found.form)}
    both = [(asked[label], told[label]) for label in asked if label in told]
    choices = [(true, one) for true, one in both if true.options]
    return Score(
        asked=len(asked),
        told=len(told),
        found=len(both),
        types=sum(true.type is one.type for true, one in both),
        options=sum(_has_options(true, one) for true, one in choices),
        choices=len(choices),
        required=sum(true.required == one.required for true, one in both),
        wrong=tuple(_wrong(both, set(asked) - set(told), set(told) - set(asked))),
    )


def _sample(form: FormVersion, draw: Random) -> tuple[Entry, ...]:
    answers = filled(form, draw)
    sheet = sheet_of(form, answers.answers, answers.asked, Manner(form.date_format))
    heading = Heading(form.title, _REFERENCE, answers.submitted.isoformat(), ("Reference", "Submitted"))
    return read_unlabelled(running(written(sheet, heading, ordinary().layout).split("\n")))


def _plain_questions(form: FormVersion) -> Iterator[Question]:
    return (one for _, one in form.every_question() if one.type is not AnswerType.GROUP)


def _has_options(true: Question, told: Question) -> bool:
    """Whether every option that was told is one, and the question is told to be a choice."""
    titles = {fold(one.title) for one in true.options}
    return bool(told.options) and all(fold(one.title) in titles for one in told.options)


def _wrong(both: list[tuple[Question, Question]], missing: set[str], invented: set[str]) -> Iterator[str]:
    yield from (f"not found: {label}" for label in sorted(missing))
    yield from (f"no question: {label}" for label in sorted(invented))
    for true, told in both:
        if true.type is not told.type:
            yield f"{true.label}: told as {told.type}, and is {true.type}"
        if true.required != told.required:
            yield f"{true.label}: told {'required' if told.required else 'not required'}"


if __name__ == "__main__":
    main()
