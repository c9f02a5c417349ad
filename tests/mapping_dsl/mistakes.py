"""Every mistake that can be put into a mapping, by kind: over its real statements, one place after the other."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mapping_dsl import nodes
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.problems import Span
from mapping_dsl.program import Unit
from mapping_dsl.schemas import FieldSchema
from tests.mapping_dsl.seeding import Mistake, Seed, Whole, Written, whole_lines

#: what a place is, where it is, and what stands there then
Slip = tuple[str, str, Span, str]

_LOWER = {"critical": "high", "high": "medium", "medium": "low", "low": "note"}


def every_seed(whole: Whole, mistake: Mistake, chance: random.Random) -> list[Seed]:
    """All seeds of one kind in one mapping; chance only decides which letter slips."""
    slips = _SLIPS[mistake](whole, chance)
    seeds = (Seed(whole.name, mistake, what, file, span, text) for what, file, span, text in slips)
    return list(dict.fromkeys(one for one in seeds if whole.at(one.file, one.span) != one.text))


# Names.


def _wrong_names(whole: Whole, chance: random.Random) -> Iterator[Slip]:
    known = {*whole.meanings.scopes.of(whole.program.main)}
    for written in whole.own():
        for part in written.parts():
            name, span = _named(part)
            if name and whole.at(written.unit.path, span) == name:
                yield _what(whole, part), written.unit.path, span, _misspelt(name, known, chance)
        yield from _flag_names(whole, written, chance)
    main = whole.program.main
    for filled, _ in _fields(whole):
        if not isinstance(filled, nodes.Broken) and whole.at(main.path, filled.path.span) == filled.path.text:
            yield "field", main.path, filled.path.span, _misspelt(filled.path.text, known, chance)
    for one in _names_of_statements(main.file.statements):
        yield "statement's name", main.path, one.span, _misspelt(one.text, known, chance)


def _named(part: feel_nodes.Node) -> tuple[str, Span]:
    """A name that a node ends with, and where it stands; the names of loops are left out with their loops."""
    match part:
        case feel_nodes.Name(name) if name != "?":
            return name, part.span
        case feel_nodes.Path(_, name):
            return name, replace(part.span, line=part.span.end_line, column=part.span.end_column - len(name))
    return "", part.span


def _what(whole: Whole, part: feel_nodes.Node) -> str:
    if isinstance(part, feel_nodes.Path):
        return "column or member"
    assert isinstance(part, feel_nodes.Name)
    if part.name in whole.program.named:
        return type(whole.program.named[part.name][1]).__name__.lower()
    return "answer" if part.name in whole.program.questions.outer_types else "function or name"


def _flag_names(whole: Whole, written: Written, chance: random.Random) -> Iterator[Slip]:
    flags = {flag.name.text for _, flag in whole.program.all_of(nodes.Flag)}
    for part in written.parts() if "flags" in written.meaning.names else ():
        if isinstance(part, feel_nodes.Literal) and part.value in flags:
            yield "flag's name", written.unit.path, part.span, f'"{_misspelt(part.value, flags, chance)}"'


def _names_of_statements(statements: Iterable[nodes.Statement]) -> Iterator[nodes.Name]:
    for statement in statements:
        match statement:
            case nodes.Use(ids=names) | nodes.Ignore(answers=names):
                yield from names
            case nodes.Record(target=name):
                yield name
            case nodes.Mapping(form=form, targets=targets) if form:
                yield from (form.name, *(target.record for target in targets))


def _misspelt(name: str, known: Iterable[str], chance: random.Random) -> str:
    """The name with two letters turned round, one left out or one written twice, so that it is nobody's name."""
    taken = {*known, name}
    places = [place for place, letter in enumerate(name) if letter.isalnum()]
    for _ in range(50):
        place = chance.choice(places)
        turned = name[:place] + name[place : place + 2][::-1] + name[place + 2 :]
        slip = chance.choice((turned, name[:place] + name[place + 1 :], name[:place] + name[place] + name[place:]))
        if slip not in taken and slip.strip() == slip and slip[:1].isalpha():
            return slip
    return f"{name}x"


# Types.


def _wrong_types(whole: Whole, _chance: random.Random) -> Iterator[Slip]:
    main = whole.program.main
    for filled, schema in _fields(whole):
        if isinstance(filled, nodes.Field) and schema:
            for wrong in _values_of_other_types(whole, schema):
                yield "field", main.path, filled.value.span, wrong
    for written in whole.own():
        for part in written.parts():
            yield from _wrong_operands(written, part)
        if isinstance(written.statement, nodes.Flag | nodes.Record) and written.meaning.type == types.BOOLEAN:
            yield "condition", written.unit.path, written.expression.span, '"yes"'


