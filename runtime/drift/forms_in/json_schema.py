"""Forms that somebody else described as a JSON Schema: plain ones, with titles, enums, formats and if-then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from mapping_dsl.forms import AnswerType, FormSchemaUnreadable, Option, Question, read_form
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.build import LONGEST_TEXT, MOST_DEPTH, MOST_OPTIONS, Gathered, options_of, text_at
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm, Sureness
from runtime.drift.forms_in.written import TIME_FORMAT

Schema = Mapping[str, Any]

_LINE: Final = 500  #: a text that may be longer is a story
_SHAPES: Final = {AnswerType.DATE: "DD/MM/YYYY", AnswerType.TIME: TIME_FORMAT}
_FORMATS: Final = {"date": AnswerType.DATE, "date-time": AnswerType.DATE_TIME, "time": AnswerType.TIME}
_TYPES: Final = {
    "number": AnswerType.NUMBER,
    "integer": AnswerType.NUMBER,
    "boolean": AnswerType.BOOLEAN,
    "string": AnswerType.STRING,
}
_WHERE_ASKED: Final = Sureness(0.7, "an if-then of the schema tells when it is put")


def looks_like_json_schema(document: Schema) -> bool:
    """Whether a JSON document describes an object with properties."""
    return isinstance(document.get("properties"), Mapping)


def read_json_schema(document: Schema, about: About) -> FoundForm:
    """The form. One of a studio's own is taken as it is. Raises DefinitionRefused."""
    if "x-formId" in document:
        try:
            return FoundForm(read_form(document))
        except FormSchemaUnreadable as error:
            raise DefinitionRefused("", f"the form's schema cannot be used: {error}") from error
    return _Reading(document).found(replace(about, title=text_at(document, "title") or about.title))


@dataclass(frozen=True, slots=True)
class _Property:
    """One property on its way to become a question."""

    name: str
    schema: Schema
    where: str  #: its JSON pointer
    section: str = ""
    required: bool = False
    show_if: str = ""


class _Reading:
    """Goes through a schema's properties, those of objects inside it as sections."""

    def __init__(self, document: Schema) -> None:
        self.document = document
        self.gathered = Gathered()
        self.names: dict[str, str] = {}  #: of questions, by the properties' own

    def found(self, about: About) -> FoundForm:
        """The whole form."""
        for one in self._properties(self.document, "", ""):
            self._add(one)
        return self.gathered.found(about.form_version(self.gathered.questions))

    def _properties(self, schema: Schema, where: str, section: str, depth: int = 0) -> Iterator[_Property]:
        """The properties of an object, then those that only some answers put."""
        if depth > MOST_DEPTH:
            raise DefinitionRefused(where, f"objects stand inside each other more than {MOST_DEPTH} deep")
        required = _names(schema.get("required"))
        for name, found in _members(schema, "properties"):
            pointer = f"{where}/properties/{_escaped(name)}"
            one = self._resolved(found, pointer)
            if _members(one, "properties"):
                inner = text_at(one, "title") or name
                yield from self._properties(one, pointer, inner, depth + 1)
            else:
                yield _Property(name, one, pointer, section, name in required)
        yield from self._conditional(schema, where, section)

    def _conditional(self, schema: Schema, where: str, section: str) -> Iterator[_Property]:
        """What `then` and `else` add to an object."""
        known = {name for name, _ in _members(schema, "properties")}
        for place, rule in _rules(schema):
            condition = self._condition(rule.get("if"))
            for branch, test in (("then", condition), ("else", f"not({condition})" if condition else "")):
                part = rule.get(branch)
                added = [one for one in _members(part, "properties") if one[0] not in known]
                pointer = f"{where}{place}/{branch}"
                if added and not test:
                    self.gathered.remark(pointer, "when it holds could not be read: its questions count as always put")
                for name, found in added:
                    known.add(name)
                    inner = f"{pointer}/properties/{_escaped(name)}"
                    yield _Property(name, self._resolved(found, inner), inner, section, show_if=test)

    def _condition(self, test: object) -> str:
        """The FEEL of `if`, where it asks properties for one value or one of several; empty where it asks more."""
        parts = []
        for name, asked in _members(test, "properties"):
            values = [asked["const"]] if "const" in asked else asked.get("enum")
            own = self.names.get(name)
            if not own or not isinstance(values, list) or not values:
                return ""
            written = [_feel(value) for value in values[:MOST_OPTIONS]]
            if not all(written):
                return ""
            parts.append(f"{own} = {written[0]}" if len(written) == 1 else f"{own} in ({', '.join(written)})")
        return " and ".join(parts)

    def _resolved(self, found: Schema, where: str) -> Schema:
        """The schema, or the one of the same document that it points to. Keywords beside `$ref` add to it."""
        one = found
        for _ in range(MOST_DEPTH):
            target = one.get("$ref")
            if target is None:
                return one
            pointed = self._pointed(target)
            if pointed is None:
                raise DefinitionRefused(where, f"{str(target)[:80]} points to nothing in this document")
            one = {**pointed, **{key: value for key, value in one.items() if key != "$ref"}}
        raise DefinitionRefused(where, "its references lead round in a ring")

    def _pointed(self, target: object) -> Schema | None:
        if not isinstance(target, str) or not target.startswith("#/"):
            return None
        one: object = self.document
        for step in target[2:].split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            one = one.get(name) if isinstance(one, Mapping) else None
        return one if isinstance(one, Mapping) else None

    def _add(self, one: _Property) -> None:
        question = self._question(one)
        name = self.gathered.name(one.name, question.label)
        self.names.setdefault(one.name, name)
        made = replace(question, name=name, section=one.section, required=one.required, show_if=one.show_if)
        sureness = _WHERE_ASKED if one.show_if else _sureness(one.schema)
        self.gathered.add(made, one.where, sureness)

    def _question(self, one: _Property) -> Question:
        label = text_at(one.schema, "title") or text_at(one.schema, "description") or _spaced(one.name)
        if "array" in _types(one.schema):
            return self._several(one, label)
        return _single(one.schema, label)

    def _several(self, one: _Property, label: str) -> Question:
        """Several choices, or a group; a list of texts is a group that asks one thing."""
        items = self._resolved(_mapping(one.schema.get("items")), f"{one.where}/items")
        options = _options(items)
        if options:
            return Question("", label, AnswerType.CHOICES, 0, options=options)
        required = _names(items.get("required"))
        questions: list[Question] = []
        for name, found in _members(items, "properties"):
            where = f"{one.where}/items/properties/{_escaped(name)}"
            inner = self._resolved(found, where)
            if "array" in _types(inner) or _members(inner, "properties"):
                self.gathered.remark(where, "a group cannot hold another group: left out")
                continue
            own = self.gathered.name(name, name, [two.name for two in questions])
            made = _single(inner, text_at(inner, "title") or text_at(inner, "description") or _spaced(name))
            questions.append(replace(made, name=own, order=len(questions) + 1, required=name in required))
        inner_questions = tuple(questions) or (replace(_single(items, label), name="answer", order=1),)
        item = text_at(items, "title") or label
        return Question("", label, AnswerType.GROUP, 0, questions=inner_questions, item_name=item)


