"""What FEEL costs: our engine and three peers on the same expressions, all taking turns in one run, as ratios.

    make bench-peers        (once: puts the peers into .bench and bench/node_modules)
    python -m bench.feel

Every engine is timed by a clock of its own process: ours, pySFeel and zen-engine share one, feelin has a node of its
own. Peers are asked only what they answer as we do; the table counts it. How a peer differs is said beneath it.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from bench.expressions import CONTEXT, EXPRESSIONS, Expression
from mapping_dsl import feel

ROUNDS = 40
WARM_UP = 10  #: rounds that are not counted: a just-in-time compiler learns in them
REPEATS = 10  #: of one work in a turn
PACKAGES = Path(".bench")
SCOPE = {name: feel.values.type_of(value) for name, value in CONTEXT.items()}
NODE = Path(".venv/bin/node")
SCRIPT = Path("bench/feelin.mjs")

Times = dict[tuple[str, str, int], list[float]]


class Engine(Protocol):
    """One that is timed; a text is longer by some blanks in every turn, so that none can answer from memory."""

    name: str

    def value(self, expression: Expression) -> object:
        """What it makes of an expression, None where it cannot read it."""

    def times(self, expression: Expression, turn: int) -> Mapping[str, float]:
        """Microseconds by work: `compile` and `evaluate`, or `both` where an engine cannot do them apart."""


class Ours:
    """The engine of this repository."""

    name = "ours"

    def value(self, expression: Expression) -> object:
        return feel.compile(expression.text, SCOPE)(CONTEXT)

    def times(self, expression: Expression, turn: int) -> Mapping[str, float]:
        compiled, text = feel.compile(expression.text, SCOPE), expression.text + " " * turn * REPEATS
        texts = (f"{expression.text}{' ' * (turn * REPEATS + place)}" for place in range(REPEATS))
        compiling = _microseconds(lambda: feel.compile(next(texts), SCOPE))
        evaluating = _microseconds(lambda: compiled(CONTEXT))
        both = _microseconds(lambda: feel.evaluate(text, CONTEXT))
        return {"compile": compiling, "evaluate": evaluating, "both": both}


class PySFeel:
    """It parses on every evaluation, and needs half a minute to be imported."""

    name = "pySFeel"

    def __init__(self) -> None:
        self._parser = import_module("pySFeel").SFeelParser()
        self._parser.names = _with_floats(CONTEXT)

    def value(self, expression: Expression) -> object:
        return self._parser.sFeelParse(expression.text)[1]

    def times(self, expression: Expression, turn: int) -> Mapping[str, float]:
        text = expression.text + " " * turn * REPEATS
        return {"both": _microseconds(lambda: self._parser.sFeelParse(text))}


class Zen:
    """Its language is not FEEL: it is given its own writing of the same thing."""

    name = "zen-engine"

    def __init__(self) -> None:
        self._zen = import_module("zen")

    def value(self, expression: Expression) -> object:
        try:
            return self._zen.evaluate_expression(expression.zen or expression.text, CONTEXT)
        except RuntimeError:
            return None

    def times(self, expression: Expression, turn: int) -> Mapping[str, float]:
        text = (expression.zen or expression.text) + " " * turn * REPEATS
        compiled = self._zen.compile_expression(text)
        compiling = _microseconds(lambda: self._zen.compile_expression(text))
        return {"compile": compiling, "evaluate": _microseconds(lambda: compiled.evaluate(CONTEXT))}


class Feelin:
    """It has no compiled form: its compiling is its parse, its evaluating what its `evaluate` takes beyond that."""

    name = "feelin"

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._ask({"context": CONTEXT, "repeats": REPEATS})

    def value(self, expression: Expression) -> object:
        return self._ask({"value": expression.text})["value"]

    def times(self, expression: Expression, turn: int) -> Mapping[str, float]:
        taken = self._ask({"times": expression.text + " " * turn * REPEATS})
        return {"compile": taken["parse"], "evaluate": taken["evaluate"] - taken["parse"]}

    def _ask(self, question: Mapping[str, object]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def main() -> None:
    """Prints a row a class of expressions, and the geometric mean of all."""
    if not PACKAGES.is_dir() or not Path("bench/node_modules").is_dir():
        sys.exit("the peers are not here: run `make bench-peers` first")
    sys.path.append(str(PACKAGES))
    with _node() as process:
        ours, peers = Ours(), (Feelin(process), Zen(), PySFeel())
        asked = {peer.name: [_agree(peer, ours, one) for one in EXPRESSIONS] for peer in peers}
        _print(_measured((ours, *peers), asked))


@contextmanager
def _node() -> Iterator["subprocess.Popen[str]"]:
    command = [str(NODE), str(SCRIPT)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def _agree(peer: Engine, ours: Engine, expression: Expression) -> bool:
    return _plain(peer.value(expression)) == _plain(ours.value(expression))


def _measured(engines: Sequence[Engine], asked: Mapping[str, Sequence[bool]]) -> dict[tuple[str, str, int], float]:
    """The middle of all rounds, in microseconds, by engine, work and expression."""
    taken: Times = {}
    for turn in range(WARM_UP + ROUNDS):
        for place, expression in enumerate(EXPRESSIONS):
            for engine in engines:
                if engine.name not in asked or asked[engine.name][place]:
                    for work, microseconds in engine.times(expression, turn).items():
                        taken.setdefault((engine.name, work, place), []).append(microseconds)
    return {key: statistics.median(times[WARM_UP:]) for key, times in taken.items()}


def _microseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter_ns()
    for _ in range(REPEATS):
        do()
    return (time.perf_counter_ns() - began) / 1000 / REPEATS


_COLUMNS = (
    ("feelin", "compile"),
    ("feelin", "evaluate"),
    ("zen-engine", "compile"),
    ("zen-engine", "evaluate"),
    ("pySFeel", "both"),
)


def _print(middle: Mapping[tuple[str, str, int], float]) -> None:
    """A peer's number says how many times our time it takes, and of how many expressions."""
    print(f"{'':24}{'ours, microseconds':>28}" + "".join(f"{name:>18}" for name, _ in _COLUMNS))
    print(f"{'':24}{'compile':>11}{'evaluate':>9}{'both':>8}" + "".join(f"{work:>18}" for _, work in _COLUMNS))
    groups = {
        one.kind: [place for place, other in enumerate(EXPRESSIONS) if other.kind == one.kind] for one in EXPRESSIONS
    }
    for kind, places in {**groups, "geometric mean of all": list(range(len(EXPRESSIONS)))}.items():
        ours = (
            statistics.geometric_mean(middle["ours", work, place] for place in places)
            for work in ("compile", "evaluate", "both")
        )
        cells = "".join(f"{_ratio(middle, column, places):>18}" for column in _COLUMNS)
        print(f"{kind:24}{next(ours):>11.1f}{next(ours):>9.2f}{next(ours):>8.1f}{cells}")
    print(_LEGEND)


