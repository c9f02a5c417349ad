"""A form version from filled forms alone: about twenty mails of a form that nobody has a definition of."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from mapping_dsl.forms import AnswerType, Question
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.entries import Entry
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm, Remark, Sureness
from runtime.drift.forms_in.guessing import guess
from runtime.drift.forms_in.naming import question_name
from runtime.drift.forms_in.sightings import Sighting, sightings_in
from runtime.intake.wording import fold

_MOST_SAMPLES: Final = 500
_MOST_QUESTIONS: Final = 400
_ENOUGH_TO_DOUBT: Final = 5  #: so many samples prove that what only one of them shows may be no question
_ENOUGH_TO_REQUIRE: Final = 8  #: answers without a blank among them
_FEWEST_ON_EACH_SIDE: Final = 2  #: samples that put a question and that do not, before a condition is told from them


def from_samples(samples: Sequence[Iterable[Entry]], about: About) -> FoundForm:
    """The form that the samples were filled in on. Raises DefinitionRefused where they show no question."""
    if len(samples) > _MOST_SAMPLES:
        raise DefinitionRefused("", f"there are {len(samples)} samples; a form is told from at most {_MOST_SAMPLES}")
    sightings = sightings_in(samples)[:_MOST_QUESTIONS]
    if not sightings:
        raise DefinitionRefused("", "no question was found in the samples")
    return _Telling(sightings, len(samples)).found(about)


class _Telling:
    """Tells the questions from their sightings, earlier ones first: conditions hang on earlier answers."""

    def __init__(self, sightings: Sequence[Sighting], count: int) -> None:
        self.count = count
        self.remarks: list[Remark] = []
        self.sureness: dict[str, Sureness] = {}
        self.answers: dict[str, tuple[str, ...]] = {}  #: by question, dotted in groups
        self.sightings = list(self._questions(sightings))
        self.choices: dict[str, tuple[Sighting, Question]] = {}

    def found(self, about: About) -> FoundForm:
        """The whole form."""
        questions: list[Question] = []
        taken: set[str] = set()
        for item, sightings in _blocks(self.sightings):
            made = self._group(item, sightings, taken) if item else self._question(sightings[0], taken)
            taken.add(made.name)
            questions.append(made)
        self.remarks.append(Remark("", "samples do not tell which questions show danger: mark those (x-risk) first"))
        return FoundForm(about.form_version(questions), self.sureness, tuple(self.remarks), self.answers)

    def _questions(self, sightings: Sequence[Sighting]) -> Iterator[Sighting]:
        """The sightings without those that are most likely words of a story: seen once, right behind a long text, and
        no question by their words, or the words of another question."""
        seen = Counter(one.key.label for one in sightings)
        after_story = False
        for one in sightings:
            is_rare = len(one.samples) == 1 and self.count >= _ENOUGH_TO_DOUBT
            if is_rare and after_story and (seen[one.key.label] > 1 or not one.label.endswith("?")):
                self.remarks.append(Remark(one.label, "one sample shows it, behind a long text: taken as its words"))
                continue
            yield one
            after_story = guess(one.answers).question.is_long_text

    def _question(self, sighting: Sighting, taken: set[str], group: str = "") -> Question:
        guessed = guess(sighting.answers)
        name = question_name(sighting.label, taken)
        put, answered = len(sighting.values), len(sighting.answers)
        is_always = len(sighting.samples) == self.count and not group
        show_if = "" if is_always or group else self._condition(sighting)
        required = (is_always or bool(group)) and put == answered and put >= _ENOUGH_TO_REQUIRE
        made = replace(
            guessed.question,
            name=name,
            label=sighting.label,
            section=sighting.section,
            required=required,
            show_if=show_if,
        )
        dotted = f"{group}.{name}" if group else name
        self.sureness[dotted] = self._sureness(sighting, guessed.sureness, show_if)
        self.answers[dotted] = tuple(sighting.answers)
        if made.type is AnswerType.CHOICE and not group:
            self.choices[name] = (sighting, made)
        return made

    def _group(self, item: str, sightings: Sequence[Sighting], taken: set[str]) -> Question:
        """A group of all that stands in elements of one kind."""
        name = question_name(f"{item} list" if f"{item}s" in taken else f"{item}s", taken)
        first = sightings[0]
        samples = set().union(*(one.samples for one in sightings))
        self.sureness[name] = Sureness(0.9, f"{len(samples)} of {self.count} samples show elements called {first.item}")
        inner_taken: set[str] = set()
        inner = []
        for order, one in enumerate(sightings, 1):
            made = self._question(one, inner_taken, name)
            inner_taken.add(made.name)
            inner.append(replace(made, order=order))
        return Question(
            name, first.item, AnswerType.GROUP, 0, first.section, questions=tuple(inner), item_name=first.item
        )

    def _condition(self, sighting: Sighting) -> str:
        """When the question is put, where an earlier choice tells it without exception."""
        put = sighting.samples
        if min(len(put), self.count - len(put)) < _FEWEST_ON_EACH_SIDE:
            return ""
        for name, (choice, question) in reversed(self.choices.items()):
            consts = {fold(option.title): option.const for option in question.options}
            answers = {sample: consts.get(fold(text), "") for sample, text in choice.values}
            shown = {answers.get(sample, "") for sample in put}
            hidden = {answers.get(sample, "") for sample in range(self.count) if sample not in put}
            if "" not in shown and not shown & hidden:
                return _among(name, [option.const for option in question.options if option.const in shown])
        return ""

    def _sureness(self, sighting: Sighting, of_type: Sureness, show_if: str) -> Sureness:
        seen = len(sighting.samples)
        if seen == self.count:
            return of_type
        because = f"{seen} of {self.count} samples put it"
        because += f", all of them where {show_if}" if show_if else ", and no earlier answer tells when"
        if seen == 1 and self.count >= _ENOUGH_TO_DOUBT:
            return Sureness(min(of_type.confidence, 0.3), because)
        factor = 0.95 if show_if else 0.75
        return Sureness(round(of_type.confidence * factor, 2), f"{of_type.because}; {because}")


def _among(name: str, consts: Sequence[str]) -> str:
    if len(consts) == 1:
        return f'{name} = "{consts[0]}"'
    return f"{name} in ({', '.join(f'{chr(34)}{const}{chr(34)}' for const in consts)})"


def _blocks(sightings: Sequence[Sighting]) -> Iterator[tuple[str, Sequence[Sighting]]]:
    """Questions by themselves, and those of elements together, where the first of them stands."""
    groups: Mapping[str, list[Sighting]] = {one.key.item: [] for one in sightings if one.key.item}
    for one in sightings:
        if not one.key.item:
            yield "", [one]
            continue
        groups[one.key.item].append(one)
        if len(groups[one.key.item]) == 1:
            yield one.key.item, [two for two in sightings if two.key.item == one.key.item]
