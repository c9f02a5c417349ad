"""In which layout a text is written: of those that are known and the one it shows itself, what explains most of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Final

from runtime.intake.aligning.alignment import Chain, align, text_beside
from runtime.intake.aligning.anchors import Anchor, Patterns, Sheet, anchors_of, patterns_of, tells
from runtime.intake.aligning.learning import infer_layout, shared_lead
from runtime.intake.aligning.script import SlotKind
from runtime.intake.aligning.sighting import Sighting
from runtime.intake.aligning.straight import straight
from runtime.intake.layout import Layout
from runtime.intake.mail.quoting import is_quoted

_ENOUGH: Final = 0.9  #: of the labels that stand in a text: a layout with so many needs no rival
_RIVAL: Final = 0.6  #: of the labels that the best layout tells
_TRIED: Final = 4  #: labels, and marks, by which layouts are tried
_FEWEST_MARKED: Final = 6  #: answers that show whether a layout leaves marks
_LOOKED_AT: Final = 20  #: characters of an answer's end in which the layout's mark may stand
_OF_SENTENCES: Final = " .!?)"  #: marks that answers end with anywhere
_MOST_TRIED: Final = 4  #: layouts by which a whole text is tried


@dataclass(frozen=True, slots=True)
class Told:
    """A text as a layout shows it."""

    layout: Layout
    anchors: Sequence[Anchor]
    chain: Chain


def choose(sheet: Sheet, layouts: Sequence[Layout]) -> Told:
    """The text in the layout that explains most; of equals the earliest known one."""
    ranked: list[tuple[int, Layout, list[Anchor]]] = []
    for layout in _likeliest(sheet, _with_shared_words(tuple(layouts))):
        anchors = anchors_of(sheet, layout)
        asked = _asked(anchors)
        if _leaves_marks(sheet, asked) or _leaves_answers(sheet, asked) or _leaves_quotation(sheet, asked):
            continue
        ranked.append((_labels(asked), layout, anchors))
        if ranked[-1][0] >= _ENOUGH * sheet.label_count and _marks(anchors) >= len(sheet.marks):
            chain = straight(sheet, anchors)
            if chain:
                return Told(layout, anchors, chain)
    ranked.sort(key=_most)
    if not ranked or ranked[0][0] < sheet.label_count or _marks(ranked[0][2]) < len(sheet.marks):
        inferred = infer_layout(sheet, shared_words(tuple(layouts)))
        if inferred:
            anchors = anchors_of(sheet, inferred)
            ranked = sorted([*ranked, (_labels(_asked(anchors)), inferred, anchors)], key=_most)
    if not ranked:
        words = shared_words(tuple(layouts))
        return Told(words, [], align(sheet, anchors_of(sheet, words)))
    rivals = [one for one in ranked[:2] if one[0] >= _RIVAL * ranked[0][0]]
    told = [Told(layout, anchors, align(sheet, anchors)) for _, layout, anchors in rivals]
    return max(told, key=lambda one: one.chain.worth)


@lru_cache(maxsize=64)
def shared_words(layouts: tuple[Layout, ...]) -> Layout:
    """A layout without templates, with the words of all."""
    return reduce(Layout.words_of, layouts, Layout())


@lru_cache(maxsize=64)
def _with_shared_words(layouts: tuple[Layout, ...]) -> tuple[tuple[Layout, Patterns], ...]:
    """The layouts, each with the words of all: who writes forms down in one way may have another's words for blank."""
    words = shared_words(layouts)
    return tuple((layout.words_of(words), patterns_of(layout)) for layout in sorted(layouts, key=_marked, reverse=True))


def _likeliest(sheet: Sheet, layouts: Sequence[tuple[Layout, Patterns]]) -> list[Layout]:
    """The layouts that tell most of a few lines, spread over the text; of equals those with more marks first."""
    third = len(sheet.labels) // 3
    middle = sheet.labels[third :: max(1, third)][:2]
    possible = [one for one in layouts if any(tells(sheet, label, one[1]) for label in middle)] or layouts
    few = [*_spread(sheet.labels), *_spread(sheet.marks)]
    told = [(sum(tells(sheet, one, patterns) for one in few), layout) for layout, patterns in possible]
    most = max((count for count, _ in told), default=0)
    likely = sorted((one for one in told if 2 * one[0] > most), key=lambda one: -one[0])
    return [layout for _, layout in likely[:_MOST_TRIED]]


def _marked(layout: Layout) -> int:
    """How much a layout's first template says beside the names: the more, the less it is had by chance."""
    return sum(len(line) for line in layout.questions[0]) if layout.questions else 0


def _leaves_marks(sheet: Sheet, asked: Sequence[Anchor]) -> bool:
    """Whether nearly all answers would begin or end with the same marks: then it is not the layout."""
    texts = [text for anchor in asked if (text := text_beside(sheet, anchor))]
    ends = shared_lead(text[::-1][:_LOOKED_AT] for text in texts).strip(_OF_SENTENCES)
    return len(texts) >= _FEWEST_MARKED and bool(ends or shared_lead(texts))


def _leaves_quotation(sheet: Sheet, asked: Sequence[Anchor]) -> bool:
    """Whether answers under their labels are marked as quoted, and the labels are not: then it is not the layout."""
    below = [one for one in asked if one.pattern and one.is_below and not one.pattern.lead]
    under = [(one.line, at) for one in below if (at := sheet.next_written(one.next_line)) < len(sheet.lines)]
    marked = sum(is_quoted(sheet.lines[at]) and not is_quoted(sheet.lines[label]) for label, at in under)
    return len(below) >= _FEWEST_MARKED and 2 * marked > len(below)


def _leaves_answers(sheet: Sheet, asked: Sequence[Anchor]) -> bool:
    """Whether most answers would stand under labels beside which the layout has them: then it is not the layout."""
    beside = [one for one in asked if one.pattern and not one.is_below]
    return len(beside) >= _FEWEST_MARKED and 2 * sum(_is_answered_below(sheet, one) for one in beside) > len(beside)


def _is_answered_below(sheet: Sheet, anchor: Anchor) -> bool:
    """Whether nothing stands beside a label, and under it something that is no label."""
    at = sheet.next_written(anchor.next_line)
    if anchor.text.strip() or at >= len(sheet.lines):
        return False
    return at not in sheet.headed and sheet.labelled[at + 1] == sheet.labelled[at]


def _spread(sightings: Sequence[Sighting]) -> Sequence[Sighting]:
    return sightings[:: max(1, len(sightings) // _TRIED)]


def _asked(anchors: Sequence[Anchor]) -> list[Anchor]:
    return [anchor for anchor in anchors if anchor.slot.is_question]


def _labels(asked: Sequence[Anchor]) -> int:
    return len({anchor.slot.place for anchor in asked if anchor.is_telling})


def _marks(anchors: Sequence[Anchor]) -> int:
    marking = (SlotKind.SECTION, SlotKind.ELEMENT)
    return len({anchor.line for anchor in anchors if anchor.slot.kind in marking})


def _most(one: tuple[int, Layout, list[Anchor]]) -> tuple[int, int]:
    return -one[0], -len(one[2])
