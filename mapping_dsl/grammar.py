"""Single lines of a mapping by mapping.lark: what they consist of, or in words what they lack."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token, Tree, UnexpectedInput

from mapping_dsl import nodes
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.lines import Sheet
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.problems import Problem, Span

#: how each line is written; the rules of mapping.lark that a line may begin with
SHAPES: Final = {
    "mapping": 'mapping ID "title"',
    "form": "form NAME versions A to B",
    "target": "target RECORD version N",
    "module": 'module ID "title"',
    "needs": "needs NAME, NAME, …",
    "use": "use ID, ID, …",
    "list": 'list NAME from "FILE.csv" by COLUMN with COLUMN as number, …',
    "let": "let NAME = EXPRESSION",
    "function": "function NAME(PARAMETER, …) = EXPRESSION",
    "ignore": 'ignore ANSWER, … because "TEXT"',
    "record": "record TARGET for each NAME in EXPRESSION where EXPRESSION when EXPRESSION",
    "group": "GROUP for each NAME in EXPRESSION where EXPRESSION when EXPRESSION",
    "field": 'FIELD <- EXPRESSION otherwise blank, or review "REASON", or reject "REASON", or EXPRESSION',
    "text": 'FIELD <- """ … """ otherwise EXPRESSION',
    "when": "when EXPRESSION",
    "decide": "decide NAME first",
    "heading": "| EXPRESSION | EXPRESSION | => NAME | NAME |",
    "row": "| TEST | TEST | VALUE | VALUE |",
    "flag": 'flag "NAME" critical, high, medium, low or note',
    "because": 'because "TEXT"',
    "triage": "triage",
    "example": 'example "title"',
    "given": 'given "SAMPLE.json"',
    "expect": "expect EXPRESSION",
}

_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))")
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}

_KEPT_LENGTH: Final = 1000  #: longer lines are read again each time, so that what is kept stays small

_GRAMMAR: Final = Lark(
    (Path(__file__).parent / "mapping.lark").read_text(encoding="utf-8"),
    parser="lalr",
    start=list(SHAPES),
    maybe_placeholders=True,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, name, expression or sign of a line; offsets count in the whole text."""

    type: str  #: the terminal of mapping.lark
    start: int
    end: int
    text: str


def read_line(sheet: Sheet, rule: str, start: int, end: int) -> Any:
    """What a line between two offsets consists of, by that rule of the grammar, or the Problem that it is not one."""
    try:
        read = _tree if end - start < _KEPT_LENGTH else _tree.__wrapped__
        tree = read(rule, sheet.mask[start:end])
    except UnexpectedInput as error:
        return _unreadable(sheet, rule, start + max(0, error.pos_in_stream or 0), end)
    return _Parts(sheet, start).made_of(tree)


def words_of(sheet: Sheet, rule: str, start: int, end: int) -> list[Word]:
    """The words and signs of a line that this rule has read, in their order, what is between them left out."""
    read = _places if end - start < _KEPT_LENGTH else _places.__wrapped__
    places = ((type_, start + at, start + stop) for type_, at, stop in read(rule, sheet.mask[start:end]))
    return [Word(type_, at, stop, sheet.text[at:stop]) for type_, at, stop in places]


@lru_cache(maxsize=4096)
def _places(rule: str, masked: str) -> tuple[tuple[str, int, int], ...]:
    """The terminals of a line, each with where it stands."""
    tokens = _GRAMMAR.parse_interactive(masked, start=rule).exhaust_lexer()
    return tuple((token.type, token.start_pos or 0, (token.start_pos or 0) + len(token.rstrip())) for token in tokens)


@lru_cache(maxsize=4096)
def _tree(rule: str, masked: str) -> Tree[Token]:
    """The tree of a line. While somebody types, all lines but one are as they were."""
    return _GRAMMAR.parse(masked, start=rule)


def _unreadable(sheet: Sheet, rule: str, offset: int, end: int) -> Problem:
    rest = sheet.text[offset:end].split("\n")[0].strip()
    article = "an" if rule[0] in "aeiou" else "a"
    if rest and offset < end:
        message = f"{article} {_KIND.get(rule, rule)} cannot go on with {_shortened(rest)}"
        span = sheet.span(offset, offset + len(rest))
    else:
        message = f"{article} {_KIND.get(rule, rule)} goes on here, and nothing follows"
        span = sheet.span(max(end - 1, 0), end)
    return Problem(span, "unreadable-line", message, f"write {SHAPES[rule]}")


_KIND: Final = {"heading": "table's heading", "row": "table's row", "when": "condition"}


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def unquoted(text: str) -> str:
    """The text of a string as written, its quotes and escapes off."""

    def plain(escape: re.Match[str]) -> str:
        digits = escape[1] or escape[2]
        if digits:
            number = int(digits, 16)
            return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
        return _ESCAPED.get(escape[3], escape[3])

    return _ESCAPE.sub(plain, text[1:-1])


def name_text(written: str) -> str:
    """A name or path without its backticks, blanks between its words single."""
    return " ".join(written.replace("`", "").split())


