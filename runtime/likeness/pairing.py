"""Which entries of a submission are the questions that were not found, under other words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mapping_dsl.forms import FormVersion, Question
from runtime.likeness.assignment import certainties
from runtime.likeness.evidence import Evidence, Fits, Found, Witnessed
from runtime.likeness.kinds import DriftKind
from runtime.likeness.label_index import label_index
from runtime.likeness.shapes import fits_kind
from runtime.likeness.wordings import NO_HISTORY, Wordings

MAX_FOUND = 200
NEARLY_THE_SAME = 0.75  #: from this likeness on words are reworded, below it renamed
_CERTAIN = 0.6
_CERTAIN_OF_RISK = 0.85
_LIKE_ENOUGH_FOR_RISK = 0.5
_HOPELESS = -4.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Questions and the entries that are them: one of each, or several of one where it was parted or joined."""

    questions: tuple[str, ...]  #: dotted names
    found: tuple[Found, ...]
    confidence: float  #: 0 to 1
    kind: DriftKind
    may_be_opposite: bool = False  #: the answer may mean the reverse: no value can be taken over


def pair(
    missing: Collection[str],
    found: Sequence[Found],
    form: FormVersion,
    wordings: Wordings = NO_HISTORY,
    *,
    fits: Fits = fits_kind,
) -> list[Pair]:
    """The entries that are one of the missing questions (dotted names), in the entries' order.

    All are weighed at once. An entry that could be two questions is none; of one that may tell of danger more is asked.
    """
    witnessed = Witnessed(form, missing, label_index(form, wordings), fits)
    weighed = {
        (place, name): evidence
        for place, one in enumerate(found[:MAX_FOUND])
        for name, evidence in witnessed.of(one)
        if evidence.log_odds > _HOPELESS
    }
    certain = certainties({both: evidence.log_odds for both, evidence in weighed.items()})
    return [
        _pair(name, found[place], weighed[place, name], certainty)
        for (place, name), certainty in certain.items()
        if _is_enough(form.by_name[name], weighed[place, name], certainty)
    ]


def _is_enough(question: Question, evidence: Evidence, certainty: float) -> bool:
    if not question.risk:
        return certainty >= _CERTAIN
    return certainty >= _CERTAIN_OF_RISK and evidence.likeness >= _LIKE_ENOUGH_FOR_RISK


def _pair(name: str, found: Found, evidence: Evidence, certainty: float) -> Pair:
    kind = DriftKind.REWORDED if evidence.likeness >= NEARLY_THE_SAME else DriftKind.RENAMED
    return Pair((name,), (found,), round(certainty, 2), kind, evidence.may_be_opposite)
