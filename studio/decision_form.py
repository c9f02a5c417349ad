"""The form in which an operator decides: filled with what the record suggests, sent only when it is whole."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextArea
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from runtime.models import NextStep
from runtime.shown.submissions import SubmissionDetail
from studio.code_lists import Code
from studio.presenters.happenings import NEXT_STEPS
from studio.presenters.submission import INCIDENT

INVESTIGATION = "connect.crime.investigation.offenceClass"


class DecisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """Crime or not, under which codes, what happens now, and why."""

    is_crime = RadioField(
        "Is it a crime?",
        choices=[("yes", "Yes"), ("no", "No")],
        validators=[InputRequired("Say whether it is a crime")],
        widget=GovRadioInput(),
    )
    opening_code = SelectField("Opening code", default="", widget=GovSelect())
    offence = SelectField("Offence class, of a crime", default="", widget=GovSelect())
    next_step = RadioField(
        "What happens now?",
        choices=[(step.value, words) for step, words in NEXT_STEPS.items()],
        validators=[InputRequired("Say what happens now")],
        widget=GovRadioInput(),
    )
    rationale = TextAreaField("Why", validators=[InputRequired("Say why, in a sentence")], widget=GovTextArea())
    seen = HiddenField()  #: the decision that stood when the form was shown; a later one is not written over unseen
    questioned = HiddenField()  #: the code that the person was asked about once

    @property
    def closes(self) -> bool:
        """Whether nothing more is to do after this decision."""
        return str(self.next_step.data) == NextStep.NONE.value

    def offer(self, opening: Sequence[Code], offences: Sequence[Code], recorded: str) -> None:
        """Sets what can be chosen: the force's own lists. `recorded` is the opening code that the record has."""
        self.opening_code.choices = [("", "as the record says"), *((one.code, one.words) for one in opening)]
        self.offence.choices = [("", "none"), *((one.code, one.words) for one in offences)]
        self.crime_codes = {one.code for one in opening if one.is_for_crime}
        self.recorded = recorded

    def suggest(self, detail: SubmissionDetail) -> None:
        """Fills in what the record says, or what was decided before; the person still says the rest."""
        values = {field.path: field.value for record in detail.records for field in record.fields}
        self.opening_code.data = self.recorded
        self.offence.data = values.get(INVESTIGATION) or ""
        self.seen.data = decision_seen(detail)
        if decision := detail.decision:
            self.is_crime.data = "yes" if decision.is_crime else "no"
            self.opening_code.data = decision.opening_code or self.recorded
            self.offence.data = decision.offence or self.offence.data
            self.next_step.data = decision.next_step.value

    def complain(self, sentence: str) -> None:
        """Shows a sentence that only what lies behind the form could say."""
        self.rationale.errors = (*self.rationale.errors, sentence)

    def validate_opening_code(self, field: SelectField) -> None:
        """A code for crimes is questioned once where it is to be no crime: it may be right, and is more often left."""
        code = field.data or self.recorded
        if self.is_crime.data == "no" and code in self.crime_codes and self.questioned.data != code:
            self.questioned.data = code
            raise ValidationError(
                f"{code} opens crimes, and you say that it is none: choose another code, or send it again to keep it"
            )

    def validate_offence(self, field: SelectField) -> None:
        """A crime is recorded under a class."""
        if self.is_crime.data == "yes" and not field.data:
            raise ValidationError("A crime needs its offence class")

    def validate_rationale(self, field: TextAreaField) -> None:
        """White space explains nothing."""
        if not field.data.strip():
            raise ValidationError("Say why, in a sentence")


def recorded_code(detail: SubmissionDetail) -> str:
    """The opening code that the record has now; empty where it has none."""
    path = f"{INCIDENT}.openingCode"
    fields = (field for record in detail.records for field in record.fields if field.path == path)
    return next((str(field.value) for field in fields if field.value), "")


def decision_seen(detail: SubmissionDetail) -> str:
    """What names the decision that stands now; empty where none does."""
    return detail.decision.at.isoformat() if detail.decision else ""
