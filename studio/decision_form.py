"""The form in which an operator decides: filled with what the record suggests, sent only when it is whole."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextArea
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from runtime.models import NextStep
from runtime.submissions import SubmissionDetail
from studio.code_lists import Code
from studio.presenters.submission import INCIDENT, NEXT_STEPS

INVESTIGATION = "connect.crime.investigation.offenceClass"


class DecisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """Crime or not, under which codes, what happens now, and why."""

    is_crime = RadioField(
        "Is it a crime?",
        choices=[("yes", "Yes"), ("no", "No")],
        validators=[InputRequired("Say whether it is a crime")],
        widget=GovRadioInput(),
    )
    opening_code = SelectField("Opening code", validators=[Optional()], widget=GovSelect())
    offence = SelectField("Offence class", validators=[Optional()], widget=GovSelect())
    next_step = RadioField(
        "What happens now?",
        choices=[(step.value, words) for step, words in NEXT_STEPS.items()],
        validators=[InputRequired("Say what happens now")],
        widget=GovRadioInput(),
    )
    rationale = TextAreaField("Why", validators=[InputRequired("Say why, in a sentence")], widget=GovTextArea())

    @property
    def closes(self) -> bool:
        """Whether nothing more is to do after this decision."""
        return str(self.next_step.data) == NextStep.NONE.value

    def offer(self, opening: Sequence[Code], offences: Sequence[Code]) -> None:
        """Sets what can be chosen: the force's own lists."""
        self.opening_code.choices = [("", "as the record says"), *((one.code, one.words) for one in opening)]
        self.offence.choices = [("", "none"), *((one.code, one.words) for one in offences)]

    def suggest(self, detail: SubmissionDetail) -> None:
        """Fills in what the record says; the person still says whether it is a crime, and why."""
        values = {field.path: field.value for record in detail.records for field in record.fields}
        self.opening_code.data = values.get(f"{INCIDENT}.openingCode") or ""
        self.offence.data = values.get(INVESTIGATION) or ""

    def validate_offence(self, field: SelectField) -> None:
        """A crime is recorded under a class."""
        if self.is_crime.data == "yes" and not field.data:
            raise ValidationError("A crime needs its offence class")

    def validate_rationale(self, field: TextAreaField) -> None:
        """White space explains nothing."""
        if not field.data.strip():
            raise ValidationError("Say why, in a sentence")