_LEGEND = """
ours is 1: 2.00 takes twice our time, 0.50 half of it; behind it, on how many expressions (those with an equal result)
feelin: compile is its parse alone, evaluate its `evaluate` less that parse (it has no compiled form to keep)
zen-engine: not FEEL; its own writing of the same expressions; its numbers have 28 digits
pySFeel: parses on every evaluation, so compared with our `evaluate`, which does too; its numbers are floats"""


def _ratio(middle: Mapping[tuple[str, str, int], float], column: tuple[str, str], places: Sequence[int]) -> str:
    name, work = column
    ratios = [
        middle[name, work, place] / middle["ours", work, place] for place in places if (name, work, place) in middle
    ]
    # feelin's times are a difference: below what its clock can tell it may come out as nothing
    return f"{statistics.geometric_mean(max(one, 0.0001) for one in ratios):.3g} ({len(ratios)})" if ratios else "-"


def _plain(value: object) -> object:
    """A value as all engines' can be compared: numbers to nine digits, dates and durations as text."""
    match value:
        case bool() | None | str():
            return value
        case int() | float() | Decimal():
            return float(f"{value:.9g}")
        case list():
            return [_plain(one) for one in value]
        case dict():
            return {key: _plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else feel.to_string(value)


def _with_floats(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_floats(one) for one in value]
    if isinstance(value, dict):
        return {key: _with_floats(one) for key, one in value.items()}
    return float(value) if type(value) is int else value


if __name__ == "__main__":
    main()
