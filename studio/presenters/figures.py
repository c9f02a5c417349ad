"""Figures as a page shows them: each with what it is a share of, charts with their figures beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runtime.figures import Figures, Share
from studio.presenters.moments import NOTHING, Moment, moment, stretch

CHART_WIDTH = 560
LABELS_WIDTH = 130
BAR_HEIGHT = 26
COUNT_WIDTH = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it means."""

    label: str
    number: str
    about: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, in the chart's own units."""

    label: str
    count: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of counts with one bar a line."""

    id: str
    title: str
    about: str
    heading: str
    bars: tuple[Bar, ...]
    width: int = CHART_WIDTH
    start: int = LABELS_WIDTH

    @property
    def height(self) -> int:
        """As high as its bars."""
        return max(1, len(self.bars)) * BAR_HEIGHT


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The page."""

    as_of: Moment | None
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]


def figures_page(found: Figures, titles: Mapping[str, str]) -> FiguresPage:
    """All figures of a force at one instant. `titles` are the forms' by their names."""
    every = found.all
    waits = [
        ("ready to decide", every.waiting - every.by_hand),
        ("by hand", every.by_hand),
        ("being worked on", every.claimed),
    ]
    return FiguresPage(
        as_of=moment(found.at),
        figures=(
            Figure("Received", str(every.received), "submissions since the studio began"),
            Figure("Delivered", str(every.delivered), f"of {every.received} received: CHS has their record"),
            Figure("Waiting", str(every.waiting), f"of {every.received} received: nobody has them yet"),
            _oldest(found),
            Figure("Overdue", str(found.overdue), f"of {every.received - every.decided} not yet decided"),
            _share("Delivered within an hour", every.processed_in_an_hour, "delivered, or older than an hour"),
            _share("Decided within a day", every.classified_in_a_day, "decided, or older than a day"),
            _share("Closed within two days", every.resolved_in_two_days, "closed, or older than two days"),
            _share("Untouched by hand", every.untouched, "delivered"),
            Figure(
                "Deliveries given up", str(found.deliveries_parked), f"{found.deliveries_waiting} more on their way"
            ),
        ),
        charts=(
            _chart("forms", "Received by form", "Form", _by_form(found, titles)),
            _chart("standing", "What is to do", "Stands", waits),
        ),
    )


def _by_form(found: Figures, titles: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(titles.get(one.form, one.form) or "no form", one.received) for one in found.forms]


def _oldest(found: Figures) -> Figure:
    at = moment(found.oldest_waiting_at)
    if found.oldest_waiting_at is None or at is None:
        return Figure("Oldest waiting", NOTHING, "nothing waits")
    return Figure("Oldest waiting", stretch(found.at - found.oldest_waiting_at), f"came {at.words}")


def _share(label: str, share: Share, whole: str) -> Figure:
    percent = share.percent
    number = NOTHING if percent is None else f"{percent:.0f} %"
    return Figure(label, number, f"{share.part} of {share.whole} {whole}")


def _chart(name: str, title: str, heading: str, counts: Sequence[tuple[str, int]]) -> Chart:
    most = max((count for _, count in counts), default=0) or 1
    longest = CHART_WIDTH - LABELS_WIDTH - COUNT_WIDTH
    bars = tuple(
        Bar(label, count, place * BAR_HEIGHT, round(longest * count / most))
        for place, (label, count) in enumerate(counts)
    )
    return Chart(name, title, "; ".join(f"{label} {count}" for label, count in counts), heading, bars)
