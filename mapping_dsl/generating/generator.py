"""From an interpreted mapping to Python functions that do the same, and quicker: one for submissions that fit their
form version, one for those in which something is in doubt."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mapping_dsl.answers import Answers
from mapping_dsl.feel.emission import Operand, function_of, placed
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.frames import BudgetSpent, Frame
from mapping_dsl.feel.writing import TooMuchCode
from mapping_dsl.generating import shapes
from mapping_dsl.generating.groups import write_record
from mapping_dsl.generating.names import Names
from mapping_dsl.generating.rules import write_flags, write_triage
from mapping_dsl.generating.told import MadeTwice, TellFields, Told
from mapping_dsl.interpreter import Interpreted
from mapping_dsl.outcome import FlagOutcome, Outcome, TriageOutcome
from mapping_dsl.problems import Span

FILE_NAME = "<mapping>"  #: of generated code, in tracebacks
_WHOLE = Span(1, 1, 1, 1)

#: a run: what it wrote down, the flags that are shown, the triage, the risk level, and the records in their order
Ran = tuple[Told, list[FlagOutcome], TriageOutcome, str, list[Any]]


@dataclass(frozen=True)
class Generated:
    """A mapping as generated code. Where no code can be made, or a run takes too much, there is no outcome, and the
    interpreter must be asked."""

    interpreted: Interpreted

    def run(self, answers: Answers) -> Outcome | None:
        """The outcome for a submission, equal to the interpreter's."""
        function = self._trusting if self.is_fit(answers) else self._defensive
        if function is None:
            return None
        try:
            ran = function(Frame({}, answers.now), answers)
        except (BudgetSpent, MadeTwice, RecursionError):
            return None
        return self.outcome(*ran)

    def is_fit(self, answers: Answers) -> bool:
        """Whether a submission fits its form version: nothing is in doubt, and what must be asked was."""
        return not answers.doubts and answers.not_asked.isdisjoint(self._musts)

    @cached_property
    def _musts(self) -> frozenset[str]:
        questions = self.interpreted.program.questions
        return frozenset(name for name in questions.outer_types if questions.must_have(name))

    @cached_property
    def _trusting(self) -> Callable[[Frame, Answers], Ran] | None:
        return generate(self.interpreted, trusting=True)

    @cached_property
    def _defensive(self) -> Callable[[Frame, Answers], Ran] | None:
        return generate(self.interpreted, trusting=False)

    def outcome(
        self, told: Told, shown: list[FlagOutcome], triage: TriageOutcome, risk_level: str, records: list[Any]
    ) -> Outcome:
        """The outcome of what a run wrote down."""
        rules = self.interpreted.records
        names = [rule.path for rule in rules]
        return Outcome(
            mapping=self.interpreted.program.source.id,
            records=dict(zip(names, records, strict=True)) if told.rejected is None else dict.fromkeys(names),
            flags=tuple(shown),
            risk_level=risk_level,
            triage=triage,
            fields=TellFields(rules, records, told),
            reviews=tuple(dict.fromkeys(told.reviews)) if told.reviews else (),
            rejected=told.rejected,
        )


def generate(interpreted: Interpreted, *, trusting: bool) -> Callable[[Frame, Answers], Ran] | None:
    """The function of a mapping; None where its code would be too long or too deep. A trusting one is for submissions
    in which nothing is in doubt and every question that must be answered is."""
    try:
        run: Callable[[Frame, Answers], Ran] = function_of(*code_of(interpreted, trusting=trusting), FILE_NAME)
    except TooMuchCode:
        return None
    return run


def code_of(interpreted: Interpreted, *, trusting: bool) -> tuple[ast.FunctionDef, dict[str, Any]]:
    """The function of a mapping, and all that it can name. Raises TooMuchCode."""
    names = Names(interpreted, trusting=trusting)
    with names.code.block() as body:
        write_flags(names, interpreted.flags)
        triage = write_triage(names, interpreted.triage)
        records = [write_record(names, rule) for rule in interpreted.records]
    names.code.statements.extend(body)
    return _definition(names, triage, records), {**shapes.NAMESPACE, **names.code.constants}


def _definition(names: Names, triage: Operand, records: list[Operand]) -> ast.FunctionDef:
    code = names.code
    listed = placed(ast.List([one.expression for one in records], ast.Load()), _WHOLE)
    level = names.risk_level
    returned = write(code, shapes.RAN, _WHOLE, triage=triage, level=level, records=Operand(listed))
    arguments = [placed(ast.arg(name), _WHOLE) for name in ("frame", "answers")]
    steps = placed(ast.parse(f"frame.budget.steps -= {int(code.gathered)}").body[0], _WHOLE)
    start = [steps, *shapes.START.statements, *code.prologue(_WHOLE)]
    statements = [*start, *code.statements, placed(ast.Return(returned.expression), _WHOLE)]
    taken = ast.arguments(posonlyargs=[], args=arguments, kwonlyargs=[], kw_defaults=[], defaults=[])
    return placed(ast.FunctionDef("run", taken, statements, []), _WHOLE)
