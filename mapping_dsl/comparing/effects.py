"""The difference of two mappings as it is felt: which answers make which field, flag or place in the queue another."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mapping_dsl.comparing import words
from mapping_dsl.comparing.settings import Special
from mapping_dsl.comparing.sides import Document
from mapping_dsl.comparing.trials import Trial, Trials
from mapping_dsl.outcome import FieldOutcome, FieldState, FlagState, Outcome

_FLAG: Final = "flag "
_MOST_EFFECTS: Final = 12
_MOST_VALUES: Final = 24  #: other answers that are tried to say it for more than one
_MOST_TOLD: Final = 4  #: things that one sentence names
_MOST_CONDITIONS: Final = 3  #: that one sentence names
_MOST_OF_ONE: Final = 5  #: effects that are told of one field


@dataclass(frozen=True, slots=True)
class Effect:
    """A sentence, and a submission in which it is seen."""

    sentence: str
    sample: Document


Differences = Mapping[str, str]  #: by what differs, in words: "Grade is now S instead of R"


@dataclass(frozen=True, slots=True)
class _Found:
    """Differences that come of certain answers: by question the values that bring them about."""

    differences: Differences
    values: Mapping[str, list[Any]]
    sample: Document

    def explains(self, trial: Trial, what: str) -> bool:
        """Whether a trial differs there for this reason."""
        said = trial.setting.said
        return what in self.differences and all(
            name in said and said[name] in self.values[name] for name in self.values
        )


class Effects:
    """What the trials of two mappings say."""

    def __init__(self, trials: Trials) -> None:
        self.trials = trials
        self._found: list[_Found] = []

    def all(self) -> Iterator[Effect]:
        """Effects by as few answers as possible, each told once, with all conditions under which it was seen."""
        for trial in list(self.trials.all()):
            new = self._new_in(trial)
            if new and len(self._found) < _MOST_EFFECTS:
                self._found.append(self._explained(trial, new))
        alike: dict[str, list[_Found]] = {}
        for found in self._found:
            alike.setdefault(_told(found.differences, ""), []).append(found)
        for same in alike.values():
            yield Effect(_told(same[0].differences, self._conditions(same)), same[0].sample)

    def _conditions(self, alike: list[_Found]) -> str:
        told = [self._condition(found.values) for found in alike]
        more = len(told) - _MOST_CONDITIONS
        parts = [*told[:_MOST_CONDITIONS], f"in {more} other cases"] if more > 1 else told
        return words.joined(parts, "or")

    def _new_in(self, trial: Trial) -> dict[str, str]:
        """The differences of a trial that nothing found so far explains; a kept sample repeats nothing, and one thing
        is told of so many answers at most."""
        is_kept = any(trial is one for one in self.trials.kept)
        most = 1 if is_kept else _MOST_OF_ONE
        told = Counter(what for found in self._found for what in found.differences)
        return {
            what: said
            for what, said in self.differences(trial).items()
            if told[what] < most and not any(found.explains(trial, what) for found in self._found)
        }

    def _explained(self, trial: Trial, new: Differences) -> _Found:
        def shows(one: Trial) -> bool:
            return new.items() <= self.differences(one).items()

        smallest = self.trials.smallest(trial, shows)
        values = {name: self._values(smallest, name, shows) for name in smallest.setting.said}
        return _Found(new, values, smallest.document)

    def _values(self, trial: Trial, name: str, shows: Callable[[Trial], bool]) -> list[Any]:
        """The answers to a question that have the same effect."""
        own = trial.setting.said[name]
        others = [value for value in self._tried(name) if value not in (None, Special.IN_DOUBT)]
        found = [value for value in others if shows(self.trials.of(trial.setting.replaced(name, value)))]
        return found if own in found else [own]

    def _tried(self, name: str) -> list[Any]:
        return [one.said[name] for one in self.trials.values_for(name)[:_MOST_VALUES]]

    def _condition(self, values: Mapping[str, list[Any]]) -> str:
        questions = self.trials.old.program.questions
        if any(name not in questions.by_name for name in values):
            questions = self.trials.new.program.questions
        parts = [words.said(name, tuple(some), questions, self._tried(name)) for name, some in values.items()]
        return f"when {words.joined(parts)}" if parts else "whatever else is answered"

    def differences(self, trial: Trial) -> dict[str, str]:
        """Everything that the two outcomes of a trial say differently."""
        old, new = trial.old, trial.new
        if old is None or new is None:
            word = "no longer" if new is None else "now"
            return {"": f"the submission is {word} taken in"} if old is not new else {}
        if old.digest == new.digest:
            return {}
        return {**_of_flags(old, new), **_of_queue(old, new), **self._of_records(old, new)}

    def _of_records(self, old: Outcome, new: Outcome) -> dict[str, str]:
        found = {}
        if old.rejected != new.rejected:
            found["rejected"] = (
                f"a person does it all: {new.rejected}" if new.rejected else "it is no longer turned down"
            )
        for target in {**old.records, **new.records} if not found else ():
            is_made = [outcome.records.get(target) not in (None, []) for outcome in (old, new)]
            if is_made[0] != is_made[1]:
                found[target] = f"the record {target} is {'now' if is_made[1] else 'no longer'} made"
        made = [target for target in old.records if target not in found]
        return found if "rejected" in found else {**found, **dict(self._of_fields(old, new, made))}

    def _of_fields(self, old: Outcome, new: Outcome, targets: list[str]) -> Iterator[tuple[str, str]]:
        """Fields that ended differently; of elements that only one side made how many there are."""
        before = {one.path: one for one in old.fields}
        after = {one.path: one for one in new.fields}
        records = {**self.trials.old.program.records, **self.trials.new.program.records}
        counts = [_elements(paths) for paths in (before, after)]
        for group in dict.fromkeys((*counts[0], *counts[1])):
            one, other = (len(count[group]) for count in counts)
            if one != other:
                yield group, f"{words.field_label(group, records)} has now {other} instead of {one}"
        for path in dict.fromkeys((*before, *after)):
            is_told = any(path.startswith(f"{target}.") for target in targets)
            in_both = all(_element(path) in count[words.without_places(_element(path))] for count in counts)
            ended = [_ended(paths.get(path)) for paths in (before, after)]
            if is_told and (in_both or not _element(path)) and ended[0] != ended[1]:
                plain = words.without_places(path)
                yield plain, f"{words.field_label(plain, records)} is now {ended[1]} instead of {ended[0]}"


def _of_flags(old: Outcome, new: Outcome) -> dict[str, str]:
    before = {flag.name: flag for flag in old.flags}
    after = {flag.name: flag for flag in new.flags}
    found = {}
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        states = (one.state if one else None, other.state if other else None)
        if states[0] is not states[1]:
            found[_FLAG + name] = f"the flag {name} is {_FLAG_WORDS[states]}"
        elif one and other and one.level is not other.level:
            found[_FLAG + name] = f"the flag {name} is now {other.level} instead of {one.level}"
    return found


_FLAG_WORDS: Final = {
    (None, FlagState.RAISED): "now raised",
    (None, FlagState.UNCLEAR): "now unclear",
    (FlagState.RAISED, None): "no longer raised",
    (FlagState.UNCLEAR, None): "no longer unclear",
    (FlagState.RAISED, FlagState.UNCLEAR): "now unclear instead of raised",
    (FlagState.UNCLEAR, FlagState.RAISED): "now raised instead of unclear",
}


def _of_queue(old: Outcome, new: Outcome) -> dict[str, str]:
    both = {
        "the risk level": (old.risk_level, new.risk_level),
        "the queue": (f"“{old.triage.queue}”", f"“{new.triage.queue}”"),
        "the priority": (old.triage.priority, new.triage.priority),
        "the time by which it is due": (f"{old.triage.due:%d.%m.%Y %H:%M}", f"{new.triage.due:%d.%m.%Y %H:%M}"),
    }
    return {
        what: f"{what} is now {after} instead of {before}" for what, (before, after) in both.items() if before != after
    }


def _elements(paths: Iterable[str]) -> defaultdict[str, set[str]]:
    """The elements that stand in paths, by the groups that they are of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in paths:
        element = _element(path)
        if element:
            found[words.without_places(element)].add(element)
    return found


def _element(path: str) -> str:
    """The innermost element that a path goes through, empty where it goes through none."""
    return path[: path.rfind("]") + 1]


def _ended(field: FieldOutcome | None) -> str:
    if field is None:
        return "left out"
    return "for a person to fill in" if field.state is FieldState.REVIEW else words.shown(field.value)


def _told(found: Differences, condition: str) -> str:
    """What differs under a condition. Where a flag does, all else comes with it."""
    flags = [said for what, said in found.items() if what.startswith(_FLAG)]
    others = list(dict.fromkeys(said for what, said in found.items() if not what.startswith(_FLAG)))
    causes = flags or others
    whole = f"{_few(causes)} {condition}."
    follows = f" With it {_few(others)}." if flags and others else ""
    return whole[0].upper() + whole[1:] + follows


def _few(said: list[str]) -> str:
    more = len(said) - _MOST_TOLD
    if more > 1:
        return words.joined([*said[:_MOST_TOLD], f"{more} more things differ"])
    return words.joined(said)
