"""From a checked program to closures that run it over a submission. The oracle: what it says is what the text means."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from mapping_dsl import functions, nodes
from mapping_dsl.answers import AnswerReader, Answers
from mapping_dsl.by_answer import answer_functions, long_texts, other_answers, unread_answers
from mapping_dsl.decisions import decision_table
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel.computing import guarded
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.interpreter import Closure, interpret_inner
from mapping_dsl.feel.interpreter import interpret as interpret_expression
from mapping_dsl.feel.nodes import walk
from mapping_dsl.feel.tables import DecisionTable
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.filling import EachRule, FallbackRule, FieldRule, Filling, GroupRule, json_ready
from mapping_dsl.lists import RowOf
from mapping_dsl.meanings import NOTHING, OF_FLAGS, Meaning, Meanings
from mapping_dsl.needs import Conditions
from mapping_dsl.outcome import FieldState, FlagOutcome, FlagState, Outcome
from mapping_dsl.program import Program, Unit
from mapping_dsl.risk import FlagRule, flag_outcome, risk_level, triage_outcome
from mapping_dsl.running import Computation, Definition, Run
from mapping_dsl.schemas import FieldSchema
from mapping_dsl.scopes import RESERVED, row_function

_DEPTH_AT_ONCE: Final = 30  #: lets that may be computed inside each other before the inner ones are computed first
_FLAG_OUTCOMES: Final = "(flag outcomes)"  #: no text can name it
_ANY_FIELD: Final = FieldSchema({})


class Interpreted:
    """A mapping that runs."""

    def __init__(self, program: Program, meanings: Meanings) -> None:
        self.program = program
        self.meanings = meanings
        self.reader = AnswerReader(program.questions)
        self._hidden = frozenset(program.questions.outer_types) & frozenset(standard.names)
        self._functions: dict[str, tuple[tuple[str, ...], Closure, int]] = {}
        self._missing = dict.fromkeys(program.missing_needs())
        every = program.questions.by_name.items()
        self.behind: Mapping[str, frozenset[str]] = {
            "all text": frozenset(name for name, questions in every if any(one.is_long_text for one in questions)),
            "other answers": unread_answers(program, meanings),
        }
        self.tables: dict[str, DecisionTable] = {}
        self.definitions: dict[str, Definition] = dict(self._definitions())
        self.deep = _deep_names(program, meanings)
        self.flags = tuple(self._flags())
        self.triage = dict(self._triage())
        self.records = tuple(self._records())

    def start(self, answers: Answers, *, is_traced: bool = False) -> Run:
        """A run over answers, in which nothing is computed yet."""
        run = Run(answers, self.definitions, self.deep)
        day = answers.day
        known: dict[str, Any] = {**functions.registry.values(), **answer_functions(answers), **self._missing}
        known |= {row_function(name): RowOf(codes, day) for name, codes in self.program.lists.items()}
        read = {name: value for name, value in answers.values.items() if name not in RESERVED}
        run.start({**known, **read, "submission": answers.submission}, is_traced=is_traced)
        for name, (parameters, body, depth) in self._functions.items():
            run.names[name] = UserFunction(parameters, (None,) * len(parameters), body, run.frame, depth)
        return run

    def outcome(self, answers: Answers) -> Outcome:
        """The outcome for answers: the meaning of the mapping, which generated code must agree with."""
        outcome, _ = self.run(self.start(answers))
        return outcome

    def run(self, run: Run) -> tuple[Outcome, Filling]:
        """The outcome of a run, and how its records were filled."""
        flags = self._flag_outcomes(run)
        triage = triage_outcome(self.triage, run, run.names["risk level"])
        run.names["triage"] = {"queue": triage.queue, "priority": triage.priority, "due": triage.due}
        filling = Filling(run)
        records = {rule.path: filling.record(rule) for rule in self.records}
        is_rejected = any(one.state is FieldState.REJECT for one in filling.fields)
        outcome = Outcome(
            mapping=self.program.source.id,
            records=dict.fromkeys(records) if is_rejected else records,
            flags=flags,
            risk_level=run.names["risk level"],
            triage=triage,
            fields=tuple(filling.fields),
            reviews=tuple(dict.fromkeys(filling.reviews)),
            rejected=filling.rejected,
        )
        return outcome, filling

    def computation(self, unit: Unit, expression: nodes.Expression) -> Computation:
        """An expression of the program, ready to run."""
        meaning = self._meaning(unit, expression)
        closure = interpret_expression(meaning.node, hidden=self._hidden)
        summed = (self.behind.get(name, NOTHING) for name in meaning.summaries)
        answers = meaning.answers.union(*summed)
        return Computation(closure, answers, unit.path, expression, meaning.node, bool(meaning.summaries & OF_FLAGS))

    def _meaning(self, unit: Unit, expression: nodes.Expression) -> Meaning:
        meaning = self.meanings.of(unit, expression)
        assert meaning, "a program that is interpreted has no expression that cannot be read"
        return meaning

    def _inner(self, unit: Unit) -> Callable[[nodes.Expression], Closure]:
        """What is computed inside another computation, as a function's body."""
        return lambda expression: interpret_inner(self._meaning(unit, expression).node, hidden=self._hidden)

    def _definitions(self) -> Iterator[tuple[str, Definition]]:
        for name, (unit, node) in self.program.named.items():
            match node:
                case nodes.Let():
                    yield name, _in_frame(self.computation(unit, node.value).closure)
                case nodes.Decide():
                    self.tables[name] = table = decision_table(node, self._inner(unit))
                    yield name, _in_frame(guarded(table, node.span))
                case nodes.List() if name in self.program.lists:
                    codes = self.program.lists[name]
                    yield name, lambda run, codes=codes: codes.rows_on(run.answers.day)  # type: ignore[misc]
                case nodes.Function():
                    body = self._inner(unit)(node.body)
                    depth = max(depth for _, depth in walk(self._meaning(unit, node.body).node))
                    self._functions[name] = (tuple(one.text for one in node.parameters), body, depth)
        yield "flags", lambda run: [one.name for one in self._flag_outcomes(run) if one.state is FlagState.RAISED]
        yield (
            "unclear flags",
            lambda run: [one.name for one in self._flag_outcomes(run) if one.state is FlagState.UNCLEAR],
        )
        yield "risk level", lambda run: risk_level(self._flag_outcomes(run))
        yield "all text", lambda run: long_texts(run.answers)
        yield "other answers", lambda run: other_answers(run.answers, self.behind["other answers"])
        yield _FLAG_OUTCOMES, lambda run: [one for rule in self.flags if (one := flag_outcome(rule, run))]

    def _flag_outcomes(self, run: Run) -> tuple[FlagOutcome, ...]:
        return tuple(run.names[_FLAG_OUTCOMES])

    def _flags(self) -> Iterator[FlagRule]:
        nobody = self.start(self.reader.nothing())
        functions_known = {name for name in nobody.names if callable(nobody.names[name])}
        conditions = Conditions(
            self.program,
            self.meanings,
            functions_known - self._functions.keys(),
            lambda node: interpret_expression(node)(nobody.frame),
        )
        for unit, flag in self.program.all_of(nodes.Flag):
            kept = conditions.kept(unit, flag.whens, self.meanings)
            whens = tuple(self.computation(unit, when) for when in kept)
            if whens:
                yield FlagRule(flag.name.text, flag.level, flag.because.text, whens, unit.path, flag.span)

    def _triage(self) -> Iterator[tuple[str, tuple[Computation, ...]]]:
        for unit, triage in self.program.all_of(nodes.Triage):
            for part in triage.parts:
                if isinstance(part, nodes.Field):
                    yield part.path.text, tuple(self.computation(unit, one) for one in expressions_in(part))

    def _records(self) -> Iterator[GroupRule]:
        for unit, node in self.program.all_of(nodes.Record):
            schema = self.program.records.get(node.target.text, _ANY_FIELD)
            yield GroupRule(
                path=node.target.text,
                each=self._each(unit, node.each),
                when=self.computation(unit, node.when) if node.when else None,
                body=tuple(self._parts(unit, node.body, schema)),
                is_list=node.each is not None,
            )

    def _parts(self, unit: Unit, body: tuple[nodes.Part, ...], schema: FieldSchema) -> Iterator[FieldRule | GroupRule]:
        for part in body:
            if isinstance(part, nodes.Group):
                yield self._group(unit, part, schema.at(part.path.text) or _ANY_FIELD)
            elif isinstance(part, nodes.Field | nodes.Text):
                yield self._field(unit, part, schema.at(part.path.text) or _ANY_FIELD)

    def _group(self, unit: Unit, node: nodes.Group, schema: FieldSchema) -> GroupRule:
        inner = schema.element or schema
        return GroupRule(
            path=node.path.text,
            each=self._each(unit, node.each),
            when=self.computation(unit, node.when) if node.when else None,
            body=tuple(self._parts(unit, node.body, inner)),
            is_list=schema.takes_list or node.each is not None,
        )

    def _each(self, unit: Unit, each: nodes.ForEach | None) -> EachRule | None:
        if each is None:
            return None
        where = self.computation(unit, each.where) if each.where else None
        return EachRule(each.variable.text, self.computation(unit, each.source), where)

    def _field(self, unit: Unit, node: nodes.Field | nodes.Text, schema: FieldSchema) -> FieldRule:
        lines = node.lines if isinstance(node, nodes.Text) else ()
        computations = [self.computation(unit, one) for one in expressions_in(node)]
        return FieldRule(
            path=node.path.text,
            value=self.computation(unit, node.value) if isinstance(node, nodes.Field) else None,
            lines=tuple(
                tuple(piece if isinstance(piece, str) else self.computation(unit, piece) for piece in line)
                for line in lines
            ),
            otherwise=tuple(
                FallbackRule(one.kind, self.computation(unit, one.value) if one.value else None, one.reason)
                for one in node.otherwise
            ),
            schema=schema,
            file=unit.path,
            span=node.span,
            answers=frozenset().union(*(one.answers for one in computations)),
            weighs_flags=any(one.weighs_flags for one in computations),
        )


