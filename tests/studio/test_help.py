"""Help: the whole reference, a search in it, and each problem's code, without script."""

import pytest

from mapping_dsl.reference import EVERY_CODE
from runtime.models import Role
from studio.presenters.help import HOW_TOS, PAGES, REFERENCE, found, sections_of
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_every_section_once_with_a_place_to_link_to(page: str) -> None:
    anchors = [section.anchor for section in sections_of(page)]

    assert len(anchors) > (30 if page in REFERENCE else 3)
    assert len(anchors) == len(set(anchors))


def test_the_page_of_the_language_links_to_that_of_feel(analyst: Visitor) -> None:
    analyst.get("/help/language")

    assert analyst.heading == "The mapping language"
    assert analyst.one('#the-mapping-language a[href="/help/feel"]').text() == "FEEL"
    assert "decide classification first" in analyst.text("#decide pre")


def test_a_table_of_the_page_keeps_bars_and_code(analyst: Visitor) -> None:
    analyst.get("/help/feel")

    assert analyst.one("#cannot-compare td code").text() == '1 < "a"'


def test_a_search_finds_a_function_by_its_name_before_its_uses(analyst: Visitor) -> None:
    analyst.get("/help?q=to+PHONE")

    assert analyst.texts(".app-found a")[0] == "to phone"


def test_a_search_finds_a_statement_of_that_very_name_first_and_shows_sentences_of_it() -> None:
    first = found("decide")[0]

    assert (first.title, first.address) == ("decide", "/help/language#decide")
    assert "|" not in first.excerpt


def test_a_word_of_a_statement_finds_the_statement_before_the_codes_of_problems() -> None:
    titles = [one.title for one in found("otherwise")]

    assert titles.index("Fields") < titles.index("otherwise-not-last")


def test_a_search_that_finds_nothing_says_so(analyst: Visitor) -> None:
    analyst.get("/help?q=xylophone")

    assert analyst.text("h2") == "Nothing found for “xylophone”"


def test_what_is_searched_for_is_shown_as_text(analyst: Visitor) -> None:
    analyst.get("/help?q=<b>bold</b>")

    assert "<b>bold</b>" in analyst.text("h2")


def test_a_problem_in_the_list_leads_to_what_its_code_means(analyst: Visitor) -> None:
    text = analyst.get("/mappings/theft").one("#mapping-text").text() + "\nlet a = b\n"
    analyst.post("/mappings/theft/draft/preview", text=text, revision="")

    address = analyst.one("#problems a").attributes["href"] or ""
    analyst.get(address)

    assert analyst.heading == address.rpartition("/")[2]
    assert analyst.texts("pre") == [EVERY_CODE[analyst.heading].broken, EVERY_CODE[analyst.heading].mended]


def test_a_code_that_there_is_not_has_no_page(analyst: Visitor) -> None:
    assert analyst.get("/help/problems/no-such-thing-here").status == 404


@pytest.mark.parametrize("page", HOW_TOS)
def test_every_link_of_a_how_to_leads_to_a_page_of_help(page: str, analyst: Visitor) -> None:
    links = analyst.get(f"/help/{page}").links(".app-help__text a")

    assert links
    assert all(link.startswith("/help/") and analyst.get(link).status == 200 for link in links)


def test_a_page_that_there_is_not_is_not_found(analyst: Visitor) -> None:
    assert analyst.get("/help/no-such-page").status == 404


def test_each_page_of_changed_forms_leads_to_its_help(analyst: Visitor) -> None:
    assert "/help/a-form-has-changed" in analyst.get("/changes").links("main a")
    assert "/help/many-held-at-once" in analyst.get("/changes").links("main a")
    assert "/help/forms-and-layouts" in analyst.get("/forms/new").links("main a")
    assert "/help/forms-and-layouts" in analyst.get("/layouts/new").links("main a")
