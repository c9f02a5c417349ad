"""What an analyst should know of the name at a cursor: what it is, what it was asked for, and its value in a sample."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mapping_dsl import exact_json, functions, nodes
from mapping_dsl.editing.occurrences import Kind, Occurrence, name_at
from mapping_dsl.editing.open_text import OpenText
from mapping_dsl.editing.scope import Scope, signature
from mapping_dsl.feel import types
from mapping_dsl.feel.functions import standard
from mapping_dsl.grammar import SHAPES
from mapping_dsl.problems import Span
from mapping_dsl.schemas import FieldSchema
from mapping_dsl.scopes import BY_ANSWER, EVERYWHERE
from mapping_dsl.trace import Trace

_SHOWN = 8  #: options
_LONGEST = 120  #: characters of a value


@dataclass(frozen=True, slots=True)
class Hover:
    """What is told of a stretch of the text."""

    span: Span
    title: str
    sentences: tuple[str, ...]
    value: str = ""  #: in the sample, as JSON; empty where it has none that could be told


def hover(open_text: OpenText, line: int, column: int, trace: Trace | None = None) -> Hover | None:
    """What is known of the name, field or statement word at a place; with a sample's trace, its value there too."""
    found = name_at(open_text.program, open_text.unit, line, column)
    if found:
        sentences = tuple(one for one in _Told(open_text, line, column).of(found) if one)
        return Hover(found.span, f"{found.symbol.name}, {_kind(found)}", sentences, _value(found, trace))
    return _of_line(open_text, line, column)


def _kind(found: Occurrence) -> str:
    name = found.symbol.name
    if found.symbol.kind is not Kind.BUILT_IN:
        return {"let": "a let", "answer": "an answer", "need": "needed of the mapping", "output": "an output"}.get(
            found.symbol.kind, f"a {found.symbol.kind}"
        )
    return "of every submission" if name in EVERYWHERE else "a function of the language"


class _Told:
    """The sentences of each kind of name."""

    def __init__(self, open_text: OpenText, line: int, column: int) -> None:
        offset = open_text.offset(line, column)
        self.program = open_text.program
        self.library = open_text.library
        self.scope = Scope(open_text, open_text.around(offset), open_text.line_at(offset))

    def of(self, found: Occurrence) -> Iterator[str]:
        """All that is known."""
        name = found.symbol.name
        match found.symbol.kind:
            case Kind.ANSWER:
                yield from self._answer(name)
            case Kind.LET:
                yield types.describe(self.scope.type_of(name))
                yield from self._answer(self.scope.answer_behind(name) or "")
            case Kind.LOCAL:
                yield types.describe(self.scope.locals.get(name, types.ANY))
            case Kind.BUILT_IN:
                yield from self._built_in(name)
            case Kind.MODULE:
                yield from self._module(name)
            case Kind.FLAG:
                flags = (flag for _, flag in self.program.all_of(nodes.Flag) if flag.name.text == name)
                yield from (f"{flag.level}: {flag.because.text}" for flag in flags)
            case _:
                yield from self._named(name)

    def _answer(self, name: str) -> Iterator[str]:
        asked = self.program.questions.by_name.get(name, ())
        if not asked:
            return
        yield f"“{asked[-1].label}”"
        options = [f"{one.const}: {one.title}" for one in asked[-1].options]
        if options:
            yield "; ".join(options[:_SHOWN]) + ("; …" if len(options) > _SHOWN else "")
        else:
            yield types.describe(self.program.questions.type_of(name))
        versions = self.program.questions.versions
        if len(asked) < len(versions):
            yield f"asked in version {', '.join(one.version for one in versions if one.question(name))} only"

    def _built_in(self, name: str) -> Iterator[str]:
        function = functions.registry.get(name) or standard.get(name)
        if name in EVERYWHERE:
            yield types.describe(EVERYWHERE[name])
        elif name in BY_ANSWER:
            yield f"{name}(ANSWER)"
        elif function:
            first = function.signatures[0]
            yield signature(function)
            yield f"{first.meaning}."
            yield f"{first.example[0]} is {first.example[1]}"

    def _module(self, name: str) -> Iterator[str]:
        unit = self.program.units.get(f"modules/{name}.mapping")
        if unit and unit.module:
            yield unit.module.title.text

    def _named(self, name: str) -> Iterator[str]:
        _, node = self.program.named.get(name, (None, None))
        match node:
            case nodes.Function(parameters=parameters):
                yield f"{name}({', '.join(one.text for one in parameters)})"
            case nodes.Decide(policy=policy, inputs=inputs, outputs=outputs):
                yield f"{policy}: from {', '.join(one.text for one in inputs)}"
                yield f"gives {', '.join(one.name.text for one in outputs)}"
            case nodes.List(file=file):
                codes = self.program.lists.get(name)
                yield f"{file.text}, {len(codes.rows) if codes else 'no'} rows"
                yield f"columns {', '.join(codes.columns)}" if codes else ""


def _of_line(open_text: OpenText, line: int, column: int) -> Hover | None:
    """A field by its schema, a statement by how it is written."""
    offset = open_text.offset(line, column)
    found = open_text.line_at(offset)
    if found is None:
        return None
    text = open_text.sheet.text
    word = text[found.start : found.end].split(maxsplit=1)[0]
    end = found.start + len(word)
    if not found.start <= offset <= end:
        return None
    span = open_text.sheet.span(found.start, end)
    lines = [*open_text.around(found.start), found]
    if len(lines) > 1 and text.startswith("record", lines[0].start):
        schema = open_text.schema_at(lines)
        return Hover(span, f"{word}, a field", tuple(_of_field(schema))) if schema else None
    return Hover(span, word, (SHAPES[word],)) if word in SHAPES else None


def _of_field(schema: FieldSchema) -> Iterator[str]:
    title = schema.schema.get("title") or schema.schema.get("description")
    yield from [str(title)] if title else []
    yield types.describe(schema.type)
    if "maxLength" in schema.schema:
        yield f"{schema.schema['maxLength']} characters at most"
    if schema.is_required:
        yield "must be filled"


def _value(found: Occurrence, trace: Trace | None) -> str:
    """The value of a name in a sample, from what was computed of it anyhow."""
    if trace is None or found.symbol.kind in (Kind.LOCAL, Kind.MODULE, Kind.FUNCTION, Kind.LIST):
        return ""
    for name, value in _computed(trace):
        if name == found.symbol.name:
            written = exact_json.dumps(value)
            return written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"
    return ""


def _computed(trace: Trace) -> Iterator[tuple[str, Any]]:
    """Answers that were read, and parts of expressions that are a name alone, with what each came to."""
    for one in (*trace.fields.values(), *trace.flags.values(), *trace.triage.values()):
        yield from ((reading.answer, reading.value) for reading in one.readings)
        yield from ((" ".join(step.text.split()), step.value) for step in one.steps)
