"""How large and how deeply nested an HTML page may be that is read by its structure."""

import re

MAX_CHARACTERS = 1_000_000
MAX_TAGS = 50_000
#: A parser's work grows with tags times depth; unclosed bold is opened anew in every paragraph (HTML, 13.2.4.3).
MAX_TAGS_TIMES_DEPTH = 2_000_000

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_NEVER_OPEN = frozenset(
    """area base br col embed hr img input link meta param source track wbr
    p li dt dd tr td th tbody thead tfoot html head body""".split()  # noqa: SIM905
)


def is_bounded(html: str) -> bool:
    """Whether a page can be parsed in bounded time: whether its tags, nested as they are, are few enough."""
    tags = depth = deepest = 0
    foreign = "<svg" in html or "<math" in html  # in these any element stays open until it is closed
    for end, name in _TAG.findall(html):
        tags += 1
        if foreign or name.lower() not in _NEVER_OPEN:
            depth = max(0, depth - 1) if end else depth + 1
            deepest = max(deepest, depth)
    return tags <= MAX_TAGS and tags * deepest <= MAX_TAGS_TIMES_DEPTH