class _Parts:
    """Makes nodes of a line's tree; a rule's method carries the rule's name. (Lark's own transformer takes three times
    as long, and every key that an analyst presses waits for this.)"""

    def __init__(self, sheet: Sheet, start: int) -> None:
        self.sheet = sheet
        self.start = start

    def made_of(self, tree: Tree[Token]) -> Any:
        """What the methods of a rule and of all that stands in it make of a tree."""
        return getattr(self, tree.data)(*[self._child(child) for child in tree.children])

    def _child(self, child: Tree[Token] | Token | None) -> Any:
        if isinstance(child, Tree):
            return self.made_of(child)
        make = child and getattr(self, child.type, None)
        return make(child) if make else child

    def _span(self, token: Token) -> Span:
        start = self.start + (token.start_pos or 0)
        return self.sheet.span(start, start + len(token.rstrip()))

    def _written(self, token: Token) -> str:
        start = self.start + (token.start_pos or 0)
        return self.sheet.text[start : start + len(token.rstrip())]

    def NAME(self, token: Token) -> nodes.Name:
        return nodes.Name(name_text(self._written(token)), self._span(token))

    ID = RECORD = VERSION = COLUMN = PATH = NAME_TO_FROM = NAME_TO_IN = NAME_TO_POLICY = NAME

    def EXPRESSION(self, token: Token) -> nodes.Expression:
        return nodes.Expression(self._written(token), self._span(token))

    EXPRESSION_TO_OTHERWISE = EXPRESSION_TO_WHERE = EXPRESSION_TO_WHEN = CELL = CELL_BEFORE_ARROW = EXPRESSION

    def STRING(self, token: Token) -> nodes.Quoted:
        return nodes.Quoted(unquoted(self._written(token)), self._span(token))

    def PARAMETERS(self, token: Token) -> tuple[nodes.Name, ...]:
        inside = self._written(token)[1:-1]
        start = self.start + (token.start_pos or 0) + 1
        parts = [(part.start(), part[0]) for part in re.finditer(r"[^,]+", inside) if part[0].strip()]
        return tuple(
            nodes.Name(name_text(text), self.sheet.span(start + at, start + at + len(text.rstrip())))
            for at, text in ((at + len(text) - len(text.lstrip()), text.strip()) for at, text in parts)
        )

    def COLUMN_TYPE(self, token: Token) -> nodes.ColumnType:
        return nodes.ColumnType(token)

    def LEVEL(self, token: Token) -> FlagLevel:
        return FlagLevel(token)

    def POLICY(self, token: Token) -> HitPolicy:
        return HitPolicy(str(token))

    def BLANK(self, token: Token) -> nodes.Fallback:
        return nodes.Fallback(nodes.FallbackKind.BLANK, span=self._span(token))

    def TEMPLATE(self, token: Token) -> tuple[int, int]:
        start = self.start + (token.start_pos or 0)
        return start + 3, start + len(token) - 3

    def form(self, name: nodes.Name, first: nodes.Name, last: nodes.Name) -> nodes.Form:
        return nodes.Form(name, first, last, name.span.to(last.span))

    def target(self, record: nodes.Name, version: nodes.Name) -> nodes.Target:
        return nodes.Target(record, version, record.span.to(version.span))

    def use(self, *ids: nodes.Name) -> nodes.Use:
        return nodes.Use(ids, ids[0].span.to(ids[-1].span))

    def list(self, name: nodes.Name, file: nodes.Quoted, key: nodes.Name, *columns: nodes.Column | None) -> nodes.List:
        kept = tuple(column for column in columns if column)
        return nodes.List(name, file, key, kept, name.span.to(key.span))

    def column(self, name: nodes.Name, type_: nodes.ColumnType) -> nodes.Column:
        return nodes.Column(name, type_)

    def let(self, name: nodes.Name, value: nodes.Expression) -> nodes.Let:
        return nodes.Let(name, value, name.span.to(value.span))

    def function(self, name: nodes.Name, parameters: tuple[nodes.Name, ...], body: nodes.Expression) -> nodes.Function:
        return nodes.Function(name, parameters, body, name.span.to(body.span))

    def ignore(self, *parts: Any) -> nodes.Ignore:
        return nodes.Ignore(parts[:-1], parts[-1], parts[0].span.to(parts[-1].span))

    def for_each(self, variable: nodes.Name, source: nodes.Expression, where: nodes.Expression | None) -> nodes.ForEach:
        return nodes.ForEach(variable, source, where)

    def when(self, condition: nodes.Expression) -> nodes.Expression:
        return condition

    def field(self, path: nodes.Name, value: nodes.Expression, *otherwise: nodes.Fallback) -> nodes.Field:
        return nodes.Field(path, value, otherwise, path.span.to((otherwise or (value,))[-1].span))

    def text(self, *parts: Any) -> tuple[Any, ...]:
        return parts

    def otherwise_blank(self, blank: nodes.Fallback) -> nodes.Fallback:
        return blank

    def otherwise_value(self, value: nodes.Expression) -> nodes.Fallback:
        return nodes.Fallback(nodes.FallbackKind.VALUE, value, span=value.span)

    def otherwise_review(self, _word: Token, reason: nodes.Quoted) -> nodes.Fallback:
        return nodes.Fallback(nodes.FallbackKind.REVIEW, reason=reason.text, span=reason.span)

    def otherwise_reject(self, _word: Token, reason: nodes.Quoted) -> nodes.Fallback:
        return nodes.Fallback(nodes.FallbackKind.REJECT, reason=reason.text, span=reason.span)

    def output(self, name: nodes.Name, order: nodes.Expression | None) -> nodes.Output:
        if order and order.text.startswith("(") and order.text.endswith(")"):
            # FEEL knows `( , )` after `in` alone; as a list of the same length, all places in it stay true.
            order = nodes.Expression(f"[{order.text[1:-1]}]", order.span)
        return nodes.Output(name, order)

    def because(self, text: nodes.Quoted) -> nodes.Quoted:
        return text

    def _parts(self, *parts: Any) -> tuple[Any, ...]:
        return parts

    mapping = module = needs = record = group = heading = inputs = outputs = row = decide = flag = triage = example = (
        given
    ) = expect = _parts
