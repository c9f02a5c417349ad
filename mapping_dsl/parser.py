"""From a mapping's text to its statements. A line that cannot be read is one problem, and all others are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.feel.nearest import nearest
from mapping_dsl.grammar import name_text, read_line
from mapping_dsl.lines import STATEMENT_WORDS, Line, Sheet, cut_into_lines
from mapping_dsl.problems import Fix, Problem, Span, without_lines
from mapping_dsl.templates import read_template

_FIRST_WORD = re.compile(r"[^\W\d]\w*")
_ARROW = re.compile(r"([^\W\d`][^\s<]*|`[^<]*?)\s*<-")
_TEMPLATE_AFTER_ARROW = re.compile(r'[^<]*<-\s*"""')
_NAME_OF_BROKEN = re.compile(r"(?:let|function|decide|list)\s+(`[^`]+`|[^\W\d]\w*(?:[^\S\n]+\w+)*)")
_POLICY_WORDS = re.compile(r"\s+(?:unique|any|first|priority|rule|output|collect|from)\b.*$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The statements that could be read, and what is wrong with the others."""

    file: nodes.File
    problems: tuple[Problem, ...]
    sheet: Sheet = field(
        compare=False, repr=False
    )  #: the lines, each with the rule by which it was read; not to change


@lru_cache(maxsize=128)
def parse(text: str) -> Parsed:
    """Reads a mapping's or module's text. Never raises: whatever the text, what is wrong with it is told."""
    sheet = cut_into_lines(text)
    parser = _Parser(sheet)
    statements = tuple(statement for line in sheet.lines if (statement := parser.statement(line)))
    return Parsed(nodes.File(statements), tuple(sorted(parser.problems, key=lambda problem: problem.span)), sheet)


class _Parser:
    """Reads statement by statement; each kind has the method of its name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.problems = list(sheet.problems)

    def statement(self, line: Line) -> nodes.Statement | None:
        """The statement that a line at the margin begins, None where nobody can say which it would be."""
        word = self._first_word(line)
        if word not in STATEMENT_WORDS:
            self._unknown_statement(line, word)
            return None
        if line.indent:
            message = f"a {word} begins at the left margin"
            self._problem(self._header_span(line), "indented-statement", message, "take the blanks before it out")
        statement: nodes.Statement | None = getattr(self, f"_{word}")(line)
        if statement is None:
            return nodes.Broken(word, self._name_of_broken(line), self._header_span(line))
        return statement

    # Statements of one line, which deeper lines continue.

    def _use(self, line: Line) -> Any:
        return self._continued("use", line)

    def _list(self, line: Line) -> Any:
        return self._continued("list", line)

    def _let(self, line: Line) -> Any:
        return self._continued("let", line)

    def _function(self, line: Line) -> Any:
        return self._continued("function", line)

    def _ignore(self, line: Line) -> Any:
        return self._continued("ignore", line)

    # Statements with a block.

    def _mapping(self, line: Line) -> nodes.Mapping | None:
        header = self._header("mapping", line)
        parts = list(self._block(line, {"form": "form", "target": "target"}))
        if header is None:
            return None
        id_, title = header
        self._once("form", line.children)
        form = next((part for part in parts if isinstance(part, nodes.Form)), None)
        targets = tuple(part for part in parts if isinstance(part, nodes.Target))
        is_told = any(child.is_broken for child in line.under())
        if form is None and not is_told:
            hint = "write form NAME versions A to B in the line below it"
            self._problem(
                self._header_span(line), "form-missing", "the mapping does not say for which form it is", hint
            )
        return nodes.Mapping(id_, title, form, targets, self._header_span(line))

    def _module(self, line: Line) -> nodes.Module | None:
        header = self._header("module", line)
        needs = [name for part in self._block(line, {"needs": "needs"}) for name in part]
        if header is None:
            return None
        id_, title = header
        return nodes.Module(id_, title, tuple(needs), self._header_span(line))

    def _record(self, line: Line) -> nodes.Record | None:
        header = self._header("record", line)
        body = tuple(self._body(line))
        if header is None:
            return None
        target, each, when = header
        return nodes.Record(target, each, when, body, self._header_span(line))

    def _decide(self, line: Line) -> nodes.Decide | None:
        header = self._header("decide", line)
        rows = [child for child in self._at_one_depth(line) if not self._is_rule_of_table(child)]
        because = next((self._because(row) for row in self._once("because", rows)), None)
        rows = [row for row in rows if self._first_word(row) != "because"]
        if not rows:
            hint = "write its heading and rows in the lines below it, between |"
            self._problem(self._header_span(line), "table-missing", "the decision has no table", hint)
            return None
        heading = self._alone("heading", rows[0])
        if header is None or heading is None:
            return None
        (inputs, outputs), (name, policy) = heading, header
        read = [self._row(row, len(inputs), len(outputs)) for row in rows[1:]]
        for row in read[:-1]:
            if row and not row.tests:
                message = "otherwise stands once, in the last row of a table"
                self._problem(row.span, "otherwise-not-last", message, "move it to the end")
        kept = tuple(row for row in read if row and row.tests)
        otherwise = next((row for row in read if row and not row.tests), None)
        return nodes.Decide(name, policy, inputs, outputs, kept, otherwise, because, self._header_span(line))

    def _row(self, line: Line, inputs: int, outputs: int) -> nodes.Row | None:
        cells = self._alone("row", line)
        if cells is None:
            return None
        if len(cells) != inputs + outputs:
            message = f"the row has {len(cells)} cells, and its heading has {inputs + outputs}"
            self._problem(self._header_span(line), "row-length", message, "write one cell for each heading, - for any")
            return None
        cells = tuple(None if cell is None or cell.text == "-" else cell for cell in cells)
        is_otherwise = cells[0] is not None and cells[0].text == "otherwise"
        tests = () if is_otherwise else cells[:inputs]
        return nodes.Row(tests, cells[inputs:], self._header_span(line))

    def _flag(self, line: Line) -> nodes.Flag | None:
        header = self._header("flag", line)
        parts = list(self._block(line, {"when": "when", "because": "because"}))
        whens = tuple(part for part in parts if isinstance(part, nodes.Expression))
        self._once("because", line.children)
        because = self._only_because(line, parts, "the flag does not say why it is raised")
        if not whens and not any(child.is_broken for child in line.under()):
            hint = "write when EXPRESSION in the line below it"
            self._problem(self._header_span(line), "when-missing", "the flag does not say when it is raised", hint)
        if header is None:
            return None
        name, level = header
        return nodes.Flag(name, level, whens, because, self._header_span(line))

    def _triage(self, line: Line) -> nodes.Triage | None:
        if self._header("triage", line) is None:
            return None
        because = next(iter(self._once("because", line.children)), None)
        fields = [part for part in self._body(line, leave_out=because) if isinstance(part, nodes.Field | nodes.Broken)]
        reason = self._because(because) if because else None
        return nodes.Triage(tuple(fields), reason, self._header_span(line))

    def _example(self, line: Line) -> nodes.Example | None:
        header = self._header("example", line)
        parts = list(self._block(line, {"given": "given", "expect": "expect"}))
        self._once("given", line.children)
        given = next((part for (part,) in parts if isinstance(part, nodes.Quoted)), None)
        expects = tuple(part for (part,) in parts if isinstance(part, nodes.Expression))
        if given is None and not any(child.is_broken for child in line.under()):
            hint = 'write given "SAMPLE.json" in the line below it'
            self._problem(self._header_span(line), "given-missing", "the example does not name its sample", hint)
        if header is None or given is None:
            return None
        return nodes.Example(header[0], given, expects, self._header_span(line))

    # Fields and groups.

    def _body(self, line: Line, leave_out: Line | None = None) -> Iterator[nodes.Part]:
        for child in self._at_one_depth(line):
            if child is not leave_out:
                yield from self._part(child)

    def _part(self, line: Line) -> Iterator[nodes.Part]:
        arrow = _ARROW.match(self.sheet.mask, line.start, line.end)
        if arrow is None:
            yield self._group(line) or nodes.Broken("group", self._path_of_broken(line), self._header_span(line))
            return
        deeper = [under for under in line.under() if _ARROW.match(self.sheet.mask, under.start, under.end)]
        for under in deeper:
            message = "this field is indented deeper than the field above it"
            self._problem(self._header_span(under), "deeper-field", message, "indent both alike")
        end = deeper[0].start if deeper else line.last_end
        yield self._field(line, end) or nodes.Broken("field", self._path_of_broken(line), self._header_span(line))
        for under in deeper:
            under.children.clear()
            yield from self._part(under)

    def _field(self, line: Line, end: int) -> nodes.Field | nodes.Text | None:
        if not _TEMPLATE_AFTER_ARROW.match(self.sheet.mask, line.start, line.end):
            field: nodes.Field | None = self._read("field", line, end)
            return field
        parts = self._read("text", line, end)
        if parts is None:
            return None
        path, (start, stop), *otherwise = parts
        lines, problems = read_template(self.sheet, start, stop)
        self.problems += problems
        return nodes.Text(path, lines, tuple(otherwise), self.sheet.span(line.start, end))

    def _group(self, line: Line) -> nodes.Group | None:
        header = self._header("group", line)
        body = tuple(self._body(line))
        if header is None:
            return None
        path, each, when = header
        if not body and not any(child.is_broken for child in line.under()):
            message = f"{path.text} has neither an arrow nor fields under it"
            hint = f"write {path.text} <- EXPRESSION, or its fields in the lines below it"
            self._problem(self._header_span(line), "empty-group", message, hint)
        return nodes.Group(path, each, when, body, self._header_span(line))

    # Lines and blocks.

    def _block(self, line: Line, rules: dict[str, str]) -> Iterator[Any]:
        """What the lines of a block consist of, each by the rule of its first word."""
        for child in self._at_one_depth(line):
            word = self._first_word(child)
            if word not in rules:
                names = " or ".join(rules)
                message = f"here stands {names}, and not {word or 'anything else'}"
                self._problem(self._header_span(child), "stray-line", message, f"begin the line with {names}")
                child.is_broken = True
            elif (part := self._continued(rules[word], child)) is not None:
                yield part

    def _once(self, word: str, lines: Iterable[Line]) -> list[Line]:
        """The lines that begin with a word of which a statement takes one: of two, one would be lost in silence."""
        found = [line for line in lines if self._first_word(line) == word]
        for line in found[1:]:
            span = self._header_span(line)
            self._problem(span, "said-twice", f"{word} stands here twice", "keep one of the two", without_lines(span))
            line.is_broken = True
        return found

    def _at_one_depth(self, line: Line) -> list[Line]:
        for child in line.children[1:]:
            if child.indent != line.children[0].indent:
                message = "the lines of a block stand at one depth, and this one does not"
                self._problem(self._header_span(child), "uneven-block", message, "indent them alike")
        return line.children

    def _header(self, rule: str, line: Line) -> Any:
        return self._read(rule, line, line.end)

    def _alone(self, rule: str, line: Line) -> Any:
        for child in line.children:
            message = "a line of a table is not continued"
            self._problem(self._header_span(child), "stray-line", message, "write each row on one line")
        return self._read(rule, line, line.end)

    def _continued(self, rule: str, line: Line) -> Any:
        if any(under.is_broken for under in line.under()):
            line.is_broken = True
        return self._read(rule, line, line.last_end)

    def _read(self, rule: str, line: Line, end: int) -> Any:
        """What the line consists of; None where a problem of it is told, now or before."""
        if line.is_broken:
            return None
        line.rule, line.read_end = rule, end
        read = read_line(self.sheet, rule, line.start, end)
        if not isinstance(read, Problem):
            return read
        line.is_broken = True
        self.problems.append(read)
        return None

    def _because(self, line: Line) -> nodes.Quoted | None:
        quoted: nodes.Quoted | None = self._continued("because", line)
        return quoted

    def _only_because(self, line: Line, parts: list[Any], message: str) -> nodes.Quoted:
        found = next((part for part in parts if isinstance(part, nodes.Quoted)), None)
        if found is None and not any(child.is_broken for child in line.under()):
            self._problem(self._header_span(line), "because-missing", message, 'write because "TEXT" below it')
        return found or nodes.Quoted("")

    def _is_rule_of_table(self, line: Line) -> bool:
        return re.fullmatch(r"[|\s:-]*---[|\s:-]*", self.sheet.text[line.start : line.end]) is not None

    # What is said of lines that cannot be read.

    def _first_word(self, line: Line) -> str:
        word = _FIRST_WORD.match(self.sheet.mask, line.start, line.end)
        return word[0] if word else ""

    def _header_span(self, line: Line) -> Span:
        end = self.sheet.text.find("\n", line.start, line.end)
        return self.sheet.span(line.start, end if end >= 0 else line.end)

    def _unknown_statement(self, line: Line, word: str) -> None:
        if line.is_broken:
            return
        near = nearest(word, STATEMENT_WORDS) if word else None
        span = self.sheet.span(line.start, line.start + max(len(word), 1))
        hint = f"did you mean {near}?" if near else f"begin it with one of {', '.join(STATEMENT_WORDS)}"
        fix = Fix(span, near, f"write {near}") if near else None
        message = f"no statement begins with {word or self.sheet.text[line.start]}"
        self._problem(span, "unknown-statement", message, hint, fix)

    def _name_of_broken(self, line: Line) -> nodes.Name | None:
        written = _NAME_OF_BROKEN.match(self.sheet.text, line.start, line.end)
        if not written:
            return None
        return nodes.Name(_POLICY_WORDS.sub("", name_text(written[1])), self.sheet.span(*written.span(1)))

    def _path_of_broken(self, line: Line) -> nodes.Name | None:
        written = re.compile(r"[^\s<]+").match(self.sheet.text, line.start, line.end)
        return nodes.Name(name_text(written[0]), self.sheet.span(*written.span())) if written else None

    def _problem(self, span: Span, code: str, message: str, hint: str, fix: Fix | None = None) -> None:
        self.problems.append(Problem(span, code, message, hint, fix=fix))
