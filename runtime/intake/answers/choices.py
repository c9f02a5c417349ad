"""Which of a question's options an answer means: by its words in any language, by marks, by near words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from mapping_dsl.forms import Option, Question
from runtime.intake.answers.typed import DOES_NOT_FIT, Note, NoteKind, Typed, typed_or_not
from runtime.intake.answers.usage import Usage
from runtime.intake.wording import fold
from runtime.intake.words import Words
from runtime.likeness.opposites import may_be_opposite

MAX_CHARACTERS = 4_000
_FEWEST_LETTERS = 5  #: that words must have to be told by nearness
_LETTERS_A_SLIP = 8  #: for each so many letters one may be wrong, and one in any case
_CLEARLY = 2  #: so many times as far away must every other option be

_WORD = re.compile(r"\w+")
_BREAK = r"[\s;,|/&+•·▪◦●\-*]"
_CHECKED = r"\[\s*[xX✓✔*]\s*\]|\(\s*[xX✓✔*•]\s*\)|[☑☒✓✔✅◉]"
_UNCHECKED = r"\[\s*\]|\(\s*\)|[☐○◯✗✘❌]"
_CHECK, _MARK = re.compile(_CHECKED), re.compile(f"{_CHECKED}|{_UNCHECKED}")
_NEAR = "“{}” is not among the options; it was read as “{}”, which differs in {}."
_FORMER = "“{}” is what another version of the form calls the option “{}”."
_FORMER_ONLY = "“{}” is an option of another version of the form; this one has nothing like it."


@dataclass(frozen=True, slots=True)
class _Offered:
    """A question's options by the words for them, all folded."""

    consts: Mapping[str, str]  #: by title in either language and by const
    bare: Mapping[str, str]  #: by the letters and digits of the titles alone
    meanings: Mapping[str, str]  #: by what the titles mean, where one option alone means it
    pattern: re.Pattern[str]  #: one option, the longest that stands there, up to a break
    ticked: re.Pattern[str]  #: an option with a mark before it
    answered: re.Pattern[str]  #: an option with a mark, or yes or no, after it


def read_choice(question: Question, text: str, usage: Usage) -> Typed:
    """The const of the one option that the words mean."""
    if len(text) > MAX_CHARACTERS:
        return DOES_NOT_FIT
    offered = _offered(question, usage.words)
    const = _const(offered, text, usage.words)
    if const is not None:
        return Typed(const)
    marked = _marked(offered, text, usage.words)
    if marked is not None:
        return Typed(marked[0]) if len(marked) == 1 else Typed(None) if not marked else DOES_NOT_FIT
    return _in_other_words(question, text, usage)


def read_choices(question: Question, text: str, usage: Usage) -> Typed:
    """The consts of all options that the words mean, in their order and each once."""
    if len(text) > MAX_CHARACTERS:
        return DOES_NOT_FIT
    offered = _offered(question, usage.words)
    const = _const(offered, text, usage.words)
    if const is not None:
        return Typed([const])
    chosen = _marked(offered, text, usage.words)
    if chosen is None:
        chosen = _listed(offered, text)
    if chosen is not None:
        return Typed(list(dict.fromkeys(chosen))) if chosen else Typed(None)
    return _one_by_one(question, text, usage)


def _const(offered: _Offered, text: str, words: Words) -> str | None:
    whole = fold(text)
    folded = whole.rstrip(".;, ")
    for one in (whole, folded):
        if one in offered.consts:
            return offered.consts[one]
    return offered.bare.get(_bare(folded)) or offered.meanings.get(words.meaning(folded))


def _in_other_words(question: Question, text: str, usage: Usage) -> Typed:
    """An option in another version's words, or in nearly its own. Nearness never settles a question of risk."""
    folded = fold(text)
    former = next(
        (one for one in usage.former.get(question.name, ()) if folded in (fold(one.title), fold(one.title_cy))), None
    )
    if former is not None:
        here = question.option(former.const)
        if here is not None:
            return Typed(here.const, note=Note(NoteKind.OTHER_VERSION, _FORMER.format(text.strip(), here.title)))
        return Typed(None, fits=False, note=Note(NoteKind.OTHER_VERSION, _FORMER_ONLY.format(text.strip())))
    near = None if question.risk else _near(question.options, folded, usage.words)
    if near is None:
        return DOES_NOT_FIT
    option, distance = near
    said = f"{distance} letter{'s' if distance > 1 else ''}"
    return Typed(option.const, note=Note(NoteKind.NEAR_OPTION, _NEAR.format(text.strip(), option.title, said)))


