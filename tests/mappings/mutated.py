"""Submissions with something wrong: answers missing, null, of another type, or none that the form has."""

import copy
import random
from collections.abc import Iterator, Mapping
from typing import Any

from mapping_dsl.sampling import boundary_samples, trial
from tests.mappings.truth import LIBRARY

_SEED = 20261005
_MOST_CHANGES = 4

#: what may come in the place of an answer, whatever its question asks for
STRANGE: tuple[Any, ...] = (
    None, "", "   ", "yes", "something else", 0, -1, 3.5, 10**40, True, False, [], [None], ["yes"], {}, {"x": 1},
    [{"x": None}], [[]], "2026-02-30", "24:61", "2026-10-25", "01:30", "\ud800", "\u202eknife", "a" * 5000,
)  # fmt: skip


def mutated_submissions(mapping: str, count: int) -> Iterator[dict[str, Any]]:
    """That many submissions of a mapping's form, made from its samples; the same ones each time."""
    lot = random.Random(f"{_SEED} {mapping}")
    tried = trial(LIBRARY.mapping(mapping))
    samples = [one.document for one in boundary_samples(tried.program, tried.checked.meanings)]
    for _ in range(count):
        yield _mutated(lot.choice(samples), lot)


def _mutated(document: Mapping[str, Any], lot: random.Random) -> dict[str, Any]:
    changed = copy.deepcopy(dict(document))
    for _ in range(lot.randint(1, _MOST_CHANGES)):
        lot.choice((_lost, _strange, _strange_inside, _swapped, _doubted))(changed, lot)
    return changed


def _lost(document: dict[str, Any], lot: random.Random) -> None:
    """An answer goes missing."""
    if document["answers"]:
        del document["answers"][lot.choice(list(document["answers"]))]


def _strange(document: dict[str, Any], lot: random.Random) -> None:
    """Something strange stands where an answer was."""
    if document["answers"]:
        document["answers"][lot.choice(list(document["answers"]))] = copy.deepcopy(lot.choice(STRANGE))


def _strange_inside(document: dict[str, Any], lot: random.Random) -> None:
    """Something strange stands inside an element of a group, or for the element."""
    groups = [value for value in document["answers"].values() if isinstance(value, list) and value]
    if groups:
        group = lot.choice(groups)
        place = lot.randrange(len(group))
        if isinstance(group[place], dict) and group[place] and lot.random() < 0.8:
            group[place][lot.choice(list(group[place]))] = copy.deepcopy(lot.choice(STRANGE))
        else:
            group[place] = copy.deepcopy(lot.choice(STRANGE))


def _swapped(document: dict[str, Any], lot: random.Random) -> None:
    """Two answers stand in each other's place."""
    answers = document["answers"]
    if answers:
        one, other = lot.choice(list(answers)), lot.choice(list(answers))
        answers[one], answers[other] = answers[other], answers[one]


def _doubted(document: dict[str, Any], lot: random.Random) -> None:
    """Intake doubts an answer, or says of its own what was not asked."""
    if document["answers"]:
        word = lot.choice(("doubts", "not_asked"))
        document[word] = [*document.get(word, ()), lot.choice(list(document["answers"]))]
