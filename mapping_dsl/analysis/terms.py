"""Terms: what a condition or table asks about, and the pieces that a term's values fall into.

Two values in one piece are the same to everybody who looks at the term. What is not understood of a term, say
`starts with(name, "C")`, is an aspect of it: a piece says what it comes to.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import chain, product
from typing import Final, TypeAlias

from mapping_dsl.analysis.candidates import lists_of, strings_of
from mapping_dsl.analysis.scales import BY_TYPE, Scale, Stretch, segments, stretches
from mapping_dsl.feel import types
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.values import Value

#: the values at which something may change that looks at a term, None where it may at every value
Cuts: TypeAlias = frozenset[Hashable] | None
Evaluate: TypeAlias = Callable[["Aspect", Value], Value]

MAX_ASPECTS: Final = 4
_NO_VALUE: Final = object()


class PieceKind(StrEnum):
    """What sort of values a piece holds."""

    BLANK = "blank"  #: null alone
    SINGLE = "single"  #: one value alone
    BETWEEN = "between"  #: all between two values, or beyond one
    OTHER = "other"  #: all that no other piece holds


@dataclass(frozen=True, slots=True)
class Piece:
    """Values of a term that nobody who asks about it tells apart, with one of them."""

    kind: PieceKind
    value: Value
    versions: int  #: the versions of the form, as bits, in which the term can have such a value
    is_certain: bool = True  #: whether it is known that such values come
    stretch: Stretch | None = None
    options: tuple[Hashable, ...] = ()  #: of OTHER: the options that it stands for, where they can be counted
    aspects: tuple[bool | None, ...] = ()  #: what the term's aspects come to
    lacking: int = 0  #: of BLANK: the versions that do not ask the question, so that all their submissions are here
    in_doubt: bool = False  #: of BLANK: only where nobody may rely on the answer, which then is null


@dataclass(frozen=True, slots=True)
class Domain:
    """Which values a term can have."""

    type: types.Type
    every: int  #: all versions of the form, as bits
    options: Mapping[Hashable, int] | None = None  #: all values with the versions that have them, where they are known
    is_open: bool = False  #: there may be values beyond the options
    filled: int | None = None  #: the versions in which it may have a value; None: all
    blank: int | None = None  #: the versions in which it may be null; None: all, for all that is known
    lacking: int = 0
    is_answer: bool = False  #: an answer in doubt is null as well
    is_certain: bool = True  #: whether every value of the type may come
    scale: Scale | None = None

    @property
    def is_finite(self) -> bool:
        """Whether all values can be gone through."""
        return self.options is not None and not self.is_open

    @property
    def versions(self) -> int:
        """The versions in which it may have a value."""
        return self.every if self.filled is None else self.filled


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that is asked about a term and not understood; true, false or null."""

    name: str  #: in rewritten expressions
    node: Node
    question: Node | None  #: what `?` is in it
    expressions: tuple[Node, ...]  #: all that it is made of, lets that it names too


