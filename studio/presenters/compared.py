"""What a draft changes, in words: what makes less of a risk, what comes out differently, what is stated differently."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mapping_dsl.comparing import Downgrade, Place
from mapping_dsl.comparing.sides import Document
from mapping_dsl.forms import Forms
from runtime.texts.guarding import Compared
from studio.presenters.values import words_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence with the submission that shows it, and where the rule stands."""

    sentence: str
    mappings: str  #: of a module's change, the mappings in which it is so
    answers: tuple[tuple[str, str], ...]  #: question and answer
    place: str = ""


@dataclass(frozen=True, slots=True)
class InWords:
    """Everything that a draft changes."""

    falls: tuple[Shown, ...]
    effects: tuple[Shown, ...]
    changes: tuple[str, ...]
    not_covered: tuple[str, ...]

    @property
    def nothing_changes(self) -> bool:
        """Whether every submission comes out as before, and the rules state what they stated."""
        return not (self.falls or self.effects or self.changes or self.not_covered)


def in_words(compared: Iterable[Compared], forms: Forms, titles: Mapping[str, str]) -> InWords:
    """The comparisons of all mappings that a text has a part in, each sentence once. `titles` are by mapping."""
    every = list(compared)
    falls = [(one, fall.sentence, fall.sample, _place(fall)) for one in every for fall in _falls(one)]
    effects = [(one, effect.sentence, effect.sample, "") for one in every for effect in one.comparison.effects]
    changes = (change.sentence for one in every for change in one.comparison.changes)
    return InWords(
        falls=tuple(_shown(falls, forms, titles if len(every) > 1 else {})),
        effects=tuple(_shown(effects, forms, titles if len(every) > 1 else {})),
        changes=tuple(dict.fromkeys(changes)),
        not_covered=tuple(dict.fromkeys(said for one in every for said in one.comparison.guarded.not_covered)),
    )


_Said = tuple[Compared, str, Document, str]


def _falls(one: Compared) -> tuple[Downgrade, ...]:
    return one.comparison.guarded.downgrades


def _shown(said: Iterable[_Said], forms: Forms, titles: Mapping[str, str]) -> Iterator[Shown]:
    alike: dict[str, list[_Said]] = {}
    for one in said:
        alike.setdefault(one[1], []).append(one)
    for sentence, same in alike.items():
        _, _, sample, place = same[0]
        mappings = ", ".join(dict.fromkeys(titles.get(one.mapping_id, "") for one, *_ in same))
        yield Shown(sentence, mappings, tuple(_answers(sample, forms)), place)


def _answers(sample: Document, forms: Forms) -> Iterator[tuple[str, str]]:
    """The answers that a submission gives, in the order of its form."""
    about = sample["submission"]
    form = forms.find(about["form"], about["version"])
    doubts = sample.get("doubts", ())
    for question in form.questions if form else ():
        value = sample["answers"].get(question.name)
        if question.name in doubts:
            yield question.label, "in doubt"
        elif value is not None:
            yield question.label, words_of(value, question)


def _place(fall: Downgrade) -> str:
    place: Place | None = fall.new_place or fall.old_place
    if place is None:
        return ""
    return f"{place.file}, line {place.span.line}{'' if fall.new_place else ' before the change'}"
