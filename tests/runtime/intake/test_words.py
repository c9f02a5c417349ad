"""The words of a library: those in which people answer, and those in which forms ask."""

from pathlib import Path

import pytest

from mapping_dsl import Library, exact_json
from runtime.intake.wording import fold
from runtime.intake.words import PLAIN, Words, WordsUnusable, read_all_words, read_words
from runtime.likeness.words import stem, words_of

MAPPINGS = Path(__file__).parents[3] / "mappings"


@pytest.fixture(scope="module")
def words() -> Words:
    """All words of the project's library."""
    return read_all_words(Library(MAPPINGS))


@pytest.mark.parametrize("said", ["Gwell gen i beidio â dweud", "Gwell gennyf beidio â dweud", "Rather not say"])
def test_who_would_rather_not_say_says_so_in_either_language(words: Words, said: str) -> None:
    assert words.meaning(fold(said)) == words.meaning(fold("Prefer not to say"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"opposed": [["before"]]}', "opposed is no list of pairs"),
        ('{"opposed": [["before", "after"]]}', "opposed is no list of pairs"),
        ('{"opposed": [[["before"], []]]}', "opposed is no list of pairs"),
        ('{"opposed": "before"}', "opposed is no list of pairs"),
        ('{"alike": ["surname"]}', "alike is no list of lists of words"),
        ('{"light": [""]}', "light is no list of words"),
    ],
)
def test_words_of_questions_that_cannot_be_used_are_refused_in_words(text: str, what: str) -> None:
    with pytest.raises(WordsUnusable, match=what):
        read_words("words/xx.json", text)


def test_the_words_of_questions_are_of_all_files_together() -> None:
    texts = {"words/a.json": '{"alike": [["name", "called"]]}', "words/b.json": '{"alike": [["name", "enw"]]}'}

    thesaurus = read_all_words(Library(texts)).thesaurus

    assert thesaurus.units("Enw") == thesaurus.units("Called") == thesaurus.units("Name")


def test_a_library_without_words_knows_none_that_say_the_same() -> None:
    assert PLAIN.thesaurus.units("Last name") != PLAIN.thesaurus.units("Surname")


@pytest.mark.parametrize("file", sorted((MAPPINGS / "words").glob("*-questions.json")), ids=lambda one: one.stem)
def test_no_word_of_the_library_belongs_to_two_groups_of_a_language(file: Path) -> None:
    """Two groups that share a word are taken for one, so that all their words would say the same."""
    groups = Library(MAPPINGS).text(f"words/{file.name}")

    seen: dict[tuple[str, ...], list[str]] = {}
    for group in exact_groups(groups):
        for phrase in {tuple(map(stem, words_of(said))) for said in group}:
            seen.setdefault(phrase, []).append(group[0])

    assert {phrase: first for phrase, first in seen.items() if len(first) > 1} == {}


def exact_groups(text: str) -> list[list[str]]:
    """The groups of words that say the same, as a file has them."""
    groups: list[list[str]] = exact_json.loads(text)["alike"]
    return groups
