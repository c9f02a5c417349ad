"""The grammar's table, walked through token by token. Lark makes the table; its own walk takes twice as long."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from lark import Lark, Token
from lark.parse_tree_builder import ExpandSingleChild
from lark.parsers.lalr_analysis import Shift


@dataclass(frozen=True, slots=True)
class _Reduction:
    """The last parts become one."""

    size: int
    origin: str  #: the rule that they are
    make: Callable[[list[Any]], Any] | None  #: None where the one part stays what it is


_Action: TypeAlias = int | _Reduction  #: the state to go to, or what to do before


class Unexpected(Exception):
    """A token that cannot stand where it does."""

    def __init__(self, place: int, accepted: set[str]) -> None:
        super().__init__(f"token {place} cannot stand here")
        self.place = place  #: among the tokens, from 0
        self.accepted = accepted  #: the types of tokens that could stand there


class Automaton:
    """A table with what its rules make. May be shared by threads."""

    def __init__(self, grammar: Lark) -> None:
        parser: Any = grammar.parser.parser.parser
        table = parser.parse_table
        reductions = {rule: _reduction(rule, make) for rule, make in parser.callbacks.items()}
        self._states: dict[int, Mapping[str, _Action]] = {
            state: {symbol: arg if action is Shift else reductions[arg] for symbol, (action, arg) in actions.items()}
            for state, actions in table.states.items()
        }
        self._starts: Mapping[str, int] = table.start_states
        self._ends: Mapping[str, int] = table.end_states
        self._renamings: dict[
            tuple[int, int, str], int
        ] = {}  #: worked out as they are met, as many as the table allows

    def run(self, tokens: Sequence[Token], start: str) -> Any:
        """What the tokens make, the last of which is `$END`. Raises Unexpected, and what the rules raise."""
        end, path, values = self._ends[start], [self._starts[start]], list[Any]()
        for place, token in enumerate(tokens):
            type_ = token.type
            while not isinstance(action := self._states[path[-1]].get(type_), int):
                if action is None:
                    raise Unexpected(place, self._accepted(path))
                if action.make is None:
                    path[-1] = self._renamed(path[-2], path[-1], type_)
                else:
                    first = len(values) - action.size
                    values[first:] = [action.make(values[first:])]
                    self._go_back(path, action)
                if path[-1] == end and type_ == "$END":
                    return values[-1]
            path.append(action)
            values.append(token)
        raise AssertionError("the last token is no $END")

    def _renamed(self, below: int, top: int, type_: str) -> int:
        """The state after all reductions of the last part that leave it what it is: a number is a factor, a term and
        more, up to a whole expression."""
        following = self._renamings.get((below, top, type_))
        if following is None:
            following = top
            while isinstance(action := self._states[following].get(type_), _Reduction) and action.make is None:
                following = self._after(below, action)
            self._renamings[below, top, type_] = following
        return following

    def _go_back(self, path: list[int], reduction: _Reduction) -> None:
        del path[len(path) - reduction.size :]
        path.append(self._after(path[-1], reduction))

    def _after(self, below: int, reduction: _Reduction) -> int:
        following = self._states[below][reduction.origin]
        assert isinstance(following, int), "a rule that was recognised is always gone on from"
        return following

    def _accepted(self, path: list[int]) -> set[str]:
        """The types of tokens that could come next."""
        return {type_ for type_ in self._states[path[-1]] if type_.isupper() and self._accepts(list(path), type_)}

    def _accepts(self, path: list[int], type_: str) -> bool:
        ends = self._ends.values()
        while isinstance(action := self._states[path[-1]].get(type_), _Reduction):
            self._go_back(path, action)
        return action is not None or (type_ == "$END" and path[-1] in ends)


def _reduction(rule: Any, make: Callable[[list[Any]], Any]) -> _Reduction:
    size = len(rule.expansion)
    is_itself = size == 1 and isinstance(make, ExpandSingleChild)
    return _Reduction(size, str(rule.origin.name), None if is_itself else make)
