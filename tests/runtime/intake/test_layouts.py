from hypothesis import given
from hypothesis import strategies as st

from runtime.intake.layouts import html_lines, plain_lines
from runtime.intake.lines import running


@given(st.text(max_size=300))
def test_any_text_becomes_lines(text: str) -> None:
    assert not any("\n" in line.text for line in (*plain_lines(text), *html_lines(text)))


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


def test_terms_and_headings_of_a_page_become_the_lines_of_a_plain_form() -> None:
    html = (
        "<style>dt{}</style><h1>Report</h1><p>Reference: <b>TLP-1</b></p><h2>About</h2>"
        "<dl><dt>Name?</dt><dd>Ann&nbsp;</dd><dt>Story</dt><dd>One<br>two &lt;3</dd><dt>Blank</dt><dd></dd></dl>"
    )

    lines = [line.text for line in html_lines(html) if line.text]

    assert lines == [
        *("Report", "------", "Reference: TLP-1", "About", "-----"),
        *("Name?: Ann", "Story: One", "two <3", "Blank:"),
    ]


def test_scripts_are_not_shown() -> None:
    assert html_lines("<body><script>alert(1)</script><p>shown</p></body>") == running(["shown"])
