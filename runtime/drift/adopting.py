"""A new form version from a few samples and the version before: what is the same question keeps its name and risk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from mapping_dsl.forms import AnswerType, FormVersion, Option, Question
from runtime.drift.forms_in.conditions import scope_of, why_unreadable
from runtime.drift.forms_in.found import FoundForm
from runtime.drift.forms_in.guessing import guess, options_of
from runtime.drift.forms_in.naming import free_name, option_const
from runtime.intake.answers import type_answer
from runtime.intake.wording import fold
from runtime.likeness import DriftKind, Found, Wordings, pair
from runtime.likeness.matching import match

_NEAR_OPTION: Final = 85  #: of a hundred, from which on an option's words are reworded rather than new
_CERTAIN: Final = 1.0
_SEEN: Final = "(seen) "  #: before a name among the samples that is to be no old question's by chance
_CHOICES: Final = (AnswerType.CHOICE, AnswerType.CHOICES)


@dataclass(frozen=True)
class Adopted:
    """The new form version, and how sure it is of each question that it is the one of the old version."""

    form: FormVersion
    confidence: Mapping[str, float]  #: by question, dotted in groups; those that are new are not in it
    unseen: tuple[str, ...] = ()  #: kept though no sample shows them: they are not always put


def adopt(
    old: FormVersion, found: FoundForm, version: str, wordings: Wordings, told: Mapping[str, str | None] | None = None
) -> Adopted:
    """The samples' form as the next version of the old one.

    `told` is what somebody said of old questions: which one of the samples each is, None where it is none of them.
    """
    return _Adopting(old, found, wordings, told or {}).adopted(version)


class _Adopting:
    """Pairs questions by their words first, then by likeness, and joins each pair to one question."""

    def __init__(self, old: FormVersion, found: FoundForm, wordings: Wordings, told: Mapping[str, str | None]) -> None:
        self.old = old
        self.found = found
        self.old_of: dict[str, str] = {}  #: names in the old version, by names among the samples; both dotted
        self.confidence: dict[str, float] = {}
        self._as_told(told)
        self._by_words({name for name, _ in old.every_question()} - told.keys())
        self._by_likeness(frozenset(told), wordings)

    def adopted(self, version: str) -> Adopted:
        """The whole."""
        taken = {one.name for one in self.old.questions}
        questions: list[Question] = []
        for question in self.found.form.questions:
            made = self._question(question, self.found.form.questions, taken)
            taken.add(made.name)
            questions.append(made)
        unseen = self._put_unseen(questions)
        named = _conditioned(tuple(replace(one, order=order) for order, one in enumerate(questions, 1)))
        schema_id = f"{self.old.schema_id.removesuffix(f':{self.old.version}')}:{version}"
        sections = tuple(dict.fromkeys(filter(None, (one.section for one in named))))
        form = replace(self.old, version=version, schema_id=schema_id, sections=sections, questions=named)
        return Adopted(replace(form, date_format=_date_format(form)), self.confidence, unseen)

    # --- which is which

    def _as_told(self, told: Mapping[str, str | None]) -> None:
        """Questions of which somebody said what they are; what no sample shows, or was named before, is not taken."""
        for old, name in told.items():
            if name and name in self.found.form.by_name and name not in self.old_of and old in self.old.by_name:
                self._pair(old, name, _CERTAIN)

    def _by_words(self, free: set[str]) -> None:
        """Questions whose words, in either language, are the same. Of several in one version the first is the first."""
        by_words: dict[tuple[str, str], list[str]] = {}
        for name, question in self.old.every_question():
            if name in free:
                for words in {_plain(question.label), _plain(question.label_cy), _plain(question.item_name)} - {""}:
                    by_words.setdefault((_group_of(name), words), []).append(name)
        for name, question in self.found.form.every_question():
            group = self.old_of.get(_group_of(name), "")
            labels = (_plain(question.label), _plain(question.item_name))
            names = [one for words in labels if words for one in by_words.get((group, words), ()) if one in free]
            if names and bool(group) == ("." in name) and name not in self.old_of:
                best = min(names, key=lambda one: fold(self.old.by_name[one].section) != fold(question.section))
                free.discard(best)
                self._pair(best, name, _CERTAIN)

    def _by_likeness(self, refused: frozenset[str], wordings: Wordings) -> None:
        taken = set(self.old_of.values()) | refused
        parted = self._parted(wordings, refused)
        missing = [name for name, _ in self.old.every_question() if name not in taken | parted]
        every = [(name, one) for name, one in self.found.form.every_question() if one.type is not AnswerType.GROUP]
        free = [(name, one) for name, one in every if name not in self.old_of and name not in parted]
        left = {self._entry(name, one, every): name for name, one in free}
        for one in pair(
            missing, list(left), self.old, wordings, fits=lambda asked, text: type_answer(asked, text).fits
        ):
            name = left[one.found[0]]
            if len(one.questions) == len(one.found) == 1 and _fits_place(one.questions[0], name, self.old_of):
                self._pair(one.questions[0], name, one.confidence)

    def _parted(self, wordings: Wordings, refused: frozenset[str]) -> set[str]:
        """Questions that have become several, or one of several, with what they have become: none is the same."""
        names = {one.name: self.old_of.get(one.name) or f"{_SEEN}{one.name}" for one in self.found.form.questions}
        renamed = tuple(replace(one, name=names[one.name]) for one in self.found.form.questions)
        found = match(self.old, replace(self.found.form, questions=renamed), wordings, refused)
        parted = [one for one in found if one.kind in (DriftKind.SPLIT, DriftKind.MERGED, DriftKind.REPEATING)]
        return {name.removeprefix(_SEEN) for one in parted for name in (*one.old, *one.new)}

    def _entry(self, name: str, question: Question, every: Sequence[tuple[str, Question]]) -> Found:
        names = [one for one, _ in every]
        at = names.index(name)
        before = next((self.old_of[one] for one in reversed(names[:at]) if one in self.old_of), None)
        after = next((self.old_of[one] for one in names[at + 1 :] if one in self.old_of), None)
        text = next(iter(self.found.answers.get(name, ())), "")
        return Found(question.label, text, question.section, before, after, name)

    def _pair(self, old: str, name: str, confidence: float) -> None:
        self.old_of[name] = old
        self.confidence[old] = confidence

    # --- one question of two

    def _question(self, question: Question, siblings: Iterable[Question], taken: set[str], group: str = "") -> Question:
        name = f"{group}.{question.name}" if group else question.name
        old_name = self.old_of.get(name)
        if old_name is None:
            own = {self.old_of.get(one.name, "").rpartition(".")[2] for one in siblings}
            return replace(question, name=free_name(question.name, taken | own))
        before = self.old.by_name[old_name]
        if question.questions:
            return self._group(before, question)
        answers = self.found.answers.get(name, ())
        typed = _typed(before, answers)
        section = question.section or before.section
        label = before.label if _plain(question.label) == _plain(before.label_cy) else question.label
        return replace(typed, label=label, section=section, order=question.order)

    def _group(self, before: Question, question: Question) -> Question:
        inner: list[Question] = []
        taken = {one.name for one in before.questions}
        for one in question.questions:
            made = self._question(one, question.questions, taken, question.name)
            taken.add(made.name)
            inner.append(made)
        shown = {one.name for one in inner}
        inner += [one for one in before.questions if one.name not in shown and not one.required]
        ordered = tuple(replace(one, order=order) for order, one in enumerate(inner, 1))
        return replace(before, questions=ordered, section=question.section or before.section)

    def _put_unseen(self, questions: list[Question]) -> tuple[str, ...]:
        """Puts old questions that are not always put, and that no sample shows, behind what they stood behind."""
        shown = {one.name for one in questions}
        names = [one.name for one in self.old.questions]
        unseen = [one for one in self.old.questions if one.show_if and one.name not in shown]
        for one in unseen:
            before = set(names[: names.index(one.name)])
            places = [at for at, other in enumerate(questions, 1) if other.name in before]
            questions.insert(max(places, default=0), one)
        return tuple(one.name for one in unseen)


def _typed(before: Question, answers: Sequence[str]) -> Question:
    """The old question as the answers show it now: as it was, with more options, in another format or type."""
    unfit = [text for text in answers if not type_answer(before, text).fits]
    if not unfit:
        return _in_format(before, answers)
    guessed = guess(answers).question
    if before.type is AnswerType.CHOICE and any(";" in text for text in unfit):
        before = replace(before, type=AnswerType.CHOICES)
    if before.type in _CHOICES and not (guessed.is_long_text or guessed.kind):
        return replace(before, options=_with_options(before, unfit))
    return replace(
        before,
        type=guessed.type,
        options=guessed.options,
        display_format=guessed.display_format,
        kind=guessed.kind,
        widget=guessed.widget,
        max_length=None,
        minimum=None,
        maximum=None,
    )


def _in_format(before: Question, answers: Sequence[str]) -> Question:
    """A day that is written another way now."""
    guessed = guess(answers).question if answers and before.type is AnswerType.DATE else before
    is_date = guessed.type is AnswerType.DATE and guessed.display_format
    return replace(before, display_format=guessed.display_format) if is_date else before


def _with_options(before: Question, unfit: Sequence[str]) -> tuple[Option, ...]:
    """The options with what was answered and is none of them: new words of one of them, or one more."""
    texts = [
        part.strip() for text in unfit for part in (text.split(";") if before.type is AnswerType.CHOICES else [text])
    ]
    known = {fold(one.title) for one in before.options}
    options = {one.const: one for one in before.options}
    reworded: set[str] = set()
    for new in options_of([text for text in texts if text and fold(text) not in known]):
        near = max(
            (one for one in before.options if one.const not in reworded),
            key=lambda one: fuzz.token_sort_ratio(fold(one.title), fold(new.title)),
            default=None,
        )
        if near and fuzz.token_sort_ratio(fold(near.title), fold(new.title)) >= _NEAR_OPTION:
            reworded.add(near.const)
            options[near.const] = Option(near.const, new.title)
        else:
            const = option_const(new.title, options)
            options[const] = Option(const, new.title)
    return tuple(options.values())


def _conditioned(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions, without conditions that name a question which is no longer there."""
    scope = scope_of(questions)
    return tuple(replace(one, show_if="") if why_unreadable(one.show_if, scope) else one for one in questions)


def _date_format(form: FormVersion) -> str:
    formats = [one.display_format for _, one in form.every_question() if one.type is AnswerType.DATE]
    return max(set(formats), key=formats.count) if formats else form.date_format


def _fits(question: Question, text: str) -> bool:
    return type_answer(question, text).fits


def _fits_place(old: str, name: str, old_of: Mapping[str, str]) -> bool:
    """Whether both stand outside groups, or in groups that are the same."""
    return _group_of(old) == (old_of.get(_group_of(name), "?") if "." in name else "")


def _group_of(name: str) -> str:
    return name.partition(".")[0] if "." in name else ""


def _plain(label: str) -> str:
    return fold(label).rstrip(":?. ")
