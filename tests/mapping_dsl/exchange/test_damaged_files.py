"""What is wrong with a file is told cell by cell, nothing of it is guessed, and no file can do harm."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from mapping_dsl.exchange.applying import read_tables
from mapping_dsl.exchange.archive import read_library
from mapping_dsl.exchange.comma_separated import read_csv, write_csv
from mapping_dsl.exchange.dmn_reading import read_dmn
from mapping_dsl.exchange.dmn_writing import write_dmn
from mapping_dsl.exchange.excel import read_excel, write_excel
from mapping_dsl.exchange.hostile import FileRefused
from mapping_dsl.exchange.tables import InputColumn, OutputColumn, Reading, Table, TableRow, TableTooLarge
from mapping_dsl.feel.tables import HitPolicy

TABLE = Table(
    "classification",
    HitPolicy.FIRST,
    (InputColumn("reportType"), InputColumn("fromPerson")),
    (OutputColumn("code"),),
    (TableRow(('"lost"', "-"), ('"M01"',)), TableRow(("-", '"yes"'), ('"C03"',))),
    TableRow((), ('"C04"',)),
)
#: the first row of cells in a sheet of ours, counted from 1
FIRST_ROW = 11


def changed_sheet(*changes: tuple[str, object]) -> bytes:
    """The table's workbook with other values in some cells."""
    book = load_workbook(io.BytesIO(write_excel([TABLE])))
    for address, value in changes:
        cell = book.worksheets[0][address]
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "DD/MM/YYYY"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sentences(reading: Reading) -> list[str]:
    return [problem.describe() for problem in reading.problems]


def test_a_blank_cell_is_told_by_its_place_and_not_read_as_anything() -> None:
    content = changed_sheet((f"C{FIRST_ROW}", None))

    reading = read_excel(content)

    assert reading.tables == []
    assert sentences(reading) == [
        "sheet classification, row 1, column fromPerson (C11): the cell is blank; "
        "write - where anything fits; of merged cells all but the first are blank"
    ]


@pytest.mark.parametrize(
    ("address", "value", "message"),
    [
        ("B11", '"lost', 'row 1, column reportType (B11): “"lost” cannot stand in a cell'),
        ("B11", '"a" | "b"', 'row 1, column reportType (B11): “"a" | "b"” cannot stand in a cell'),
        ("C12", "#REF!", "row 2, column fromPerson (C12): the spreadsheet could not work out this cell: #REF!"),
        ("C12", "05/10/2026", "row 2, column fromPerson (C12): 05/10/2026 would be read as a sum, not as a date"),
        ("B2", "frist", "cell B2: “frist” is no hit policy"),
        ("C6", "imput", "cell C6: “imput” is no kind of column"),
        ("B7", None, "cell B7: the column has no heading"),
    ],
)
def test_a_damaged_cell_is_told_by_its_place(address: str, value: object, message: str) -> None:
    content = changed_sheet((address, value))

    reading = read_excel(content)

    assert reading.tables == []
    assert any(one.startswith(f"sheet classification, {message}") for one in sentences(reading))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (0.1, "0.1"),
        (True, "true"),
        (datetime(2026, 10, 5), '@"2026-10-05"'),
        (datetime(2026, 10, 5, 10, 30), '@"2026-10-05T10:30:00"'),
        ("“yes”", '"yes"'),
        ("TRUE", "true"),
        ('"_x005F_x0041_"', '"_x0041_"'),  # as Excel saves what would be an A otherwise
        ('"_x0041_xD800_"', '"AxD800_"'),
        ('"_xD800_"', '"_xD800_"'),
    ],
)
def test_what_a_spreadsheet_makes_of_a_value_is_read_as_what_a_person_means(value: object, text: str) -> None:
    content = changed_sheet((f"C{FIRST_ROW}", value))

    reading = read_excel(content)

    assert reading.tables[0].rows[0].tests == ('"lost"', text)


def test_a_workbook_without_a_table_says_what_it_lacks() -> None:
    written = io.BytesIO()
    Workbook().save(written)

    reading = read_excel(written.getvalue())

    assert sentences(reading) == ["no sheet holds a decision table: none has a row “Hit policy”"]


