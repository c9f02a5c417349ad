"""Words that say the same are one, and words that deny one another are told."""

import pytest

from runtime.likeness.opposites import may_be_opposite
from runtime.likeness.thesaurus import Thesaurus, thesaurus_of


@pytest.fixture
def thesaurus() -> Thesaurus:
    """A few words."""
    return thesaurus_of(
        [["surname", "last name"], ["plate", "registration mark"], ["surname", "cyfenw"]],
        [[["before"], ["after", "from then on"]]],
        denying=["not", "out of"],
        denying_beginnings=["un"],
        light=["your", "the"],
    )


@pytest.mark.parametrize("label", ["Last name", "LAST NAMES", "Cyfenw:"])
def test_a_phrase_says_what_one_word_says(thesaurus: Thesaurus, label: str) -> None:
    assert thesaurus.units(label)[0] == thesaurus.units("Surname")[0]


def test_what_a_phrase_is_made_of_tells_little(thesaurus: Thesaurus) -> None:
    phrase, *parts = thesaurus.units("last name")

    assert not phrase.is_light
    assert [(one.stem, one.is_light) for one in parts] == [("last", True), ("name", True)]


def test_words_that_join_others_are_light(thesaurus: Thesaurus) -> None:
    assert [one.is_light for one in thesaurus.units("The dog")] == [True, False]


def test_a_label_without_words_has_no_units(thesaurus: Thesaurus) -> None:
    assert thesaurus.units(" ?! ") == ()


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("Before the fire", "After the fire", True),
        ("Before the fire", "From then on", True),
        ("Before the fire", "During the fire", False),
        ("Is it safe?", "Is it not safe?", True),
        ("Is it safe?", "Is it out of what is safe?", True),
        ("Is it harmed?", "Is it unharmed?", True),
        ("Is it harmed?", "Is it harmed now?", False),
    ],
)
def test_what_may_mean_the_reverse_is_told(thesaurus: Thesaurus, one: str, other: str, opposed: bool) -> None:
    assert may_be_opposite(one, other, thesaurus, closed=True) is opposed
    assert may_be_opposite(other, one, thesaurus, closed=True) is opposed
