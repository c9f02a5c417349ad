"""A repair: what is to be decided, the new form version, the patched mapping, and what its examples and past
submissions become with it."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.examples import ExampleResult
from mapping_dsl.forms import FormVersion
from mapping_dsl.problems import Problem, Severity
from runtime.drift.decisions import Decision
from runtime.drift.forms_in.found import FoundForm, path_in_library
from runtime.drift.replay import Replayed, replay
from runtime.intake.words import read_all_words
from runtime.likeness import Wordings, wordings_of


@dataclass(frozen=True)
class FormChange:
    """A form version, and what has come after it: a schema, or samples that were filled in on it."""

    library: mapping_dsl.Library
    old: FormVersion
    schema: Mapping[str, Any] | None = None
    samples: FoundForm | None = None
    pairs: Mapping[str, str | None] = field(default_factory=dict)
    """Which question of the samples somebody said that an old question is, None for none of them; names of both."""
    version: str = ""  #: what the new version is to be called; empty for the number after the newest

    @property
    def mapping_id(self) -> str | None:
        """The mapping that reads the old version."""
        return self.library.mapping_for(self.old.form, self.old.version)

    @cached_property
    def wordings(self) -> Wordings:
        """What the questions have been called before, and what their words mean. Raises WordsUnusable."""
        return wordings_of(self.library.forms().of(self.old.form), read_all_words(self.library).thesaurus)


@dataclass(frozen=True)
class Repair:
    """A proposed repair, with what was decided of it so far."""

    change: FormChange
    new: FormVersion
    schema: Mapping[str, Any]  #: of the new version, whole
    decisions: tuple[Decision, ...]
    text: str  #: the mapping as it would be; empty where no mapping reads the form
    remarks: tuple[str, ...] = ()
    submissions: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @property
    def undecided(self) -> tuple[Decision, ...]:
        """What a person must decide before the repair can be accepted."""
        return tuple(one for one in self.decisions if one.is_undecided)

    @property
    def schema_path(self) -> str:
        """Where the library keeps the new form version."""
        return path_in_library(self.new)

    @cached_property
    def source(self) -> mapping_dsl.Source | None:
        """The mapping that reads the old version, as it is now."""
        return self.change.library.mapping(self.change.mapping_id) if self.change.mapping_id else None

    @cached_property
    def files(self) -> Mapping[str, str]:
        """What accepting writes, by the library's paths."""
        files = {self.schema_path: exact_json.dumps(self.schema, indent=1) + "\n"}
        if self.source and self.text != self.source.text:
            files[self.source.path] = self.text
        return files

    @cached_property
    def repaired(self) -> mapping_dsl.Source | None:
        """The mapping as it would be, in the library as it would be."""
        if self.source is None:
            return None
        library = self.change.library
        texts = {path: library.text(path) for path in library.paths()} | dict(self.files)
        return mapping_dsl.Library(texts).mapping(self.source.path)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the checker finds in the repaired mapping that is no mere hint, and that it does not find now."""
        if self.source is None or self.repaired is None:
            return ()
        known = {(one.code, one.message) for one in mapping_dsl.check(self.source)}
        found = (one for one in mapping_dsl.check(self.repaired) if one.severity is not Severity.HINT)
        return tuple(one for one in found if (one.code, one.message) not in known)

    @cached_property
    def examples(self) -> tuple[ExampleResult, ...]:
        """The mapping's examples, run on the repaired text; none where it cannot run."""
        compiled = _compiled(self.repaired)
        return tuple(compiled.examples()) if compiled else ()

    @cached_property
    def replayed(self) -> Replayed:
        """What changes over past submissions."""
        before, after = _compiled(self.source), _compiled(self.repaired)
        return replay(before, after, self.submissions) if before and after else Replayed()

    @property
    def difference(self) -> str:
        """The patch of the mapping as a unified diff."""
        if self.source is None:
            return ""
        before, after = self.source.text.splitlines(), self.text.splitlines()
        return "\n".join(difflib.unified_diff(before, after, self.source.path, self.source.path, lineterm=""))

    def to_json(self) -> dict[str, Any]:
        """The repair as `studio drift --json` prints it."""
        return {
            "form": self.new.form,
            "old": self.change.old.version,
            "new": self.new.version,
            "mapping": self.source.id if self.source else None,
            "decisions": [one.to_json() for one in self.decisions],
            "undecided": [one.id for one in self.undecided],
            "schema": dict(self.schema),
            "patch": self.difference,
            "problems": [_problem(one) for one in self.problems],
            "examples": [
                {"name": one.name, "holds": one.holds, "sentences": list(one.sentences)} for one in self.examples
            ],
            "replay": self.replayed.to_json(),
            "remarks": list(self.remarks),
        }


def _problem(problem: Problem) -> dict[str, Any]:
    place = {"file": problem.file, "line": problem.span.line, "column": problem.span.column}
    return {"code": problem.code, **place, "message": problem.message, "hint": problem.hint}


def _compiled(source: mapping_dsl.Source | None) -> mapping_dsl.Mapping | None:
    try:
        return mapping_dsl.compile(source) if source else None
    except mapping_dsl.MappingError:
        return None
