"""A mapping's tables taken away and brought back, and documents about it, on its page."""

import io

import docx
import pytest
from openpyxl import load_workbook

from mapping_dsl.exchange.dmn_reading import read_dmn
from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor

TABLES = "/mappings/theft/tables"


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


def workbook_with(analyst: Visitor, cell: str, value: str | None) -> tuple[io.BytesIO, str]:
    """The workbook of the mapping's tables with another value in a cell, as a browser sends it."""
    book = load_workbook(io.BytesIO(analyst.get(f"{TABLES}.xlsx").response.data))
    book.worksheets[0][cell] = value
    written = io.BytesIO()
    book.save(written)
    analyst.get(TABLES)
    return io.BytesIO(written.getvalue()), "tables.xlsx"


def test_the_page_names_each_table_with_the_formats_it_can_be_had_in(analyst: Visitor) -> None:
    analyst.get(TABLES)

    row = analyst.text("tbody tr")

    assert row.startswith("classification first, 4 rows and otherwise Excel : classification · CSV")


def test_a_table_is_taken_away_as_dmn(analyst: Visitor) -> None:
    response = analyst.get(f"{TABLES}.dmn?table=classification").response

    assert response.headers["Content-Disposition"] == "attachment; filename=theft-classification.dmn"
    assert [table.name for table in read_dmn(response.data).tables] == ["classification"]


def test_a_changed_workbook_is_shown_as_a_change_and_taken_into_the_draft(analyst: Visitor) -> None:
    file = workbook_with(analyst, "E11", '"M09"')

    analyst.post(TABLES, file=file)
    shown = analyst.text(".app-sentence")
    fields = {one.attributes["name"]: one.attributes["value"] for one in analyst.page.css("main input")}
    analyst.post("/mappings/theft/draft", **{name: str(value or "") for name, value in fields.items() if name})

    assert shown == "It replaces classification."
    text = analyst.one("#mapping-text").text()
    assert '| "lost"     | -         | -          | "M09"   | null    |' in text
    assert text.count("decide classification") == 1


def test_a_damaged_cell_is_told_and_nothing_can_be_taken_in(analyst: Visitor) -> None:
    file = workbook_with(analyst, "C12", None)

    analyst.post(TABLES, file=file)

    assert analyst.text(".app-problems").startswith(
        "sheet classification, row 2, column forceUsed (C12): the cell is blank"
    )
    assert analyst.page.css("main form") == []


def test_a_cell_that_the_mapping_cannot_read_is_told_by_its_place(analyst: Visitor) -> None:
    file = workbook_with(analyst, "B11", "losst")

    analyst.post(TABLES, file=file)

    assert analyst.text(".app-problems").startswith("table classification, row 1, column reportType: ")
    assert analyst.page.css("main form") == []


def test_noise_is_told_and_is_no_failure(analyst: Visitor) -> None:
    analyst.get(TABLES)

    analyst.post(TABLES, file=(io.BytesIO(b"\x00" * 99), "tables.xlsx"))

    assert analyst.status == 200
    assert "cannot be read" in analyst.text(".app-problems")


def test_who_only_looks_can_take_away_and_not_bring_back(sign_in: SignIn) -> None:
    approver = sign_in(Role.APPROVER)

    approver.get(TABLES)

    assert approver.page.css("input[type=file]") == []
    assert approver.post(TABLES).status == 403


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("specification", "Theft and lost property: how the form becomes records"),
        ("atrs", "Algorithmic transparency record: Theft and lost property"),
    ],
)
def test_a_document_is_read_on_its_page_and_in_word(analyst: Visitor, kind: str, title: str) -> None:
    on_page = analyst.get(f"/mappings/theft/documents/{kind}").heading
    in_word = docx.Document(io.BytesIO(analyst.get(f"/mappings/theft/documents/{kind}.docx").response.data))

    assert on_page == title
    assert "version 1" in analyst.get(f"/mappings/theft/documents/{kind}").text("footer")
    assert in_word.paragraphs[0].text == title


def test_a_module_has_tables_and_no_documents(analyst: Visitor) -> None:
    analyst.get("/mappings/common-grade/tables")

    assert analyst.texts("tbody th") == ["grade", "urgency"]
    assert analyst.get("/mappings/common-grade/documents/specification").status == 404


def test_who_signs_for_what_is_kept_reads_tables_and_documents_and_changes_nothing(sign_in: SignIn) -> None:
    manager = sign_in(Role.INFORMATION_MANAGER)

    row = manager.get("/mappings").one("tbody tr a").attributes["href"]
    statuses = {path: manager.get(f"/mappings/theft/{path}").status for path in ("documents/specification", "tables")}
    tabs = manager.texts("nav[aria-label='This mapping'] a")

    assert row is not None
    assert row.endswith("/tables")
    assert statuses == {"documents/specification": 200, "tables": 200}
    assert tabs == ["Tables and documents"]
    assert manager.page.css_first("input[type=file]") is None
    assert manager.get("/mappings/theft").status == 403
