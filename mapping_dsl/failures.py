"""What can go wrong with a library or a mapping as a whole, one class a cause."""

from collections.abc import Iterable

from mapping_dsl.problems import Problem, Severity


class MappingFailure(Exception):
    """Something of this floor could not be done; the sentence says what."""


class MappingError(MappingFailure):
    """A mapping has problems that keep it from running; `problems` are all that it has, stops and hints too."""

    def __init__(self, mapping: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = next(problem for problem in self.problems if problem.severity is Severity.ERROR)
        where = f"{first.file or mapping}:{first.span.line}:{first.span.column}"
        super().__init__(f"the mapping {mapping} cannot run: {where}: {first.message}")


class ModuleAlone(MappingFailure):
    """A module was to run by itself."""

    def __init__(self, module: str) -> None:
        super().__init__(f"{module} is a module, and runs only in the mappings that use it")


class LibraryFailure(MappingFailure):
    """A library lacks what was asked of it."""


class NoSuchMapping(LibraryFailure):
    """The library holds no mapping or module of that name."""

    def __init__(self, name: str, near: str | None = None, there: Iterable[str] = ()) -> None:
        known = f"did you mean {near}?" if near else f"there are {', '.join(there) or 'none'}"
        super().__init__(f"the library has no mapping {name}; {known}")


class NoSuchText(LibraryFailure):
    """The library holds no file at that path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"the library has no file {path}")


class LibraryUnreadable(LibraryFailure):
    """A library's folder or one of its files cannot be read as text."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} cannot be read")


class OtherForm(MappingFailure):
    """A submission of one form was given to the mapping of another."""

    def __init__(self, mapping: str, wanted: str, form: str) -> None:
        super().__init__(f"the mapping {mapping} is for the form {wanted}, and this is a submission of {form}")


class SubmissionUnreadable(MappingFailure):
    """A document is not a submission as mappings take it."""

    def __init__(self, lacking: str) -> None:
        super().__init__(f"this is no submission: {lacking}")
