"""What changed in a question that is the same in two form versions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mapping_dsl.forms import AnswerType, Option, Question
from runtime.likeness.evidence import is_closed
from runtime.likeness.kinds import DriftKind, DriftSeverity
from runtime.likeness.label_index import looks_like
from runtime.likeness.opposites import may_be_opposite
from runtime.likeness.thesaurus import Thesaurus

_ASKED = {
    AnswerType.STRING: "text",
    AnswerType.NUMBER: "a number",
    AnswerType.BOOLEAN: "yes or no",
    AnswerType.DATE: "a date",
    AnswerType.TIME: "a time of day",
    AnswerType.DATE_TIME: "a date and time",
    AnswerType.CHOICE: "one option",
    AnswerType.CHOICES: "any number of options",
    AnswerType.GROUP: "several answers of a kind",
}
_STILL_THE_SAME = 0.35  #: words less alike than this may ask something else


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different about a question, told as a sentence."""

    kind: DriftKind
    severity: DriftSeverity
    sentence: str


def severity_of(*questions: Question) -> DriftSeverity:
    """How much is spoilt where an answer to any of these is in doubt."""
    matters = any(one.risk or one.required for one in questions)
    return DriftSeverity.BREAKS if matters else DriftSeverity.DEGRADES


def changes(old: Question, new: Question, thesaurus: Thesaurus) -> Iterator[Change]:
    """All that is different, but for the place, the name and the questions inside."""
    if old.label != new.label or old.label_cy != new.label_cy:
        yield Change(DriftKind.REWORDED, _reworded(old, new, thesaurus), _reads(old, new))
    if old.item_name != new.item_name:
        sentence = f"What “{new.label}” repeats was called {old.item_name}, and now {new.item_name}."
        yield Change(DriftKind.REWORDED, DriftSeverity.HARMLESS, sentence)
    for of_one_kind in (_type_changes, _format_changes, _option_changes, _condition_changes, _mark_changes):
        yield from of_one_kind(old, new)


def _reworded(old: Question, new: Question, thesaurus: Thesaurus) -> DriftSeverity:
    """What reads a question reads it by its name; but other words can ask the reverse, or something else.

    Of a question that tells of danger any other words are to be looked at.
    """
    turned = may_be_opposite(new.label, old.label, thesaurus, closed=is_closed(old))
    if turned or (old.risk and looks_like(new.label, old, thesaurus) < _STILL_THE_SAME):
        return severity_of(old, new)
    return DriftSeverity.DEGRADES if old.risk or new.risk else DriftSeverity.HARMLESS


def _reads(old: Question, new: Question) -> str:
    if old.label != new.label:
        return f"“{old.label}” now reads “{new.label}”."
    return f"“{old.label}” now reads “{new.label_cy}” in Welsh."


def _type_changes(old: Question, new: Question) -> Iterator[Change]:
    if old.type is not new.type:
        sentence = f"“{new.label}” asked for {_ASKED[old.type]}, and now asks for {_ASKED[new.type]}."
        yield Change(DriftKind.TYPE_CHANGED, severity_of(old, new), sentence)
    elif old.is_whole != new.is_whole:
        sentence = f"“{new.label}” now asks for {'a whole number' if new.is_whole else 'any number'}."
        yield Change(DriftKind.TYPE_CHANGED, severity_of(old, new), sentence)


def _format_changes(old: Question, new: Question) -> Iterator[Change]:
    """How it is written (typed alike, so harmless) and within which bounds."""
    if old.type is new.type and old.display_format != new.display_format:
        sentence = (
            f"“{new.label}” was written as {old.display_format or 'text'}, now as {new.display_format or 'text'}."
        )
        yield Change(DriftKind.FORMAT_CHANGED, DriftSeverity.HARMLESS, sentence)
    if old.kind != new.kind:
        sentence = f"“{new.label}” was of the kind {old.kind or 'text'}, and now is of the kind {new.kind or 'text'}."
        yield Change(DriftKind.FORMAT_CHANGED, severity_of(old, new), sentence)
    if old.type is new.type and _bounds(old) != _bounds(new):
        sentence = f"“{new.label}” now has other bounds for what may be answered."
        yield Change(DriftKind.FORMAT_CHANGED, DriftSeverity.DEGRADES, sentence)


def _bounds(question: Question) -> tuple[object, ...]:
    return question.max_length, question.minimum, question.maximum


def _option_changes(old: Question, new: Question) -> Iterator[Change]:
    before, after = _titles(old.options), _titles(new.options)
    reworded = [const for const in before if const in after and before[const] != after[const]]
    doubted = severity_of(old, new)
    for kind, consts, said, severity in (
        (
            DriftKind.OPTIONS_ADDED,
            [one for one in after if one not in before],
            _says(after, "now also offers"),
            doubted,
        ),
        (
            DriftKind.OPTIONS_REMOVED,
            [one for one in before if one not in after],
            _says(before, "no longer offers"),
            doubted,
        ),
        (DriftKind.OPTIONS_REWORDED, reworded, _says(after, "words some options anew:"), _if_risk(old, new)),
    ):
        if consts:
            yield Change(kind, severity, f"“{new.label}” {said(consts)}.")


def _titles(options: tuple[Option, ...]) -> dict[str, str]:
    return {option.const: option.title for option in options}


def _says(titles: dict[str, str], verb: str) -> Callable[[list[str]], str]:
    return lambda consts: f"{verb} {', '.join(titles[const] for const in consts)}"


def _if_risk(*questions: Question) -> DriftSeverity:
    return DriftSeverity.BREAKS if any(one.risk for one in questions) else DriftSeverity.HARMLESS


def _condition_changes(old: Question, new: Question) -> Iterator[Change]:
    if old.show_if != new.show_if:
        sentence = f"“{new.label}” is put {_when(new.show_if)}; it was put {_when(old.show_if)}."
        yield Change(DriftKind.CONDITION_CHANGED, severity_of(old, new), sentence)
    if old.required and not new.required:
        sentence = f"“{new.label}” need no longer be answered."
        yield Change(DriftKind.CONDITION_CHANGED, severity_of(old), sentence)
    if new.required and not old.required:
        sentence = f"“{new.label}” must now be answered."
        yield Change(DriftKind.CONDITION_CHANGED, DriftSeverity.HARMLESS, sentence)


def _when(show_if: str) -> str:
    return f"where {show_if}" if show_if else "always"


def _mark_changes(old: Question, new: Question) -> Iterator[Change]:
    if old.risk != new.risk:
        sentence = f"“{new.label}” {'now tells' if new.risk else 'no longer tells'} of danger."
        yield Change(DriftKind.RISK_CHANGED, DriftSeverity.BREAKS, sentence)
    if old.protected != new.protected:
        sentence = f"“{new.label}” {'is now' if new.protected else 'no longer is'} a protected characteristic."
        yield Change(DriftKind.PROTECTION_CHANGED, DriftSeverity.DEGRADES, sentence)
