"""The figures as a page of docs/."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from bench.changes.measuring import Measure, tables
from bench.changes.stock import Half

PAGE: Final = Path("docs/explanation/changes.md")


def write(measures: Mapping[Half, Measure], seed: int, count: int) -> None:
    """Puts the tables of both halves, with the day, under docs/."""
    command = f"python -m bench.changes --docs --seed {seed} --count {count}"
    written = {half.name.lower(): tables(measure) for half, measure in measures.items()}
    day = date.today()
    PAGE.write_text(_TEXT.format(command=command, day=f"{day.day} {day:%B %Y}", **written), encoding="utf-8")


_TEXT: Final = """# What changed forms and strange layouts cost

Somebody changes a form, or a service writes its mails another way, and nobody tells us. `bench/changes` does that on
purpose: it makes mails together with what is true of them, has them read by `runtime.intake.read`, and counts.

## What is made
- **Answers**: those of `tests/data/truth`, and drawn ones that obey each form's conditions: groups of none to three
  elements, stories with colons, lists, quotes and lines that look like labels, names in Welsh, Polish and Arabic.
- **Dresses**: layouts of text and HTML as templates, looks of PDFs, brands with their own titles, codes, references,
  dates and words for blanks, Welsh, encodings, forwarded and wrapped mails, the hub's JSON.
- **Changes** of the seven forms, one a mail: renamed, reworded, reordered, moved, split, merged, options, types,
  sections, repeated, added, removed, and changes of dress alone. The version is declared as before, as 3.0, or not
  at all.

Each change comes with the questions that it breaks, or with none: then it is harmless, and nobody should be called. A
form that is unchanged and comes in another dress counts as a known version.

Layouts, brands and wordings are in two halves (`bench/changes/data`). Who works on the reader may look at `tuning`.
Nobody who does looks at `held-out`: its figures are what a layout that nobody has seen would meet.

## What is counted
- **Right**: the answer equals the truth; blanks between words do not count. What a change leaves no right answer for
  is not counted, and must be named all the same.
- **Silently wrong**: it differs, and neither drift, conflicts, cautions nor unmapped words name the question.
- **Needless**: a question is named or in doubt whose answer came out right and which has not changed. Exempt are risk
  questions in a version that is not known, and groups and risk questions without an answer: those may be gone.
- **Dangers unnoticed**: an answer that tells of danger comes out harmless, and no person is sent to look at it.
- **Found**: every question that a change breaks, and every label that the form does not have, is named.
- **False alarms**: nothing is broken, and still a sentence names a question, or a person must look. In most of them a
  sentence alone stands beside an answer that goes on by itself; the row below counts those that are held, or have an
  answer in doubt.
- **First proposal**: the label of a renamed or reworded question is proposed for, or taken as, the right question.
- **Relied on wrongly**: a risk question has an answer that is not its own, and is not in doubt.

`--worst 20` tells of the mails of the tuning half that went worst, `--keep FOLDER` writes them, `--only renamed` makes
one kind of change, `--library FOLDER` reads by another library.

## What came of it
`{command}`, {day}.

### The half that nobody looks at

{held_out}
### The half that may be looked at

{tuning}"""
