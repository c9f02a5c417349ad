"""Runs the public conformance cases of DMN (../shared/tck, or $STUDIO_SHARED/tck); the data is not kept here."""

import importlib.util
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from mapping_dsl import feel
from mapping_dsl.feel import types
from mapping_dsl.feel.definitions import Definitions
from mapping_dsl.feel.numeric import is_number
from mapping_dsl.feel.parser import Start
from mapping_dsl.feel.values import Range, is_function, simple_type
from mapping_dsl.problems import Problem

_SHARED = Path(os.environ.get("STUDIO_SHARED") or Path(__file__).parents[4] / "shared")
FOLDER = _SHARED / "tck"
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    case: Case
    passed: bool
    actual: Mapping[str, Any]
    reasons: tuple[Problem, ...]

    @property
    def wants_value(self) -> bool:
        """Whether the case expects something other than null."""
        return bool(self.case["expected"]["type"] != "null")

    @property
    def is_strict(self) -> bool:
        """Whether it passed, with a reason where the case wants one."""
        return self.passed and (bool(self.reasons) or not self.case["error"])


def is_there() -> bool:
    """Whether the cases can be run on this machine."""
    return (FOLDER / "open.jsonl").is_file()


def cases() -> list[Case]:
    """All cases, in the order of the file."""
    return [json.loads(line) for line in (FOLDER / "open.jsonl").read_text(encoding="utf-8").splitlines()]


def run(case: Case, formats: ModuleType) -> Result:
    """The outcome of one case, compared as its README says."""
    problems: list[Problem] = []
    value = _computed(case, scope_of(case, formats), case["result_type"], case["types"], problems)
    actual = formats.coerce(typed(value), case["result_type"], case["types"])
    return Result(case, formats.equal(case["expected"], actual), actual, tuple(problems))


def scope_of(case: Case, formats: ModuleType) -> dict[str, Any]:
    """The names that a case's own expression sees, with their values."""
    known = {name: feel.evaluate(formats.to_feel(value), {}) for name, value in case["inputs"].items()}
    for definition in case["defs"]:
        scope = {name: known[name] for name in definition["requires"] if name in known}
        known[definition["name"]] = _defined(definition, scope, case["types"])
    return {name: known[name] for name in case["requires"] if name in known}


def texts_of(case: Case, formats: ModuleType) -> Iterator[tuple[str, dict[str, Any], Start]]:
    """All texts of a case that are computed, its table's cells included, each with the names that it sees."""
    scope = scope_of(case, formats)
    if "expression" in case:
        yield case["expression"], scope, "expression"
        return
    for place, column in enumerate(case["table"]["inputs"]):
        yield column["expression"], scope, "expression"
        tested = {**scope, "?": feel.evaluate(column["expression"], scope)}
        for rule in case["table"]["rules"]:
            yield rule["in"][place], tested, "unary_tests"
    for rule in case["table"]["rules"]:
        yield from ((cell, scope, "expression") for cell in rule["out"])


def definitions_of(case: Case) -> dict[str, types.Type]:
    """The item definitions that a case knows, as types."""
    return Definitions(case["types"]).types()


def formats() -> ModuleType:
    """The module that lies beside the cases: their conversion and comparison."""
    spec = importlib.util.spec_from_file_location("tckfmt", FOLDER / "tckfmt.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _defined(definition: Case, scope: dict[str, Any], known_types: Case) -> Any:
    if "params" not in definition:
        return _computed(definition, scope, definition["type"], known_types, [])
    name, parameters = definition["name"], definition["params"]
    if "table" in definition:
        return _TableFunction(definition, scope, known_types)
    scope[name] = None
    scope[name] = feel.function(
        definition["expression"], parameters, scope, types=known_types, returns=definition["type"]
    )
    return scope[name]


def _computed(what: Case, scope: Case, returns: str | None, known_types: Case, problems: list[Problem]) -> Any:
    if "table" in what:
        return feel.decide(what["table"], scope, types=known_types, returns=returns, problems=problems, now=NOW)
    return feel.evaluate(what["expression"], scope, types=known_types, returns=returns, problems=problems, now=NOW)


class _TableFunction:
    """A decision table that is called with parameters."""

    def __init__(self, definition: Case, scope: Case, known_types: Case) -> None:
        self.parameters = tuple(one["name"] for one in definition["params"])
        self._definition, self._scope, self._types = definition, scope, known_types

    def __call__(self, call: Any, arguments: Iterable[Any]) -> Any:
        scope = {**self._scope, **dict(zip(self.parameters, arguments, strict=True))}
        return _computed(self._definition, scope, self._definition["type"], self._types, call.frame.reasons)


def typed(value: Any) -> dict[str, Any]:
    """A value in the shape of the cases."""
    match value:
        case None:
            return {"type": "null"}
        case bool():
            return {"type": "boolean", "value": value}
        case str():
            return {"type": "string", "value": value}
        case list():
            return {"type": "list", "value": [typed(one) for one in value]}
        case dict():
            return {"type": "context", "value": {key: typed(one) for key, one in value.items()}}
        case Range():
            return {"type": "range"}
    if is_function(value):
        return {"type": "function"}
    if is_number(value):
        return {"type": "number", "value": str(value)}
    simple = simple_type(value)
    assert isinstance(simple, types.Simple)
    return {"type": simple.name, "value": feel.to_string(value)}


def table(results: Iterable[Result]) -> str:
    """The shares of passed cases, by model and in all, as a table."""
    counts: dict[str, Counter[str]] = {}
    for result in results:
        for model in (result.case["model"], "all"):
            count = counts.setdefault(model, Counter())
            kind = "value" if result.wants_value else "null"
            count[kind] += 1
            count[f"{kind} passed"] += result.passed
            count["strict"] += result.is_strict
    lines = [f"{'model':48}{'values':>16}{'nulls':>16}{'strict':>10}"]
    for model, count in counts.items():
        total = count["value"] + count["null"]
        lines.append(
            f"{model:48}{_share(count, 'value'):>16}{_share(count, 'null'):>16}{count['strict'] / total:10.1%}"
        )
    return "\n".join(lines)


def _share(count: Counter[str], kind: str) -> str:
    passed, total = count[f"{kind} passed"], count[kind]
    return f"{passed}/{total} {passed / total:6.1%}" if total else "-"
