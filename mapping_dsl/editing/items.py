"""Items of a line that may have several: names after commas, and the ways out after `otherwise`."""

import re
from dataclasses import replace
from itertools import pairwise

from mapping_dsl.editing.changes import Change, Draft, EditRefused, TextEdit, as_read
from mapping_dsl.lines import Line

_RULES = ("use", "ignore", "needs", "list", "field", "text")
_FALLBACK = re.compile(r'(review|reject)\s*("[^\n]*")')


class NoSuchItem(EditRefused):
    """A line that has not got so many items."""

    def __init__(self, place: int, count: int) -> None:
        super().__init__(f"there is no item {place}; the line has {count}")


class LastItem(EditRefused):
    """The only item of a line that says nothing without one."""

    def __init__(self) -> None:
        super().__init__("it is the only one; take the whole line out instead")


def add_item(text: str, line: int, written: str, *, place: int | None = None) -> Change:
    """Adds a module to `use`, an answer to `ignore`, a name to `needs`, a column (`NAME as TYPE`) to a list, or an
    `otherwise` to a field: at a place from 1, or at the end."""
    draft = Draft(text)
    found = draft.at(line, "what takes an item", *_RULES)
    items = _items(draft, found)
    at = len(items) + 1 if place is None else place
    if not 1 <= at <= len(items) + 1:
        raise NoSuchItem(at, len(items))
    new = _words(found, written.strip())
    words = draft.words(found)
    sign, opening = ("otherwise", "otherwise") if found.rule in ("field", "text") else (",", "with")
    if at <= len(items) and sign == ",":
        start = items[at - 1][0]
        edit = TextEdit(draft.sheet.span(words[start].start, words[start].start), f"{written.strip()}, ")
        put = (start, (*new, sign))
    elif at <= len(items):
        start = items[at - 1][0] - 1
        edit = TextEdit(draft.sheet.span(words[start].start, words[start].start), f"otherwise {written.strip()} ")
        put = (start, (sign, *new))
    else:
        start = items[-1][1] if items else len(words)
        mark = sign if items else opening
        end = words[start - 1].end
        edit = TextEdit(draft.sheet.span(end, end), f"{'' if mark == ',' else ' '}{mark} {written.strip()}")
        put = (start, (mark, *new))
    return _changed(draft, found, edit, (put[0], put[0], put[1]))


def remove_item(text: str, line: int, place: int) -> Change:
    """Takes out the item at a place from 1."""
    draft = Draft(text)
    found = draft.at(line, "what has items", *_RULES)
    items = _items(draft, found)
    if not 1 <= place <= len(items):
        raise NoSuchItem(place, len(items))
    start, stop = items[place - 1]
    if len(items) == 1 and found.rule in ("use", "ignore", "needs"):
        raise LastItem
    is_first_of_names = place == 1 and len(items) > 1 and found.rule not in ("field", "text")
    start, stop = (start, stop + 1) if is_first_of_names else (start - 1, stop)
    words = draft.words(found)
    span = (words[start].start, words[stop].start) if is_first_of_names else (words[start - 1].end, words[stop - 1].end)
    return _changed(draft, found, TextEdit(draft.sheet.span(*span), ""), (start, stop, ()))


def _changed(draft: Draft, line: Line, edit: TextEdit, put: tuple[int, int, tuple[str, ...]]) -> Change:
    entries = draft.entries()
    at = draft.lines.index(line)
    start, stop, new = put
    words = entries[at].words
    entries[at] = replace(entries[at], words=(*words[:start], *new, *words[stop:]))
    return draft.changed([edit], entries, edit.text)


def _items(draft: Draft, line: Line) -> list[tuple[int, int]]:
    """Each item of a line by its first word and the one after its last."""
    words = draft.words(line)
    types = [word.type for word in words]
    end = next((place for place, type_ in enumerate(types) if type_ == "BECAUSE"), len(words))
    if line.rule in ("field", "text"):
        marks = [place for place, type_ in enumerate(types) if type_ == "OTHERWISE"]
    elif line.rule == "list" and "WITH" not in types:
        return []
    else:
        begin = types.index("WITH") if line.rule == "list" else 0
        marks = [begin, *(place for place in range(begin, end) if types[place] == "COMMA")]
    return [(one + 1, other) for one, other in pairwise([*marks, end])]


def _words(line: Line, written: str) -> tuple[str, ...]:
    """The words that an item is to be read as."""
    fallback = _FALLBACK.fullmatch(written) if line.rule in ("field", "text") else None
    if fallback:
        return (fallback[1], fallback[2])
    return tuple(re.split(r"\s+(as)\s+", written)) if line.rule == "list" else (as_read(written),)
