"""Item definitions of DMN (1.5, 7.3.2): types with names, and how a value is made to conform to one."""

from collections.abc import Callable, Mapping
from typing import Any

from mapping_dsl.feel import temporal, types
from mapping_dsl.feel.coercion import CANNOT_CONVERT, fits
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import Value

Definition = Mapping[str, Any]
#: whether a value passes the unary tests that a definition allows
Allows = Callable[[str, Value], bool]

_MAX_DEPTH = 50  #: of definitions inside definitions


class Definitions:
    """Item definitions by name: {"base", "collection", "components", "allowed", "function"}, any of them."""

    def __init__(self, definitions: Mapping[str, Definition], allows: Allows) -> None:
        self._definitions = definitions
        self._allows = allows

    def types(self) -> dict[str, Type]:
        """The definitions as the checker and `instance of` know types; what is allowed takes no part."""
        return {name: self.type(name) for name in self._definitions}

    def type(self, reference: str | None, depth: int = 0) -> Type:
        """The type that a reference names; anything where it names none."""
        definition = self._definitions.get(reference or "")
        if definition is None or depth > _MAX_DEPTH:
            return types.BY_NAME.get(reference or "", types.ANY)
        if "function" in definition:
            return self._function(definition["function"], depth)
        one: Type = self.type(definition.get("base"), depth + 1)
        if "components" in definition:
            components = definition["components"].items()
            one = types.ContextOf(tuple((name, self.type(inner, depth + 1)) for name, inner in components))
        return types.ListOf(one) if definition.get("collection") else one

    def _function(self, signature: Mapping[str, Any], depth: int) -> Type:
        parameters = tuple(types.Parameter(name, self.type(one, depth + 1)) for name, one in signature["params"])
        return types.FunctionOf(parameters, self.type(signature.get("output"), depth + 1))

    def conform(self, value: Value, reference: str | None) -> Value:
        """The value as that type by DMN's conversions (1.5, 10.3.2.9.4); CANNOT_CONVERT where there is no way."""
        if self._fits(value, reference):
            return value
        if isinstance(value, list):
            return value[0] if len(value) == 1 and self._fits(value[0], reference) else CANNOT_CONVERT
        if self._fits([value], reference):
            return [value]
        if temporal.is_date(value) and self.type(reference) == types.DATE_TIME:
            return temporal.make_date_time(value, temporal.time_of(value))
        return CANNOT_CONVERT

    def _fits(self, value: Value, reference: str | None) -> bool:
        definition = self._definitions.get(reference or "")
        if definition is None:
            return fits(value, types.BY_NAME.get(reference or "", types.ANY))
        if value is None or "function" in definition:
            return fits(value, self.type(reference))
        if definition.get("collection"):
            return isinstance(value, list) and all(self._fits_one(one, definition) for one in value)
        return self._fits_one(value, definition)

    def _fits_one(self, value: Value, definition: Definition) -> bool:
        components = definition.get("components")
        if components is not None and value is not None:
            if not isinstance(value, dict):
                return False
            return all(name in value and self._fits(value[name], inner) for name, inner in components.items())
        allowed = definition.get("allowed")
        return self._fits(value, definition.get("base")) and (not allowed or self._allows(allowed, value))
