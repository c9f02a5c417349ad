"""What a page holds and does not show."""

import pytest

from runtime.intake.html import read_page
from tests.runtime.intake.html.showing import RUNNING, shown


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display: none'>Danger: No</p>",
        "<p hidden>Danger: No</p>",
        "<div style='max-height:0px; overflow:hidden'>Danger: No</div>",
        "<span style='font-size:0'>Danger: No</span>",
        "<span style='mso-hide:all'>Danger: No</span>",
        "<div style='visibility:hidden'>Danger: No</div>",
        "<div style='opacity:0'>Danger: No</div>",
        "<div style='position:absolute; left:-9999px'>Danger: No</div>",
        "<span style='font-size:1px'>Danger: No</span>",
        "<font color=white>Danger: No</font>",
        "<p style='color:#FEFEFE'>Danger: No</p>",
        "<p style='color: rgb(255, 255, 255) !important'>Danger: No</p>",
        "<p style='color:transparent'>Danger: No</p>",
        "<div style='background:#234'><p style='color:#223344'>Danger: No</p></div>",
        "<table bgcolor=black><tr><td>Danger: No</table>",
        "<table><tr style='color:#fff'><td>Danger: No</table>",
    ],
)
def test_what_people_are_not_shown_is_no_line_and_not_lost(hidden: str) -> None:
    page = read_page(f"{hidden}<p>Danger: Yes")

    assert [line.text for line in page.lines if line.text] == ["Danger: Yes"]
    assert page.hidden.strip() == "Danger: No"


@pytest.mark.parametrize(
    "html",
    [
        "<div style='font-size:0px'><div style='font-size:12px'>shown</div></div>",
        "<div style='opacity:0.9'>shown</div>",
        "<div style='font-size:0.9em'>shown</div>",
        "<div style='background-color:#123456; color:white'>shown</div>",
        "<table><tr bgcolor=navy><td><font color=white>shown</font></table>",
        "<div style='background:url(ground.png); color:white'>shown</div>",
        "<style>.head {background: navy}</style><div class=head style='color:white'>shown</div>",
        "<div style='color:white'><span style='color:#333'>shown</span></div>",
        "<div style='line-height:0;overflow:hidden'>shown</div>",
        "<script>no</script><style>no</style><!-- no --><template>no</template><title>no</title>shown",
        "<select><option>no<option selected>shown</select>",
        "<input type=hidden value=no><input value=shown>",
    ],
)
def test_what_people_are_shown_is_kept(html: str) -> None:
    assert shown(html) == [(RUNNING, "shown")]


@pytest.mark.parametrize(
    "style",
    ["display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all", "max-height:0;overflow:hidden"],
)
@pytest.mark.parametrize("cells", ["<tr style='{}'><th>Name<td>Bob", "<tbody style='{}'><tr><th>Name<td>Bob"])
def test_a_row_that_the_page_hides_answers_nothing_and_its_words_are_kept(style: str, cells: str) -> None:
    page = read_page(f"<table><tr><th>Name<td>Ann{cells.format(style)}</table>")

    assert [line.text for line in page.lines] == ["Name", "Ann"]
    assert page.hidden.split() == ["Name", "Bob"]


def test_a_row_whose_text_has_no_size_is_not_seen() -> None:
    page = read_page("<table><tr><th>Name<td>Ann<tr style='font-size:0'><th>Danger<td>No</table>")

    assert "Danger" not in [line.text for line in page.lines]
