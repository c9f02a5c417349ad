"""Time zones by name, from the time zone database as it was when this module was loaded: no expression opens a file."""

from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

_ROOT = resources.files("tzdata")
_NAMES = _ROOT.joinpath("zones").read_text(encoding="ascii").split()
_DATA = {name: _ROOT.joinpath("zoneinfo", name).read_bytes() for name in _NAMES}
#: the zones that were asked for: two of one name must be one, as Python compares zones by identity
_made: dict[str, ZoneInfo] = {}


def named_zone(name: str) -> ZoneInfo | None:
    """The zone of that name, None where the database has none."""
    if name not in _made and name in _DATA:
        _made[name] = ZoneInfo.from_file(BytesIO(_DATA[name]), key=name)
    return _made.get(name)
