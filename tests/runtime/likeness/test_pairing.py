"""Questions under other words: found where they are sure, left alone where they are not."""

from dataclasses import replace
from pathlib import Path

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import AnswerType, FormVersion, Option, Question
from runtime.intake.words import read_all_words
from runtime.likeness import DriftKind, Found, Wordings, pair

ENGLISH = Wordings(thesaurus=read_all_words(Library(Path(__file__).parents[3] / "mappings")).thesaurus)
YES_OR_NO = (Option("yes", "Yes"), Option("no", "No"))


def form_of(*questions: Question) -> FormVersion:
    """A form version that puts just these."""
    return FormVersion("dog", "1.0", "urn:dog", "Report a lost dog", "DOG", "", "DD/MM/YYYY", (), questions)


DOG = form_of(
    Question("name", "Name of the dog", AnswerType.STRING, 1, "The dog"),
    Question("home", "Postcode of your home", AnswerType.STRING, 2, "You", kind="uk-postcode"),
    Question("place", "Postcode of the park", AnswerType.STRING, 3, "The park", kind="uk-postcode"),
    Question("bites", "Is the dog in danger?", AnswerType.CHOICE, 4, "The dog", options=YES_OR_NO, risk=True),
    Question("first", "Earliest date", AnswerType.DATE, 5, "When", display_format="DD/MM/YYYY"),
    Question("last", "Latest date", AnswerType.DATE, 6, "When", display_format="DD/MM/YYYY"),
)


def test_a_question_in_other_words_is_paired_with_what_it_was() -> None:
    found = Found("What is the name of your dog?", "Rex", "The dog", None, "home")

    (only,) = pair({"name"}, [found], DOG, ENGLISH)

    assert (only.questions, only.found, only.may_be_opposite) == (("name",), (found,), False)


def test_nearly_the_same_words_are_reworded_others_renamed() -> None:
    found = [Found("Name of dog", "Rex", "The dog"), Found("What is your postcode at home now?", "W23 9JG", "You")]

    kinds = {one.questions: one.kind for one in pair({"name", "home"}, found, DOG, ENGLISH)}

    assert kinds == {("name",): DriftKind.REWORDED, ("home",): DriftKind.RENAMED}


@pytest.mark.parametrize("label", ["What did you have for breakfast?", "Policy number", "", "???"])
def test_words_that_share_nothing_with_a_question_are_not_paired(label: str) -> None:
    assert pair({"name", "bites"}, [Found(label, "Yes")], DOG, ENGLISH) == []


def test_an_entry_that_could_be_two_questions_is_paired_with_none() -> None:
    assert pair({"home", "place"}, [Found("Postcode", "W23 9JG")], DOG, ENGLISH) == []


def test_two_entries_that_could_be_one_question_are_both_left_alone() -> None:
    found = [Found("Name of your dog", "Rex"), Found("Name of a dog", "Max")]

    assert pair({"name"}, found, DOG, ENGLISH) == []


def test_one_question_that_cannot_be_anything_else_settles_the_other() -> None:
    found = [Found("Date", "05/10/2026", "When"), Found("Date, at the latest", "06/10/2026", "When")]

    paired = {one.questions: one.found[0].text for one in pair({"first", "last"}, found, DOG, ENGLISH)}

    assert paired == {("first",): "05/10/2026", ("last",): "06/10/2026"}


def test_the_earliest_date_is_never_taken_for_the_latest() -> None:
    assert pair({"last"}, [Found("The earliest date", "05/10/2026", "When")], DOG, ENGLISH) == []


def test_an_entry_that_is_another_question_which_was_found_is_not_paired() -> None:
    assert pair({"place"}, [Found("Your post code", "W23 9JG")], DOG, ENGLISH) == []


def test_no_question_and_no_entry_give_no_pair() -> None:
    assert pair([], [Found("Name of the dog")], DOG, ENGLISH) == []
    assert pair({"name"}, [], DOG, ENGLISH) == []


