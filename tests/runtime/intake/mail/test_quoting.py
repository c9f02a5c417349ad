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


def test_a_quotation_within_a_form_stays() -> None:
    lines = ["Form", "Story: he wrote", "> I am coming", "Time: 10:00"]

    assert plain_lines("\n".join(lines)) == running(lines)
