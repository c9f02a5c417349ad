"""Names as such: given twice, taken, hidden, unknown, never used; and statements where they do not belong."""

from collections import Counter
from collections.abc import Iterator

from mapping_dsl import functions, nodes
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.nearest import renaming, suggestion
from mapping_dsl.meanings import Meanings
from mapping_dsl.problems import Problem, Severity, Span, without_lines
from mapping_dsl.program import Named, Program, Unit
from mapping_dsl.scopes import RESERVED

_NOT_IN_MODULES = (nodes.Record, nodes.Triage, nodes.Example)
_WORDS = {nodes.Record: "record", nodes.Triage: "triage", nodes.Example: "example", nodes.List: "list",
          nodes.Let: "let", nodes.Function: "function", nodes.Decide: "decision"}  # fmt: skip


def naming_problems(program: Program, meanings: Meanings) -> Iterator[Problem]:
    """Everything that is wrong with the names and the order of statements."""
    yield from _structure(program)
    yield from _doubles(program)
    yield from _taken(program)
    yield from _ignored(program)
    yield from _needs(program)
    yield from _hidden(program)
    yield from _unused(program, meanings)


def _structure(program: Program) -> Iterator[Problem]:
    for unit in program.units.values():
        heads = [one for one in unit.file.statements if isinstance(one, nodes.Mapping | nodes.Module)]
        is_broken = any(
            isinstance(one, nodes.Broken) and one.word in ("mapping", "module") for one in unit.file.statements
        )
        if not heads and not is_broken:
            hint = 'begin it with mapping ID "title" and form NAME versions A to B below it'
            message = "the text does not begin with a mapping or module"
            yield Problem(Span(1, 1, 1, 1), "mapping-missing", message, hint, file=unit.path)
        for place, statement in enumerate(unit.file.statements):
            if isinstance(statement, nodes.Mapping | nodes.Module) and place:
                message = "mapping or module stands first, and once"
                yield Problem(statement.span, "mapping-not-first", message, "take this line out", file=unit.path)
            if unit.module and isinstance(statement, _NOT_IN_MODULES):
                message = f"a module has no {_WORDS[type(statement)]}"
                yield Problem(statement.span, "not-in-module", message, "move it into a mapping", file=unit.path)


def _doubles(program: Program) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Unit] = {}
    name: nodes.Name | nodes.Quoted
    for placed in program.placed:
        match placed.statement:
            case nodes.List() | nodes.Let() | nodes.Function() | nodes.Decide():
                key, name = ("name", placed.statement.name.text), placed.statement.name
            case nodes.Flag():
                key, name = ("flag", placed.statement.name.text), placed.statement.name
            case nodes.Record():
                key, name = ("record", placed.statement.target.text), placed.statement.target
            case nodes.Triage():
                key, name = ("triage", ""), nodes.Name("triage", placed.statement.span)
            case _:
                continue
        if key in seen:
            yield _double(program, name, seen[key], placed.unit)
        seen.setdefault(key, placed.unit)


def _double(program: Program, name: nodes.Name | nodes.Quoted, first: Unit, second: Unit) -> Problem:
    message = f"{name.text} stands here twice"
    if first is second:
        return Problem(name.span, "duplicate-name", message, "give one of the two another name", file=second.path)
    module = (second if second.module else first).module
    message = f"{name.text} is named twice, in {_title(first)} and in {_title(second)}"
    return Problem(
        _use_of(program, module), "duplicate-name", message, "give one of the two another name", file=program.main.path
    )


def _title(unit: Unit) -> str:
    return f"the module {unit.module.id.text}" if unit.module else "this mapping"


def _use_of(program: Program, module: nodes.Module | None) -> Span:
    """Where the main text takes a module in, directly or by another."""
    uses = [name for one in program.main.file.statements if isinstance(one, nodes.Use) for name in one.ids]
    named = next((name.span for name in uses if module and name.text == module.id.text), None)
    return named or (uses[0].span if uses else Span(1, 1, 1, 1))


