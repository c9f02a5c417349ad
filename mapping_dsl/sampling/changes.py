"""Small changes to an expression, each of which may well be a slip: another operator, constant, option or answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mapping_dsl import nodes
from mapping_dsl.answers import Questions
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator, Node
from mapping_dsl.problems import Span
from mapping_dsl.sampling.stretches import offsets, rewritten

_OTHER_COMPARISONS: Final = {
    ComparisonOperator.EQUAL: ("!=",),
    ComparisonOperator.NOT_EQUAL: ("=",),
    ComparisonOperator.LESS: ("<=", ">"),
    ComparisonOperator.LESS_OR_EQUAL: ("<", ">"),
    ComparisonOperator.GREATER: (">=", "<"),
    ComparisonOperator.GREATER_OR_EQUAL: (">", "<"),
}
_OTHER_ARITHMETIC: Final = {
    ArithmeticOperator.ADD: "-", ArithmeticOperator.SUBTRACT: "+",
    ArithmeticOperator.MULTIPLY: "/", ArithmeticOperator.DIVIDE: "*",
}  # fmt: skip
#: a string that is the text of a date, a time or a duration
_TEMPORAL: Final = re.compile(r"-?P[\dT].*|\d{4}-\d\d-\d\d.*|\d\d:\d\d.*")
_LAST_NUMBER: Final = re.compile(r"\d+(?=\D*$)")


@dataclass(frozen=True, slots=True)
class Change:
    """An expression written otherwise, with the part that differs before and after."""

    expression: nodes.Expression
    before: str
    after: str


def changes(written: nodes.Expression, node: Node, answers: frozenset[str], questions: Questions) -> Iterator[Change]:
    """The changes to an expression, innermost last. `answers` are those that it is held against."""
    seen = {written.text}
    for change in _Changes(written, answers, questions).all(node):
        if change.expression.text not in seen:
            seen.add(change.expression.text)
            yield change


class _Changes:
    def __init__(self, written: nodes.Expression, answers: frozenset[str], questions: Questions) -> None:
        self.written = written
        self.answers = sorted(answers)
        self.questions = questions
        self.listed: set[Span] = set()  #: elements of lists of several

    def all(self, node: Node) -> Iterator[Change]:
        """The changes to a node and all that is in it."""
        for part, _ in feel_nodes.walk(node):
            yield from self._of(part)

    def _of(self, part: Node) -> Iterator[Change]:
        match part:
            case feel_nodes.Comparison():
                for sign in _OTHER_COMPARISONS[part.operator]:
                    yield from self._between(part.left, part.right, part.operator, sign, part)
            case feel_nodes.Arithmetic() if part.operator in _OTHER_ARITHMETIC and not _joins_texts(part):
                other = _OTHER_ARITHMETIC[part.operator]
                yield from self._between(part.left, part.right, part.operator, other, part)
            case feel_nodes.Conjunction() | feel_nodes.Disjunction():
                yield from self._of_logic(part)
            case feel_nodes.Conditional():
                yield from (self._replaced(part, kept) for kept in (part.positive, part.negative))
            case feel_nodes.OperatorTest() | feel_nodes.Quantified():
                yield from self._of_first_word(part)
            case feel_nodes.In(tests=elements) | feel_nodes.UnaryTests(elements) | feel_nodes.ListLiteral(elements):
                yield from self._without_each(elements)
            case feel_nodes.Call(feel_nodes.Name(), (argument,)) if not isinstance(argument, feel_nodes.Literal):
                yield self._replaced(part, argument)
            case _:
                yield from self._of_word(part)

    def _of_first_word(self, part: feel_nodes.OperatorTest | feel_nodes.Quantified) -> Iterator[Change]:
        start, end = self._offsets(part)
        if isinstance(part, feel_nodes.OperatorTest):
            word, others = part.operator.value, _OTHER_COMPARISONS[part.operator]
        else:
            word, others = part.quantifier.value, ("every" if part.quantifier == "some" else "some",)
        yield from (self._change(start, start + len(word), other, (start, end)) for other in others)

    def _of_logic(self, part: feel_nodes.Conjunction | feel_nodes.Disjunction) -> Iterator[Change]:
        word, other = ("and", "or") if isinstance(part, feel_nodes.Conjunction) else ("or", "and")
        yield from self._between(part.left, part.right, word, other, part)
        yield from (self._replaced(part, kept) for kept in (part.left, part.right))

    def _of_word(self, part: Node) -> Iterator[Change]:
        start, end = self._offsets(part)
        match part:
            case feel_nodes.Literal(bool() as value):
                others: Sequence[str] = [str(not value).lower()]
            case feel_nodes.Literal(str() as text):
                other = self._other_text(text, is_left_out=part.span in self.listed)
                others = [f'"{other}"'] if other is not None and self.written.text[start] == '"' else []
            case feel_nodes.Literal(value) if value is not None and re.fullmatch(r"\d+", self.written.text[start:end]):
                others = [str(int(value) + 1), str(int(value) - 1)]
            case feel_nodes.Name(name):
                others = [other] if (other := self._other_answer(name)) else []
            case feel_nodes.Path(_, name):
                start = end - len(name)
                others = [other] if (other := self._other_member(name)) else []
            case _:
                others = []
        yield from (self._change(start, end, other, (start, end)) for other in others)

    def _other_text(self, text: str, *, is_left_out: bool) -> str | None:
        """Another option where the text is one of an answer that is read here; else a text that is a little longer,
        but not in a list: there it does the same to leave it out, which is another change."""
        for name in self.answers:
            for question in self.questions.by_name.get(name, ()):
                consts = [option.const for option in question.options]
                if text in consts and len(consts) > 1:
                    return consts[(consts.index(text) + 1) % len(consts)]
        if is_left_out:
            return None
        if _TEMPORAL.fullmatch(text):
            return _LAST_NUMBER.sub(_next_to, text)
        return f"{text}?"

    def _other_answer(self, name: str) -> str | None:
        """The next answer of the same type."""
        types = self.questions.outer_types
        alike = (
            [one for one in types if type(types[one]) is type(types[name]) and one.isidentifier()]
            if name in types
            else []
        )
        return _next(alike, name)

    def _other_member(self, member: str) -> str | None:
        """The next answer of the same type in the group whose answers are read here."""
        group = next((name.partition(".")[0] for name in self.answers if name.endswith(f".{member}")), "")
        type_of = {one: self.questions.type_of(f"{group}.{one}") for one in self.questions.inner(group)}
        return _next([one for one in type_of if _are_alike(type_of[one], type_of[member])], member)

    def _without_each(self, elements: Sequence[Node]) -> Iterator[Change]:
        """The elements without one of them, where there are several."""
        places = [self._offsets(one) for one in elements]
        if len(places) > 1:
            self.listed.update(one.span for one in elements)
            for at, (start, end) in enumerate(places):
                first, last = (start, places[1][0]) if at == 0 else (places[at - 1][1], end)
                yield Change(rewritten(self.written, first, last, ""), self.written.text[start:end], "")

    def _between(self, left: Node, right: Node, word: str, other: str, whole: Node) -> Iterator[Change]:
        """The word that stands between two operands written otherwise."""
        start, end = self._offsets(left)[1], self._offsets(right)[0]
        place = self.written.text.find(word, start, end)
        if place >= 0:
            yield self._change(place, place + len(word), other, self._offsets(whole))

    def _replaced(self, part: Node, kept: Node) -> Change:
        start, end = self._offsets(part)
        first, last = self._offsets(kept)
        return self._change(start, end, self.written.text[first:last], (start, end))

    def _change(self, start: int, end: int, text: str, shown: tuple[int, int]) -> Change:
        first, last = shown
        expression = rewritten(self.written, start, end, text)
        after = expression.text[first : last + len(expression.text) - len(self.written.text)]
        return Change(expression, self.written.text[first:last], after)

    def _offsets(self, part: Node) -> tuple[int, int]:
        return offsets(self.written, part.span)


def _next_to(number: re.Match[str]) -> str:
    """The number before, where that is one of a day or duration."""
    value = int(number[0])
    return str(value - 1 if value > 1 else value + 1).zfill(len(number[0]))


def _joins_texts(part: feel_nodes.Arithmetic) -> bool:
    """Whether a sum is one of texts, as far as can be seen."""
    inside: Iterator[Any] = (one.value for one, _ in feel_nodes.walk(part) if isinstance(one, feel_nodes.Literal))
    return any(isinstance(value, str) and not _TEMPORAL.fullmatch(value) for value in inside)


def _are_alike(one: types.Type, other: types.Type) -> bool:
    """Whether answers of two types are easily taken for each other: options differ, and are options."""
    return one == other if isinstance(one, types.Simple) else type(one) is type(other)


def _next(names: Sequence[str], name: str) -> str | None:
    return names[(names.index(name) + 1) % len(names)] if name in names and len(names) > 1 else None