def test_an_entry_alone_in_the_gap_that_a_question_left_is_it_whatever_its_words() -> None:
    gone = Found("How do you call it?", "Rex", "The dog", None, "home")
    risky = Found("Does somebody mean to hurt it?", "Yes", "The dog", "place", "first")

    paired = [one.questions for one in pair({"name", "bites"}, [gone, risky], DOG, ENGLISH)]

    assert paired == [("name",), ("bites",)]


@pytest.mark.parametrize(
    "found",
    [
        [Found("Did it rain?", "Yes", "The weather", None, "home")],
        [Found("Did it rain?", "Yes", "You", None, "home")],
        [Found("Did it rain?", "Yes"), Found("Was it cold?", "Yes")],
    ],
)
def test_quite_other_words_are_not_paired_where_more_than_the_gap_is_strange(found: list[Found]) -> None:
    assert pair({"name"}, found, DOG, ENGLISH) == []


def test_a_date_is_no_answer_to_a_choice_so_that_it_is_not_paired_with_one() -> None:
    assert (
        pair({"bites"}, [Found("When was it?", "05/10/2026", "The dog", "place", "first")], DOG, ENGLISH, fits=chosen)
        == []
    )


def chosen(question: Question, text: str) -> bool:
    """Whether the text is one of the options, or a date where one is asked for."""
    if question.type is AnswerType.DATE:
        return text.count("/") == 2
    return not question.options or text in {option.title for option in question.options}


@pytest.mark.parametrize("label", ["Is the dog safe?", "Is the dog out of danger?", "Is the dog not in danger?"])
def test_what_may_ask_the_opposite_is_told_so(label: str) -> None:
    found = Found(label, "Yes", "The dog", "place", "first")

    assert all(one.may_be_opposite for one in pair({"bites"}, [found], DOG, ENGLISH))


def test_one_question_in_pieces_is_split() -> None:
    pieces = [
        Found("Name of the dog (long)", "Rex", "The dog", None, "home"),
        Found("Name of the dog (short)", "von Wald", "The dog", None, "home"),
    ]

    (only,) = pair({"name"}, pieces, DOG, ENGLISH, fits=chosen)

    assert (only.kind, only.questions, only.found) == (DriftKind.SPLIT, ("name",), tuple(pieces))


def test_two_questions_in_one_entry_are_merged() -> None:
    both = Found("Earliest and latest date", "5 to 6 October", "When", "bites", None)

    (only,) = pair({"first", "last"}, [both], DOG, ENGLISH, fits=chosen)

    assert (only.kind, only.questions) == (DriftKind.MERGED, ("first", "last"))


def test_one_question_put_twice_is_made_repeating() -> None:
    found = [Found("Name of dog", "Rex", "The dog", None, "home"), Found("Name of dog", "Max", "The dog", None, "home")]

    (only,) = pair({"name"}, found, DOG, ENGLISH)

    assert (only.kind, only.found) == (DriftKind.REPEATING, tuple(found))


def test_a_question_of_a_group_is_found_before_the_next_element_begins() -> None:
    inner = (
        Question("name", "Name", AnswerType.STRING, 1),
        Question("child", "Under 18?", AnswerType.CHOICE, 2, options=YES_OR_NO, risk=True),
    )
    form = form_of(Question("hurt", "People hurt", AnswerType.GROUP, 1, questions=inner), *DOG.questions[1:3])

    (only,) = pair(
        {"hurt.child"},
        [Found("Is this person a minor?", "Yes", "", "hurt.name", "hurt.name")],
        form,
        ENGLISH,
        fits=chosen,
    )

    assert only.questions == ("hurt.child",)


def test_neighbours_that_the_form_does_not_have_are_as_none() -> None:
    found = [Found("Name of your dog", "Rex", "The dog", "cat", "mouse"), Found("Your postcode at home", "W23 9JG")]

    assert [one.questions for one in pair({"name", "home"}, found, DOG, ENGLISH)] == [("name",), ("home",)]


def test_hundreds_of_entries_are_weighed_without_harm() -> None:
    found = [Found(f"Name {number} of the dog " * 40, "x" * 5_000) for number in range(400)]

    assert len(pair(list(DOG.by_name), found, DOG, ENGLISH)) <= len(DOG.by_name)


