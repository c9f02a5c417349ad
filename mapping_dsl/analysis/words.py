"""Values of terms as a person says them: "itemValue is more than 500 and at most 1000"."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Final

from mapping_dsl.analysis.boxes import bits
from mapping_dsl.analysis.scales import Scale
from mapping_dsl.analysis.terms import Piece, PieceKind, Term
from mapping_dsl.feel import lexical
from mapping_dsl.feel.values import Value

_MAX_LISTED: Final = 6
_SPOKEN: Final = 3
_BUT: Final = "anything but "
#: more than, at least, less than, at most
_SIGNS: Final = ("more than {}", "at least {}", "less than {}", "at most {}")
_SIGNS_IN_TIME: Final = ("after {}", "{} or later", "before {}", "{} or earlier")
_BETWEEN_IN_TIME: Final = ("after {}", "from {}", "before {}", "to {}")

Show = Callable[[Value], str]


@dataclass(frozen=True, slots=True)
class Speaker:
    """How terms and values are called: by their names, or by the form's own words."""

    term: Callable[[Term], str]
    value: Callable[[Term, Value], str]

    def says(self, term: Term, mask: int) -> str:
        """That a term is one of some pieces; empty where it may be anything."""
        every = [piece for piece in term.pieces if piece.is_certain] or list(term.pieces)
        known = {id(piece) for piece in every}
        pieces = [term.pieces[at] for at in bits(mask) if id(term.pieces[at]) in known]
        return f"{self.term(term)} {self._said(term, pieces, every)}" if len(pieces) < len(every) else ""

    def _said(self, term: Term, pieces: list[Piece], every: list[Piece]) -> str:
        if term.aspects:
            shown = ["blank" if one.value is None else self.value(term, one.value) for one in pieces[:_SPOKEN]]
            return "is blank" if shown == ["blank"] else f"is for example {listed(shown)}"
        filled = [piece for piece in pieces if piece.kind is not PieceKind.BLANK]
        blank = ["blank"] if len(filled) < len(pieces) else []
        all_filled = [piece for piece in every if piece.kind is not PieceKind.BLANK]
        if len(filled) == len(all_filled):
            return "is not blank"
        values = self._values(term, filled, all_filled)
        # "Anything but a or blank" would say that it is not blank.
        is_but = bool(values) and values[0].startswith(_BUT)
        return f"is {listed([*blank, *values] if is_but else [*values, *blank])}"

    def _values(self, term: Term, pieces: list[Piece], every: list[Piece]) -> list[str]:
        if term.scale and term.domain.options is None:
            return [_interval(run, term.scale).says(lambda one: self.value(term, one)) for run in _runs(pieces, every)]
        values = [value for piece in pieces for value in _values_of(piece)]
        others = [value for piece in every if piece not in pieces for value in _values_of(piece)]
        is_open = any(piece.kind is PieceKind.OTHER and not piece.options for piece in pieces)
        if is_open or (len(values) > _MAX_LISTED and len(others) < len(values)):
            shown = [self.value(term, one) for one in others]
            return [f"{_BUT}{listed(shown)}"] if shown else ["anything"]
        shown = [self.value(term, one) for one in values[:_MAX_LISTED]]
        return [*shown, f"{len(values) - _MAX_LISTED} more"] if len(values) > _MAX_LISTED else shown


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words with commas, and a word before the last."""
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def plainly(value: Value) -> str:
    """A value as it stands in a form."""
    if isinstance(value, str):
        return value or "an empty text"
    if isinstance(value, list):
        return f"[{', '.join(map(plainly, value))}]"
    if isinstance(value, time) and not value.second and not value.microsecond:
        return value.strftime("%H:%M")
    return lexical.to_string(value) or "nothing"


def _values_of(piece: Piece) -> Sequence[Value]:
    return piece.options if piece.options else (piece.value,) if piece.kind is PieceKind.SINGLE else ()


def _runs(pieces: list[Piece], every: list[Piece]) -> list[list[Piece]]:
    """Pieces that follow each other on a line, together."""
    wanted = {id(piece) for piece in pieces}
    runs: list[list[Piece]] = [[]]
    for piece in every:
        if id(piece) in wanted:
            runs[-1].append(piece)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


@dataclass(frozen=True, slots=True)
class _Interval:
    """All values of pieces that follow each other; a bound that is None is none."""

    scale: Scale
    low: Fraction | None
    high: Fraction | None
    has_low: bool
    has_high: bool

    def says(self, show: Show) -> str:
        """The interval in words, one or two whole steps by their names."""
        few = self._few()
        if few:
            return listed(dict.fromkeys(show(self.scale.value(one)) for one in few))
        in_time = self.scale.kind in (date, time, datetime)
        is_bounded = self.low is not None and self.high is not None
        signs = _SIGNS if not in_time else _BETWEEN_IN_TIME if is_bounded else _SIGNS_IN_TIME
        bounds = ((self.low, signs[self.has_low]), (self.high, signs[2 + self.has_high]))
        said = [sign.format(show(self.scale.value(bound))) for bound, sign in bounds if bound is not None]
        return (" " if in_time and self.has_low else " and ").join(said)

    def _few(self) -> tuple[Fraction, ...]:
        if self.low is None or self.high is None:
            return ()
        if self.low == self.high:
            return (self.low,)
        if not self.scale.step:
            return ()
        step = Fraction(self.scale.step)
        least = self.low if self.has_low else (self.low // step + 1) * step
        most = self.high if self.has_high else -((-self.high) // step + 1) * step
        return (least, most) if most - least <= step else ()


def _interval(run: list[Piece], scale: Scale) -> _Interval:
    first, last = run[0], run[-1]
    low = first.stretch.low if first.stretch else None
    high = last.stretch.high if last.stretch else None
    return _Interval(scale, low, high, first.kind is PieceKind.SINGLE, last.kind is PieceKind.SINGLE)
