"""The lines of an answer without what its layout puts before and after them."""

import re
from collections.abc import Sequence
from typing import Final

from runtime.intake.aligning.anchors import Anchor, Sheet
from runtime.intake.layout.templates import is_row

_MARKS: Final = re.compile(r"[^\w\s]+$")
_WRAPPED: Final = 3  #: further lines over which the words that close an answer may be wrapped


def closed_at(sheet: Sheet, anchor: Anchor, end: int) -> int:
    """Where tags end an answer that stands beside its label."""
    lines = range(end if anchor.is_below else anchor.next_line - 1, end)
    found = next((at + 1 for at in lines if anchor.is_closed_by(sheet.lines[at].text)), end)
    ends = ((at + 1, sheet.lines[max(lines[0], at - _WRAPPED) : at + 1]) for at in lines[1:])
    wrapped = (after for after, some in ends if anchor.is_closed_by(" ".join(line.text.strip() for line in some)))
    return found if found < end else next(wrapped, end)


def unclosed(sheet: Sheet, anchor: Anchor, end: int) -> list[str]:
    """The lines of an answer beside its label without the words that close it, over which lines may have been broken.

    None where no such words end it.
    """
    texts = [anchor.text, *(line.text for line in sheet.lines[anchor.next_line : end])]
    left, at = anchor.closing, len(texts) - 1
    if anchor.is_below or not anchor.is_closed_by(" ".join(map(str.strip, texts))):
        return []
    while at and left.endswith(text := texts[at].strip()):
        left, at = left.removesuffix(text).rstrip(), at - 1
    return [*texts[:at], texts[at].rstrip().removesuffix(left).rstrip()]


def cleaned(sheet: Sheet, anchor: Anchor, end: int) -> list[str]:
    """The lines under a label, to a line, without what the layout puts before and after answers."""
    texts, pattern = [line.text for line in sheet.lines[anchor.next_line : end]], anchor.pattern
    if pattern is None:
        return texts
    texts = closed(texts, anchor)
    if pattern.further:
        return [without(pattern.further, text) for text in texts]
    if mark := _mark_beside(sheet.lines[anchor.next_line - 1].text, anchor):
        return [without(mark, text) for text in texts]
    if pattern.answer is None or not pattern.lead or not any(map(str.strip, texts)):
        return texts
    first = next(at for at, text in enumerate(texts) if text.strip())
    has_words, column = any(map(str.isalnum, pattern.lead)), indent_of(texts[first])
    led = (at == first or (not has_words and indent_of(text) == column) for at, text in enumerate(texts))
    return [without(pattern.answer, text) if is_led else text for is_led, text in zip(led, texts, strict=True)]


def _mark_beside(text: str, anchor: Anchor) -> re.Pattern[str] | None:
    """What stands before further lines of an answer: the mark between it and its label, once more in its column."""
    label, found, _ = text.rpartition(anchor.text.strip()) if anchor.text.strip() else ("", "", "")
    marks = _MARKS.search(label.rstrip()) if found else None
    return re.compile(rf" {{{marks.start()}}}{re.escape(marks[0])}\s?") if marks and marks.start() else None


def closed(texts: Sequence[str], anchor: Anchor) -> list[str]:
    """An answer's lines without the mark that ends the last of them."""
    last = max((at for at, text in enumerate(texts) if not is_empty(text)), default=0)
    return [_closed(text, anchor, is_last=at == last) for at, text in enumerate(texts)]


def _closed(text: str, anchor: Anchor, *, is_last: bool) -> str:
    """A line without the mark that ends an answer's last line, and each line of one that goes on in its own column."""
    pattern = anchor.pattern
    is_boxed = pattern is not None and pattern.lead == anchor.closing  # as between bars: each line is
    further = (pattern.answer if is_boxed else pattern.further) if pattern else None
    is_further = further is not None and further.match(text) is not None
    is_end = anchor.closing and (is_last or is_further) and text.rstrip().endswith(anchor.closing)
    return text.rstrip().removesuffix(anchor.closing).rstrip() if is_end else text


def without(beginning: re.Pattern[str], text: str) -> str:
    """A line without what it begins with."""
    found = beginning.match(text)
    return text[found.end() :] if found else text


def indent_of(text: str) -> int:
    """How many blanks a line begins with."""
    return len(text) - len(text.lstrip())


def outdented(texts: Sequence[str]) -> list[str]:
    """Lines under a label, without the indentation of the first of them."""
    first = next((text for text in texts if text.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [text.removeprefix(indent) if indent else text for text in texts]


def is_empty(text: str) -> bool:
    """Whether a line before an answer is blank, or underlines the label."""
    return not text.strip() or is_row(text)
