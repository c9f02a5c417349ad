"""Whether a form's own conditions (x-showIf) can be read over the questions that it has."""

from collections.abc import Iterable, Mapping

from mapping_dsl.answers import Questions
from mapping_dsl.feel import checker, parser, types
from mapping_dsl.forms import FormVersion, Question
from mapping_dsl.problems import Severity

Scope = Mapping[str, types.Type]


def scope_of(questions: Iterable[Question]) -> Scope:
    """The questions that a condition may name."""
    form = FormVersion("", "", "", "", "", "", "", (), tuple(questions))
    return Questions((form,)).outer_types


def why_unreadable(condition: str, scope: Scope) -> str:
    """Why a condition cannot be read; empty where it can, or where there is none."""
    if not condition:
        return ""
    parsed = parser.parse(condition, scope)
    problems = (*parsed.problems, *(checker.check(parsed.node, scope).problems if parsed.node else ()))
    return next((one.message for one in problems if one.severity is Severity.ERROR), "")
