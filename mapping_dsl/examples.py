"""A mapping's own examples: whether each holds, and where it does not, both sides of what was expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mapping_dsl import exact_json, nodes
from mapping_dsl.failures import SubmissionUnreadable
from mapping_dsl.feel import lexical
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.interpreter import interpret
from mapping_dsl.interpreter import Interpreted, records_in_scope
from mapping_dsl.problems import Span
from mapping_dsl.program import Unit


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """How an example went."""

    name: str
    holds: bool
    sentences: tuple[str, ...]  #: what did not hold, with both sides; empty where all did
    span: Span


def run_example(interpreted: Interpreted, unit: Unit, example: nodes.Example) -> ExampleResult:
    """Runs a mapping over an example's sample and looks at what is expected."""
    try:
        sentences = tuple(_failures(interpreted, unit, example))
    except (SubmissionUnreadable, ValueError) as error:
        sentences = (f"{example.given.text}: {error}",)
    return ExampleResult(example.title.text, not sentences, sentences, example.span)


def _failures(interpreted: Interpreted, unit: Unit, example: nodes.Example) -> list[str]:
    text = interpreted.program.source.files.get(f"{interpreted.program.source.id}/samples/{example.given.text}")
    document = exact_json.loads(text) if text is not None else None
    if not isinstance(document, Mapping):
        return [f"there is no sample {example.given.text}"]
    run = interpreted.start(interpreted.reader.read(document))
    outcome, _ = interpreted.run(run)
    frame = run.frame.over({**records_in_scope(outcome), "reviews": list(outcome.reviews)})
    failures = []
    for expect in example.expects:
        result = run.evaluate(interpreted.computation(unit, expect), frame)
        if result.value is not True:
            meaning = interpreted.meanings.of(unit, expect)
            assert meaning, "a program that is interpreted has no expression that cannot be read"
            failures.append(_both_sides(expect, meaning.node, frame) + (f" ({result.reason})" if result.reason else ""))
    return failures


def _both_sides(expect: nodes.Expression, node: feel_nodes.Node, frame: Frame) -> str:
    text = " ".join(expect.text.split())
    if not isinstance(node, feel_nodes.Comparison):
        return f"{text} does not hold"
    left, right = (interpret(side)(frame) for side in (node.left, node.right))
    if (
        node.operator is feel_nodes.ComparisonOperator.EQUAL
        and isinstance(left, Mapping)
        and isinstance(right, Mapping)
    ):
        return f"{text.partition(' = ')[0]} is not as expected: {'; '.join(_differences(left, right))}"
    return f"{text} does not hold: the left is {_written(left)}, the right {_written(right)}"


def _differences(came: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    """The fields of a record that are not as they should be; it may have forty that are."""
    for name in dict.fromkeys((*expected, *came)):
        if name not in came:
            yield f"{name} is missing"
        elif name not in expected:
            yield f"{name} came as {_written(came[name])} and was not expected"
        elif came[name] != expected[name]:
            yield f"{name} came as {_written(came[name])} and not as {_written(expected[name])}"


def _written(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else lexical.to_string(value) or "null"
