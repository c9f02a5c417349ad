from runtime.intake.mail.wrapping import wrap_width, written_on

WRAPPED = [
    "He waited by the gate for most of an hour and then",
    "walked behind me the whole way to the station while",
    "saying things under his breath, and when I asked him",
    "to stop he laughed.",
]


def test_a_text_that_a_program_broke_is_put_together() -> None:
    width = wrap_width(["Has this happened before?: Yes", *WRAPPED])

    assert width == 52
    assert written_on(WRAPPED, width, wrapped=False) == " ".join(WRAPPED)


def test_lines_that_a_person_broke_stay_broken() -> None:
    lines = ["one short line", "another", "", "and a third"]

    assert written_on(lines, wrap_width(lines), wrapped=False) == "\n".join(lines)


def test_a_text_with_a_long_line_was_not_broken_by_a_program() -> None:
    assert wrap_width([*WRAPPED, "x " * 100]) is None


def test_blank_lines_around_a_text_are_no_part_of_it() -> None:
    assert written_on(["", " first ", "", "last ", " ", ""], None, wrapped=False) == "first \n\nlast "
    assert written_on(["", " "], None, wrapped=False) == ""


def test_what_stands_on_one_line_of_a_form_is_joined() -> None:
    assert (
        written_on([" Damage to property; Offensive", "material"], None, wrapped=True)
        == "Damage to property; Offensive material"
    )
