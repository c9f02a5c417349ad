"""The words of an answer as the value that its question asks for. What cannot be one is said, never guessed."""

from mapping_dsl.forms import AnswerType, Question
from runtime.intake.answers.choices import read_choice, read_choices
from runtime.intake.answers.clock import read_clock
from runtime.intake.answers.days import read_day
from runtime.intake.answers.moments import read_moment, without_time
from runtime.intake.answers.numbers import read_number
from runtime.intake.answers.typed import BLANK, DOES_NOT_FIT, Typed, typed_or_not
from runtime.intake.answers.usage import EVERYDAY, Usage
from runtime.intake.wording import fold


def type_answer(question: Question, text: str, usage: Usage = EVERYDAY) -> Typed:
    """The words as the question's type, free text as it was typed; null, and not fitting, where they cannot be that.

    Never raises. The usage is that of the mail (`usage_of`).
    """
    words = text.strip()
    if not words or _stands_for_blank(question, words, usage):
        return BLANK
    if question.type is AnswerType.STRING:  # as most are
        return Typed(text)
    match question.type:
        case AnswerType.CHOICE:
            found = read_choice(question, words, usage)
        case AnswerType.CHOICES:
            found = read_choices(question, words, usage)
        case AnswerType.DATE:
            found = _day(question, words, usage)
        case AnswerType.TIME:
            clock = read_clock(fold(words), usage.words)
            found = typed_or_not(f"{clock:%H:%M}" if clock else None)
        case AnswerType.DATE_TIME:
            moment = read_moment(words, usage, question.display_format)
            found = typed_or_not(moment.at.isoformat(), moment.note) if moment else DOES_NOT_FIT
        case AnswerType.NUMBER:
            is_money = question.display_format == "GBP"
            found = typed_or_not(read_number(words, usage.words, is_money=is_money, is_whole=question.is_whole))
        case AnswerType.BOOLEAN:
            found = typed_or_not(_yes_or_no(words, usage))
        case _:
            return Typed(text)
    return BLANK if not found.fits and _says_nothing(words, usage) else found


def _stands_for_blank(question: Question, words: str, usage: Usage) -> bool:
    """Whether a service put the words where nothing was answered. A story may consist of them all the same."""
    if question.options:
        return words in usage.words.signs and fold(words) in usage.words.meanings  # NA, where Na is no
    return not question.is_long_text and fold(words) in usage.words.blank


def _says_nothing(words: str, usage: Usage) -> bool:
    """Whether words that are no answer say that there is none."""
    known, folded = usage.words, fold(words)
    return words in known.signs or folded in known.blank or (folded in known.nothing and folded not in known.meanings)


def _day(question: Question, words: str, usage: Usage) -> Typed:
    """A day; a time beside it is left out."""
    day = read_day(words, question.display_format, usage) or without_time(words, usage, question.display_format)
    return typed_or_not(day.on.isoformat(), day.note) if day else DOES_NOT_FIT


def _yes_or_no(words: str, usage: Usage) -> bool | None:
    meaning = usage.words.meaning(fold(words).rstrip("."))
    return True if meaning in usage.words.yes else False if meaning in usage.words.no else None
