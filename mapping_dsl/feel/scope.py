"""Names in scope with their types, and what is worked out of them once for all expressions that stand there."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.names import Names, member_names
from mapping_dsl.feel.types import Type

#: names compared with slips of the pen in one scope; to find what each of thousands may have meant takes longer than to
#: read them
_MOST_COMPARED = 100_000


class Scope(Mapping[str, Type]):
    """Names with their types, over those of another scope. A name's type may change, the names themselves stay."""

    def __init__(self, types: Mapping[str, Type], under: "Scope | None" = None) -> None:
        self._types = dict(types)
        self._under = under
        self._compared = 0

    def __getitem__(self, name: str) -> Type:
        return self._types[name] if self._under is None or name in self._types else self._under[name]

    def __contains__(self, name: object) -> bool:
        return name in self._types or (self._under is not None and name in self._under)

    def __iter__(self) -> Iterator[str]:
        yield from self._types
        if self._under is not None:
            yield from (name for name in self._under if name not in self._types)

    def __len__(self) -> int:
        outer = 0 if self._under is None else sum(name not in self._types for name in self._under)
        return len(self._types) + outer

    def over(self, types: Mapping[str, Type]) -> "Scope":
        """This scope with more names laid over it."""
        return Scope(types, self) if types else self

    def settle(self, name: str, type_: Type) -> None:
        """Says of which type a name has turned out to be."""
        self._types[name] = type_
        for member in member_names({name: type_}):
            self.members.add(member)

    @cached_property
    def names(self) -> Names:
        """The names as the lexer looks for them, FEEL's functions among them."""
        return Names(self._types, under=self._under.names if self._under is not None else Names(standard.names))

    @cached_property
    def members(self) -> Names:
        """The members of everything in scope, however deep."""
        return Names(member_names(self._types), under=self._under.members if self._under is not None else None)

    def may_look(self) -> bool:
        """Whether another slip of the pen is looked into."""
        if self._under is not None:
            return self._under.may_look()
        may_look = self._compared < _MOST_COMPARED
        self._compared += len(self) if may_look else 0
        return may_look


def meant(scope: Mapping[str, Type], more: Iterable[str] = ()) -> set[str]:
    """The names that somebody may have meant who wrote one that there is not; none where it would take too long."""
    if isinstance(scope, Scope) and not scope.may_look():
        return set()
    return {*more, *scope, *standard.names}
