"""Questions under other words: found where they are sure, left alone where they are not."""

import pytest

from mapping_dsl.forms import AnswerType, FormVersion, Option, Question
from runtime.likeness import DriftKind, Found, pair

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

    (only,) = pair({"name"}, [found], DOG)

    assert (only.questions, only.found, only.may_be_opposite) == (("name",), (found,), False)


def test_nearly_the_same_words_are_reworded_others_renamed() -> None:
    found = [Found("Name of dog", "Rex", "The dog"), Found("What is your postcode at home now?", "W23 9JG", "You")]

    kinds = {one.questions: one.kind for one in pair({"name", "home"}, found, DOG)}

    assert kinds == {("name",): DriftKind.REWORDED, ("home",): DriftKind.RENAMED}


@pytest.mark.parametrize("label", ["What did you have for breakfast?", "Policy number", "", "???"])
def test_words_that_share_nothing_with_a_question_are_not_paired(label: str) -> None:
    assert pair({"name", "bites"}, [Found(label, "Yes")], DOG) == []


def test_an_entry_that_could_be_two_questions_is_paired_with_none() -> None:
    assert pair({"home", "place"}, [Found("Postcode", "W23 9JG")], DOG) == []


def test_two_entries_that_could_be_one_question_are_both_left_alone() -> None:
    found = [Found("Name of the dogs", "Rex"), Found("Names of the dog", "Max")]

    assert pair({"name"}, found, DOG) == []


def test_one_question_that_cannot_be_anything_else_settles_the_other() -> None:
    found = [Found("Date", "05/10/2026", "When"), Found("Date, at the latest", "06/10/2026", "When")]

    paired = {one.questions: one.found[0].text for one in pair({"first", "last"}, found, DOG)}

    assert paired == {("first",): "05/10/2026", ("last",): "06/10/2026"}


def test_the_earliest_date_is_never_taken_for_the_latest() -> None:
    assert pair({"last"}, [Found("The earliest date", "05/10/2026", "When")], DOG) == []


def test_an_entry_that_is_another_question_which_was_found_is_not_paired() -> None:
    assert pair({"place"}, [Found("Your post code", "W23 9JG")], DOG) == []


def test_no_question_and_no_entry_give_no_pair() -> None:
    assert pair([], [Found("Name of the dog")], DOG) == []
    assert pair({"name"}, [], DOG) == []
