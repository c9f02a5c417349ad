"""Which names stand for what in each text of a program, and of which type they are."""

from collections.abc import Mapping
from typing import Final

from mapping_dsl import functions, nodes
from mapping_dsl.answers import SUBMISSION_TYPE
from mapping_dsl.feel import types
from mapping_dsl.feel.scope import Scope
from mapping_dsl.program import Program, Unit, visible_units

RISK_LEVELS: Final = ("critical", "high", "medium", "low", "none")

#: what every text sees beside names of its own
EVERYWHERE: Final[Mapping[str, types.Type]] = {
    "submission": SUBMISSION_TYPE,
    "flags": types.ListOf(types.STRING),
    "unclear flags": types.ListOf(types.STRING),
    "risk level": types.ChoiceOf(RISK_LEVELS),
    "all text": types.ListOf(types.STRING),
    "other answers": types.STRING,
}
TRIAGE_TYPE: Final = types.ContextOf((("queue", types.STRING), ("priority", types.NUMBER), ("due", types.DATE_TIME)))

_ANSWER: Final = types.Parameter("answer", types.ANY)
#: the functions that take an answer's name; an option is also given the answer itself
BY_ANSWER: Final[Mapping[str, types.FunctionOf]] = {
    "asked": types.FunctionOf((_ANSWER,), types.BOOLEAN),
    "label": types.FunctionOf((_ANSWER,), types.STRING),
    "option": types.FunctionOf((_ANSWER, types.Parameter("value", types.ANY, is_optional=True)), types.ANY),
}
#: names that statements give a meaning, and which nothing else may be called
RESERVED: Final = frozenset((*EVERYWHERE, *BY_ANSWER, "triage", "reviews", "index", "place", "item", "partial", "?"))


#: of a type: contexts that hold one another twice grow with every let
_MAX_PARTS: Final = 500


def row_function(list_name: str) -> str:
    """The name under which the function of a code list is in scope, beside the list of its rows."""
    return f"{list_name}()"


def without_options(type_: types.Type) -> types.Type:
    """The type with any string where it says which strings there are."""
    match type_:
        case types.ChoiceOf():
            return types.STRING
        case types.ListOf(element):
            return types.ListOf(without_options(element))
        case types.ContextOf(entries, is_open):
            return types.ContextOf(tuple((name, without_options(one)) for name, one in entries), is_open)
    return type_


class Scopes:
    """The types of names; those of lets, functions and decisions are anything until they are checked."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.named: dict[str, types.Type] = dict.fromkeys((*program.named, *program.broken), types.ANY)
        for name, codes in program.lists.items():
            self.named[name] = types.ListOf(codes.row_type)
            self.named[row_function(name)] = codes.function_type
        self._of: dict[str, Scope] = {}

    def of(self, unit: Unit) -> Scope:
        """All names that a text sees."""
        if unit.path not in self._of:
            self._of[unit.path] = Scope(self._build(unit))
        return self._of[unit.path]

    def settle(self, name: str, type_: types.Type) -> None:
        """Says of which type a let, function or decision has turned out to be; of one too large to be said, nothing."""
        if types.count(type_, _MAX_PARTS) > _MAX_PARTS:
            type_ = types.ANY
        self.named[name] = type_
        for path, scope in self._of.items():
            if name in scope:
                scope.settle(name, without_options(type_) if name in self._needs_of(path) else type_)

    def _flags(self) -> dict[str, types.Type]:
        """The flags' names as options, where all of them are known; a module is read by mappings with other flags."""
        named = dict.fromkeys(flag.name.text for _, flag in self.program.all_of(nodes.Flag))
        used = (name.text for _, use in self.program.all_of(nodes.Use) for name in use.ids)
        lacks = any(f"modules/{id_}.mapping" not in self.program.units for id_ in used)
        broken = any(one.word == "flag" for _, one in self.program.all_of(nodes.Broken))
        if not named or lacks or broken:
            return {}
        return dict.fromkeys(("flags", "unclear flags"), types.ListOf(types.ChoiceOf(tuple(named))))

    def _needs_of(self, path: str) -> frozenset[str]:
        module = self.program.units[path].module
        return frozenset(need.text for need in module.needs) if module else frozenset()

    def _build(self, unit: Unit) -> dict[str, types.Type]:
        scope: dict[str, types.Type] = {**functions.registry.types(), **BY_ANSWER, **EVERYWHERE}
        paths = {one.path for one in visible_units(self.program, unit)}
        for name, (where, node) in self.program.named.items():
            if where.path in paths:
                scope[name] = self.named[name]
                if isinstance(node, nodes.List) and name in self.program.lists:
                    scope[row_function(name)] = self.named[row_function(name)]
        scope |= dict.fromkeys(self.program.broken, types.ANY)
        answers = self.program.questions.outer_types
        if unit.module is None:
            scope |= self._flags()
            return scope | {name: type_ for name, type_ in answers.items() if name not in scope}
        for need in unit.module.needs:
            # A module serves several forms: what one of them cannot answer another can.
            scope[need.text] = without_options(self.named.get(need.text) or answers.get(need.text) or types.ANY)
        return scope
