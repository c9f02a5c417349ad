"""What can change in a form: each kind of change, done to a sheet, with what it breaks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random
from typing import Any, Final

from bench.changes.sheets import Entry, Part, Section, Sheet
from mapping_dsl.forms import FormVersion, Question


class Kind(StrEnum):
    """One way in which forms change."""

    NONE = "layout and brand alone"
    RENAMED = "renamed"  #: other words for the same question
    RENAMED_RISK = "renamed, risk"
    REWORDED = "reworded"  #: nearly the same words
    REORDERED = "reordered"  #: within its section
    MOVED = "moved"  #: to another section
    SPLIT = "split"
    MERGED = "merged"
    OPTION_ADDED = "option added"
    OPTION_REWORDED = "option reworded"
    TYPE_CHANGED = "type changed"
    SECTION_RENAMED = "section renamed"
    REPEATED = "made repeating"
    ADDED = "added"
    ADDED_AFTER_STORY = "added after a story"
    ADDED_RISK = "added, risk"
    REMOVED = "removed"
    REMOVED_RISK = "removed, risk"
    REMOVED_REQUIRED = "removed, required"
    DATE_FORMAT = "date format"
    CHARSET = "encoding"
    LOOK = "PDF look"
    MARKING = "marking and spacing"


@dataclass(frozen=True, slots=True)
class Change:
    """What was done, and what is true of it. With neither broken questions nor strange labels it is harmless."""

    kind: Kind
    breaks: frozenset[str] = frozenset()  #: questions (dotted) that must be named
    lost: frozenset[str] = frozenset()  #: questions of which no answer can rightly be read
    unsaid: frozenset[str] = frozenset()  #: questions of which the mail says nothing
    meanings: Mapping[str, str] = field(default_factory=dict)  #: by changed label, the question that it means
    strange: tuple[str, ...] = ()  #: labels that the form version does not have

    @property
    def is_harmless(self) -> bool:
        """Whether every answer can be read as before."""
        return not self.breaks and not self.strange


@dataclass(frozen=True, slots=True)
class Scene:
    """What a change is made from."""

    sheet: Sheet
    form: FormVersion
    words: Mapping[str, Any]  #: the wordings of a half
    draw: Random

    def question(self, entry: Entry) -> Question:
        """The question that an entry answers."""
        return self.form.by_name[entry.name]

    def one(self, fits: Callable[[Entry, Question], bool]) -> Entry | None:
        """An entry that fits, drawn; None where none does."""
        fitting = [entry for entry in self.sheet.entries() if fits(entry, self.question(entry))]
        return self.draw.choice(fitting) if fitting else None


Changed = tuple[Sheet, Change]
Changing = Callable[[Scene], Changed | None]


def changed(kind: Kind, scene: Scene) -> Changed | None:
    """The sheet with such a change in it; None where there is nothing to be changed so."""
    doing = _DOING.get(kind)
    return doing(scene) if doing else (scene.sheet, Change(kind))


def _renamed(scene: Scene) -> Changed | None:
    return _in_other_words(scene, Kind.RENAMED, "rename", lambda question: not question.risk)


def _renamed_risk(scene: Scene) -> Changed | None:
    return _in_other_words(scene, Kind.RENAMED_RISK, "rename", lambda question: question.risk)


def _reworded(scene: Scene) -> Changed | None:
    return _in_other_words(scene, Kind.REWORDED, "reword", lambda _: True)


def _in_other_words(scene: Scene, kind: Kind, words: str, concerns: Callable[[Question], bool]) -> Changed | None:
    wordings = scene.words[words]
    entry = scene.one(lambda one, question: concerns(question) and one.label in wordings)
    if entry is None:
        return None
    label = scene.draw.choice(wordings[entry.label])
    if any(one.label == label for one in scene.sheet.entries()):
        return None
    sheet = scene.sheet.mapped(lambda one: [replace(one, label=label) if one.name == entry.name else one])
    return sheet, Change(kind, frozenset({entry.name}), meanings={label: entry.name})


def _reordered(scene: Scene) -> Changed | None:
    sections = [section for section in scene.sheet.sections if _plain_parts(section) > 1]
    if not sections:
        return None
    chosen = scene.draw.choice(sections)
    places = [place for place, part in enumerate(chosen.parts) if isinstance(part, Entry)]
    here, there = scene.draw.sample(places, 2)
    parts = list(chosen.parts)
    parts[here], parts[there] = parts[there], parts[here]
    return _with_section(scene.sheet, chosen, tuple(parts)), Change(Kind.REORDERED)


def _moved(scene: Scene) -> Changed | None:
    entry = scene.one(lambda one, _: "." not in one.name)
    if entry is None or len(scene.sheet.sections) < 2:
        return None
    rest = scene.sheet.mapped(lambda one: [] if one is entry else [one])
    others = [section for section in rest.sections if section.title != scene.question(entry).section]
    if not others:
        return None
    target = scene.draw.choice(others)
    return _with_section(rest, target, (*target.parts, entry)), Change(Kind.MOVED)


def _split(scene: Scene) -> Changed | None:
    splits = scene.words["split"]
    entry = scene.one(lambda one, _: one.name in splits and bool(one.text))
    if entry is None:
        return None
    by, *labels = splits[entry.name]
    pieces = _pieces(entry.text, by, len(labels))
    new = [Entry(entry.name, label, text) for label, text in zip(labels, pieces, strict=True)]
    sheet = scene.sheet.mapped(lambda one: new if one is entry else [one])
    return sheet, Change(Kind.SPLIT, *_both(entry.name), meanings=dict.fromkeys(labels, entry.name))


def _merged(scene: Scene) -> Changed | None:
    present = {entry.name: entry for entry in scene.sheet.entries()}
    merges = [(names, label) for names, label in scene.words["merge"] if all(name in present for name in names)]
    if not merges:
        return None
    names, label = scene.draw.choice(merges)
    text = ", ".join(present[name].text for name in names if present[name].text)
    merged = Entry(names[0], label, text)
    gone = names[1:]
    sheet = scene.sheet.mapped(lambda one: [merged] if one.name == names[0] else [] if one.name in gone else [one])
    return sheet, Change(Kind.MERGED, *_both(*names), meanings={label: names[0]})


def _option_added(scene: Scene) -> Changed | None:
    options = scene.words["new options"]
    entry = scene.one(lambda one, question: one.name in options and bool(question.options))
    if entry is None:
        return None
    return _retyped(scene, entry, scene.draw.choice(options[entry.name]), Kind.OPTION_ADDED, is_said=False)


def _option_reworded(scene: Scene) -> Changed | None:
    options = scene.words["options"]
    entry = scene.one(lambda one, question: one.text in options and bool(question.options))
    if entry is None:
        return None
    text = scene.draw.choice(options[entry.text])
    if any(option.title == text for option in scene.question(entry).options):
        return None
    return _retyped(scene, entry, text, Kind.OPTION_REWORDED, is_said=True)


def _type_changed(scene: Scene) -> Changed | None:
    texts = scene.words["typed otherwise"]
    entry = scene.one(lambda one, question: "." not in one.name and question.type.value in texts)
    if entry is None:
        return None
    text = scene.draw.choice(texts[scene.question(entry).type.value])
    return _retyped(scene, entry, text, Kind.TYPE_CHANGED, is_said=False)


def _retyped(scene: Scene, entry: Entry, text: str, kind: Kind, *, is_said: bool) -> Changed:
    """The entry with another answer; what it truly means can still be said where only the words are others."""
    sheet = scene.sheet.mapped(lambda one: [replace(one, text=text) if one is entry else one])
    broken = frozenset({entry.name})
    return sheet, Change(kind, broken, lost=broken, unsaid=frozenset() if is_said else broken)


def _section_renamed(scene: Scene) -> Changed | None:
    titles = scene.words["sections"]
    known = [section for section in scene.sheet.sections if section.title in titles]
    if not known:
        return None
    title = scene.draw.choice(known).title
    sections = (
        replace(section, title=titles[title]) if section.title == title else section for section in scene.sheet.sections
    )
    return Sheet(tuple(sections)), Change(Kind.SECTION_RENAMED)


def _repeated(scene: Scene) -> Changed | None:
    patterns = scene.words["repeated"]
    entry = scene.one(lambda one, _: one.name in patterns and bool(one.text))
    if entry is None:
        return None
    labels = [patterns[entry.name].format(label=entry.label, n=number) for number in (1, 2)]
    texts = (entry.text, " ".join(reversed(entry.text.split())))
    new = [Entry(entry.name, label, text) for label, text in zip(labels, texts, strict=True)]
    sheet = scene.sheet.mapped(lambda one: new if one is entry else [one])
    return sheet, Change(Kind.REPEATED, *_both(entry.name), meanings=dict.fromkeys(labels, entry.name))


def _added(scene: Scene) -> Changed | None:
    return _with_added(scene, Kind.ADDED, "added", lambda one, _: "." not in one.name)


def _added_after_story(scene: Scene) -> Changed | None:
    return _with_added(scene, Kind.ADDED_AFTER_STORY, "added", lambda _, question: question.is_long_text)


def _added_risk(scene: Scene) -> Changed | None:
    return _with_added(scene, Kind.ADDED_RISK, "added risk", lambda one, _: "." not in one.name)


def _with_added(scene: Scene, kind: Kind, words: str, fits: Callable[[Entry, Question], bool]) -> Changed | None:
    before = scene.one(fits)
    if before is None:
        return None
    label, text = scene.draw.choice(scene.words[words])
    sheet = scene.sheet.mapped(lambda one: [one, Entry("", label, text)] if one is before else [one])
    return sheet, Change(kind, strange=(label,))


def _removed(scene: Scene) -> Changed | None:
    return _without(scene, Kind.REMOVED, lambda question: not question.risk and not question.required)


def _removed_risk(scene: Scene) -> Changed | None:
    return _without(scene, Kind.REMOVED_RISK, lambda question: question.risk)


def _removed_required(scene: Scene) -> Changed | None:
    return _without(scene, Kind.REMOVED_REQUIRED, lambda question: question.required and not question.risk)


def _without(scene: Scene, kind: Kind, concerns: Callable[[Question], bool]) -> Changed | None:
    entry = scene.one(lambda one, question: "." not in one.name and concerns(question))
    if entry is None:
        return None
    broken = frozenset({entry.name})
    sheet = scene.sheet.mapped(lambda one: [] if one is entry else [one])
    return sheet, Change(kind, broken, lost=broken, unsaid=broken)


def _both(*names: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(names), frozenset(names)


def _plain_parts(section: Section) -> int:
    return sum(isinstance(part, Entry) for part in section.parts)


def _with_section(sheet: Sheet, old: Section, parts: tuple[Part, ...]) -> Sheet:
    return Sheet(tuple(replace(one, parts=parts) if one is old else one for one in sheet.sections))


def _pieces(text: str, by: str, count: int) -> list[str]:
    """The text in so many pieces: by its words, its commas, or the parts of a date."""
    between = {"words": " ", "commas": ", "}.get(by)
    pieces = text.split(between, count - 1) if between else re.findall(r"\w+", text)[-count:]
    return (pieces + [""] * count)[:count]


_DOING: Final[Mapping[Kind, Changing]] = {
    Kind.RENAMED: _renamed,
    Kind.RENAMED_RISK: _renamed_risk,
    Kind.REWORDED: _reworded,
    Kind.REORDERED: _reordered,
    Kind.MOVED: _moved,
    Kind.SPLIT: _split,
    Kind.MERGED: _merged,
    Kind.OPTION_ADDED: _option_added,
    Kind.OPTION_REWORDED: _option_reworded,
    Kind.TYPE_CHANGED: _type_changed,
    Kind.SECTION_RENAMED: _section_renamed,
    Kind.REPEATED: _repeated,
    Kind.ADDED: _added,
    Kind.ADDED_AFTER_STORY: _added_after_story,
    Kind.ADDED_RISK: _added_risk,
    Kind.REMOVED: _removed,
    Kind.REMOVED_RISK: _removed_risk,
    Kind.REMOVED_REQUIRED: _removed_required,
}
