"""First tables."""

import sqlalchemy as sa
from alembic import op

from runtime.migrations.triggers import forbid_change

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """First tables."""
    op.create_table(
        "force",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force")),
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "resumption",
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workflow_id", name=op.f("pk_resumption")),
    )
    op.create_table(
        "worker_heartbeat",
        sa.Column("executor_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("executor_id", name=op.f("pk_worker_heartbeat")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("who_name", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_audit_entry_force_id")),
        sa.PrimaryKeyConstraint("force_id", "sequence", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("audit_of_subject", ["force_id", "subject", "subject_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_audit_head_force_id")),
        sa.PrimaryKeyConstraint("force_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "door",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_door_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door")),
        sa.UniqueConstraint("kind", "address", name="one_force_a_door"),
    )
    op.create_table(
        "draft",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("based_on", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_draft_force_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_draft_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("force_id", "path", name="one_draft_a_path"),
    )
    op.create_table(
        "library_file",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_library_file_force_id")),
        sa.PrimaryKeyConstraint("force_id", "path", name=op.f("pk_library_file")),
    )
    op.create_table(
        "library_text",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_library_text_force_id")),
        sa.PrimaryKeyConstraint("force_id", "sha256", name=op.f("pk_library_text")),
    )
    op.create_table(
        "membership",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_membership_force_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("force_id", "person_id", "role", name="one_row_a_role"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "original",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_original_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original")),
        sa.UniqueConstraint("force_id", "id", name=op.f("uq_original_force_id_id")),
        sa.UniqueConstraint("force_id", "sha256", name=op.f("uq_original_force_id_sha256")),
    )
    op.create_table(
        "published_version",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mapping_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("form_versions", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_published_version_approver_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_published_version_author_id")),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_published_version_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_version")),
        sa.UniqueConstraint("force_id", "mapping_id", "number", name="one_version_a_number"),
    )
    with op.batch_alter_table("published_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_version_form"), ["form"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_version_hash"), ["hash"], unique=False)

    op.create_table(
        "target_licence",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_target_licence_changed_by")),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_target_licence_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_licence")),
        sa.UniqueConstraint("force_id", "target", name="one_licence_a_target"),
    )
    op.create_table(
        "web_session",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_web_session_force_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_web_session_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "arrival",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("original_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["force_id", "original_id"],
            ["original.force_id", "original.id"],
            name=op.f("fk_arrival_force_id_original_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_arrival_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("force_id", "id", name=op.f("uq_arrival_force_id_id")),
    )
    op.create_table(
        "submission",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("arrival_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("content_digest", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_text", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("waits_as", sa.String(24), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_code", sa.String(), nullable=True),
        sa.Column("closing_rationale", sa.Text(), nullable=True),
        sa.Column("grade", sa.String(24), nullable=True),
        sa.Column("risk_level", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_hash", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name=op.f("fk_submission_claimed_by")),
        sa.ForeignKeyConstraint(
            ["force_id", "arrival_id"],
            ["arrival.force_id", "arrival.id"],
            name=op.f("fk_submission_force_id_arrival_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_submission_force_id")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_submission_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("force_id", "id", name=op.f("uq_submission_force_id_id")),
        sa.UniqueConstraint("force_id", "reference", "content_digest", name="one_submission_a_content"),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_arrival_id"), ["arrival_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_claimed_by"), ["claimed_by"], unique=False)
        batch_op.create_index("worklist_order", ["force_id", "status", "rank", "received_at", "id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version_hash", sa.String(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_correction_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_correction_force_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_correction_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("is_crime", sa.Boolean(), nullable=False),
        sa.Column("opening_code", sa.String(), nullable=True),
        sa.Column("offence", sa.String(), nullable=True),
        sa.Column("next_step", sa.String(24), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by")),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_decision_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_decision_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("target_reference", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_delivery_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_delivery_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("force_id", "idempotency_key", name=op.f("uq_delivery_force_id_idempotency_key")),
        sa.UniqueConstraint("force_id", "submission_id", "target", "number", name="one_delivery_a_number"),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("deliveries_by_status", ["force_id", "target", "status"], unique=False)

    op.create_table(
        "submission_answers",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_submission_answers_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_submission_answers_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_answers")),
        sa.UniqueConstraint(
            "force_id", "submission_id", "made_by", name=op.f("uq_submission_answers_force_id_submission_id_made_by")
        ),
    )
    op.create_table(
        "submission_device",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("ip_address", sa.String(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_submission_device_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_submission_device_force_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_submission_device")),
    )
    op.create_table(
        "transposition",
        sa.Column("force_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("answers_id", sa.Uuid(), nullable=False),
        sa.Column("version_hash", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("risk_level", sa.String(), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("reviews", sa.Text(), nullable=False),
        sa.Column("triage", sa.Text(), nullable=False),
        sa.Column("rejected", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["force_id", "submission_id"],
            ["submission.force_id", "submission.id"],
            name=op.f("fk_transposition_force_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f("fk_transposition_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transposition")),
        sa.UniqueConstraint(
            "force_id",
            "submission_id",
            "version_hash",
            "answers_id",
            name=op.f("uq_transposition_force_id_submission_id_version_hash_answers_id"),
        ),
    )
    forbid_change("audit_entry", "an entry of the log is never changed")
    forbid_change("published_version", "a published version is never changed")
    forbid_change("library_text", "a text of the library is never changed")
