"""Whole submissions for settings: the setting's own answers, and beside them as few as the form takes."""

from collections.abc import Callable
from itertools import islice, product
from typing import Any, Final

from mapping_dsl.answers import Answers, Questions
from mapping_dsl.comparing.settings import NOTHING_SAID, OF_SUBMISSION, Elements, Setting, Special
from mapping_dsl.comparing.sides import Document, Side
from mapping_dsl.comparing.values import plain_value, values_of
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import parser
from mapping_dsl.forms import AnswerType, FormVersion

_RECEIVED: Final = "2026-03-10T12:00:00+00:00"
_MOST_WAYS_TO_ASK: Final = 64
_CALM: Final = (AnswerType.CHOICE, AnswerType.CHOICES, AnswerType.BOOLEAN)

#: how much weighs on a submission: fewer flags are calmer
Weigh = Callable[[Document], int]


class Documents:
    """Writes submissions of one form, as one side reads them."""

    def __init__(self, side: Side, weigh: Weigh) -> None:
        self.reader = side.reader
        self.questions = side.program.questions
        self._weigh = weigh
        self._head = _head(side)
        self._calm: dict[str, dict[str, Any]] = {}
        self._ways_to_ask: dict[tuple[str, str], Setting] = {}
        nothing = self.reader.read({"submission": self._head})
        self.day, self.now = nothing.day, nothing.now

    def of(self, setting: Setting) -> Document:
        """The submission in which a setting holds: what it must say beside it is said calmly, so that what comes of
        it comes of the setting."""
        form = self._form(setting)
        whole = self._with_what_makes_it_asked(form, setting)
        document = _written(self._head, form, self._calm_answers(form), whole)
        read = self.reader.read(document)
        for _ in range(3):
            lacking = read.doubts - set(whole.said)
            if not lacking:
                break
            for name in lacking:
                _fill(document["answers"], form, name, self.day)
            read = self.reader.read(document)
        own = {name.partition(".")[0] for name in whole.said}
        for name in read.not_asked - own:
            document["answers"].pop(name, None)
        unasked = {name for name, value in whole.said.items() if value is Special.NOT_ASKED}
        if unasked:
            answers = {name: value for name, value in document["answers"].items() if name not in unasked}
            document |= {"answers": answers, "not_asked": sorted(read.not_asked | unasked)}
        return document

    def _form(self, setting: Setting) -> FormVersion:
        """The version that the setting names; else the newest one that has all its questions."""
        version = setting.said.get(f"{OF_SUBMISSION}version")
        names = [name for name in setting.said if not name.startswith(OF_SUBMISSION)]
        newest_first = self.questions.versions[::-1]
        if version is not None:
            return next((form for form in newest_first if form.version == version), newest_first[0])
        fitting = (form for form in newest_first if all(_may_say(form, one, setting.said[one]) for one in names))
        return next(fitting, newest_first[0])

    def _calm_answers(self, form: FormVersion) -> dict[str, Any]:
        """An answer to each question that must be answered, chosen so that least weighs on the submission."""
        if form.version not in self._calm:
            calm = {one.name: plain_value(one, self.day) for one in form.questions if one.required}
            self._calm[form.version] = calm
            for question in form.questions:
                if question.required and question.type in _CALM:
                    calm[question.name] = self._calmest(form, calm, question.name)
        return self._calm[form.version]

    def _calmest(self, form: FormVersion, calm: dict[str, Any], name: str) -> Any:
        question = form.by_name[name]
        tried = [one for one in values_of(question, (), self.day) if not isinstance(one, list) or len(one) == 1]
        return min(tried, key=lambda one: self._weigh(_written(self._head, form, {**calm, name: one}, NOTHING_SAID)))

    def _with_what_makes_it_asked(self, form: FormVersion, setting: Setting) -> Setting:
        for name in setting.said:
            question = form.question(name.partition(".")[0])
            if question and question.show_if and setting.said[name] is not Special.NOT_ASKED:
                setting = Setting({**self._way_to_ask(form, question.name).said, **setting.said})
        return setting

    def _way_to_ask(self, form: FormVersion, name: str) -> Setting:
        key = (form.version, name)
        if key not in self._ways_to_ask:
            self._ways_to_ask[key] = NOTHING_SAID  # a question that asks for itself is never put
            self._ways_to_ask[key] = self._found_way(form, name)
        return self._ways_to_ask[key]

    def _found_way(self, form: FormVersion, name: str) -> Setting:
        node = parser.parse(form.by_name[name].show_if, Questions((form,)).outer_types).node
        parts = [part for part, _ in feel_nodes.walk(node)] if node else []
        constants = [part.value for part in parts if isinstance(part, feel_nodes.Literal)]
        asked = dict.fromkeys(part.name for part in parts if isinstance(part, feel_nodes.Name))
        names = [one for one in asked if form.question(one)]
        values = (values_of(form.by_name[one], constants, self.day) for one in names)
        for chosen in islice(product(*values), _MOST_WAYS_TO_ASK):
            way = self._with_what_makes_it_asked(form, Setting(dict(zip(names, chosen, strict=True))))
            read = self.reader.read(_written(self._head, form, self._calm_answers(form), way))
            if read.asked(name):
                return way
        return NOTHING_SAID

    def read(self, document: Document) -> Answers:
        """A submission as rules see it."""
        return self.reader.read(document)


