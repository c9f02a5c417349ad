"""The program of a child process: PDFs in, what is drawn on their pages out, until its input ends.

It is started by its path and imports nothing of the product, so that it starts quickly and holds nothing worth
taking. Each frame, either way, is its length in four bytes (big endian) and then as many bytes: a PDF in, JSON out.
A PDF that kills it kills nothing else.
"""

import contextlib
import ctypes
import json
import math
import re
import resource
import struct
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, BinaryIO, NamedTuple

import pypdfium2_raw as pdfium

MAX_MEMORY_BYTES = 512 * 1024 * 1024  #: of addresses; most are never touched
MAX_PROCESSOR_SECONDS = 8  #: for one file: so that it ends even when nobody is left to end it
MAX_PAGES = 60
MAX_CHARACTERS = 200_000
MAX_OBJECTS = 20_000  #: of one page

_LENGTH = struct.Struct(">I")
_UPRIGHT_RADIANS = 0.05
_WIDE_GAP = 0.6  #: of the size: wider is not a space between words
_OTHER_LINE = 0.3  #: of the size
_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy")
_SHORTEST_RULE, _THICKEST_RULE = 10.0, 3.0
_NOT_MAPPED = "\ufffd"
_WORD = re.compile("[^ ]+")
_SHAPED = re.compile("[\ufb00-\ufefe]+")
#: Blanks and control characters are a space; two are what pdfium makes of a hyphen that ends a line.
_PLAIN = {code: " " for code in range(0x3001) if chr(code).isspace() or code < 0x20 or 0x7F <= code < 0xA0}
_PLAIN |= {0x02: "-", 0xFFFE: "-", 0x00: _NOT_MAPPED}
_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "it is locked with a password",
    pdfium.FPDF_ERR_SECURITY: "it is locked in a way that is not known here",
    pdfium.FPDF_ERR_FORMAT: "it is damaged, or no PDF",
}


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers one PDF after the other."""
    pdfium.FPDF_InitLibrary()
    _give_up_rights()
    while len(head := requests.read(_LENGTH.size)) == _LENGTH.size:
        _limit_processor_time()
        reply = json.dumps(told(requests.read(*_LENGTH.unpack(head)))).encode()
        replies.write(_LENGTH.pack(len(reply)) + reply)
        replies.flush()


def told(content: bytes) -> dict[str, Any]:
    """The looks and pages of a PDF, or under `refused` why it has none."""
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        return {"refused": _REASONS.get(pdfium.FPDF_GetLastError(), "it cannot be opened")}
    try:
        return _Document(document).told()
    finally:
        pdfium.FPDF_CloseDocument(document)


def _give_up_rights() -> None:
    """From here on: so much memory, and no file or socket that is not open already."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))


def _limit_processor_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + MAX_PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


class _Document:
    """A document while it is looked through."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._looks: dict[tuple[str, float, bool, int], int] = {}
        self._characters = 0

    def told(self) -> dict[str, Any]:
        """All pages under the caps; `cut` says that there were more."""
        count = pdfium.FPDF_GetPageCount(self._document)
        pages = []
        for number in range(min(count, MAX_PAGES)):
            pages.append(self._page(number))
            if self._characters >= MAX_CHARACTERS:
                break
        return {"looks": list(self._looks), "pages": pages, "cut": len(pages) < count}

    def _page(self, number: int) -> dict[str, Any]:
        page = pdfium.FPDF_LoadPage(self._document, number)
        if not page:
            return {"size": (0, 0), "runs": [], "rules": []}
        shown = _Shown(page)
        text = pdfium.FPDFText_LoadPage(page)
        try:
            runs = list(self._runs(text, shown)) if text else []
            return {"size": (shown.width, shown.height), "runs": runs, "rules": list(_rules(page, shown))}
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)

    def _runs(self, text: Any, shown: "_Shown") -> Iterator[tuple[Any, ...]]:
        """Runs as text, look, left, top, right, bottom, baseline."""
        count = min(pdfium.FPDFText_CountChars(text), MAX_CHARACTERS - self._characters)
        self._characters += count
        run: _Run | None = None
        for word in _Words(text, shown, self._look).read(count):
            if run is not None and run.goes_on_with(word):
                run.add(word)
                continue
            if run is not None:
                yield run.told()
            run = word
        if run is not None:
            yield run.told()

    def _look(self, text: Any, index: int) -> int:
        """The number of the look that a character has."""
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(text, index, name, len(name), flags)
        font = name.value.decode("utf-8", "replace")
        colours = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(text, index, *colours)
        red, green, blue, _ = (colour.value for colour in colours)
        bold = pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT
        bold = bold or any(named in font.casefold() for named in _BOLD_NAMES)
        look = (font, round(_size(text, index), 1), bold, red << 16 | green << 8 | blue)
        return self._looks.setdefault(look, len(self._looks))


def _size(text: Any, index: int) -> float:
    """The size as it is shown: many programs set text in size 1 and enlarge it."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text, index))
    return size * math.hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(text, index, matrix) else size


