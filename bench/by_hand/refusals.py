"""How the language's own functions are called from Python: with somebody to tell why they refuse a value."""

from typing import TypeVar

from mapping_dsl.feel.frames import Call

Wanted = TypeVar("Wanted")


class Refusals(Call):
    """Keeps the last refusal."""

    def __init__(self) -> None:
        self.told = ""

    def refuse(self, code: str, message: str, hint: str = "") -> Wanted | None:
        """Keeps the sentence, and gives null."""
        self.told = message
        return None