def _single(schema: Schema, label: str) -> Question:
    """A question that is answered once."""
    options = _options(schema)
    if options:
        return Question("", label, AnswerType.CHOICE, 0, options=options)
    shape = schema.get("format")
    type_ = _FORMATS.get(shape) if isinstance(shape, str) else None
    type_ = type_ or next((_TYPES[one] for one in _types(schema) if one in _TYPES), AnswerType.STRING)
    longest = schema.get("maxLength")
    longest = longest if isinstance(longest, int) and not isinstance(longest, bool) and longest > 0 else None
    is_number, is_text = type_ is AnswerType.NUMBER, type_ is AnswerType.STRING
    return Question(
        "",
        label,
        type_,
        0,
        display_format=_SHAPES.get(type_, ""),
        kind="email" if shape == "email" else "",
        widget="textarea" if is_text and longest is not None and longest > _LINE else "",
        max_length=longest if is_text else None,
        is_whole=is_number and "integer" in _types(schema),
        minimum=_number(schema.get("minimum")) if is_number else None,
        maximum=_number(schema.get("maximum")) if is_number else None,
    )


def _options(schema: Schema) -> tuple[Option, ...]:
    """The options of `enum`, with `enumNames` beside it, or of `oneOf` or `anyOf` whose parts are constants."""
    values = schema.get("enum")
    if isinstance(values, list):
        names = schema.get("enumNames")
        titles = names if isinstance(names, list) else []
        pairs = [(value, titles[at] if at < len(titles) else None) for at, value in enumerate(values[:MOST_OPTIONS])]
    else:
        parts = [_mapping(one) for one in _list(schema.get("oneOf")) + _list(schema.get("anyOf"))][:MOST_OPTIONS]
        pairs = [(one["const"], one.get("title")) for one in parts if "const" in one]
    return options_of(Option(_word(value), _word(title)) for value, title in pairs)


def _sureness(schema: Schema) -> Sureness:
    if not _types(schema) and not _options(schema):
        return Sureness(0.5, "the schema says no type: taken as a line of text")
    if not text_at(schema, "title"):
        return Sureness(0.6, "the schema has no title for it: its words are made of the description or the name")
    return Sureness(1.0, "the schema says so")


def _rules(schema: Schema) -> Iterator[tuple[str, Schema]]:
    if "if" in schema:
        yield "", schema
    for at, one in enumerate(_list(schema.get("allOf"))):
        if isinstance(one, Mapping) and "if" in one:
            yield f"/allOf/{at}", one


def _members(schema: object, keyword: str) -> list[tuple[str, Schema]]:
    found = schema.get(keyword) if isinstance(schema, Mapping) else None
    members = found.items() if isinstance(found, Mapping) else ()
    return [(str(name), _mapping(one)) for name, one in members]


def _mapping(value: object) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _names(value: object) -> set[str]:
    return {one for one in _list(value) if isinstance(one, str)}


def _types(schema: Schema) -> list[str]:
    types = schema.get("type")
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def _number(value: object) -> Decimal | int | None:
    return value if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


def _word(value: object) -> str:
    """An option's value or title as text; null is no option."""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(str(value)[:LONGEST_TEXT].split()) if isinstance(value, str | int | Decimal) else ""


def _feel(value: object) -> str:
    """A constant as FEEL writes it; empty for what no answer can be compared with."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return str(value)
    return f'"{value}"' if isinstance(value, str) and not set(value) & set('"\\\n') else ""


def _spaced(name: str) -> str:
    """A property's name as words: "dateOfBirth" is "Date of birth"."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name[:LONGEST_TEXT])
    words = spaced.replace("_", " ").replace("-", " ").split()
    return " ".join(words).capitalize() or name


def _escaped(name: str) -> str:
    """A name as a step of a JSON pointer (RFC 6901, 3)."""
    return name.replace("~", "~0").replace("/", "~1")
