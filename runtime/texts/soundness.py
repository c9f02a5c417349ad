"""Whether texts of a library may run: every mapping that they have a part in is checked, and its examples hold."""

from collections.abc import Iterable, Mapping

import mapping_dsl
from mapping_dsl.problems import Problem, Severity
from runtime.failures import RuntimeFailure
from runtime.texts import knowledge
from runtime.texts.library import compile_source


class StillProblems(RuntimeFailure):
    """A draft has problems that publishing does not allow, or examples that do not hold."""

    def __init__(self, path: str, problems: list[Problem], failing: list[str]) -> None:
        count = len(problems) + len(failing)
        super().__init__(f"{path} cannot be published yet: {count} problem{'s' if count != 1 else ''} to mend first")
        self.problems = problems
        self.failing = (
            failing  #: a sentence for each example that does not hold, and each text that nothing can be read by
        )


def assert_sound(path: str, sources: Iterable[mapping_dsl.Source], texts: Mapping[str, str]) -> None:
    """Raises StillProblems with all that keeps texts, or any mapping that they have a part in, from being published."""
    problems: dict[Problem, None] = {}
    read_by = ((one, text) for one, text in texts.items() if knowledge.is_read_by(one))
    failing = [objection for one, text in read_by if (objection := knowledge.objection(one, text))]
    for source in sources:
        try:
            mapping = compile_source(source)
        except mapping_dsl.MappingError as error:
            found: Iterable[Problem] = error.problems
        else:
            found = (*source.problems, *mapping.problems)
            failing.extend(_told(source, one) for one in mapping.examples() if not one.holds)
        problems |= dict.fromkeys(one for one in found if one.severity is not Severity.HINT)
    if problems or failing:
        raise StillProblems(path, list(problems), failing)


def _told(source: mapping_dsl.Source, example: mapping_dsl.ExampleResult) -> str:
    return f"{source.path}: the example “{example.name}” does not hold: {'; '.join(example.sentences)}"
