import pytest

from mapping_dsl.forms import Forms
from runtime.intake.information import ServiceInformation
from runtime.intake.lines import running
from runtime.intake.recognition import find_reference, recognise
from tests.runtime.intake.making_mails import theft_body

LINES = running(theft_body().split("\n"))


@pytest.mark.parametrize(
    ("code", "declared", "version"),
    [("TLP", "1.0", "1.0"), ("tlp", "V1", "1.0"), ("theft", "2", "2.0"), ("TLP", None, "1.0")],
)
def test_the_declared_version_counts(forms: Forms, code: str, declared: str | None, version: str) -> None:
    recognised = recognise(ServiceInformation(form_code=code, version=declared), LINES, forms)

    assert recognised is not None
    assert (recognised.form.form, recognised.version, recognised.known) == ("theft", version, True)


def test_an_unknown_version_is_read_by_the_one_that_fits_best(forms: Forms) -> None:
    recognised = recognise(ServiceInformation(form_code="TLP", version="3.0"), LINES, forms)

    assert recognised is not None
    assert (recognised.form.version, recognised.version, recognised.known) == ("1.0", "3.0", False)


def test_every_form_is_told_by_its_questions_alone(forms: Forms) -> None:
    told = {
        (form.form, form.version): recognise(
            None, running([f"{question.label}: x" for question in form.questions]), forms
        )
        for form in forms.versions
    }

    assert {key: one and (one.form.form, one.version) for key, one in told.items()} == {key: key for key in told}


def test_a_form_that_the_service_names_and_nobody_knows_is_not_taken_for_another(forms: Forms) -> None:
    assert recognise(ServiceInformation(form_code="XYZ", version="1.0"), LINES, forms) is None


def test_a_text_of_no_form_is_none(forms: Forms) -> None:
    assert recognise(None, running(["I am away until Monday.", "", "Reference: none"]), forms) is None


def test_the_first_reference_in_a_text_is_found() -> None:
    assert find_reference("FW: Online report RTI-10057-26-3100-001, TLP-2-2") == "RTI-10057-26-3100-001"
    assert find_reference("Reference: none") is None
