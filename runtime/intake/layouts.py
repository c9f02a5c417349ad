"""How services write a form down, as data, and the text of a mail as the lines that such a layout has."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a service writes a form down as lines."""

    separator: str = ":"  #: stands between a question and its answer
    underlines: str = "-=~_"  #: a line of one of these makes a heading of the line above
    element: re.Pattern[str] = field(
        default=re.compile(r"\[?\s*(?P<item>\D{1,60}?)\s+(?P<place>\d{1,4}) (?:of|o) (?P<count>\d{1,4})\s*\]?")
    )  #: opens one element of a group
    reference_labels: tuple[str, ...] = ("Reference", "Cyfeirnod")
    submitted_labels: tuple[str, ...] = ("Submitted", "Cyflwynwyd")
    signature: str = "--"  #: a line of its own, after which nothing belongs to the form (RFC 3676, 4.3)

    def is_underline(self, line: str) -> bool:
        """Whether a line does nothing but underline."""
        return len(line) > 2 and line[0] in self.underlines and line.count(line[0]) == len(line)


ORDINARY = Layout()
