"""Names for questions, options and forms that have only words: short, plain, and taken by nothing else."""

import re
import unicodedata
from collections.abc import Container
from typing import Final

from mapping_dsl.editing.occurrences import is_built_in

_MOST_WORDS: Final = 5
_MOST_LETTERS: Final = 40
_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
#: FEEL's own words and the statements' (language.md, "Lines"): a name like these would need backticks
_WORDS_OF_LANGUAGE: Final = frozenset(
    """and because between else every false for function if in instance item null of or otherwise partial place return
    satisfies some submission then true when where flags triage index""".split()  # noqa: SIM905
)


def question_name(label: str, taken: Container[str]) -> str:
    """A name in camel case made of a label's first words."""
    words = _words(label)[:_MOST_WORDS] or ["question"]
    name = "".join((words[0], *(word.capitalize() for word in words[1:])))[:_MOST_LETTERS]
    return free_name(name, taken)


def free_name(name: str, taken: Container[str]) -> str:
    """The name where mappings can use it and nothing else has it; else one like it."""
    if not _NAME.fullmatch(name):
        name = f"question{''.join(_WORD.findall(name))[:_MOST_LETTERS]}"
    if name in _WORDS_OF_LANGUAGE or is_built_in(name):
        name = f"{name}Answer"
    return _numbered(name, taken)


def is_plain_name(name: str) -> bool:
    """Whether a name can stand in a mapping as it is."""
    return bool(_NAME.fullmatch(name)) and name not in _WORDS_OF_LANGUAGE and not is_built_in(name)


def option_const(title: str, taken: Container[str]) -> str:
    """A const of small letters made of an option's first words."""
    return _numbered("_".join(_words(title)[:_MOST_WORDS])[:_MOST_LETTERS] or "option", taken)


def form_id(title: str) -> str:
    """An id for a form that has only a title or a file's name."""
    return "-".join(_words(title)[:_MOST_WORDS])[:_MOST_LETTERS] or "form"


def _words(text: str) -> list[str]:
    """The words in small letters, without accents: consts and names stay readable on every keyboard."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")[:400])
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)).casefold())


def _numbered(name: str, taken: Container[str]) -> str:
    number = 1
    while (one := name if number == 1 else f"{name}{number}") in taken:
        number += 1
    return one
