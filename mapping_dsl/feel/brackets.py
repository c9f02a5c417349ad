"""Brackets that are open while a text is read, and what closes them; ranges may open and close with different ones."""

from dataclasses import dataclass, field

#: token types by sign
OPENERS = {"(": "LPAR", "[": "LSQB", "{": "LBRACE"}
CLOSERS = {")": "RPAR", "]": "RSQB", "}": "RBRACE"}
_PARTNERS = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True)
class Bracket:
    """An open bracket, and what is only known inside it."""

    opener: str
    at: int
    names_before: int
    holds_parameters: bool = False
    is_filter: bool = False
    has_dots: bool = False
    binds: bool = False  #: a comma here is followed by the next iteration's name
    waiting: list[str] = field(default_factory=list)  #: `between` and `if` that wait for their `and` and `then`

    @property
    def closing_hint(self) -> str:
        """What to write for it to be closed."""
        return f"write `{_PARTNERS.get(self.opener, '[')}` where it ends"

    @property
    def is_list(self) -> bool:
        """Whether it holds a list, or the beginning of a range that has not come to its dots yet."""
        return self.opener == "[" and not self.has_dots

    def is_closed_by(self, sign: str) -> bool:
        """Whether a sign closes it: a range, (1..2], ends as it likes."""
        if self.has_dots and self.opener in {"(", "[", "]"}:
            return sign in {")", "]", "["}
        return _PARTNERS.get(self.opener) == sign
