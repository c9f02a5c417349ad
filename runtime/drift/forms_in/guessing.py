"""What kind of question was answered so: told from the answers alone, with how sure that is and why."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mapping_dsl import feel, functions
from mapping_dsl.forms import AnswerType, Option, Question
from mapping_dsl.functions.pictures import picture
from runtime.drift.forms_in.found import Sureness
from runtime.drift.forms_in.naming import option_const
from runtime.drift.forms_in.written import TIME_FORMAT
from runtime.intake.answers import type_answer
from runtime.intake.service.instants import read_instant
from runtime.intake.wording import fold

#: ways of writing a day, the most likely in this country first
DATE_PICTURES: Final = (
    "DD/MM/YYYY", "D MMMM YYYY", "YYYY-MM-DD", "D/M/YYYY", "DD-MM-YYYY", "DD.MM.YYYY", "D MMM YYYY",
    "DD MMM YYYY", "DD-MMM-YYYY", "MMMM D, YYYY", "D.M.YYYY", "D-M-YYYY",
)  # fmt: skip
_LONG_TEXT: Final = 120  #: characters that nobody writes into a one-line box
_LONGEST_OPTION: Final = 100
_MOST_OPTIONS: Final = 60
_FEWEST_FOR_OPTIONS: Final = 4
_SHARE_SEEN_AGAIN: Final = 0.5  #: of the answers, that more than one person gave
_FEW_WORDS: Final = 4  #: single words, of which more look like names
_MOST_BESIDE_YES_AND_NO: Final = 6
#: a code (QX-2207), an address (12 Elm Row), a name of several capital words, or a whole sentence
_OWN_WORDS: Final = re.compile(
    r"\b(?=\w*\d)(?=\w*[^\W\d])\w{3,}\b|\w-\d|\b\d+\w?,? [A-Z]|^[A-Z][\w'’-]+(?: [A-Z][\w'’-]*)+$|[.!]$"
)
_YES_OR_NO: Final = Question("", "", AnswerType.BOOLEAN, 0)
_BETWEEN_CHOICES: Final = ";"
_UNKNOWN: Final = Sureness(0.3, "nobody answered it, so it is taken as a line of text")


@dataclass(frozen=True, slots=True)
class Guess:
    """A question with nothing but what its answers tell of it."""

    question: Question
    sureness: Sureness


def guess(answers: Sequence[str]) -> Guess:
    """What the answers, none of them blank, make of a question. Consts are made of the options' words."""
    if not answers:
        return Guess(_question(AnswerType.STRING), _UNKNOWN)
    texts = [answer.strip() for answer in answers]
    return _exact(texts) or _choice(texts) or _text(texts)


def _question(type_: AnswerType, **said: object) -> Question:
    return replace(Question("", "", type_, 0), **said)  # type: ignore[arg-type]


def _exact(texts: Sequence[str]) -> Guess | None:
    """A day, an instant, a time, something of a known kind, or a number, where every answer is one."""
    count = len(texts)
    for shape in DATE_PICTURES:
        shown = picture(shape)
        if shown and all(shown.read(text) for text in texts):
            found = _question(AnswerType.DATE, display_format=shape)
            return Guess(found, _by_count(count, f"all {count} answers are days written as {shape}"))
    if all(map(read_instant, texts)):
        return Guess(_question(AnswerType.DATE_TIME), _by_count(count, f"all {count} answers are instants"))
    for kind, is_one in _KINDS.items():
        if all(map(is_one, texts)):
            found = _question(AnswerType.STRING, kind=kind)
            return Guess(found, _by_count(count, f"all {count} answers are of the kind {kind}"))
    for type_ in (AnswerType.TIME, AnswerType.NUMBER):
        found = _question(type_)
        if all(type_answer(found, text).fits and not _is_padded(text) for text in texts):
            sureness = _by_count(count, f"all {count} answers are a {type_.value}")
            shape = TIME_FORMAT if type_ is AnswerType.TIME else _currency(texts)
            return Guess(replace(found, display_format=shape), sureness)
    return None


def _is_padded(text: str) -> bool:
    """Whether digits begin with a nought that a number would lose, as in the number of an account."""
    return text.isdecimal() and len(text) > 1 and text.startswith("0")


def _currency(texts: Sequence[str]) -> str:
    return "GBP" if any(text.startswith(("£", "GBP")) for text in texts) else ""


