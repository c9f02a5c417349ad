"""How a service puts values in words: dates, times, amounts, choices, and Welsh."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from mapping_dsl.forms import AnswerType, Question

ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN: Final = re.compile(r"dddd|Do|DD?|MMMM|MMM|MM?|YYYY|HH|hh?|mm|ss|a(?![a-z])")


@dataclass(frozen=True, slots=True)
class Manner:
    """One way of putting values. Formats are those of the schemas, with dddd, Do, MMM, h and a besides."""

    date: str
    time: str = "HH:mm"
    money: str = ""
    choices: str = "; "
    months: Sequence[str] = ENGLISH_MONTHS
    answers: Mapping[str, str] = field(default_factory=dict)  #: what stands for an option's title
    sections: Mapping[str, str] = field(default_factory=dict)  #: what stands for a section's title
    is_welsh: bool = False

    def label(self, question: Question) -> str:
        """The question in words."""
        return (self.is_welsh and question.label_cy) or question.label

    def section(self, title: str) -> str:
        """A section's heading."""
        return self.sections.get(title, title)

    def text(self, question: Question, value: Any) -> str:
        """An answer in words; empty for none."""
        if value is None:
            return ""
        match question.type:
            case AnswerType.CHOICE:
                return self._title(question, value)
            case AnswerType.CHOICES:
                return self.choices.join(self._title(question, one) for one in value)
            case AnswerType.DATE:
                return self.day(datetime.fromisoformat(value))
            case AnswerType.TIME:
                return self.moment(datetime.strptime(value, "%H:%M"), self.time)
            case AnswerType.NUMBER:
                return self._amount(question, value)
        return str(value)

    def day(self, day: datetime) -> str:
        """A day by this manner's format."""
        return self.moment(day, self.date)

    def moment(self, moment: datetime, pattern: str) -> str:
        """An instant by a format."""
        month = self.months[moment.month - 1]
        written = {
            "dddd": _DAYS[moment.weekday()], "DD": f"{moment.day:02}", "D": str(moment.day), "Do": _ordinal(moment.day),
            "MMMM": month, "MMM": month[:3], "MM": f"{moment.month:02}", "M": str(moment.month),
            "YYYY": str(moment.year), "HH": f"{moment.hour:02}", "h": str(moment.hour % 12 or 12),
            "hh": f"{moment.hour % 12 or 12:02}", "mm": f"{moment.minute:02}", "ss": f"{moment.second:02}",
            "a": "am" if moment.hour < 12 else "pm",
        }  # fmt: skip
        return _TOKEN.sub(lambda found: written[found[0]], pattern)

    def _title(self, question: Question, const: str) -> str:
        option = question.option(const)
        title = option.title if option else const
        return self.answers.get(title, title)

    def _amount(self, question: Question, value: Decimal | int) -> str:
        is_money = self.money and question.display_format
        if is_money:
            return f"{self.money}{value:,.2f}"
        return f"{value:.2f}" if value % 1 else str(int(value))


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if day in (11, 12, 13) else day % 10, "th")
    return f"{day}{ending}"
