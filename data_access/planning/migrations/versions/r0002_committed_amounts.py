"""Budget lines may say what was committed (impegnato)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "budget_line",
        sa.Column(
            "committed",
            sa.Numeric(precision=14, scale=2),
            nullable=True,
            comment="euro committed (impegnato), where the district gives it; empty: not given",
        ),
    )
