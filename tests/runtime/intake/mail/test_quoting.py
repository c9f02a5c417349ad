from hypothesis import given
from hypothesis import strategies as st

from runtime.intake.mail.quoting import plain_lines
from runtime.intake.witness.lines import running


@given(st.text(max_size=300))
def test_any_text_becomes_lines(text: str) -> None:
    assert not any("\n" in line.text for line in plain_lines(text))


def test_a_form_that_was_forwarded_loses_its_quotation_marks() -> None:
    text = "Please see below.\n> Form\n> > Place: Ealing\n> \n>Time: 10:00"

    assert [line.text for line in plain_lines(text)] == [
        "Please see below.",
        "Form",
        "> Place: Ealing",
        "",
        "Time: 10:00",
    ]


def test_only_what_begins_a_line_is_a_mark_of_quotation() -> None:
    text = "Place => Ealing\n> Form\n> Time => 10:00"

    assert [line.text for line in plain_lines(text)] == ["Place => Ealing", "Form", "Time => 10:00"]


def test_a_long_row_of_blanks_is_shortened() -> None:
    lines = plain_lines(f"Place:{' ' * 2_000_000}Ealing\n{chr(9) * 200}Time")

    assert [line.text for line in lines] == [f"Place:{' ' * 100}Ealing", f"{chr(9) * 100}Time"]


def test_a_quotation_within_a_form_stays() -> None:
    lines = ["Form", "Story: he wrote", "> I am coming", "Time: 10:00"]

    assert plain_lines("\n".join(lines)) == running(lines)
