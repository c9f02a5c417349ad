"""Two texts of one mapping compared: what is different in words, and whether anything makes less of a risk."""

from collections.abc import Iterable
from dataclasses import dataclass

from mapping_dsl.comparing.changes import Change, changes
from mapping_dsl.comparing.effects import Effect, Effects
from mapping_dsl.comparing.guard import Downgrade, DowngradeKind, Guarded, guard
from mapping_dsl.comparing.sides import Document, Side, is_submission, opened, read_samples
from mapping_dsl.comparing.subjects import Place
from mapping_dsl.comparing.trials import Trials
from mapping_dsl.library import Source

__all__ = [
    "Change",
    "Comparison",
    "Downgrade",
    "DowngradeKind",
    "Effect",
    "Guarded",
    "Place",
    "compare",
    "downgrades",
    "read_samples",
]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two mappings: as they are written, as it is felt, and what makes less of a risk."""

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    guarded: Guarded

    @property
    def nothing_changes(self) -> bool:
        """Whether the texts state the same, but for comments and layout."""
        return not self.changes and not self.effects and not self.guarded.not_covered


def compare(old: Source, new: Source, *, samples: Iterable[Document] = ()) -> Comparison:
    """Everything that is different. `samples` are submissions to try beside those that are kept or made up."""
    before, after = opened(old), opened(new)
    if not isinstance(before, Side) or not isinstance(after, Side):
        return Comparison((), (), _unable(before, after))
    trials = Trials(before, after, list(filter(is_submission, samples)))
    return Comparison(changes(before, after), tuple(Effects(trials).all()), guard(trials))


def downgrades(old: Source, new: Source, *, samples: Iterable[Document] = ()) -> Guarded:
    """Whether some submission loses a flag, or falls in level, grade or priority, when the new texts run instead of
    the old ones."""
    before, after = opened(old), opened(new)
    if not isinstance(before, Side) or not isinstance(after, Side):
        return _unable(before, after)
    return guard(Trials(before, after, list(filter(is_submission, samples))))


def _unable(*sides: Side | str) -> Guarded:
    """What is said where one of both cannot run."""
    names = ("the text that runs now cannot be read", "the new text cannot run yet")
    told = (f"{name}: {one}" for name, one in zip(names, sides, strict=True) if isinstance(one, str))
    return Guarded((), tuple(told))
