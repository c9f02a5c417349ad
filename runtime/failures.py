"""What may go wrong in the runtime. Each failure carries its sentence; a command or a page shows it as it stands."""


class RuntimeFailure(Exception):
    """Something the runtime could not or would not do; its text is a sentence for the person who asked."""
