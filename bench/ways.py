"""Ways from a submission to its outcome, all of one mapping: ours, by hand, and other engines as far as they come."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import mapping_dsl
from bench import event
from bench.by_hand import MAPPINGS, Case, TrustedCase
from bench.by_hand.reading import Reader
from bench.drift import drifted
from bench.peers import jsonata, zen
from bench.peers.jsonata import InNode
from mapping_dsl import exact_json
from mapping_dsl.answers import Answers
from mapping_dsl.checker import check
from mapping_dsl.feel.frames import Frame
from mapping_dsl.generating import Generated
from mapping_dsl.generating.generator import generate
from mapping_dsl.interpreter import interpret
from mapping_dsl.outcome import FlagState, Outcome
from mapping_dsl.program import assemble

Document = Mapping[str, Any]
Run = Callable[[Any], object]

_TRUTH: Final = Path("tests/data/truth")
_FROM_CODE: Final = 9  #: runs until a mapping runs as generated code
_DOCUMENTS: Final = 12  #: at most, of each kind


@dataclass(frozen=True, slots=True)
class Way:
    """One way, and what it is given."""

    name: str
    run: Run
    inputs: Sequence[Any]


class Subject:
    """A mapping with the submissions that it is timed on."""

    def __init__(self, name: str) -> None:
        self.name = name
        library = event.library() if name == "event" else mapping_dsl.Library("mappings")
        source = library.mapping(name)
        program = assemble(source)
        interpreted = interpret(program, check(program).meanings)
        self.mapping = mapping_dsl.compile(source)
        self.reader = interpreted.reader
        self.read_by_hand = Reader(program.questions).read
        self._generated = Generated(interpreted)
        self._trusting = generate(interpreted, trusting=True)
        self._defensive = generate(interpreted, trusting=False)
        kept = [exact_json.loads(library.text(f"{name}/samples/{one}")) for one in library.samples(name)]
        every = event.documents(_DOCUMENTS) if name == "event" else [*kept, *_true_documents(name)]
        self.fitting = [one for one in every if self._generated.is_fit(self.reader.read(one))][:_DOCUMENTS]
        questions, draw = sorted(self.reader.questions.by_name), random.Random(name)
        self.drifted = [drifted(one, questions, draw) for one in self.fitting]

    def disagreements(self) -> list[str]:
        """Where a way that should say the same does not: by hand in whole, others in records and flags."""
        by_hand = MAPPINGS[self.name]
        told = []
        for document in (*self.fitting, *self.drifted):
            ours = self.mapping.run(document)
            wanted = ours.to_json() | {"risk level": ours.risk_level, "rejected": ours.rejected}
            answers = self.reader.read(document)
            hands = {"by hand": by_hand(Case(answers)), "by hand, read": by_hand(Case(self.read_by_hand(document)))}
            if document in self.fitting:
                hands["by hand, trusting"] = by_hand(TrustedCase(answers))
            told += [f"{self.name}: {name} differs" for name, one in hands.items() if one.to_json() != wanted]
            told += [f"{self.name}: {one.name} differs" for one in self._rules(answers) if one.run(answers) != ours]
        return told

    def in_process(self) -> list[Way]:
        """All ways in this process."""
        by_hand, full, trusted = MAPPINGS[self.name], [*self.fitting, *self.drifted], self.fitting
        for document in full * _FROM_CODE:
            self.mapping.run(document)
        full_answers, answers = [self.reader.read(one) for one in full], [self.reader.read(one) for one in trusted]
        read = self.read_by_hand
        return [
            Way("full: ours", self._run_defensive, full_answers),
            Way("full: by hand", lambda one: by_hand(Case(one)), full_answers),
            Way("trusting: ours", self._run_trusting, answers),
            Way("trusting: by hand", lambda one: by_hand(TrustedCase(one)), answers),
            Way("whole: ours", self.mapping.run, trusted),
            Way("whole: traced", self.mapping.trace, trusted),
            Way("whole: by hand", lambda one: by_hand(Case(read(one))), trusted),
            Way("reading: ours", self.reader.read, trusted),
            Way("reading: by hand", read, trusted),
            *self._peers(),
        ]

    def told_equally(self, peer: Callable[[Document], Any], left_out: frozenset[str]) -> list[Document]:
        """The submissions, as other engines are given them, of which a peer says the same as we do."""
        equal = []
        for document in self.fitting:
            simple = _without_nulls(document)
            if _is_equal(self.mapping.run(document), peer(simple), left_out):
                equal.append(simple)
        return equal

    def _peers(self) -> list[Way]:
        ways = []
        if self.name in zen.MAPPINGS:
            engine = zen.Zen(self.name)
            ways.append(Way("zen", engine.run, self.told_equally(engine.run, zen.LEFT_OUT)))
        if self.name in jsonata.MAPPINGS:
            port = jsonata.InPython(self.name)
            ways.append(Way("jsonata-python", port.run, self.told_equally(port.run, jsonata.LEFT_OUT)))
        return ways

    def in_node(self, node: InNode) -> Way | None:
        """JSONata in node with what it is timed on already there; the way takes a number of passes."""
        if self.name not in jsonata.MAPPINGS:
            return None
        node.load(self.name, [])
        documents = self.told_equally(lambda one: node.run(self.name, one), jsonata.LEFT_OUT)
        node.load(self.name, documents)
        return Way("jsonata (node)", lambda repeats: node.microseconds(self.name, repeats), documents)

    def _run_trusting(self, answers: Answers) -> Outcome:
        assert self._trusting
        return self._generated.outcome(*self._trusting(Frame({}, answers.now), answers))

    def _run_defensive(self, answers: Answers) -> Outcome:
        assert self._defensive
        return self._generated.outcome(*self._defensive(Frame({}, answers.now), answers))

    def _rules(self, answers: Answers) -> list[Way]:
        fits = [Way("trusting: ours", self._run_trusting, ())] if self._generated.is_fit(answers) else []
        return [Way("full: ours", self._run_defensive, ()), *fits]


def _true_documents(form: str) -> list[Document]:
    """The submissions of all mails that filled this form, as they are in truth."""
    mails = (exact_json.loads(path.read_bytes()) for path in sorted(_TRUTH.glob("*.json")))
    told = (one for mail in mails for one in mail["submissions"] if one["form"] == form)
    return [
        {
            "submission": {
                **{name: one[name] for name in ("reference", "form", "version", "schema", "channel", "language")},
                "submitted_at": one["submittedAt"],
                "received_at": one["submittedAt"],
            },
            "answers": one["answers"],
            "not_asked": one["notAsked"],
        }
        for one in told
    ]


def _without_nulls(value: Any) -> Any:
    """A document as engines of JSON are given it: absent for null, and floats."""
    if isinstance(value, Mapping):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_without_nulls(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def _is_equal(ours: Outcome, theirs: Any, left_out: frozenset[str]) -> bool:
    if any(flag.state is FlagState.UNCLEAR for flag in ours.flags):
        return False
    records = [record for record in ours.records.values() if record]
    others = [record for record in theirs["records"].values() if record]
    flags = [flag.name for flag in ours.flags], ours.risk_level
    return flags == (list(theirs["flags"]), theirs["risk level"]) and all(
        _plain({name: one for name, one in record.items() if name not in left_out})
        == _plain({name: one for name, one in other.items() if name not in left_out})
        for record, other in zip(records, others, strict=True)
    )


def _plain(value: Any) -> Any:
    """A value as all engines' can be compared: numbers to nine digits, absent for null and for what is empty."""
    if isinstance(value, Mapping):
        return {key: plain for key, one in value.items() if (plain := _plain(one)) not in (None, {}, [], "")}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return float(f"{value:.9g}")
