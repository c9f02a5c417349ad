"""Whole submission documents of one form version: the usual one, and that one with some answers changed."""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any, Final

from mapping_dsl.answers import AnswerReader, Questions
from mapping_dsl.feel import parser
from mapping_dsl.feel.nodes import Name, walk
from mapping_dsl.forms import AnswerType, FormVersion, Question
from mapping_dsl.sampling.comparands import SUBMISSION, Comparands
from mapping_dsl.sampling.values import SUBMITTED_AT, boundary_values, usual

_MOST_TRIED: Final = 200  #: ways to have a question put
_MOST_CONDITIONS: Final = 5  #: questions that depend on each other


class Documents:
    """Makes documents for one form version. What is asked follows from what is answered, as on the form itself."""

    def __init__(self, form: FormVersion, constants: Comparands) -> None:
        self.form = form
        self.constants = constants
        self.usual = {question.name: self._usual(question) for question in form.questions}
        self._reader = AnswerReader(Questions((form,)))
        self._submission = _submission(form)
        self._depends_on = dict(_dependencies(form))

    def element(self, group: Question) -> dict[str, Any]:
        """An element of a group in which nothing is out of the ordinary."""
        return {
            inner.name: usual(inner, self.constants.get(f"{group.name}.{inner.name}", ())).given
            for inner in group.questions
        }

    def document(self, changed: Mapping[str, Any]) -> dict[str, Any]:
        """The usual submission with other answers, those of groups as whole lists; "submission.x" changes what is
        told of the submission itself. Questions on which a changed one depends are answered so that it is put."""
        own = {name: value for name, value in changed.items() if name in self.usual}
        answers = {**self.usual, **own}
        for name in own:
            self._have_put(name, answers, _MOST_CONDITIONS)
        told = {name.partition(".")[2]: value for name, value in changed.items() if name.startswith(f"{SUBMISSION}.")}
        return {"submission": {**self._submission, **told}, "answers": self._put(answers)}

    def _usual(self, question: Question) -> Any:
        if question.type is AnswerType.GROUP:
            return [self.element(question)]
        return usual(question, self.constants.get(question.name, ())).given

    def _not_asked(self, answers: Mapping[str, Any]) -> frozenset[str]:
        return self._reader.read({"submission": self._submission, "answers": answers}).not_asked

    def _put(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to questions that are put, and only those that are given."""
        left = {name: value for name, value in answers.items() if value is not None}
        while not_asked := self._not_asked(left) & left.keys():
            left = {name: value for name, value in left.items() if name not in not_asked}
        return left

    def _have_put(self, name: str, answers: dict[str, Any], most: int) -> None:
        """Changes the answers that a question's condition reads, until it is put; leaves them where nothing helps."""
        if most == 0 or name not in self._depends_on:
            return
        asked = self._depends_on[name]
        worth = [[one.given for one in boundary_values(question, ())] for question in asked]
        for values in islice(product(*worth), _MOST_TRIED) if name in self._not_asked(answers) else ():
            tried = dict(zip((one.name for one in asked), values, strict=True))
            if name not in self._not_asked(answers | tried):
                answers |= tried
                break
        for other in asked:
            self._have_put(other.name, answers, most - 1)


def _dependencies(form: FormVersion) -> Iterator[tuple[str, tuple[Question, ...]]]:
    """The questions on whose answers it depends whether a question is put."""
    scope = Questions((form,)).outer_types
    for question in form.questions:
        node = parser.parse(question.show_if, scope).node if question.show_if else None
        if node:
            names = dict.fromkeys(part.name for part, _ in walk(node) if isinstance(part, Name))
            yield question.name, tuple(one for name in names if (one := form.question(name)))


def _submission(form: FormVersion) -> dict[str, Any]:
    return {
        "reference": f"{form.code or 'REF'}-00001-26-0001-001",
        "form": form.form,
        "version": form.version,
        "schema": form.schema_id,
        "received_at": SUBMITTED_AT.isoformat(),
        "submitted_at": SUBMITTED_AT.isoformat(),
        "channel": "Website",
        "language": "en",
        "source": "email",
        "force": "metro",
        "attachments": [],
    }
