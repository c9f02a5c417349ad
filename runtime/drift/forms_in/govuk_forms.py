"""Forms of GOV.UK Forms, from the JSON that its API gives: pages (version 1) or steps (version 2) with their routes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mapping_dsl.forms import AnswerType, Option, Question
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.build import Gathered, options_of, text_at
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm, Sureness

Page = Mapping[str, Any]

_NONE_OF_THESE: Final = "None of the above"  #: what an optional choice offers as its last option
_ONE_LINE: Final = Question("", "", AnswerType.STRING, 0)
_LONG_TEXT: Final = replace(_ONE_LINE, widget="textarea")
_TYPES: Final[Mapping[str, Question]] = {
    "text": _ONE_LINE,
    "name": _ONE_LINE,
    "organisation_name": _ONE_LINE,
    "national_insurance_number": _ONE_LINE,
    "address": _LONG_TEXT,
    "email": replace(_ONE_LINE, kind="email"),
    "phone_number": replace(_ONE_LINE, kind="uk-phone"),
    "number": replace(_ONE_LINE, type=AnswerType.NUMBER),
    "date": replace(_ONE_LINE, type=AnswerType.DATE, display_format="D MMMM YYYY"),
    "file": _ONE_LINE,
}


def looks_like_govuk_form(document: Mapping[str, Any]) -> bool:
    """Whether a JSON document is laid out as a form of GOV.UK Forms."""
    pages = _pages(document)
    return bool(pages) and all(isinstance(_data(page).get("answer_type"), str) for page in pages)


def read_govuk_form(document: Mapping[str, Any], about: About) -> FoundForm:
    """The form. Raises DefinitionRefused where a page cannot be read."""
    gathered = Gathered()
    names: dict[str, str] = {}
    for at, page in enumerate(_pages(document)):
        where = f"/{_key(document)}/{at}"
        question, sureness = _question(gathered, page, where)
        gathered.add(question, where, sureness)
        names[_id(page.get("id", at))] = question.name
    routes = _Routes(gathered, list(_conditions(document)), names)
    conditions = routes.conditions()
    shown = [replace(one, show_if=conditions.get(one.name, "")) for one in gathered.questions]
    title = text_at(document, "name")
    return gathered.found(replace(about, title=title or about.title).form_version(shown))


def _key(document: Mapping[str, Any]) -> str:
    return "steps" if isinstance(document.get("steps"), list) else "pages"


def _pages(document: Mapping[str, Any]) -> Sequence[Page]:
    found = document.get(_key(document))
    return [page for page in found if isinstance(page, Mapping)] if isinstance(found, list) else []


def _data(page: Page) -> Page:
    data = page.get("data")
    return data if isinstance(data, Mapping) else page


def _question(gathered: Gathered, page: Page, where: str) -> tuple[Question, Sureness]:
    data = _data(page)
    label, kind = text_at(data, "question_text"), text_at(data, "answer_type")
    if not label:
        raise DefinitionRefused(f"{where}/question_text", "the page asks no question")
    found = data.get("answer_settings")
    settings: Page = found if isinstance(found, Mapping) else {}
    made, sureness = _typed(kind, settings, is_optional=data.get("is_optional") is True)
    if kind not in (*_TYPES, "selection"):
        gathered.remark(f"{where}/answer_type", f"“{kind}” is not known here: “{label}” is taken as a line of text")
    name = gathered.name("", label)
    section = text_at(data, "page_heading")
    asked = replace(made, name=name, label=label, section=section, required=data.get("is_optional") is not True)
    if data.get("is_repeatable") is not True:
        return asked, sureness
    inner = replace(asked, name="answer", order=1)
    group = Question(name, label, AnswerType.GROUP, 0, section, questions=(inner,), item_name=label)
    return replace(group, required=asked.required), sureness


def _typed(kind: str, settings: Page, *, is_optional: bool) -> tuple[Question, Sureness]:
    defined = Sureness(1.0, f"its page asks for {kind.replace('_', ' ')}")
    if kind == "selection":
        return _selection(settings, is_optional=is_optional), defined
    if kind == "text" and settings.get("input_type") == "long_text":
        return _LONG_TEXT, defined
    if kind not in _TYPES:
        return _ONE_LINE, Sureness(0.4, f"what {kind or 'nothing'} asks for is not known here")
    return _TYPES[kind], defined


def _selection(settings: Page, *, is_optional: bool) -> Question:
    offered = settings.get("selection_options")
    options = [one for one in offered if isinstance(one, Mapping)] if isinstance(offered, list) else []
    titles = [text_at(one, "name") or text_at(one, "value") for one in options]
    if is_optional:
        titles.append(_NONE_OF_THESE)
    only_one = str(settings.get("only_one_option")).lower() in ("true", "1")
    type_ = AnswerType.CHOICE if only_one else AnswerType.CHOICES
    return replace(_ONE_LINE, type=type_, options=options_of(Option("", title) for title in titles))


def _id(value: object) -> str:
    """A page's id as a text: numbers in the first version of the API, words in the second."""
    return str(value) if isinstance(value, int | str) else ""


