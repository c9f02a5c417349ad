"""Contrasts: settings in which a flag's conditions hold as one text says them, and not as the other does."""

from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from typing import Final

from mapping_dsl.comparing.further_values import further_facts, further_values
from mapping_dsl.comparing.reading import Reading
from mapping_dsl.comparing.settings import NOTHING_SAID, OF_SUBMISSION, Elements, Setting, Special, distinct
from mapping_dsl.comparing.subjects import Subject
from mapping_dsl.comparing.ways import Test, Ways
from mapping_dsl.feel.interpreter import interpret

_MOST_TRIED: Final = 500  #: settings that are tried for one flag
_MOST_TRIED_IN_ALL: Final = 1_500
_MOST_STARTS: Final = 4  #: ways to raise the flag, in which one answer is changed
_MOST_FOUND: Final = 8
_MOST_RISES: Final = 2  #: settings that are kept in which the flag is raised by the new text alone


class Contrasts:
    """Finds contrasts by looking at the conditions alone, which costs less than a trial."""

    def __init__(self, old: Ways, new: Ways) -> None:
        self.old = old
        self.new = new
        self.tries_left = _MOST_TRIED_IN_ALL

    def of(self, old: Subject, new: Subject, reading: Reading) -> list[Setting]:
        """Settings around the old ways to raise a flag, those in which it falls first. `reading` is what both sides
        read for it."""
        before, after = _tests(self.old, old), _tests(self.new, new)
        falls: list[Setting] = []
        rises: list[Setting] = []
        for setting in islice(self._around(old, reading), min(_MOST_TRIED, self.tries_left)):
            self.tries_left -= 1
            was, now = (any(side.holds(test, setting) for test in tests) for side, tests in (before, after))
            if was != now:
                (falls if was else rises).append(setting)
            if len(falls) == _MOST_FOUND:
                break
        return [*falls, *rises[:_MOST_RISES]]

    def _around(self, subject: Subject, reading: Reading) -> Iterator[Setting]:
        """The ways to raise a flag, each with one answer more or another one."""
        nodes = [self.old.side.node(unit, one) for unit, one in subject.roots]
        ways = [self.old.to(node, wanted=True)[:_MOST_STARTS] for node in nodes]
        starts = [*distinct(chain.from_iterable(ways))[:_MOST_STARTS], NOTHING_SAID]
        for change in self._changes(reading):
            yield from (Setting({**start.said, **change.said}) for start in starts)

    def _changes(self, reading: Reading) -> Iterator[Setting]:
        names = sorted(reading.answers)
        yield from chain.from_iterable(map(partial(self._further, reading=reading), names))
        if "all text" in reading.summaries:
            long_texts = (name for name in self.old.long_texts if name not in names)
            yield from chain.from_iterable(map(partial(self._further, reading=reading), long_texts))
        for axis in self.old.axes(reading):
            yield from axis
        yield from (Setting({name: Special.NOT_ASKED}) for name in names if not name.startswith(OF_SUBMISSION))

    def _further(self, name: str, reading: Reading) -> Iterator[Setting]:
        if name.startswith(OF_SUBMISSION):
            facts = further_facts(name.removeprefix(OF_SUBMISSION), reading.constants)
            yield from (Setting({name: fact}) for fact in facts)
        for question in self.old.side.program.questions.by_name.get(name, ()):
            values = further_values(question, reading.constants, self.old.documents.now)
            yield from (Setting({name: value}) for value in values)
        group, _, inner = name.partition(".")
        if inner:
            yield from self._alike(group, name, reading)

    def _alike(self, group: str, name: str, reading: Reading) -> Iterator[Setting]:
        """Groups of several elements that all say the same."""
        for answer in self.old.trials(name, reading):
            for setting in self.old.trials(group, reading):
                elements = setting.said[group]
                if isinstance(elements, Elements) and elements.count > 1:
                    yield Setting({group: Elements(elements.count, are_alike=True), **answer.said})


def _tests(ways: Ways, subject: Subject) -> tuple[Ways, list[Test]]:
    return ways, [interpret(ways.side.node(unit, one)) for unit, one in subject.roots]