def _near(options: tuple[Option, ...], text: str, words: Words) -> tuple[Option, int] | None:
    """The option that is clearly nearest, and how many letters differ; None where none is or it may say the reverse."""
    titles = _titles(options)
    longest = max((len(title) for title, _ in titles), default=0)
    if not _FEWEST_LETTERS <= len(text) <= longest + max(1, longest // _LETTERS_A_SLIP):
        return None
    distances = sorted(
        ((Levenshtein.distance(text, title), title, option) for title, option in titles), key=lambda one: one[0]
    )
    distance, title, nearest = distances[0] if distances else (len(text), "", None)
    others = [far for far, _, option in distances if nearest is None or option.const != nearest.const]
    clear = all(far >= _CLEARLY * distance for far in others)
    slips = max(1, len(title) // _LETTERS_A_SLIP)
    if nearest is None or distance > slips or not clear or _numbers(text) != _numbers(title):
        return None
    return None if may_be_opposite(text, title, words.thesaurus, closed=True) else (nearest, distance)


@lru_cache(maxsize=1024)
def _titles(options: tuple[Option, ...]) -> tuple[tuple[str, Option], ...]:
    """Every title in either language, folded, with its option."""
    return tuple((fold(title), option) for option in options for title in (option.title, option.title_cy) if title)


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _one_by_one(question: Question, text: str, usage: Usage) -> Typed:
    """Each piece between semicolons, lines or bars as one choice; with commas where there is nothing else."""
    pieces = [piece for piece in re.split(r"[;\n|]", text) if piece.strip(" -*•")]
    if len(pieces) == 1:
        pieces = text.split(",")
    found = [read_choice(question, piece.strip(" -*•"), usage) for piece in pieces if piece.strip()]
    if not found or not all(one.fits for one in found):
        return next((one for one in found if one.note and not one.fits), DOES_NOT_FIT)
    consts = [one.value for one in found if isinstance(one.value, str)]
    return typed_or_not(list(dict.fromkeys(consts)) or None, next((one.note for one in found if one.note), None))


def _listed(offered: _Offered, text: str) -> list[str] | None:
    """The options that stand there one after the other; None where anything else does."""
    folded = " ; ".join(map(fold, text.split("\n")))
    chosen, at = [], 0
    while at < len(folded):
        found = offered.pattern.match(folded, at)
        if not found:
            return None
        if found["option"]:
            chosen.append(offered.consts[found["option"]])
        at = found.end()
    return chosen


def _marked(offered: _Offered, text: str, words: Words) -> list[str] | None:
    """The options that are marked in a list of them; None where no mark stands, or anything else does."""
    folded = " ".join(map(fold, text.split("\n")))
    pattern = offered.ticked if _MARK.match(folded) else offered.answered
    chosen, at, is_marked = [], 0, False
    while at < len(folded):
        found = pattern.match(folded, at)
        if not found:
            return None
        mark, at = found["mark"] or "", found.end()
        is_marked = is_marked or bool(mark)
        if _is_checked(mark, words):
            chosen.append(offered.consts[found["option"]])
    return chosen if is_marked else None


def _is_checked(mark: str, words: Words) -> bool:
    return bool(_CHECK.fullmatch(mark.strip())) or words.meaning(mark.strip(" :=-")) in words.yes


@lru_cache(maxsize=1024)
def _offered(question: Question, words: Words) -> _Offered:
    """The options by their words. A title goes before another's const, and an earlier option before a later."""
    consts: dict[str, str] = {}
    titles = [(title, option.const) for title, option in _titles(question.options)]
    for title, const in [*titles, *((fold(option.const), option.const) for option in question.options)]:
        consts.setdefault(title, const)
    phrases = "|".join(map(re.escape, sorted(consts, key=len, reverse=True))) or "(?!)"
    joined = "|".join(map(re.escape, words.conjunctions)) or "(?!)"
    said = "|".join(map(re.escape, sorted(_yes_and_no(words), key=len, reverse=True))) or "(?!)"
    mark = rf"(?:{_CHECKED}|{_UNCHECKED})"
    option = rf"(?P<option>{phrases})(?=\W|$)"
    return _Offered(
        consts,
        _alone((_bare(title), const) for title, const in titles),
        _alone((words.meaning(title), const) for title, const in titles),
        re.compile(rf"(?:{_BREAK}|(?<=\s)(?:{joined})\s)*(?:(?P<option>{phrases})(?={_BREAK}|$)|$)"),
        re.compile(rf"[\s;,|]*(?P<mark>{mark})\s*{option}[\s;,|.]*"),
        re.compile(rf"[\s;,|]*{option}(?P<mark>\s*{mark}|\s*[:=-]\s*(?:{said})(?=\W|$))?[\s;,|.]*"),
    )


def _yes_and_no(words: Words) -> Iterable[str]:
    return (word for word, meaning in words.meanings.items() if meaning in words.yes | words.no)


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By key the const that alone has it."""
    found: dict[str, set[str]] = {}
    for key, const in pairs:
        found.setdefault(key, set()).add(const)
    return {key: next(iter(consts)) for key, consts in found.items() if key and len(consts) == 1}


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(text))