class _Run:
    """Characters put together so far."""

    def __init__(self, text: str, look: tuple[int, float], place: list[float], *, is_glued: bool) -> None:
        self.text = text
        self.look, self.size = look
        self.place = place  #: left, top, right, bottom, baseline
        self.is_glued = is_glued  #: there is no space before it

    def goes_on_with(self, word: "_Run") -> bool:
        """Whether the word stands beside this one, as close as words do, and looks the same."""
        left, _, right, _, baseline = word.place
        gap = max(left - self.place[2], self.place[0] - right)
        return (
            word.look == self.look
            and abs(baseline - self.place[4]) < _OTHER_LINE * self.size
            and gap < _WIDE_GAP * self.size
        )

    def add(self, word: "_Run") -> None:
        """Takes in what follows."""
        self.text += word.text if word.is_glued else " " + word.text
        (left, top, right, bottom, baseline), other = self.place, word.place
        self.place = [min(left, other[0]), min(top, other[1]), max(right, other[2]), max(bottom, other[3]), baseline]

    def told(self) -> tuple[Any, ...]:
        """As it is written down."""
        return (self.text, self.look, *(round(number, 2) for number in self.place))


def _written(letters: str) -> str:
    """Ligatures and shaped Arabic letters are ways to draw letters: the letters themselves."""
    return _SHAPED.sub(lambda shaped: unicodedata.normalize("NFKC", shaped[0]), letters)


class _Span(NamedTuple):
    """Characters that one object draws with no gap between its words: the first, the last, and the object."""

    first: int
    last: int
    drawn: int