@dataclass(frozen=True, slots=True)
class _Condition:
    """One route: from a page, where another was answered so, on to a later one."""

    where: str
    routing: str
    check: str
    answer: str | None  #: None: whatever was answered
    goto: str  #: empty: to the end
    leaves: bool  #: to a page from which nothing is submitted


def _conditions(document: Mapping[str, Any]) -> Iterator[_Condition]:
    for at, page in enumerate(_pages(document)):
        found = page.get("routing_conditions")
        for place, one in enumerate(found if isinstance(found, list) else ()):
            if isinstance(one, Mapping):
                routing = _id(one.get("routing_page_id", page.get("id", at)))
                answer = one.get("answer_value")
                yield _Condition(
                    f"/{_key(document)}/{at}/routing_conditions/{place}",
                    routing,
                    _id(one.get("check_page_id")) or routing,
                    answer if isinstance(answer, str) else None,
                    "" if one.get("skip_to_end") else _id(one.get("goto_page_id")),
                    bool(one.get("exit_page_markdown") or one.get("exit_page_heading") or one.get("exit_page_id")),
                )


class _Routes:
    """Routes over pages, as the conditions of the pages that they pass by."""

    def __init__(self, gathered: Gathered, routes: Sequence[_Condition], names: Mapping[str, str]) -> None:
        self.gathered = gathered
        self.routes = routes
        self.names = names
        self.order = [one.name for one in gathered.questions]
        self.by_name = {one.name: one for one in gathered.questions}

    def conditions(self) -> dict[str, str]:
        """When each page is put, for those that are not always."""
        parts: dict[str, dict[str, None]] = {}
        for route in self.routes:
            if route.leaves:
                continue
            tests = self._test(route)
            passed = self._passed(route)
            if passed is None or tests is None:
                self.gathered.remark(route.where, "this route could not be followed: its pages count as always put")
                continue
            for name in passed:
                parts.setdefault(name, {})[tests] = None
        return {name: " and ".join(tests) for name, tests in parts.items()}

    def _passed(self, route: _Condition) -> Sequence[str] | None:
        """The pages that a route passes by; None where it goes nowhere, or back."""
        start, end = self.names.get(route.routing), self.names.get(route.goto)
        if start is None or (route.goto and end is None):
            return None
        stop = len(self.order) if end is None else self.order.index(end)
        first = self.order.index(start) + 1
        return self.order[first:stop] if first <= stop else None

    def _test(self, route: _Condition) -> str | None:
        """What holds where a route is not taken."""
        name = self.names.get(route.check)
        if name is None:
            return None
        if route.answer is not None:
            const = self._const(name, route.answer)
            return f'{name} != "{const}"' if const else None
        # The end of a branch goes on behind the other branch, which those go through who left this one out.
        took = [self._const(name, one.answer) for one in self.routes if one.check == route.check and one.answer]
        return " or ".join(f'{name} = "{const}"' for const in took if const) or None if len(took) == 1 else None

    def _const(self, name: str, answer: str) -> str | None:
        options = self.by_name[name].options
        return next((one.const for one in options if answer.strip() in (one.title, one.const)), None)
