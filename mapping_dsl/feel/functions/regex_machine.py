"""Runs the patterns that RE2 cannot have: those that refer back to a group, or count too far.

It tries one way after the other and takes every step off the budget, so no pattern and no text can hold it up. It finds
what RE2 would: the leftmost match, of alternatives the first, of repetitions the most or, where reluctant, the least.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from mapping_dsl.feel.frames import Budget

Span = tuple[int, int]
State = tuple[int, int]  #: an instruction's place in the program, and a place in the text
NO_SPAN = (-1, -1)  #: of a group that matched nothing

_STEPS = 2  #: so many steps of the machine are one of the budget
_PORTION = 16  #: budget is taken in portions
AT_ONCE = 64  #: so many characters are compared, or notes made, in a step


class Instruction(Protocol):
    """A step of a program."""

    def step(self, run: "Run", place: int, at: int) -> State | None:
        """The state that follows; None where this way comes to nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions that match where they are run to their end. The first notes are those of the groups, from 1."""

    instructions: list[Instruction]
    groups: int
    notes: int


def spans(program: Program, text: str, budget: Budget) -> Iterator[list[Span]]:
    """Every match, one behind the other: where it begins and ends, and then each group. Raises BudgetSpent."""
    start = 0
    run = Run(program, text, budget)
    while start <= len(text):
        end = run.match(start)
        if end is None:
            start += 1
            continue
        yield [(start, end), *run.notes[1 : program.groups + 1]]
        start = max(end, start + 1)
        run = Run(program, text, budget)


class Run:
    """One search: the notes of groups and repetitions on this way, and the other ways that are left."""

    __slots__ = ("_budget", "_instructions", "_overwritten", "_steps", "_untried", "notes", "text")

    def __init__(self, program: Program, text: str, budget: Budget) -> None:
        self.text = text
        self.notes: list[Span] = [NO_SPAN] * program.notes
        self._instructions = program.instructions
        self._budget = budget
        self._steps = 0
        self._overwritten: list[tuple[int, Span]] = []
        self._untried: list[tuple[State, int]] = []  # each with how many notes had been overwritten before
        self.spend(program.notes // AT_ONCE)

    def match(self, start: int) -> int | None:
        """Where a match ends that begins here. Where there is none, everything is as it was."""
        state: State | None = (0, start)
        while state is None or state[0] < len(self._instructions):
            self._steps -= 1
            if self._steps < 0:
                self.spend(0)
            if state is not None:
                place, at = state
                state = self._instructions[place].step(self, place, at)
            elif self._untried:
                state, overwritten = self._untried.pop()
                self._undo(overwritten)
            else:
                self._undo(0)
                return None
        return state[1]

    def fork(self, now: State, later: State) -> State:
        """Goes on here, and there where this comes to nothing."""
        self._untried.append((later, len(self._overwritten)))
        return now

    def write(self, note: int, span: Span) -> None:
        """Overwrites a note, until this way comes to nothing."""
        self._overwritten.append((note, self.notes[note]))
        self.notes[note] = span

    def spend(self, steps: int) -> None:
        """Takes steps of the machine off the budget. Raises BudgetSpent."""
        self._steps -= steps
        if self._steps < 0:
            portion = _PORTION - self._steps // _STEPS
            self._budget.spend(portion)
            self._steps += portion * _STEPS

    def _undo(self, overwritten: int) -> None:
        while len(self._overwritten) > overwritten:
            note, before = self._overwritten.pop()
            self.notes[note] = before
