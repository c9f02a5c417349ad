"""What a mapping's examples show, and the draft of one that shows more, as pages tell it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from mapping_dsl import exact_json
from mapping_dsl.sampling import Coverage, ExampleDraft, Place


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Something that no example shows."""

    line: int
    words: str
    draft_address: str


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """What the examples show of a text."""

    sentence: str
    missing: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class DraftShown:
    """An example to be confirmed, with its sample."""

    mapping: str
    says: str
    text: str
    sample: str
    sample_path: str
    download_address: str


def coverage_shown(mapping_id: str, coverage: Coverage) -> CoverageShown:
    """Every place that no example shows, in the order of the text."""
    missing = tuple(PlaceRow(one.span.line, one.says, _draft_address(mapping_id, one)) for one in coverage.missing)
    return CoverageShown(_sentence(coverage), missing)


def place_named(missing: Sequence[Place], line: int | None, says: str) -> Place | None:
    """The place that a link named, None where the text has changed since."""
    return next((one for one in missing if (one.span.line, one.says) == (line, says)), None)


def draft_shown(mapping_id: str, place: Place, draft: ExampleDraft) -> DraftShown:
    """The example that would show a place."""
    return DraftShown(
        mapping=draft.mapping,
        says=f"{draft.sample.says}.",
        text=draft.text,
        sample=exact_json.dumps(draft.sample.document, indent=2),
        sample_path=f"{draft.mapping}/samples/{draft.sample.name}",
        download_address=url_for("examples.sample", mapping_id=mapping_id, line=place.span.line, says=place.says),
    )


def _draft_address(mapping_id: str, place: Place) -> str:
    return url_for("examples.draft", mapping_id=mapping_id, line=place.span.line, says=place.says)


def _sentence(coverage: Coverage) -> str:
    """How much is shown, in words."""
    if not coverage.places:
        return "The text has no row, condition, repeat or fallback that an example could show."
    if not coverage.missing:
        return "The examples show every row, condition, repeat and fallback that can be told apart."
    return f"The examples show {coverage.count()} of {len(coverage.places)} rows, conditions, repeats and fallbacks."