def _values_of_other_types(whole: Whole, schema: FieldSchema) -> Iterator[str]:
    """One value of each kind that a field does not take: written out, or an answer of the form."""
    wanted = schema.element.type if schema.element else schema.type
    answers = {type_: name for name, type_ in whole.program.questions.outer_types.items()}
    group = next(
        (name for name, type_ in whole.program.questions.outer_types.items() if isinstance(type_, types.ListOf)), ""
    )
    if not types.conforms(types.NUMBER, wanted):
        yield answers.get(types.NUMBER, "17")
    if not types.conforms(types.STRING, wanted) or "format" in schema.schema:
        yield answers.get(types.STRING, '"text"')
    if not types.conforms(types.BOOLEAN, wanted):
        yield "true"
    if not schema.element and group:
        yield group


def _wrong_operands(written: Written, part: feel_nodes.Node) -> Iterator[Slip]:
    """A text where a number is compared or computed with, a number where a text is."""
    if not isinstance(part, feel_nodes.Comparison | feel_nodes.Arithmetic | feel_nodes.In | feel_nodes.ValueTest):
        return
    for one in feel_nodes.children(part):
        literal = one.expression if isinstance(one, feel_nodes.ValueTest) else one
        if isinstance(literal, feel_nodes.Literal) and isinstance(literal.value, str):
            yield "text", written.unit.path, literal.span, "17"
        elif isinstance(literal, feel_nodes.Literal) and type(literal.value) is int:
            yield "number", written.unit.path, literal.span, f'"{literal.value}"'


# Options, rows and tables.


def _missing_options(whole: Whole, _chance: random.Random) -> Iterator[Slip]:
    # What a flag of a module asks for besides is there for forms to come; of the flags that are raised, see below.
    for written in (one for one in whole.written() if not isinstance(one.statement, nodes.Flag)):
        for part in written.parts():
            if isinstance(part, feel_nodes.In | feel_nodes.UnaryTests) and len(part.tests) > 1:
                yield from _without_one_of("test", written, part.tests)
            if isinstance(part, feel_nodes.ListLiteral) and isinstance(written.statement, nodes.Let | nodes.Decide):
                yield from _without_one_of("member", written, part.elements)
    for unit, table in _tables(whole):
        rows = [row for row in table.rows if not _is_of_other_form(whole, table, row)]
        yield from (("row", unit.path, whole_lines(row.span), "") for row in rows)
    for name, codes in whole.program.lists.items():
        file = f"lists/{whole.program.named[name][1].file.text}"  # type: ignore[union-attr]  # a name of lists
        yield from (("code", file, Span(line, 1, line + 1, 1), "") for line in range(2, len(codes.rows) + 2))


def _is_of_other_form(whole: Whole, table: nodes.Decide, row: nodes.Row) -> bool:
    """Whether a module's row speaks of the forms of other mappings alone."""
    cells = zip(table.inputs, row.tests, strict=True)
    named = [cell.text for column, cell in cells if cell and column.text == "submission.form"]
    return any(f'"{whole.program.questions.versions[0].form}"' not in text for text in named)


def _without_one_of(what: str, written: Written, members: tuple[feel_nodes.Node, ...]) -> Iterator[Slip]:
    """The places that hold one of several members and a comma beside it."""
    for place, member in enumerate(members):
        if place + 1 < len(members):
            after = members[place + 1].span
            span = Span(member.span.line, member.span.column, after.line, after.column)
        else:
            before = members[place - 1].span
            span = Span(before.end_line, before.end_column, member.span.end_line, member.span.end_column)
        yield what, written.unit.path, span, ""


def _gaps(whole: Whole, _chance: random.Random) -> Iterator[Slip]:
    """Tables without what takes the rest: their `otherwise`, or the row that fits always."""
    for unit, table in _tables(whole):
        for row in (*table.rows, *((table.otherwise,) if table.otherwise else ())):
            if not any(row.tests):
                yield "last row", unit.path, whole_lines(row.span), ""


def _overlaps(whole: Whole, _chance: random.Random) -> Iterator[Slip]:
    """Tables in which two rows fit and say different things, as soon as only one may, or all must agree."""
    for unit, table in _tables(whole):
        header = Span(table.span.line, table.name.span.end_column + 1, table.span.line, table.span.end_column)
        twice = _rows_again(whole, unit, table)
        if any(_may_both_fit(one, other) for place, one in enumerate(table.rows) for other in table.rows[:place]):
            yield "policy", unit.path, header, "unique"
            yield "policy", unit.path, header, "any"
        yield from (("row twice", *slip) for slip in twice if table.policy in (HitPolicy.UNIQUE, HitPolicy.ANY))


def _may_both_fit(one: nodes.Row, other: nodes.Row) -> bool:
    """Whether two rows surely fit some answers together, and say different things of them."""
    alike = all(not a or not b or a == b for a, b in zip(one.tests, other.tests, strict=True))
    return alike and one.outputs != other.outputs


