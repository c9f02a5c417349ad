"""Edits to the seven mappings, one at a time: such as make less of a risk, and such as make less of none."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import mapping_dsl
from mapping_dsl import nodes
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.program import Program, assemble

LIBRARY = Path(__file__).parents[3] / "mappings"
TEXTS = {path.relative_to(LIBRARY).as_posix(): path.read_text("utf-8") for path in LIBRARY.rglob("*") if path.is_file()}
IDS = mapping_dsl.Library(TEXTS).mappings()
TERM = re.compile(r'"[^"]*"')
CONSTANT = re.compile(r'"[^"]*"|\d+')
LEVELS = list(FlagLevel)


@dataclass(frozen=True)
class Edit:
    """A changed text of the library."""

    mapping: str
    kind: str
    path: str
    text: str

    @property
    def source(self) -> mapping_dsl.Source:
        """The mapping with the change."""
        return mapping_dsl.Library(TEXTS | {self.path: self.text}).mapping(self.mapping)

    def __str__(self) -> str:
        return f"{self.mapping}: {self.kind}"


def source_of(mapping: str) -> mapping_dsl.Source:
    """The mapping as it stands."""
    return mapping_dsl.Library(TEXTS).mapping(mapping)


def runs(source: mapping_dsl.Source) -> bool:
    """Whether a source has no problem that keeps it from running."""
    return all(problem.severity != "error" for problem in mapping_dsl.check(source))


def downgrading() -> Iterator[Edit]:
    """Edits that take a risk away."""
    return _edits((_flag_dropped, _when_dropped, _and_added, _level_lowered, _constant_dropped, _threshold_raised,
                   _need_dropped, _module_dropped, _row_weakened, _triage_weakened, _rows_swapped))  # fmt: skip


def harmless() -> Iterator[Edit]:
    """Edits that take no risk away: other words for the same, more risk, and what has nothing to do with risk."""
    return _edits((_comment_added, _sides_swapped, _let_taken_out, _membership_spelled_out, _level_raised, _term_added,
                   _flag_added, _flag_moved, _row_repeated, _field_changed, _reason_reworded))  # fmt: skip


Writer = Callable[["Made"], Iterator[Edit]]


@dataclass(frozen=True)
class Made:
    """One mapping, ready to be edited."""

    mapping: str
    program: Program

    def edit(self, kind: str, path: str, text: str) -> Edit:
        """The edit of one of its texts."""
        return Edit(self.mapping, kind, path, text)

    def flags(self) -> Iterator[tuple[str, nodes.Flag]]:
        """The flags that this mapping can raise, with their files: the needs of the others it has not."""
        for unit, flag in self.program.all_of(nodes.Flag):
            if any(self.may_hold(unit.path, when) for when in flag.whens):
                yield unit.path, flag

    def may_hold(self, path: str, when: nodes.Expression) -> bool:
        """Whether a `when` can be true here: the mapping has what it names, and its form offers what it asks for."""
        missing = self.program.missing_needs()
        return not any(re.search(rf"\b{name}\b", when.text) for name in missing) and self.offers_any(when)

    def offers_any(self, when: nodes.Expression) -> bool:
        """Whether the form offers one of the strings of a `when`, or it looks into texts."""
        strings = TERM.findall(when.text)
        return not strings or "mentions" in when.text or "hour as told" in when.text or any(map(self.offers, strings))

    def offers(self, constant: str) -> bool:
        """Whether a question that a flag may read has that option."""
        return any(
            question.option(constant.strip('"'))
            for every in self.program.questions.by_name.values()
            for question in every
        )


def _edits(writers: tuple[Writer, ...]) -> Iterator[Edit]:
    for id_ in IDS:
        source = source_of(id_)
        made = Made(id_, assemble(source))
        for writer in writers:
            yield from writer(made)


def replaced(text: str, at: nodes.Expression, new: str) -> str:
    """The text with another expression in the place of one."""
    lines = text.split("\n")
    start, end = _offset(lines, at.span.line, at.span.column), _offset(lines, at.span.end_line, at.span.end_column)
    return text[:start] + new + text[end:]


def without_lines(text: str, first: int, last: int) -> str:
    """The text without some of its lines, counted from 1."""
    lines = text.split("\n")
    return "\n".join(lines[: first - 1] + lines[last:])


def _offset(lines: list[str], line: int, column: int) -> int:
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1


# ---- what takes a risk away


def _flag_dropped(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        text = without_lines(TEXTS[path], flag.span.line, flag.span.end_line)
        yield made.edit(f"the flag {flag.name.text} is gone", path, text)


def _when_dropped(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        for when in flag.whens if len(flag.whens) > 1 else ():
            if made.may_hold(path, when):
                text = without_lines(TEXTS[path], when.span.line, when.span.end_line)
                yield made.edit(f"{flag.name.text} loses when {when.text}", path, text)


def _and_added(made: Made) -> Iterator[Edit]:
    """Everything must now also be reported by the portal: what comes by e-mail is left out."""
    for path, flag in made.flags():
        for when in flag.whens:
            if made.may_hold(path, when):
                text = replaced(TEXTS[path], when, f'({when.text}) and submission.source = "portal"')
                yield made.edit(f"{flag.name.text} also wants the portal", path, text)


def _level_lowered(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        if flag.level is not FlagLevel.NOTE:
            lower = LEVELS[LEVELS.index(flag.level) + 1]
            text = _with_level(path, flag, lower)
            yield made.edit(f"{flag.name.text} is {lower}", path, text)


def _constant_dropped(made: Made) -> Iterator[Edit]:
    """An option or a term is taken out of a list of several."""
    for path, flag in made.flags():
        for when in flag.whens:
            found = TERM.findall(when.text)
            for term in found if len(found) > 1 and made.may_hold(path, when) else ():
                if "mentions" not in when.text and not made.offers(term):
                    continue
                short = (
                    when.text.replace(f"{term}, ", "", 1)
                    if f"{term}, " in when.text
                    else when.text.replace(f", {term}", "", 1)
                )
                if not _still_found(term, found):
                    yield made.edit(f"{flag.name.text} without {term}", path, replaced(TEXTS[path], when, short))


def _still_found(term: str, terms: list[str]) -> bool:
    """Whether another term of the list finds all that one finds, as "stalk*" does of "stalks"."""
    others = (other.strip('"') for other in terms if other != term)
    return any(other.endswith("*") and term.strip('"').startswith(other.strip("*")) for other in others)


def _threshold_raised(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        for when in flag.whens:
            found = re.search(r"(>=?) (\d+)$", when.text)
            if found and made.may_hold(path, when):
                text = when.text[: found.start(2)] + str(int(found[2]) + 2)
                yield made.edit(f"{flag.name.text} from {found[2]} up by two", path, replaced(TEXTS[path], when, text))


def _need_dropped(made: Made) -> Iterator[Edit]:
    """A let that only a flag reads is taken out."""
    for unit, let in made.program.all_of(nodes.Let):
        needed = (rf"when [^\n]*\b{let.name.text}\b", TEXTS["modules/common-risk.mapping"])
        if unit is made.program.main and re.search(*needed):
            whens = [(path, when) for path, flag in made.flags() for when in flag.whens]
            if any(re.search(rf"\b{let.name.text}\b", when.text) and made.may_hold(path, when) for path, when in whens):
                text = without_lines(TEXTS[unit.path], let.span.line, let.span.end_line)
                yield made.edit(f"{let.name.text} is not told any more", unit.path, text)


def _module_dropped(made: Made) -> Iterator[Edit]:
    path = made.program.source.path
    yield made.edit("common-risk is not used", path, TEXTS[path].replace("use common-risk, ", "use ").replace(
        'list contains(flags, "KEYWORD:domestic")', "false"))  # fmt: skip


def _row_weakened(made: Made) -> Iterator[Edit]:
    path = "modules/common-grade.mapping"
    for old, new in (
        ('"I"   ', '"E"   '),
        ('"S"   ', '"R"   '),
        ("| 100 ", "| 70  "),
        ("| 80  ", "| 40  "),
        ("| 50  ", "| 10  "),
    ):
        yield made.edit(f"a row gives{new} for{old}", path, TEXTS[path].replace(old, new, 1))


def _triage_weakened(made: Made) -> Iterator[Edit]:
    path = made.program.source.path
    yield made.edit("priority less by five", path, TEXTS[path].replace("<- urgency", "<- urgency - 5"))
    yield made.edit("due a day later", path, TEXTS[path].replace("<- act by", '<- act by + duration("P1D")'))


def _rows_swapped(made: Made) -> Iterator[Edit]:
    """A row that fits everything before the others."""
    path = "modules/common-grade.mapping"
    text = TEXTS[path].replace(
        '    | "critical" | 100         |', '    | -          | 20          |\n    | "critical" | 100         |'
    )
    yield made.edit("a row for everything comes first", path, text)


# ---- what takes none away


def _comment_added(made: Made) -> Iterator[Edit]:
    path = made.program.source.path
    yield made.edit("a comment", path, "// looked at in May\n" + TEXTS[path])


def _sides_swapped(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        for when in flag.whens:
            left, sign, right = when.text.partition(" = ")
            if sign and TERM.fullmatch(right):
                text = replaced(TEXTS[path], when, f"{right} = {left}")
                yield made.edit(f"{flag.name.text} the other way round", path, text)


def _let_taken_out(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        text = replaced(TEXTS[path], flag.whens[0], "a condition of its own")
        yield made.edit(
            f"{flag.name.text} by a let", path, f"{text}\nlet a condition of its own = {flag.whens[0].text}\n"
        )


def _membership_spelled_out(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        for when in flag.whens:
            name, sign, options = when.text.partition(" in ")
            if sign:
                spelled = " or ".join(f"{name} = {option}" for option in TERM.findall(options))
                yield made.edit(f"{flag.name.text} spelled out", path, replaced(TEXTS[path], when, spelled))


def _level_raised(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        if flag.level is not FlagLevel.CRITICAL:
            higher = LEVELS[LEVELS.index(flag.level) - 1]
            yield made.edit(f"{flag.name.text} is {higher}", path, _with_level(path, flag, higher))


def _term_added(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        for when in flag.whens:
            if "mentions" in when.text:
                text = replaced(TEXTS[path], when, when.text.replace("[", '["poison*", ', 1))
                yield made.edit(f"{flag.name.text} by poison too", path, text)


def _flag_added(made: Made) -> Iterator[Edit]:
    path = made.program.source.path
    flag = 'flag "NEW" high\n    when mentions(all text, ["poison*"])\n    because "The text speaks of poison"\n'
    yield made.edit("one flag more", path, TEXTS[path].replace("\ntriage\n", f"\n{flag}\ntriage\n", 1))


def _flag_moved(made: Made) -> Iterator[Edit]:
    path, flag = next(made.flags())
    lines = TEXTS[path].split("\n")
    block = lines[flag.span.line - 1 : flag.span.end_line]
    text = without_lines(TEXTS[path], flag.span.line, flag.span.end_line)
    yield made.edit(f"{flag.name.text} stands last", path, "\n".join((text, *block, "")))


def _row_repeated(made: Made) -> Iterator[Edit]:
    """A row that an earlier one hides has no effect."""
    path = "modules/common-grade.mapping"
    row = '    | "critical" | 100         |'
    yield made.edit("a hidden row", path, TEXTS[path].replace(row, f'{row}\n    | "critical" | 10          |'))


def _field_changed(made: Made) -> Iterator[Edit]:
    path = made.program.source.path
    text = TEXTS[path].replace("callerSurname          <- surname", "callerSurname          <- clean(surname)")
    yield made.edit("the caller's surname cleaned", path, text)


def _reason_reworded(made: Made) -> Iterator[Edit]:
    for path, flag in made.flags():
        text = TEXTS[path].replace(f'because "{flag.because.text}"', 'because "Said in other words"', 1)
        yield made.edit(f"{flag.name.text} for a reason in other words", path, text)


def _with_level(path: str, flag: nodes.Flag, level: FlagLevel) -> str:
    return TEXTS[path].replace(f'flag "{flag.name.text}" {flag.level}', f'flag "{flag.name.text}" {level}', 1)
