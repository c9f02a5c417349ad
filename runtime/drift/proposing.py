"""From a form version and what came after it to the repair that is proposed, with what was decided so far. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.forms import AnswerType, FormSchemaUnreadable, FormVersion, read_form, version_key
from runtime.drift.adopting import adopt
from runtime.drift.affected import Readers, readers_of
from runtime.drift.decisions import Changed, Choice, Decision, decision_id, decision_of, refused_pairs
from runtime.drift.forms_in.found import DefinitionRefused, path_in_library
from runtime.drift.forms_in.written import schema_of
from runtime.drift.patching import Patch, Patching
from runtime.drift.repair import FormChange, Repair
from runtime.likeness import DriftKind
from runtime.likeness.differences import differences

Choices = Mapping[str, Choice]  #: by the decisions' ids
Documents = Iterable[Mapping[str, Any]]
#: the new version, its schema, how sure old questions are to be in it, and what a person must know of it
_New: TypeAlias = tuple[FormVersion, Mapping[str, Any], Mapping[str, float], tuple[str, ...]]


def propose(change: FormChange, choices: Choices | None = None, submissions: Documents = ()) -> Repair:
    """The repair that is proposed, with what was decided. Pure. Raises DefinitionRefused where the schema is none."""
    choices = choices or {}
    new, schema, confidence, remarks = _from_samples(change, choices) if change.samples else _from_schema(change)
    source = change.library.mapping(change.mapping_id) if change.mapping_id else None
    patching = Patching(source) if source else None
    readers = readers_of(_widened(change, patching, new, schema)) if patching else Readers((), {})
    changed = Changed(change.old, new, readers, patching, from_samples=change.samples is not None)
    decisions = []
    gone = [name for name, meant in change.pairs.items() if meant is None]
    for one in differences(change.old, new, change.wordings, gone):
        sure = min((one.confidence, *(confidence[name] for name in one.old if name in confidence)))
        decisions.append(decision_of(changed, replace(one, confidence=sure), choices.get(decision_id(one))))
    if change.samples and (wrong := [name for one in decisions if one.is_no_question for name in one.new]):
        schema = schema_of(_without(new, wrong))
    marked = _with_risk(schema, change.old, decisions)
    text = _patched(patching, new, decisions) if patching else ""
    return Repair(change, read_form(marked), marked, tuple(decisions), text, remarks, tuple(submissions))


def _from_schema(change: FormChange) -> _New:
    """A schema as it is, under a version of its own."""
    schema = dict(change.schema or {})
    try:
        new = read_form(schema)
    except FormSchemaUnreadable as error:
        raise DefinitionRefused("", f"the new version's schema cannot be used: {error}") from error
    if new.form != change.old.form:
        raise DefinitionRefused("/x-formId", f"it is a version of {new.form}, and not of {change.old.form}")
    if new == change.old:
        return new, schema, {}, ()
    if new.version != change.old.version:
        there = change.library.forms().find(new.form, new.version)
        remark = f"the library has {new.form} {new.version} already, and it asks otherwise: it would be written over"
        return new, schema, {}, (remark,) if there and there != new else ()
    version = next_version(change)
    schema |= {"x-formVersion": version}
    remark = f"the schema calls itself {new.version}, as the old one: it is taken as version {version}"
    return read_form(schema), schema, {}, (remark,)


def _from_samples(change: FormChange, choices: Choices) -> _New:
    """The version that the samples were filled in on, with the pairs that somebody named and none that was refused."""
    assert change.samples
    told = {**dict.fromkeys(refused_pairs(choices)), **change.pairs}
    adopted = adopt(change.old, change.samples, next_version(change), change.wordings, told)
    unseen = [
        f"no sample shows “{adopted.form.by_name[name].label}”, which is not always put" for name in adopted.unseen
    ]
    remarks = tuple(map(str, change.samples.remarks)) + tuple(unseen)
    return adopted.form, schema_of(adopted.form), adopted.confidence, remarks


def next_version(change: FormChange) -> str:
    """What it is to be called, else the number after the newest version of the form that the library has."""
    if change.version:
        return change.version
    versions = [one.version for one in change.library.forms().of(change.old.form)] or [change.old.version]
    newest = max(version_key(one) for one in versions)
    return f"{newest[0] + 1}.0"


def _widened(change: FormChange, patching: Patching, new: FormVersion, schema: Mapping[str, Any]) -> mapping_dsl.Source:
    """The mapping as it is, with the new version in its range: modules may read what only that asks."""
    library = change.library
    texts = {path: library.text(path) for path in library.paths()}
    texts[path_in_library(new)] = exact_json.dumps(schema)
    path = patching.source.path
    return mapping_dsl.Library(texts | {path: patching.text_with(patching.widened(new.version))}).mapping(path)


def _without(form: FormVersion, names: Collection[str]) -> FormVersion:
    """The form without questions of which somebody said that they are none; names are dotted in groups."""
    kept = tuple(
        replace(one, questions=tuple(inner for inner in one.questions if f"{one.name}.{inner.name}" not in names))
        for one in form.questions
        if one.name not in names
    )
    return replace(form, questions=tuple(one for one in kept if one.questions or one.type is not AnswerType.GROUP))


def _with_risk(schema: Mapping[str, Any], old: FormVersion, decisions: Iterable[Decision]) -> Mapping[str, Any]:
    """The schema with x-risk where it is carried over, or where nobody has yet said that a question is harmless."""
    marks: dict[str, bool] = {}
    for one in decisions:
        if one.asks_risk:
            marks |= dict.fromkeys(one.new, one.choice is None or one.choice.is_risk is not False)
        if one.kind is DriftKind.RISK_CHANGED:
            was_risk = any(old.by_name[name].risk for name in one.old)
            marks |= dict.fromkeys(one.new, was_risk != one.is_accepted)
    return _marked(schema, marks) if marks else schema


def _marked(schema: Mapping[str, Any], marks: Mapping[str, bool], group: str = "") -> dict[str, Any]:
    """A schema with x-risk set or taken off, by dotted names."""
    properties: dict[str, Any] = {}
    for name, one in schema["properties"].items():
        dotted = f"{group}{name}"
        kept = {key: value for key, value in one.items() if key != "x-risk" or dotted not in marks}
        properties[name] = kept | ({"x-risk": True} if marks.get(dotted) else {})
        if "properties" in one.get("items", {}):
            properties[name]["items"] = _marked(one["items"], marks, f"{name}.")
    return {**schema, "properties": properties}


def _patched(patching: Patching, new: FormVersion, decisions: Iterable[Decision]) -> str:
    """The mapping's text with what was accepted, laid out as `studio format` does."""
    patch = patching.widened(new.version).joined(one.patch for one in decisions if one.is_accepted)
    if patch == Patch():
        return patching.source.text
    return mapping_dsl.format(patching.text_with(patch))
