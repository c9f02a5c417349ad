"""How a value is made to conform to an item definition (DMN 1.5, 10.3.2.9.4), and what is told where it cannot be."""

from collections.abc import Mapping

from mapping_dsl.feel import temporal, types
from mapping_dsl.feel.coercion import CANNOT_CONVERT, convert, fits
from mapping_dsl.feel.computing import Closure, settled
from mapping_dsl.feel.definitions import Definition, Definitions
from mapping_dsl.feel.frames import CALL_STEPS, Budget, Frame
from mapping_dsl.feel.interpreter import interpret_inner
from mapping_dsl.feel.parser import parse
from mapping_dsl.feel.types import describe
from mapping_dsl.feel.values import Value, kind_of
from mapping_dsl.problems import Span

_WHOLE = Span(1, 1, 1, 1)


class Conforming:
    """Makes values conform to the types that references name, of FEEL or of item definitions. What it computes spends
    the budget of the computation that it belongs to, and raises BudgetSpent."""

    def __init__(self, definitions: Mapping[str, Definition] | None) -> None:
        self._definitions = definitions or {}
        self._tests: dict[str, Closure] = {}
        known = Definitions(self._definitions)
        self.type = known.type
        self.types = known.types()

    def returning(self, closure: Closure, reference: str | None) -> Closure:
        """The same computation, with its value as that type; null, with the reason, where it cannot be."""
        if reference is None:
            return closure

        def compute(frame: Frame) -> Value:
            mark = len(frame.reasons)
            value = settled(frame, mark, closure(frame))
            converted = self.conform(value, reference, frame.budget)
            if converted is not CANNOT_CONVERT:
                return converted
            return frame.reasons.tell(_WHOLE, "wrong-result-type", self._misfit(value, reference))

        return compute

    def taking(self, closure: Closure, parameters: Mapping[str, str]) -> Closure:
        """The same computation, which is null where a name in scope has not the type that is given for it."""

        def compute(frame: Frame) -> Value:
            for name, reference in parameters.items():
                if not self._fits(frame.names[name], reference, frame.budget):
                    misfit = self._misfit(frame.names[name], reference)
                    return frame.reasons.tell(_WHOLE, "wrong-argument-type", f"{name}: {misfit}")
            return closure(frame)

        return compute if parameters else closure

    def conform(self, value: Value, reference: str, budget: Budget) -> Value:
        """The value as that type by DMN's conversions; CANNOT_CONVERT where there is no way."""
        if self._fits(value, reference, budget):
            return value
        if isinstance(value, list):
            return value[0] if len(value) == 1 and self._fits(value[0], reference, budget) else CANNOT_CONVERT
        if self._fits([value], reference, budget):
            return [value]
        if temporal.is_date(value) and self.type(reference) == types.DATE_TIME:
            instant = temporal.make_date_time(value, temporal.time_of(value))
            return instant if self._fits(instant, reference, budget) else CANNOT_CONVERT
        return CANNOT_CONVERT

    def _misfit(self, value: Value, reference: str) -> str:
        wanted = self.type(reference)
        if convert(value, wanted) is not CANNOT_CONVERT:
            return f"this value is not among those that {reference} allows"
        return f"this should be {describe(wanted)}, and is {describe(kind_of(value))}"

    def _fits(self, value: Value, reference: str | None, budget: Budget, above: frozenset[str] = frozenset()) -> bool:
        """`above` are the definitions that have this one as their base, each of the next."""
        budget.spend(1)
        name = reference or ""
        definition = self._definitions.get(name)
        if definition is None or name in above:
            return fits(value, types.BY_NAME.get(name, types.ANY))
        if value is None or "function" in definition:
            return fits(value, self.type(name))
        if definition.get("collection"):
            return isinstance(value, list) and all(self._fits_one(one, definition, budget) for one in value)
        return self._fits_one(value, definition, budget, above | {name})

    def _fits_one(
        self, value: Value, definition: Definition, budget: Budget, above: frozenset[str] = frozenset()
    ) -> bool:
        components = definition.get("components")
        if components is None or value is None:
            is_of_type = self._fits(value, definition.get("base"), budget, above)
        else:
            is_of_type = isinstance(value, dict) and all(
                name in value and self._fits(value[name], inner, budget) for name, inner in components.items()
            )
        return is_of_type and self._allows(definition.get("allowed"), value, budget)

    def _allows(self, tests: str | None, value: Value, budget: Budget) -> bool:
        if not tests:
            return True
        budget.spend(CALL_STEPS)
        return self._test(tests)(Frame({"?": value}, None, budget=budget)) is True

    def _test(self, text: str) -> Closure:
        if text not in self._tests:
            node = parse(text, {"?": types.ANY}, start="unary_tests").node
            self._tests[text] = interpret_inner(node, definitions=self.types) if node else _nothing
        return self._tests[text]


def _nothing(_: Frame) -> None:
    return None
