"""FEEL in plain English, as a records manager reads it; where words would mislead, the expression itself."""

from pathlib import Path

import pytest

import mapping_dsl
from mapping_dsl import nodes
from mapping_dsl.checker import check
from mapping_dsl.codes import PREAMBLE
from mapping_dsl.program import assemble
from mapping_dsl.wording import Wording

LIBRARY = mapping_dsl.Library(Path(__file__).parents[3] / "mappings")
NAMES = """
let area      = postcode district(incidentPostcode)
let in danger = dangerNow
decide kind first
    | role     | itemValue  | => code | level |
    | "victim" | [1..5)     | "C"     | 1     |
    | not(null)| > 10, null | "M"     | 2     |
list grades from "grade.csv" by code with priority as number
function double(n) = n * 2
"""


def said(expression: str) -> str:
    """A value that a let has, in words."""
    program = assemble(LIBRARY.mapping("theft", text=f"{PREAMBLE}{NAMES}let it = {expression}\n"))
    unit, let = program.named["it"]
    assert isinstance(let, nodes.Let)
    return Wording(program, check(program).meanings).of(unit, let.value)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("to postcode(homePostcode)", "the answer to “Your postcode”, written as a postcode"),
        ('reportType = "lost"', "the answer to “Are you reporting lost property or a theft?” is “I have lost it”"),
        ('in danger = "yes"', "the answer to “Are you or anyone else in danger right now?” is “Yes”"),
        ("homeAddress != null", "the answer to “Your address” is given"),
        ("phone = null", "the answer to “Contact phone number” is left blank"),
        ("itemValue > 500", "the answer to “Value (GBP)” is more than 500"),
        ("dateTo < dateFrom", "the answer to “Latest date” is before the answer to “Date (or earliest date)”"),
        ("itemValue * 2", "the answer to “Value (GBP)” times 2"),
        ("(itemValue + 1) * 2", "(the answer to “Value (GBP)” plus 1) times 2"),
        ('"P" + area', "“P” followed by the value “area”"),
        ("kind.code", "the outcome “code” of the table “kind”"),
        ('grades("I").priority', "the priority of the entry for “I” in the code list “grades”"),
        ("double(2)", "the rule “double” for 2"),
        ("submission.received_at + duration(\"PT24H\")", "the time at which the submission was received plus 24 hours"),
        ('mentions(all text, ["knife", "gun"])', "everything written in the long answers mentions “knife” or “gun”"),
        ("is blank([phone, area])", "the answer to “Contact phone number” and the value “area” are all left blank"),
        ("not(is blank([phone, area]))",
         "at least one of the answer to “Contact phone number” and the value “area” is given"),
        ("clean(get or else(phone, email))",
         "(the answer to “Contact phone number”, or where there is none, the answer to “Email address”), "
         "without stray blanks"),
        ('"T" + (if phone = null then "1" else "2")',
         "“T” followed by (“1” if the answer to “Contact phone number” is left blank; otherwise “2”)"),
        ("asked(phone)", "“Contact phone number” was asked"),
        ('risk level in ("high", "critical")', "the risk level is “high” or “critical”"),
        ("phone = null and (email = null or title = null)",
         "the answer to “Contact phone number” is left blank and (the answer to “Email address” is left blank or "
         "the answer to “Title” is left blank)"),
        ("if phone = null then email else phone",
         "the answer to “Email address” if the answer to “Contact phone number” is left blank; otherwise the answer to "
         "“Contact phone number”"),
    ],
)  # fmt: skip
def test_an_expression_is_said_in_words(expression: str, words: str) -> None:
    assert said(expression) == words


@pytest.mark.parametrize(
    "expression",
    ["for a in suspects return a.name", "some a in suspects satisfies a.name = null", "substring(phone, 2)", "2 ** 3"],
)
def test_what_words_would_not_say_rightly_is_quoted(expression: str) -> None:
    assert said(expression).endswith(f"as `{expression}`")


def test_cells_of_a_table_are_said_by_what_their_column_asks() -> None:
    program = assemble(LIBRARY.mapping("theft", text=PREAMBLE + NAMES))
    unit, table = program.named["kind"]
    assert isinstance(table, nodes.Decide)
    wording = Wording(program, check(program).meanings)

    words = [
        wording.test(unit, column, cell)
        for row in table.rows
        for column, cell in zip(table.inputs, row.tests, strict=True)
        if cell
    ]

    assert words == [
        "“It happened to me”", "from 1 to 5, without 5", "anything that is given", "more than 10 or nothing",
    ]  # fmt: skip


def test_nearly_every_expression_of_the_library_has_words() -> None:
    quoted = total = 0
    for id_ in LIBRARY.mappings():
        program = assemble(LIBRARY.mapping(id_))
        wording = Wording(program, check(program).meanings)
        for unit, record in program.all_of(nodes.Record):
            fields = [part for part in record.body if isinstance(part, nodes.Field)]
            total += len(fields)
            quoted += sum("`" in wording.of(unit, field.value) for field in fields)

    assert total > 200
    assert quoted / total < 0.03
