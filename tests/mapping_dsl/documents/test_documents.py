"""A mapping as documents: every rule in words, what a person must add marked, and the same in HTML and Word."""

import io
from pathlib import Path

import docx
import html5lib
import pytest

import mapping_dsl
from mapping_dsl import nodes
from mapping_dsl.codes import PREAMBLE
from mapping_dsl.documents import DOCUMENTS, Document, specification, transparency_record
from mapping_dsl.documents.document import Bullets, Grid, Heading, Paragraph, Signatures
from mapping_dsl.documents.page import write_page
from mapping_dsl.documents.word import write_word
from mapping_dsl.program import assemble

LIBRARY = mapping_dsl.Library(Path(__file__).parents[3] / "mappings")
STAINED = f"""{PREAMBLE}
record chs.incident when reportType != "found"
    callerPhone <- to phone(phone) otherwise email otherwise review "Nobody <b>can</b> be called"
    persons for each suspect in suspects where suspect.name != null
        fullName <- suspect.name
    narrative   <- \"\"\"
        {{description}} & more
        \"\"\"
"""


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("id_", LIBRARY.mappings())
def test_every_field_flag_and_table_of_a_mapping_stands_in_its_specification(id_: str) -> None:
    source = LIBRARY.mapping(id_)
    program = assemble(source)

    document = specification(source)

    cells = {row[0] for grid in grids(document) for row in grid.rows}
    fields = {
        part.path.text
        for _, one in program.all_of(nodes.Record)
        for part in one.body
        if not isinstance(part, nodes.Broken)
    }
    headings = {block.text for block in document.blocks if isinstance(block, Heading)}
    assert fields <= cells
    assert {f"“{one.name.text}”" for _, one in program.all_of(nodes.Decide)} <= headings
    assert {one.title.text for _, one in program.all_of(nodes.Example)} <= headings
    assert source.hash in document.identity


def test_a_field_is_told_with_its_label_its_source_and_what_else_becomes_of_it() -> None:
    document = specification(LIBRARY.mapping("theft", text=STAINED))

    rows = grids(document)[1].rows
    assert rows == (
        ("callerPhone", "Telephone",
         "the answer to “Contact phone number”, written as an international telephone number",
         "the answer to “Email address”; or else a person is asked to look at it: Nobody <b>can</b> be called"),
        ("persons", "People", "a group of fields, once for each suspect of the answer to “Suspect details” where the "
         "suspect’s “Name or nickname” is given", ""),
        ("persons.fullName", "Full name", "the suspect’s “Name or nickname”", ""),
        ("narrative", "Narrative", "this text:\n[the answer to “In your own words, what happened?”] & more",
         "a person is asked to look at it"),
    )  # fmt: skip


def test_a_specification_can_be_signed() -> None:
    document = specification(LIBRARY.mapping("theft"))

    signatures = [block for block in document.blocks if isinstance(block, Signatures)]

    assert [block.roles for block in signatures] == [("Business analyst", "Records manager", "Information asset owner")]


def test_a_flag_that_can_never_be_raised_in_a_mapping_is_not_in_its_specification() -> None:
    flags = {
        row[0]
        for grid in grids(specification(LIBRARY.mapping("theft")))
        if grid.headings[0] == "Flag"
        for row in grid.rows
    }

    assert "FORCE" in flags
    assert "SELF_HARM" not in flags


def test_a_mapping_that_cannot_run_has_no_document() -> None:
    source = LIBRARY.mapping("theft", text=f"{PREAMBLE}let a = phon\n")

    with pytest.raises(mapping_dsl.MappingError):
        specification(source)


def test_a_transparency_record_has_every_field_of_both_tiers_and_marks_what_a_person_writes() -> None:
    document = transparency_record(LIBRARY.mapping("theft"))

    numbers = [block.text.split()[0] for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    to_fill = [block for block in document.blocks if isinstance(block, Paragraph) and block.is_to_fill]
    assert len(numbers) == len(set(numbers)) == 44
    assert {"1", "4", "1.4.5", "2.4", "3.5", "4.2.9", "4.4.5", "5.2"} <= set(numbers)
    assert len(to_fill) >= 20


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_word_holds_what_the_document_holds(kind: str) -> None:
    document = DOCUMENTS[kind](LIBRARY.mapping("hate"))

    file = docx.Document(io.BytesIO(write_word(document)))

    texts = [paragraph.text for paragraph in file.paragraphs]
    titles = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert texts[0] == document.title
    assert [text for text in texts if text in set(titles)] == titles
    written = [tuple(cell.text for cell in row.cells) for table in file.tables for row in table.rows]
    assert [row for grid in grids(document) for row in (grid.headings, *grid.rows)] == written[
        : len(written) - _signed(document)
    ]
    assert file.sections[0].footer.paragraphs[0].text == document.identity


def test_a_page_is_html_in_which_every_text_is_inert() -> None:
    document = specification(LIBRARY.mapping("theft", text=STAINED))

    page = write_page(document).decode()

    html5lib.HTMLParser(strict=True).parse(page)
    assert "Nobody &lt;b&gt;can&lt;/b&gt; be called" in page
    assert "<script" not in page


def test_points_stand_in_a_list() -> None:
    document = Document("Title", (Bullets(("one", "`two`")),), "identity")

    page = write_page(document).decode()

    assert "<ul><li>one</li><li><code>two</code></li></ul>" in page


def _signed(document: Document) -> int:
    """How many rows the tables to sign on have."""
    return sum(1 + len(block.roles) for block in document.blocks if isinstance(block, Signatures))
