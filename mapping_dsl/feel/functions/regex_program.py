"""Puts the pieces of a pattern together into the program that `regex_machine` runs.

Instructions name each other by their distance, so that a part of a program may be put anywhere.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapping_dsl.feel.functions.regex_machine import AT_ONCE, Instruction, Program, Run, State
from mapping_dsl.feel.functions.regex_reader import (
    Anchor,
    Chars,
    Close,
    Open,
    Or,
    Piece,
    Reference,
    Repeat,
    count_groups,
)
from mapping_dsl.feel.functions.regex_sets import are_variants


@dataclass(frozen=True, slots=True)
class _OneOf:
    bounds: tuple[int, ...]

    def step(self, run: Run, place: int, at: int) -> State | None:
        fits = at < len(run.text) and bisect_right(self.bounds, ord(run.text[at])) % 2
        return (place + 1, at + 1) if fits else None


@dataclass(frozen=True, slots=True)
class _Stand:
    anchor: Anchor

    def step(self, run: Run, place: int, at: int) -> State | None:
        return (place + 1, at) if _holds(self.anchor, run.text, at) else None


@dataclass(frozen=True, slots=True)
class _OnceMore:
    reference: Reference

    def step(self, run: Run, place: int, at: int) -> State | None:
        first, end = run.notes[self.reference.group]  # of a group that did not match, `text[-1:-1]` is nothing
        wanted, found = run.text[first:end], run.text[at : at + end - first]
        ignores_case = self.reference.ignores_case
        run.spend(len(wanted) if ignores_case else len(wanted) // AT_ONCE)
        is_same = found == wanted or (
            ignores_case and len(found) == len(wanted) and all(map(are_variants, found, wanted))
        )
        return (place + 1, at + len(wanted)) if is_same else None


@dataclass(frozen=True, slots=True)
class _Fork:
    first: int
    second: int

    def step(self, run: Run, place: int, at: int) -> State:
        return run.fork((place + self.first, at), (place + self.second, at))


@dataclass(frozen=True, slots=True)
class _Jump:
    distance: int

    def step(self, run: Run, place: int, at: int) -> State:
        return place + self.distance, at


@dataclass(frozen=True, slots=True)
class _Begin:
    note: int

    def step(self, run: Run, place: int, at: int) -> State:
        run.write(self.note, (at, at))
        return place + 1, at


@dataclass(frozen=True, slots=True)
class _End:
    group: int
    note: int

    def step(self, run: Run, place: int, at: int) -> State:
        run.write(self.group, (run.notes[self.note][0], at))
        return place + 1, at


@dataclass(frozen=True, slots=True)
class _Start:
    """Before the first repetition. A note holds how many repetitions have begun, and where the last one did."""

    note: int
    loop: int

    def step(self, run: Run, place: int, at: int) -> State:
        run.write(self.note, (0, -1))
        return place + self.loop, at


@dataclass(frozen=True, slots=True)
class _Count:
    note: int

    def step(self, run: Run, place: int, at: int) -> State:
        run.write(self.note, (run.notes[self.note][0] + 1, at))
        return place + 1, at


@dataclass(frozen=True, slots=True)
class _Loop:
    note: int
    repeat: Repeat
    count: int

    def step(self, run: Run, place: int, at: int) -> State:
        number, began = run.notes[self.note]
        again, on = (place + self.count, at), (place + 1, at)
        repeat = self.repeat
        if number and began == at:  # a repetition of nothing: as many more as are wanted would be of nothing too
            return on
        if number < repeat.least:
            return again
        if repeat.most is not None and number >= repeat.most:
            return on
        return run.fork(again, on) if repeat.is_greedy else run.fork(on, again)


def assemble(pieces: Sequence[Piece]) -> Program:
    """The program of a pattern."""
    assembler = _Assembler(count_groups(pieces))
    for piece in pieces:
        assembler.add(piece)
    return assembler.program()


class _Assembler:
    def __init__(self, groups: int) -> None:
        self._code: list[Instruction] = []
        self._groups = groups
        self._notes = groups + 1
        self._last = 0  # where the piece or group begins that came last
        self._branches = [[0]]  # of the pattern and of every open group, where its alternatives begin

    def program(self) -> Program:
        self._join(self._branches[0])
        return Program(self._code, self._groups, self._notes)

    def add(self, piece: Piece) -> None:
        match piece:
            case Chars(chars):
                self._append(_OneOf(chars.bounds))
            case Anchor():
                self._append(_Stand(piece))
            case Reference():
                self._append(_OnceMore(piece))
            case Repeat():
                self._repeat(piece)
            case Or():
                self._branches[-1].append(len(self._code))
            case Open():
                self._branches.append([len(self._code)])
            case Close(group):
                self._close(group)

    def _append(self, instruction: Instruction) -> None:
        self._last = len(self._code)
        self._code.append(instruction)

    def _repeat(self, repeat: Repeat) -> None:
        note = self._note()
        length = len(self._code) - self._last
        self._code[self._last : self._last] = [_Start(note, length + 2), _Count(note)]
        self._code.append(_Loop(note, repeat, -length - 1))

    def _close(self, group: int | None) -> None:
        branches = self._branches.pop()
        self._join(branches)
        self._last = branches[0]
        if group is not None:
            note = self._note()
            self._code.insert(self._last, _Begin(note))
            self._code.append(_End(group, note))

    def _join(self, branches: list[int]) -> None:
        """Puts a fork before every alternative but the last, and a way to the end behind it."""
        for begin, end in reversed(list(pairwise(branches))):
            self._code.insert(end, _Jump(len(self._code) - end + 1))
            self._code.insert(begin, _Fork(1, end - begin + 2))

    def _note(self) -> int:
        self._notes += 1
        return self._notes - 1


def _holds(anchor: Anchor, text: str, at: int) -> bool:
    match anchor:
        case Anchor.TEXT_START:
            return at == 0
        case Anchor.TEXT_END:
            return at == len(text)
        case Anchor.LINE_START:
            return at == 0 or (at < len(text) and text[at - 1] == "\n")
        case Anchor.LINE_END:
            return text[at] == "\n" if at < len(text) else not text.endswith("\n")
