"""What is set from outside, read once into one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from runtime.failures import RuntimeFailure


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and how the studio runs."""

    database_url: str = field(repr=False)  #: may hold a password: never shown
    instance: Path  #: originals, watched folders, the SQLite file
    library: Path  #: what the first start imports
    demonstration: bool = False  #: known users, on loopback alone
    port: int = 8000
    target_url: str = "http://127.0.0.1:8001"  #: where CHS and CONNECT answer
    secret_key: str = field(default="", repr=False)  #: signs cookies; empty: the one that the database keeps

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of our own."""
        return self.database_url.startswith("sqlite")


class SettingRefused(RuntimeFailure):
    """An environment variable holds what cannot be used."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name} is {value!r}; it must be {wanted}")


def settings_from(environ: Mapping[str, str], *, demonstration: bool = False) -> Settings:
    """The settings that the environment gives: STUDIO_DATABASE_URL, _INSTANCE, _LIBRARY, _PORT, _TARGET_URL."""
    instance = Path(environ.get("STUDIO_INSTANCE", "instance")).absolute()
    return Settings(
        database_url=_with_driver(environ.get("STUDIO_DATABASE_URL") or f"sqlite:///{instance / 'studio.db'}"),
        instance=instance,
        library=Path(environ.get("STUDIO_LIBRARY", "mappings")).absolute(),
        demonstration=demonstration or environ.get("STUDIO_DEMONSTRATION") == "1",
        port=_port(environ.get("STUDIO_PORT", "8000")),
        target_url=environ.get("STUDIO_TARGET_URL", "http://127.0.0.1:8001").rstrip("/"),
        secret_key=environ.get("STUDIO_SECRET_KEY", ""),
    )


def _with_driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        scheme = url.partition(":")[0]
        raise SettingRefused("STUDIO_DATABASE_URL", f"{scheme}:…", "an address that begins sqlite:/// or postgresql://")
    return url


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise SettingRefused("STUDIO_PORT", text, "a number from 1 to 65535")
    return int(text)
