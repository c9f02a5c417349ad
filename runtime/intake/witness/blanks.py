"""Which words mean blank in a text: known ones, and those that the text itself shows to mean nothing else."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from mapping_dsl.forms import AnswerType, Question
from runtime.intake.aligning.alignment import Entry, text_beside
from runtime.intake.aligning.anchors import Sheet
from runtime.intake.layout import Layout
from runtime.intake.wording import fold

_FEWEST_LEFT_OUT: Final = 2
_FEWEST_ALIKE: Final = 3  #: questions that nobody answers with the same words for nothing, one after the other
_FEWEST_ADORNED: Final = 2  #: as with these, where marks stand around them
_ADORNED: Final = re.compile(r"\*+[^*]+\*+|_+[^_]+_+|`[^`]+`|\([^()]+\)|\[[^\[\]]+\]|<[^<>]+>|\{[^{}]+\}")
_LINE: Final = re.compile(r"[_.·…–—-]{3,}")  #: to be written on, as on paper
_OF_OPTIONS: Final = frozenset({AnswerType.CHOICE, AnswerType.CHOICES})
_WHERE: Final = re.compile(r"[\d@]")
_AROUND: Final = "()[]<>{}*_` "  #: marks around words that services put for a blank answer


class Blanks:
    """What a service writes where nobody answered, learnt from all questions of a text."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self._sheet = sheet
        self.not_asked = _folded(layout.not_asked)
        self._known = _folded(layout.blank)
        self._perhaps = _folded(layout.perhaps_blank)
        self._written = frozenset(layout.perhaps_blank)
        self._said: frozenset[str] = frozenset()  #: words that mean blank in this text
        self._perhaps_said: frozenset[str] = frozenset()  #: others that may do so, or are a new option somewhere
        self._is_shown = False  #: some answer is blank beyond doubt, so that the text's way to say so is known

    def learn(self, entries: Sequence[Entry]) -> None:
        """Which words mean blank here: they stand at a question that cannot be answered so, and at others alike.

        Of words that may mean blank anywhere one such question is enough, or that several are answered with them.
        """
        types: dict[str, set[AnswerType]] = {}
        places: dict[str, set[int]] = {}
        taken: set[str] = set()
        refused: dict[str, set[AnswerType]] = {}
        for entry, question, beside in self._whole_answers(entries):
            types.setdefault(beside, set()).add(question.type)
            places.setdefault(beside, set()).add(entry.slot.place)
            if self._refuses(question, beside):
                refused.setdefault(beside, set()).add(question.type)
            elif question.type is not AnswerType.STRING:
                taken.add(beside)
        unknown = {words for words in refused if len(types[words]) > 1 and not (words in taken or tells_where(words))}
        common = {words for words, of in places.items() if len(of) >= _FEWEST_ALIKE and words in self._written}
        known = {words for words in refused if fold(words) in self._perhaps}
        adorned = {words for words, of in places.items() if len(of) >= _FEWEST_ADORNED and _is_adorned(words)}
        chosen = {words for words in adorned if refused.get(words, set()) & _OF_OPTIONS}  # no person types there
        unsure = {words for words in unknown if refused[words] <= _OF_OPTIONS} | adorned
        self._perhaps_said = frozenset(unsure - chosen)
        self._said = frozenset((unknown - unsure) | common | known | chosen)
        is_shown = any(not words or self._is_blank_word(fold(words)) for words in types)
        self._is_shown = is_shown or self._leaves_out(entries)

    def _refuses(self, question: Question, words: str) -> bool:
        """Whether a question cannot be answered so."""
        if question.type is AnswerType.STRING:
            return bool(question.kind) and not tells_where(words)
        return self._sheet.typed(question, words).value is None

    def mean_blank(self, question: Question, text: str, words: str) -> bool:
        """Whether a text, and the same folded, stands for no answer; what nobody knows never where danger is asked."""
        is_said = text in self._said and (not question.risk or words in self._perhaps)
        return (is_said or self._is_blank_word(words) or words in self.not_asked) and not _offers(question, words)

    def may_mean_blank(self, question: Question, text: str, words: str) -> bool:
        """Whether words that were taken for an answer may be the service's for none: nothing shows what it has."""
        is_open = question.type is AnswerType.STRING and not self._is_shown and not self._said
        is_strange = text in self._written or _is_adorned(text)
        return words in map(fold, self._said | self._perhaps_said) or (is_open and is_strange)

    def is_known(self, words: str) -> bool:
        """Whether words that are folded stand for nothing wherever they stand."""
        return words in self._known or words in self.not_asked

    def _whole_answers(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Question, str]]:
        """What stands beside or under each question's label, where that is all of it: a program may break lines.

        What may mean blank is, whatever follows: below the last question stands the service's own.
        """
        written = self._sheet.written
        for entry in entries:
            question, anchor = entry.slot.question, entry.anchor
            if question is None or not entry.slot.is_question:
                continue
            beside = text_beside(self._sheet, anchor)
            is_under = bool(beside) and not anchor.text.strip()
            is_whole = written[entry.end] - written[anchor.next_line] <= is_under
            words = fold(beside)
            if (is_whole or words in self._perhaps) and words not in entry.slot.titles:
                yield entry, question, beside

    def _leaves_out(self, entries: Sequence[Entry]) -> bool:
        """Whether blank questions are left out: several stand nowhere that are put to all and need no answer."""
        named = {entry.slot.name for entry in entries}
        asked = (slot.question for slot in self._sheet.script.slots if slot.question and not slot.group)
        optional = (one for one in asked if not (one.show_if or one.required or one.questions or one.risk))
        return sum(one.name not in named for one in optional) >= _FEWEST_LEFT_OUT

    def _is_blank_word(self, words: str) -> bool:
        """Whether words mean blank in any text: they are known to, or are adorned, as no person writes them."""
        bare = words.strip(_AROUND)
        is_known = bare in self._known or words in self._known or (bare != words and bare in self._perhaps)
        return is_known or _LINE.fullmatch(words) is not None


def _is_adorned(text: str) -> bool:
    """Whether words stand between marks, as those do that a service puts for a blank answer, and no figure."""
    return _ADORNED.fullmatch(text) is not None and not tells_where(text)


def tells_where(text: str) -> bool:
    """Whether a figure or an @ stands in it, as in every postcode, phone number, registration and e-mail address."""
    return _WHERE.search(text) is not None


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _offers(question: Question, words: str) -> bool:
    """Whether words are one of the question's options."""
    return any(fold(option.title) == words for option in question.options)
