"""What is in scope at a cursor, of which type, and what an analyst should know of it. Knows broken texts too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mapping_dsl import functions, nodes
from mapping_dsl.editing.open_text import OpenText
from mapping_dsl.feel import checker, parser, types
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.functions.registry import BuiltinFunction
from mapping_dsl.forms import Question
from mapping_dsl.lines import Line
from mapping_dsl.scopes import BY_ANSWER, EVERYWHERE, Scopes

_EACH = re.compile(
    r"\bfor\s+each\s+(`[^`]*`|[^\W\d]\w*(?:[^\S\n]+\w+)*?)\s+in\s+(.*?)(?=\s+(?:where|when)\b|$)", re.DOTALL
)
_PARAMETERS = re.compile(r"function\s[^(]*\(([^)]*)\)")
_BOUND = re.compile(r"\b(?:for|some|every)\s+([^\W\d]\w*)\s+in\b")
_ROW_OF = re.compile(r"([^\W\d]\w*(?: \w+)*)\(.*\)", re.DOTALL)
_DEEPEST = 8  #: lets that are read through each other to find a type


@dataclass(frozen=True, slots=True)
class Named:
    """A name in scope."""

    name: str
    kind: str  #: "answer", "let", "function", "decision", "list", "variable", "need" or "built-in"
    detail: str = ""  #: in a few words: the question, the signature, the type


class Scope:
    """The names at a place of an open text."""

    def __init__(self, open_text: OpenText, above: list[Line], line: Line | None) -> None:
        self.open_text = open_text
        self.program = open_text.program
        self.types = Scopes(self.program).of(open_text.unit)
        self._lines = [*above, *([line] if line else [])]

    def named(self) -> Iterator[Named]:
        """All names that an expression may use here, what stands nearest first."""
        yield from (Named(name, "variable", types.describe(type_)) for name, type_ in self.locals.items())
        needs = {one.text for one in self.open_text.unit.module.needs} if self.open_text.unit.module else set()
        for name in self.types:
            unit, node = self.program.named.get(name, (None, None))
            if node and unit:
                kind = "decision" if isinstance(node, nodes.Decide) else type(node).__name__.lower()
                yield Named(name, kind, _written(node))
            elif name in self.program.questions.by_name:
                yield Named(name, "answer", self.question(name).label)
            elif name in needs:
                yield Named(name, "need", "what this module needs of a mapping")
            elif name in EVERYWHERE:
                yield Named(name, "built-in", types.describe(EVERYWHERE[name]))
            elif name in BY_ANSWER:
                yield Named(name, "function", f"{name}(ANSWER)")
        yield from (Named(one.name, "function", signature(one)) for one in (*functions.registry, *standard))

    def question(self, name: str) -> Question:
        """What the newest version of the form asks by that dotted name."""
        return self.program.questions.by_name[name][-1]

    @cached_property
    def locals(self) -> Mapping[str, types.Type]:
        """Variables of the `for each` around, parameters, and what the expression binds itself."""
        found: dict[str, types.Type] = {}
        for line in self._lines:
            text = self.open_text.sheet.text[line.start : line.code_end]
            each = _EACH.search(text)
            if each:
                source = self.type_of(each[2].strip(), found)
                found[each[1].strip("` ")] = source.element if isinstance(source, types.ListOf) else source
                found |= {"index": types.NUMBER, "place": types.NUMBER}
            parameters = _PARAMETERS.match(text)
            names = parameters[1].split(",") if parameters else []
            found |= {name.strip(): types.ANY for name in (*names, *_BOUND.findall(text)) if name.strip()}
        return found

    def type_of(self, text: str, bound: Mapping[str, types.Type] | None = None, depth: int = 0) -> types.Type:
        """The type of an expression, as far as it can be told by reading it and the lets that it names."""
        known = self.types if bound is None and depth else {**self.types, **(self.locals if bound is None else bound)}
        row = _ROW_OF.fullmatch(text.strip())
        if row and row[1] in self.program.lists:
            return self.program.lists[row[1]].row_type
        node = parser.parse(text, known).node
        if node is None:
            return types.ANY
        read = {path[0] for path in checker.check(node, known).reads} & self.program.named.keys()
        scope = {**known, **{name: self._type_of_named(name, depth + 1) for name in read if depth < _DEEPEST}}
        return checker.check(node, scope).type

    def _type_of_named(self, name: str, depth: int) -> types.Type:
        _, node = self.program.named[name]
        match node:
            case nodes.Let(value=value):
                return self.type_of(value.text, {}, depth)
            case nodes.Decide(outputs=outputs) if len(outputs) > 1:
                return types.ContextOf(tuple((one.name.text, types.ANY) for one in outputs))
        return self.types[name]

    def options(self, text: str) -> list[tuple[str, str]]:
        """The strings that an expression's value may be, each with its words on the form where it is an option."""
        type_ = self.type_of(text)
        inner = type_.element if isinstance(type_, types.ListOf) else type_
        if not isinstance(inner, types.ChoiceOf):
            return []
        asked = self.program.questions.by_name.get(self.answer_behind(text) or "", ())
        titles = {option.const: option.title for question in asked for option in question.options}
        return [(one, titles.get(one, "")) for one in inner.options]

    def answer_behind(self, text: str, depth: int = 0) -> str | None:
        """The dotted name of the answer that an expression is, itself or through lets that give it another name."""
        head, _, member = text.partition(".")
        if text in self.program.questions.by_name:
            return text
        if member and head in self._groups:
            return f"{self._groups[head]}.{member}"
        _, node = self.program.named.get(text, (None, None))
        if isinstance(node, nodes.Let) and depth < _DEEPEST:
            return self.answer_behind(node.value.text, depth + 1)
        return None

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        """The variables that take the elements of a group of answers, with the group's name."""
        texts = (self.open_text.sheet.text[line.start : line.code_end] for line in self._lines)
        found = (each for text in texts if (each := _EACH.search(text)))
        groups = ((each[1].strip("` "), self.answer_behind(each[2].strip())) for each in found)
        return {name: group for name, group in groups if group}


def signature(function: BuiltinFunction) -> str:
    """How a function is called: "cut(s: string, n: number) -> string"."""
    parameters, _, result = function.signatures[0].text.rpartition("->")
    return f"{function.name}({parameters.strip()}) -> {result.strip()}"


def _written(node: nodes.Statement) -> str:
    match node:
        case nodes.Let(value=value):
            return " ".join(value.text.split())[:60]
        case nodes.Function(name, parameters):
            return f"{name.text}({', '.join(one.text for one in parameters)})"
        case nodes.Decide(outputs=outputs):
            return ", ".join(one.name.text for one in outputs)
        case nodes.List(file=file):
            return file.text
    return ""
