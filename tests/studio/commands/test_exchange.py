"""`studio export` and `studio import`: files written, tables taken in, and sentences where that cannot be."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

import app
from mapping_dsl.exchange.applying import read_tables

ROOT = Path(__file__).parents[3]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The project's library, to be changed."""
    return Path(shutil.copytree(ROOT / "mappings", tmp_path / "library"))


@pytest.mark.parametrize("ending", ["dmn", "xlsx", "csv"])
def test_a_table_goes_out_and_comes_back_without_a_change(
    library: Path, tmp_path: Path, ending: str, capsys: Printed
) -> None:
    before = (library / "theft" / "theft.mapping").read_text("utf-8")
    file = tmp_path / f"tables.{ending}"

    out = app.main(["export", "theft", "--as", ending, "--to", str(file), "--library", str(library)])
    back = app.main(["import", str(file), "--into", "theft", "--library", str(library)])

    assert (out, back) == (0, 0)
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"theft/theft.mapping: the table classification is the one of tables.{ending} now"
    )
    assert (library / "theft" / "theft.mapping").read_text("utf-8") == before


def test_a_change_can_be_looked_at_before_it_is_made(library: Path, tmp_path: Path, capsys: Printed) -> None:
    before = (library / "theft" / "theft.mapping").read_text("utf-8")
    file = tmp_path / "tables.csv"
    app.main(["export", "theft", "--as", "csv", "--to", str(file), "--library", str(library)])
    file.write_bytes(file.read_bytes().replace(b"M01", b"M09"))
    capsys.readouterr()

    status = app.main(["import", str(file), "--into", "theft", "--diff", "--library", str(library)])

    assert status == 0
    changed = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("+ ", "- "))]
    assert [line.count("M09") for line in changed] == [0, 1]
    assert (library / "theft" / "theft.mapping").read_text("utf-8") == before


def test_a_damaged_sheet_is_told_by_its_cells_and_changes_nothing(
    library: Path, tmp_path: Path, capsys: Printed
) -> None:
    before = (library / "theft" / "theft.mapping").read_text("utf-8")
    file = tmp_path / "tables.xlsx"
    app.main(["export", "theft", "--as", "xlsx", "--to", str(file), "--library", str(library)])
    book = load_workbook(file)
    book.worksheets[0]["B11"] = "losst"
    book.save(file)
    capsys.readouterr()

    status = app.main(["import", str(file), "--into", "theft", "--library", str(library)])

    assert status == 1
    assert "table classification, row 1, column reportType: " in capsys.readouterr().out
    assert (library / "theft" / "theft.mapping").read_text("utf-8") == before


def test_line_ends_of_the_file_stay_as_they_are(library: Path, tmp_path: Path) -> None:
    mapping, file = library / "theft" / "theft.mapping", tmp_path / "tables.dmn"
    app.main(["export", "theft", "--as", "dmn", "--to", str(file), "--library", str(library)])
    mapping.write_bytes(before := mapping.read_bytes().replace(b"\n", b"\r\n"))

    status = app.main(["import", str(file), "--into", "theft", "--library", str(library)])

    assert status == 0
    assert mapping.read_bytes() == before


def test_a_library_goes_out_as_one_file_and_comes_in_as_a_folder(library: Path, tmp_path: Path) -> None:
    file, folder = tmp_path / "library.zip", tmp_path / "new"

    out = app.main(["export", "--as", "zip", "--to", str(file), "--library", str(library)])
    back = app.main(["import", str(file), "--library", str(folder)])

    assert (out, back) == (0, 0)
    assert {path.relative_to(folder): path.read_text() for path in folder.rglob("*") if path.is_file()} == {
        path.relative_to(library): path.read_text()
        for path in library.rglob("*")
        if path.suffix in (".mapping", ".json", ".csv")
    }


def test_a_library_is_not_unpacked_over_another(library: Path, tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "library.zip"
    app.main(["export", "--as", "zip", "--to", str(file), "--library", str(library)])

    status = app.main(["import", str(file), "--library", str(library)])

    assert status == 2
    assert "holds something already" in capsys.readouterr().err


def test_an_archive_that_would_write_elsewhere_writes_nothing(tmp_path: Path, capsys: Printed) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("theft/theft.mapping", "")
        archive.writestr("../outside.json", "{}")
    (tmp_path / "library.zip").write_bytes(written.getvalue())

    status = app.main(["import", str(tmp_path / "library.zip"), "--library", str(tmp_path / "new")])

    assert status == 2
    assert "a library has no file '../outside.json'" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["library.zip"]


@pytest.mark.parametrize("kind", ["specification", "atrs"])
@pytest.mark.parametrize("ending", ["html", "docx"])
def test_a_document_is_written(tmp_path: Path, kind: str, ending: str) -> None:
    file = tmp_path / f"theft.{ending}"

    status = app.main(["export", "theft", "--as", kind, "--to", str(file), "--library", str(ROOT / "mappings")])

    assert status == 0
    assert file.stat().st_size > 5_000


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["theft", "--as", "csv", "--table", "clasification", "--to", "t.csv"],
         "theft has no decision table clasification; there are classification"),
        (["common-grade", "--as", "csv", "--to", "t.csv"],
         "a CSV file holds one table; say which with --table: grade, urgency"),
        (["contact", "--as", "specification", "--to", "t.pdf"],
         "a document is written to a file that ends in .html or .docx, and not to t.pdf"),
        (["--as", "dmn", "--to", "t.dmn"], "name the mapping: studio export MAPPING --as dmn --to t.dmn"),
        (["thetf", "--as", "dmn", "--to", "t.dmn"], "the library has no mapping thetf; did you mean theft?"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_told(arguments: list[str], sentence: str, capsys: Printed) -> None:
    status = app.main(["export", *arguments, "--library", str(ROOT / "mappings")])

    assert status == 2
    assert capsys.readouterr().err == f"studio: {sentence}\n"


def test_tables_of_several_kinds_of_file_are_the_same(tmp_path: Path) -> None:
    files = [tmp_path / f"tables.{ending}" for ending in ("dmn", "xlsx")]
    for file in files:
        arguments = ["export", "common-grade", "--as", file.suffix[1:], "--to", str(file)]
        app.main([*arguments, "--library", str(ROOT / "mappings")])

    one, other = (read_tables(file.name, file.read_bytes()).tables for file in files)

    assert one == other
