"""Item definitions of DMN (1.5, 7.3.2): types with names."""

from collections.abc import Mapping
from typing import Any

from mapping_dsl.feel import types
from mapping_dsl.feel.types import Type

Definition = Mapping[str, Any]

_MAX_DEPTH = 50  #: of definitions inside definitions


class Definitions:
    """Item definitions by name: {"base", "collection", "components", "allowed", "function"}, any of them."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._known: dict[str, Type] = {}

    def types(self) -> dict[str, Type]:
        """The definitions as the checker and `instance of` know types; what is allowed takes no part."""
        return {name: self.type(name) for name in self._definitions}

    def type(self, reference: str | None, depth: int = 0) -> Type:
        """The type that a reference names; anything where it names none, or one that it stands in itself."""
        name = reference or ""
        if name not in self._definitions:
            return types.BY_NAME.get(name, types.ANY)
        if depth > _MAX_DEPTH:
            return types.ANY
        if name not in self._known:
            self._known[name] = types.ANY  # for the definitions inside this one
            self._known[name] = self._read(self._definitions[name], depth + 1)
        return self._known[name]

    def _read(self, definition: Definition, depth: int) -> Type:
        if "function" in definition:
            return self._function(definition["function"], depth)
        one: Type = self.type(definition.get("base"), depth)
        if "components" in definition:
            components = definition["components"].items()
            one = types.ContextOf(tuple((name, self.type(inner, depth)) for name, inner in components))
        return types.ListOf(one) if definition.get("collection") else one

    def _function(self, signature: Mapping[str, Any], depth: int) -> Type:
        parameters = tuple(types.Parameter(name, self.type(one, depth)) for name, one in signature["params"])
        return types.FunctionOf(parameters, self.type(signature.get("output"), depth))
