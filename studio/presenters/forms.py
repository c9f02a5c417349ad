"""Form versions as pages show them: the list, one with its questions, and a new one with how sure each question is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mapping_dsl import exact_json
from mapping_dsl.forms import AnswerType, FormSchemaUnreadable, FormVersion, Question, read_form, version_key
from runtime.drift.forms_in.found import FoundForm, Remark, Sureness
from runtime.texts.drafted import TextShown
from studio.presenters.mapping import DraftMark
from studio.presenters.texts import address_of, draft_mark

PLACES_SHOWN = 5  #: of those that a remark is made of
_OPTIONS_SHOWN = 8
_KINDS = {AnswerType.STRING: "a line of text", AnswerType.BOOLEAN: "yes or no", AnswerType.CHOICES: "several of"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form version in the list."""

    address: str
    title: str
    version: str
    questions: int
    risky: int  #: questions that may tell of danger
    draft: DraftMark


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of a form version."""

    name: str
    label: str
    section: str
    answer: str  #: what it is answered by
    when: str  #: when it is put; empty: always
    is_risk: bool
    sure: str  #: how sure it is that it was taken rightly; empty where that is no question
    because: str
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form version."""

    title: str
    version: str
    path: str
    rows: tuple[QuestionRow, ...]
    text: str
    remarks: tuple[str, ...] = ()
    unsure: int = 0


def form_rows(texts: Iterable[TextShown]) -> tuple[FormRow, ...]:
    """The list, the newest version of each form first."""
    found = [(shown, form) for shown in texts if (form := form_of(shown.text))]
    newest = sorted(found, key=lambda one: version_key(one[1].version), reverse=True)
    return tuple(_row(shown, form) for shown, form in sorted(newest, key=lambda one: one[1].title))


def form_of(text: str) -> FormVersion | None:
    """The form version that a text describes; None where it describes none."""
    try:
        return read_form(exact_json.loads(text))
    except (FormSchemaUnreadable, ValueError):
        return None


def form_page(form: FormVersion, path: str, text: str) -> FormPage:
    """A form version of the library."""
    return FormPage(form.title, form.version, path, _questions(form, {}), text)


def found_page(found: FoundForm) -> FormPage:
    """A form that was found in samples or a definition, what a person must look at first."""
    rows = sorted(_questions(found.form, found.sureness), key=lambda row: not row.is_unsure)
    text = exact_json.dumps(found.schema, indent=1) + "\n"
    remarks = tuple(_remarks(found.remarks))
    return FormPage(
        found.form.title, found.form.version, found.path, tuple(rows), text, remarks, len(found.to_look_at())
    )


def _remarks(remarks: Iterable[Remark]) -> Iterator[str]:
    """Each sentence once, with the first places that it is told of."""
    places: dict[str, list[str]] = {}
    for one in remarks:
        places.setdefault(one.sentence, []).extend(filter(None, [one.where]))
    for sentence, told in places.items():
        where = [*dict.fromkeys(told)]
        more = len(where) - PLACES_SHOWN
        named = ", ".join(where[:PLACES_SHOWN]) + (f" and {more} more" if more > 0 else "")
        yield f"{named}: {sentence}" if named else sentence


def _row(shown: TextShown, form: FormVersion) -> FormRow:
    every = [question for _, question in form.every_question()]
    risky = sum(one.risk for one in every)
    return FormRow(address_of(shown.path), form.title, form.version, len(every), risky, draft_mark(shown))


def _questions(form: FormVersion, sureness: Mapping[str, Sureness]) -> tuple[QuestionRow, ...]:
    return tuple(_question(name, one, sureness.get(name)) for name, one in form.every_question())


def _question(name: str, question: Question, sure: Sureness | None) -> QuestionRow:
    return QuestionRow(
        name=name,
        label=question.label,
        section=question.section,
        answer=_answer(question),
        when=question.show_if,
        is_risk=question.risk,
        sure=f"{sure.confidence:.0%}" if sure else "",
        because=sure.because if sure else "",
        is_unsure=sure is not None and not sure.is_sure,
    )


def _answer(question: Question) -> str:
    shown = ", ".join(option.title for option in question.options[:_OPTIONS_SHOWN])
    more = len(question.options) - _OPTIONS_SHOWN
    options = f": {shown}{f' and {more} more' if more > 0 else ''}" if shown else ""
    kind = "long text" if question.is_long_text else _KINDS.get(question.type, question.type.value)
    return f"{kind}{options}{', required' if question.required else ''}"
