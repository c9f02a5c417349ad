"""Forms in looks that people's services use: what is a label and what an answer is told by the look alone."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, Table

from runtime.intake.pdf import read_pdf
from runtime.intake.witness.lines import Line, Piece
from runtime.pdfs import PdfUnreadable
from tests.runtime.intake.pdf.drawing import (
    BOLD,
    GREY,
    LARGE,
    PLAIN,
    SERIF,
    Furniture,
    Section,
    TableLook,
    document,
    lines_form,
    stacked_form,
    table_form,
)

STORY = (
    "I left the bicycle outside the library at ten and when I came out it had gone. A neighbour saw two people lift "
    "it into a white van, and drive off towards the station before anybody could stop them or take its number."
)
FORGED = "He said:\nAre you in danger right now?\nYes\nSurname: Smith"
WRAPPED = "Do you have a disability, a health condition or another vulnerability that we should know about?"
SECTIONS: Sequence[Section] = [
    ("What happened", [("What was taken?", "Bicycle"), ("Tell us what happened", STORY), ("Colour", "")]),
    ("Your safety", [(WRAPPED, "No"), ("Are you in danger right now?", "No"), ("Anything else?", FORGED)]),
    ("About you", [("Full name", "Siân Brontë"), ("Address", "9 Inkerman Terrace\nEaling"), ("Postcode", "W23 9JG")]),
]
GRID = (("GRID", (0, 0), (-1, -1), 0.5, colors.black),)
MIDDLE = (("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black))
TIGHT = (("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0))
SHADED = (("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.whitesmoke, colors.white]),)
TABLES = {
    "one look for all": TableLook(),
    "bold labels": TableLook(label=BOLD),
    "grey labels in a grid": TableLook(label=GREY, style=GRID),
    "larger serif answers": TableLook(answer=SERIF),
    "labels beside the middle": TableLook(style=MIDDLE),
    "no space between rows": TableLook(label=BOLD, style=TIGHT),
    "shaded rows": TableLook(style=SHADED),
    "a narrow column of labels": TableLook(widths=(90, 390)),
    "a wide column of labels": TableLook(widths=(300, 180), style=GRID),
}


def lines_of(content: bytes) -> tuple[Line, ...]:
    """What is read of a PDF."""
    return read_pdf(content).lines


def told(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Each label with the text of its answer, paragraphs on lines of their own."""
    asked: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.piece is Piece.LABEL:
            asked.append((line.text, []))
        elif line.piece is Piece.ANSWER:
            asked[-1][1].append(line.text)
    return [(label, "\n".join(answer)) for label, answer in asked]


def asked(sections: Sequence[Section]) -> list[tuple[str, str]]:
    """What a form truly says."""
    return [one for _, questions in sections for one in questions]


@pytest.mark.parametrize("look", TABLES.values(), ids=TABLES)
def test_labels_and_answers_in_two_columns_are_told_apart(look: TableLook) -> None:
    lines = lines_of(table_form(SECTIONS, look))

    assert told(lines) == asked(SECTIONS)
    assert [line.text for line in lines if line.piece is Piece.HEADING] == [heading for heading, _ in SECTIONS]


@pytest.mark.parametrize(
    ("label", "answer"), [(BOLD, PLAIN), (PLAIN, BOLD), (GREY, PLAIN), (BOLD, SERIF)], ids=lambda style: style.name
)
def test_answers_below_their_labels_are_told_by_how_they_are_set(label: object, answer: object) -> None:
    lines = lines_of(stacked_form(SECTIONS, label, answer))  # type: ignore[arg-type]

    assert told(lines) == asked(SECTIONS)


ELEMENTS = [
    "Suspect 1 of 2",
    ("Name", "Dave: the tall one"),
    ("Street", ""),
    "Suspect 2 of 2",
    ("Name", "Mo"),
    ("Street", ""),
]


