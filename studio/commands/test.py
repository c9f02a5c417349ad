"""`studio test MAPPING…`: whether the mapping's own examples hold."""

import argparse
from collections.abc import Iterator
from typing import Any

import mapping_dsl
from studio.commands.check import mappings_argument, sources_of
from studio.commands.options import complain, json_option, library_option, print_json

SUMMARY = "Runs the examples that stand in mappings; for a module, those of every mapping that uses it."
EXAMPLE = "studio test theft"

Results = list[tuple[mapping_dsl.Source, list[mapping_dsl.ExampleResult]]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The mappings, their library, and how to answer."""
    mappings_argument(parser)
    library_option(parser)
    json_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Runs each: 0 where all hold or there are none, 1 where one does not."""
    try:
        library = mapping_dsl.Library(arguments.library)
        sources = [source for name in arguments.mappings for source in sources_of(library, name)]
        results: Results = [(source, mapping_dsl.compile(source).examples()) for source in sources]
    except mapping_dsl.MappingFailure as failure:
        return complain(failure)
    if arguments.json:
        print_json({"examples": [_as_json(source, one) for source, examples in results for one in examples]})
    else:
        print("\n".join(line for source, examples in results for line in _sentences(source, examples)))
    return int(not all(one.holds for _, examples in results for one in examples))


def _sentences(source: mapping_dsl.Source, examples: list[mapping_dsl.ExampleResult]) -> Iterator[str]:
    for one in examples:
        if not one.holds:
            yield f"{source.path}:{one.span.line}: the example “{one.name}” does not hold"
            yield from (f"  {sentence}" for sentence in one.sentences)
    holding = sum(one.holds for one in examples)
    yield f"{source.id}: {holding} of {len(examples)} examples hold" if examples else f"{source.id}: no examples"


def _as_json(source: mapping_dsl.Source, one: mapping_dsl.ExampleResult) -> dict[str, Any]:
    return {
        "mapping": source.id,
        "example": one.name,
        "line": one.span.line,
        "holds": one.holds,
        "sentences": list(one.sentences),
    }
