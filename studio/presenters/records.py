"""Records as pages show them: what needs a person first, then every field with its value, source and state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from mapping_dsl.outcome import FieldState, FlagLevel
from runtime.shown.submissions import FieldShown
from studio.presenters.marks import field_words, record_title
from studio.presenters.values import beginning

LONG_CHARACTERS = 90
SHORT_CHARACTERS = 40
MARKS = {FieldState.DEFAULT: "default", FieldState.REVIEW: "needs you", FieldState.REJECT: "needs you"}
ASKS_A_PERSON = frozenset({FieldState.REVIEW, FieldState.REJECT})


@dataclass(frozen=True, slots=True)
class Source:
    """An answer that something was made of: where it stands on the page, its question, what was answered."""

    anchor: str
    label: str
    words: str

    @property
    def is_short(self) -> bool:
        """Whether the answer can stand beside its question on one line."""
        return len(self.words) <= SHORT_CHARACTERS


@dataclass(frozen=True, slots=True)
class RuleView:
    """The statement that decided, and where it stands in the library."""

    file: str  #: empty for the text that is looked at
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A part of a rule and what it gave."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Way:
    """How a value came about."""

    rule: RuleView
    sources: tuple[Source, ...]
    deciders: tuple[str, ...]  #: the rows, codes and fallback that were used, a sentence each
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a record."""

    path: str  #: with the record's name
    label: str
    group: str  #: the element or group it belongs to, empty for the record itself
    words: str
    state: FieldState
    reason: str | None
    sources: tuple[Source, ...] = ()
    way: Way | None = None  #: where the row itself tells it
    is_corrected: bool = False
    address: str = ""  #: of the field's own page, where it has one
    record: str = ""  #: the record's title
    section: str = ""  #: where it stands among the record's own fields
    is_folded: bool = False  #: only of use to who looks after the system

    @property
    def anchor(self) -> str:
        """The row's id on the page."""
        return field_anchor(self.path)

    @property
    def source(self) -> Source | None:
        """Where a click on the value leads: the first answer it was made of."""
        return self.sources[0] if self.sources else None

    @property
    def reads(self) -> str:
        """The names of the answers that a click on the value marks."""
        return " ".join(dict.fromkeys(source.anchor.removeprefix("answer-") for source in self.sources))

    @property
    def needs_you(self) -> bool:
        """Whether the mapping asks a person, and none has answered yet."""
        return self.state in ASKS_A_PERSON and not self.is_corrected

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to show, by rule and not by doubt."""
        return self.state is FieldState.BLANK and not self.is_corrected

    @property
    def is_long(self) -> bool:
        """Whether the value needs the whole width."""
        return len(self.words) > LONG_CHARACTERS or "\n" in self.words

    @property
    def beginning(self) -> str:
        """How a value begins that is too long to be shown whole at once; else empty."""
        return beginning(self.words)

    @property
    def mark(self) -> str:
        """What the value's state is called beside it; an ordinary value needs no mark."""
        return "corrected" if self.is_corrected else MARKS.get(self.state, "")

    @property
    def action(self) -> str:
        """What the link beside the value says."""
        return "Fill in" if self.needs_you else "Why"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together: the record's own (no title), or one element's, "Vehicles 2"."""

    title: str
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record with its fields in the order of the mapping, the blank ones apart."""

    name: str
    title: str
    groups: tuple[Group, ...]
    blank: tuple[FieldRow, ...]
    folded: tuple[FieldRow, ...] = ()
    sentence: str = "This record is not made."

    @property
    def blank_words(self) -> str:
        """How many fields are blank."""
        return f"{len(self.blank)} blank field{'s' if len(self.blank) != 1 else ''}"

    @property
    def anchor(self) -> str:
        """The record's id on the page."""
        return "record-" + self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A flag with the reason for it, and the answers that raised it."""

    name: str
    level: FlagLevel
    is_unclear: bool
    because: str
    sources: tuple[Source, ...] = ()
    way: Way | None = None  #: where the row itself tells it


def field_anchor(path: str) -> str:
    """The id of a record's field on a submission's page: paths hold brackets, which a selector cannot name."""
    return "field-" + path.replace(".", "-").replace("[", "-").replace("]", "")


def answer_anchor(name: str) -> str:
    """The id of an answer on a submission's page; answers in groups are reached by their group."""
    return "answer-" + name.partition(".")[0]


def labels(path: str, record: str) -> tuple[str, str]:
    """The group and the name of a record's field in words: "chs.incident.vehicles[2].vrm" is "Vehicles 2", "Vrm"."""
    inner = path.removeprefix(record).lstrip(".")
    group, _, name = inner.rpartition(".")
    return field_words(group), field_words(name)


def field_labels(field: FieldShown, record: str) -> tuple[str, str]:
    """The group and the name of a field as the record's schema calls them, else by the field's own name."""
    group, label = labels(field.path, record)
    *outer, own = field.description.labels or ("",)
    return ", ".join(outer) if all(outer) and outer else group, own or label


def in_order(fields: Iterable[FieldShown]) -> list[FieldShown]:
    """A record's fields as people look for them, in the order of its schema's sections."""
    return sorted(fields, key=lambda one: one.description.place)


def belongs_to(path: str, record: str) -> bool:
    """Whether a field is one of that record."""
    return path == record or path.startswith((record + ".", record + "["))


def heaviest_first(flags: Iterable[FlagRow]) -> tuple[FlagRow, ...]:
    """Flags with the heaviest first; within a level in the order of the mapping."""
    weights = list(FlagLevel)
    return tuple(sorted(flags, key=lambda row: weights.index(row.level)))


def record_view(name: str, rows: Sequence[FieldRow]) -> RecordView:
    """A record with its rows grouped as they come, what is blank or technical apart."""
    shown = [row for row in rows if not row.is_blank]
    folded = tuple(row for row in shown if row.is_folded)
    grouped = groupby((row for row in shown if not row.is_folded), key=lambda row: row.group or row.section)
    groups = tuple(Group(title, tuple(members)) for title, members in grouped)
    return RecordView(name, record_title(name), groups, tuple(row for row in rows if row.is_blank), folded)
