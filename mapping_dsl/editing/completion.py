"""What can be written at a cursor: statements, fields, names, options of the answer that is compared, and the like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mapping_dsl import nodes
from mapping_dsl.editing.open_text import OpenText
from mapping_dsl.editing.scope import Scope
from mapping_dsl.feel import types
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.grammar import SHAPES
from mapping_dsl.lines import STATEMENT_WORDS, Line
from mapping_dsl.outcome import FlagLevel


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be written."""

    label: str
    kind: str  #: "answer", "function", "field", "option", "word" and so on
    detail: str = ""  #: in a few words what it is
    insert: str = ""  #: what is written, where that is more than the label


@dataclass(frozen=True, slots=True)
class Completions:
    """What can be written, in the place of all that stands between a column of the cursor's line and the cursor."""

    column: int
    items: tuple[Item, ...] = ()


_NOTHING = Completions(1)
_FAR = 500  #: characters before a cursor that are looked at: nobody means what stands further back
_TOKEN = re.compile(r'//[^\n]*|/\*.*?(?:\*/|\Z)|"""|"(?:[^"\\\n]|\\[^\n])*"?|`[^`\n]*`?|.', re.DOTALL)
_FIRST_WORD = re.compile(r" *[\w.`-]*")
_WORD_START = re.compile(r"(?<![\w.])[^\W\d]")
_PATH = re.compile(r"((?:[^\W\d]\w*(?: +\w+)*|`[^`]+`)(?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])?(?:\.\w+)*)\.(\w*)$")
_COMPARED = re.compile(r"((?:[^\W\d]\w*)(?:[ .]+\w+)*)\s*(?:!?=|\bin\s*\((?:[^()]*,)?|\bin)\s*$")
_SOUGHT = re.compile(r"list contains\(\s*(?:as list\(\s*)?([^\W\d]\w*(?:[ .]+\w+)*)\s*\)?\s*,\s*$")
_GOES_ON = re.compile(r"(?:let|function|use|list|ignore|needs|form|when|expect|given|because)\b|[^\n]*<-")
_ROW_OF = re.compile(r"([^\W\d]\w*(?: \w+)*)\(\s*$")
_OF_FLAGS = re.compile(r"\b(?:unclear )?flags\b")
_FIELD_VALUE = re.compile(r"(?:<-|\bthen|\belse|\botherwise)\s*$")
_WORDS_BELOW = {"flag": ("when", "because"), "mapping": ("form", "target"), "module": ("needs",),
                "example": ("given", "expect"), "decide": ("because",)}  # fmt: skip
_WAYS_OUT = (
    Item("blank", "word", "nothing stands there then"),
    Item("review", "word", "a person is asked for this field", 'review "'),
    Item("reject", "word", "the whole submission goes to a person", 'reject "'),
)


def complete(open_text: OpenText, line: int, column: int) -> Completions:
    """What can be written at a line and column, both from 1."""
    return _At(open_text, open_text.offset(line, column)).completions()


