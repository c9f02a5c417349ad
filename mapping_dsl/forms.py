"""Forms as the studio knows them: a form version's questions, read from its JSON Schema (2020-12 with x- keywords)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any


class AnswerType(StrEnum):
    """What an answer to a question is."""

    STRING = "string"  #: one line or a long text
    NUMBER = "number"  #: a decimal
    BOOLEAN = "boolean"  #: true or false
    DATE = "date"  #: a day
    TIME = "time"  #: a time of day, as HH:mm
    DATE_TIME = "date and time"  #: an instant with offset
    CHOICE = "choice"  #: one of the options, by its const
    CHOICES = "choices"  #: a list of options' consts
    GROUP = "group"  #: a list of contexts, one an element


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a question offers."""

    const: str
    title: str
    title_cy: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form version; a group holds the questions that each of its elements answers."""

    name: str
    label: str
    type: AnswerType
    order: int
    section: str = ""
    label_cy: str = ""
    options: tuple[Option, ...] = ()
    questions: tuple["Question", ...] = ()
    item_name: str = ""  #: what one element of a group is called, "Suspect"
    required: bool = False
    risk: bool = False
    protected: bool = False
    show_if: str = ""  #: FEEL over the answers; empty: always put
    display_format: str = ""
    kind: str = ""  #: "uk-postcode", "uk-phone", "uk-vrm", "email" or empty
    widget: str = ""
    max_length: int | None = None
    is_whole: bool = False  #: a number without a fraction
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None

    def __hash__(self) -> int:
        """Questions that are equal have one name: hashing all they say would cost more than what is looked up."""
        return hash(self.name)

    @property
    def is_long_text(self) -> bool:
        """Whether people write a story here (`all text` searches these)."""
        return self.widget == "textarea"

    def option(self, const: str) -> Option | None:
        """The option with that const, None where this version does not have it."""
        return next((option for option in self.options if option.const == const), None)


@dataclass(frozen=True)
class FormVersion:
    """One edition of a form, with its questions in the order in which they are put."""

    form: str
    version: str
    schema_id: str
    title: str
    code: str  #: the three letters that references begin with, "TLP"
    brand: str
    date_format: str
    sections: tuple[str, ...]
    questions: tuple[Question, ...]
    unknown_level: str = ""  #: how much it weighs that a version is not known and was read as this one; empty: usual

    def __hash__(self) -> int:
        """Editions that are equal have one version, as with questions."""
        return hash((self.form, self.version))

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by name, those of groups under the group's name and a dot."""
        return dict(self.every_question())

    @cached_property
    def long_texts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The questions that are answered by stories, and the groups that hold such questions with these."""
        inner = ((one, tuple(two.name for two in one.questions if two.is_long_text)) for one in self.questions)
        return tuple((one.name, names) for one, names in inner if names or one.is_long_text)

    def question(self, name: str) -> Question | None:
        """The question of that (dotted) name, None where this version does not put it."""
        return self.by_name.get(name)

    def every_question(self) -> Iterator[tuple[str, Question]]:
        """Every question with its dotted name, each group before its own questions."""
        for question in self.questions:
            yield question.name, question
            for inner in question.questions:
                yield f"{question.name}.{inner.name}", inner


class Forms:
    """The form versions that a library holds."""

    def __init__(self, versions: Iterable[FormVersion]) -> None:
        self.versions = tuple(sorted(versions, key=lambda one: (one.form, version_key(one.version))))

    def find(self, form: str, version: str) -> FormVersion | None:
        """That version of that form, None where the library has not got it."""
        return next((one for one in self.versions if (one.form, one.version) == (form, version)), None)

    def of(self, form: str) -> tuple[FormVersion, ...]:
        """All versions of a form, oldest first."""
        return tuple(one for one in self.versions if one.form == form)


def version_key(version: str) -> tuple[int, ...]:
    """A version's parts as numbers, so that 1.9 comes before 1.10."""
    return tuple(int(part) if part.isdecimal() else -1 for part in version.split("."))