def setting_of(document: Document) -> Setting:
    """What a kept submission says, as a setting."""
    answers = document.get("answers") or {}
    said = {name: value for name, value in answers.items() if value not in (None, "", []) and "." not in name}
    version = str(document["submission"].get("version") or "")
    told = document.get("doubts")
    doubts = [name for name in told if isinstance(name, str)] if isinstance(told, list) else []
    return Setting({f"{OF_SUBMISSION}version": version, **said, **dict.fromkeys(doubts, Special.IN_DOUBT)})


def _head(side: Side) -> dict[str, Any]:
    """What a trial submission says of itself: as a kept one does, else the least."""
    form = side.program.questions.versions[-1].form
    kept = side.samples[0]["submission"] if side.samples else {}
    head = {"source": "email", "language": "en", "channel": "Website", "force": "", **kept, "attachments": []}
    submitted = head.get("submitted_at") or head.get("received_at") or _RECEIVED
    instants = {"received_at": head.get("received_at") or submitted, "submitted_at": submitted}
    return head | instants | {"form": form, "reference": "TRIAL"}


def _may_say(form: FormVersion, name: str, value: Any) -> bool:
    """Whether that version puts the question, and offers the option."""
    question = form.question(name)
    if question is None or not question.options or isinstance(value, Special):
        return question is not None
    chosen = value if isinstance(value, list) else [value]
    is_list = question.type is AnswerType.CHOICES
    return isinstance(value, list) == is_list and all(question.option(str(one)) for one in chosen)


def _written(head: dict[str, Any], form: FormVersion, calm: dict[str, Any], setting: Setting) -> Document:
    facts = {name.removeprefix(OF_SUBMISSION): value for name, value in setting.said.items() if _is_fact(name)}
    submission = {**head, "schema": form.schema_id, **facts, "version": form.version}
    document: Document = {"submission": submission, "answers": dict(calm)}
    doubts = sorted(name for name, value in setting.said.items() if value is Special.IN_DOUBT)
    for name, value in sorted(setting.said.items()):  # a group before its inner answers
        if not _is_fact(name) and not isinstance(value, Special):
            _put(document["answers"], name, value, setting.said.get(name.partition(".")[0]))
    return document | ({"doubts": doubts} if doubts else {})


def _is_fact(name: str) -> bool:
    return name.startswith(OF_SUBMISSION)


def _put(answers: dict[str, Any], name: str, value: Any, of_group: Any) -> None:
    group, _, inner = name.partition(".")
    if isinstance(value, Elements):
        answers[group] = [{} for _ in range(value.count)]
    elif not inner:
        answers[group] = value
    else:
        first, *others = answers.get(group) or [{}]
        are_alike = isinstance(of_group, Elements) and of_group.are_alike
        answers[group] = [{**first, inner: value}, *({**one, inner: value} if are_alike else one for one in others)]


def _fill(answers: dict[str, Any], form: FormVersion, name: str, day: Any) -> None:
    """Answers a question that must be answered, in each element of its group where it stands in one."""
    question = form.question(name)
    group, _, inner = name.partition(".")
    if question is None:
        return
    value = plain_value(question, day)
    if isinstance(value, Elements):
        answers[name] = [{} for _ in range(value.count)]
    elif not inner:
        answers[name] = value
    else:
        answers[group] = [{**one, inner: one.get(inner) or value} for one in answers.get(group) or ()]
