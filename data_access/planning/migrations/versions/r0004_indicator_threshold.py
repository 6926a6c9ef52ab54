"""A record says that its indicator counts people, and from how many on they are shown."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "indicator",
        sa.Column(
            "threshold",
            sa.SmallInteger(),
            nullable=True,
            comment="least count of people shown, 3 or more; empty: it counts no people",
        ),
    )
