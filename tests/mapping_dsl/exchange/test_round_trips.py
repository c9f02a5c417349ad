"""No format loses anything of a table: hit policy, names, types, cells, comments."""

from hypothesis import given, settings

from mapping_dsl.exchange.comma_separated import read_csv, write_csv
from mapping_dsl.exchange.dmn_reading import read_dmn
from mapping_dsl.exchange.dmn_writing import write_dmn
from mapping_dsl.exchange.excel import read_excel, write_excel
from mapping_dsl.exchange.tables import Reading, Table
from mapping_dsl.exchange.text import bare, put_table, table_text, tables_in
from tests.mapping_dsl.exchange.random_tables import tables

MANY = settings(max_examples=25, deadline=None)


@MANY
@given(tables())
def test_a_table_comes_back_from_a_mappings_text(table: Table) -> None:
    text = table_text(table)

    read = tables_in(text)

    assert read == (bare(table),)


@MANY
@given(tables())
def test_a_table_comes_back_from_csv(table: Table) -> None:
    content = write_csv(table)

    reading = read_csv(content)

    assert reading == Reading([table])


@MANY
@given(tables())
def test_a_table_comes_back_from_excel(table: Table) -> None:
    content = write_excel([table])

    reading = read_excel(content)

    assert reading == Reading([table])


@MANY
@given(tables())
def test_a_table_comes_back_from_dmn(table: Table) -> None:
    content = write_dmn([table])

    reading = read_dmn(content)

    assert reading == Reading([table])


@MANY
@given(tables(), tables())
def test_a_table_put_into_a_text_changes_no_other_line_of_it(old: Table, new: Table) -> None:
    before, after = '// Above\nlet a = "x"\n', "// Below\nlet b = 1 // one\n"
    text = f"{before}\n{table_text(old)}\n\n{after}"

    changed = put_table(text, Table(old.name, new.policy, new.inputs, new.outputs, new.rows, new.otherwise))

    assert changed.startswith(f"{before}\n")
    assert changed.endswith(f"\n\n{after}")
    assert [one.rows for one in tables_in(changed)] == [new.rows]