def interpret(program: Program, meanings: Meanings) -> Interpreted:
    """The program as closures. It must have no problem that is an error."""
    return Interpreted(program, meanings)


def records_in_scope(outcome: Outcome) -> dict[str, Any]:
    """The records by their targets' names; a dot in a name makes contexts inside each other."""
    scope: dict[str, Any] = {}
    for target, record in outcome.records.items():
        *outer, last = target.split(".")
        holder = scope
        for name in outer:
            holder = holder.setdefault(name, {})
        holder[last] = json_ready(record)
    return scope


def _in_frame(closure: Callable[[Frame], Any]) -> Definition:
    return lambda run: closure(run.frame)


def _deep_names(program: Program, meanings: Meanings) -> Mapping[str, tuple[str, ...]]:
    """For a let at the end of a long chain the lets on its way that are computed before it: Python's stack is short."""
    depths: dict[str, int] = {}
    beneath: dict[str, frozenset[str]] = {}
    deep: dict[str, tuple[str, ...]] = {}
    for name in meanings.named_answers:
        unit, node = program.named[name]
        read = (meanings.of(unit, expression) for expression in expressions_in(node))
        inner = {one for meaning in read if meaning for one in meaning.names if one in depths}
        depths[name] = 1 + max((depths[one] for one in inner), default=0)
        stops = frozenset(one for one in inner if depths[one] % _DEPTH_AT_ONCE == 0)
        beneath[name] = stops.union(*(beneath[one] for one in inner))
        if (beneath[name] and depths[name] % _DEPTH_AT_ONCE == 0) or stops:
            deep[name] = tuple(sorted(beneath[name], key=lambda one: depths[one]))
    return deep
