"""A layout learnt from one filled form: what stands before, beside and after the form's own labels, again and again."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mapping_dsl.forms import FormVersion
from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.script import SlotKind, write_script
from runtime.intake.aligning.sighting import Sighting, Words
from runtime.intake.layout import Layout, Template
from runtime.intake.layout.templates import is_row
from runtime.intake.witness.lines import Line

_SHARE: Final = 0.7  #: of the labels that a mark must stand beside to be the layout's
_FEWEST: Final = 3  #: labels that make a layout
_FEWEST_MORE: Final = 2  #: labels that make another template of it
_MOST_TEMPLATES: Final = 5
_NUMBER: Final = re.compile(r"\d{1,3}[a-z]?")
_RUN: Final = re.compile(r"([^\w\s]|_)\1{2,}")
_NUMBERED: Final = re.compile(r"\{number\}|.")
_MARKED: Final = re.compile(r".*(?:[^\w\s}]|(?<!\{number)\}|_)\s*")
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»", "“": "”", '"': '"', "'": "'"}
_OF_SENTENCES: Final = frozenset(".!?:)\"'”’")  #: marks that answers end with anywhere
_BESIDE: Final = re.compile(r"(?:\s*\*(?=\s*[^\w\s*]))?(?P<marks>(?:[^\w\n]|_)*)")
_MAX_MARKS: Final = 12
_AGAIN: Final = "\ue000"  #: stands for the label where it comes once more (a letter that no text has)
_LONGEST_LEAD: Final = 30
_LOOKED_AT: Final = 60  #: characters of an answer in which its lead may stand


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands around one label."""

    words: Words
    before: str
    beside: str  #: the marks after it, up to what may be the answer
    text: str  #: what follows the label on its line, whole
    under: str  #: the next line that is not blank
    label: str  #: as it stands there
    closing: str  #: the mark that ends it: "?", ")"
    is_capital: bool
    is_over_words: bool  #: that line is no label and no heading


def learn_layout(lines: Sequence[Line], form: FormVersion, words: Layout | None = None) -> Layout | None:
    """The layout in which a form is written down in these lines; None where too little of the form stands there.

    `words` gives what cannot be learnt from one text: labels of references, words for blank.
    """
    words = words or Layout()
    return infer_layout(Sheet(lines, write_script(form, words.references, words.submitted)), words)


def infer_layout(sheet: Sheet, words: Layout) -> Layout | None:
    """The layout of a sheet."""
    shown = [_shown(sheet, one) for one in sheet.sightings if _is(sheet, one, SlotKind.QUESTION)]
    questions = _templates(shown)
    if not questions and not sheet.is_structured:
        return None
    headings = _marks(_heading(sheet, one) for one in sheet.sightings if _is(sheet, one, SlotKind.SECTION))
    elements = _marks(_element(sheet, one) for one in sheet.sightings if _is(sheet, one, SlotKind.ELEMENT))
    return replace(words, name="", title="", questions=questions, headings=headings, elements=elements)


def _is(sheet: Sheet, one: Sighting, kind: SlotKind) -> bool:
    return any(slot.kind is kind for slot in sheet.script.by_words[one.words])


def _shown(sheet: Sheet, one: Sighting) -> _Shown:
    lines = sheet.lines
    first, last, end = lines[one.line].text, lines[one.last].text, one.end
    before = _NUMBER.sub("{number}", _short(first[: one.start].lstrip(" >\t")))
    if end > one.bare and last[end - 1] == _BRACKETS.get(before.strip()[-1:]):
        end -= 1  # what closes a bracket before the label is no part of it
    beside = _BESIDE.match(last[end:])
    at = sheet.next_written(one.last + 1)
    is_answered = at < len(sheet.lines) and at not in sheet.named and at not in sheet.headed
    return _Shown(
        one.words,
        before,
        beside["marks"] if beside else "",
        last[end:],
        lines[at].text if at < len(lines) else "",
        first[one.start : end] if one.last == one.line else "",
        last[one.bare : end].strip()[-1:],
        first[one.start : one.bare if one.last == one.line else None].isupper(),
        is_answered,
    )


