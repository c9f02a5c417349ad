"""Mistakes put one at a time into the seven mappings are noticed: by the checker, by an example, by the guard.

`pytest -s` prints who noticed how many of each kind.
"""

import os
import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import mapping_dsl
from tests.mapping_dsl.mistakes import every_seed
from tests.mapping_dsl.seeding import Mistake, Seed, Whole

LIBRARY = Path(__file__).parents[2] / "mappings"
#: seeds of each kind in all mappings together; a tenth of them where nobody asks for all
SEEDS = 100
ENOUGH = 0.98


@cache
def wholes() -> dict[str, Whole]:
    library = mapping_dsl.Library(LIBRARY)
    texts = {path: library.text(path) for path in library.paths()}
    return {name: Whole(texts, name) for name in library.mappings()}


def chosen(mistake: Mistake) -> list[Seed]:
    """A fixed choice of the seeds of a kind, over all mappings. A mistake in a text that they share is one mistake."""
    chance = random.Random(f"seeded {mistake}")
    found = [seed for whole in wholes().values() for seed in every_seed(whole, mistake, chance)]
    seeds = list({(seed.file, seed.span, seed.text): seed for seed in found}.values())
    kept = chance.sample(seeds, min(SEEDS, len(seeds)))
    return kept if os.environ.get("STUDIO_THOROUGH") else kept[: SEEDS // 10]


def noticed_by(seed: Seed) -> str:
    """Who notices a mistake; of one in a text that mappings share, who does in any of these."""
    own = wholes()[seed.mapping]
    sharing = (whole for whole in wholes().values() if whole is not own and seed.file in whole.source.files)
    return next((who for whole in (own, *sharing) if (who := whole.noticed_by(seed))), "")


@pytest.mark.parametrize("mistake", Mistake)
def test_a_mistake_that_is_put_into_a_mapping_is_noticed(mistake: Mistake) -> None:
    seeds = chosen(mistake)

    noticed = {seed: noticed_by(seed) for seed in seeds}

    by = Counter(noticed.values())
    print(
        f"\n{mistake:16}{len(seeds):5} seeds"
        + "".join(f"{by[who]:6} by {who}" for who in ("check", "example", "guard"))
    )
    missed = [seed.describe() for seed, who in noticed.items() if not who]
    assert len(seeds) >= SEEDS // 10
    assert len(missed) <= (1 - ENOUGH) * len(seeds), "\n".join(missed)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in LIBRARY.iterdir() if (path / f"{path.name}.mapping").exists())
)
def test_a_mapping_without_a_mistake_raises_no_alarm(name: str) -> None:
    whole = wholes()[name]
    heading = whole.program.main.file.statements[0].span
    same = Seed(name, Mistake.WRONG_NAME, "nothing", whole.source.path, heading, whole.at(whole.source.path, heading))

    assert [one.describe() for one in whole.problems if one.severity != "hint"] == []
    assert whole.failing == frozenset()
    assert whole.noticed_by(same) == ""
