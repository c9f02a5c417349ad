"""No format loses anything of a table: hit policy, names, types, cells, comments."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from mapping_dsl.exchange.comma_separated import read_csv, write_csv
from mapping_dsl.exchange.dmn_reading import read_dmn
from mapping_dsl.exchange.dmn_writing import write_dmn
from mapping_dsl.exchange.excel import read_excel, write_excel
from mapping_dsl.exchange.tables import InputColumn, OutputColumn, Reading, Table, TableRow
from mapping_dsl.exchange.text import bare, put_table, table_text, tables_in
from mapping_dsl.feel.tables import HitPolicy
from tests.mapping_dsl.exchange.random_tables import tables

MANY = settings(max_examples=25, deadline=None)


def there_and_back_by_csv(table: Table) -> Reading:
    return read_csv(write_csv(table))


def there_and_back_by_excel(table: Table) -> Reading:
    return read_excel(write_excel([table]))


def there_and_back_by_dmn(table: Table) -> Reading:
    return read_dmn(write_dmn([table]))


WAYS = [there_and_back_by_csv, there_and_back_by_excel, there_and_back_by_dmn]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("cell", ['"]1..2["', '"a \\"]1..2["', '"_x0041_"', '"_x005F_x0041_"', '"_x00"', '"a\tb"'])
def test_a_string_that_a_format_would_read_otherwise_comes_back(way: Callable[[Table], Reading], cell: str) -> None:
    row = TableRow((cell,), (cell,))
    table = Table("t", HitPolicy.FIRST, (InputColumn("a"),), (OutputColumn("b"),), (row,))

    reading = way(table)

    assert reading == Reading([table])


@pytest.mark.parametrize("way", WAYS)
def test_a_name_full_of_a_separator_comes_back(way: Callable[[Table], Reading]) -> None:
    row = TableRow(("1",), ("2",))
    table = Table("a;b;c;d;e", HitPolicy.FIRST, (InputColumn("a"),), (OutputColumn("b"),), (row,))

    reading = way(table)

    assert reading == Reading([table])


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