def read_form(schema: Mapping[str, Any]) -> FormVersion:
    """The form version that a JSON Schema describes. Raises FormSchemaUnreadable where a keyword is missing or none
    that can be used."""
    try:
        return FormVersion(
            form=_text(schema, "x-formId"),
            version=_text(schema, "x-formVersion"),
            schema_id=_text(schema, "$id"),
            title=_text(schema, "title"),
            code=_text(schema, "x-formCode", ""),
            brand=_text(schema, "x-brand", ""),
            date_format=_text(schema, "x-dateFormat", "DD/MM/YYYY"),
            sections=tuple(schema.get("x-sections", ())),
            questions=_questions(schema),
            unknown_level=_text(schema, "x-unknownLevel", ""),
        )
    except _Unfit as error:
        raise FormSchemaUnreadable(str(error)) from error
    except KeyError as error:
        raise FormSchemaUnreadable(f"it lacks {error.args[0]}") from error
    except (TypeError, AttributeError) as error:
        raise FormSchemaUnreadable("it is not laid out as the schema of a form") from error


class FormSchemaUnreadable(ValueError):
    """A form's schema lacks what the studio needs of it; the sentence says what."""


class _Unfit(Exception):
    """A keyword of a schema that cannot be used."""


def _text(schema: Mapping[str, Any], keyword: str, default: str | None = None) -> str:
    value = schema[keyword] if default is None else schema.get(keyword, default)
    if not isinstance(value, str):
        raise _Unfit(f"its {keyword} is {str(value)[:40]}, and no text")
    return value


def _questions(schema: Mapping[str, Any]) -> tuple[Question, ...]:
    required = set(schema.get("required", ()))
    asked = [_question(name, one, required=name in required) for name, one in schema["properties"].items()]
    return tuple(sorted(asked, key=lambda question: question.order))


def _question(name: str, schema: Mapping[str, Any], *, required: bool) -> Question:
    inner = schema.get("items", {})
    questions = _questions(inner) if "properties" in inner else ()
    if any(one.type is AnswerType.GROUP for one in questions):
        raise _Unfit(f"the group {name} holds another group")
    return Question(
        name=name,
        label=_text(schema, "x-label", name),
        label_cy=_text(schema, "x-label-cy", ""),
        type=_answer_type(schema),
        order=schema.get("x-order", 0),
        section=_text(schema, "x-section", ""),
        options=_options(schema) or _options(inner),
        questions=questions,
        item_name=_text(schema, "x-itemName", ""),
        required=required,
        risk=bool(schema.get("x-risk")),
        protected=bool(schema.get("x-protected")),
        show_if=_text(schema, "x-showIf", ""),
        display_format=_text(schema, "x-displayFormat", ""),
        kind=_text(schema, "x-kind", ""),
        widget=_text(schema, "x-widget", ""),
        max_length=schema.get("maxLength"),
        is_whole="integer" in schema["type"],
        minimum=schema.get("minimum"),
        maximum=schema.get("maximum"),
    )


def _answer_type(schema: Mapping[str, Any]) -> AnswerType:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "array" in types:
        return AnswerType.GROUP if "properties" in schema["items"] else AnswerType.CHOICES
    if "oneOf" in schema:
        return AnswerType.CHOICE
    if schema.get("format") in ("date", "date-time"):
        return AnswerType.DATE if schema["format"] == "date" else AnswerType.DATE_TIME
    if schema.get("x-displayFormat") == "HH:mm":
        return AnswerType.TIME
    if "number" in types or "integer" in types:
        return AnswerType.NUMBER
    return AnswerType.BOOLEAN if "boolean" in types else AnswerType.STRING


def _options(schema: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(
        Option(_text(one, "const"), _text(one, "title", one["const"]), _text(one, "x-title-cy", ""))
        for one in schema.get("oneOf", ())
        if one.get("const") is not None
    )
