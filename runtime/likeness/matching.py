"""Which question of a new form version is which of the old one, where their names no longer say so."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mapping_dsl.forms import AnswerType, FormVersion
from runtime.likeness.evidence import Found
from runtime.likeness.kinds import DriftKind
from runtime.likeness.pairing import Pair, pair
from runtime.likeness.wordings import Wordings


@dataclass(frozen=True, slots=True)
class Match:
    """Questions of the old version, and what they are in the new one."""

    kind: DriftKind  #: RENAMED, SPLIT, MERGED or REPEATING
    old: tuple[str, ...]  #: dotted names
    new: tuple[str, ...]  #: of REPEATING the group
    confidence: float  #: of the least sure where there are several
    inner: tuple[tuple[str, str], ...] = ()  #: of REPEATING: questions and what each is inside of the group


def match(old: FormVersion, new: FormVersion, wordings: Wordings, gone: Collection[str] = ()) -> list[Match]:
    """All that is surely the same under another name. What became part of a new group is one match, the group's.

    `gone` are old questions that are known to be none of the new ones.
    """
    missing = [name for name in old.by_name if name not in new.by_name and name not in gone]
    fresh = list(_entries(old, new))
    pairs = pair(missing, fresh, old, wordings)
    groups = {name for name, one in new.by_name.items() if one.type is AnswerType.GROUP and name not in old.by_name}
    grouped: defaultdict[str, list[Pair]] = defaultdict(list)
    for one in pairs:
        if _group_of(one) in groups and _is_single(one, old):
            grouped[_group_of(one)].append(one)
    paired = {name for one in pairs for name in one.questions}
    for name in missing:
        if name not in paired and "." not in name and (joining := _joining(name, fresh, old, groups, wordings)):
            grouped[_group_of(joining)].append(joining)
    plain = [_match(one) for one in pairs if _group_of(one) not in groups or not _is_single(one, old)]
    return plain + [_into(group, members) for group, members in grouped.items()]


def _entries(old: FormVersion, new: FormVersion) -> Iterator[Found]:
    """The questions that only the new version has, between those that both have."""
    names = list(new.by_name)
    kept = [name if name in old.by_name else None for name in names]
    for place, (name, question) in enumerate(new.by_name.items()):
        if kept[place] is None:
            after = next(filter(None, reversed(kept[:place])), None)
            before = next(filter(None, kept[place:]), None)
            yield Found(question.label, "", question.section, after, before, name, question)


def _group_of(one: Pair) -> str:
    return one.found[0].name.partition(".")[0]


def _is_single(one: Pair, old: FormVersion) -> bool:
    """Whether it was answered once: neither a group nor inside of one."""
    return all("." not in name and old.by_name[name].type is not AnswerType.GROUP for name in one.questions)


def _joining(name: str, fresh: list[Found], old: FormVersion, groups: set[str], wordings: Wordings) -> Pair | None:
    """A question that became part of a group in which another question already took the place it would have."""
    for group in groups:
        members = [one for one in fresh if one.name.partition(".")[0] == group]
        alone = [found for one in members for found in pair([name], [one], old, wordings)]
        if alone:
            return max(alone, key=lambda one: one.confidence)
    return None


def _match(one: Pair) -> Match:
    kind = one.kind if one.kind in (DriftKind.SPLIT, DriftKind.MERGED) else DriftKind.RENAMED
    return Match(kind, one.questions, tuple(found.name for found in one.found), one.confidence)


def _into(group: str, members: list[Pair]) -> Match:
    old = tuple(name for one in members for name in one.questions)
    inner = tuple((one.questions[0], one.found[0].name) for one in members if one.found[0].name != group)
    return Match(DriftKind.REPEATING, old, (group,), min(one.confidence for one in members), inner)
