"""How like the label of any question some words are: for all questions of a form version at once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import process
from rapidfuzz.distance import Indel

from mapping_dsl.forms import FormVersion, Question
from runtime.likeness.thesaurus import NO_THESAURUS, Thesaurus
from runtime.likeness.wordings import Wordings
from runtime.likeness.words import nearness

MAX_LABEL_WORDS = 40
_COMMON = Indel.normalized_similarity
_NOT_NEAR = 0.4  #: words with so little in common are not near, not even as parts of one another
_LIGHT = 0.15  #: weight of a word that tells little; others weigh up to 1
_UNKNOWN = 0.8  #: weight of a word that no label of the form has


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a question's label some words are, 0 to 1, the label that they are most like, and what both say."""

    degree: float
    wording: str
    words: frozenset[str] = frozenset()  #: the stems, as the label has them, light ones left out


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to call a question, with the weights of its stems."""

    name: str
    label: str
    weights: Mapping[str, float]
    total: float


class LabelIndex:
    """What some questions are called. A word weighs more the fewer of them have it."""

    def __init__(self, called: Mapping[str, Sequence[str]], thesaurus: Thesaurus = NO_THESAURUS) -> None:
        self._thesaurus = thesaurus
        self._rarity = _rarity(called, thesaurus)
        self._wordings = [self._wording(name, text) for name, texts in called.items() for text in texts]
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, wording in enumerate(self._wordings):
            for word in wording.weights:
                self._holders[word].append(place)
        self.likenesses = lru_cache(maxsize=4096)(self._likenesses)
        self._known_near = lru_cache(maxsize=4096)(self._nearest)

    def _likenesses(self, label: str) -> Mapping[str, Likeness]:
        """How like each question's labels these words are; questions that share no word are left out."""
        weights = self._weights(label)
        theirs: defaultdict[int, float] = defaultdict(float)  # weight of the label's words that the wording has
        ours: defaultdict[int, dict[str, float]] = defaultdict(dict)  # nearness of the wording's words
        for word, weight in weights.items():
            matched: dict[int, float] = {}
            for known, near in self._known_near(word):
                for place in self._holders[known]:
                    matched[place] = max(near, matched.get(place, 0.0))
                    ours[place][known] = max(near, ours[place].get(known, 0.0))
            for place, near in matched.items():
                theirs[place] += weight * near
        total = sum(weights.values())
        best: dict[str, Likeness] = {}
        for place, covered in theirs.items():
            wording = self._wordings[place]
            covered += sum(wording.weights[known] * near for known, near in ours[place].items())
            alike = covered / (total + wording.total)
            if wording.name not in best or alike > best[wording.name].degree:
                shared = frozenset(word for word in ours[place] if wording.weights[word] > _LIGHT)
                best[wording.name] = Likeness(alike, wording.label, shared)
        return best

    def _wording(self, name: str, text: str) -> _Wording:
        weights = self._weights(text)
        return _Wording(name, text, weights, sum(weights.values()))

    def _weights(self, label: str) -> dict[str, float]:
        units = self._thesaurus.units(label)[:MAX_LABEL_WORDS]
        telling = {one.stem: self._rarity.get(one.stem, _UNKNOWN) for one in units if not one.is_light}
        return {one.stem: _LIGHT for one in units} | telling

    def _nearest(self, word: str) -> list[tuple[str, float]]:
        likely = process.extract(word, self._holders.keys(), scorer=_COMMON, score_cutoff=_NOT_NEAR, limit=None)
        near = ((known, nearness(word, known)) for known, _, _ in likely)
        return [(known, one) for known, one in near if one]


def _rarity(called: Mapping[str, Sequence[str]], thesaurus: Thesaurus) -> Mapping[str, float]:
    """The weight of each stem by how many questions have it: 1 for one alone, less for each further."""
    holders = Counter(
        one for texts in called.values() for one in {unit.stem for text in texts for unit in thesaurus.units(text)}
    )
    return {word: log(1 + len(called) / count) / log(1 + len(called)) for word, count in holders.items()}


@lru_cache(maxsize=64)
def label_index(form: FormVersion, wordings: Wordings) -> LabelIndex:
    """The labels of a form version as a library has known them."""
    called = {name: wordings.of(name, question) for name, question in form.every_question()}
    return LabelIndex(called, wordings.thesaurus)


def looks_like(label: str, question: Question, thesaurus: Thesaurus = NO_THESAURUS) -> float:
    """How like a question's own label some words are, 0 to 1, in the language they are more like."""
    alone = _called(thesaurus, question.label, question.label_cy).likenesses(label)
    return max((one.degree for one in alone.values()), default=0.0)


@lru_cache(maxsize=1024)
def _called(thesaurus: Thesaurus, *labels: str) -> LabelIndex:
    return LabelIndex({label: [label] for label in labels}, thesaurus)
