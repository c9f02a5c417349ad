"""In which layout a text is written: of those that are known and the one it shows itself, what explains most of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Final

from runtime.intake.alignment import Chain, align
from runtime.intake.anchors import Anchor, Sheet, anchors_of
from runtime.intake.layout import Layout
from runtime.intake.learning import infer_layout
from runtime.intake.script import SlotKind

_ENOUGH: Final = 0.9  #: of the labels that stand in a text: a layout with so many needs no rival
_RIVAL: Final = 0.6  #: of the labels that the best layout tells


@dataclass(frozen=True, slots=True)
class Told:
    """A text as a layout shows it."""

    layout: Layout
    anchors: Sequence[Anchor]
    chain: Chain


def choose(sheet: Sheet, layouts: Sequence[Layout]) -> Told:
    """The text in the layout that explains most; of equals the earliest known one."""
    words = shared_words(tuple(layouts))
    ranked = sorted(((_labels(anchors), layout, anchors) for layout, anchors in _all(sheet, layouts)), key=_most)
    if not ranked or ranked[0][0] < _ENOUGH * sheet.label_count or _marks(ranked[0][2]) < sheet.mark_count:
        inferred = infer_layout(sheet, words)
        if inferred:
            anchors = anchors_of(sheet, inferred)
            ranked = sorted([*ranked, (_labels(anchors), inferred, anchors)], key=_most)
    if not ranked:
        return Told(words, [], align(sheet, anchors_of(sheet, words)))
    rivals = [one for one in ranked[:3] if one[0] >= _RIVAL * ranked[0][0]]
    told = [Told(layout.words_of(words), anchors, align(sheet, anchors)) for _, layout, anchors in rivals]
    return max(told, key=lambda one: one.chain.worth)


@lru_cache(maxsize=64)
def shared_words(layouts: tuple[Layout, ...]) -> Layout:
    """A layout without templates, with the words of all."""
    return reduce(Layout.words_of, layouts, Layout())


def _all(sheet: Sheet, layouts: Sequence[Layout]) -> list[tuple[Layout, list[Anchor]]]:
    """Each layout with what it tells in the text; of layouts with the same templates the first."""
    different = {(layout.questions, layout.headings, layout.elements): layout for layout in reversed(layouts)}
    return [(layout, anchors_of(sheet, layout)) for layout in layouts if layout in different.values()]


def _labels(anchors: Sequence[Anchor]) -> int:
    return len({anchor.slot.place for anchor in anchors if anchor.slot.kind is SlotKind.QUESTION})


def _marks(anchors: Sequence[Anchor]) -> int:
    return len({anchor.line for anchor in anchors if anchor.slot.kind in (SlotKind.SECTION, SlotKind.ELEMENT)})


def _most(one: tuple[int, Layout, list[Anchor]]) -> tuple[int, int]:
    return -one[0], -len(one[2])
