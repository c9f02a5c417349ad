"""What an expression is computed in: names, the clock, the budget, and where the reasons for nulls are written down."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.values import SIZED, Value
from mapping_dsl.problems import Problem, Span

Wanted = TypeVar("Wanted")

MISSING = "missing-value"  #: the code of a null that came of another null alone
MISSING_OPERAND = "missing-operand"  #: of arithmetic where only one of two values is null, a reason to everybody

MAX_STEPS = 200_000  #: elements visited and functions called, all in all
CALL_STEPS = 4  #: that a call of a function costs, whatever it does
POWER_STEPS = 40  #: that `**` costs
REASON_STEPS = 2  #: that it costs to say why something is null
SIZE_STEP = 16  #: elements or characters of what is made that cost a step
MAX_SIZE = 1_000_000  #: elements of a list that is made, characters of a string that is made
MAX_DEPTH = 400  #: nodes that stand inside each other while they are computed, functions that call each other included


class BudgetSpent(Exception):
    """A computation has become too long, too large or too deep; never leaves `feel`."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


TOO_DEEP = BudgetSpent("this goes too deep to compute", "let fewer things stand inside each other")


@dataclass(slots=True)
class Budget:
    """How much a computation may still do. Spent over all expressions that share it."""

    steps: int = MAX_STEPS
    depth: int = MAX_DEPTH

    def spend(self, steps: int) -> None:
        """Takes steps off. Raises BudgetSpent when none is left."""
        self.steps -= steps
        if self.steps < 0:
            raise BudgetSpent("this takes too many steps to compute", "let it look at fewer elements")

    def allow_size(self, size: int) -> None:
        """Takes off the making of a list or string. Raises BudgetSpent where it is too large."""
        if size > MAX_SIZE:
            raise BudgetSpent(f"this would make a list or text of {size:,} elements", "let it make a smaller one")
        self.spend(size // SIZE_STEP)

    def charge(self, value: Value) -> None:
        """Takes off what going through a value costs. Raises BudgetSpent when that is too much."""
        if type(value) in SIZED:
            self.spend(len(value) // SIZED[type(value)])

    def charge_parts(self, value: Value) -> None:
        """Takes off what going through a value and all that is in it costs; what is in it twice is gone through once.
        Raises BudgetSpent when that is too much."""
        waiting, known = [value], set[int]()
        while waiting:
            one = waiting.pop()
            self.charge(one)
            if type(one) in (list, dict) and id(one) not in known:
                known.add(id(one))
                parts = one if type(one) is list else one.values()
                waiting.extend(part for part in parts if type(part) in SIZED)

    def enter(self, depth: int) -> None:
        """Goes down so many levels; `leave` comes back. Raises BudgetSpent where it is too deep."""
        if self.depth < depth:
            raise BudgetSpent("functions call each other too deeply here", "let the function call itself less often")
        self.depth -= depth

    def leave(self, depth: int) -> None:
        """Comes back up from `enter`."""
        self.depth += depth


class Reasons(list[Problem]):
    """Why what is being computed is null. The reason for a null inside a list or context waits with it, until somebody
    takes that null out again."""

    def __init__(self, *, tells_missing: bool = False) -> None:
        super().__init__()
        #: whether a null that only comes of another null is a reason too; to a mapping, blank in, blank out is none
        self.tells_missing = tells_missing
        # The holders are kept too: while one lives, no other has its id.
        self._inside: dict[int, tuple[Value, dict[int | str, list[Problem]]]] = {}

    def tell(self, span: Span, code: str, message: str, hint: str = "") -> Wanted | None:
        """Writes down why something is null, and gives that null. Who asks for every reason is not told that something
        is missing where a reason already stands."""
        if (code not in (MISSING, MISSING_OPERAND) or not self) if self.tells_missing else code != MISSING:
            self.append(Problem(span, code, message, hint))
        return None

    def put_away(self, mark: int, holder: Value, place: int | str) -> None:
        """Takes off what was written down since the mark, and keeps it for the null at a place of a list (from 0) or
        context; of what is not null nothing is kept."""
        if len(self) > mark:
            if holder[place] is None:
                self._inside.setdefault(id(holder), (holder, {}))[1][place] = self[mark:]
            del self[mark:]

    def taken_out(self, holder: Value, place: int | str) -> Value:
        """What stands at a place of a list or context; for a null that has a reason, the reason is written down."""
        if id(holder) in self._inside:
            self.extend(self._inside[id(holder)][1].get(place, ()))
        return holder[place]

    def carry(self, holder: Value, place: int | str, made: Value, to: int | str) -> None:
        """Keeps the reason for a null of a list or context for the place of a new one where it stands now too."""
        if id(holder) in self._inside and made[to] is None and place in self._inside[id(holder)][1]:
            self._inside.setdefault(id(made), (made, {}))[1][to] = self._inside[id(holder)][1][place]

    def carry_all(self, value: Value, made: list[Value]) -> list[Value]:
        """A list made of a value in which nobody knows which null is whose: every null keeps all reasons."""
        found = self.inside(value) if None in made else []
        if found:
            self._inside[id(made)] = (made, {place: found for place, one in enumerate(made) if one is None})
        return made

    def inside(self, value: Value) -> list[Problem]:
        """What was put away with the nulls in a value, however deep they are in it."""
        found: list[Problem] = []
        waiting, known = [value] if self._inside else [], set[int]()
        while waiting:
            one = waiting.pop()
            if type(one) in (list, dict) and id(one) not in known:
                known.add(id(one))
                _, own = self._inside.get(id(one), (one, {}))
                found += (problem for reasons in own.values() for problem in reasons)
                parts = one if type(one) is list else list(one.values())
                waiting.extend(reversed(parts))
        return found


@dataclass(slots=True)
class Frame:
    """Everything that the value of an expression may depend on."""

    names: Mapping[str, Value]
    now: datetime | None  #: what `now()` answers from; None where the caller has no clock
    reasons: Reasons = field(default_factory=Reasons)
    budget: Budget = field(default_factory=Budget)
    seen: Callable[[Node, Value], None] | None = None  #: is told every sub-result while tracing
    made: dict[int, tuple[Value, Value]] = field(default_factory=dict)  #: see `made_once`

    def made_once(self, value: Value, make: Callable[[Value], Wanted]) -> Wanted:
        """What a function makes of a value: once, while the value lives. For one function in all of a frame."""
        known = self.made.get(id(value))
        if known is None:
            known = self.made[id(value)] = (value, make(value))
        return known[1]

    def over(self, entries: Mapping[str, Value]) -> "Frame":
        """The same frame with more names in scope, which hide those of this one."""
        return Frame(Layer(entries, self.names), self.now, self.reasons, self.budget, self.seen, self.made)


class Layer(Mapping[str, Value]):
    """Names laid over others without copying them."""

    __slots__ = ("entries", "outer")

    def __init__(self, entries: Mapping[str, Value], outer: Mapping[str, Value]) -> None:
        self.entries = entries
        self.outer = outer

    def __getitem__(self, name: str) -> Value:
        entries = self.entries
        return entries[name] if name in entries else self.outer[name]

    def __contains__(self, name: object) -> bool:
        return name in self.entries or name in self.outer

    def __iter__(self) -> Iterator[str]:
        yield from self.entries
        yield from (name for name in self.outer if name not in self.entries)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class Call:
    """One call of a function: the frame it is made in, and where it stands in the text."""

    frame: Frame
    span: Span

    @property
    def now(self) -> datetime | None:
        """The instant that `now()` and `today()` answer from."""
        return self.frame.now

    def refuse(self, code: str, message: str, hint: str = "") -> Wanted | None:
        """Writes down why the call's value is null, and gives that null."""
        self.frame.budget.spend(REASON_STEPS)
        return self.frame.reasons.tell(self.span, code, message, hint)