NEARBY = form_of(
    Question("street", "Name of the street", AnswerType.STRING, 1, "Where"),
    Question("known", "Do you know the owner?", AnswerType.CHOICE, 2, "Who", options=YES_OR_NO),
    Question("owner", "Name of the owner", AnswerType.STRING, 3, "Who", show_if='known = "yes"'),
    Question("story", "What happened?", AnswerType.STRING, 4, "Who", widget="textarea"),
    Question("seen", "Day it was seen", AnswerType.DATE, 5, "When", display_format="DD/MM/YYYY"),
    Question("post", "Postcode", AnswerType.STRING, 6, "When", kind="uk-postcode"),
    Question("comment", "Comment", AnswerType.STRING, 7, "When"),
)
NONSENSE = "Quorp the tibble"


def paired_with(missing: set[str], *found: Found) -> dict[str, tuple[str, ...]]:
    """By label, the questions that entries of NEARBY are paired with."""
    return {one.found[0].label: one.questions for one in pair(missing, found, NEARBY, ENGLISH, fits=chosen)}


@pytest.mark.parametrize("section", ["Who", "", "Pwy", "About the person"])
def test_what_stands_alone_for_a_missing_question_is_it_under_any_heading_that_may_be_its_own(section: str) -> None:
    found = Found(NONSENSE, "Yes", section, "street", "story")

    assert paired_with({"known"}, found) == {NONSENSE: ("known",)}


def test_what_stands_under_the_heading_of_another_section_is_not_it() -> None:
    assert paired_with({"known"}, Found(NONSENSE, "Yes", "When", "street", "story")) == {}


def test_what_stands_below_the_last_question_may_be_no_question_at_all() -> None:
    footer = Found("Privacy notice", "See our website.", "When", "seen", None)

    assert paired_with({"comment"}, footer) == {}
    assert paired_with({"comment"}, replace(footer, label="Your comments")) == {"Your comments": ("comment",)}


def test_of_two_missing_questions_that_one_is_meant_whose_option_was_chosen() -> None:
    found = Found(NONSENSE, "Yes", "Who", "street", "seen")

    assert paired_with({"known", "story"}, found) == {NONSENSE: ("known",)}


def test_a_question_that_hangs_on_another_missing_one_is_not_looked_for_first() -> None:
    found = Found(NONSENSE, "", "Who", "street", "story")

    assert paired_with({"known", "owner"}, found) == {NONSENSE: ("known",)}


def test_lines_of_a_story_that_look_like_labels_take_nothing_from_its_question() -> None:
    story = Found(NONSENSE, "He came at night.", "Who", "owner", "seen")
    line = Found("PS", "call me", "Who", "owner", "seen")

    assert paired_with({"story"}, story, line) == {NONSENSE: ("story",)}


def test_words_for_no_answer_are_no_answer_to_any_question_in_particular() -> None:
    found = Found(NONSENSE, "(nobody said)", "When", "story", "post")

    (only,) = pair({"seen"}, [found], NEARBY, ENGLISH, fits=lambda *_: True)

    assert only.questions == ("seen",)


def test_what_may_ask_the_reverse_is_proposed_where_nothing_else_can_stand_and_never_relied_on() -> None:
    found = Found("Is the owner unknown?", "Yes", "Who", "street", "story")

    (only,) = pair({"known"}, [found], NEARBY, ENGLISH, fits=chosen)

    assert (only.questions, only.may_be_opposite) == (("known",), True)


@pytest.mark.parametrize(
    ("label", "name"),
    [("Surname", "Family name"), ("Postcode", "Zip code"), ("Number plate", "Vehicle registration mark")],
)
def test_other_words_that_say_the_same_are_renamed_and_no_mere_rewording(label: str, name: str) -> None:
    form = form_of(
        Question("one", label, AnswerType.STRING, 1, "You"), Question("two", "Title", AnswerType.STRING, 2, "You")
    )

    (only,) = pair({"one", "two"}, [Found(name, "", "You")], form, ENGLISH)

    assert (only.questions, only.kind) == (("one",), DriftKind.RENAMED)
