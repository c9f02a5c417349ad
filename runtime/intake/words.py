"""The words in which people and services answer, as data of a library: `words/LANGUAGE.json`, one for each language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Final

from mapping_dsl import Library
from runtime.intake.documents import json_object
from runtime.intake.wording import fold
from runtime.likeness.thesaurus import NO_THESAURUS, Thesaurus, thesaurus_of

FOLDER: Final = "words/"
MAX_CHARACTERS: Final = 200_000
_LISTS: Final = (
    "blank", "nothing", "ordinals", "between", "before_noon", "after_noon", "noon", "midnight", "hours", "and",
    "currency", "light", "denying", "denying_beginnings",
)  # fmt: skip
#: lists of lists, and how many there must be; 0: any number
_NESTED: Final = {"same": 0, "months": 12, "weekdays": 7, "alike": 0}
_PAIRS: Final = ("opposed",)  #: lists of two lists each
_TEXTS: Final = ("language", "yes", "no")
_OF_QUESTIONS: Final = ("alike", "opposed", "denying", "denying_beginnings", "light")  #: all else is of answers


class WordsUnusable(ValueError):
    """A file of words says something that cannot be used."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}.")
        self.path = path


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words of all languages together, folded. Two are the same only if they are one object, so that they hash fast."""

    meanings: Mapping[str, str] = field(default_factory=dict)  #: words that say the same, each with one for all of them
    yes: frozenset[str] = frozenset()  #: as in `meanings`
    no: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()  #: what services put where nothing was answered
    nothing: frozenset[str] = frozenset()  #: what people put there too, so that in their own words it stays
    signs: frozenset[str] = frozenset()  #: the same as written, for `NA` is nothing where `Na` is no
    months: Mapping[str, int] = field(default_factory=dict)  #: 1 to 12
    weekdays: Mapping[str, int] = field(default_factory=dict)  #: Monday is 0
    ordinals: frozenset[str] = frozenset()  #: what follows a number in a date
    between: frozenset[str] = frozenset()  #: what stands between the parts of a date and a time
    before_noon: frozenset[str] = frozenset()
    after_noon: frozenset[str] = frozenset()
    noon: frozenset[str] = frozenset()
    midnight: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()  #: what may follow the digits of a time
    conjunctions: frozenset[str] = frozenset()
    currency: frozenset[str] = frozenset()  #: of the money that forms ask for
    thesaurus: Thesaurus = NO_THESAURUS  #: what the words of questions mean

    def meaning(self, words: str) -> str:
        """One word for all that say the same as these folded words, the words themselves where none is known."""
        return self.meanings.get(words, words)


def read_all_words(library: Library) -> Words:
    """The words of all languages of a library; plain yes, no and English months where it has none.

    Raises WordsUnusable.
    """
    paths = [path for path in library.paths(FOLDER) if path.endswith(".json")]
    return _together(tuple((path, library.text(path)) for path in paths)) if paths else PLAIN


def read_words(path: str, text: str) -> Words:
    """The words of one file. Raises WordsUnusable with a sentence for a text that cannot be used."""
    return _together(((path, text),))


@lru_cache(maxsize=32)
def _together(files: tuple[tuple[str, str], ...]) -> Words:
    documents = [_document(path, text) for path, text in files]
    meanings: dict[str, str] = {}
    for group in (group for document in documents for group in document.get("same", ())):
        known = next((meanings[word] for word in map(fold, group) if word in meanings), fold(group[0]))
        meanings.update(dict.fromkeys(map(fold, group), known))
    kept = (key for key in _LISTS if key not in _OF_QUESTIONS)
    lists = {key: [word for document in documents for word in document.get(key, ())] for key in kept}
    folded = {key: frozenset(map(fold, words)) for key, words in lists.items()}
    folded["conjunctions"] = folded.pop("and")
    return Words(
        meanings=meanings,
        yes=frozenset(meanings.get(fold(one["yes"]), fold(one["yes"])) for one in documents if "yes" in one),
        no=frozenset(meanings.get(fold(one["no"]), fold(one["no"])) for one in documents if "no" in one),
        signs=frozenset(lists["nothing"]),
        months=_numbered([document.get("months", ()) for document in documents], first=1),
        weekdays=_numbered([document.get("weekdays", ()) for document in documents], first=0),
        thesaurus=_thesaurus(documents),
        **folded,
    )


def _thesaurus(documents: Iterable[Mapping[str, Any]]) -> Thesaurus:
    said = {key: [one for document in documents for one in document.get(key, ())] for key in _OF_QUESTIONS}
    return thesaurus_of(**said)


def _numbered(languages: Iterable[Iterable[Iterable[str]]], *, first: int) -> dict[str, int]:
    return {fold(word): number for names in languages for number, same in enumerate(names, first) for word in same}


def _document(path: str, text: str) -> dict[str, Any]:
    document = json_object(text, MAX_CHARACTERS, partial(WordsUnusable, path))
    for key, value in document.items():
        what = _wrong(key, value)
        if what:
            raise WordsUnusable(path, f"{key} {what}")
    return document


def _wrong(key: str, value: object) -> str:
    """What is the matter with a key's value, in words; empty where nothing is."""
    if key in _TEXTS:
        return "" if isinstance(value, str) and value.strip() else "is no text"
    if key in _LISTS:
        return "" if _are_words(value) else "is no list of words"
    if key in _PAIRS:
        return "" if _are_pairs(value) else "is no list of pairs: two lists of words each"
    if key not in _NESTED:
        return f"is no key of a file of words; there are {', '.join((*_TEXTS, *_LISTS, *_NESTED, *_PAIRS))}"
    if not isinstance(value, list) or not all(one and _are_words(one) for one in value):
        return "is no list of lists of words"
    count = _NESTED[key]
    return f"has {len(value)} lists where {count} must stand" if count and len(value) != count else ""


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _are_pairs(value: object) -> bool:
    pairs = value if isinstance(value, list) else [value]
    return all(
        isinstance(one, list) and len(one) == 2 and all(side and _are_words(side) for side in one) for one in pairs
    )


def _plain() -> Words:
    """Yes, no and the months of English: what forms are filled in with where a library has no words."""
    months = "january february march april may june july august september october november december".split()  # noqa: SIM905
    numbered = {name: number for number, month in enumerate(months, 1) for name in (month, month[:3])}
    return Words(meanings={"true": "yes", "false": "no"}, yes=frozenset({"yes"}), no=frozenset({"no"}), months=numbered)


PLAIN: Final = _plain()