def _hidden_rows(whole: Whole, _chance: random.Random) -> Iterator[Slip]:
    """Tables of the first row that fits: a row again below itself, and the rows below one that fits always."""
    for unit, table in _tables(whole):
        if table.policy is not HitPolicy.FIRST:
            continue
        yield from (("row again", *slip) for slip in _rows_again(whole, unit, table))
        first = table.rows[0]
        anything = "| -" * len(first.tests) + whole.at(unit.path, first.span)[_outputs_at(whole, unit, first) :]
        before = Span(first.span.line, 1, first.span.line, 1)
        yield "row for all", unit.path, before, f"    {anything}\n"


def _outputs_at(whole: Whole, unit: Unit, row: nodes.Row) -> int:
    """Where in a row's text its outputs begin, the bar before them included."""
    bar = -1
    for _ in range(len(row.tests) + 1):
        bar = whole.at(unit.path, row.span).index("|", bar + 1)
    return bar


def _rows_again(whole: Whole, unit: Unit, table: nodes.Decide) -> Iterator[tuple[str, Span, str]]:
    """Each row once more below itself, with outputs of another row."""
    for row in table.rows:
        other = next((one for one in table.rows if one.outputs != row.outputs), None)
        if other and any(row.tests):
            tests = whole.at(unit.path, row.span)[: _outputs_at(whole, unit, row)]
            outputs = whole.at(unit.path, other.span)[_outputs_at(whole, unit, other) :]
            place = Span(row.span.line + 1, 1, row.span.line + 1, 1)
            yield unit.path, place, f"    {tests}{outputs}\n"


def _tables(whole: Whole) -> Iterator[tuple[Unit, nodes.Decide]]:
    return whole.program.all_of(nodes.Decide)


# Risk.


def _dropped_risk(whole: Whole, _chance: random.Random) -> Iterator[Slip]:
    for unit, flag in whole.program.all_of(nodes.Flag):
        conditions = [one for one in whole.written() if one.statement is flag and not _is_missing(whole, one)]
        if not conditions:
            continue
        lines = [one.expression.span for one in conditions]
        yield "flag", unit.path, Span(flag.span.line, 1, flag.because.span.end_line + 1, 1), ""
        if flag.level in _LOWER:
            end = flag.span.end_column
            yield "level", unit.path, replace(flag.span, column=end - len(flag.level)), _LOWER[flag.level]
        if len(flag.whens) > 1:
            yield from (("when", unit.path, whole_lines(span), "") for span in lines)
        for written in conditions:
            yield from _weakened(whole, written)
    yield from _lets_behind_flags(whole)


def _weakened(whole: Whole, written: Written) -> Iterator[Slip]:
    for part in written.parts():
        match part:
            case feel_nodes.In(tests=members) | feel_nodes.ListLiteral(members) if len(members) > 1:
                yield from _without_one_of("term", written, members)
            case feel_nodes.Disjunction(left, right):
                yield "arm", written.unit.path, part.span, whole.at(written.unit.path, left.span)
                yield "arm", written.unit.path, part.span, whole.at(written.unit.path, right.span)
            case feel_nodes.Comparison(
                feel_nodes.ComparisonOperator.GREATER_OR_EQUAL, left, feel_nodes.Literal(int(n))
            ):
                raised = f"{whole.at(written.unit.path, left.span)} >= {n + 1}"
                yield "threshold", written.unit.path, part.span, raised


def _lets_behind_flags(whole: Whole) -> Iterator[Slip]:
    """What modules need of the mapping to see risk, gone."""
    needed = {need.text for unit in whole.program.units.values() if unit.module for need in unit.module.needs}
    for unit, let in whole.program.all_of(nodes.Let):
        if unit is whole.program.main and let.name.text in needed:
            yield "let", unit.path, whole_lines(let.span), ""


def _is_missing(whole: Whole, written: Written) -> bool:
    """Whether a module's condition reads what this mapping has not: then it is no part of it."""
    return written.unit.module is not None and bool(written.meaning.names & whole.program.missing_needs())


# What several of them look at.


def _fields(whole: Whole) -> Iterator[tuple[nodes.Part, FieldSchema | None]]:
    """The fields and groups of all records, however deep, with their schemas."""
    for _, record in whole.program.all_of(nodes.Record):
        yield from _parts(record.body, whole.program.records.get(record.target.text))


def _parts(body: Iterable[nodes.Part], schema: FieldSchema | None) -> Iterator[tuple[nodes.Part, FieldSchema | None]]:
    for part in body:
        if not isinstance(part, nodes.Broken):
            found = schema.at(part.path.text) if schema else None
            yield part, found
            if isinstance(part, nodes.Group):
                yield from _parts(part.body, found.element or found if found else None)


_SLIPS: dict[Mistake, Callable[[Whole, random.Random], Iterator[Slip]]] = {
    Mistake.WRONG_NAME: _wrong_names,
    Mistake.WRONG_TYPE: _wrong_types,
    Mistake.MISSING_OPTION: _missing_options,
    Mistake.GAP: _gaps,
    Mistake.OVERLAP: _overlaps,
    Mistake.HIDDEN_ROW: _hidden_rows,
    Mistake.DROPPED_RISK: _dropped_risk,
}