@pytest.mark.parametrize("columns", [1, 2])
def test_an_underlined_line_opens_something_and_is_no_part_of_the_answer_before(columns: int) -> None:
    story: list[Flowable] = []
    for one in [("Who?", "Two"), *ELEMENTS, ("Where?", "here")]:
        if isinstance(one, str):
            story.append(Paragraph(f"<u>{one}</u>", PLAIN))
            continue
        cells = [Paragraph(one[0], BOLD), Paragraph(one[1], PLAIN)]
        rows = [cells] if columns == 2 else [[cell] for cell in cells]
        story.append(Table(rows, colWidths=[150, 300][:columns], style=[("TOPPADDING", (0, 0), (-1, -1), 1)]))

    lines = lines_of(document(story))

    assert [line.text for line in lines if line.piece is Piece.HEADING] == ["Suspect 1 of 2", "Suspect 2 of 2"]
    assert told(lines) == [("Who?", "Two"), *(one for one in ELEMENTS if not isinstance(one, str)), ("Where?", "here")]


def test_a_label_and_its_answer_on_one_line_are_told_by_how_they_are_set() -> None:
    story = [Paragraph(f"<b>{label}</b> {answer}", PLAIN) for label, answer in asked(SECTIONS)[:2]]
    story += [Paragraph(f"<b>Question {number}</b> Answer {number}", PLAIN) for number in range(3)]

    assert told(lines_of(document(story))) == [
        *asked(SECTIONS)[:2],
        *((f"Question {number}", f"Answer {number}") for number in range(3)),
    ]


def test_text_of_one_look_in_one_column_stays_running() -> None:
    text = ["Report a theft", "", "What was taken?: Bicycle", "Colour:", "Are you in danger right now?: No"]

    lines = lines_of(lines_form(text))

    assert {line.piece for line in lines} == {Piece.RUNNING}
    assert [line.text for line in lines] == text


def test_headings_over_rows_of_one_look_are_no_labels_of_these() -> None:
    lines = lines_of(stacked_form(SECTIONS, PLAIN, PLAIN))

    assert {line.piece for line in lines} == {Piece.RUNNING}
    assert {line.look for line in lines if line.text in dict(SECTIONS)}.isdisjoint(
        line.look for line in lines if line.text == "What was taken?"
    )


def test_rows_that_are_set_in_have_a_look_of_their_own() -> None:
    inset = ParagraphStyle("inset", parent=PLAIN, leftIndent=14)
    rows = [[Paragraph(f"Question {number}", PLAIN), Paragraph(f"answer {number}", inset)] for number in range(4)]

    lines = lines_of(document([cell for row in rows for cell in row]))

    looks = [line.look for line in lines if line.text]
    assert looks[0::2] == [looks[0]] * 4
    assert looks[1::2] == [looks[1]] * 4
    assert looks[0] != looks[1]


def test_a_running_line_says_whether_it_was_broken_because_it_was_full() -> None:
    lines = lines_of(document([Paragraph(STORY, PLAIN), Paragraph("Yes", PLAIN)]))

    assert [line.is_full for line in lines] == [True] * (len(lines) - 2) + [False, False]


def test_an_answer_that_goes_on_over_pages_stays_one_answer() -> None:
    long = "\n".join(f"On day {day} the same car came by, and {STORY[0].lower()}{STORY[1:]}" for day in range(30))
    rows = [("Tell us", one) if not day else ("", one) for day, one in enumerate(long.split("\n"))]
    look = TableLook(label=BOLD)

    lines = lines_of(table_form([("The problem", [("Where?", "here"), *rows, ("When?", "today"), ("Who?", "")])], look))

    assert told(lines) == [("Where?", "here"), ("Tell us", long), ("When?", "today"), ("Who?", "")]
    assert {line.page for line in lines} == {1, 2, 3}


