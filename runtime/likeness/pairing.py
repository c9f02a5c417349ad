"""Which entries of a submission are the questions that were not found, under other words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from mapping_dsl.forms import FormVersion, Question
from runtime.likeness.assignment import certainties
from runtime.likeness.evidence import Evidence, Fits, Found, Witnessed
from runtime.likeness.kinds import DriftKind
from runtime.likeness.label_index import label_index
from runtime.likeness.pieces import wholes
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
    pairing = _Pairing(missing, found[:MAX_FOUND], form, Witnessed(form, label_index(form, wordings), fits))
    pairing.pair()
    pairing.pair()  # what is paired tells the place of what is left
    pairing.part_and_join()
    return [one for _, one in sorted(pairing.pairs.items())]


class _Pairing:
    """The pairs that were made, each at the place of its first entry."""

    def __init__(self, missing: Iterable[str], found: Sequence[Found], form: FormVersion, witnessed: Witnessed) -> None:
        self._missing = [name for name in form.by_name if name in frozenset(missing)]
        self._found = found
        self._questions = form.by_name
        self._witnessed = witnessed
        self.pairs: dict[int, Pair] = {}

    def pair(self) -> None:
        """Pairs what is sure among all that is not paired yet."""
        weighed = self._weigh(without=self.pairs)
        hopeful = {both: odds for both, one in weighed.items() if (odds := one.log_odds) > _HOPELESS}
        for (place, name), certainty in certainties(hopeful).items():
            evidence = weighed[place, name]
            if _is_enough(self._questions[name], evidence, certainty):
                self.pairs[place] = _pair(name, self._found[place], evidence, certainty)

    def part_and_join(self) -> None:
        """Looks again at what is left or was renamed: pieces of one question, or one of several."""
        kept = {place: one for place, one in self.pairs.items() if one.kind is not DriftKind.RENAMED}
        for whole in wholes(self._weigh(without=kept), self._questions):
            for place in whole.places:
                self.pairs.pop(place, None)
            kind = DriftKind.SPLIT if len(whole.places) > 1 else DriftKind.MERGED
            entries = tuple(self._found[place] for place in whole.places)
            self.pairs[whole.places[0]] = Pair(whole.names, entries, whole.confidence, kind)

    def _weigh(self, without: dict[int, Pair]) -> dict[tuple[int, str], Evidence]:
        """The evidence for each pair of what is not yet paired; what is counts as found where it stands."""
        paired = {name for one in without.values() for name in one.questions}
        missing = [name for name in self._missing if name not in paired]
        weighed: dict[tuple[int, str], Evidence] = {}
        after: str | None = None
        for place, found in enumerate(self._found):
            if place in without:
                after = without[place].questions[-1]
            else:
                nearer = replace(found, after=self._witnessed.later(after, found.after))
                weighed |= {(place, name): evidence for name, evidence in self._witnessed.of(nearer, missing)}
        return weighed


def _is_enough(question: Question, evidence: Evidence, certainty: float) -> bool:
    if not question.risk:
        return certainty >= _CERTAIN
    return certainty >= _CERTAIN_OF_RISK and evidence.likeness >= _LIKE_ENOUGH_FOR_RISK


def _pair(name: str, found: Found, evidence: Evidence, certainty: float) -> Pair:
    kind = DriftKind.REWORDED if evidence.likeness >= NEARLY_THE_SAME else DriftKind.RENAMED
    return Pair((name,), (found,), round(certainty, 2), kind, evidence.may_be_opposite)
