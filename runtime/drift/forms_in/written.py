"""A form version written down as the JSON Schema that a library keeps: what `read_form` reads."""

from typing import Any, Final

from mapping_dsl.forms import AnswerType, FormVersion, Option, Question

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
#: how times are written, by which a reader of schemas knows them
TIME_FORMAT: Final = "HH:mm"
_TIME_PATTERN: Final = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
_FORMATS: Final = {AnswerType.DATE: "date", AnswerType.DATE_TIME: "date-time"}
_SIMPLE: Final = {AnswerType.BOOLEAN: "boolean", AnswerType.CHOICES: "array", AnswerType.GROUP: "array"}


def schema_of(form: FormVersion) -> dict[str, Any]:
    """The schema of a form version. Reading it again gives the same form version."""
    level = {"x-unknownLevel": form.unknown_level} if form.unknown_level else {}
    return {
        "$schema": _DIALECT,
        "$id": form.schema_id,
        "title": form.title,
        "type": "object",
        "additionalProperties": False,
        "x-formId": form.form,
        "x-formCode": form.code,
        "x-formVersion": form.version,
        "x-brand": form.brand,
        "x-dateFormat": form.date_format,
        "x-timeFormat": TIME_FORMAT,
        **level,
        "x-sections": list(form.sections),
        "properties": _properties(form.questions),
        "required": [one.name for one in form.questions if one.required],
    }


def _properties(questions: tuple[Question, ...]) -> dict[str, Any]:
    return {one.name: _property(one) for one in questions}


def _property(question: Question) -> dict[str, Any]:
    described = {
        "x-label": question.label,
        "x-label-cy": question.label_cy,
        "x-section": question.section,
        "x-itemName": question.item_name,
        "x-kind": question.kind,
        "x-widget": question.widget,
        "x-showIf": question.show_if,
    }
    marks = {"x-required": question.required, "x-risk": question.risk, "x-protected": question.protected}
    return {
        **_typed(question),
        **{keyword: text for keyword, text in described.items() if text},
        "x-order": question.order,
        **{keyword: True for keyword, is_set in marks.items() if is_set},
    }


def _typed(question: Question) -> dict[str, Any]:
    """The keywords that say what an answer is."""
    is_number = question.type is AnswerType.NUMBER
    number = "integer" if question.is_whole else "number"
    typed: dict[str, Any] = {"type": [number if is_number else _SIMPLE.get(question.type, "string"), "null"]}
    if question.type in _FORMATS:
        typed["format"] = _FORMATS[question.type]
    if question.type is AnswerType.TIME:
        typed |= {"pattern": _TIME_PATTERN, "x-displayFormat": TIME_FORMAT}
    elif question.display_format:
        typed["x-displayFormat"] = question.display_format
    bounds = {"maxLength": question.max_length, "minimum": question.minimum, "maximum": question.maximum}
    typed |= {keyword: bound for keyword, bound in bounds.items() if bound is not None}
    return typed | _inner(question)


def _option(option: Option) -> dict[str, str]:
    welsh = {"x-title-cy": option.title_cy} if option.title_cy else {}
    return {"const": option.const, "title": option.title, **welsh}


def _inner(question: Question) -> dict[str, Any]:
    options = [_option(one) for one in question.options]
    match question.type:
        case AnswerType.CHOICE:
            return {"oneOf": [*options, {"type": "null"}]}
        case AnswerType.CHOICES:
            return {"uniqueItems": True, "items": {"type": "string", "oneOf": options}}
        case AnswerType.GROUP:
            required = [one.name for one in question.questions if one.required]
            inner = {"type": "object", "additionalProperties": False, "properties": _properties(question.questions)}
            return {"items": {**inner, "required": required} if required else inner}
    return {}
