"""Alarms, reading again, drafts that belong together, and words of risk."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what is kept about forms that change."""
    op.add_column("draft", sa.Column("change_set", sa.Uuid(), nullable=True))
    op.add_column("submission", sa.Column("risk_words", sa.Text(), nullable=False, server_default="[]"))
    _alarms()
    _rereadings()


def _alarms() -> None:
    op.create_table(
        "alarm",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("read_as", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("differences", sa.Text(), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_alarm_closed_by")),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_alarm_force_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_alarm_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint("force_id", "id", name=op.f("uq_alarm_force_id_id")),
        sa.UniqueConstraint("force_id", "form", "version", "cause", name="one_alarm_a_cause"),
    )
    op.create_table(
        "alarm_submission",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["force_id", "alarm_id"],
            ["alarm.force_id", "alarm.id"],
            name=op.f("fk_alarm_submission_force_id_alarm_id"),
        ),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_alarm_submission_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_alarm_submission_force_id")),
        sa.PrimaryKeyConstraint("force_id", "alarm_id", "submission_id", name=op.f("pk_alarm_submission")),
    )
    op.create_index("alarms_of_submission", "alarm_submission", ["force_id", "submission_id"], unique=False)


def _rereadings() -> None:
    op.create_table(
        "rereading",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["force_id", "alarm_id"], ["alarm.force_id", "alarm.id"], name=op.f("fk_rereading_force_id_alarm_id")
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_rereading_force_id")),
        sa.ForeignKeyConstraint(["ordered_by"], ["person.id"], name=op.f("fk_rereading_ordered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rereading")),
        sa.UniqueConstraint("force_id", "id", name=op.f("uq_rereading_force_id_id")),
    )
    op.create_index(op.f("ix_rereading_alarm_id"), "rereading", ["alarm_id"], unique=False)
    op.create_table(
        "reread_submission",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("rereading_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["force_id", "rereading_id"],
            ["rereading.force_id", "rereading.id"],
            name=op.f("fk_reread_submission_force_id_rereading_id"),
        ),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_reread_submission_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_reread_submission_force_id")),
        sa.PrimaryKeyConstraint("force_id", "rereading_id", "submission_id", name=op.f("pk_reread_submission")),
    )
