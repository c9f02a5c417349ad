"""Layouts as data: every one of the library reads whole forms, and so does one that a text alone shows."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms, FormVersion, Question
from runtime.intake import Known, read
from runtime.intake.aligning.learning import learn_layout
from runtime.intake.layout import Layout, LayoutUnusable, layout_to_json, read_layout, read_layouts
from runtime.intake.witness.testimony import hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text, theft_body, theft_mail
from tests.runtime.intake.rendering import Filled, Writer, submissions

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
WORDS = next(layout for layout in LAYOUTS if layout.name == "ordinary")
FOREIGN = [
    Layout("asked in guillemets", questions=(("« {label} » {answer}",),), headings=(("<<< {heading} >>>",),)),
    Layout("tilde", questions=(("~ {label} ~", "{answer}"),), headings=(("+++ {heading}",),)),
    Layout("field", questions=(("{number}/ {label} :: {answer}",),), headings=(("Part: {heading}",),)),
    Layout("asked and said", questions=(("We asked: {label}", "You said: {answer}"),)),
    Layout("numbered twice", questions=(("Q{number}. {label}", "A{number}. {answer}"),)),
    Layout("nothing but a blank", questions=(("({number}) {label} {answer}",),)),
    Layout("number after", questions=(("{label} [{number}]: {answer}",),)),
    Layout("as in JSON", questions=(('"{label}": "{answer}",',),), headings=(("// {heading}",),)),
    Layout("as in HTML", questions=(("<b>{label}</b> {answer}",),), headings=(("<h2>{heading}</h2>",),)),
    Layout("underlined", questions=(("__{label}__ {answer}",),), headings=(("## {heading}",),)),
    Layout("numbers within numbers", questions=(("{number}.{number} {label}", "{answer}"),)),
    Layout("bullets within bullets", questions=(("* {label}", "    - {answer}"),)),
    Layout("question and answer", questions=(("Question: {label}", "Answer: {answer}"),)),
    Layout("as in XML", questions=(("<{label}>{answer}</{label}>",),), headings=(("<!-- {heading} -->",),)),
    Layout("closed by a semicolon", questions=(("{label}: {answer};",),), headings=(("====", "{heading}", "===="),)),
    Layout("quoted under bold", questions=(("**{label}**", "> {answer}"),), headings=(("## {heading}",),)),
    Layout("framed headings", questions=(("{label}: {answer}",),), headings=(("-----", "({heading})", "-----"),)),
    Layout("answer in bold", questions=(("{label}: **{answer}**",),), headings=(("## {heading}",),)),
]


@pytest.fixture(scope="module")
def theft(forms: Forms) -> FormVersion:
    form = forms.find("theft", "1.0")
    assert form is not None
    return form


@pytest.mark.parametrize("layout", [*LAYOUTS, *FOREIGN], ids=lambda layout: layout.name)
def test_whole_forms_are_read_in_the_layout(forms: Forms, truths: Mapping[str, Any], layout: Layout) -> None:
    silent = []
    wrong = asked = 0
    for filled in submissions(truths, forms)[::9]:
        heard = hear(Writer(layout, filled.form).witness(filled.answers, filled.not_asked), filled.form, LAYOUTS)
        named = {*heard.uncertain, *heard.doubts, *(drift.question for drift in heard.drift)}
        untrue = [one for one in filled.form.questions if not _is_true(one, heard.answers[one.name], filled)]
        asked, wrong = asked + len(filled.form.questions), wrong + len(untrue)
        silent += [(filled.answers["description"][:20], one.name) for one in untrue if one.name not in named]

    assert silent == []
    assert wrong <= asked // 100


def _is_true(question: Question, answer: Any, filled: Filled) -> bool:
    truth = filled.answers[question.name]
    if isinstance(answer, str) and isinstance(truth, str):
        return answer.split() == truth.split()
    return answer == truth or not (answer or truth)


def test_a_layout_is_learnt_from_a_sample_and_is_the_same_as_its_file(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = submissions(truths, forms)[0]
    lines = Writer(FOREIGN[1], filled.form).witness(filled.answers, filled.not_asked).lines

    learnt = learn_layout(lines, filled.form, WORDS)

    assert learnt is not None
    assert (learnt.questions, learnt.headings) == (FOREIGN[1].questions, FOREIGN[1].headings)
    assert read_layout("layouts/.json", layout_to_json(learnt)).questions == learnt.questions


def test_nothing_is_learnt_from_a_text_without_the_form(forms: Forms) -> None:
    assert learn_layout((), forms.versions[0]) is None


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_written_and_read_again_is_the_same(layout: Layout) -> None:
    assert read_layout(f"layouts/{layout.name}.json", layout_to_json(layout)) == layout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "layouts/x.json: it is no JSON"),
        ("[]", "layouts/x.json: it is not an object with keys."),
        ('{"question": []}', "layouts/x.json: question is no key of a layout; there are title, questions"),
        ('{"title": 1}', "layouts/x.json: title is 1, and no text."),
        ('{"questions": "{label}"}', "layouts/x.json: questions is '{label}', and no list."),
        ('{"questions": ["{label}: {answer}"]}', "questions has '{label}: {answer}', and not a list of lines."),
        ('{"questions": [["{label}"]]}', "questions has {answer} nowhere in “{label}”, where it must stand once."),
        ('{"questions": [["{label}{answer}"]]}', "questions has nothing between {label} and {answer}"),
        ('{"questions": [["{answer}", "{label}"]]}', "questions has no {label} in the first line"),
        ('{"headings": [["{heading}", "{colour}"]]}', "headings has {colour} in “{heading} / {colour}”"),
        ('{"elements": [["{item}"]]}', "elements has {place} nowhere"),
        ('{"blank": [1]}', "layouts/x.json: blank has [1] where texts must stand."),
    ],
)
def test_a_layout_that_cannot_be_used_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(LayoutUnusable) as refused:
        read_layout("layouts/x.json", text)

    assert sentence in str(refused.value)


@pytest.mark.parametrize("words", ["N/A", "(none)", "[not answered]", "Nothing here", "null"])
def test_words_at_questions_that_cannot_be_answered_so_mean_blank_everywhere(theft: FormVersion, words: str) -> None:
    blank = theft_body().replace("16/05/1970", words).replace("9 Inkerman Terrace", words)

    heard = hear(body_text(blank.replace("Serial number or IMEI: ", f"Serial number or IMEI: {words}")), theft, LAYOUTS)

    answers = (heard.answers["dateOfBirth"], heard.answers["homeAddress"], heard.answers["itemSerial"])
    assert answers == (None, None, None)


@pytest.mark.parametrize("words", ["Not selected", "None selected", "undefined", "Heb ei nodi"])
def test_words_that_only_programs_write_for_no_answer_mean_blank_by_themselves(theft: FormVersion, words: str) -> None:
    body = theft_body().replace("Serial number or IMEI: ", f"Serial number or IMEI: {words}")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert (heard.answers["itemSerial"], heard.uncertain) == (None, {})


@pytest.mark.parametrize("words", ["N/A", "None given", "None stated"])
def test_words_that_may_mean_blank_are_uncertain_where_nothing_shows_what_does(theft: FormVersion, words: str) -> None:
    asked = theft_body().replace("Serial number or IMEI: ", f"Serial number or IMEI: {words}")

    alone = hear(body_text(asked), theft, LAYOUTS)
    beside_blank = hear(body_text(asked.replace("16/05/1970", "")), theft, LAYOUTS)

    assert (alone.answers["itemSerial"], "itemSerial" in alone.uncertain) == (words, True)
    assert (beside_blank.answers["itemSerial"], "itemSerial" in beside_blank.uncertain) == (words, False)


def test_words_for_blank_as_people_write_them_are_their_answer(theft: FormVersion) -> None:
    asked = theft_body().replace("Serial number or IMEI: ", "Serial number or IMEI: none given")

    heard = hear(body_text(asked), theft, LAYOUTS)

    assert heard.answers["itemSerial"] == "none given"


def test_a_new_option_that_another_question_is_answered_with_is_not_taken_for_blank(theft: FormVersion) -> None:
    body = theft_body().replace("Bag, purse or wallet", "Vehicle").replace("Black leather wallet", "Vehicle")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert heard.answers["itemDescription"] == "Vehicle"
    assert "itemDescription" in heard.uncertain


def test_the_first_words_of_an_answer_that_goes_on_mean_nothing_elsewhere(theft: FormVersion) -> None:
    body = theft_body().replace("Black leather wallet", "White").replace("White - Irish", "White\n- Irish")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert (heard.answers["itemDescription"], heard.uncertain) == ("White", {})


def test_words_for_blank_are_told_at_the_last_question_too(theft: FormVersion) -> None:
    body = theft_body().replace("Email\n\n--", "None given\nEastvale Police\n").replace("IMEI: ", "IMEI: None given")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert (heard.answers["preferredContact"], heard.answers["itemSerial"]) == (None, None)
    assert heard.doubts == []


def test_an_answer_broken_off_its_label_shows_nobody_what_means_blank(theft: FormVersion) -> None:
    asked = theft_body().replace("Serial number or IMEI: ", "Serial number or IMEI: N/A")

    heard = hear(body_text(asked.replace("address: 9 Inkerman", "address: \n9 Inkerman")), theft, LAYOUTS)

    assert (heard.answers["itemSerial"], "itemSerial" in heard.uncertain) == ("N/A", True)


def test_words_that_are_no_postcode_mean_blank_at_every_question(theft: FormVersion) -> None:
    body = theft_body().replace("9 Inkerman Terrace", "nil")
    asked = re.sub("^Postcode of the location: .*$", "Postcode of the location: nil", body, flags=re.MULTILINE)

    heard = hear(body_text(asked), theft, LAYOUTS)

    assert (heard.answers["homeAddress"], heard.answers["incidentPostcode"], heard.uncertain) == (None, None, {})


def test_the_same_words_for_nothing_at_three_questions_mean_blank(theft: FormVersion) -> None:
    twice = theft_body().replace("Serial number or IMEI: ", "Serial number or IMEI: n/a")
    thrice = twice.replace("Black leather wallet", "n/a").replace("9 Inkerman Terrace", "n/a")

    heard = hear(body_text(thrice), theft, LAYOUTS)

    names = ("itemSerial", "itemDescription", "homeAddress")
    assert [heard.answers[name] for name in names] == [None, None, None]
    assert "itemSerial" in hear(body_text(twice), theft, LAYOUTS).uncertain


def test_a_postcode_without_a_figure_may_be_another_questions_answer(theft: FormVersion) -> None:
    heard = hear(body_text(theft_body().replace("07700900454", "Primary address")), theft, LAYOUTS)

    assert (heard.answers["phone"], list(heard.uncertain)) == ("Primary address", ["phone"])


def test_an_answer_that_is_what_another_question_is_called_is_uncertain(theft: FormVersion) -> None:
    heard = hear(body_text(theft_body().replace("9 Inkerman Terrace", "TELEPHONE NUMBER")), theft, LAYOUTS)

    assert (heard.answers["homeAddress"], list(heard.uncertain)) == ("TELEPHONE NUMBER", ["homeAddress"])


def test_unknown_words_are_never_taken_for_blank_where_danger_is_asked_for(theft: FormVersion) -> None:
    heard = hear(body_text(theft_body(danger="Bystander").replace("16/05/1970", "Bystander")), theft, LAYOUTS)

    assert "dangerNow" in [drift.question for drift in heard.drift]


def test_strange_headings_one_under_the_other_are_no_part_of_a_story(truths: Mapping[str, Any], forms: Forms) -> None:
    layout = Layout("", questions=(("{label}: {answer}",),), headings=(("[ {heading} ]",),))
    filled = next(one for one in submissions(truths, forms) if one.form.form == "vehicle" and one.form.version == "2.0")
    text = "\n".join(Writer(layout, filled.form).lines(filled.answers, filled.not_asked, {}))
    for number, section in enumerate(filled.form.sections):
        text = text.replace(f"[ {section} ]", f"[ Gwag {number} ]\n\n[ Adran {number} ]")

    heard = hear(body_text(text), filled.form, LAYOUTS)

    assert str(heard.answers["description"]).split() == filled.answers["description"].split()


def test_what_stands_between_the_tags_of_answers_is_no_part_of_one(theft: FormVersion) -> None:
    asked = [line.partition(": ") for line in theft_body(description="One.\nTwo.").split("\n") if ": " in line]
    fields = [f'  <field label="{label}">{answer}</field>\n</group>\n<group name="Gwag">' for label, _, answer in asked]
    fields = [field.replace("One.", "One.\nTwo.") for field in fields]

    heard = hear(body_text("\n".join(fields)), theft, LAYOUTS)

    assert str(heard.answers["description"]).split() == ["One.", "Two."]


def test_nothing_follows_a_blank_answer_between_tags(theft: FormVersion) -> None:
    asked = [line.partition(": ") for line in theft_body().replace("23:16", "").split("\n") if ": " in line]
    fields = [f'  <field label="{label}">{answer}</field>\n</group>\n<group name="Gwag">' for label, _, answer in asked]

    heard = hear(body_text("\n".join(fields)), theft, LAYOUTS)

    assert (heard.answers["timeFrom"], heard.uncertain) == (None, {})


def test_a_key_stands_for_a_label_with_an_apostrophe(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = next(one for one in submissions(truths, forms) if "'" in "".join(two.label for two in one.asked))
    apart = next(one for one in filled.asked if "'" in one.label)
    lines = Writer(Layout("", questions=(("{label}={answer}",),)), filled.form).lines(filled.answers, [], {})
    asked = [line.partition("=") for line in lines]
    keys = ["_".join(re.findall(r"\w+", label.lower())) if parted else label for label, parted, _ in asked]

    text = "\n".join(f"{key}{parted}{answer}" for key, (_, parted, answer) in zip(keys, asked, strict=True))
    heard = hear(body_text(text), filled.form, LAYOUTS)

    assert heard.answers[apart.name] == filled.answers[apart.name]
    assert apart.name not in [drift.question for drift in heard.drift]


def test_bullets_inside_an_answer_that_is_a_bullet_itself_stay(theft: FormVersion) -> None:
    asked = [line.partition(": ") for line in theft_body(description="{}").split("\n") if ": " in line]
    story = "- red handbag\n      - purse\n      - keys"
    lines = [f"* {label}\n    - {answer}" for label, _, answer in asked]

    heard = hear(body_text("\n".join(lines).format(story)), theft, LAYOUTS)

    assert str(heard.answers["description"]).split() == story.split()


def test_rows_around_the_cells_of_a_table_are_no_part_of_an_answer(truths: Mapping[str, Any], forms: Forms) -> None:
    layout = Layout("", questions=(("| {label} | {answer} |",),), headings=(("### {heading}",),))
    filled = submissions(truths, forms)[0]
    text = "\n".join(Writer(layout, filled.form).lines(filled.answers, filled.not_asked, {}))

    heard = hear(body_text(text.replace(" |\n", " |\n+------+------+\n")), filled.form, LAYOUTS)

    assert "---" not in str(heard.answers)
    assert (heard.doubts, heard.uncertain) == ([], {})


def test_a_story_before_a_missing_heading_is_uncertain_where_it_ends_like_one(theft: FormVersion) -> None:
    body = theft_body().replace("Was it taken from your person?: Yes\n", "").replace("Property\n--------\n", "Eiddo\n")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert "description" in heard.uncertain


@pytest.mark.parametrize("line", [" " * 300_000 + "x", "x" + " " * 300_000 + "y", ">" * 300_000, "-" * 300_000 + "x"])
def test_a_line_of_nothing_but_one_mark_holds_nobody_up(theft: FormVersion, line: str) -> None:
    heard = hear(body_text(theft_body(description=f"It began.\n{line}\nIt ended.")), theft, LAYOUTS)

    assert heard.answers["dangerNow"] == "no"


def test_labels_that_end_in_a_mark_of_their_own_need_no_colon(theft: FormVersion) -> None:
    body = theft_body().replace("?: ", "? ").replace("): ", ") ")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert heard.answers == hear(body_text(theft_body()), theft, LAYOUTS).answers
    assert (heard.drift, heard.doubts, heard.uncertain) == ([], [], {})


def test_numbers_with_a_dot_are_no_words_that_lead_answers(theft: FormVersion) -> None:
    body = theft_body().replace("date): 03/10/2026", "date) 03.10.2026").replace("time): 23:16", "time) 23.16")

    heard = hear(body_text(re.sub("^(?=.+: )", " - ", body, flags=re.MULTILINE)), theft, LAYOUTS)

    assert (heard.answers["dateFrom"], heard.answers["timeFrom"]) == ("2026-10-03", "23:16")


@pytest.mark.parametrize(
    ("mark", "parting", "after"),
    [(": ", "\n\n", "\n"), ("\t", "\n", ""), (" ", "\n", "")],
    ids=["blank line", "tab", "blank"],
)
def test_choices_on_lines_of_their_own_are_all_read(forms: Forms, mark: str, parting: str, after: str) -> None:
    hate = forms.find("hate", "1.0")
    assert hate is not None
    question = hate.by_name["incidentTypes"]
    first, second = question.options[0], question.options[1]
    lines = [f"{one.label}{mark}x{after}" for one in hate.questions if not one.questions]
    lines[hate.questions.index(question)] = f"{question.label}{mark}{first.title}{parting}{second.title}{after}"

    heard = hear(body_text("\n".join(lines)), hate, LAYOUTS)

    assert heard.answers["incidentTypes"] == [first.const, second.const]


def test_choices_on_lines_that_a_program_has_broken_are_all_read(forms: Forms) -> None:
    burglary = forms.find("burglary", "2.0")
    assert burglary is not None
    question = burglary.by_name["entryMethod"]
    first, second, third = question.options[0], question.options[1], question.options[-1]
    begun, _, rest = first.title.rpartition(" ")
    lines = [f"{one.label}: x" for one in burglary.questions if not one.questions]
    lines[burglary.questions.index(question)] = f"{question.label}: {begun}\n     {rest}\n{second.title}\n{third.title}"

    heard = hear(body_text("\n".join(lines)), burglary, LAYOUTS)

    assert heard.answers["entryMethod"] == [first.const, second.const, third.const]


def test_choices_of_which_one_is_none_of_the_options_are_not_sure(forms: Forms) -> None:
    burglary = forms.find("burglary", "2.0")
    assert burglary is not None
    question = burglary.by_name["entryMethod"]
    lines = [f"{one.label}: x" for one in burglary.questions if not one.questions]
    lines[burglary.questions.index(question)] = f"{question.label}: {question.options[0].title}\nthrough the roof"

    heard = hear(body_text("\n".join(lines)), burglary, LAYOUTS)

    assert "entryMethod" in {*heard.uncertain, *heard.doubts}


def test_an_answer_under_its_label_that_has_a_colon_is_no_question(theft: FormVersion) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    lines = [f"{label}:\n{answer.strip() or 'SN: 44-A19'}" for label, _, answer in asked]

    heard = hear(body_text("\n".join(lines)), theft, LAYOUTS)

    assert heard.answers["itemSerial"] == "SN: 44-A19"


def test_a_story_that_holds_a_group_shown_as_a_table_is_uncertain(forms: Forms) -> None:
    vehicle = forms.find("vehicle", "2.0")
    assert vehicle is not None
    group = next(question for question in vehicle.questions if question.questions)
    head = " | ".join(inner.label for inner in group.questions)
    lines = [f"{one.label}: x" for one in vehicle.questions if not one.questions]
    story = next(at for at, one in enumerate(q for q in vehicle.questions if not q.questions) if one.is_long_text)
    lines[story] += f"\n\n| {head} |\n| KX19 2AB | Van |"

    heard = hear(body_text("\n".join(lines)), vehicle, LAYOUTS)

    assert "description" in heard.uncertain


def test_a_time_under_its_label_is_no_numbered_question(known: Known) -> None:
    asked = [line.partition(": ") for line in theft_body().replace("23:16", "5.47 am").split("\n") if ": " in line]
    lines = [f"1.{number} {label}\n{answer}\n" for number, (label, _, answer) in enumerate(asked, 1)]

    reading = read(theft_mail("\n".join(lines)), known)

    assert reading.submissions[0].answers["timeFrom"] == "05:47"


def test_a_bar_after_every_answer_is_no_part_of_it_where_many_are_blank(theft: FormVersion) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    lines = [f"| {label} | {answer} |\n+-----+-----+" for label, _, answer in asked]

    heard = hear(body_text("\n".join(lines).replace("07700900454", "")), theft, LAYOUTS)

    assert (heard.answers["phone"], heard.answers["homeAddress"]) == (None, "9 Inkerman Terrace")


@pytest.mark.parametrize(
    ("label", "way"),
    [
        ("Is it insured", "{label}={answer}"),
        ("Insurer", '"{label}": "{answer}",'),
        ("Insurer", '"{label}","{answer}"'),
        ("Insurer", "Question: {label}\nAnswer: {answer}\n"),
        ("Insurer", "[{label}]\n{answer}\n"),
        ("Insurer", "{label}\n=> {answer}"),
        ("Insurer", "{label}\n: {answer}\n"),
        ("Insurer", "{label}\n{answer}\n"),
        ("Insurer", "{label}\n\n{answer}\n\n"),
        ("Is it insured?", "{label}\n    {answer}"),
    ],
)
def test_a_story_that_ends_like_a_new_question_is_uncertain(theft: FormVersion, label: str, way: str) -> None:
    asked = [line.partition(": ") for line in theft_body("STORY").split("\n") if ": " in line]
    lines = [way.format(label=label, answer=answer) for label, _, answer in asked]
    lines.insert(
        next(at for at, line in enumerate(lines) if "STORY" in line) + 1, way.format(label=label, answer="Yes")
    )

    heard = hear(body_text("\n".join(lines).replace("STORY", "It was there. Then it was gone.")), theft, LAYOUTS)

    assert "description" in heard.uncertain
    assert label.rstrip("?") in [drift.label.rstrip("?") for drift in heard.drift]


def test_a_question_whose_label_goes_on_up_to_the_layouts_mark_is_uncertain(theft: FormVersion) -> None:
    body = theft_body().replace("Your address:", "Your address including postcode:").replace(": ", " ~ ")
    blank_parted = body.replace("Gender ~", "Gender").replace("Your full name ~", "Your full name")
    layout = Layout("", questions=(("{label} ~ {answer}",), ("{label} {answer}",)))

    heard = hear(body_text(blank_parted), theft, [layout])

    assert heard.answers["homeAddress"] == "including postcode ~ 9 Inkerman Terrace"
    assert "homeAddress" in heard.uncertain


@pytest.mark.parametrize("answer", ["", "- "], ids=["nothing", "a mark"])
def test_a_footer_is_no_answer_to_a_blank_question_in_turn(theft: FormVersion, answer: str) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    lines = [line for label, _, said in asked for line in (label, f"{answer}{said}")]

    text = "\n".join([*lines[:-1], answer, "", "Registered office 1 High Street. Do not reply."])
    heard = hear(body_text(text), theft, LAYOUTS)

    assert (heard.answers["preferredContact"], heard.doubts) == (None, [])


@pytest.mark.parametrize("parted", ["     ", "\t", " | ", "; "], ids=["blanks", "a tab", "a bar", "a semicolon"])
def test_an_answer_that_holds_the_next_question_on_its_line_is_uncertain(theft: FormVersion, parted: str) -> None:
    asked = theft_body().replace("\nPostcode of the location", f"{parted}Postcode of the location")

    heard = hear(body_text(asked), theft, LAYOUTS)

    assert "incidentLocation" in heard.uncertain


@pytest.mark.parametrize("label", ["Are you insured?", "Your insurer"])
def test_a_new_question_after_a_story_in_turn_makes_the_story_uncertain(theft: FormVersion, label: str) -> None:
    asked = [line.partition(": ") for line in theft_body("STORY").split("\n") if ": " in line]
    text = "\n".join(f"{one}\n{said or '-'}" for one, _, said in asked)

    heard = hear(body_text(text.replace("STORY", f"It was gone.\n{label}\nNobody I know")), theft, LAYOUTS)

    assert "description" in heard.uncertain
    assert label in [drift.label for drift in heard.drift]


def test_values_right_after_a_mark_leave_unknown_keys_to_be_told(theft: FormVersion) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    lines = [f"{label}={answer}" for label, _, answer in asked]

    heard = hear(body_text("\n".join([*lines[:6], "Insurer=None of yours", *lines[6:]])), theft, LAYOUTS)

    assert [(drift.label, drift.text) for drift in heard.drift] == [("Insurer", "None of yours")]


@pytest.mark.parametrize(
    ("way", "between"),
    [
        ("Q{number}. {label}\nA{number}. {answer}\n", ""),
        ('<f label="{label}">{answer}</f>', '</group>\n<group name="x">'),
    ],
)
def test_nothing_but_the_layouts_own_marks_follows_a_question_of_danger(
    theft: FormVersion, way: str, between: str
) -> None:
    asked = [
        line.partition(": ") for line in theft_body(danger="" if not between else "No").split("\n") if ": " in line
    ]
    written = [way.format(number=at, label=label, answer=answer) for at, (label, _, answer) in enumerate(asked, 1)]

    heard = hear(body_text("\n".join(line.rstrip(" ") for one in written for line in (one, between))), theft, LAYOUTS)

    assert "dangerNow" not in heard.uncertain


def test_a_new_question_is_told_whole_where_labels_end_in_their_own_marks(theft: FormVersion) -> None:
    body = theft_body().replace("?: ", "? ").replace("): ", ") ")
    body = body.replace("Was it taken", "Is your home rented? Yes, it is\nWas it taken").replace(
        "Gender: ", "Gender of the person: "
    )

    heard = hear(body_text(body), theft, LAYOUTS)

    assert ("Is your home rented", "Yes, it is") in [(drift.label, drift.text) for drift in heard.drift]
