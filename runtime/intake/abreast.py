"""Questions that share a line: each gets a line of its own, as everywhere else.

Services that print a form in columns write "Title: Dr     First name: Ann" or "| Title | Dr | First name | Ann |". What
parts the questions is told by labels of known forms that stand behind it, and begin no line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.sighting import MAX_LABEL_CHARACTERS, Index, Words, index_of, words_of
from runtime.intake.envelope import WitnessText
from runtime.intake.witness.lines import Line, Piece

_FEWEST: Final = 4  #: different labels that stand behind others
_LONGEST_LINE, _LONGEST_TEXT = 2_000, 100_000  #: characters of what is looked through
_GAPS: Final = (re.compile(r"\|\s*"), re.compile(r"\t\s*"), re.compile(r" {3,}"), re.compile(r";\s+"))
_ANY_GAP: Final = re.compile(r"[^\S\n]{2,}|[\t|;]")
_MOST_BESIDE: Final = 2_000  #: characters of an answer in which another question's label is looked for
_EDGES: Final = " |\t;"
_PARTING: Final = (":", "=")


def one_below_another(text: WitnessText, labels: frozenset[Words]) -> WitnessText:
    """The text with each known question on a line of its own, and with what parted them; as it is where none do."""
    if sum(len(line.text) for line in text.lines) > _LONGEST_TEXT:
        return text
    for gap in _GAPS:
        found = _Gap(text.lines, gap, _index(labels))
        if len(found.inner) >= _FEWEST:
            lines = (part for line in text.lines for part in found.parted(line))
            return replace(text, lines=tuple(lines), gap=gap)
    return text


def may_hold_another(text: str, sheet: Sheet) -> bool:
    """Whether another question may stand behind an answer: after a gap or a mark a label does.

    Where questions share lines, whatever stands behind such a gap may be one that nobody knows.
    """
    if sheet.gap and any(sheet.gap.search(line.strip()) for line in text.split("\n")):
        return True
    beside = text.partition("\n")[0]
    parts = (words_of(part[:MAX_LABEL_CHARACTERS]) for part in _ANY_GAP.split(beside[:_MOST_BESIDE])[1:])
    rows = ((words, row) for words in parts if words for row in sheet.script.index.get(words[0], ()))
    return any(row in sheet.script.labels and words[: len(row)] == row for words, row in rows)


class _Gap:
    """What stands behind one kind of gap in a text's lines."""

    def __init__(self, lines: Sequence[Line], gap: re.Pattern[str], index: Index) -> None:
        self._gap, self._index = gap, index
        held = [line for line in lines if self._may_hold(line) and gap.search(line.text.strip(_EDGES))]
        inner = {words for line in held for _, words in self._labels(line.text)}
        self.inner = inner - self._begun(lines) if len(inner) >= _FEWEST else inner

    def parted(self, line: Line) -> Iterator[Line]:
        """The line, or one for each question in it. Bars around a row stand around each."""
        if not self._may_hold(line):
            yield line
            return
        cuts = [found for found, words in self._labels(line.text) if words in self.inner]
        if not cuts and not self._label_at(line.text, _start(line.text)):
            yield line
            return
        before, after = ("| ", " |") if line.text.lstrip().startswith("|") else ("", "")
        begins = [0, *(found.end() for found in cuts)]
        ends = [*(found.start() for found in cuts), len(line.text)]
        for begin, end in zip(begins, ends, strict=True):
            text = line.text[begin:end]
            shown = f"{before if begin else ''}{text.rstrip()}{after if end < len(line.text) else ''}"
            yield replace(line, text=shown if after else text[: self._last_gap(text)].rstrip())

    def _may_hold(self, line: Line) -> bool:
        return line.piece is Piece.RUNNING and len(line.text) <= _LONGEST_LINE

    def _last_gap(self, text: str) -> int:
        """Where the gap begins with which a text ends, as where one stands behind the last question too."""
        last = next((found for found in self._gap.finditer(text) if found.end() == len(text)), None)
        return last.start() if last else len(text)

    def _labels(self, text: str) -> Iterator[tuple[re.Match[str], Words]]:
        """The gaps behind which a further known label stands, each with that label; none in the head of a table."""
        parts = self._gap.split(text.strip(_EDGES))
        if all(words_of(part) == self._label_at(part, 0) != () and not part.endswith(_PARTING) for part in parts):
            return
        is_further = bool(self._label_at(text, _start(text)))
        for found in self._gap.finditer(text, _start(text)):
            words = self._label_at(text, found.end())
            if words and is_further:
                yield found, words
            is_further = is_further or bool(words)

    def _begun(self, lines: Sequence[Line]) -> set[Words]:
        return {words for line in lines if (words := self._label_at(line.text, _start(line.text)))}

    def _label_at(self, text: str, start: int) -> Words:
        """The longest label that stands in a text from there, with a mark after it; none where there is none."""
        part = text[start : start + MAX_LABEL_CHARACTERS]
        said = words_of(part)
        rows = self._index.get(said[0], ()) if said else ()
        return next((row for row in rows if said[: len(row)] == row and _is_marked(part, row)), ())


def _start(text: str) -> int:
    """Where a line's words begin, behind blanks and bars."""
    return len(text) - len(text.lstrip(_EDGES))


def _is_marked(part: str, label: Words) -> bool:
    """Whether no word follows the label by a blank alone, as in a sentence that begins like one."""
    found = re.match(r"\W*".join(map(re.escape, label)), part.casefold())
    return found is not None and re.match(r"\W*?(?:[^\w\s]|\s{2}|\t|$)", part[found.end() :]) is not None


@lru_cache(maxsize=8)
def _index(labels: frozenset[Words]) -> Index:
    return index_of(labels)
