"""What a person chose for a field is told from what followed as they settled a doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Marks corrections that came of settling; earlier ones count as chosen."""
    op.add_column("correction", sa.Column("is_settled", sa.Boolean(), nullable=False, server_default=sa.false()))
