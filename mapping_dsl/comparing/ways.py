"""Ways to make a condition hold, or not: small settings, each tried on the side's own interpreter."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from mapping_dsl import nodes
from mapping_dsl.comparing.documents import Documents
from mapping_dsl.comparing.reading import OF_FLAGS, Reading, Readings
from mapping_dsl.comparing.settings import NOTHING_SAID, OF_SUBMISSION, Axis, Setting, distinct, pairs, spread
from mapping_dsl.comparing.sides import Side
from mapping_dsl.comparing.values import fact_values, trial_values
from mapping_dsl.expressions import rows_of
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.interpreter import interpret
from mapping_dsl.program import Unit
from mapping_dsl.running import Run

_MOST_TRIED: Final = 400  #: settings that are tried for one condition
_MOST_WAYS: Final = 200  #: ways that are kept of one condition
_MOST_OF_A_ROW: Final = 12  #: ways that are kept of a table's row
_MOST_TRIED_IN_ALL: Final = 4_000
_MOST_RUNS_KEPT: Final = 4_000

Test = Callable[[Frame], Any]


class Ways:
    """Finds ways on one side."""

    def __init__(self, side: Side, documents: Documents) -> None:
        self.side = side
        self.documents = documents
        self.readings = Readings(side)
        self.tries_left = _MOST_TRIED_IN_ALL
        self._runs: dict[str, Run] = {}
        self._found: dict[tuple[feel_nodes.Node, bool], list[Setting]] = {}
        self._raising: list[Setting] | None = None

    @property
    def long_texts(self) -> list[str]:
        """The questions to which people write at length."""
        by_name = self.side.program.questions.by_name
        return [name for name, every in by_name.items() if any(one.is_long_text for one in every)]

    def to(self, node: feel_nodes.Node, *, wanted: bool) -> list[Setting]:
        """Settings in which a condition is true; or, where that is not wanted, in which it is anything else."""
        key = (node, wanted)
        if key not in self._found:
            self._found[key] = distinct(self._ways(node, wanted=wanted))[:_MOST_WAYS]
        return self._found[key]

    def to_hit(self, decision: nodes.Decide, unit: Unit) -> Iterator[Setting]:
        """For each row of a table settings in which all its cells hold."""
        columns = [self.side.node(unit, one) for one in decision.inputs]
        for row in rows_of(decision):
            found = [NOTHING_SAID]
            for column, cell in zip(columns, row.tests, strict=False):
                if cell:
                    found = pairs(
                        found, self._to_pass(column, self.side.node(unit, cell))[:_MOST_OF_A_ROW], _MOST_OF_A_ROW
                    )
            yield from found
        yield from (setting for column in columns for axis in self.axes(self.readings.of(column)) for setting in axis)

    def axes(self, reading: Reading) -> list[Axis]:
        """For each answer, fact and summary that is read the settings worth trying."""
        named = [self.trials(name, reading) for name in sorted(reading.answers)]
        facts = sorted(name for name in reading.answers if name.startswith(OF_SUBMISSION))
        by_name = reading.summaries & {"flags", "unclear flags"}
        summed = [self._flags() if by_name else self._levels()] if reading.summaries & OF_FLAGS else []
        texts = [self._texts(reading)] if "all text" in reading.summaries else []
        return [axis for axis in (*named, *summed, *texts) if axis] if named or facts or summed or texts else []

    def trials(self, name: str, reading: Reading) -> list[Setting]:
        """All that is worth trying for one answer or fact, weighed against the constants of what reads it."""
        questions = self.side.program.questions
        if name.startswith(OF_SUBMISSION):
            versions = [form.version for form in questions.versions]
            facts = fact_values(name.removeprefix(OF_SUBMISSION), reading.constants, versions)
            return [Setting({name: value}) for value in facts]
        every = questions.by_name.get(name, ())
        values = [value for one in every for value in trial_values(one, reading.constants, self.documents.day)]
        return distinct(Setting({name: value}) for value in [*values, *([None] if every else [])])

    def _ways(self, node: feel_nodes.Node, *, wanted: bool) -> Iterable[Setting]:
        match node:
            case feel_nodes.Conjunction(left, right) | feel_nodes.Disjunction(left, right):
                one, other = self.to(left, wanted=wanted), self.to(right, wanted=wanted)
                if isinstance(node, feel_nodes.Conjunction) != wanted:
                    return [*one, *other]
                return pairs(one, other, _MOST_WAYS) or self._tried(node, wanted=wanted)
            case feel_nodes.Call(feel_nodes.Name("not"), (inner,)):
                return self._tried(node, wanted=wanted) if wanted else self.to(inner, wanted=True)
            case feel_nodes.Name(name) if name in self.side.program.named:
                unit, definition = self.side.program.named[name]
                if isinstance(definition, nodes.Let):
                    return self.to(self.side.node(unit, definition.value), wanted=wanted)
        return self._tried(node, wanted=wanted)

    def _tried(self, node: feel_nodes.Node, *, wanted: bool) -> Iterable[Setting]:
        return self._passing(interpret(node), self.readings.of(node), wanted=wanted)

    def _to_pass(self, column: feel_nodes.Node, cell: feel_nodes.Node) -> list[Setting]:
        value, test = interpret(column), interpret(cell)
        reading = self.readings.of(column).joined([self.readings.of(cell)])
        found = self._passing(lambda frame: test(frame.over({"?": value(frame)})), reading, wanted=True)
        return distinct(found)[:_MOST_WAYS]

    def _passing(self, test: Test, reading: Reading, *, wanted: bool) -> Iterator[Setting]:
        for setting in islice(spread(self.axes(reading), _MOST_TRIED), max(self.tries_left, 0)):
            self.tries_left -= 1
            if self.holds(test, setting) == wanted:
                yield setting

    def holds(self, test: Test, setting: Setting) -> bool:
        """Whether a condition is true in a setting."""
        frame = self.run(setting).frame
        mark = len(frame.reasons)
        is_true = test(frame) is True
        del frame.reasons[mark:]
        return is_true

    def run(self, setting: Setting) -> Run:
        """A run over the submission in which a setting holds."""
        if setting.key not in self._runs:
            if len(self._runs) >= _MOST_RUNS_KEPT:
                self._runs.clear()
            self._runs[setting.key] = self.side.start(self.documents.read(self.documents.of(setting)))
        return self._runs[setting.key]

    def _flags(self) -> list[Setting]:
        """For each flag a way to raise it."""
        if self._raising is None:
            self._raising = []  # a flag's condition may not depend on flags
            whens = ((rule, when) for rule in self.side.interpreted.flags for when in rule.whens)
            units = self.side.program.units
            ways = (self.to(self.side.node(units[rule.file], when.expression), wanted=True) for rule, when in whens)
            self._raising = distinct(one[0] for one in ways if one)
        return self._raising

    def _levels(self) -> list[Setting]:
        """For each risk level a way to come to it."""
        by_level: dict[str, Setting] = {}
        for setting in self._flags():
            by_level.setdefault(self.run(setting).names["risk level"], setting)
        return list(by_level.values())

    def _texts(self, reading: Reading) -> list[Setting]:
        """Each long text with each thing that may be looked for in it."""
        return [setting for name in self.long_texts for setting in self.trials(name, reading)]
