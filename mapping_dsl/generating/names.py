"""What the names of a mapping stand for in generated code: answers, lets, lists, functions, flags."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import Any, Final

from mapping_dsl import functions, nodes
from mapping_dsl.answers import SUBMISSION_TYPE
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.emission import NOWHERE, Code, Known, Operand
from mapping_dsl.feel.facts import called_name, depth_of
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.frames import CALL_STEPS, MAX_DEPTH
from mapping_dsl.feel.generator import Generator
from mapping_dsl.feel.user_functions import CALL_DEPTH
from mapping_dsl.feel.writing import Bound, TooMuchCode
from mapping_dsl.generating import shapes
from mapping_dsl.generating.decisions import write_decision
from mapping_dsl.interpreter import Interpreted
from mapping_dsl.lists import CodeList
from mapping_dsl.program import Unit
from mapping_dsl.running import Computation
from mapping_dsl.scopes import BY_ANSWER

_KINDS: Final = {
    types.STRING: frozenset({str}),
    types.NUMBER: frozenset({int, Decimal}),
    types.BOOLEAN: frozenset({bool}),
    types.DATE: frozenset({date}),
    types.TIME: frozenset({time}),
    types.DATE_TIME: frozenset({datetime}),
}
_TEXTS: Final = Known(frozenset({list}), Known(frozenset({str})))
_OR_NULL: Final = frozenset({NoneType})


def known_of(type_: types.Type, *, may_be_null: bool = True) -> Known:
    """What is known of a value that was read as this type."""
    null = _OR_NULL if may_be_null else frozenset()
    match type_:
        case types.ChoiceOf(options):
            return Known(_KINDS[types.STRING] | null, values=frozenset(options))
        case types.ListOf(element):
            return Known(frozenset({list}) | null, known_of(element, may_be_null=False))
        case types.ContextOf(entries):
            return Known(frozenset({dict}) | null, entries={name: known_of(one) for name, one in entries})
    kinds = _KINDS.get(type_) if isinstance(type_, types.Simple) else None
    return Known(None if kinds is None else kinds | null)


def _among(known: Known, values: Iterable[Any]) -> Known:
    """What is known besides of a value that is one of these."""
    among = frozenset(values)
    kinds = frozenset(map(type, among))
    return Known(kinds, values=among - {None}) if known.kinds is not None else known


class Names(Generator):
    """Writes expressions of a mapping. Names are defined before the rule that needs them, never inside one."""

    def __init__(self, interpreted: Interpreted, *, trusting: bool) -> None:
        self.interpreted = interpreted
        self.program = interpreted.program
        self.meanings = interpreted.meanings
        self.is_trusting = trusting
        outer = self.program.questions.outer_types
        built_in = {name: one for name, one in functions.registry.values().items() if name not in outer}
        code = Code(shapes.NAMESPACE, gathers=True)
        super().__init__(outer.keys(), {}, functions=built_in, code=code, tells_missing=False)
        self._start = self.code.statements
        self._operands: dict[str, Operand] = dict.fromkeys(self.program.missing_needs(), self.code.constant(None))
        self._refused: dict[str, Operand] = {}  #: by name, where the reasons for its null are kept
        self._depths: list[int] = []  #: of the functions that stand around what is written now

    # --- before a rule

    def need(self, computations: Iterable[Computation]) -> None:
        """Writes what defines the names that these rules read, before them."""
        self._define_all(name for one in computations for name in self._read(one.file, one.expression))

    @property
    def risk_level(self) -> Operand:
        """The highest level among the flags that are shown."""
        return self._operands["risk level"]

    def define(self, name: str, operand: Operand) -> None:
        """Says what a name stands for from here on."""
        self._operands[name] = operand

    def _define_all(self, names: Iterable[str]) -> None:
        waiting, wanted = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in wanted and name not in self._operands:
                wanted.add(name)
                waiting += self._behind(name)
        for name in (one for one in _SPECIAL if one in wanted):
            getattr(self, _SPECIAL[name])(name)
        for name in (one for one in self.meanings.named_answers if one in wanted):
            self._define_named(name)

    def _read(self, path: str, expression: nodes.Expression) -> frozenset[str]:
        """The names that an expression reads; those that are keys of an element too are read where it lacks them."""
        meaning = self.meanings.by_place[path, expression.span]
        named = {part.name for part, _ in feel_nodes.walk(meaning.node) if isinstance(part, feel_nodes.Name)}
        return meaning.names | (named & self.program.named.keys())

    def _behind(self, name: str) -> Iterable[str]:
        if name not in self.program.named:
            return ()
        unit, node = self.program.named[name]
        return (one for part in expressions_in(node) for one in self._read(unit.path, part))

    def _define_named(self, name: str) -> None:
        unit, node = self.program.named[name]
        match node:
            case nodes.Let():
                self._keep(name, self.value(self.node_of(unit, node.value)))
            case nodes.Decide():
                self._keep(name, write_decision(self, unit, node))
            case nodes.List():
                codes = self.program.lists[name]
                self.define(name, write(self.code, shapes.ROWS, NOWHERE, codes=codes))

    def _keep(self, name: str, value: Operand) -> None:
        """Names a value; where it is null for reasons, they are kept for all who read it."""
        if value.refuses and value.may_be_null:
            self._refused[name] = write(self.code, shapes.KEEP_REASONS, NOWHERE, value=value)
        self.define(name, value)

    def node_of(self, unit: Unit, expression: nodes.Expression) -> feel_nodes.Node:
        """The FEEL of an expression."""
        return self.meanings.by_place[unit.path, expression.span].node

    def _submission(self, name: str) -> None:
        known = known_of(SUBMISSION_TYPE, may_be_null=False)
        self.define(name, write(self.code, shapes.SUBMISSION, NOWHERE).knowing(known))

    def _flags(self, name: str) -> None:
        self.define(name, write(self.code, shapes.FLAG_NAMES, NOWHERE).knowing(_TEXTS))

    def _unclear_flags(self, name: str) -> None:
        self.define(name, write(self.code, shapes.UNCLEAR_NAMES, NOWHERE).knowing(_TEXTS))

    def _all_text(self, name: str) -> None:
        self.define(name, write(self.code, shapes.ALL_TEXT, NOWHERE).knowing(_TEXTS))

    def _other_answers(self, name: str) -> None:
        unread = self.interpreted.behind[name]
        made = write(self.code, shapes.OTHER_ANSWERS, NOWHERE, unread=unread)
        self.define(name, made.of(frozenset({str, NoneType})))

    # --- inside a rule

    def outer(self, name: str, node: feel_nodes.Node) -> Operand:
        """The value of a name of the mapping. Raises TooMuchCode for a function that is no more than named."""
        if name in self._operands:
            return self._retold(name, self._operands[name])
        if name in self.program.questions.outer_types:
            return self._answer(name)
        raise TooMuchCode

    def kept(self, node: feel_nodes.Node) -> tuple[Operand, Operand] | None:
        """A value that was named before and the reasons that are kept with it, where an expression is its name."""
        name = node.name if isinstance(node, feel_nodes.Name) else ""
        is_let = name in self._refused and name not in self.bound
        return (self._operands[name], self._refused[name]) if is_let else None

    def _retold(self, name: str, value: Operand) -> Operand:
        if name not in self._refused:
            return replace(value, refuses=False)
        write(self.code, shapes.RETELL, NOWHERE, refused=self._refused[name])
        retelling = self.code.statements[-1]
        self.code.retold[id(retelling)] = retelling
        return replace(value, is_retold=True)

    def _answer(self, name: str) -> Operand:
        """An answer, read once, before anything else."""
        with self.code.block() as reading:
            made = write(self.code, shapes.ANSWER, NOWHERE, name=name)
        self._start.extend(reading)
        questions = self.program.questions
        is_there = self.is_trusting and questions.must_have(name)
        known = known_of(questions.outer_types[name], may_be_null=not is_there)
        self.define(name, made.knowing(known))
        return self._operands[name]

    def call(self, node: feel_nodes.Call) -> Operand:
        """A call; those of the mapping's own functions, of code lists and of an answer's name are written out."""
        name = called_name(node) if isinstance(node.function, feel_nodes.Name) else ""
        if not name or node.names or name in self.bound:
            return super().call(node)
        if name in BY_ANSWER:
            return self._by_answer(name, node)
        if name.removesuffix("()") in self.program.lists and name.endswith("()"):
            return self._row(name.removesuffix("()"), node)
        if isinstance(self.program.named.get(name, (None, None))[1], nodes.Function):
            return self._own_function(name, node)
        return super().call(node)

    def _by_answer(self, name: str, node: feel_nodes.Call) -> Operand:
        asked, *value = map(self.value, node.arguments)
        match name:
            case "asked":
                return self.write(shapes.ASKED, node, frozenset({bool}), name=asked)
            case "label":
                return self.write(shapes.LABEL, node, frozenset({str, NoneType}), name=asked)
        return self.write(shapes.OPTION, node, name=asked, value=value[0])

    def _row(self, name: str, node: feel_nodes.Call) -> Operand:
        codes = self.program.lists[name]
        if len(node.arguments) != 1:
            raise TooMuchCode
        mark = self.mark()
        key = self.value(node.arguments[0])
        if {"from", "to"} & codes.columns.keys():
            made = self.write(shapes.ROW_ON_DAY, node, codes=codes, key=key)
        else:
            by_key = {key: rows[0] for key, rows in codes.by_key.items()}
            if key.parts.values is not None and key.parts.values <= by_key.keys():
                return mark.settle(self._certain_row(node, codes, key, by_key), key)
            made = self.write(shapes.ROW_OF, node, codes=codes, key=key, by_key=by_key)
        return mark.settle(made.knowing(known_of(codes.row_type)), made, key)

    def _certain_row(
        self, node: feel_nodes.Call, codes: CodeList, key: Operand, by_key: Mapping[Any, Mapping[str, Any]]
    ) -> Operand:
        """The row of a code that the list certainly has."""
        made = self.write(shapes.CERTAIN_ROW, node, key=key, by_key=by_key)
        known = known_of(codes.row_type, may_be_null=key.may_be_null)
        entries = {
            name: _among(one, (by_key[code][name] for code in key.parts.values or ()))
            for name, one in known.entries.items()
        }
        return replace(made, refuses=key.refuses).knowing(replace(known, entries=entries))

    def _own_function(self, name: str, node: feel_nodes.Call) -> Operand:
        """The body of a function of the mapping, written where it is called: no function calls itself."""
        unit, function = self.program.named[name]
        assert isinstance(function, nodes.Function), "looked up by its kind"
        body = self.node_of(unit, function.body)
        if len(node.arguments) != len(function.parameters):
            raise TooMuchCode
        mark = self.mark()
        if not self.code.gather(CALL_STEPS):
            self.write(shapes.SPEND, node, steps=CALL_STEPS)
        arguments = dict(zip((one.text for one in function.parameters), map(self.value, node.arguments), strict=True))
        with self._deeper(depth_of(body)), self.only(Bound(arguments)):
            made = self.value(body)
        return mark.settle(made, made, *arguments.values())

    @contextmanager
    def _deeper(self, depth: int) -> Iterator[None]:
        """Keeps count of how deep functions stand in each other, as the interpreter's budget does."""
        self._depths.append(depth + CALL_DEPTH)
        if sum(self._depths) > MAX_DEPTH // 2:
            raise TooMuchCode
        yield
        self._depths.pop()


#: by name, the method that defines it when it is first needed
_SPECIAL: Final[Mapping[str, str]] = {
    "flags": "_flags",
    "unclear flags": "_unclear_flags",
    "submission": "_submission",
    "all text": "_all_text",
    "other answers": "_other_answers",
}