def _choice(texts: Sequence[str]) -> Guess | None:
    """A choice where few short answers come again and again; several choices where lists of them do."""
    several = any(_BETWEEN_CHOICES in text for text in texts)
    parts = [[part.strip() for part in text.split(_BETWEEN_CHOICES) if part.strip()] for text in texts]
    chosen = [part for one in parts for part in one]
    if not chosen or any("\n" in one or len(one) > _LONGEST_OPTION for one in chosen):
        return None
    type_ = AnswerType.CHOICES if several else AnswerType.CHOICE
    found, counts = _question(type_, options=options_of(chosen)), Counter(map(fold, chosen))
    if _is_yes_or_no(chosen):
        return Guess(found, _by_count(len(chosen), f"most of {len(chosen)} answers are a yes or a no"))
    again = sum(count for count in counts.values() if count > 1) / len(chosen)
    if len(chosen) < _FEWEST_FOR_OPTIONS or again < _SHARE_SEEN_AGAIN or _are_own_words(list(counts), chosen):
        return None
    if len(counts) == 1:
        return Guess(found, Sureness(0.5, "only one answer was ever seen: add the others that the form offers"))
    once = sum(count == 1 for count in counts.values())
    because = f"{len(counts)} different answers among {len(chosen)}, {once} of them seen only once"
    confidence = again * min(1.0, 0.5 + len(chosen) / (8 * len(counts)))
    return Guess(found, Sureness(round(confidence, 2), because))


def _is_yes_or_no(chosen: Sequence[str]) -> bool:
    """Whether most answers are a yes or a no; the others may be a "don't know"."""
    plain = sum(type_answer(_YES_OR_NO, one).fits for one in chosen)
    return 2 * plain > len(chosen) and len(set(map(fold, chosen))) <= _MOST_BESIDE_YES_AND_NO


def _are_own_words(different: Sequence[str], chosen: Sequence[str]) -> bool:
    """Whether answers look written rather than chosen: names, addresses, codes, or words in small letters. Forms write
    their options like sentences: "Bag, purse or wallet"."""
    if len(different) > min(_MOST_OPTIONS, 0.7 * len(chosen)):
        return True
    shown = list(dict.fromkeys(chosen))
    looks_written = (_OWN_WORDS.search(one) is not None for one in shown)
    if 2 * sum(looks_written) > len(shown) or any(one[0].islower() for one in shown):
        return True
    return all(map(str.isalpha, shown)) and len(shown) > _FEW_WORDS and 4 * len(shown) > len(chosen)


def options_of(chosen: Sequence[str]) -> tuple[Option, ...]:
    """The options that were chosen, in the order in which they were first seen."""
    titles: dict[str, str] = {}
    for words in chosen:
        titles.setdefault(fold(words), " ".join(words.split()))
    options: dict[str, Option] = {}
    for title in titles.values():
        const = option_const(title, options)
        options[const] = Option(const, title)
    return tuple(options.values())


def _text(texts: Sequence[str]) -> Guess:
    count = len(texts)
    longest = max(map(len, texts))
    if longest > _LONG_TEXT or any("\n" in text for text in texts):
        because = f"the longest of {count} answers has {longest} characters"
        return Guess(_question(AnswerType.STRING, widget="textarea"), _by_count(count, because))
    return Guess(_question(AnswerType.STRING), _by_count(count, f"{count} short answers of many kinds"))


def _by_count(count: int, because: str) -> Sureness:
    """One answer proves little, and five as much as can be proved."""
    return Sureness(round(min(0.95, 0.55 + 0.09 * count), 2), because)


def _accepts(function: str) -> Callable[[str], bool]:
    compiled = feel.compile(f"{function}(typed)", names=["typed", function])
    body = functions.registry.values()[function]
    return lambda text: compiled({"typed": text, function: body}) is not None


def _is_mark(text: str) -> bool:
    """Whether a text is a registration mark: any word of eight letters would be one if none need be a digit."""
    compact = text.replace(" ", "").replace("-", "")
    has_both = any(map(str.isdigit, compact)) and any(map(str.isalpha, compact))
    return has_both and 5 <= len(compact) <= 8 and compact.isalnum()


#: the kinds of text that forms tell apart (x-kind), each before those that would take its answers too
_KINDS: Final[Mapping[str, Callable[[str], bool]]] = {
    "email": _accepts("to email"),
    "uk-postcode": _accepts("to postcode"),
    "uk-phone": _accepts("to phone"),
    "uk-vrm": _is_mark,
}
