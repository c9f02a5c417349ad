"""The investigation of a form whose opening codes are no crimes: made only where the code itself is in doubt."""

from bench.by_hand import crime
from bench.by_hand.case import Made
from bench.by_hand.report import Report


def investigation_without_crime(report: Report, code: str, code_reads: tuple[str, ...]) -> Made | None:
    """The investigation that a person looks at, or none."""
    if not report.case.holds(crime.ROOT, frozenset(code_reads), when=code[0] == "C"):
        return None
    links = [crime.link("P1", "E1", "reported"), crime.link("E1", "L1", "occurred_at")]
    crime.home_link(report, links)
    return {
        "investigation": crime.investigation(report, code, None, crime.investigation_sheet(code_reads)),
        "persons": [crime.informant(report)],
        "objects": [],
        "locations": [crime.scene(report), *crime.home(report)],
        "events": [crime.event(report)],
        "links": links,
    }