class _At:
    """A cursor."""

    def __init__(self, open_text: OpenText, offset: int) -> None:
        self.open_text = open_text
        self.text = open_text.sheet.text
        self.offset = offset
        self.margin = self.text.rfind("\n", 0, offset) + 1
        self.before = self.text[self.margin : offset]
        self.above = open_text.around(offset)
        self.line = open_text.line_at(offset)

    def completions(self) -> Completions:
        """All that fits."""
        begins = _FIRST_WORD.fullmatch(self.before) is not None
        if begins and not self._goes_on():
            start = len(self.before) - len(self.before.lstrip(" "))
            return Completions(start + 1, tuple(self._first_words()))
        if self.line is None:
            return _NOTHING
        return self._inside(self.text[self.line.start : self.offset])

    def _goes_on(self) -> bool:
        """Whether the cursor's line only continues another."""
        line = self.line
        if line is None or line.start >= self.margin:
            return False
        goes_deeper = bool(self.above) and _GOES_ON.match(self.text, self.above[-1].start) is not None
        return goes_deeper or line.code_end >= self.offset

    def _first_words(self) -> Iterator[Item]:
        if not self.above:
            yield from (Item(word, "word", SHAPES[word], f"{word} ") for word in STATEMENT_WORDS)
            return
        word = self._word(self.above[0])
        if word in ("record", "triage") and self.above[-1].rule in ("record", "group", "triage", ""):
            yield from self._fields()
        if word in _WORDS_BELOW and len(self.above) == 1:
            yield from (Item(one, "word", SHAPES[one], f"{one} ") for one in _WORDS_BELOW[word])

    def _fields(self) -> Iterator[Item]:
        """The fields at the cursor that no line fills, those that must be filled first."""
        siblings = self.above[-1].children
        filled = {self._word(one) for one in siblings if not one.start <= self.offset <= one.end}
        if self._word(self.above[0]) == "triage":
            yield from (
                Item(one, "field", "", f"{one} <- ") for one in ("queue", "priority", "due") if one not in filled
            )
            return
        schema = self.open_text.schema_at(self.above)
        free = [(name, one) for name, one in (schema.fields if schema else {}).items() if not one.filled_by]
        for name, one in sorted(free, key=lambda pair: not pair[1].is_required):
            inner = one.element if one.element and one.element.is_object else one
            if name not in filled or (one.takes_list and inner.is_object):
                need = "must be filled, " if one.is_required else ""
                yield Item(name, "field", need + types.describe(one.type), name if inner.is_object else f"{name} <- ")

    def _word(self, line: Line) -> str:
        found = re.compile(r"[\w.`]+").match(self.text, line.start)
        return found[0] if found else ""

    def _inside(self, own: str) -> Completions:
        """Behind the first word of a line."""
        tokens = [token[0] for token in _TOKEN.finditer(own)]
        last = tokens[-1] if tokens else ""
        if last.startswith(("//", "/*")) and not last.endswith("*/"):
            return _NOTHING
        if tokens.count('"""') % 2:
            template = own.rpartition('"""')[2]
            brace = template.rfind("{")
            if brace < 0 or "}" in template[brace:]:
                return _NOTHING
            own = template[brace + 1 :]
        elif last.startswith('"') and (len(last) == 1 or not last.endswith('"')):
            return self._from(last[1:], self._strings(own[: -len(last)][-_FAR:]))
        words = self._words_of_statement(own[:_FAR])
        own = own[-_FAR:]
        if words is not None:
            return self._from(re.search(r"[\w.-]*$", own)[0], words)  # type: ignore[index]
        return self._expression(own)

    def _from(self, typed: str, items: Iterator[Item] | tuple[Item, ...]) -> Completions:
        return Completions(len(self.before) - len(typed) + 1, tuple(items))

    # --- headings

    def _words_of_statement(self, own: str) -> Iterator[Item] | None:
        """Where no expression stands at the cursor: what the statement wants there."""
        library = self.open_text.library
        word = own.split(maxsplit=1)[0]
        if re.fullmatch(r'flag\s+"[^"]*"\s+\w*', own):
            return (Item(level.value, "word") for level in FlagLevel)
        if re.fullmatch(r"decide\s+\S.*?\s+[\w ]*", own):
            return (Item(policy.value, "word") for policy in HitPolicy)
        if re.fullmatch(r"use\s+[\w\s,-]*", own):
            return (Item(one, "module") for one in library.modules())
        if re.fullmatch(r"form\s+[\w-]*", own) and self.above:
            return (Item(one, "form") for one in sorted({form.form for form in library.forms().versions}))
        if re.fullmatch(r"target\s+[\w.]*", own) and self.above:
            records = {path.split("/")[1] for path in library.paths("records/")}
            return (Item(one, "record", "", f"{one} version ") for one in sorted(records))
        if re.fullmatch(r"record\s+[\w.]*", own):
            mapping = self.open_text.program.mapping
            return (Item(one.record.text, "record") for one in (mapping.targets if mapping else ()))
        if word == "ignore" and "because" not in own:
            return (Item(name, "answer", label) for name, label in self._answers())
        if word == "needs" or re.match(r"function\s[^=]*$|let\s[^=]*$", own):
            return iter(())
        return self._columns_of_file(own) if word == "list" else None

    def _answers(self) -> Iterator[tuple[str, str]]:
        questions = self.open_text.program.questions
        return ((name, asked[-1].label) for name, asked in questions.by_name.items())

    def _columns_of_file(self, own: str) -> Iterator[Item]:
        file = re.search(r'from\s+"([^"]+)"\s+by\b', own)
        path = f"lists/{file[1]}" if file else ""
        if not self.open_text.library.has(path):
            return iter(())
        heading = self.open_text.library.text(path).lstrip("\ufeff").partition("\n")[0]
        return (Item(one.strip().strip('"'), "column") for one in heading.split(","))

    # --- expressions

    def _scope(self) -> Scope:
        return Scope(self.open_text, self.above, self.line)

    def _expression(self, own: str) -> Completions:
        member = _PATH.search(own)
        if member:
            return self._from(member[2], self._members(member[1]))
        ways_out = _WAYS_OUT if re.search(r"\botherwise\s+\w*$", own) else ()
        named = (Item(one.name, one.kind, one.detail) for one in self._scope().named())
        items = (*ways_out, *(Item(one.label, one.kind, one.detail, _called(one)) for one in named))
        labels = [one.label.lower() for one in items]
        typed = own.rpartition("\n")[2].lower()
        starts = [found.start() for found in _WORD_START.finditer(typed)]
        start = next((at for at in starts if any(label.startswith(typed[at:]) for label in labels)), None)
        word = re.search(r"\w*$", typed)
        start = start if start is not None else word.start() if word else len(typed)
        return self._from(typed[start:], items)

    def _members(self, text: str) -> Iterator[Item]:
        """The members of what stands before a dot: of the longest end of it that can be read."""
        scope = self._scope()
        for start in (found.start() for found in _WORD_START.finditer(text)):
            type_ = scope.type_of(text[start:])
            inner = type_.element if isinstance(type_, types.ListOf) else type_
            if isinstance(inner, types.ContextOf) and inner.entries:
                answer = scope.answer_behind(text[start:])
                for name, one in inner.entries:
                    asked = self.open_text.program.questions.by_name.get(f"{answer or text[start:]}.{name}", ())
                    yield Item(name, "member", asked[-1].label if asked else types.describe(one))
                return

    def _strings(self, left: str) -> Iterator[Item]:
        """What a string may say, by what stands to its left."""
        found = dict(reversed(list(self._known_strings(left))))
        return (Item(text, "option", detail, f'{text}"') for text, detail in reversed(found.items()))

    def _known_strings(self, left: str) -> Iterator[tuple[str, str]]:
        word = left.split(maxsplit=1)[0] if left.split() else ""
        library, scope = self.open_text.library, self._scope()
        if word == "given":
            yield from ((one, "") for source in self.open_text.sources for one in library.samples(source.id))
        elif word == "list":
            yield from ((path.partition("/")[2], "") for path in library.paths("lists/"))
        elif word in ("because", "flag", "example", "mapping", "module"):
            return
        elif left.lstrip().startswith("|"):
            yield from self._options_of(scope, self._heading_of_column(left))
        else:
            yield from self._strings_of_expression(scope, left)

    def _strings_of_expression(self, scope: Scope, left: str) -> Iterator[tuple[str, str]]:
        compared = _COMPARED.search(left) or _SOUGHT.search(left)
        row = _ROW_OF.search(left)
        if _OF_FLAGS.search(left):
            flags = self.open_text.program.all_of(nodes.Flag)
            yield from ((flag.name.text, flag.because.text) for _, flag in flags)
        elif compared:
            yield from self._options_of(scope, compared[1])
        elif row:
            name = next((one for one in self.open_text.program.lists if row[1].endswith(one)), "")
            codes = self.open_text.program.lists.get(name)
            yield from ((str(key), "") for key in (codes.by_key if codes else ()))
        if self.line and _FIELD_VALUE.search(left):
            schema = self.open_text.schema_at([*self.above, self.line]) if self.above else None
            options = schema.type.options if schema and isinstance(schema.type, types.ChoiceOf) else ()
            yield from ((one, "") for one in options)

    def _options_of(self, scope: Scope, text: str) -> Iterator[tuple[str, str]]:
        """The options of the expression that ends the text: of the longest end of it that has any."""
        starts = (found.start() for found in _WORD_START.finditer(text))
        return iter(next(filter(None, (scope.options(text[start:].strip()) for start in starts)), []))

    def _heading_of_column(self, left: str) -> str:
        """What stands in the table's heading above the cell that the cursor is in."""
        bars = re.sub(r'"(?:[^"\\]|\\.)*"', "", left).count("|")
        heading = self.above[-1].children[0] if self.above and self.above[-1].children else None
        cells = self.text[heading.start : heading.end].split("|") if heading else []
        return cells[bars].strip() if bars < len(cells) else ""


def _called(item: Item) -> str:
    return f"{item.label}(" if item.kind == "function" else ""