class _Words:
    """Reads what stands together, in as few calls as can be: a call for a character costs more than pdfium's work."""

    def __init__(self, text: Any, shown: "_Shown", look: Callable[[Any, int], int]) -> None:
        self._text = text
        self._shown = shown
        self._look = look
        self._looks: dict[int, tuple[int, float] | None] = {}  #: by object; None of one that is not upright

    def read(self, count: int) -> Iterator[_Run]:
        """The words among so many characters."""
        letters, before = self._letters(count), -1
        for span in self._spans(letters):
            if span.drawn not in self._looks:
                self._looks[span.drawn] = self._upright_look(span.first)
            look = self._looks[span.drawn]
            if look is not None:
                words = _written(letters[span.first : span.last + 1])
                place = self._shown.place(self._text, span.first, span.last)
                yield _Run(words, look, place, is_glued=span.first == before + 1)
            before = span.last

    def _letters(self, count: int) -> str:
        """A letter for each character; of one that UTF-16 writes in halves, each half."""
        buffer = (ctypes.c_ushort * (count + 1))()
        units = pdfium.FPDFText_GetText(self._text, 0, count, buffer)
        letters = "".join(map(chr, buffer[:count]))
        if units != count + 1:  # some are none: they must be asked for
            letters = "".join(chr(pdfium.FPDFText_GetUnicode(self._text, index)) for index in range(count))
        is_gap = pdfium.FPDFText_HasUnicodeMapError
        return "".join(
            letter if letter == " " or is_gap(self._text, index) != 1 else _NOT_MAPPED
            for index, letter in enumerate(letters.translate(_PLAIN))
        )

    def _spans(self, letters: str) -> Iterator[_Span]:
        """Words of one object are one span, unless pdfium saw a gap between them: it puts a space of its own there."""
        before: _Span | None = None
        for word in _WORD.finditer(letters):
            for piece in self._pieces(word.start(), word.end() - 1):
                is_near = before is not None and piece.drawn == before.drawn and piece.first == before.last + 2
                if before and is_near and not pdfium.FPDFText_IsGenerated(self._text, piece.first - 1):
                    before = _Span(before.first, piece.last, piece.drawn)
                    continue
                if before:
                    yield before
                before = piece
        if before:
            yield before

    def _pieces(self, first: int, last: int) -> Iterator[_Span]:
        """A word in the pieces in which it is drawn: nearly always one."""
        drawn = self._object(first)
        if drawn == self._object(last):
            yield _Span(first, last, drawn)
            return
        for drawn, indexes in groupby(range(first, last + 1), key=self._object):
            piece = list(indexes)
            yield _Span(piece[0], piece[-1], drawn)

    def _object(self, index: int) -> int:
        drawn = pdfium.FPDFText_GetTextObject(self._text, index)
        return ctypes.addressof(drawn.contents) if drawn else 0

    def _upright_look(self, index: int) -> tuple[int, float] | None:
        turned = pdfium.FPDFText_GetCharAngle(self._text, index) - self._shown.radians
        if abs(math.remainder(turned, math.tau)) > _UPRIGHT_RADIANS:
            return None
        return self._look(self._text, index), _size(self._text, index)


class _Shown:
    """Where things stand on a page as it is shown: turned by quarters, measured from its top."""

    def __init__(self, page: Any) -> None:
        self.width, self.height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        self._quarters = pdfium.FPDFPage_GetRotation(page) % 4
        self.radians = -self._quarters * math.pi / 2
        self._rect, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        box = [ctypes.c_float() for _ in range(4)]
        found = pdfium.FPDFPage_GetCropBox(page, *box) or pdfium.FPDFPage_GetMediaBox(page, *box)
        self._left, self._bottom = (box[0].value, box[1].value) if found else (0.0, 0.0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space as it is shown."""
        x, y = x - self._left, y - self._bottom
        match self._quarters:
            case 0:
                return x, self.height - y
            case 1:
                return y, x
            case 2:
                return self.width - x, y
            case _:
                return self.width - y, self.height - x

    def box(self, left: float, bottom: float, right: float, top: float) -> list[float]:
        """Left, top, right, bottom as it is shown."""
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]

    def place(self, text: Any, first: int, last: int) -> list[float]:
        """Left, top, right, bottom and baseline of a word."""
        place = self._character(text, first)
        if last != first:
            (left, top, right, bottom), other = place, self._character(text, last)
            place = [min(left, other[0]), min(top, other[1]), max(right, other[2]), max(bottom, other[3])]
        pdfium.FPDFText_GetCharOrigin(text, first, self._x, self._y)
        return [*place, self.point(self._x.value, self._y.value)[1]]

    def _character(self, text: Any, index: int) -> list[float]:
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        return self.box(rect.left, rect.bottom, rect.right, rect.top)


def _rules(page: Any, shown: _Shown) -> Iterator[tuple[float, float, float]]:
    """Level lines and the upper and lower edges of boxes, as left, right and height."""
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        left, top, right, bottom = shown.box(*(edge.value for edge in edges))
        if right - left < _SHORTEST_RULE:
            continue
        for height in [top, bottom] if bottom - top > _THICKEST_RULE else [(top + bottom) / 2]:
            yield round(left, 2), round(right, 2), round(height, 2)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
