"""What a mapping costs: ours, the same work by hand in Python, and three peers, all taking turns in one run, as ratios.

    make bench-peers                       (once: puts the peers into .bench and bench/node_modules)
    python -m bench.mapping                (prints the tables; `--docs` also writes them and a picture under docs/)

Every way is timed by the computing of its own process (node has one), so that others on the machine count little. First
it is shown that all say the same. "Full" is the way for submissions in which something may be in doubt, given as many
that drifted as that fit; "trusting" is the way for those that fit; "whole" begins at the document and reads it too.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench import report, saving
from bench.by_hand import MAPPINGS
from bench.peers.jsonata import InNode, in_node
from bench.ways import Subject, Way

ROUNDS: Final = 25
WARM_UP: Final = 6  #: rounds that are not counted: a just-in-time compiler learns in them
_PACKAGES: Final = Path(".bench")
_PASSES: Final = 2  #: of one way's submissions in a turn
_NODE_PASSES: Final = 3

#: medians in microseconds for one submission, by mapping and way
Figures = Mapping[tuple[str, str], float]
Turn = tuple[str, str, Callable[[], float]]


def main() -> None:
    """Shows that all agree, measures, and prints."""
    arguments = _arguments()
    if not _PACKAGES.is_dir() or not Path("bench/node_modules").is_dir():
        sys.exit("the peers are not here: run `make bench-peers` first")
    sys.path.append(str(_PACKAGES))
    subjects = [Subject(name) for name in arguments.mappings]
    differ = [told for subject in subjects for told in subject.disagreements()]
    if differ:
        sys.exit("not the same work:\n" + "\n".join(differ))
    with ExitStack() as stack:
        node = stack.enter_context(in_node())
        turns = [turn for subject in subjects for turn in _turns(subject, node)]
        figures = _measured(turns, arguments.rounds)
    written = report.tables(figures, arguments.mappings) + report.saving(saving.measured(arguments.rounds))
    print(written)
    if arguments.docs:
        report.write(written, figures, arguments.mappings)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mapping", description="What a mapping costs, as ratios")
    parser.add_argument("mappings", nargs="*", default=list(MAPPINGS), help="all eight where none is named")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--docs", action="store_true", help="write docs/explanation/speed.md and its picture")
    return parser.parse_args()


def _turns(subject: Subject, node: InNode) -> Iterator[Turn]:
    for way in subject.in_process():
        if way.inputs:
            yield subject.name, way.name, _timed(way)
    there = subject.in_node(node)
    if there and there.inputs:
        yield subject.name, there.name, lambda: float(str(there.run(_NODE_PASSES)))
        yield subject.name, f"{there.name} with marshalling", lambda: _with_marshalling(subject.name, node, there)


def _timed(way: Way) -> Callable[[], float]:
    run, inputs = way.run, [*way.inputs] * _PASSES

    def microseconds() -> float:
        began = time.process_time_ns()
        for one in inputs:
            run(one)
        return (time.process_time_ns() - began) / 1000 / len(inputs)

    return microseconds


def _with_marshalling(name: str, node: InNode, way: Way) -> float:
    """What the two processes take together, for a document sent and a record got back: here by the clock on the wall,
    as much of it is the other process's."""
    began = time.perf_counter_ns()
    for document in way.inputs:
        node.run(name, document)
    return (time.perf_counter_ns() - began) / 1000 / len(way.inputs)


def _measured(turns: Sequence[Turn], rounds: int) -> Figures:
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(WARM_UP + rounds):
        for mapping, way, microseconds in turns:
            taken.setdefault((mapping, way), []).append(microseconds())
    return {key: statistics.median(times[WARM_UP:]) for key, times in taken.items()}


if __name__ == "__main__":
    main()
