"""What a mapping holds its answers against: constants of comparisons and cells, terms of searches, by answer."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mapping_dsl import nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import lexical
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.meanings import Meaning, Meanings
from mapping_dsl.program import Program, Unit

#: a part of the submission is named like an answer of a group: "submission.source"
SUBMISSION: Final = "submission"

_COMPARING = (feel_nodes.Comparison, feel_nodes.Between, feel_nodes.In, feel_nodes.Call, feel_nodes.Filter)

_READERS: Final = {"date": lexical.read_date, "time": lexical.read_time, "date and time": lexical.read_date_time}

Comparands = Mapping[str, tuple[Any, ...]]


def comparands(program: Program, meanings: Meanings) -> Comparands:
    """The constants, by (dotted) answer, each once and in the order of the texts."""
    found: defaultdict[str, dict[tuple[type, Any], Any]] = defaultdict(dict)
    for answers, constant in _held_against(program, meanings):
        for answer in answers:
            found[answer].setdefault((type(constant), constant), constant)
    return {answer: tuple(constants.values()) for answer, constants in found.items()}


def _held_against(program: Program, meanings: Meanings) -> Iterator[tuple[frozenset[str], Any]]:
    for unit, statement in ((one.unit, one.statement) for one in program.placed):
        if isinstance(statement, nodes.Example):
            continue
        for meaning in (one for written in expressions_in(statement) if (one := meanings.of(unit, written))):
            for part in (part for part, _ in feel_nodes.walk(meaning.node) if isinstance(part, _COMPARING)):
                answers = answers_in(part, meaning, program, meanings)
                yield from ((answers, constant) for constant in _constants(part))
        if isinstance(statement, nodes.Decide):
            yield from _held_in_cells(unit, statement, program, meanings)


def _held_in_cells(
    unit: Unit, table: nodes.Decide, program: Program, meanings: Meanings
) -> Iterator[tuple[frozenset[str], Any]]:
    for place, column in enumerate(table.inputs):
        meaning = meanings.of(unit, column)
        cells = (meanings.of(unit, cell) for row in table.rows if (cell := row.tests[place]))
        answers = answers_in(meaning.node, meaning, program, meanings) if meaning else frozenset[str]()
        yield from ((answers, constant) for cell in cells if cell for constant in _constants(cell.node))


def answers_in(node: feel_nodes.Node, meaning: Meaning, program: Program, meanings: Meanings) -> frozenset[str]:
    """The answers that a part of an expression depends on; where it names a bound name alone, those of the whole."""
    found: set[str] = set()
    for part, _ in feel_nodes.walk(node):
        match part:
            case feel_nodes.Path(feel_nodes.Name("submission"), name):
                found.add(f"{SUBMISSION}.{name}")
            case feel_nodes.Name("all text"):
                every = program.questions.by_name.items()
                found |= {name for name, questions in every if any(one.is_long_text for one in questions)}
            case feel_nodes.Name(name) if name in meanings.named_answers:
                found |= meanings.named_answers[name]
            case feel_nodes.Name(name):
                found |= {one for one in meaning.answers if one.partition(".")[0] == name}
    return frozenset(found or meaning.answers)


def _constants(node: feel_nodes.Node) -> Iterator[Any]:
    for part, _ in feel_nodes.walk(node):
        if isinstance(part, feel_nodes.Literal) and part.value is not None:
            yield part.value
        elif isinstance(part, feel_nodes.Call):
            yield from _written_as_call(part)


def _written_as_call(call: feel_nodes.Call) -> Iterator[Any]:
    """`date("2026-01-01")` and its like, which are constants too."""
    match call:
        case feel_nodes.Call(feel_nodes.Name("date" | "time" | "date and time" as kind), (feel_nodes.Literal(text),)):
            read = _READERS[kind]
            value = read(text) if isinstance(text, str) else None
            if value is not None:
                yield value
