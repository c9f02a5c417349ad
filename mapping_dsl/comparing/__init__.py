"""Two texts of one mapping compared: what is different in words, and whether anything makes less of risk."""

from collections.abc import Iterable

from mapping_dsl.comparing.guard import Downgrade, DowngradeKind, Guarded, guard
from mapping_dsl.comparing.sides import Document, Side, opened
from mapping_dsl.comparing.subjects import Place
from mapping_dsl.comparing.trials import Trials
from mapping_dsl.library import Source

__all__ = ["Downgrade", "DowngradeKind", "Guarded", "Place", "downgrades"]


def downgrades(old: Source, new: Source, *, samples: Iterable[Document] = ()) -> Guarded:
    """Whether some submission loses a flag, or falls in level, grade or priority, when the new texts run instead of
    the old ones. `samples` are submissions to try beside those that are kept and those that are made up."""
    before, after = opened(old), opened(new)
    if not isinstance(before, Side):
        return Guarded((), (f"the old text cannot run: {before.message}",))
    if not isinstance(after, Side):
        return Guarded((), (f"the new text cannot run yet: {after.message}",))
    return guard(Trials(before, after, tuple(samples)))
