"""Forms that changed: one alarm for each cause, the submissions that show it, and reading them again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from runtime.models.base import ForceOwned, Identified, JsonList, json_column, of_submission, text_column, word_column
from runtime.models.closed_sets import AlarmStatus, ReadAgain


class Alarm(Identified, ForceOwned, table=True):
    """Submissions of one form no longer fit it, for one cause. Counted by its submissions, never by itself."""

    __tablename__ = "alarm"
    __table_args__ = (
        UniqueConstraint("force_id", "id"),
        UniqueConstraint("force_id", "form", "version", "cause", name="one_alarm_a_cause"),
    )

    form: str  #: empty where no form could be told
    version: str  #: as it was declared, or found
    read_as: str  #: the version by whose questions it was read; empty where there was none
    cause: str  #: digest of the marks that it was opened with
    marks: JsonList = Field(sa_column=json_column())  #: by which the same cause is known again
    differences: JsonList = Field(sa_column=json_column())  #: as `studio read` tells drift, without what was typed
    status: AlarmStatus = Field(default=AlarmStatus.OPEN, sa_column=word_column(AlarmStatus))
    opened_at: datetime
    last_at: datetime  #: when the latest submission showed it
    taken_by: UUID | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")  #: None: closed by itself
    closed_why: str = Field(default="", sa_column=text_column())


class AlarmSubmission(ForceOwned, table=True):
    """A submission that shows an alarm's cause, or did when it came."""

    __tablename__ = "alarm_submission"
    __table_args__ = (
        ForeignKeyConstraint(["force_id", "alarm_id"], ["alarm.force_id", "alarm.id"]),
        of_submission(),
        Index("alarms_of_submission", "force_id", "submission_id"),
    )

    force_id: str = Field(default="", foreign_key="force.id", primary_key=True)
    alarm_id: UUID = Field(primary_key=True)
    submission_id: UUID = Field(primary_key=True)
    noticed_at: datetime


class Rereading(Identified, ForceOwned, table=True):
    """One act of reading submissions again, after forms, layouts or mappings changed."""

    __tablename__ = "rereading"
    __table_args__ = (
        UniqueConstraint("force_id", "id"),
        ForeignKeyConstraint(["force_id", "alarm_id"], ["alarm.force_id", "alarm.id"]),
    )

    alarm_id: UUID | None = Field(default=None, index=True)  #: None: of what is stopped and stands under no alarm
    why: str = Field(sa_column=text_column())
    ordered_by: UUID | None = Field(default=None, foreign_key="person.id")
    ordered_at: datetime
    stopped_at: datetime | None = None  #: somebody stopped it; what was not read yet stays as it is
    ended_at: datetime | None = None


class RereadSubmission(ForceOwned, table=True):
    """A submission that is to be read again, and what that came to."""

    __tablename__ = "reread_submission"
    __table_args__ = (
        ForeignKeyConstraint(["force_id", "rereading_id"], ["rereading.force_id", "rereading.id"]),
        of_submission(),
    )

    force_id: str = Field(default="", foreign_key="force.id", primary_key=True)
    rereading_id: UUID = Field(primary_key=True)
    submission_id: UUID = Field(primary_key=True)
    outcome: ReadAgain | None = Field(default=None, sa_column=word_column(ReadAgain, nullable=True))
    read_at: datetime | None = None
