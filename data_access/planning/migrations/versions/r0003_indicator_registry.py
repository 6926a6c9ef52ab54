"""Indicators become reviewed records with targets; estimates may carry a standard error."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CHECKS = {
    "ck_indicator_level": "level in ('district', 'region')",
    "ck_indicator_polarity": "polarity in ('higher_better', 'lower_better', 'neutral')",
    "ck_indicator_interval_method": "interval_method in ('wilson', 'byar', 'normal', 'none')",
}


def upgrade() -> None:
    added = (
        sa.Column(
            "why_it_matters",
            sa.Text(),
            nullable=True,
            comment="two or three plain sentences; empty: not written yet",
        ),
        sa.Column(
            "owner",
            sa.String(length=120),
            nullable=True,
            comment="office that answers for the record; no names of people",
        ),
        sa.Column(
            "checked_by",
            sa.String(length=120),
            nullable=True,
            comment="office that reviewed it; empty: not reviewed yet",
        ),
        sa.Column(
            "next_review", sa.Date(), nullable=True, comment="the day by which the record is reviewed again"
        ),
        sa.Column(
            "fed_by",
            sa.String(length=8),
            nullable=True,
            comment="of a regional one: the district indicator whose sum it is",
        ),
    )
    # On SQLite, which cannot change a check, this writes the table anew. All checks are dropped and made again,
    # because there they would come in an order of chance, and the same database in different bytes.
    with op.batch_alter_table("indicator") as batch:
        for column in added:
            batch.add_column(column)
        for name in _CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
        for name, condition in _CHECKS.items():
            batch.create_check_constraint(op.f(name), condition)
        batch.create_table_comment(
            "reviewed records; the registry of indicators says what each must fulfil"
        )
    op.create_table(
        "indicator_target",
        sa.Column("indicator_code", sa.String(length=8), nullable=False),
        sa.Column(
            "place_code",
            sa.String(length=8),
            nullable=False,
            comment="a district, an AUSL or ER; empty: every place without one of its own",
        ),
        sa.Column(
            "year", sa.SmallInteger(), nullable=False, comment="by the end of which it is to be reached"
        ),
        sa.Column("value", sa.Float(), nullable=False, comment="in the indicator's unit, after scale"),
        sa.Column(
            "source", sa.Text(), nullable=False, comment="the act that sets it, or who proposes it"
        ),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_indicator_target_origin")),
        sa.ForeignKeyConstraint(
            ["indicator_code"], ["indicator.code"], name=op.f("fk_indicator_target_indicator_code")
        ),
        sa.PrimaryKeyConstraint("indicator_code", "place_code", "year", name=op.f("pk_indicator_target")),
    )
    op.add_column(
        "indicator_value",
        sa.Column(
            "standard_error",
            sa.Float(),
            nullable=True,
            comment="of an estimate, in the indicator's unit, after scale; empty: none published",
        ),
    )
