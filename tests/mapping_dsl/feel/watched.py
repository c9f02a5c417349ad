"""Feeds hostile texts to every place where FEEL takes a text, and prints as JSON what Python was asked to do meanwhile.

    python -m tests.mapping_dsl.feel.watched

A program of its own, as a watch on Python cannot be taken off again. The texts of `sandbox` go into every slot; of the
others each goes into the first slots, where it is code, and in turn into one of the others.
"""

import ast
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from types import CodeType
from typing import Any

from mapping_dsl import feel
from mapping_dsl.feel import shapes
from mapping_dsl.feel.emission import Shape
from mapping_dsl.feel.generator import FILE_NAME
from mapping_dsl.problems import Problem
from tests.mapping_dsl.feel import hostile_texts

Slot = Callable[[str], object]

#: what Python tells of a program that only computes
_HARMLESS = {"builtins.id", "object.__getattr__", "object.__setattr__"}


def main() -> None:
    """Prints how many texts were fed, what happened that should not, and what raised."""
    list(_feed("1", [*_AS_CODE, *_OTHERS]))  # what is imported at first use is imported
    every = hostile_texts.texts("sandbox")
    others = hostile_texts.texts("attack", "strings", "unicode")
    watch = _Watch()
    sys.addaudithook(watch.notice)
    raised = [failure for text in every for failure in _feed(text, [*_AS_CODE, *_OTHERS])]
    for place, text in enumerate(others):
        raised += _feed(text, [*_AS_CODE, _OTHERS[place % len(_OTHERS)]])
    watch.is_on = False
    print(json.dumps({"fed": len(every) + len(others), "seen": watch.seen, "raised": raised, "ran": watch.ran}))


class _Watch:
    """What Python's audit events tell of, but for the code that `feel` generates, if that names only what it may."""

    def __init__(self) -> None:
        self.is_on = True
        self.ran = 0  #: functions that were generated
        self.seen: list[str] = []
        self._may_name = _names_of_generated_code()

    def notice(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by Python before it does something that can matter."""
        if not self.is_on or event in _HARMLESS:
            return
        if event == "compile" and isinstance(arguments[0], ast.Module):
            return  # never a text; what it names is seen when it is run
        if event == "exec" and arguments[0].co_filename == FILE_NAME:
            self.ran += 1
            strange = _names_in(arguments[0]) - self._may_name
            self.seen += [f"generated code names {name}" for name in sorted(strange) if not _is_numbered(name)]
            return
        self.seen.append(f"{event} {str(arguments)[:200]}")


def _names_of_generated_code() -> set[str]:
    """What shapes name: nothing in them comes from a text of FEEL."""
    values = vars(shapes).values()
    written = [*values, *chain.from_iterable(value.values() for value in values if isinstance(value, dict))]
    statements = [one for shape in written if isinstance(shape, Shape) for one in shape.statements]
    parts = chain.from_iterable(map(ast.walk, statements))
    attributes = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    return attributes | shapes.NAMESPACE.keys() | {"names", "reasons", "budget", "seen"}


def _is_numbered(name: str) -> bool:
    return name[0] in "vfk" and name[1:].isdigit()


def _names_in(code: CodeType) -> set[str]:
    inner = (part for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*map(_names_in, inner))


def _feed(text: str, slots: list[Slot]) -> Iterator[str]:
    for slot in slots:
        try:
            slot(text)
        except BaseException as failure:
            yield f"{slot.__name__} of {text[:80]!r} raised {failure!r}"


# --- where a text can stand


def _expression(text: str) -> None:
    feel.evaluate(text, {"a": 1, "name": "Ann"}, problems=[])


def _compiled(text: str) -> None:
    feel.compile(text, ["a", "name"])({"a": 1, "name": "Ann"}, problems=[])


def _unary_tests(text: str) -> None:
    feel.unary_tests(text, "a", {"a": 1})


def _table(text: str) -> None:
    for place in ("expression", "allowed", "cell", "out", "ordered", "default"):
        texts = {"expression": "a", "cell": "-", "out": "1"} | {place: text}
        table = {
            "hit_policy": "PRIORITY",
            "inputs": [{"expression": texts["expression"], "values": texts.get("allowed")}],
            "outputs": [{"name": text, "values": texts.get("ordered"), "default": texts.get("default")}],
            "rules": [{"in": [texts["cell"]], "out": [texts["out"]]}],
        }
        feel.decide(table, {"a": 1}, problems=[])


def _body(text: str) -> None:
    with suppress(feel.NotAnExpression):
        context = {"f": feel.function(text, ["n"], {})}
        feel.evaluate('f("n")', context)


def _name(text: str) -> None:
    context = {text: 1, "c": {text: {text: "x"}}}
    feel.evaluate(text, context)
    feel.evaluate(f"c.{text}", context)
    feel.evaluate("get value(c, s)", {**context, "s": text})
    feel.compile(f"for {text} in [1] return {text}", context)(context)
    with suppress(feel.NotAnExpression):
        feel.evaluate("f(1)", {"f": feel.function("1", [text], {})})


def _value(text: str) -> None:
    context = {"s": text}
    functions = ("string", "number", "date", "time", "date and time", "duration", "range", "upper case")
    calls = ", ".join(f"{function}(s)" for function in functions)
    zoned = 'date and time(@"2026-10-05T10:00:00Z", s)'
    feel.evaluate(f"string([{calls}, {zoned}, {{k: s}}, context([{{key: s, value: s}}])]) + s", context)
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    feel.compile(f'"{quoted}" = s')(context)
    feel.compile(f'@"{quoted}"')(context)


def _pattern(text: str) -> None:
    searches = 'matches("abc", s), matches("a", "a", s), split("abc", s)'
    feel.evaluate(f'[{searches}, replace("abc", s, "x"), replace("abc", "(b)", s)]', {"s": text})


def _type(text: str) -> None:
    problems: list[Problem] = []
    feel.evaluate("1", {}, returns=text, problems=problems)
    feel.evaluate("1", {}, returns="t", types={"t": {"base": text, "allowed": text}}, problems=problems)
    feel.evaluate("1", {}, returns="t", types={"t": {"components": {text: text}}}, problems=problems)
    feel.compile(f"1 instance of {text}")({}, problems=problems)
    feel.compile(f"function(n: {text}) n")({}, problems=problems)


_AS_CODE: list[Slot] = [_expression, _compiled]
_OTHERS: list[Slot] = [_unary_tests, _table, _body, _name, _value, _pattern, _type]

if __name__ == "__main__":
    main()