def test_a_csv_cell_that_a_spreadsheet_would_run_is_written_as_text() -> None:
    table = Table(
        "t", HitPolicy.ANY, (InputColumn("a"),), (OutputColumn("b"),), (TableRow(("-x",), ('@"2026-10-05"',)),)
    )

    content = write_csv(table).decode("utf-8-sig")

    assert "'-x" in content
    assert read_csv(content.encode()).tables == [table]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_of_another_separator_is_read(separator: str) -> None:
    rows = ["Decision table|t", "Hit policy|unique", "Column|input|output", "Heading|a|b", "1|5|6"]

    reading = read_csv("\r\n".join(row.replace("|", separator) for row in rows).encode("cp1252"))

    assert [table.rows for table in reading.tables] == [(TableRow(("5",), ("6",)),)]


BOMB = b'<!DOCTYPE a [<!ENTITY x "aaaaaaaaaa">]><definitions>&x;</definitions>'
HOSTILE = {
    "no file at all": b"",
    "noise": bytes(range(256)) * 20,
    "entities": BOMB,
    "a document that reads a file": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    "depth": b"<a>" * 100_000,
    "an archive of nothing": b"PK\x05\x06" + b"\x00" * 18,
}


def bomb() -> bytes:
    """An archive that unpacks to far more than it is."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(70):
            archive.writestr(f"xl/{number}.xml", b" " * 1024 * 1024)
    return written.getvalue()


def workbook_with_entities() -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_excel([TABLE]))) as book,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in book.namelist():
            archive.writestr(name, BOMB if name.startswith("xl/worksheets") else book.read(name))
    return written.getvalue()


@pytest.mark.parametrize("read", [read_csv, read_dmn, read_excel])
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gives_a_sentence(read: Callable[[bytes], Reading], what: str) -> None:
    reading = read(HOSTILE[what])

    assert reading.tables == []
    assert reading.is_stopped


@pytest.mark.parametrize("make", [bomb, workbook_with_entities])
def test_a_hostile_workbook_is_refused_before_it_is_opened(make: Callable[[], bytes]) -> None:
    reading = read_excel(make())

    assert reading.tables == []
    assert sentences(reading)[0].startswith("the workbook cannot be read: ")


def test_a_stray_cell_at_the_end_of_the_sheet_changes_nothing() -> None:
    content = changed_sheet(("XFD1048576", "far"))

    reading = read_excel(content)

    assert reading == Reading([TABLE])


def test_a_torn_file_of_any_kind_is_no_exception() -> None:
    whole = {"t.xlsx": write_excel([TABLE]), "t.csv": write_csv(TABLE), "t.dmn": write_dmn([TABLE])}
    torn = [(name, content[:end]) for name, content in whole.items() for end in range(0, len(content), 97)]

    readings = [read_tables(name, content) for name, content in torn]

    assert all(isinstance(reading, Reading) for reading in readings)


def test_two_tables_of_one_name_in_a_file_are_told() -> None:
    content = write_excel([TABLE, TABLE])

    reading = read_tables("tables.xlsx", content)

    assert sentences(reading) == ["table classification: two tables have this name; give them different ones"]


def test_a_table_with_more_cells_than_are_read_back_is_not_written() -> None:
    table = Table(
        "t", HitPolicy.ANY, (InputColumn("a"),) * 30, (OutputColumn("b"),), (TableRow(("-",) * 30, ("1",)),) * 1000
    )

    with pytest.raises(TableTooLarge, match="it has more than 30000 cells"):
        write_csv(table)


def test_a_file_of_an_unknown_kind_is_told_so() -> None:
    reading = read_tables("tables.pdf", b"%PDF")

    assert sentences(reading)[0].startswith("tables.pdf is none of .dmn, .xml, .xlsx, .csv")


@pytest.mark.parametrize(
    "path", ["../theft.mapping", "/etc/x.json", "a\\..\\b.csv", "theft/../../x.json", "run.py", "C:/x.csv"]
)
def test_a_library_that_would_write_elsewhere_is_refused(path: str) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(path, "{}")

    with pytest.raises(FileRefused, match="a library has no file"):
        read_library(written.getvalue())
