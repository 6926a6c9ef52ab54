"""The tables of the planning database, cycle 2018-2020."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ausl",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ausl")),
    )
    op.create_table(
        "cycle",
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("first_year", sa.SmallInteger(), nullable=False),
        sa.Column("last_year", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_cycle")),
    )
    op.create_table(
        "data_version",
        sa.Column(
            "token",
            sa.String(length=64),
            nullable=False,
            comment="changes whenever any row of the database changed",
        ),
        sa.Column("as_of", sa.Date(), nullable=False, comment="the day the data speak of"),
        sa.Column("loaded_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_data_version_origin")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_data_version")),
    )
    op.create_table(
        "funding_source",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_funding_source_origin")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_funding_source")),
    )
    op.create_table(
        "indicator_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("indicator_code", sa.String(length=8), nullable=False),
        sa.Column(
            "place_code", sa.String(length=8), nullable=False, comment="a district, or ER for the region"
        ),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=True, comment="empty: not reported"),
        sa.Column(
            "denominator",
            sa.Float(),
            nullable=True,
            comment="empty where the indicator is an absolute figure",
        ),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_indicator_value_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
    )
    op.create_index(
        "ix_indicator_value_key", "indicator_value", ["indicator_code", "place_code", "year"], unique=False
    )
    op.create_table(
        "target_group",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column(
            "name", sa.String(length=120), nullable=False, comment="one of the seven ISTAT areas of users"
        ),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_target_group")),
    )
    op.create_table(
        "area",
        sa.Column("cycle_code", sa.String(length=9), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_area_origin")),
        sa.ForeignKeyConstraint(["cycle_code"], ["cycle.code"], name=op.f("fk_area_cycle_code")),
        sa.PrimaryKeyConstraint("cycle_code", "code", name=op.f("pk_area")),
    )
    op.create_table(
        "deadline",
        sa.Column("cycle_code", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_deadline_origin")),
        sa.ForeignKeyConstraint(["cycle_code"], ["cycle.code"], name=op.f("fk_deadline_cycle_code")),
        sa.PrimaryKeyConstraint("cycle_code", "kind", "year", name=op.f("pk_deadline")),
    )
    op.create_table(
        "district",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("display_name", sa.String(length=90), nullable=False, comment="'Sud-Est (PR)': unique"),
        sa.Column("ausl_code", sa.String(length=8), nullable=False),
        sa.Column("province", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["ausl_code"], ["ausl.code"], name=op.f("fk_district_ausl_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_district")),
        sa.UniqueConstraint("display_name", name=op.f("uq_district_display_name")),
    )
    op.create_table(
        "indicator",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("cycle_code", sa.String(length=9), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("title_it", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("sheet_number", sa.SmallInteger(), nullable=False),
        sa.Column("area_code", sa.String(length=4), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("scale", sa.Float(), nullable=False, comment="value = numerator / denominator * scale"),
        sa.Column("numerator", sa.Text(), nullable=False, comment="in words"),
        sa.Column("denominator", sa.Text(), nullable=False, comment="in words; empty: an absolute figure"),
        sa.Column("polarity", sa.String(length=16), nullable=False),
        sa.Column("interval_method", sa.String(length=8), nullable=False),
        sa.Column("decimals", sa.SmallInteger(), nullable=False),
        sa.Column("plausible_min", sa.Float(), nullable=True),
        sa.Column("plausible_max", sa.Float(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "official",
            sa.Boolean(),
            nullable=False,
            comment="false: proposed by the editors, not the Region's list",
        ),
        sa.CheckConstraint("level in ('district', 'region')", name=op.f("ck_indicator_level")),
        sa.CheckConstraint(
            "polarity in ('higher_better', 'lower_better', 'neutral')", name=op.f("ck_indicator_polarity")
        ),
        sa.CheckConstraint(
            "interval_method in ('wilson', 'byar', 'none')", name=op.f("ck_indicator_interval_method")
        ),
        sa.ForeignKeyConstraint(["cycle_code"], ["cycle.code"], name=op.f("fk_indicator_cycle_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator")),
    )
    op.create_table(
        "sheet",
        sa.Column("cycle_code", sa.String(length=9), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("recipients", sa.String(length=250), nullable=False),
        sa.Column("first_year", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_sheet_origin")),
        sa.ForeignKeyConstraint(["cycle_code"], ["cycle.code"], name=op.f("fk_sheet_cycle_code")),
        sa.PrimaryKeyConstraint("cycle_code", "number", name=op.f("pk_sheet")),
    )
    op.create_table(
        "app_user",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column(
            "district_code", sa.String(length=8), nullable=True, comment="empty for the region's users"
        ),
        sa.Column(
            "function",
            sa.String(length=60),
            nullable=False,
            comment="what the person does; no names are kept",
        ),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("role in ('district', 'region')", name=op.f("ck_app_user_role")),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_app_user_origin")),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_app_user_district_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
    )
    op.create_table(
        "municipality",
        sa.Column("istat_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("district_code", sa.String(length=8), nullable=False),
        sa.Column("province", sa.String(length=2), nullable=False),
        sa.Column(
            "involved", sa.Boolean(), nullable=False, comment="Comune coinvolto in at least one intervention"
        ),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_municipality_origin")),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name=op.f("fk_municipality_district_code")
        ),
        sa.PrimaryKeyConstraint("istat_code", name=op.f("pk_municipality")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("district_code", sa.String(length=8), nullable=False),
        sa.Column("cycle_code", sa.String(length=9), nullable=False),
        sa.ForeignKeyConstraint(["cycle_code"], ["cycle.code"], name=op.f("fk_plan_cycle_code")),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_plan_district_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_table(
        "population",
        sa.Column("district_code", sa.String(length=8), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False, comment="on 1 January"),
        sa.Column("age_band", sa.String(length=8), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_population_origin")),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name=op.f("fk_population_district_code")
        ),
        sa.PrimaryKeyConstraint("district_code", "year", "age_band", name=op.f("pk_population")),
    )
    op.create_table(
        "sheet_area",
        sa.Column("cycle_code", sa.String(length=9), nullable=False),
        sa.Column("sheet_number", sa.SmallInteger(), nullable=False),
        sa.Column("area_code", sa.String(length=4), nullable=False),
        sa.Column(
            "position", sa.SmallInteger(), nullable=False, comment="1: the area an intervention is counted in"
        ),
        sa.ForeignKeyConstraint(
            ["cycle_code", "area_code"],
            ["area.cycle_code", "area.code"],
            name=op.f("fk_sheet_area_area"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_code", "sheet_number"],
            ["sheet.cycle_code", "sheet.number"],
            name=op.f("fk_sheet_area_sheet"),
        ),
        sa.PrimaryKeyConstraint("cycle_code", "sheet_number", "area_code", name=op.f("pk_sheet_area")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("status_date", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind in ('original', 'update', 'implementing', 'account')", name=op.f("ck_edition_kind")
        ),
        sa.CheckConstraint(
            "status in ('draft', 'validated', 'approved', 'presented', 'integration_requested', 'presented_again', 'acknowledged')",
            name=op.f("ck_edition_status"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_edition_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_table(
        "intervention",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "code", sa.String(length=16), nullable=False, comment="lasts across editions: 'RO-RIM-0012'"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_intervention_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention")),
        sa.UniqueConstraint("code", name=op.f("uq_intervention_code")),
    )
    op.create_table(
        "intervention_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("intervention_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet_number", sa.SmallInteger(), nullable=False),
        sa.Column("target_group_code", sa.String(length=8), nullable=False, comment="the prevailing one"),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("lead_body", sa.String(length=120), nullable=False, comment="soggetto capofila"),
        sa.Column(
            "municipality_code", sa.String(length=6), nullable=True, comment="empty: the whole district"
        ),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_intervention_version_origin")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_intervention_version_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_intervention_version_intervention_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.istat_code"],
            name=op.f("fk_intervention_version_municipality_code"),
        ),
        sa.ForeignKeyConstraint(
            ["target_group_code"],
            ["target_group.code"],
            name=op.f("fk_intervention_version_target_group_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_version")),
    )
    op.create_index(
        op.f("ix_intervention_version_edition_id"), "intervention_version", ["edition_id"], unique=False
    )
    op.create_table(
        "status_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "act_number",
            sa.String(length=40),
            nullable=True,
            comment="number of the act, where the step needs one",
        ),
        sa.CheckConstraint(
            "status in ('draft', 'validated', 'approved', 'presented', 'integration_requested', 'presented_again', 'acknowledged')",
            name=op.f("ck_status_change_status"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_status_change_edition_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_status_change_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
        comment="append-only",
    )
    op.create_index(op.f("ix_status_change_edition_id"), "status_change", ["edition_id"], unique=False)
    op.create_table(
        "budget_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "intervention_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("funding_source_code", sa.String(length=12), nullable=False),
        sa.Column(
            "amount",
            sa.Numeric(precision=14, scale=2),
            nullable=False,
            comment="euro; planned, or spent in an account",
        ),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint("origin in ('real', 'demo')", name=op.f("ck_budget_line_origin")),
        sa.ForeignKeyConstraint(
            ["intervention_version_id"],
            ["intervention_version.id"],
            name=op.f("fk_budget_line_intervention_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    op.create_index(
        op.f("ix_budget_line_intervention_version_id"),
        "budget_line",
        ["intervention_version_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_budget_line_intervention_version_id"), table_name="budget_line")
    op.drop_table("budget_line")
    op.drop_index(op.f("ix_status_change_edition_id"), table_name="status_change")
    op.drop_table("status_change")
    op.drop_index(op.f("ix_intervention_version_edition_id"), table_name="intervention_version")
    op.drop_table("intervention_version")
    op.drop_table("intervention")
    op.drop_table("edition")
    op.drop_table("sheet_area")
    op.drop_table("population")
    op.drop_table("plan")
    op.drop_table("municipality")
    op.drop_table("app_user")
    op.drop_table("sheet")
    op.drop_table("indicator")
    op.drop_table("district")
    op.drop_table("deadline")
    op.drop_table("area")
    op.drop_table("target_group")
    op.drop_index("ix_indicator_value_key", table_name="indicator_value")
    op.drop_table("indicator_value")
    op.drop_table("funding_source")
    op.drop_table("data_version")
    op.drop_table("cycle")
    op.drop_table("ausl")
