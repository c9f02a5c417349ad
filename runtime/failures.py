"""What may go wrong in the runtime. Each failure carries its sentence; a command or a page shows it as it stands."""


class RuntimeFailure(Exception):
    """Something the runtime could not or would not do; its text is a sentence for the person who asked."""


class NotThere(RuntimeFailure):
    """The force has no such thing, whether or not another force has."""

    def __init__(self, what: str, name: object) -> None:
        super().__init__(f"there is no {what} {name}")


class ReasonMissing(RuntimeFailure):
    """Something that must be explained came without words."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a reason in words")


def assert_reason(what: str, why: str) -> None:
    """Raises ReasonMissing where nobody said why."""
    if not why.strip():
        raise ReasonMissing(what)
