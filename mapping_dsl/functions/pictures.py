"""Pictures of dates, times and numbers (`DD/MM/YYYY`, `D MMMM YYYY`, `HH:mm`, `#,##0.00`), read and written."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Context, Decimal
from functools import lru_cache

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMED = {"GBP": "£#,##0.00"}
# Wide enough for the largest number of FEEL with all its digits before the point (decimal128: 1E+6144).
_EXACTLY = Context(prec=6200)
_PART = re.compile(r"YYYY|MMMM|MMM|MM|M|DD|D|HH|H|mm|ss|.", re.DOTALL)
_NUMBER = re.compile(r"(?P<before>[^#0]*)(?P<whole>[#,]*[0,]*)(?:\.(?P<places>0*#*))?(?P<after>[^#0.,]*)")
_READS = {
    "YYYY": r"(?P<year>\d{4})",
    "MMMM": r"(?P<month_name>[a-z]+)",
    "MMM": r"(?P<month_name>[a-z]+)",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})",
    "H": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})",
}
_DATE_PARTS = frozenset({"YYYY", "MMMM", "MMM", "MM", "M", "DD", "D"})
_TIME_PARTS = frozenset({"HH", "H", "mm", "ss"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a date, a time or both, taken apart once."""

    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None  #: None where one part stands twice, so that nothing can be read by it

    @property
    def shows_date(self) -> bool:
        """Whether it shows year, month and day, all three."""
        return all(any(part[0] == letter for part in self.parts) for letter in "YMD")

    @property
    def shows_time(self) -> bool:
        """Whether it shows at least the hour."""
        return any(part in ("HH", "H") for part in self.parts)

    def read(self, text: str) -> datetime | None:
        """The instant, without a zone, that a text written by this picture tells; None where it does not fit."""
        found = self.pattern.fullmatch(" ".join(text.split())) if self.pattern else None
        if found is None:
            return None
        told = {name: int(digits) for name, digits in found.groupdict().items() if name != "month_name"}
        month = told.get("month", 1) if "month_name" not in found.groupdict() else _month(found["month_name"])
        day = told.get("year", 1), month, told.get("day", 1)
        try:
            return datetime(*day, told.get("hour", 0), told.get("minute", 0), told.get("second", 0))
        except ValueError:  # no such month, day or hour
            return None

    def write(self, value: date | time) -> str | None:
        """The value by this picture; None where the value has not got what the picture shows."""
        if any(part in _TIME_PARTS for part in self.parts) and not isinstance(value, datetime | time):
            return None
        if any(part in _DATE_PARTS for part in self.parts) and not isinstance(value, date):
            return None
        return "".join(_written(part, value) for part in self.parts)


@lru_cache(maxsize=256)
def picture(text: str) -> Picture | None:
    """The picture that a text describes, None where it shows neither date nor time."""
    parts = tuple(_PART.findall(text))
    shown = [part for part in parts if part in _READS]
    if not shown:
        return None
    kinds = [_READS[part].split(">")[0] for part in shown]
    if len(set(kinds)) < len(kinds):
        return Picture(parts, None)
    pattern = "".join(_READS.get(part) or re.escape(part) for part in parts)
    return Picture(parts, re.compile(pattern, re.IGNORECASE | re.ASCII))


def write_number(value: Decimal | int, text: str) -> str | None:
    """The number by a picture like `#,##0.00`, half-even; None where the text is not such a picture."""
    found = _NUMBER.fullmatch(_NAMED.get(text, text))
    if found is None or not (found["whole"] or found["places"]):
        return None
    places = found["places"] or ""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-len(places)), context=_EXACTLY)
    whole, _, decimals = f"{abs(rounded):f}".partition(".")
    digits = whole.lstrip("0").rjust(found["whole"].count("0"), "0")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", ",", digits) if "," in found["whole"] else digits
    kept = decimals[: places.count("0")] + decimals[places.count("0") :].rstrip("0")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{found['before']}{grouped}{'.' + kept if kept else ''}{found['after']}"


def _month(name: str) -> int:
    """The number of a month told by its name or the first three letters of it, 0 where there is none of that name."""
    told = name.lower()
    return next((at for at, month in enumerate(_MONTHS, 1) if told in (month.lower(), month[:3].lower())), 0)


def _written(part: str, value: date | time) -> str:
    if part in _DATE_PARTS and isinstance(value, date):
        return _written_date(part, value)
    if part in _TIME_PARTS and isinstance(value, datetime | time):
        number = {"H": value.hour, "m": value.minute, "s": value.second}[part[0]]
        return f"{number:0{len(part)}}"
    return part


def _written_date(part: str, value: date) -> str:
    if part.startswith("MMM"):
        return _MONTHS[value.month - 1][: None if part == "MMMM" else 3]
    number = {"Y": value.year, "M": value.month, "D": value.day}[part[0]]
    return f"{number:0{len(part)}}"
