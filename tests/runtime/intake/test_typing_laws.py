"""What holds for any answer: dates come back or are told, options are known by their words, nothing is guessed."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl import Library
from mapping_dsl.forms import AnswerType, Option, Question
from runtime.intake.answers import NoteKind, Usage, options_elsewhere, type_answer, usage_of
from runtime.intake.words import WordsUnusable, read_all_words, read_words

LIBRARY = Library(Path(__file__).parents[3] / "mappings")
WORDS = read_all_words(LIBRARY)
USAGE = Usage(WORDS)

ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905
WELSH = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr".split()  # noqa: SIM905
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
DYDDIAU = "Llun Mawrth Mercher Iau Gwener Sadwrn Sul".split()  # noqa: SIM905
SHAPES = ("DD/MM/YYYY", "D MMMM YYYY", "YYYY-MM-DD", "")


def question(kind: AnswerType, shape: str = "", *options: Option, risk: bool = False) -> Question:
    return Question("asked", "Asked?", kind, 1, options=options, display_format=shape, risk=risk)


def written(day: date) -> Iterator[str]:
    """A day in the ways in which services and people write it, the day before the month."""
    english, welsh = ENGLISH[day.month - 1], WELSH[day.month - 1]
    for mark in "/.-":
        yield f"{day.day:02}{mark}{day.month:02}{mark}{day.year}"
        yield f"{day.day}{mark}{day.month}{mark}{day.year}"
    yield f"{day.day}/{day.month}/{day.year % 100:02}"
    yield day.isoformat()
    yield f"{day.isoformat()}T00:00:00"
    yield f"{day.isoformat()}T12:00:00Z"
    yield f"{day.day} {english} {day.year}"
    yield f"{day.day}-{english[:3]}-{day.year}"
    yield f"{english} {day.day}, {day.year}"
    yield f"{WEEKDAYS[day.weekday()]} {day.day}th of {english.upper()}, {day.year}"
    yield f"{day.day} {welsh} {day.year}"
    yield f"Dydd {DYDDIAU[day.weekday()]} {day.day} {welsh} {day.year}"
    yield f"{day.day}/{day.month}/{day.year} 14:30"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(SHAPES), st.integers(0, 16))
def test_a_day_written_in_any_way_is_that_day_or_told(day: date, shape: str, way: int) -> None:
    text = list(written(day))[way]

    typed = type_answer(question(AnswerType.DATE, shape), text, USAGE)

    assert typed.value == day.isoformat() or typed.note


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(SHAPES))
def test_a_month_first_is_read_so_where_a_date_of_the_mail_proves_it(day: date, shape: str) -> None:
    usage = usage_of(["Sent: 10/25/2026"], WORDS)

    typed = type_answer(question(AnswerType.DATE, shape), f"{day.month}/{day.day}/{day.year}", usage)

    assert typed.value == day.isoformat()
    assert typed.note or day.day == day.month


@pytest.mark.parametrize(
    ("lines", "text", "value", "is_told"),
    [
        (["Sent: 25/10/2026"], "04/10/2026", "2026-10-04", False),
        (["Sent: 10/25/2026"], "04/10/2026", "2026-04-10", True),
        (['"When?": "10-25-2026",'], "04-10-2026", "2026-04-10", True),
        (["| When? | 10/25/2026 |"], "04/10/2026", "2026-04-10", True),
        (["Sent: 10/25/2026", "Born: 25/10/1990"], "04/10/2026", "2026-10-04", True),
        (["I came on 10/25/2026 and left"], "04/10/2026", "2026-10-04", False),  # a story proves nothing
        ([], "10/25/2026", "2026-10-25", True),
        ([], "Sunday 04/10/2026", "2026-10-04", False),
        ([], "Monday 04/10/2026", "2026-10-04", True),  # it was a Sunday
        (["Sent: 05/10/2026"], "12/04/50", "1950-04-12", False),
        (["Sent: 05/10/2026"], "4/10/26", "2026-10-04", False),
        ([], "4/10/26", "2026-10-04", True),
        ([], "2026-10-03T23:00:00Z", "2026-10-04", True),  # midnight in London's summer
    ],
)
def test_the_order_of_a_date_is_proved_or_told(lines: list[str], text: str, value: str, is_told: bool) -> None:
    typed = type_answer(question(AnswerType.DATE, "DD/MM/YYYY"), text, usage_of(lines, WORDS))

    assert (typed.value, typed.note is not None) == (value, is_told)


@pytest.mark.parametrize(
    ("lines", "text", "value", "is_told"),
    [
        ([], "04.10.2026", "2026-10-04", False),  # CLDR: dots stand in dates with the day first alone
        ([], "04/10/2026", "2026-10-04", True),
        (["Sent: 10.25.2026"], "04.10.2026", "2026-04-10", True),
        (["Sent: 10.25.2026", "Born: 25.10.1990"], "04.10.2026", "2026-10-04", True),
    ],
)
def test_dots_tell_the_order_of_a_date_where_the_form_itself_has_none(
    lines: list[str], text: str, value: str, is_told: bool
) -> None:
    typed = type_answer(question(AnswerType.DATE, "D MMMM YYYY"), text, usage_of(lines, WORDS))

    assert (typed.value, typed.note is not None) == (value, is_told)


@pytest.mark.parametrize("text", ["4 October", "yesterday", "31/02/2026", "29 Chwefror 2025", "4 Foo 2026", "1/2/3/4"])
def test_what_is_no_whole_day_does_not_type(text: str) -> None:
    assert not type_answer(question(AnswerType.DATE, "DD/MM/YYYY"), text, USAGE).fits


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        *[(text, "14:30") for text in ("14:30", "14.30", "2.30pm", "2:30 PM", "1430", "14:30:59", "1430 hrs", "14h30")],
        *[(text, "14:30") for text in ("2:30 p.m.", "2.30yp", "2:30 y prynhawn", "14:30 pm", "14:30 BST")],
        *[("noon", "12:00"), ("midnight", "00:00"), ("12am", "00:00"), ("12:05 PM", "12:05"), ("hanner nos", "00:00")],
        *[(text, None) for text in ("half past two", "25:00", "14:60", "14:30 am", "2", "2 o'clock", "0pm", "24:00")],
    ],
)
def test_times_of_day(text: str, clock: str | None) -> None:
    typed = type_answer(question(AnswerType.TIME, "HH:mm"), text, USAGE)

    assert (typed.value, typed.fits) == (clock, clock is not None)


@pytest.mark.parametrize(
    ("text", "instant", "kind"),
    [
        ("25/10/2026 01:30", "2026-10-25T01:30:00+01:00", NoteKind.HOUR_TWICE),
        ("29/03/2026 01:30", "2026-03-29T01:30:00+00:00", NoteKind.HOUR_MISSING),
        ("25/10/2026 01:30 GMT", "2026-10-25T01:30:00+00:00", None),
        ("Mon, 5 Oct 2026 08:40:07 +0100", "2026-10-05T08:40:07+01:00", None),
        ("Dydd Llun 5 Hydref 2026 am 08:40", "2026-10-05T08:40:00+01:00", None),
        ("8.40am on 5 October 2026", "2026-10-05T08:40:00+01:00", None),
        ("5 October 2026 noon", "2026-10-05T12:00:00+01:00", None),
    ],
)
def test_a_day_with_a_time_and_the_hours_when_clocks_change(text: str, instant: str, kind: NoteKind | None) -> None:
    typed = type_answer(question(AnswerType.DATE_TIME), text, USAGE)

    assert typed.value == instant
    assert (typed.note and typed.note.kind) == kind


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_any_instant_of_london_is_typed(at: datetime) -> None:
    typed = type_answer(question(AnswerType.DATE_TIME), f"{at:%d/%m/%Y %H:%M:%S}", USAGE)

    assert isinstance(typed.value, str)
    assert typed.value.startswith(at.replace(microsecond=0).isoformat())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(text, "1250.50") for text in ("£1,250.50", "1250.50", "GBP 1,250.50", "1.250,50", "1 250.50", "1250,50")],
        *[
            ("25 pounds", "25"),
            ("£25", "25"),
            ("-£5", "-5"),
            ("25 punt", "25"),
            ("1,250", "1250"),
            ("1.250.000", "1250000"),
        ],
        *[(text, None) for text in ("about 200", "1.250", "€25", "$25", "£2k", "1,25,000", "25p", "1e5", "20 or 30")],
    ],
)
def test_amounts_are_read_only_where_they_can_be_read_one_way(text: str, value: str | None) -> None:
    typed = type_answer(question(AnswerType.NUMBER, "GBP"), text, USAGE)

    assert (None if typed.value is None else str(typed.value)) == value


CHOSEN = [
    (form, one)
    for form in LIBRARY.forms().versions
    for _, one in form.every_question()
    if one.type in (AnswerType.CHOICE, AnswerType.CHOICES)
]


def as_typed(title: str, way: int) -> str:
    """A title as a mail may show it."""
    return [
        title,
        title.upper(),
        title.lower(),
        f"  {title.replace(' ', '  ')} ",
        title.replace("'", "’").replace(" - ", " – "),
    ][way]


@given(st.sampled_from(CHOSEN), st.data(), st.integers(0, 4))
def test_an_option_is_known_by_its_titles_in_both_languages(
    chosen: tuple[object, Question], data: st.DataObject, way: int
) -> None:
    _, asked = chosen
    option = data.draw(st.sampled_from(asked.options))
    title = data.draw(st.sampled_from([one for one in (option.title, option.title_cy) if one]))

    typed = type_answer(asked, as_typed(title, way), USAGE)

    assert typed.value in (option.const, [option.const])
    assert typed.note is None


@given(st.sampled_from([one for _, one in CHOSEN if one.type is AnswerType.CHOICES]), st.data())
def test_several_options_are_known_in_any_list(asked: Question, data: st.DataObject) -> None:
    options = data.draw(st.lists(st.sampled_from(asked.options), min_size=1, unique=True))
    parted = data.draw(st.sampled_from(["; ", ", ", " | ", "\n", " / ", "\n• "]))
    ticked = " ".join(f"[{'x' if one in options else ' '}] {one.title}" for one in asked.options)
    answered = "; ".join(f"{one.title}: {'Yes' if one in options else 'No'}" for one in asked.options)
    consts = {one.const for one in options}

    lists = [parted.join(one.title for one in options), ticked, answered]

    for text in lists:
        value = type_answer(asked, text, USAGE).value
        assert isinstance(value, list)
        assert set(map(str, value)) == consts


STOLEN = Option("stolen", "It was stolen from me")
NOT_STOLEN = Option("not", "It was not stolen from me")


@pytest.mark.parametrize(
    ("options", "text", "value"),
    [
        ([STOLEN], "It was stolen frm me", "stolen"),
        ([STOLEN], "It was not stolen from me", None),
        ([STOLEN, NOT_STOLEN], "It was nt stolen from me", None),
        ([Option("5", "Between 5 and 10 times")], "Between 5 and 19 times", None),
        ([Option("a", "Male"), Option("b", "Female")], "Mal", None),
    ],
)
def test_a_near_text_is_told_and_never_turned_round(options: list[Option], text: str, value: str | None) -> None:
    typed = type_answer(question(AnswerType.CHOICE, "", *options), text, USAGE)

    assert typed.value == value
    assert typed.note is None if value is None else typed.note and typed.note.kind is NoteKind.NEAR_OPTION


@given(st.text(max_size=30))
def test_a_near_text_never_settles_a_question_of_risk(text: str) -> None:
    asked = question(AnswerType.CHOICE, "", Option("safe", "Everybody is safe"), Option("not", "Not safe"), risk=True)

    known = {"everybody is safe", "safe", "not safe", "not"}
    typed = type_answer(asked, text, USAGE)

    assert typed.value is None or " ".join(text.casefold().split()).strip(".;, ") in known


YES_NO = (Option("yes", "Yes"), Option("no", "No"), Option("dont_know", "Don't know"))


@pytest.mark.parametrize(
    ("text", "const"),
    [
        *[(text, "yes") for text in ("Ie", "Oes", "Ydw", "Ydy", "Do", "yes.", "Y", "[x] Yes [ ] No", "Yes ☑ No ☐")],
        *[(text, "no") for text in ("Nage", "Nac oes", "Nac ydw", "Nac ydy", "Naddo", "Na", "☐ Yes ☑ No ☐ Don’t know")],
        *[(text, "dont_know") for text in ("Ddim yn gwybod", "Dw i ddim yn gwybod", "Ansicr", "Not sure", "Unknown")],
        *[(text, None) for text in ("NA", "N/A", "-", "Not answered", "Heb ateb", "[ ] Yes [ ] No")],
    ],
)
def test_yes_no_and_no_answer_in_both_languages(text: str, const: str | None) -> None:
    typed = type_answer(question(AnswerType.CHOICE, "", *YES_NO, risk=True), text, USAGE)

    assert (typed.value, typed.fits) == (const, True)


@pytest.mark.parametrize(
    "text", ["Yes / No", "Yes and No", "Yes, but", "Perhaps", "[x] Yes [x] No", "Prefer not to say"]
)
def test_what_chooses_no_one_option_does_not_type(text: str) -> None:
    assert not type_answer(question(AnswerType.CHOICE, "", *YES_NO), text, USAGE).fits


def test_words_for_blank_stay_where_a_person_may_have_written_them() -> None:
    name = question(AnswerType.STRING)
    story = Question("told", "Tell us", AnswerType.STRING, 1, widget="textarea")
    none = question(AnswerType.CHOICE, "", Option("nothing", "None"))

    assert type_answer(name, "None", USAGE).value == "None"
    assert type_answer(name, "Not answered", USAGE).value is None
    assert type_answer(story, "Not answered", USAGE).value == "Not answered"
    assert type_answer(none, "None", USAGE).value == "nothing"


def test_an_option_of_another_version_is_told() -> None:
    forms = LIBRARY.forms()
    new = forms.find("theft", "2.0")
    assert new
    role = new.by_name["role"]
    usage = Usage(WORDS, former=options_elsewhere(new, forms))

    same, gone = (
        type_answer(role, "I am the victim", usage),
        type_answer(role, "I am reporting for someone else", usage),
    )

    assert (same.value, same.fits) == ("victim", True)
    assert (gone.value, gone.fits) == (None, False)
    assert {one.note and one.note.kind for one in (same, gone)} == {NoteKind.OTHER_VERSION}


EVERY_KIND = [
    *(question(kind, shape, *YES_NO) for kind in AnswerType for shape in SHAPES),
    question(AnswerType.CHOICES, "", *(Option(str(at), f"{at}, or; more | so") for at in range(9))),
]


@given(st.sampled_from(EVERY_KIND), st.text(max_size=200))
def test_no_text_stops_typing(asked: Question, text: str) -> None:
    typed = type_answer(asked, text, USAGE)

    assert typed.fits or typed.value is None


def test_no_string_of_the_corpora_stops_typing(shared: Path) -> None:
    files = [
        file for kind in ("strings", "unicode") for file in (shared / "corpora" / kind).rglob("*") if file.is_file()
    ]
    lines = [line for file in files for line in file.read_bytes()[:100_000].decode("utf-8", "replace").split("\n")]

    typed = [type_answer(asked, line, USAGE) for line in lines[::3] for asked in EVERY_KIND[:: len(SHAPES)]]

    assert len(typed) > 1_000
    assert all(one.fits or one.value is None for one in typed)


def test_a_long_answer_of_marks_and_options_ends() -> None:
    asked = question(AnswerType.CHOICES, "", *YES_NO)

    for text in ("[x] Yes " * 100_000, "Yes; " * 800 + "x", "[" * 4_000, "Yes :" * 700, " - " * 1_300):
        assert type_answer(asked, text, USAGE).value in (None, ["yes"])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[]", "an object"),
        ("{", "JSON"),
        ('{"yes": 1}', "yes is no text"),
        ('{"hours": "x"}', "hours is no list of words"),
        ('{"months": [["a"]]}', "12 must stand"),
        ('{"same": [[]]}', "lists of words"),
        ('{"colours": []}', "no key"),
    ],
)
def test_a_file_of_words_that_cannot_be_used_is_refused_in_words(text: str, what: str) -> None:
    with pytest.raises(WordsUnusable, match=what):
        read_words("words/xx.json", text)


def test_a_library_without_words_still_knows_yes_and_no() -> None:
    usage = Usage(read_all_words(Library({"forms/x.json": "{}"})))

    asked = question(AnswerType.BOOLEAN)

    assert [type_answer(asked, text, usage).value for text in ("Yes", "No", "Ie")] == [True, False, None]


def test_words_of_another_language_are_added_as_a_file() -> None:
    polish = read_words("words/pl.json", '{"same": [["Tak"], ["Nie"]], "yes": "Tak", "no": "Nie"}')

    asked = question(AnswerType.BOOLEAN)

    assert [type_answer(asked, text, Usage(polish)).value for text in ("tak", "NIE", "yes")] == [True, False, None]
