"""Which entries of a submission are the questions that were not found, under other words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from mapping_dsl.forms import FormVersion, Question
from runtime.likeness.assignment import certainties
from runtime.likeness.evidence import Evidence, Fits, Found, Standing, Witnessed, if_opposite
from runtime.likeness.kinds import DriftKind
from runtime.likeness.pieces import in_order, wholes
from runtime.likeness.shapes import fits_kind
from runtime.likeness.wordings import NO_HISTORY, Wordings
from runtime.likeness.words import words_of

MAX_FOUND = 200
NEARLY_THE_SAME = 0.75  #: from this likeness on words are reworded, below it renamed
_CERTAIN = 0.6
_CERTAIN_OF_RISK = 0.75
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
    alike = _under_one_label(found[:MAX_FOUND])
    first = [entries[0] for entries in alike]
    pairing = _Pairing(missing, first, form, Witnessed(form, wordings, fits))
    if pairing.pair():
        pairing.pair()  # what is paired tells the place of what is left
    pairing.part_and_join()
    repeated = {id(entries[0]): tuple(entries) for entries in alike if len(entries) > 1}
    return [_with_all(one, repeated) for _, one in sorted(pairing.pairs.items())]


def _under_one_label(found: Iterable[Found]) -> list[list[Found]]:
    """The entries of a submission, those together that stand under the same label: one question, put several times."""
    alike: dict[object, list[Found]] = {}
    for one in found:
        alike.setdefault(one if one.asks else (words_of(one.label), one.section), []).append(one)
    return list(alike.values())


def _with_all(pair: Pair, repeated: Mapping[int, tuple[Found, ...]]) -> Pair:
    """A pair with all entries under its label; outside of a group the question was made repeating."""
    entries = repeated.get(id(pair.found[0]))
    if entries is None or len(pair.found) > 1 or len(pair.questions) > 1:
        return pair
    kind = pair.kind if "." in pair.questions[0] else DriftKind.REPEATING
    return replace(pair, found=entries, kind=kind)


class _Pairing:
    """The pairs that were made, each at the place of its first entry."""

    def __init__(
        self, missing: Collection[str], found: Sequence[Found], form: FormVersion, witnessed: Witnessed
    ) -> None:
        self._missing = [name for name in form.by_name if name in missing]
        self._found = found
        self._questions = form.by_name
        self._witnessed = witnessed
        self._evidence = [dict(witnessed.of(one, self._missing)) for one in found]
        self.pairs: dict[int, Pair] = {}

    def pair(self) -> bool:
        """Pairs what is sure among all that is not paired yet; tells whether anything was."""
        before = len(self.pairs)
        weighed = self._weigh(without=self.pairs)
        # Between versions much comes and goes at once: a gap there tells nothing.
        typed = {both: one for both, one in weighed.items() if self._found[both[0]].asks is None}
        told = in_order(typed, self._questions)
        odds = {both: one.log_odds(told.get(both, 0.0)) for both, one in weighed.items()}
        hopeful = {both: one for both, one in odds.items() if one > _HOPELESS}
        opposite = {both for both in hopeful if self._may_be_opposite(both, weighed[both].evidence)}
        hopeful |= {both: odds[both] + if_opposite(told.get(both, 0.0)) for both in opposite}
        for both, certainty in certainties(hopeful).items():
            place, name = both
            evidence = weighed[both].evidence
            if _is_enough(self._questions[name], evidence, certainty, alone=told.get(both) == 1):
                kind = _kind(self._found[place].label, evidence)
                self.pairs[place] = Pair((name,), (self._found[place],), round(certainty, 2), kind, both in opposite)
        return len(self.pairs) > before

    def _may_be_opposite(self, both: tuple[int, str], evidence: Evidence) -> bool:
        place, name = both
        return self._witnessed.may_be_opposite(self._found[place].label, name, evidence.wording)

    def part_and_join(self) -> None:
        """Looks again at what is left or was renamed: pieces of one question, or one of several."""
        kept = {place: one for place, one in self.pairs.items() if one.kind is not DriftKind.RENAMED}
        for whole in wholes(self._weigh(without=kept), self._questions):
            for place in whole.places:
                self.pairs.pop(place, None)
            kind = DriftKind.SPLIT if len(whole.places) > 1 else DriftKind.MERGED
            entries = tuple(self._found[place] for place in whole.places)
            self.pairs[whole.places[0]] = Pair(whole.names, entries, whole.confidence, kind)

    def _weigh(self, without: Mapping[int, Pair]) -> dict[tuple[int, str], Standing]:
        """The evidence for each pair of what is not yet paired; what is counts as found where it stands."""
        paired = {name for one in without.values() for name in one.questions}
        missing = [name for name in self._missing if name not in paired]
        weighed: dict[tuple[int, str], Standing] = {}
        for place, evidence in enumerate(self._evidence):
            if place not in without:
                places = self._witnessed.places(missing, *self._neighbours(place, without))
                for name, where in zip(missing, places, strict=True):
                    weighed[place, name] = Standing(evidence[name], where)
        return weighed

    def _neighbours(self, place: int, pairs: Mapping[int, Pair]) -> tuple[str | None, str | None]:
        """The nearest questions around an entry that are known by now."""
        found, witnessed = self._found[place], self._witnessed
        last = max((one for one in pairs if one < place), default=None)
        following = min((one for one in pairs if one > place), default=None)
        after = found.after if last is None else witnessed.later(pairs[last].questions[-1], found.after)
        before = found.before if following is None else witnessed.earlier(pairs[following].questions[0], found.before)
        return after, before


def _kind(label: str, evidence: Evidence) -> DriftKind:
    """Reworded where most words are the same, renamed where others say the same."""
    same_words = fuzz.token_set_ratio(label.casefold(), evidence.wording.casefold()) >= 100 * NEARLY_THE_SAME
    return DriftKind.REWORDED if same_words and evidence.likeness >= NEARLY_THE_SAME else DriftKind.RENAMED


def _is_enough(question: Question, evidence: Evidence, certainty: float, *, alone: bool) -> bool:
    """Of what may tell of danger more is asked: its own words, or that nothing else can be meant."""
    if not question.risk:
        return certainty >= _CERTAIN
    return certainty >= _CERTAIN_OF_RISK and (alone or evidence.likeness >= _LIKE_ENOUGH_FOR_RISK)