def test_headers_and_footers_that_come_again_are_no_part_of_an_answer() -> None:
    long = [("Tell us", "\n".join(f"On day {day} it happened again." for day in range(30)))]
    furniture = Furniture("Online reporting: not for onward disclosure", "Page {page} of {pages}")
    sections = [*SECTIONS, ("More", [*long, ("Another question", "Yes")]), *SECTIONS]

    lines = lines_of(table_form(sections, TableLook(label=BOLD), furniture))

    assert told(lines) == asked(sections)
    assert not [line for line in lines if "Page" in line.text or "disclosure" in line.text]


def test_a_row_that_comes_again_with_another_answer_is_no_header() -> None:
    items = [[Paragraph("Value", BOLD), Paragraph(f"£{value}", PLAIN)] for value in (80, 81, 82)]
    story = [flowable for item in items for flowable in (Table([item], colWidths=[150, 300]), PageBreak())]

    assert told(lines_of(document(story))) == [("Value", "£80"), ("Value", "£81"), ("Value", "£82")]


def test_places_are_points_from_the_left_and_top_of_the_page() -> None:
    content = BytesIO()
    canvas = Canvas(content, A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, A4[1] - 100, "words")
    canvas.save()

    [line] = lines_of(content.getvalue())

    assert line.box is not None
    assert (line.page, line.number, round(line.box.left)) == (1, 1, 72)
    assert line.box.top < 100 < line.box.bottom < 105


@pytest.mark.parametrize("quarters", [0, 90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_shown(quarters: int) -> None:
    content = BytesIO()
    canvas = Canvas(content, (400, 600))
    canvas.setPageRotation(quarters)
    match quarters:
        case 90:
            canvas.translate(400, 0)
        case 180:
            canvas.translate(400, 600)
        case 270:
            canvas.translate(0, 600)
    canvas.rotate(quarters)
    width, height = (600, 400) if quarters in (90, 270) else (400, 600)
    for row in range(4):
        canvas.drawString(50, height - 50 - 30 * row, f"Label {row}")
        canvas.drawString(width / 2, height - 50 - 30 * row, f"answer {row}")
    canvas.save()

    assert told(lines_of(content.getvalue())) == [(f"Label {row}", f"answer {row}") for row in range(4)]


def test_slanted_words_over_the_page_are_no_part_of_an_answer() -> None:
    content = BytesIO()
    canvas = Canvas(content, A4)
    for row in range(4):
        canvas.drawString(50, 700 - 30 * row, f"Label {row}")
        canvas.drawString(300, 700 - 30 * row, f"answer {row}")
    canvas.translate(200, 600)
    canvas.rotate(45)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(0, 0, "OFFICIAL COPY")
    canvas.save()

    assert told(lines_of(content.getvalue())) == [(f"Label {row}", f"answer {row}") for row in range(4)]


def test_a_page_without_text_is_said_to_be_a_picture() -> None:
    content = BytesIO()
    canvas = Canvas(content, A4)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()

    with pytest.raises(PdfUnreadable, match="no text in it"):
        read_pdf(content.getvalue())


def test_two_questions_side_by_side_are_not_taken_for_one() -> None:
    rows = [[f"Label {row}", f"answer {row}", f"Other label {row}", f"other answer {row}"] for row in range(4)]

    lines = lines_of(document([Table(rows, colWidths=[120] * 4)]))

    assert [line.text for line in lines if line.text] == [cell for row in rows for cell in row]
    assert {line.piece for line in lines} == {Piece.RUNNING}


def test_an_answer_over_the_whole_width_below_its_label_is_its_answer() -> None:
    rows = [[Paragraph(f"Question {number}", BOLD), Paragraph("Yes", PLAIN)] for number in range(3)]
    story = [Table(rows, colWidths=[180, 300]), Table([[Paragraph("Tell us", BOLD), ""]], colWidths=[180, 300])]

    lines = lines_of(document([*story, Paragraph(STORY, PLAIN), Paragraph("The end", LARGE)]))

    label, text = told(lines)[-1]
    assert (label, " ".join(text.split())) == ("Tell us", STORY)
