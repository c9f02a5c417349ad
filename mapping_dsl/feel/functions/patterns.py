"""Regular expressions in the XPath dialect that FEEL asks for (XPath and XQuery Functions 3.1, 5.6), bounded in time.

RE2 does what it can do exactly; a machine of our own does the rest, step by step off the budget.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from mapping_dsl.feel.frames import MAX_SIZE, Budget
from mapping_dsl.feel.functions import regex_machine
from mapping_dsl.feel.functions.regex_machine import Program, Span
from mapping_dsl.feel.functions.regex_program import assemble
from mapping_dsl.feel.functions.regex_reader import Anchor, PatternRefused, count_groups, read
from mapping_dsl.feel.functions.regex_writer import choices, written

_MAX_GROUPS = 20  #: RE2 copies all groups at every step
_FEW_CHOICES = 10  #: with no more, in a pattern of no more pieces, RE2 keeps all its states and reads at full speed
_FEW_PIECES = 2_000
_FAST_STEP = 1_000  #: characters that it reads at full speed in the time of a step of the budget
_SLOW_STEP = 500  #: instructions, each for one character, that it runs in that time otherwise
_SURROGATE = re.compile("[\ud800-\udfff]")
_REFERENCE = re.compile(r"\\([\\$])|\$([0-9]{1,5})|([\\$])")  # no pattern has more groups than five digits count


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, ready for any number of texts."""

    expression: str
    flags: str
    groups: int
    knows_lines: bool
    re2: Any | None  #: the pattern as RE2 has it; None where it cannot
    price: float  #: steps of the budget that RE2 may take for a character

    def spans(self, text: str, budget: Budget) -> Iterator[Sequence[Span]]:
        """Every match, one behind the other: where it begins and ends, and then each group. Raises BudgetSpent."""
        if self.re2 is None or not self._reads_alike(text):
            yield from regex_machine.spans(program(self.expression, self.flags), text, budget)
            return
        budget.spend(int(len(text) * self.price))
        for found in self.re2.finditer(text):
            budget.spend(1 + self.groups + int((len(text) - found.end()) * self.price))
            yield [found.span(group) for group in range(self.groups + 1)]

    def is_in(self, text: str, budget: Budget) -> bool:
        """Whether a part of the text matches, be it of no length. Raises BudgetSpent."""
        return next(self.spans(text, budget), None) is not None

    def _reads_alike(self, text: str) -> bool:
        """Whether RE2 sees the text as XPath does: RE2 lets a line begin behind a newline that stands last, and has no
        characters for halves of pairs."""
        return not (self.knows_lines and text.endswith("\n")) and not _SURROGATE.search(text)


@lru_cache(maxsize=128)
def pattern(expression: str, flags: str) -> Pattern:
    """The pattern that is written so. Raises PatternRefused."""
    pieces = read(expression, flags)
    groups = count_groups(pieces)
    knows_lines = Anchor.LINE_START in pieces or Anchor.LINE_END in pieces
    compiled = _compiled(written(pieces)) if groups <= _MAX_GROUPS else None
    size = 0 if compiled is None else compiled.programsize
    is_fast = choices(pieces) <= _FEW_CHOICES and len(pieces) <= _FEW_PIECES
    price = 1 / _FAST_STEP if is_fast else size / _SLOW_STEP
    return Pattern(expression, flags, groups, knows_lines, compiled, price)


@lru_cache(maxsize=32)
def program(expression: str, flags: str) -> Program:
    """The same pattern as our own machine has it. Raises PatternRefused."""
    return assemble(read(expression, flags))


def _compiled(expression: str | None) -> Any | None:
    options = re2.Options()
    options.log_errors = False
    try:
        return None if expression is None else re2.compile(expression, options)
    except re2.error:  # too large, or counted too often
        return None


def consuming(expression: str, flags: str, verb: str, budget: Budget) -> Pattern:
    """A pattern whose matches all have a length, so that there is something to do with them (FORX0003). Raises
    PatternRefused."""
    found = pattern(expression, flags)
    if found.is_in("", budget):
        what = f"a pattern that can match nothing at all does not say where to {verb}"
        raise PatternRefused(what, hint="let it ask for one character at least, as `a+` does in place of `a*`")
    return found


#: a replacement: texts as they are, and the numbers of groups; 0 is the whole match
Template = Sequence[str | int]


def replaced(text: str, found: Pattern, template: Template, budget: Budget) -> str:
    """The text with every match replaced (XPath and XQuery Functions 3.1, 5.6.4). Raises BudgetSpent."""
    kept: list[str] = []
    size = 0
    for part in _replacing(text, found, template, budget):
        size += len(part)
        if size > MAX_SIZE:
            break
        kept.append(part)
    budget.allow_size(size)
    return "".join(kept)


def _replacing(text: str, found: Pattern, template: Template, budget: Budget) -> Iterator[str]:
    end = 0
    for spans in found.spans(text, budget):
        budget.spend(len(template) // 8)
        yield text[end : spans[0][0]]
        yield from (text[slice(*spans[part])] if isinstance(part, int) else part for part in template)
        end = spans[0][1]
    yield text[end:]


def template(replacement: str, groups: int) -> Template:
    r"""The parts of a replacement that is written with `$1`, `\$` and `\\`. Raises PatternRefused (FORX0004)."""
    parts: list[str | int] = []
    end = 0
    for found in _REFERENCE.finditer(replacement):
        if found[3]:
            what = f"a replacement cannot hold `{found[3]}` as it stands"
            raise PatternRefused(what, found.start() + 1, r"write `\$` for a dollar, `\\` for a backslash, `$1` …")
        parts.append(replacement[end : found.start()])
        parts += [found[1]] if found[1] else _group(found[2], groups)
        end = found.end()
    return [*parts, replacement[end:]]


def _group(digits: str, groups: int) -> Iterable[str | int]:
    """`$12` is the twelfth group where there are so many, else the first group and a 2; a group that there is not is
    empty."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > groups:
        length -= 1
    number = int(digits[:length])
    return ([number] if number <= groups else []) + [digits[length:]]
