"""The latest submissions of a form are found without looking at all of them."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the index by which it is noticed that no submission shows a question any more."""
    columns = ["force_id", "form", "version", "received_at", "id"]
    op.create_index("submissions_of_form", "submission", columns, unique=False)
