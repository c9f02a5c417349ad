"""`studio test MAPPING…`: whether the mapping's own examples hold, what they show, and what they would notice."""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import mapping_dsl
from mapping_dsl import sampling
from studio.commands.check import mappings_argument, sources_of
from studio.commands.options import complain, json_option, library_option, print_json

SUMMARY = "Runs the examples that stand in mappings; for a module, those of every mapping that uses it."
EXAMPLE = "studio test theft --coverage"


@dataclass(frozen=True, slots=True)
class _Tested:
    """A text with the examples that try it."""

    path: str
    examples: tuple[tuple[mapping_dsl.Source, tuple[mapping_dsl.ExampleResult, ...]], ...]
    coverage: sampling.Coverage | None
    score: sampling.Score | None

    @property
    def holds(self) -> bool:
        """Whether all examples hold."""
        return all(one.holds for _, examples in self.examples for one in examples)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The mappings, their library, what to look at, and how to answer."""
    mappings_argument(parser)
    library_option(parser)
    parser.add_argument("--coverage", action="store_true", help="also tells what no example shows")
    words = "also tells which small changes no example notices (takes a minute or more for each mapping)"
    parser.add_argument("--mutation", action="store_true", help=words)
    json_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Runs each: 0 where all hold or there are none, 1 where one does not."""
    try:
        library = mapping_dsl.Library(arguments.library)
        tested = [_tested(library, name, arguments) for name in arguments.mappings]
    except mapping_dsl.MappingFailure as failure:
        return complain(failure)
    if arguments.json:
        print_json(_as_json(tested, arguments))
    else:
        print("\n".join(line for one in tested for line in _sentences(one)))
    return int(not all(one.holds for one in tested))


def _tested(library: mapping_dsl.Library, name: str, arguments: argparse.Namespace) -> _Tested:
    path, sources = library.mapping(name).path, sources_of(library, name)
    looks_deeper = arguments.coverage or arguments.mutation
    trials = [sampling.trial(source) for source in sources] if looks_deeper else []
    return _Tested(
        path,
        tuple((source, tuple(mapping_dsl.compile(source).examples())) for source in sources),
        sampling.coverage(trials, path) if arguments.coverage else None,
        sampling.score(trials, path, told=_progress(path)) if arguments.mutation else None,
    )


def _progress(path: str) -> Callable[[int, int], None]:
    """Keeps a person who watches informed; a program that reads what is told on standard error hears nothing."""

    def told(done: int, of: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done + 1 == of else ""
            print(f"\r{path}: small change {done + 1} of {of}", end=end, file=sys.stderr, flush=True)

    return told


def _sentences(tested: _Tested) -> Iterator[str]:
    for source, examples in tested.examples:
        for one in (one for one in examples if not one.holds):
            yield f"{source.path}:{one.span.line}: the example “{one.name}” does not hold"
            yield from (f"  {sentence}" for sentence in one.sentences)
        holding = sum(one.holds for one in examples)
        yield f"{source.id}: {holding} of {len(examples)} examples hold" if examples else f"{source.id}: no examples"
    if tested.coverage:
        missing = tested.coverage.missing
        yield from (f"{tested.path}:{one.span.line}: no example shows {one.says}" for one in missing)
        yield f"{tested.path}: the examples show {tested.coverage.count()} of {len(tested.coverage.places)} places"
    if tested.score:
        surviving = tested.score.surviving
        yield from (f"{tested.path}:{one.span.line}: {_unnoticed(one.says)}" for one in surviving)
        yield f"{tested.path}: {_said(tested.score)}"


def _unnoticed(change: str) -> str:
    left_out = change.removeprefix("without ")
    return f"no example notices {change if left_out == change else f'if {left_out} is left out'}"


def _said(score: sampling.Score) -> str:
    noticed = score.counted - len(score.surviving)
    said = f"{noticed} of {score.counted} small changes are noticed, {score.share:.1%}"
    alike = score.count(sampling.Fate.EQUIVALENT)
    return f"{said}; {alike} more change nothing in any sample, and do not count" if alike else said


def _as_json(tested: list[_Tested], arguments: argparse.Namespace) -> dict[str, Any]:
    examples = [(source, one) for text in tested for source, examples in text.examples for one in examples]
    said: dict[str, Any] = {"examples": [_example_as_json(source, one) for source, one in examples]}
    if arguments.coverage:
        said["coverage"] = [_coverage_as_json(one.path, one.coverage) for one in tested if one.coverage]
    if arguments.mutation:
        said["mutation"] = [_score_as_json(one.path, one.score) for one in tested if one.score]
    return said


def _example_as_json(source: mapping_dsl.Source, one: mapping_dsl.ExampleResult) -> dict[str, Any]:
    return {
        "mapping": source.id,
        "example": one.name,
        "line": one.span.line,
        "holds": one.holds,
        "sentences": list(one.sentences),
    }


def _coverage_as_json(path: str, coverage: sampling.Coverage) -> dict[str, Any]:
    missing = [{"line": one.span.line, "says": one.says} for one in coverage.missing]
    return {"file": path, "places": len(coverage.places), "shown": coverage.count(), "missing": missing}


def _score_as_json(path: str, score: sampling.Score) -> dict[str, Any]:
    counts = {fate.value: score.count(fate) for fate in sampling.Fate}
    unnoticed = [{"line": one.span.line, "says": one.says} for one in score.surviving]
    return {"file": path, **counts, "share": round(score.share, 4), "unnoticed": unnoticed}
