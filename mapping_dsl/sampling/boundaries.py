"""Samples on the boundaries of a mapping: the usual submission, one answer changed, answers that decide together."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Any, Final

from mapping_dsl import exact_json, nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.forms import AnswerType
from mapping_dsl.meanings import Meanings
from mapping_dsl.program import Program
from mapping_dsl.sampling.comparands import SUBMISSION, Comparands, answers_in, comparands
from mapping_dsl.sampling.documents import Documents
from mapping_dsl.sampling.values import MISSING, Value, boundary_values

_SEED: Final = 20260302
_MOST_TOGETHER: Final = 40  #: samples of the answers that one statement reads, for each form version
_MOST_ANSWERS: Final = 6  #: that are varied together
_SEVERAL: Final = 3  #: elements of a group that has many
_AS_USUAL: Final = Value(None, "")
#: what is told of a submission and may be anything
_TOLD: Final = tuple(f"{SUBMISSION}.{one}" for one in ("source", "channel", "language", "force"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A whole submission that shows something."""

    document: Mapping[str, Any]
    says: str  #: a sentence
    answers: tuple[str, ...]  #: what it is about, dotted; none where it is the usual one
    version: str  #: of the form
    name: str  #: of a file for it


def boundary_samples(program: Program, meanings: Meanings, *, limit: int = 1000) -> Iterator[Sample]:
    """The usual submission of each form version first, then one answer changed at a time, then answers together that
    one statement reads. The same for the same mapping, and at most `limit`."""
    return islice(_each_once(_Sampling(program, meanings).samples()), limit)


class _Sampling:
    def __init__(self, program: Program, meanings: Meanings) -> None:
        self.program = program
        self.meanings = meanings
        self.constants: Comparands = comparands(program, meanings)
        self.documents = [Documents(form, self.constants) for form in program.questions.versions]
        self.random = random.Random(_SEED)
        self.names: Counter[str] = Counter()

    def samples(self) -> Iterator[Sample]:
        """All samples, some of which are the same submission."""
        for documents in self.documents:
            yield self._sample(documents, {})
        for documents in self.documents:
            for name, values in self._alone(documents):
                yield from (self._sample(documents, {name: value}) for value in values)
        together = dict.fromkeys(self._read_together())
        for documents in self.documents:
            for names in together:
                yield from self._together(documents, names)

    def _alone(self, documents: Documents) -> Iterator[tuple[str, tuple[Value, ...]]]:
        for question in documents.form.questions:
            yield question.name, self._values(documents, question.name)
            for inner in question.questions:
                name = f"{question.name}.{inner.name}"
                yield name, self._values(documents, name)
        yield from ((name, self._values(documents, name)) for name in _TOLD)

    def _values(self, documents: Documents, name: str) -> tuple[Value, ...]:
        """What is worth answering to a question, or saying of the submission."""
        question = documents.form.question(name)
        if question is None:
            constants = (one for one in self.constants.get(name, ()) if isinstance(one, str))
            return tuple(Value(one, f"is “{one}”") for one in constants)
        if question.type is AnswerType.GROUP:
            element = documents.element(question)
            counts = {0: "is empty", 1: "has one element", 2: "has two elements", _SEVERAL: "has many elements"}
            return (MISSING, *(Value([element] * count, says) for count, says in counts.items()))
        return boundary_values(question, self.constants.get(name, ()))

    def _read_together(self) -> Iterator[tuple[str, ...]]:
        """The answers that one decision, condition or let reads, where they are several and not too many."""
        for unit, statement in ((one.unit, one.statement) for one in self.program.placed):
            every = [meaning for one in expressions_in(statement) if (meaning := self.meanings.of(unit, one))]
            read = [answers_in(one.node, one, self.program, self.meanings) for one in every]
            groups = [frozenset().union(*read)] if isinstance(statement, nodes.Decide) else read
            yield from (tuple(sorted(names)) for names in groups if 1 < len(names) <= _MOST_ANSWERS)

    def _together(self, documents: Documents, names: tuple[str, ...]) -> Iterator[Sample]:
        asked = [name for name in names if documents.form.question(name) or name in _TOLD]
        if len(asked) < 2:
            return
        worth = [(_AS_USUAL, *self._values(documents, name)) for name in asked]
        for way in self._ways(worth):
            changed = {name: value for name, value in zip(asked, way, strict=True) if value is not _AS_USUAL}
            if len(changed) > 1:
                yield self._sample(documents, changed)

    def _ways(self, worth: list[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
        """All ways to answer several questions, or where they are too many: each answered alone, then some by lot."""
        if prod(map(len, worth)) <= _MOST_TOGETHER:
            yield from product(*worth)
            return
        for place in range(len(worth)):
            yield tuple(_AS_USUAL if place == at else MISSING for at in range(len(worth)))
        yield tuple(MISSING for _ in worth)
        yield from (tuple(map(self.random.choice, worth)) for _ in range(_MOST_TOGETHER))

    def _sample(self, documents: Documents, changed: Mapping[str, Value]) -> Sample:
        form = documents.form
        names = tuple(changed)
        said = ", ".join(f"{name} {value.says}" for name, value in changed.items())
        slug = re.sub(r"\W+", "-", "-".join(names[:2]) or "usual") + f"-{form.version}"
        self.names[slug] += 1
        return Sample(
            document=documents.document(_with_whole_groups(documents, changed)),
            says=f"{form.form} {form.version}: {f'{said}, and all else' if said else 'all'} is as usual",
            answers=names,
            version=form.version,
            name=f"{slug}-{self.names[slug]}.json",
        )


def _each_once(samples: Iterator[Sample]) -> Iterator[Sample]:
    seen: set[str] = set()
    for sample in samples:
        document = exact_json.dumps(sample.document, sort_keys=True)
        if document not in seen:
            seen.add(document)
            yield sample


def _with_whole_groups(documents: Documents, changed: Mapping[str, Value]) -> dict[str, Any]:
    """The changed answers, those inside groups put into every element of the group."""
    whole = {name: value.given for name, value in changed.items() if "." not in name or name in _TOLD}
    for name in (name for name in changed if name not in whole):
        group, _, inner = name.partition(".")
        elements = whole.get(group) or documents.usual[group]
        whole[group] = [{**element, inner: changed[name].given} for element in elements]
    return whole
