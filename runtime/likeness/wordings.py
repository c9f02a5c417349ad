"""The words by which questions have been known: what the form versions of a library called one question, over time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mapping_dsl.forms import FormVersion, Question
from runtime.likeness.thesaurus import NO_THESAURUS, Thesaurus
from runtime.likeness.words import words_of_name


@dataclass(frozen=True, eq=False)
class Wordings:
    """Labels by dotted name, and what words mean. Equal only to itself: built once for a library."""

    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    thesaurus: Thesaurus = NO_THESAURUS

    def of(self, name: str, question: Question) -> tuple[str, ...]:
        """All words for a question: its own labels in both languages, then what else it was called, its name last."""
        own = (question.label, question.label_cy)
        return tuple(dict.fromkeys(filter(None, (*own, *self.by_name.get(name, ()), words_of_name(name)))))


NO_HISTORY = Wordings()


def wordings_of(versions: Iterable[FormVersion], thesaurus: Thesaurus = NO_THESAURUS) -> Wordings:
    """The label history of these form versions. A name stands for the same question in all of them."""
    by_name: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for version in versions:
        for name, question in version.every_question():
            by_name[name] |= dict.fromkeys(filter(None, (question.label, question.label_cy)))
    return Wordings({name: tuple(labels) for name, labels in by_name.items()}, thesaurus)
