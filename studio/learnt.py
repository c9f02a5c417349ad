"""A layout learnt from a sample mail, tried on that sample before anything is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapping_dsl.forms import FormVersion
from runtime.failures import RuntimeFailure
from runtime.intake import Known, SubmissionReading, read
from runtime.intake.aligning.learning import learn_layout
from runtime.intake.asked import labels_of
from runtime.intake.layout import Layout, layout_to_json, read_layout
from runtime.intake.mail.parts import open_mail
from runtime.intake.mail.sorting import sort_mail
from runtime.intake.witness.lines import Line


class NothingLearnt(RuntimeFailure):
    """A sample does not show how a form is laid out."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no layout could be learnt: {why}")


@dataclass(frozen=True, slots=True)
class Learnt:
    """The layout, its text, and how the sample reads with it and without it."""

    layout: Layout
    text: str
    form: FormVersion
    with_it: SubmissionReading
    without_it: SubmissionReading


def learn(raw: bytes, known: Known, form: FormVersion | None, named: Layout) -> Learnt:
    """Learns from a mail in which `form` is written, None for the one that it tells; `named` gives name and title.

    Raises NothingLearnt.
    """
    if not open_mail(raw).messages[0].look_like_a_mail:
        raise NothingLearnt("the sample is no mail; choose a file that was kept from a mail program (.eml)")
    before = _first(raw, known)
    meant = form or known.forms.find(before.form, before.read_as)
    if meant is None:
        raise NothingLearnt("the sample does not tell which form it is; choose the form")
    layout = next((one for lines in _texts(raw, known) if (one := learn_layout(lines, meant))), None)
    if layout is None:
        raise NothingLearnt(
            f"too few questions of {meant.title} {meant.version} stand in the sample in their own words"
        )
    text = layout_to_json(replace(layout, title=named.title))
    kept = read_layout(f"layouts/{named.name}.json", text)
    return Learnt(kept, text, meant, _first(raw, replace(known, layouts=(*known.layouts, kept))), before)


def _first(raw: bytes, known: Known) -> SubmissionReading:
    submissions = read(raw, known).submissions
    return submissions[0] if submissions else SubmissionReading()


def _texts(raw: bytes, known: Known) -> Iterator[tuple[Line, ...]]:
    for envelope in sort_mail(open_mail(raw), known.services, labels_of(known.forms))[1]:
        yield from (text.lines for text in envelope.texts)
