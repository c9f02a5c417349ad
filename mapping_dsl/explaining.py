"""From a submission to why its outcome is what it is, by running the mapping once more with every step kept."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.answers import Answers
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.interpreter import interpret
from mapping_dsl.filling import FallbackRule, json_ready
from mapping_dsl.interpreter import Interpreted
from mapping_dsl.problems import Span
from mapping_dsl.running import Computation, Run
from mapping_dsl.trace import CodeHit, Explanation, FieldTrace, Reading, RowHit, Rule, Step

Seen = Sequence[tuple[Any, Any]]
_VERSION_DIGITS = 12


def explain(interpreted: Interpreted, answers: Answers) -> Explanation:
    """Why everything in the outcome for these answers is what it is."""
    return _Explaining(interpreted, answers).whole()


class _Explaining:
    def __init__(self, interpreted: Interpreted, answers: Answers) -> None:
        self.interpreted = interpreted
        self.program = interpreted.program
        self.meanings = interpreted.meanings
        self.texts = interpreted.program.source.files
        self.run: Run = interpreted.start(answers, is_traced=True)
        self.names_behind = cache(self._names_behind)
        self.rows_of = cache(lambda name: tuple(self._rows(name)))
        self.codes_of = cache(lambda name: tuple(self._codes_of(name)))

    def whole(self) -> Explanation:
        """The explanation of fields, flags and triage."""
        outcome, filling = self.interpreted.run(self.run)
        names = {flag.name for flag in outcome.flags}
        shown = [rule for rule in self.interpreted.flags if rule.name in names]
        behind_flags = frozenset(answer for rule in shown for when in rule.whens for answer in when.answers)
        fields = {}
        for path, traced in filling.traced.items():
            rule = traced.rule
            reads = rule.answers | behind_flags if rule.weighs_flags else rule.answers
            written = self._rule(rule.file, rule.span)
            fields[path] = self._trace(written, reads, traced.steps, rule.computations, traced.fallback)
        return Explanation(
            fields,
            {rule.name: self._again(rule.whens, rule.file, rule.span) for rule in shown},
            {
                part: self._again(values, values[0].file, values[0].expression.span)
                for part, values in self.interpreted.triage.items()
            },
        )

    def _again(self, computations: Sequence[Computation], file: str, span: Span) -> FieldTrace:
        """Computes once more what a flag or a part of the triage came from, and keeps the steps."""
        self.run.steps.clear()
        for computation in computations:
            self.run.evaluate(computation)
        reads = frozenset[str]().union(*(one.answers for one in computations))
        written = self._rule(file, span.to(computations[-1].expression.span))
        return self._trace(written, reads, tuple(self.run.steps), computations)

    def _trace(
        self,
        rule: Rule,
        reads: Iterable[str],
        seen: Seen,
        computations: Sequence[Computation],
        fallback: FallbackRule | None = None,
    ) -> FieldTrace:
        names = dict.fromkeys(name for one in computations for name in self.names_behind(one.file, one.expression.span))
        codes = [*self._codes_in(seen), *(hit for name in names for hit in self.codes_of(name))]
        return FieldTrace(
            rule=rule,
            reads=tuple(sorted(reads)),
            steps=self._steps(rule, seen),
            readings=tuple(map(self._reading, sorted(reads))),
            rows=tuple(row for name in names for row in self.rows_of(name)),
            codes=tuple(one for place, one in enumerate(codes) if one not in codes[:place]),
            fallback=_words_of(fallback) if fallback else "",
        )

    def _rule(self, file: str, span: Span) -> Rule:
        return Rule(file, span, excerpt(self.texts[file], span))

    def _steps(self, rule: Rule, seen: Seen) -> tuple[Step, ...]:
        """The sub-results of the rule's own text; those of lets that it reads stand in their own places.

        What is written down as it is, a literal or a function's name, is no result; nor is a name of whose value
        only a part is wanted.
        """
        text = self.texts[rule.file]
        sources = {id(node.source) for node, _ in seen if isinstance(node, feel_nodes.Path)}
        return tuple(
            Step(excerpt(text, node.span), node.span, json_ready(value))
            for node, value in seen
            if rule.span.line <= node.span.line <= rule.span.end_line
            and not isinstance(node, feel_nodes.Literal)
            and not (isinstance(node, feel_nodes.Name) and id(node) in sources)
            and not callable(value)
        )

    def _reading(self, answer: str) -> Reading:
        answers = self.run.answers
        group, _, inner = answer.partition(".")
        value = answers.values.get(group)
        if inner:
            value = [element.get(inner) for element in value] if isinstance(value, list) else None
        question = answers.form.question(answer)
        return Reading(answer, question.label if question else "", json_ready(value))

    # --- what names stand for

    def _names_behind(self, file: str, span: Span) -> tuple[str, ...]:
        """The lets, functions and decisions that an expression reads, each before those that it reads itself."""
        found: dict[str, None] = {}
        waiting = [self.meanings.by_place[file, span].names]
        while waiting:
            for name in sorted(waiting.pop() & self.program.named.keys() - found.keys()):
                found[name] = None
                unit, node = self.program.named[name]
                read = (self.meanings.of(unit, one) for one in expressions_in(node))
                waiting += (meaning.names for meaning in read if meaning)
        return tuple(found)

    def _rows(self, name: str) -> Iterator[RowHit]:
        unit, node = self.program.named[name]
        if not isinstance(node, nodes.Decide):
            return
        for place in self.interpreted.tables[name].fitting_places(self.run.frame):
            row = node.otherwise if place is None else node.rows[place]
            if row:
                yield RowHit(name, place if place is None else place + 1, self._rule(unit.path, row.span))

    def _codes_of(self, name: str) -> Iterator[CodeHit]:
        """The codes that a let or decision looks up."""
        unit, node = self.program.named[name]
        if isinstance(node, nodes.Function):
            return
        for expression in expressions_in(node):
            meaning = self.meanings.of(unit, expression)
            for part, _ in feel_nodes.walk(meaning.node) if meaning else ():
                if (list_name := self._list_called(part)) and isinstance(part, feel_nodes.Call):
                    key = interpret(part.arguments[0])(self.run.frame)
                    yield self._code(list_name, key, interpret(part)(self.run.frame))

    def _codes_in(self, seen: Seen) -> Iterator[CodeHit]:
        """The codes that were looked up among the steps of a rule."""
        values: dict[int, Any] = {}
        for node, value in seen:
            values[id(node)] = value
            if name := self._list_called(node):
                yield self._code(name, values.get(id(node.arguments[0])), value)

    def _list_called(self, node: Any) -> str:
        """The code list of which a call asks a row, empty where it is no such call."""
        if not isinstance(node, feel_nodes.Call) or not isinstance(node.function, feel_nodes.Name):
            return ""
        name = node.function.name.removesuffix("()")
        is_row = node.function.name != name and name in self.program.lists and len(node.arguments) == 1
        return name if is_row else ""

    def _code(self, name: str, key: Any, row: Any) -> CodeHit:
        _, node = self.program.named[name]
        file = f"lists/{node.file.text}" if isinstance(node, nodes.List) else ""
        version = hashlib.sha256(self.texts[file].encode()).hexdigest()[:_VERSION_DIGITS]
        return CodeHit(name, file, version, json_ready(key), json_ready(row))


def _words_of(fallback: FallbackRule) -> str:
    """An `otherwise` as it is written."""
    if fallback.value:
        return f"otherwise {fallback.value.expression.text}"
    return f'otherwise {fallback.kind} "{fallback.reason}"' if fallback.reason else f"otherwise {fallback.kind}"


def excerpt(text: str, span: Span) -> str:
    """The stretch of a text that a span names."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = lines[span.line - 1 : span.end_line]
    if not kept:
        return ""
    kept[-1] = kept[-1][: span.end_column - 1]
    kept[0] = kept[0][span.column - 1 :]
    return "\n".join(kept)