def _templates(shown: Sequence[_Shown]) -> tuple[Template, ...]:
    """The templates of questions: that with which most labels agree, and others for what it leaves."""
    templates: list[Template] = []
    left = list(shown)
    while left:
        fewest = _FEWEST_MORE if templates else _FEWEST
        template, told = _most_common(left, fewest)
        if len(told) < fewest:
            break
        templates.append(template)
        left = [one for one in left if one.words not in told]
    first, further = templates[:1], templates[1:_MOST_TEMPLATES]
    if alone := _of_labels_alone(shown, first):
        further = [template for template in further if len(template) == 1]
    return (*first, *further, *_of_closed(left, first), *_of_blank(left, first), *alone)


def _of_labels_alone(shown: Sequence[_Shown], templates: Sequence[Template]) -> list[Template]:
    """Labels alone on their lines, where others have a mark and an answer beside them: nothing was answered there."""
    for first in (one[0] for one in templates if len(one) == 1):
        before, label, beside = first.partition("{label}")
        alone = [one for one in shown if not one.text.strip() and one.before.strip() == before.strip()]
        are_answered = sum(one.is_over_words for one in alone) >= _SHARE * len(alone)
        is_marked = beside.partition("{answer}")[0].strip() != ""
        if label and is_marked and not are_answered and len({one.words for one in alone}) >= _FEWEST_MORE:
            return [(f"{before}{{label}}  {{answer}}",)]
    return []


def _of_closed(left: Sequence[_Shown], templates: Sequence[Template]) -> list[Template]:
    """How the first template is written after a label that ends in a mark of its own: "In danger? No", "Name: Kim"."""
    closings = sorted({one.closing for one in left if _needs_no_mark(one)})
    befores = (first.partition("{label}")[0] for first, *_ in (one for one in templates if len(one) == 1))
    return [(f"{before}{{label}}{closing} {{answer}}",) for before in befores for closing in closings]


def _needs_no_mark(one: _Shown) -> bool:
    """Whether a label ends in a mark, and its answer follows after one blank."""
    return bool(one.closing) and one.text[:1] == " " and one.beside.strip() == "" and one.text[1:2].strip() != ""


def _of_blank(left: Sequence[_Shown], templates: Sequence[Template]) -> list[Template]:
    """How the first template is written where nothing was answered: without the marks that stand around answers."""
    found: set[Template] = set()
    for first, *_ in (template for template in templates if len(template) == 1):
        before, label, beside = first.partition("{label}")
        marks = {one.text.strip() for one in left}
        found |= {(f"{before}{label}{mark} {{answer}}",) for mark in marks if mark and beside.startswith(mark)}
    return sorted(found)[:1]


def _most_common(shown: Sequence[_Shown], fewest: int) -> tuple[Template, set[Words]]:
    """The template that most labels have, and these; answers stand below where fewer labels have marks beside them."""
    before = _of_most(shown, lambda one: one.before)
    same = [one for one in shown if one.before == before]
    beside = {mark: {one.words for one in same if _has(one, mark)} for mark in _candidates(same)}
    under = {one.words for one in same if not one.text.strip()}
    most = max((len(told) for told in beside.values()), default=0)
    if most < fewest or most < len(under):
        if not under:
            return (), set()
        return _under(before, "", [one for one in same if one.words in under]), under
    mark = max((mark for mark, told in beside.items() if len(told) >= _SHARE * most), key=_tells)
    told = [one for one in same if _has(one, mark)]
    if sum(not _rest(one, mark) for one in told) >= _SHARE * len(told):
        return _under(before, mark, told), beside[mark]
    closing = _closing([_without_label(_rest(one, mark), one.label) for one in told], mark)
    gap = "" if mark.strip() and _are_close(told, mark) else " "
    return (
        f"{before}{_label(told)}{mark.rstrip(' ') or mark[1:]}{gap}{{answer}}{closing}".replace("\t ", "\t"),
    ), beside[mark]


