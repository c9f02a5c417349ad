"""When a form asks its questions: conditions (x-showIf) that cannot be read, which would count as always true."""

from collections.abc import Iterator

from mapping_dsl.answers import Questions
from mapping_dsl.feel import checker, parser
from mapping_dsl.forms import FormVersion
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.program import Program


def form_condition_problems(program: Program) -> Iterator[Problem]:
    """A problem at the mapping's `form` for each question whose condition cannot be read or names what is not there."""
    form = program.mapping.form if program.mapping else None
    if form is None:
        return
    for version in program.questions.versions:
        for question, why in _unreadable(version):
            asks = f"form {version.form} {version.version} says when it asks {question}"
            message = f"{asks}, and that cannot be read: {why}"
            hint = "correct its x-showIf in the form; until then it counts as always asked"
            yield Problem(form.span, "unreadable-condition", message, hint, Severity.STOP, file=program.main.path)


def _unreadable(version: FormVersion) -> Iterator[tuple[str, str]]:
    scope = Questions((version,)).outer_types
    for question in version.questions:
        parsed = parser.parse(question.show_if, scope) if question.show_if else None
        checked = checker.check(parsed.node, scope).problems if parsed and parsed.node else ()
        told = [one for one in (*(parsed.problems if parsed else ()), *checked) if one.severity is Severity.ERROR]
        if told:
            yield question.name, told[0].message
