"""Random decision tables: any hit policy, any number of columns, cells that look for trouble."""

from hypothesis import strategies as some

from mapping_dsl.exchange.tables import InputColumn, OutputColumn, Table, TableRow
from mapping_dsl.feel.tables import HitPolicy

WORDS = some.from_regex(r"[a-z][a-z0-9]{0,8}( [a-z][a-z0-9]{0,8}){0,2}", fullmatch=True).filter(
    lambda words: not {"in", "otherwise", "because"} & set(words.split())
)
STRINGS = some.text(some.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters='"\\'), max_size=12).map(
    lambda text: f'"{text}"'
)
CELLS = some.one_of(
    STRINGS,
    some.integers(-1000, 1000).map(str),
    some.sampled_from(["null", "not(null)", "< 10", "[1..5]", '"a", "b"', 'f({a: "|"}, [1, 2])', "-x + 1", '"=1+1"']),
)
TESTS = CELLS | some.just("-")
TYPES = some.sampled_from(["", "string", "number", "date and time", "list<string>"])
COMMENTS = some.lists(
    some.text(some.characters(exclude_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp")), min_size=1, max_size=12).filter(
        lambda line: "*/" not in line
    ),
    max_size=2,
).map("\n".join)


@some.composite
def tables(draw: some.DrawFn) -> Table:
    """A table whose cells are each one stretch of FEEL."""
    inputs = draw(some.lists(some.builds(InputColumn, WORDS, TYPES, COMMENTS.map(_one_line)), min_size=1, max_size=3))
    values = some.lists(STRINGS, max_size=3).map(tuple)
    outputs = draw(some.lists(some.builds(OutputColumn, WORDS, TYPES, values), min_size=1, max_size=3))
    cells = some.tuples(*[CELLS] * len(outputs))
    rows = draw(some.lists(some.builds(TableRow, some.tuples(*[TESTS] * len(inputs)), cells, COMMENTS), max_size=4))
    otherwise = draw(some.none() | some.builds(TableRow, some.just(()), cells, COMMENTS))
    name, policy, because, comment = draw(
        some.tuples(WORDS, some.sampled_from(HitPolicy), COMMENTS.map(_one_line), COMMENTS)
    )
    return Table(name, policy, tuple(inputs), tuple(outputs), tuple(rows), otherwise, because, comment)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
