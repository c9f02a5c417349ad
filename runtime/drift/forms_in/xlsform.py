"""XLSForms: workbooks with the sheets survey, choices and settings (xlsform.org), as ODK and Kobo write them."""

import io
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mapping_dsl.exchange.grid import address_of
from mapping_dsl.exchange.hostile import FileRefused, read_archive, read_xml
from mapping_dsl.forms import AnswerType, Option, Question
from runtime.drift.forms_in.about import About, with_dot
from runtime.drift.forms_in.build import LONGEST_TEXT, MOST_OPTIONS, MOST_QUESTIONS, Gathered, options_of
from runtime.drift.forms_in.found import ID, VERSION, DefinitionRefused, FoundForm, Sureness
from runtime.drift.forms_in.naming import form_id
from runtime.drift.forms_in.relevance import NotTranslated, to_feel
from runtime.drift.forms_in.written import TIME_FORMAT

_MOST_UNPACKED: Final = 16 * 1024 * 1024
_MOST_COLUMNS: Final = 100
_MOST_ROWS: Final = 20_000
_WELSH: Final = ("cy", "cymraeg", "welsh")
_ENGLISH: Final = ("en", "english")
_YES: Final = ("yes", "true", "true()")
_LINE: Final = Question("", "", AnswerType.STRING, 0)
_TYPES: Final[Mapping[str, Question]] = {
    "text": _LINE,
    "string": _LINE,
    "barcode": _LINE,
    "geopoint": _LINE,
    "integer": replace(_LINE, type=AnswerType.NUMBER, is_whole=True),
    "int": replace(_LINE, type=AnswerType.NUMBER, is_whole=True),
    "range": replace(_LINE, type=AnswerType.NUMBER),
    "decimal": replace(_LINE, type=AnswerType.NUMBER),
    "date": replace(_LINE, type=AnswerType.DATE, display_format="DD/MM/YYYY"),
    "time": replace(_LINE, type=AnswerType.TIME, display_format=TIME_FORMAT),
    "datetime": replace(_LINE, type=AnswerType.DATE_TIME),
    "acknowledge": replace(_LINE, type=AnswerType.BOOLEAN),
}
#: rows that ask nothing: what a phone adds by itself, computed values, and words that are only shown
_SILENT: Final = frozenset(
    """start end today deviceid phonenumber username email simserial subscriberid audit calculate note hidden
    background-audio start-geopoint xml-external csv-external""".split()  # noqa: SIM905
)
#: written behind a list of choices: one more, and a question what else it was (xlsform.org, "Specify other")
_OR_OTHER: Final = "or_other"
_OTHER: Final = Option("other", "Other")
_SPECIFY: Final = "Specify other."
_SELECTS: Final = {"select_one": AnswerType.CHOICE, "select_multiple": AnswerType.CHOICES, "rank": AnswerType.CHOICES}
#: what openpyxl raises over a workbook whose parts are not what they say they are
_UNREADABLE: Final = (
    BadZipFile, InvalidFileException, LookupError, ValueError, TypeError, AttributeError, ArithmeticError,
    AssertionError, SyntaxError, OSError, EOFError, RuntimeError, zlib.error,
)  # fmt: skip


def read_xlsform(content: bytes, about: About) -> FoundForm:
    """The form. Raises DefinitionRefused, naming sheet and cell."""
    sheets = _sheets(content)
    survey = sheets.get("survey")
    if survey is None or "type" not in survey.headings:
        raise DefinitionRefused(
            "sheet survey", "an XLSForm has a sheet of that name with the columns type, name, label"
        )
    choices = _choices(sheets["choices"]) if "choices" in sheets else {}
    settings = next(iter(sheets["settings"].rows()), None) if "settings" in sheets else None
    return _Survey(survey, choices).found(_named(about, settings) if settings else about)