@dataclass(eq=False)
class Term:
    """An answer, or an expression that is as good as one: nothing is known of it but its type."""

    name: str  #: in rewritten expressions
    text: str  #: as the analyst wrote it
    node: Node
    domain: Domain
    reads: frozenset[str]  #: what it depends on, dotted
    answer: str = ""  #: the name of the answer that it is, empty where it is none
    cuts: set[Hashable] = field(default_factory=set)
    is_split: bool = False  #: whether every value is a piece of its own
    aspects: list[Aspect] = field(default_factory=list)
    evaluate: Evaluate | None = None

    def depends_with(self, other: "Term") -> bool:
        """Whether the two cannot have any values they like beside each other."""
        return self is not other and any(_meet(one, two) for one in self.reads for two in other.reads)

    @cached_property
    def scale(self) -> Scale | None:
        """The line that its values lie on, None where they have no order."""
        return self.domain.scale or BY_TYPE.get(self.domain.type)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces. To be asked for when everybody who looks at the term has been read."""
        pieces = [*self._filled(), *self._blank()]
        return tuple(chain.from_iterable(map(self._with_aspects, pieces)))

    def _blank(self) -> Iterator[Piece]:
        domain = self.domain
        blank = domain.every if domain.blank is None else domain.blank
        if blank:
            yield Piece(PieceKind.BLANK, None, blank, domain.is_answer, lacking=domain.lacking)
        if domain.is_answer and blank != domain.every:
            yield Piece(PieceKind.BLANK, None, domain.every & ~blank, is_certain=False, in_doubt=True)

    def _filled(self) -> Iterator[Piece]:
        if self.domain.options is not None:
            yield from self._options(self.domain.options)
        elif self.scale is not None:
            yield from self._stretches(self.scale)
        elif isinstance(self.domain.type, types.ListOf):
            yield from self._lists(self.domain.type.element)
        else:
            yield from self._unordered()

    def _options(self, options: Mapping[Hashable, int]) -> Iterator[Piece]:
        alone = options.keys() if self.is_split or self.aspects else options.keys() & self.cuts
        others: dict[int, list[Hashable]] = {}
        for option, versions in options.items():
            if option in alone:
                yield Piece(PieceKind.SINGLE, option, versions, self.domain.is_certain)
            else:
                others.setdefault(versions, []).append(option)
        for versions, rest in others.items():
            kind = PieceKind.SINGLE if len(rest) == 1 else PieceKind.OTHER
            yield Piece(kind, rest[0], versions, self.domain.is_certain, options=tuple(rest))
        if self.domain.is_open:
            yield from self._unordered(known=options.keys(), is_certain=False)

    def _stretches(self, scale: Scale) -> Iterator[Piece]:
        places = {scale.place(cut) for cut in self.cuts if scale.holds(cut)}
        for one in stretches(scale, places):
            kind = PieceKind.SINGLE if one.is_single else PieceKind.BETWEEN
            versions, certain = self.domain.versions, self.domain.is_certain
            yield Piece(kind, scale.value(one.place), versions, certain, stretch=one)

    def _unordered(self, *, known: Iterable[Hashable] = (), is_certain: bool = True) -> Iterator[Piece]:
        """The values that are spoken of, and one that nobody speaks of. Where nothing is known of the type, the values
        of each line as well."""
        certain = is_certain and self.domain.is_certain
        is_any = self.domain.type == types.ANY
        lines = [one for one in BY_TYPE.values() if any(map(one.holds, self.cuts))] if is_any else []
        for line in lines:
            yield from self._stretches(line)
        for cut in self.cuts - set(known):
            if not any(line.holds(cut) for line in lines) and (is_any or type(cut) is str):
                yield Piece(PieceKind.SINGLE, cut, self.domain.versions, certain)
        yield Piece(PieceKind.OTHER, self._unspoken(known), self.domain.versions, certain)

    def _unspoken(self, known: Iterable[Hashable]) -> str:
        word, taken = "something else", {*self.cuts, *known}
        while word in taken:
            word += "!"
        return word

    def _lists(self, element: types.Type) -> Iterator[Piece]:
        options = element.options if isinstance(element, types.ChoiceOf) else None
        found = lists_of(options, self._asked)
        for one in found.values:
            yield Piece(PieceKind.SINGLE, one, self.domain.versions, self.domain.is_certain)
        if not found.is_all:
            yield Piece(PieceKind.OTHER, [], self.domain.versions, is_certain=False)

    # --- aspects

    def _with_aspects(self, piece: Piece) -> Iterator[Piece]:
        """A piece taken apart by what the term's aspects come to in it."""
        if not self.aspects:
            yield piece
            return
        known = {self._seen(piece.value): piece.value}
        if piece.kind in (PieceKind.SINGLE, PieceKind.BLANK):
            yield _seen_so(piece, next(iter(known)))
            return
        if type(piece.value) is str:
            tried = strings_of(self._asked)
            new = [one for one in tried if one not in self.cuts and one not in self._known_options]
            known = {self._seen(one): one for one in new} | known
        for seen in product((True, False, None), repeat=len(self.aspects)):
            value = known.get(seen, _NO_VALUE)
            is_certain = piece.is_certain and value is not _NO_VALUE
            yield _seen_so(piece, seen, piece.value if value is _NO_VALUE else value, is_certain=is_certain)

    @property
    def _asked(self) -> list[Node]:
        return [node for aspect in self.aspects for node in aspect.expressions]

    @property
    def _known_options(self) -> Mapping[Hashable, int]:
        return self.domain.options or {}

    def _seen(self, value: Value) -> tuple[bool | None, ...]:
        assert self.evaluate, "a term with aspects can evaluate them"
        seen = (self.evaluate(aspect, value) for aspect in self.aspects)
        return tuple(one if type(one) is bool else None for one in seen)

    def values_in(self, piece: Piece) -> dict[str, Value]:
        """What a rewritten expression is given for a piece."""
        aspects = zip(self.aspects, piece.aspects, strict=True)
        return {self.name: piece.value, **{aspect.name: seen for aspect, seen in aspects}}

    # --- who tells which pieces apart

    def parts(self, cuts: Cuts) -> Iterator[tuple[int, int]]:
        """The pieces that somebody with these cuts does not tell apart, as bits, each with the place of one."""
        if cuts is None or self.aspects:
            yield from ((1 << place, place) for place in range(len(self.pieces)))
        elif self.domain.options is None and self.scale is not None:
            yield from self._ordered_parts(self.scale, cuts)
        else:
            yield from self._separate_parts(cuts)

    def _ordered_parts(self, scale: Scale, cuts: frozenset[Hashable]) -> Iterator[tuple[int, int]]:
        places = self._places
        wanted = (scale.place(cut) for cut in cuts if scale.holds(cut))
        yield from (((1 << end) - (1 << start), start) for start, end in segments(places, wanted))
        yield from ((1 << place, place) for place in range(len(places), len(self.pieces)))

    @cached_property
    def _places(self) -> list[Fraction]:
        return [piece.stretch.place for piece in self.pieces if piece.stretch]

    def _separate_parts(self, cuts: frozenset[Hashable]) -> Iterator[tuple[int, int]]:
        rest = 0
        for place, piece in enumerate(self.pieces):
            is_apart = piece.kind is PieceKind.BLANK or piece.stretch or _is_among(piece.value, cuts)
            if is_apart:
                yield 1 << place, place
            else:
                rest |= 1 << place
        if rest:
            yield rest, rest.bit_length() - 1


def _seen_so(piece: Piece, seen: tuple[bool | None, ...], value: Value = None, *, is_certain: bool = True) -> Piece:
    given = piece.value if value is None else value
    certain = piece.is_certain and is_certain
    return replace(piece, value=given, is_certain=certain, aspects=seen)


def _is_among(value: Value, cuts: frozenset[Hashable]) -> bool:
    return isinstance(value, Hashable) and value in cuts


def _meet(one: str, other: str) -> bool:
    """Whether two dotted names are the same, or one holds the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