def _tells(mark: str) -> tuple[int, bool, str]:
    """How much a mark tells: the longer the more, and blanks least. No two tell as much."""
    return len(mark), bool(mark.strip()), mark


def _are_close(told: Sequence[_Shown], mark: str) -> bool:
    """Whether answers follow a mark without a blank."""
    after = [rest for one in told if (rest := _short(one.text).removeprefix(mark)).strip()]
    return sum(not rest[0].isspace() for rest in after) >= _SHARE * len(after)


def _under(before: str, mark: str, told: Sequence[_Shown]) -> Template:
    """The template of answers that stand under their labels, with what leads and ends their lines."""
    answers = [one.under for one in told]
    lead = shared_lead(answers)
    if not lead:
        return f"{before}{_label(told)}{mark}", "{answer}"
    rest = [_numbered(answer.strip()).removeprefix(lead.rstrip()) for answer in answers]
    return f"{before}{_label(told)}{mark}", f"{lead.rstrip()} {{answer}}{_closing(rest, lead)}"


def shared_lead(texts: Iterable[str]) -> str:
    """What nearly all texts begin with, up to its last mark: "A{number}. ", "You said: ". Empty where they differ."""
    written = [text for text in texts if text.strip()]
    firsts = Counter("0" if text.lstrip()[0].isdecimal() else text.lstrip()[0] for text in written)
    if max(firsts.values(), default=0) < _SHARE * len(written):
        return ""
    begun = [_NUMBERED.findall(_numbered(_short(text[:_LOOKED_AT]).lstrip())) for text in written]
    lead, left = "", begun
    for at in range(_LONGEST_LEAD):
        pieces = Counter(one[at] for one in left if at < len(one)).most_common(1)
        piece, count = pieces[0] if pieces else ("", 0)
        if not count or count < _SHARE * len(begun):
            break
        lead, left = lead + piece, [one for one in left if one[at : at + 1] == [piece]]
    marked = _MARKED.match(lead)
    return marked[0] if marked else ""


def _closing(answers: Sequence[str], opening: str) -> str:
    """Marks that end nearly all answers: a full stop is the answers' own, unless it also stands before them."""
    closing = shared_lead(answer.rstrip()[::-1] for answer in answers)[::-1].lstrip()
    mirrored = {*opening, *(_BRACKETS[mark] for mark in opening if mark in _BRACKETS)}
    is_its_own = "{" in closing or (mirrored.isdisjoint(closing) and not _OF_SENTENCES.isdisjoint(closing))
    return "" if is_its_own else f" {closing.replace(_AGAIN, '{label}')}"


def _without_label(text: str, label: str) -> str:
    """What stands beside a label, with a mark where it ends with the label once more: "Grace</Your name>"."""
    before, found, after = text.rpartition(label) if label else (text, "", "")
    return f"{before}{_AGAIN}{after}" if found and len(after) <= _MAX_MARKS else text


def _numbered(text: str) -> str:
    """The text with `{number}` for each of its numbers."""
    return _NUMBER.sub("{number}", text)


def _candidates(shown: Sequence[_Shown]) -> set[str]:
    """Every beginning of the marks beside labels: the answer's own marks come after the layout's."""
    found: set[str] = set()
    for one in shown:
        marks = _short(one.beside)[:_MAX_MARKS]
        if "\t" in one.beside and not one.beside.strip():
            found.add("\t")
        elif not marks.strip():
            parted = {one.closing} if _needs_no_mark(one) else {one.beside[:2]} - {""}
            found |= parted if one.text.strip() else set()
        else:
            found.update(end for at in range(1, len(marks) + 1) if (end := marks[:at].rstrip()))
    worded = shared_lead(one.text for one in shown).rstrip()
    is_answer = worded.startswith("{number}")  # 17.11.2026 and 02.33 have a number in common, and a dot
    return found | ({worded} if any(map(str.isalnum, worded)) and not is_answer else set())


