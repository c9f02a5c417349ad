"""What is different between two texts of a mapping, told by place."""

from studio.presenters.difference import Line, Piece, difference

TEXT = "\n".join(f"line {number}" for number in range(1, 21))


def test_equal_texts_differ_nowhere() -> None:
    assert difference(TEXT, TEXT) == ()


def test_a_changed_word_is_marked_on_both_sides() -> None:
    (place,) = difference("code <- M01", "code <- M04")

    removed = (Piece("code <- "), Piece("M01", is_changed=True))
    added = (Piece("code <- "), Piece("M04", is_changed=True))
    assert place.sentence == "From line 1: 1 line became 1 line"
    assert place.lines == (Line("removed", 1, None, removed), Line("added", None, 1, added))


def test_places_far_apart_are_told_apart() -> None:
    places = difference(TEXT, TEXT.replace("line 2\n", "line two\n").replace("line 19", "line nineteen"))

    assert [place.sentence for place in places] == [
        "From line 2: 1 line became 1 line",
        "From line 19: 1 line became 1 line",
    ]


def test_added_and_removed_lines_are_counted() -> None:
    added = difference("a\nb", "a\nx\ny\nb")
    removed = difference("a\nx\nb", "a\nb")

    assert [place.sentence for place in (*added, *removed)] == ["At line 2: 2 lines added", "At line 2: 1 line removed"]
