"""What several witnesses say together, each of them made by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from mapping_dsl.forms import Forms, FormVersion
from runtime.intake import DriftKind, DriftSeverity, Place
from runtime.intake.answers import type_answer
from runtime.intake.envelope import WitnessText
from runtime.intake.reading import Drift, UnmappedText
from runtime.intake.witness.caution import more_dangerous, take_care
from runtime.intake.witness.lines import Line, Piece, running
from runtime.intake.witness.reconciling import Agreed, Heard, reconcile
from runtime.intake.witness.testimony import Testimony
from runtime.intake.words import PLAIN

STORY = "They broke the lock.\nThen they left."
RANKS = ("body", "html", "pdf")
GIVEN = {
    "premisesType": "Business",
    "role": "I am the victim",
    "offenderPresent": "No",
    "description": STORY,
    "anythingStolen": "No",
    "phone": "020 7946 0992",
    "dangerNow": "No",
}


@pytest.fixture(scope="module")
def burglary(forms: Forms) -> FormVersion:
    form = forms.find("burglary", "1.0")
    assert form is not None
    return form


def said_by(form: FormVersion, witness: str, texts: dict[str, str], *, structured: bool = False) -> Heard:
    """A witness that has these questions under their own labels, and no others."""
    testimony, lines = Testimony(witness, answers=dict.fromkeys([one.name for one in form.questions])), []
    for number, (name, text) in enumerate(texts.items(), 1):
        question = form.by_name[name]
        typed = type_answer(question, text)
        testimony.answers[name] = typed.value
        testimony.places[name] = Place(witness, number, number, text)
        if not typed.fits:
            testimony.doubts.append(name)
            testimony.drift.append(drift(form, name, DriftKind.TYPE_CHANGED, text))
        lines += [Line(question.label, number, Piece.LABEL), Line(text, number, Piece.ANSWER)]
    testimony.found, testimony.structured = len(texts), structured
    told = tuple(lines) if structured else running([line.text for line in lines])
    return Heard(RANKS.index(witness), witness, WitnessText(witness, told), testimony)


def drift(form: FormVersion, name: str, kind: DriftKind, text: str = "") -> Drift:
    question = form.by_name[name]
    return Drift(kind, name, question.label, text, question.risk, DriftSeverity.DEGRADES)


def add_suspects(heard: Heard, *names: str) -> None:
    heard.testimony.answers["suspects"] = [{"name": name, "description": None, "relationship": None} for name in names]
    for number, name in enumerate(names, 1):
        for inner, text in (("name", name), ("description", ""), ("relationship", "")):
            heard.testimony.places[f"suspects[{number}].{inner}"] = Place(heard.name, number, number, text)


def disputed(agreed: Agreed) -> list[tuple[str, dict[str, str]]]:
    return [(one.conflict.question, dict(one.conflict.readings)) for one in agreed.disputes]


def test_witnesses_that_say_the_same_settle_it_in_their_own_ways_of_writing(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN)
    pdf = said_by(burglary, "pdf", GIVEN | {"description": "They broke the lo\nck. Then they left."}, structured=True)

    agreed = reconcile([body, pdf], burglary)

    assert (agreed.disputes, agreed.heard.answers["description"]) == ([], STORY)
    assert "description" not in agreed.heard.doubts
    assert agreed.heard.places["phone"].witness == "body"
    assert [place.witness for place in agreed.witness_places["phone"]] == ["pdf"]


def test_a_disagreement_is_shown_with_both_and_in_doubt(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN)
    pdf = said_by(burglary, "pdf", GIVEN | {"phone": "07700 900999", "offenderPresent": "Yes"}, structured=True)

    agreed = reconcile([body, pdf], burglary)

    assert disputed(agreed) == [
        ("offenderPresent", {"body": "No", "pdf": "Yes"}),
        ("phone", {"body": "020 7946 0992", "pdf": "07700 900999"}),
    ]
    assert {"offenderPresent", "phone"} <= set(agreed.heard.doubts)
    assert agreed.heard.answers["offenderPresent"] == "no"
    assert more_dangerous(agreed, burglary, PLAIN) == {"offenderPresent": "yes"}


def test_an_answer_that_one_witness_lost_is_taken_from_the_other(burglary: FormVersion) -> None:
    cut = {name: text for name, text in GIVEN.items() if name not in ("phone", "dangerNow")}
    body, pdf = said_by(burglary, "body", cut), said_by(burglary, "pdf", GIVEN, structured=True)
    body.testimony.drift.append(drift(burglary, "dangerNow", DriftKind.REMOVED))

    agreed = reconcile([body, pdf], burglary)

    assert (agreed.heard.answers["phone"], agreed.heard.answers["dangerNow"]) == ("020 7946 0992", "no")
    assert agreed.disputes == []
    assert not {"phone", "dangerNow"} & {one.question for one in agreed.heard.drift}


def test_a_blank_place_beside_an_answer_is_a_disagreement(burglary: FormVersion) -> None:
    body, pdf = said_by(burglary, "body", GIVEN | {"phone": ""}), said_by(burglary, "pdf", GIVEN, structured=True)

    assert disputed(reconcile([body, pdf], burglary)) == [("phone", {"body": "", "pdf": "020 7946 0992"})]


def test_a_pdf_that_cut_a_story_agrees_with_the_whole_of_it(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN)
    pdf = said_by(burglary, "pdf", GIVEN | {"description": "They broke the lock. Then th"}, structured=True)

    agreed = reconcile([body, pdf], burglary)

    assert (agreed.disputes, agreed.heard.answers["description"]) == ([], STORY)


def test_what_a_body_took_for_a_storys_end_is_left_out_where_the_pdf_shows_a_question_there(
    burglary: FormVersion,
) -> None:
    body = said_by(burglary, "body", GIVEN | {"description": f"{STORY}\nWere you at home?: Yes"})
    pdf = said_by(burglary, "pdf", GIVEN, structured=True)
    line = Line("Were you at home? Yes", 99)
    pdf = Heard(2, "pdf", WitnessText("pdf", (*pdf.text.lines, line)), pdf.testimony)
    pdf.testimony.unmapped.append(UnmappedText("Were you at home?", "Yes"))

    agreed = reconcile([body, pdf], burglary)

    assert (agreed.disputes, agreed.heard.answers["description"]) == ([], STORY)
    assert agreed.heard.unmapped == [UnmappedText("Were you at home?", "Yes")]


def test_an_answer_that_a_body_reads_out_of_a_story_is_none_where_the_pdf_shows_the_story_whole(
    burglary: FormVersion,
) -> None:
    whole = f"{STORY}\nWas anything stolen?: Yes"
    body = said_by(burglary, "body", GIVEN | {"anythingStolen": "Yes"})
    pdf = said_by(burglary, "pdf", GIVEN | {"description": whole}, structured=True)

    agreed = reconcile([body, pdf], burglary)

    assert agreed.disputes == []
    assert (agreed.heard.answers["anythingStolen"], agreed.heard.answers["description"]) == ("no", whole)


def test_an_uncertain_witness_is_made_good_by_a_sure_one(burglary: FormVersion) -> None:
    body, pdf = said_by(burglary, "body", GIVEN), said_by(burglary, "pdf", GIVEN, structured=True)
    body.testimony.uncertain["description"] = "A line of it looks like a question."

    alone, both = reconcile([body], burglary), reconcile([body, pdf], burglary)

    assert (list(alone.heard.uncertain), list(both.heard.uncertain)) == (["description"], [])
    assert both.heard.places["description"].witness == "body"


def test_an_answer_that_fits_makes_good_one_that_does_not(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN | {"premisesType": "Busi…"})
    pdf = said_by(burglary, "pdf", GIVEN, structured=True)

    agreed = reconcile([body, pdf], burglary)

    assert (agreed.heard.answers["premisesType"], agreed.disputes) == ("business", [])
    assert "premisesType" not in agreed.heard.doubts
    assert "premisesType" not in {one.question for one in agreed.heard.drift}


def test_drift_that_all_witnesses_show_stays(burglary: FormVersion) -> None:
    both = [said_by(burglary, name, GIVEN | {"role": "I am a bystander"}) for name in ("body", "html")]

    agreed = reconcile(both, burglary)

    assert [one.question for one in agreed.heard.drift if one.kind is DriftKind.TYPE_CHANGED] == ["role"]
    assert (agreed.heard.answers["role"], agreed.disputes) == (None, [])
    assert "role" in agreed.heard.doubts


def test_the_exact_one_of_two_numbers_is_taken(burglary: FormVersion) -> None:
    given = GIVEN | {"anythingStolen": "Yes"}
    body = said_by(burglary, "body", given | {"totalValue": "18501"})
    pdf = said_by(burglary, "pdf", given | {"totalValue": "18500.99"}, structured=True)

    agreed = reconcile([body, pdf], burglary)

    assert (agreed.heard.answers["totalValue"], agreed.disputes) == (Decimal("18500.99"), [])


def test_letters_that_run_from_right_to_left_are_the_same_in_any_order(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN | {"description": "فاطمة الزهراء"})
    pdf = said_by(burglary, "pdf", GIVEN | {"description": "ءارهزلا ةمطاف"}, structured=True)

    assert reconcile([body, pdf], burglary).disputes == []


def test_elements_of_a_group_are_compared_one_by_one(burglary: FormVersion) -> None:
    body, pdf = said_by(burglary, "body", GIVEN), said_by(burglary, "pdf", GIVEN, structured=True)
    add_suspects(body, "Dave", "Ann Bell")
    add_suspects(pdf, "Dave", "Anna Bell")

    agreed = reconcile([body, pdf], burglary)

    assert disputed(agreed) == [("suspects.name", {"body": "Ann Bell", "pdf": "Anna Bell"})]
    assert agreed.heard.places["suspects[2].name"].text == "Ann Bell"


def test_witnesses_that_count_elements_otherwise_disagree_and_nobody_is_lost(burglary: FormVersion) -> None:
    body, pdf = said_by(burglary, "body", GIVEN), said_by(burglary, "pdf", GIVEN, structured=True)
    add_suspects(body, "Dave")
    add_suspects(pdf, "Dave", "Ann")

    agreed = reconcile([body, pdf], burglary)

    assert disputed(agreed) == [("suspects", {"body": "1 × Suspect", "pdf": "2 × Suspect"})]
    blank = {"description": None, "relationship": None}
    assert agreed.heard.answers["suspects"] == [{"name": "Dave", **blank}, {"name": "Ann", **blank}]


def test_a_pdf_that_is_another_thing_takes_no_part(burglary: FormVersion) -> None:
    body, other = said_by(burglary, "body", GIVEN), said_by(burglary, "pdf", {"role": "I saw it happen"})

    agreed = reconcile([body, other], burglary)

    assert (agreed.disputes, agreed.heard) == ([], body.testimony)


def test_what_no_witness_has_is_missing_once(burglary: FormVersion) -> None:
    given = {name: text for name, text in GIVEN.items() if name != "dangerNow"}
    both = [said_by(burglary, name, given) for name in ("body", "html")]

    agreed = reconcile(both, burglary)
    missing = take_care(agreed, burglary, PLAIN, is_known=True)

    removed = [one for one in agreed.heard.drift if one.question == "dangerNow"]
    assert [(one.kind, one.risk, one.severity) for one in removed] == [(DriftKind.REMOVED, True, DriftSeverity.BREAKS)]
    assert missing == ["dangerNow"]
    assert "dangerNow" in agreed.heard.doubts
    assert "stolenText" in agreed.heard.not_asked


def test_a_required_question_that_all_leave_blank_is_in_doubt(burglary: FormVersion) -> None:
    both = [said_by(burglary, name, GIVEN | {"description": ""}) for name in ("body", "html")]

    assert "description" in reconcile(both, burglary).heard.doubts


def test_words_for_nothing_are_as_blank_as_nothing(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN | {"email": "-"})
    pdf = said_by(burglary, "pdf", GIVEN | {"email": ""}, structured=True)
    body.testimony.answers["email"] = None

    assert reconcile([body, pdf], burglary).disputes == []


def test_an_answer_into_which_a_witness_drew_other_words_of_the_form_is_taken_without_them(
    burglary: FormVersion,
) -> None:
    body = said_by(burglary, "body", GIVEN)
    pdf = said_by(burglary, "pdf", GIVEN | {"premisesType": "Business They broke the lock."}, structured=True)

    agreed = reconcile([body, pdf], burglary)

    assert (agreed.disputes, agreed.heard.answers["premisesType"]) == ([], "business")
    assert "premisesType" not in agreed.heard.doubts


def test_a_story_that_goes_on_with_what_another_witness_shows_elsewhere_is_uncertain(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN)
    pdf = said_by(burglary, "pdf", GIVEN | {"description": f"{STORY}\nWas anything taken? - No"})
    asked = Line("Was anything taken? - No", 90)
    told = Heard(body.rank, body.name, WitnessText("body", (*body.text.lines, asked)), body.testimony)

    agreed = reconcile([told, pdf], burglary)

    assert "description" in agreed.heard.uncertain
    assert "description" not in reconcile([body, pdf], burglary).heard.uncertain


def test_a_number_before_a_question_that_only_one_witness_shows_does_not_make_it_part_of_a_story(
    burglary: FormVersion,
) -> None:
    new = ("Was anything broken?", "A window", "Was it loud?", "Very")
    numbered = f"1.3 {new[0]}\n{new[1]}\n\n1.4 {new[2]}\n{new[3]}"
    body = said_by(burglary, "body", GIVEN | {"description": f"{STORY}\n\n{numbered}"})
    html = said_by(burglary, "html", GIVEN, structured=True)
    others = tuple(Line(text, 90 + at) for at, text in enumerate(new))
    told = Heard(html.rank, html.name, WitnessText("html", (*html.text.lines, *others)), html.testimony)

    heard = reconcile([body, told], burglary).heard

    assert (heard.answers["description"], "description" in heard.uncertain) == (STORY, False)


def test_a_day_that_differs_is_disputed_though_another_question_follows_it(burglary: FormVersion) -> None:
    html = said_by(burglary, "html", GIVEN | {"dateFrom": "12 March 2026"}, structured=True)
    body = said_by(burglary, "body", GIVEN | {"dateFrom": "13 March 2026 Latest date"})
    told = replace(html, text=WitnessText("html", (*html.text.lines, Line("Latest date", 90))))

    assert [name for name, _ in disputed(reconcile([body, told], burglary))] == ["dateFrom"]


def test_a_longer_story_that_is_not_sure_stays_so_beside_one_that_ends_before(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN | {"description": f"{STORY}\nThen they ran."})
    body.testimony.uncertain["description"] = "It may hold too much."
    pdf = said_by(burglary, "pdf", GIVEN, structured=True)

    heard = reconcile([body, pdf], burglary).heard

    assert heard.uncertain["description"] == "It may hold too much."


def test_a_witness_that_has_a_question_in_other_words_alone_does_not_tell_where_its_answer_ends(
    burglary: FormVersion,
) -> None:
    body = said_by(burglary, "body", GIVEN | {"description": f"{STORY}\nThen they ran."})
    pdf = said_by(burglary, "pdf", GIVEN, structured=True)
    pdf.testimony.drift.append(drift(burglary, "description", DriftKind.REWORDED, STORY))
    pdf.testimony.doubts.append("description")
    told = Heard(pdf.rank, pdf.name, WitnessText("pdf", (*pdf.text.lines, Line("Then they ran.", 90))), pdf.testimony)

    heard = reconcile([body, told], burglary).heard

    assert heard.answers["description"] == f"{STORY}\nThen they ran."
    assert "description" not in {*heard.doubts, *(one.question for one in heard.drift)}


def test_a_danger_that_one_witness_draws_into_a_no_is_never_passed_over(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN)
    pdf = said_by(burglary, "pdf", GIVEN | {"offenderPresent": "No They broke the lock."}, structured=True)

    assert [name for name, _ in disputed(reconcile([body, pdf], burglary))] == ["offenderPresent"]


def test_what_may_be_words_for_a_blank_answer_is_one_where_another_witness_is_blank(burglary: FormVersion) -> None:
    said = [said_by(burglary, "body", GIVEN | {"phone": "n/a"}), said_by(burglary, "pdf", GIVEN | {"phone": ""})]
    said[0].testimony.uncertain["phone"] = "“Phone” is answered “n/a”, which may stand for a blank answer."
    said[0].testimony.perhaps_blank.add("phone")

    agreed = reconcile(said, burglary)

    assert agreed.heard.answers["phone"] is None
    assert agreed.disputes == []
    assert "phone" not in agreed.heard.uncertain


def test_a_blank_answer_that_the_form_would_not_have_asked_for_was_not_asked(burglary: FormVersion) -> None:
    both = [said_by(burglary, name, GIVEN | {"stolenText": ""}) for name in ("body", "html")]

    heard = reconcile(both, burglary).heard

    assert "stolenText" in heard.not_asked
    assert "stolenText" not in heard.doubts


def test_a_witness_that_shows_little_disputes_what_tells_of_danger(burglary: FormVersion) -> None:
    body = said_by(burglary, "body", GIVEN)
    html = said_by(burglary, "html", {"dangerNow": "Yes"}, structured=True)

    agreed = reconcile([body, html], burglary)

    assert disputed(agreed) == [("dangerNow", {"body": "No", "html": "Yes"})]


def test_a_danger_is_not_taken_for_a_forged_line_because_a_story_quotes_it(burglary: FormVersion) -> None:
    quoted = f"I was asked {burglary.by_name['dangerNow'].label} Yes, I said."
    body = said_by(burglary, "body", GIVEN | {"description": quoted, "dangerNow": "Yes"})
    html = said_by(burglary, "html", GIVEN | {"description": quoted}, structured=True)

    agreed = reconcile([body, html], burglary)

    assert disputed(agreed) == [("dangerNow", {"body": "Yes", "html": "No"})]


@pytest.mark.parametrize(("one", "other"), [("1.50", "150"), ("1.1", "11")])
def test_numbers_of_the_same_digits_are_not_the_same(forms: Forms, one: str, other: str) -> None:
    theft = forms.find("theft", "1.0")
    assert theft is not None

    said = [said_by(theft, name, {"itemValue": text}) for name, text in (("body", one), ("html", other))]

    assert [question for question, _ in disputed(reconcile(said, theft))] == ["itemValue"]


def test_a_move_that_one_witness_knows_to_be_harmless_is_harmless(burglary: FormVersion) -> None:
    body, html = said_by(burglary, "body", GIVEN), said_by(burglary, "html", GIVEN, structured=True)
    moved = drift(burglary, "role", DriftKind.MOVED)
    body.testimony.drifted(moved, doubt="role")
    html.testimony.drifted(replace(moved, severity=DriftSeverity.HARMLESS))

    agreed = reconcile([body, html], burglary)

    (kept,) = [one for one in agreed.heard.drift if one.kind is DriftKind.MOVED]
    assert (kept.severity, "role" in agreed.heard.doubts) == (DriftSeverity.HARMLESS, False)