def _has(one: _Shown, mark: str) -> bool:
    if _needs_no_mark(one) and mark in (one.closing, " "):
        return mark == one.closing
    if not mark.strip():
        return one.text.startswith(mark) or (mark == "\t" and "\t" in one.beside) or not one.text.strip()
    if any(map(str.isalnum, mark)):
        return _numbered(_short(one.text).lstrip()).startswith(mark)
    return _short(one.beside).startswith(mark)


def _rest(one: _Shown, mark: str) -> str:
    if not mark.strip():
        return _short(one.text).strip()
    text = _numbered(_short(one.text).lstrip()) if any(map(str.isalnum, mark)) else _short(one.text)
    return text.removeprefix(mark).strip()


def _short(text: str) -> str:
    """Marks with each row of one of them at the length in which templates show it."""
    blank = " " if text.strip() else text
    return _RUN.sub(r"\1\1\1", re.sub(r"[ \xa0]+", blank, text) if text.strip() else text)


def _label(told: Collection[_Shown]) -> str:
    return "{LABEL}" if sum(one.is_capital for one in told) >= _SHARE * len(told) else "{label}"


def _of_most(shown: Iterable[_Shown], key: Callable[[_Shown], str]) -> str:
    """The value that most different labels have."""
    labels: dict[str, set[Words]] = {}
    for one in shown:
        labels.setdefault(key(one), set()).add(one.words)
    return max(labels, key=lambda value: len(labels[value]), default="")


def _marks(templates: Iterable[Template]) -> tuple[Template, ...]:
    """The templates that come most often."""
    common = Counter(filter(None, templates)).most_common(2)
    return tuple(template for template, count in common if 2 * count >= common[0][1])


def _heading(sheet: Sheet, one: Sighting) -> Template:
    """The heading's line, and rows of marks above and below it; nothing where the line says more."""
    lines, line = sheet.lines, sheet.lines[one.line].text
    around = (_short(line[: one.start]), _short(line[one.end :]))
    if one.line != one.last or len("".join(around)) > _MAX_MARKS or any(map(_ends_in_word, around)):
        return ()
    name = "{HEADING}" if line.isupper() else "{heading}"
    above = _row(lines[one.line - 1].text) if one.line else ""
    below = _row(lines[one.last + 1].text) if one.last + 1 < len(lines) else ""
    shown = f"{_numbered(around[0]).lstrip(' >')}{name}{around[1]}".strip()
    return tuple(filter(None, (above, shown, below)))


def _ends_in_word(text: str) -> bool:
    """Whether it is a word that stands before or after a name, and not a mark such as `Section:` or `</h2>`."""
    return text.strip()[-1:].isalnum()


def _row(text: str) -> str:
    """The row as templates show it; nothing where it is of several marks, which are seldom the same."""
    return text.strip()[0] * 5 if is_row(text) and len(set(text.strip())) == 1 else ""


def _element(sheet: Sheet, one: Sighting) -> Template:
    """The mark that opens an element, with its numbers."""
    line = sheet.lines[one.line].text
    before, after = line[: one.start], line[one.bare :]
    if one.line != one.last or len(before) > _MAX_MARKS or _ends_in_word(before) or not sheet.is_mark(one):
        return ()
    place, count, *_ = (*_NUMBER.findall(after), "", "")
    if not place:
        return ()
    shown = after.replace(place, "{place}", 1)
    head, _, tail = shown.partition("{place}")
    tail = tail.replace(count, "{count}", 1) if count else tail
    return (f"{before.lstrip(' >')}{{item}}{head}{{place}}{tail}".strip(),)
