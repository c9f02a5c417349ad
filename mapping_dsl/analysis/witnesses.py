"""Answers that show what an analysis found, and the submission that gives them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.terms import Piece, Term
from mapping_dsl.feel import nodes
from mapping_dsl.feel.values import Value
from mapping_dsl.filling import json_ready

_WHEN: Final = "2026-01-15T12:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Witness:
    """One value for each term that an analysis asked about."""

    values: Mapping[str, Value]  #: by the term as it is written
    answers: Mapping[str, Value]  #: those of them that are answers of the form
    submission: Mapping[str, Value]  #: those that are parts of `submission`
    version: str  #: a version of the form in which this can be answered; empty without a form
    is_certain: bool  #: whether a submission can be made of it: nothing in it is computed, or unknown


def witness_of(pairs: Iterable[tuple[Term, Piece]], versions: int, surroundings: Surroundings) -> Witness:
    """The values of some pieces, in the newest of the versions (as bits)."""
    chosen = list(pairs)
    names = surroundings.version_names
    newest = versions.bit_length() - 1
    parts = {term for term, _ in chosen if _is_of_submission(term)}
    return Witness(
        values={term.text: piece.value for term, piece in chosen},
        answers={term.answer: piece.value for term, piece in chosen if term.answer},
        submission={_member(term): piece.value for term, piece in chosen if term in parts},
        version=names[newest] if 0 <= newest < len(names) else "",
        is_certain=all(piece.is_certain and bool(term.answer or term in parts) for term, piece in chosen),
    )


def document_of(witness: Witness, surroundings: Surroundings) -> dict[str, Any]:
    """A submission that gives these answers and leaves all others blank."""
    form = next((one for one in surroundings.questions.versions if one.version == witness.version), None)
    submission = {
        "reference": "SAMPLE-1",
        "form": form.form if form else "",
        "version": witness.version,
        "schema": form.schema_id if form else "",
        "received_at": _WHEN,
        "submitted_at": _WHEN,
        "channel": "Website",
        "language": "en",
        "source": "portal",
        "force": "",
        "attachments": [],
    }
    submission |= {name: json_ready(value) for name, value in witness.submission.items()}
    answers = {name: json_ready(value) for name, value in witness.answers.items() if value is not None}
    return {"submission": submission, "answers": answers}


def _is_of_submission(term: Term) -> bool:
    return isinstance(term.node, nodes.Path) and term.node.source == nodes.Name("submission")


def _member(term: Term) -> str:
    return term.node.name if isinstance(term.node, nodes.Path) else ""
