"""What drafts would change for people: compared with what runs, in every mapping that their texts have a part in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import mapping_dsl
from mapping_dsl.comparing import Comparison, compare, read_samples
from runtime.texts.library import sources_with, texts_of

KNOWN = 32


@dataclass(frozen=True, slots=True)
class Compared:
    """One mapping as it runs and as it would run."""

    mapping_id: str
    comparison: Comparison


def compared(library: mapping_dsl.Library, texts: Mapping[str, str]) -> list[Compared]:
    """What other texts at their paths change in each mapping that runs. Nothing for a mapping that is new."""
    with_texts = mapping_dsl.Library(texts_of(library) | dict(texts))
    running = set(library.mappings())
    sources = [source for source in sources_with(with_texts, *texts) if source.id in running]
    return [Compared(source.id, _comparison(library, source)) for source in sources]


def falls_in(found: Iterable[Compared]) -> Iterator[str]:
    """What makes less of a risk, a sentence each."""
    sentences = (fall.sentence for one in found for fall in one.comparison.guarded.downgrades)
    yield from dict.fromkeys(sentences)


def _comparison(library: mapping_dsl.Library, new: mapping_dsl.Source) -> Comparison:
    """A comparison takes a second, and is asked for by the page and again by publishing."""
    old = library.mapping(new.id)
    key = (old.hash, new.hash)
    samples = (library.text(path) for path in library.paths(f"{new.id}/samples/"))
    known = _known.pop(key, None) or compare(old, new, samples=read_samples(samples))
    _known[key] = known
    while len(_known) > KNOWN:
        _known.pop(next(iter(_known)), None)
    return known


# Kept by the hashes of all that they depend on, what was asked for last at the end: another process that lacks them
# only works longer.
_known: dict[tuple[str, str], Comparison] = {}
