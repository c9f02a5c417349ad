"""Parts of a line: an expression, a reason, a level, a title and all else that a line has in one place."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from mapping_dsl.editing.changes import Change, Draft, EditRefused, as_read
from mapping_dsl.grammar import Word
from mapping_dsl.lines import Line


class Part(StrEnum):
    """What of a line is to be changed."""

    EXPRESSION = "expression"  #: of a field, let, function, `when` or `expect`
    PATH = "field"  #: which field or group a line fills
    TITLE = "title"  #: of a mapping, module, flag or example
    BECAUSE = "because"  #: of a flag, an `ignore`, a decision or triage
    LEVEL = "level"  #: of a flag
    POLICY = "hit policy"  #: of a decision
    SAMPLE = "sample"  #: of an example
    EACH = "for each"  #: of a record or group, from `for` on; None takes it out
    WHEN = "when"  #: of a record or group, the condition; None takes it out


_QUOTED = {Part.TITLE, Part.BECAUSE, Part.SAMPLE}
_TERMINALS = {
    Part.EXPRESSION: ("EXPRESSION", "EXPRESSION_TO_OTHERWISE", "TEMPLATE"),
    Part.PATH: ("PATH",),
    Part.TITLE: ("STRING",),
    Part.BECAUSE: ("STRING",),
    Part.LEVEL: ("LEVEL",),
    Part.POLICY: ("POLICY",),
    Part.SAMPLE: ("STRING",),
}
_RULES = {
    Part.EXPRESSION: ("let", "function", "field", "text", "when", "expect"),
    Part.PATH: ("field", "text", "group"),
    Part.TITLE: ("mapping", "module", "flag", "example"),
    Part.BECAUSE: ("ignore", "because"),
    Part.LEVEL: ("flag",),
    Part.POLICY: ("decide",),
    Part.SAMPLE: ("given",),
    Part.EACH: ("record", "group"),
    Part.WHEN: ("record", "group"),
}


class NoSuchPart(EditRefused):
    """A line that has not got the part."""

    def __init__(self, number: int, part: Part) -> None:
        super().__init__(f"line {number} has no {part} that could be changed")


def set_part(text: str, line: int, part: Part, written: str | None) -> Change:
    """Writes a part of a line anew. Texts are given without their quotes; an expression as it is to be written."""
    draft = Draft(text)
    found = _line(draft, line, part)
    if part in (Part.EACH, Part.WHEN):
        return _set_clause(draft, found, part, written)
    if written is None:
        raise NoSuchPart(line, part)
    words = draft.words(found)
    place = next(place for place, word in enumerate(words) if word.type in _TERMINALS[part])
    return set_word(draft, found, place, quoted(written) if part in _QUOTED else written)


def set_word(draft: Draft, line: Line, place: int, written: str) -> Change:
    """Writes one word of a line anew."""
    word = draft.words(line)[place]
    entries = draft.entries()
    at = draft.lines.index(line)
    words = list(entries[at].words)
    words[place] = as_read(written.strip())
    rule = {"field": "text", "text": "field"}.get(line.rule, "")
    is_template = written.strip().startswith('"""')
    kept = rule if word.type in _TERMINALS[Part.EXPRESSION] and rule and is_template is (rule == "text") else line.rule
    entries[at] = replace(entries[at], rule=kept, words=tuple(words))
    return draft.changed([draft.replaced(word.start, word.end, written.strip())], entries, written)


def quoted(text: str) -> str:
    """A text as a string of the language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped.replace(chr(10), chr(92) + "n").replace(chr(13), chr(92) + "r")}"'


def _line(draft: Draft, number: int, part: Part) -> Line:
    """The line itself, or the one of its block on which the part stands."""
    line = draft.at(number, f"something with a {part}")
    for one in (line, *line.block):
        if one.rule in _RULES[part] and not one.is_broken:
            return one
    raise NoSuchPart(number, part)


def _set_clause(draft: Draft, line: Line, part: Part, written: str | None) -> Change:
    words = draft.words(line)
    start, stop = _clause(words, part)
    if start == stop and written is None:
        raise NoSuchPart(draft.sheet.place(line.start)[0], part)
    clause = "" if written is None else re.sub(r"^(?:for\s+each|when)\b\s*", "", written.strip())
    full = f"{'for each' if part is Part.EACH else 'when'} {clause}" if clause else ""
    end = words[stop - 1].end
    edit = draft.replaced(words[start - 1].end, end, f" {full}" if full else "")
    entries = draft.entries()
    at = draft.lines.index(line)
    old = entries[at].words
    entries[at] = replace(entries[at], words=(*old[:start], *_clause_words(clause, part), *old[stop:]))
    return draft.changed([edit], entries, written or "")


def _clause(words: Sequence[Word], part: Part) -> tuple[int, int]:
    types = [word.type for word in words]
    when = types.index("WHEN") if "WHEN" in types else len(types)
    return (min(2 if words[0].text == "record" else 1, when), when) if part is Part.EACH else (when, len(types))


def _clause_words(clause: str, part: Part) -> tuple[str, ...]:
    if not clause:
        return ()
    if part is Part.WHEN:
        return ("when", as_read(clause))
    found = re.fullmatch(r"(.+?)\s+in\s+(.+?)(?:\s+where\s+(.+))?", clause, re.DOTALL)
    if not found:
        return ("for", "each", clause)
    variable, source, where = found.groups()
    return ("for", "each", variable, "in", source, *(("where", where) if where else ()))