def _taken(program: Program) -> Iterator[Problem]:
    answers = program.questions.outer_types
    for name, (unit, node) in program.named.items():
        if name in RESERVED or name in standard.names or name in functions.registry.values():
            message = f"{name} is a name of the language"
            yield Problem(node.name.span, "taken-name", message, "give it another name", file=unit.path)
        elif name in answers:
            message = f"{name} is an answer of the form, and cannot name this {_WORDS[type(node)]} too"
            span = node.name.span if unit is program.main else _use_of(program, unit.module)
            yield Problem(span, "duplicate-name", message, "give it another name", file=program.main.path)
        if isinstance(node, nodes.Function):
            yield from _parameters(program, unit, node)


def _parameters(program: Program, unit: Unit, node: nodes.Function) -> Iterator[Problem]:
    counts = Counter(one.text for one in node.parameters)
    outer = program.questions.outer_types if unit.module is None else {}
    for parameter in node.parameters:
        if parameter.text in RESERVED or parameter.text in program.named or parameter.text in outer:
            message = f"{parameter.text} is the name of something else here"
            yield Problem(parameter.span, "taken-name", message, "give the parameter another name", file=unit.path)
        elif counts[parameter.text] > 1:
            message = f"{parameter.text} stands here twice"
            yield Problem(parameter.span, "duplicate-name", message, "give it another name", file=unit.path)


def _ignored(program: Program) -> Iterator[Problem]:
    known = program.questions.by_name
    names = (name for unit, one in program.all_of(nodes.Ignore) if unit is program.main for name in one.answers)
    for name in names:
        if known and name.text not in known:
            message = f"the form has no answer {name.text}"
            hint = suggestion(name.text, known)
            fix = renaming(name.span, name.text, known)
            yield Problem(name.span, "unknown-answer", message, hint, fix=fix, file=program.main.path)


def _needs(program: Program) -> Iterator[Problem]:
    """One hint for each module: many forms have no answer for much of what a shared module needs."""
    for unit in program.units.values():
        module = unit.module
        names = [name.text for name in module.needs if name.text in program.missing_needs()] if module else []
        if module and names and program.questions.versions:
            them = "it is null" if len(names) == 1 else "they are null"
            message = f"the module {module.id.text} needs {', '.join(names)}, which this mapping has not; {them}"
            hint = f"write let {names[0]} = EXPRESSION, if the form asks for it"
            span = _use_of(program, module)
            yield Problem(span, "need-missing", message, hint, Severity.HINT, file=program.main.path)


def _hidden(program: Program) -> Iterator[Problem]:
    mapping = program.mapping
    for name in program.questions.outer_types:
        if mapping and mapping.form and name in RESERVED:
            message = f"the form's answer {name} is called like a name of the language, which hides it"
            hint = f"where nothing needs to read it, write ignore {name}"
            yield Problem(mapping.form.span, "hidden-answer", message, hint, Severity.HINT, file=program.main.path)
        elif mapping and mapping.form and (name in standard.names or name in functions.registry.values()):
            message = f"the form's answer {name} hides the function of that name"
            hint = "the name stands for the answer here"
            yield Problem(mapping.form.span, "hidden-function", message, hint, Severity.HINT, file=program.main.path)


def _unused(program: Program, meanings: Meanings) -> Iterator[Problem]:
    used = {name.removesuffix("()") for meaning in meanings.by_place.values() for name in meaning.names}
    counts = Counter(one.statement.name.text for one in program.placed if isinstance(one.statement, Named))
    used |= {need.text for unit in program.units.values() if unit.module for need in unit.module.needs}
    for name, (unit, node) in program.named.items():
        if unit is program.main and unit.module is None and name not in used and meanings.by_place:
            message = f"nothing uses the {_WORDS[type(node)]} {name}"
            is_alone = counts[name] == 1 and not isinstance(node, nodes.Decide)
            fix = without_lines(node.span) if is_alone else None
            yield Problem(node.name.span, "never-used", message, "take it out", Severity.HINT, fix, unit.path)
