"""Several whole forms in the texts of one mail: an envelope for each, where the second begins beyond doubt.

A person may write anything into a story, a whole form too. So a form begins only after one that is whole, and unless
looks prove which lines are labels, each of them is left to a person. What stands twice under one reference is one
submission with one more witness. No line is lost: each belongs to one of the forms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from runtime.intake.aligning.choosing import shared_words
from runtime.intake.envelope import Envelope, WitnessText
from runtime.intake.filled import Divided, Filled, divide
from runtime.intake.known import Known
from runtime.intake.recognition import may_be_several
from runtime.intake.witness.agreement import letters
from runtime.intake.witness.lines import Line
from runtime.intake.wording import fold

_WRITTEN_BY_SERVICES: Final = ("body", "html", "json")
_COMPARED_LINES: Final = 6  #: by which a form is found again inside an answer

_ONE_OF: Final = (
    "{count} whole forms stand one after the other in this mail, and this is number {number}; a person's own words may "
    "look like a form, so compare it with the mail."
)
_PROVEN: Final = "{count} whole forms stand in this mail, each a submission of its own; this is number {number}."
_UNCLEAR: Final = (
    "The questions of a form stand twice in the mail, or another form stands inside it, and where one ends and the "
    "other begins cannot be told: look at the whole mail."
)


def apart(envelope: Envelope, known: Known) -> list[Envelope]:
    """The envelope, or one for each of the submissions that its texts show."""
    kinds = [text.witness for text in envelope.texts if text.witness in _WRITTEN_BY_SERVICES]
    if len(kinds) == len(set(kinds)) and not any(may_be_several(text, known.forms) for text in envelope.texts):
        return [envelope]
    references = shared_words(known.layouts).references
    divided = [divide(text, known.forms, references) for text in envelope.texts]
    if all(one.again is None for one in divided) and len(_founded(divided)) < 2:
        return [envelope]
    divided = [one.as_one() if _is_an_answer(one, divided) else one for one in divided]
    groups = _grouped(divided)
    unclear = (_UNCLEAR,) * any(one.is_unclear for one in divided)
    if len(groups) == 1:
        return [replace(envelope, texts=_once(groups[0]), reasons=unclear)]
    are_proven = any(one.is_shown and len(one.forms) == len(groups) for one in divided) and not unclear
    return list(_each(envelope, groups, unclear, are_proven=are_proven))


def _is_an_answer(one: Divided, divided: Sequence[Divided]) -> bool:
    """Whether the form that seems to begin stands in an answer, as another text shows in which nothing is unclear."""
    if one.again is None:
        return False
    begun = _letters(one.text.lines[one.again : one.again + _COMPARED_LINES])
    return any(other.is_shown and other.again is None and begun in _letters(other.text.lines) for other in divided)


def _letters(lines: Sequence[Line]) -> str:
    return letters(" ".join(line.text for line in lines))


def _founded(divided: Sequence[Divided]) -> list[list[Filled]]:
    """The submissions that the witness shows which shows most of them."""
    founded = (_together([one for one in divided if one.text.witness == name]) for name in _WRITTEN_BY_SERVICES)
    return max(founded, key=len)


def _together(divided: Sequence[Divided]) -> list[list[Filled]]:
    groups: list[list[Filled]] = []
    for filled in (filled for one in divided for filled in one.forms):
        home = _home(filled, groups)
        if home is None:
            groups.append([filled])
        else:
            home.append(filled)
    return groups


def _grouped(divided: Sequence[Divided]) -> list[list[Filled]]:
    """All that stands in the texts by submission; what belongs to none for sure is put with the first."""
    groups = _founded(divided) or [[]]
    placed = {filled for group in groups for filled in group}
    for filled in (filled for one in divided for filled in one.forms if filled not in placed):
        (_home(filled, groups) or groups[0]).append(filled)
    return groups


def _home(filled: Filled, groups: Sequence[list[Filled]]) -> list[Filled] | None:
    return next((group for group in groups if all(map(filled.is_of, group))), None)


def _once(group: Sequence[Filled]) -> tuple[WitnessText, ...]:
    """The texts, without those that say the same as an earlier one of the same witness."""
    kept = {(filled.text.witness, _letters(filled.text.lines)): filled.text for filled in reversed(group)}
    return tuple(filled.text for filled in group if filled.text in kept.values())


def _each(
    envelope: Envelope, groups: Sequence[Sequence[Filled]], unclear: tuple[str, ...], *, are_proven: bool
) -> Iterator[Envelope]:
    """An envelope for each; what is said beside the texts goes with that which it names, else with the first."""
    home = _of_the_service(envelope, groups)
    for number, group in enumerate(groups, 1):
        sentence = (_PROVEN if are_proven else _ONE_OF).format(count=len(groups), number=number)
        reference = next((filled.reference for filled in group if filled.reference), None)
        one = replace(
            envelope,
            texts=_once(group),
            reference=reference or (envelope.reference if group is home else None),
            notes=(*envelope.notes, sentence) if are_proven else envelope.notes,
            reasons=unclear if are_proven else (sentence, *unclear),
        )
        yield one if group is home else replace(one, information=None, missing=0, pdfs=0, witnesses={})


def _of_the_service(envelope: Envelope, groups: Sequence[Sequence[Filled]]) -> Sequence[Filled]:
    """The submission of which the service speaks beside the texts."""
    said = envelope.information
    reference, code = (said.reference, fold(said.form_code or "")) if said else (envelope.reference, "")
    named = [group for group in groups if any(reference and one.reference == reference for one in group)]
    coded = [group for group in groups if any(one.form and fold(one.form.code) == code for one in group)]
    return (named or coded or groups)[0]
