"""What is stopped, and stands under no alarm, is read again too."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lets an act of reading again have no alarm."""
    with op.batch_alter_table("rereading") as rereading:
        rereading.alter_column("alarm_id", existing_type=sa.Uuid(), nullable=True)
