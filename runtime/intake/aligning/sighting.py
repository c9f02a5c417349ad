"""Where a form's own words stand in a text: at the beginning of what a line says, whatever adorns it there.

Where hardly any stand so, they are looked for behind words that lead many of them, as in "We asked: ".

Words are compared by their letters and digits alone, so that capitals, question marks, brackets and a line that was
wrapped inside a label make no difference.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from runtime.intake.witness.lines import Line, Piece
from runtime.intake.wording import words_in

MAX_LABEL_CHARACTERS: Final = 400
MAX_LABEL_LINES: Final = 4
_MAX_BEFORE: Final = 3  #: words of a line that may stand before a label: "Question 3: "
_MAX_LEADING: Final = 8  #: words that may lead labels where all are led by the same
_FEWEST: Final = 6  #: different labels that make a text one in which they begin lines, or are led by the same

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER: Final = re.compile(r"\d+")
_CLOSING: Final = re.compile(r"[?!)\]\"'”’]*")
#: Marks, and at most a number or one short word with a mark: "* ", "3. ", "2.10 ", "Q: ", "| **".
_BEFORE: Final = re.compile(
    r"[\W_]*(?:(?:[^\W\d_]{1,10}[ .]?)?\d{1,3}(?:[.-]\d{1,3}){0,3}[a-z]?(?=[\W_])|[^\W\d_]{1,10}(?=[:.)>|]))?[\W_]*"
)

Words: TypeAlias = tuple[str, ...]
#: All word rows that may be found, by their first word.
Index: TypeAlias = Mapping[str, Sequence[Words]]


class Sighting(NamedTuple):
    """Words that stand in a text. Lines count from 0."""

    words: Words
    line: int  #: in which they begin, at `start`
    last: int  #: in which they end
    start: int
    bare: int  #: where the last word ends
    end: int  #: where the marks end that close it: "?", ")"


def words_of(text: str) -> Words:
    """The words of a text as they are compared."""
    if text.isascii() and "'" not in text:
        return tuple(words_in(text.lower()))
    return tuple(map(_folded, _WORD.findall(text)))


def index_of(rows: Iterable[Words]) -> Index:
    """Rows of words by their first one, longer rows first."""
    index: dict[str, list[Words]] = {}
    for words in sorted({row for row in rows if row}, key=len, reverse=True):
        index.setdefault(words[0], []).append(words)
    return index


def sight(lines: Sequence[Line], index: Index, labels: Collection[Words]) -> list[Sighting]:
    """All rows of words of the index that stand at the beginning of a line, in order; with few labels also led ones."""
    found = _at_beginnings(lines, index)
    if len({one.words for one in found if one.words in labels}) >= _FEWEST:
        return found
    return sorted([*found, *_led(lines, index)], key=lambda one: one.line)


def _at_beginnings(lines: Sequence[Line], index: Index) -> list[Sighting]:
    found: list[Sighting] = []
    for number, line in enumerate(lines):
        if line.piece is Piece.ANSWER:
            continue
        for count, word in enumerate(_WORD.finditer(line.text, 0, MAX_LABEL_CHARACTERS)):
            may_be_numbered = count == 1 and word[0].isdecimal()  # "Part 3: "
            may_follow = not count or may_be_numbered or _BEFORE.fullmatch(line.text, 0, word.start())
            if count > _MAX_BEFORE or not may_follow:
                break
            if rows := index.get(_folded(word[0])):
                found += _rows_at(lines, number, word.start(), rows)
    return found


def _led(lines: Sequence[Line], index: Index) -> Iterator[Sighting]:
    """The words that stand behind what stands before many others too, numbers aside."""
    found: dict[str, list[Sighting]] = {}
    for number, line in enumerate(lines):
        if line.piece is not Piece.RUNNING:
            continue
        for word in islice(_WORD.finditer(line.text, 0, MAX_LABEL_CHARACTERS), 1, _MAX_LEADING):
            leading = _NUMBER.sub("0", line.text[: word.start()]).strip()
            if leading and not leading[-1].isalnum() and (rows := index.get(_folded(word[0]))):
                found.setdefault(leading, []).extend(_rows_at(lines, number, word.start(), rows))
    for led in found.values():
        if len({one.words for one in led}) >= _FEWEST:
            yield from led


def _rows_at(lines: Sequence[Line], number: int, start: int, rows: Sequence[Words]) -> list[Sighting]:
    """Those of the rows, longer ones first, that stand from that place on, perhaps over the next lines."""
    found: list[Sighting] = []
    text = lines[number].text
    here = list(islice(_WORD.finditer(text, start), len(rows[0])))
    fold = str.lower if text.isascii() else _folded
    said = tuple([fold(word[0]) for word in here])
    for row in rows:
        if said[: len(row)] == row:
            found.append(_sighting(row, number, (text, number), start, here[len(row) - 1].end()))
        elif len(said) < len(row) and said == row[: len(said)] and (one := _wrapped(lines, number, start, row)):
            found.append(one)
    return found


def _wrapped(lines: Sequence[Line], number: int, start: int, words: Words) -> Sighting | None:
    """The words from that place on, over the next lines; None where others stand there."""
    at, place = number, start
    for word in words:
        found = _WORD.search(lines[at].text, place)
        if found is None and at + 1 < min(len(lines), number + MAX_LABEL_LINES):
            at, place = at + 1, 0
            found = _WORD.search(lines[at].text)
        if found is None or lines[at].piece is not lines[number].piece or _folded(found[0]) != word:
            return None
        place = found.end()
    return _sighting(words, number, (lines[at].text, at), start, place)


def _sighting(words: Words, number: int, last: tuple[str, int], start: int, bare: int) -> Sighting:
    """Words that begin in a line and end in the `last` one, with its number."""
    text, at = last
    closing = _CLOSING.match(text, bare)
    return Sighting(words, number, at, start, bare, closing.end() if closing else bare)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
