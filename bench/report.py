"""What the bench found, as tables, as a page of docs/ and as a picture."""

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

Figures = Mapping[tuple[str, str], float]

_PAGE: Final = Path("docs/explanation/speed.md")
_PICTURE: Final = Path("docs/pictures/speed.svg")
_DECADES: Final = 4.5  #: from one microsecond to the right end of the picture
_OURS: Final = "whole: ours"
#: each way with what it is compared with, and what is aimed at
_RATIOS: Final = (
    ("full semantics, to by hand", "full: ours", "full: by hand", "≤ 1.35"),
    ("trusting, to by hand", "trusting: ours", "trusting: by hand", "≤ 1.15"),
    ("traced, to untraced", "whole: traced", _OURS, "≤ 1.25"),
    ("whole, to by hand", _OURS, "whole: by hand", ""),
    ("reading, to by hand", "reading: ours", "reading: by hand", ""),
    ("zen-engine with marshalling, to ours", "zen", _OURS, "≥ 12"),
    ("JSONata in node, to ours", "jsonata (node)", _OURS, "≥ 20"),
    ("JSONata in node with marshalling, to ours", "jsonata (node) with marshalling", _OURS, ""),
    ("jsonata-python, to ours", "jsonata-python", _OURS, "≥ 100"),
)
_BARS: Final = (
    "whole: by hand", _OURS, "whole: traced", "zen", "jsonata (node)", "jsonata (node) with marshalling",
    "jsonata-python",
)  # fmt: skip
_COLOURS: Final = ("#505a5f", "#1d70b8", "#5694ca", "#f47738", "#85994b", "#b5c77d", "#912b88")


def tables(figures: Figures, mappings: Sequence[str]) -> str:
    """Microseconds a submission, then ratios, a column for each mapping."""
    ways = list(dict.fromkeys(way for _, way in figures))
    times = [[way, *(_number(figures.get((one, way))) for one in mappings)] for way in ways]
    ratios = [[name, aim, *cells] for name, aim, cells in _ratios(figures, mappings)]
    heading = ["microseconds for one submission", *mappings]
    compared = ["how many times as long", "aim", *mappings, "mean"]
    return table(heading, times) + "\n" + table(compared, ratios)


def saving(milliseconds: Mapping[str, float]) -> str:
    """How long it takes from saving to running."""
    rows = [[name, f"{taken:.0f}", "< 100"] for name, taken in milliseconds.items()]
    return "\n" + table(["from saving to the first outcome, 100 fields", "milliseconds", "aim"], rows)


def write(written: str, figures: Figures, mappings: Sequence[str]) -> None:
    """Puts tables and picture under docs/."""
    _PAGE.write_text(_TEXT.format(tables=written), encoding="utf-8")
    _PICTURE.write_text(_picture(figures, mappings), encoding="utf-8")


def _ratios(figures: Figures, mappings: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    for name, way, base, aim in _RATIOS:
        found = {
            one: figures[one, way] / figures[one, base]
            for one in mappings
            if (one, way) in figures and (one, base) in figures
        }
        mean = statistics.geometric_mean(found.values()) if found else None
        yield name, aim, [*(_number(found.get(one)) for one in mappings), _number(mean)]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that is readable as it stands and as Markdown."""
    widths = [max(len(row[place]) for row in (heading, *rows)) for place in range(len(heading))]

    def line(cells: Sequence[str]) -> str:
        first, *others = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join((first, *others))} |\n"

    rule = line([("-" * width) if place == 0 else "-" * (width - 1) + ":" for place, width in enumerate(widths)])
    return line(heading) + rule + "".join(map(line, rows))


def _picture(figures: Figures, mappings: Sequence[str]) -> str:
    """Bars of microseconds on a scale of powers of ten, a group for each mapping."""
    left, top, bar, gap, width = 90, 60, 9, 14, 560
    parts, y = [], top
    for mapping in mappings:
        bars = [(way, figures[mapping, way]) for way in _BARS if (mapping, way) in figures]
        parts.append(f'<text x="{left - 8}" y="{y + len(bars) * bar / 2 + 4:.0f}" text-anchor="end">{mapping}</text>')
        for way, taken in bars:
            length = _length(taken, width)
            parts.append(f'<rect x="{left}" y="{y}" width="{length:.0f}" height="{bar - 1}" fill="{_colour(way)}"/>')
            parts.append(f'<text x="{left + length + 4:.0f}" y="{y + 8}" class="small">{_number(taken)}</text>')
            y += bar
        y += gap
    key = [
        f'<rect x="{left + place % 4 * 150}" y="{26 + place // 4 * 16}" width="10" height="10" fill="{_colour(way)}"/>'
        f'<text x="{left + 14 + place % 4 * 150}" y="{35 + place // 4 * 16}" class="small">{_label(way)}</text>'
        for place, way in enumerate(_BARS)
    ]
    scale = [
        f'<line x1="{x:.0f}" y1="{top - 4}" x2="{x:.0f}" y2="{y - gap}" stroke="#b1b4b6"/>'
        f'<text x="{x:.0f}" y="{y + 2}" class="small" text-anchor="middle">{10**power}</text>'
        for power in range(5)
        for x in [left + power / _DECADES * width]
    ]
    return _SVG.format(width=left + width + 90, height=y + 10, body="\n".join([*key, *scale, *parts]))


def _length(taken: float, width: int) -> float:
    return max(0.0, math.log10(taken)) / _DECADES * width


def _colour(way: str) -> str:
    return _COLOURS[_BARS.index(way)]


def _label(way: str) -> str:
    return way.removeprefix("whole: ").replace(" with marshalling", ", marshalled")


_SVG: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 aria-label="Microseconds from a submission to its records, for each mapping and each way">
<style>text {{ font: 13px system-ui, sans-serif }} .small {{ font-size: 10px }}</style>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="10" y="16">Microseconds from a submission to its records (each line stands for ten times as long)</text>
{body}
</svg>
"""

_TEXT: Final = """# How fast a mapping runs

A mapping becomes Python code when it has run a few times. `python -m bench.mapping --docs` wrote this page: it runs the
seven mappings and one of 60 answers, 60 fields, 10 flags and a table of 12 rows against the same work written by hand
in Python (`bench/by_hand`), and three of them against engines that others use for such work. All take turns in one run;
the figures are medians of the computing that each process did. Before it measures, the bench shows that all say the
same: by hand everything, the other engines records and flags of the submissions in which nothing is in doubt.

![Microseconds from a submission to its records](../pictures/speed.svg)

{tables}
- **Full** is the way for submissions in which something may be in doubt, on as many that drifted as that fit;
  **trusting** the way for those that fit their form; **whole** begins at the document and reads it too.
- The code by hand calls the same functions for postcodes, telephone numbers and words in a text as mappings do.
- ZEN Engine is given a decision model of a table and expressions; what it has no words for is left out of it (joining
  and replacing texts, title case). Its time counts the way in as a dict and out as one. JSONata is left the hours of a
  named time zone. Neither has decimals of 34 digits, doubt, reasons for a null, or reviews.
"""
