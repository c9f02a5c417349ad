"""Tables put into a mapping: what they replace, and what the mapping says of their cells."""

from pathlib import Path

import mapping_dsl
from mapping_dsl.checker import check
from mapping_dsl.codes import PREAMBLE
from mapping_dsl.exchange.applying import problems_of_tables, put_tables
from mapping_dsl.exchange.described import described_tables
from mapping_dsl.exchange.tables import InputColumn, OutputColumn, Table, TableRow
from mapping_dsl.exchange.text import tables_in
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.program import assemble

LIBRARY = mapping_dsl.Library(Path(__file__).parents[3] / "mappings")
TEXT = f"""{PREAMBLE}
// Which code
decide code first // one
    // the columns
    | reportType | => code |
    | "lost"     | "M01"   | // no crime
    |------------|---------|
    | otherwise  | null    |

record chs.incident
    openingCode <- code
"""


def described(cell: str) -> list[str]:
    """What is told of the table where its first cell is another."""
    (table,) = tables_in(TEXT)
    changed = Table(
        table.name, table.policy, table.inputs, table.outputs, (TableRow((cell,), ('"M01"',)),), table.otherwise
    )
    text = put_tables(TEXT, [changed]).text
    before, after = (mapping_dsl.check(LIBRARY.mapping("theft", text=one)) for one in (TEXT, text))
    return [one.describe() for one in problems_of_tables(text, [changed], before, after) if one.stops]


def test_a_table_is_taken_out_with_its_comments() -> None:
    (table,) = tables_in(TEXT)

    assert table.comment == "Which code\none\nthe columns"
    assert table.rows == (TableRow(('"lost"',), ('"M01"',), "no crime"),)
    assert table.otherwise == TableRow((), ("null",))


def test_a_table_that_is_the_same_changes_no_rule() -> None:
    applied = put_tables(TEXT, tables_in(TEXT))

    assert (applied.replaced, applied.added) == (("code",), ())
    assert tables_in(applied.text) == tables_in(TEXT)


def test_a_table_of_a_new_name_goes_to_the_end() -> None:
    table = Table("kind", HitPolicy.ANY, (InputColumn("role"),), (OutputColumn("kind"),), (TableRow(("-",), ("1",)),))

    applied = put_tables(TEXT, [table])

    assert applied.added == ("kind",)
    assert applied.text == f"{TEXT}\ndecide kind any\n    | role | => kind |\n    | -    | 1       |\n"


def test_line_ends_stay_as_they_are_in_the_text() -> None:
    text = TEXT.replace("\n", "\r\n")

    applied = put_tables(text, tables_in(text))

    assert applied.text.count("\n") == applied.text.count("\r\n")


def test_a_word_without_quotation_marks_is_told_by_its_cell_with_them() -> None:
    told = described("losst")

    assert told[0].startswith("table code, row 1, column reportType: ")
    assert told[0].endswith('a text stands in quotation marks: "losst"')


def test_a_cell_of_another_type_is_told_by_its_place() -> None:
    told = described("> 5")

    assert [one.partition(": ")[0] for one in told] == ["table code, row 1, column reportType"]


def test_a_table_that_gives_a_name_twice_is_told_where_the_name_stands() -> None:
    table = Table("grade", HitPolicy.ANY, (InputColumn("role"),), (OutputColumn("g"),), (TableRow(("-",), ("1",)),))
    text = f"{PREAMBLE}use common-grade\n"
    changed = put_tables(text, [table]).text
    before, after = (mapping_dsl.check(LIBRARY.mapping("theft", text=one)) for one in (text, changed))

    told = [one.describe() for one in problems_of_tables(changed, [table], before, after) if one.stops]

    assert [one.partition(",")[0] for one in told] == ["line 4: grade is named twice"]


def test_columns_are_described_by_what_the_form_says() -> None:
    program = assemble(LIBRARY.mapping("theft", text=TEXT))

    (table,) = described_tables(program, check(program))

    assert table.inputs == (InputColumn("reportType", "string", "Are you reporting lost property or a theft?"),)
    assert table.outputs == (OutputColumn("code", "string"),)


def test_every_table_of_the_library_comes_back_to_the_letter() -> None:
    texts = [LIBRARY.text(path) for path in LIBRARY.paths() if path.endswith(".mapping")]

    assert [put_tables(text, tables_in(text)).text == text for text in texts] == [True] * len(texts)