def _named(about: About, settings: "_Row") -> About:
    """What the form is called: its title as its own settings say, id and version as was asked for, else as they say."""
    version, own = settings.text("version"), settings.text("form_id")
    named = own if ID.fullmatch(own) else form_id(own) if own else ""
    return replace(
        about,
        title=settings.text("form_title") or about.title,
        form=about.form or named,
        version=about.version or (with_dot(version) if VERSION.fullmatch(version) else ""),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet's cells below its row of headings."""

    title: str
    headings: Mapping[str, int]  #: in small letters, to their columns
    cells: Sequence[Sequence[str]]

    def rows(self) -> Iterator["_Row"]:
        """The rows that say something."""
        return (_Row(self, at, cells) for at, cells in enumerate(self.cells, 1) if any(cells))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a sheet, by headings."""

    sheet: _Sheet
    at: int
    cells: Sequence[str]

    def text(self, *headings: str) -> str:
        """The text under the first of the headings that has one."""
        columns = (self.sheet.headings.get(heading) for heading in headings)
        texts = (self.cells[column] for column in columns if column is not None and column < len(self.cells))
        return next((text for text in texts if text), "")

    def words(self, heading: str, languages: Sequence[str]) -> str:
        """The text under a heading for a language: `label::Cymraeg (cy)`."""
        known = [one for one in self.sheet.headings if one.startswith(f"{heading}:")]
        meant = (one for one in known if any(part in languages for part in _parts(one)))
        return self.text(*meant)

    def label(self) -> str:
        """What it says in English, or else in the first language there is."""
        others = [one for one in self.sheet.headings if one.startswith("label:")]
        return self.text("label") or self.words("label", _ENGLISH) or self.text(*others)

    def where(self, heading: str) -> str:
        """Sheet and cell."""
        return f"sheet {self.sheet.title}, cell {address_of(self.at, self.sheet.headings.get(heading, 0))}"


def _parts(heading: str) -> list[str]:
    return heading.replace("::", " ").replace("(", " ").replace(")", " ").replace(":", " ").split()


class _Survey:
    """Goes through the rows of the sheet survey."""

    def __init__(self, sheet: _Sheet, choices: Mapping[str, tuple[Option, ...]]) -> None:
        self.sheet = sheet
        self.choices = choices
        self.gathered = Gathered()
        self.names: dict[str, str] = {}
        self.relevant: dict[
            str, tuple[_Row, list[str]]
        ] = {}  #: by question: its row, and the conditions it stands under
        self.begun: list[tuple[str, _Row]] = []
        self.repeat: list[Question] = []

    def found(self, about: About) -> FoundForm:
        """The whole form."""
        for row in self.sheet.rows():
            self._take(row)
        for word, row in self.begun:
            self.gathered.remark(row.where("type"), f"this {word} is not ended; it ends with the sheet")
        while self.begun:
            self._end()
        questions = {one.name: one for one in self.gathered.questions}
        shown = [replace(one, show_if=self._show_if(one.name, questions)) for one in self.gathered.questions]
        return self.gathered.found(about.form_version(shown))

    def _take(self, row: _Row) -> None:
        type_, _, rest = " ".join(row.text("type").split()).partition(" ")
        if not type_ or (type_.lower() in _SILENT and not rest):
            return
        word, _, kind = f"{type_} {rest}".lower().replace("_", " ").strip().partition(" ")
        if word == "begin":
            self.begun.append((kind, row))
        elif word == "end":
            self._end() if self.begun else self.gathered.remark(row.where("type"), "nothing was begun that ends here")
        else:
            self._ask(row, type_.lower(), rest)

    def _ask(self, row: _Row, type_: str, rest: str) -> None:
        label = row.label() or row.text("name")
        if not label:
            raise DefinitionRefused(row.where("label"), "the question has neither a label nor a name")
        made, sureness = self._typed(row, type_, rest)
        asked = replace(
            made,
            label=label,
            label_cy=row.words("label", _WELSH),
            required=row.text("required", "bind::required").lower() in _YES,
        )
        own = row.text("name")
        self._put(asked, own, row, sureness)
        if made.options and _says_or_other(type_, rest):
            const = next(one.const for one in made.options if _is_other(one))
            other = replace(_LINE, label=_SPECIFY)
            sureness = Sureness(0.7, f"{_OR_OTHER} has it asked; its words may be others")
            self._put(other, f"{own}_{_OTHER.const}", row, sureness, f"selected(${{{own}}}, '{const}')")

    def _put(self, question: Question, own: str, row: _Row, sureness: Sureness, when: str = "") -> None:
        """Puts a question in its place, under the row's condition and another one."""
        in_repeat = any(word == "repeat" for word, _ in self.begun)
        taken = [one.name for one in self.repeat] if in_repeat else None
        name = self.gathered.name(own, question.label, taken)
        asked = replace(question, name=name, section=self._section(), order=len(self.repeat) + 1)
        if not in_repeat:
            self._add(asked, own, row, sureness, when)
            return
        self.repeat.append(asked)
        if when or row.text("relevant", "bind::relevant"):
            where = row.where("relevant" if row.text("relevant", "bind::relevant") else "type")
            sentence = f"“{asked.label}” counts as always put: in a group no question has a condition"
            self.gathered.remark(where, sentence)

    def _add(self, question: Question, own: str, row: _Row, sureness: Sureness, when: str = "") -> None:
        self.gathered.add(question, row.where("name"), sureness)
        self.names.setdefault(own, question.name)
        tests = [one.text("relevant", "bind::relevant") for one in (*(one for _, one in self.begun), row)]
        self.relevant[question.name] = (row, [one for one in (*tests, when) if one])

    def _section(self) -> str:
        """The outermost group's words: forms here have sections of one depth."""
        return next((row.label() for word, row in self.begun if word == "group" and row.label()), "")

    def _end(self) -> None:
        word, row = self.begun.pop()
        if word != "repeat" or any(one == "repeat" for one, _ in self.begun):
            return
        questions, self.repeat = tuple(self.repeat), []
        if not questions:
            return
        label = row.label() or row.text("name") or "Element"
        name = self.gathered.name(row.text("name"), label)
        group = Question(name, label, AnswerType.GROUP, 0, self._section(), questions=questions, item_name=label)
        self._add(group, row.text("name"), row, Sureness(1.0, "the sheet repeats it"))

    def _typed(self, row: _Row, type_: str, rest: str) -> tuple[Question, Sureness]:
        sure = Sureness(1.0, f"the sheet says {type_}")
        if type_ in _SELECTS:
            options = self.choices.get(rest.split(" ")[0].lower(), ())
            if options and _says_or_other(type_, rest) and not any(map(_is_other, options)):
                options = (*options, _OTHER)
            if not options:
                self.gathered.remark(
                    row.where("type"), f"the sheet choices has no list “{rest}”: taken as a line of text"
                )
                return _LINE, Sureness(0.4, "its choices are not in the workbook")
            return replace(_LINE, type=_SELECTS[type_], options=options), sure
        if type_ not in _TYPES:
            self.gathered.remark(row.where("type"), f"“{type_}” is not known here: taken as a line of text")
            return _LINE, Sureness(0.4, f"what {type_} asks for is not known here")
        is_story = type_ == "text" and "multiline" in row.text("appearance", "control::appearance").lower()
        return replace(_TYPES[type_], widget="textarea" if is_story else ""), sure

    def _show_if(self, name: str, questions: Mapping[str, Question]) -> str:
        row, tests = self.relevant[name]
        written = []
        for test in tests:
            try:
                written.append(to_feel(test, self.names, questions))
            except NotTranslated as error:
                sentence = f"when it is put could not be taken in ({test[:80]}): {error}; it counts as always put"
                self.gathered.remark(row.where("relevant"), sentence)
                self.gathered.sureness[name] = Sureness(0.5, "its condition could not be read")
                return ""
        return " and ".join(f"({one})" if len(written) > 1 and " or " in one else one for one in written)


def _says_or_other(type_: str, rest: str) -> bool:
    return type_ in _SELECTS and _OR_OTHER in rest.lower().split(" ")[1:]


def _is_other(option: Option) -> bool:
    return _OTHER.const in (option.const.casefold(), option.title.casefold())


def _choices(sheet: _Sheet) -> dict[str, tuple[Option, ...]]:
    """The lists of choices, by their names in small letters."""
    lists: dict[str, list[Option]] = {}
    for row in islice(sheet.rows(), _MOST_ROWS):
        name = row.text("list_name", "list name").lower()
        options = lists.setdefault(name, [])
        if len(options) >= MOST_OPTIONS:
            raise DefinitionRefused(row.where("list_name"), f"the list {name} has more than {MOST_OPTIONS} choices")
        options.append(Option(row.text("name", "value"), row.label(), row.words("label", _WELSH)))
    return {name: options_of(offered) for name, offered in lists.items()}


def _sheets(content: bytes) -> dict[str, _Sheet]:
    """The workbook's sheets by name in small letters. Raises DefinitionRefused where it is no workbook."""
    try:
        for name, part in read_archive(content, _MOST_UNPACKED).items():
            if name.endswith((".xml", ".rels")):
                read_xml(part)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return {sheet.title.strip().lower(): _sheet(sheet) for sheet in book.worksheets[:20]}
    except FileRefused as refused:
        raise DefinitionRefused("", f"the workbook cannot be read: {refused}; save it anew as .xlsx") from refused
    except _UNREADABLE as error:
        raise DefinitionRefused("", "the file is no Excel workbook that can be read; save it anew as .xlsx") from error


def _sheet(sheet: Any) -> _Sheet:
    most = _MOST_ROWS if sheet.title.strip().lower() == "choices" else 3 * MOST_QUESTIONS
    read: Callable[..., Iterator[Sequence[object]]] = sheet.iter_rows
    rows = read(max_col=_MOST_COLUMNS, max_row=most, values_only=True)
    cells = [[_cell(value) for value in row] for row in islice(rows, most)]
    first = cells[0] if cells else []
    headings = {" ".join(text.lower().split()): at for at, text in reversed(list(enumerate(first))) if text}
    return _Sheet(sheet.title, headings, cells[1:])


def _cell(value: object) -> str:
    """A cell's text. Numbers that stand for names or choices are whole."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)[:LONGEST_TEXT].strip()
