"""Examples that write themselves: a sample that shows what no example shows, and what comes of it now, to confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from mapping_dsl import exact_json
from mapping_dsl.answers import Answers
from mapping_dsl.feel import lexical, parser, types
from mapping_dsl.feel.interpreter import interpret
from mapping_dsl.interpreter import records_in_scope
from mapping_dsl.sampling.boundaries import Sample, boundary_samples
from mapping_dsl.sampling.coverage import Coverer
from mapping_dsl.sampling.places import Place
from mapping_dsl.sampling.trial import Trial

_MOST_TRIED: Final = 1000  #: samples, over all mappings


@dataclass(frozen=True, slots=True)
class ExampleDraft:
    """An example as it would stand in the mapping, and its sample."""

    mapping: str  #: the id of the mapping that it is for
    sample: Sample
    text: str


def draft_example(trials: Sequence[Trial], place: Place) -> ExampleDraft | None:
    """An example that shows a place of one of the mappings; None where none of some hundred boundary samples does. What
    it expects is what comes of the sample now: whether that is right is for a person to say."""
    for trial in trials:
        coverer = Coverer(trial)
        for sample in boundary_samples(trial.program, trial.checked.meanings, limit=_MOST_TRIED // len(trials)):
            answers = trial.read(sample.document)
            if place in coverer.reached_by(answers):
                return ExampleDraft(trial.program.source.id, sample, _text(trial, place, sample, answers))
    return None


def _text(trial: Trial, place: Place, sample: Sample, answers: Answers) -> str:
    lines = [f"example {exact_json.dumps(_title(place))}", f'    given "{sample.name}"']
    for asked in dict.fromkeys((place.looks_at, "flags")):
        lines.append(f"    expect {asked} = {literal(_value(trial, asked, answers))}")
    return "\n".join([f"// {sample.says}", *lines]) + "\n"


def _title(place: Place) -> str:
    """What the place says, without the condition that the mapping has in full."""
    said = place.says.partition(" by “")[0]
    return said[:1].upper() + said[1:]


def _value(trial: Trial, asked: str, answers: Answers) -> Any:
    """What comes of the submission now, by an expression in the scope of examples."""
    run = trial.interpreted.start(answers)
    outcome, _ = trial.interpreted.run(run)
    records = records_in_scope(outcome)
    scope = {**trial.checked.meanings.scopes.of(trial.program.main), **dict.fromkeys((*records, "triage"), types.ANY)}
    node = parser.parse(asked, scope).node
    return interpret(node)(run.frame.over(records)) if node else None


def literal(value: Any) -> str:
    """A value as it is written in FEEL, on one line."""
    match value:
        case None | bool() | int() | Decimal():
            return lexical.to_string(value) or "null"
        case str():
            return exact_json.dumps(value)
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_key(key)}: {literal(one)}' for key, one in value.items())}}}"
    return f'{_constructor(value)}("{lexical.to_string(value)}")'


def _constructor(value: Any) -> str:
    kinds = ((datetime, "date and time"), (date, "date"), (time, "time"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "duration")


def _key(key: str) -> str:
    return key if key.isidentifier() else exact_json.dumps(key)
