"""Tables of the planning database (piattaforma dei Piani di zona).

Two rules decide what is a constraint here and what is not. Catalogues (districts, areas, sheets,
sources, indicators) have keys and foreign keys: without them nothing can be read. Facts (budget lines,
indicator values) have only a surrogate key, because the platform delivers them as people typed them:
a negative amount or a value given twice must reach us, be listed and be left out visibly
(:mod:`data_access.planning.quality`), not vanish in a failed load.

Money is NUMERIC(14, 2) and never a float. ``origin`` says of each catalogue row or fact whether it is
``real`` (read in a source) or ``demo`` (simulated).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite gives an alias of the rowid, and so an automatic key, only to INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")

EDITION_KINDS = ("original", "update", "implementing", "account")
"""Piano originale, aggiornamento annuale, Programma attuativo annuale, rendicontazione."""

STATUSES = (
    "draft",
    "validated",
    "approved",
    "presented",
    "integration_requested",
    "presented_again",
    "acknowledged",
)
"""Bozza, validata dall'Ufficio di Piano, approvata dal Comitato di distretto, presentata alla Regione,
integrazioni richieste, ripresentata, presa d'atto."""

PRESENTED_STATUSES = STATUSES[3:]
"""From here on an edition is seen by the other districts too."""

AGE_BANDS = ("0-2", "3-14", "15-17", "18-64", "65-74", "75-79", "80+")
"""Disjoint, so that any age group is a sum."""

SOURCE_LEVELS = ("state", "region", "municipality", "health", "eu", "private", "other")
POLARITIES = ("higher_better", "lower_better", "neutral")
INTERVAL_METHODS = ("wilson", "byar", "normal", "none")
"""Wilson: shares; Byar: counts and rates; normal: means and small-area estimates whose standard error is
published; none: amounts, hours, estimates without a published error."""


def _origin() -> Column:
    return Column(
        "origin", String(8), CheckConstraint("origin in ('real', 'demo')", name="origin"), nullable=False
    )


data_version = Table(
    "data_version",
    metadata,
    Column("token", String(64), primary_key=True, comment="changes whenever any row of the database changed"),
    Column("as_of", Date, nullable=False, comment="the day the data speak of"),
    Column("loaded_at", DateTime, nullable=False, comment="UTC"),
    _origin(),
)

ausl = Table(
    "ausl",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", String(80), nullable=False),
)

district = Table(
    "district",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("display_name", String(90), nullable=False, unique=True, comment="'Sud-Est (PR)': unique"),
    Column("ausl_code", ForeignKey("ausl.code"), nullable=False),
    Column("province", String(8), nullable=False),
)

municipality = Table(
    "municipality",
    metadata,
    Column("istat_code", String(6), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("district_code", ForeignKey("district.code"), nullable=False),
    Column("province", String(2), nullable=False),
    Column("involved", Boolean, nullable=False, comment="Comune coinvolto in at least one intervention"),
    _origin(),
)

population = Table(
    "population",
    metadata,
    Column("district_code", ForeignKey("district.code"), primary_key=True),
    Column("year", SmallInteger, primary_key=True, comment="on 1 January"),
    Column("age_band", String(8), primary_key=True),
    Column("residents", Integer, nullable=False),
    _origin(),
)

cycle = Table(
    "cycle",
    metadata,
    Column("code", String(9), primary_key=True),
    Column("first_year", SmallInteger, nullable=False),
    Column("last_year", SmallInteger, nullable=False),
)

area = Table(
    "area",
    metadata,
    Column("cycle_code", ForeignKey("cycle.code"), primary_key=True),
    Column("code", String(4), primary_key=True),
    Column("name", String(160), nullable=False),
    _origin(),
)

sheet = Table(
    "sheet",
    metadata,
    Column("cycle_code", ForeignKey("cycle.code"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("title", String(250), nullable=False),
    Column("recipients", String(250), nullable=False),
    Column("first_year", SmallInteger, nullable=False),
    Column("source", Text, nullable=False),
    _origin(),
)

sheet_area = Table(
    "sheet_area",
    metadata,
    Column("cycle_code", String(9), primary_key=True),
    Column("sheet_number", SmallInteger, primary_key=True),
    Column("area_code", String(4), primary_key=True),
    Column("position", SmallInteger, nullable=False, comment="1: the area an intervention is counted in"),
    # Named here: the convention names by the first column, which both share.
    ForeignKeyConstraint(
        ["cycle_code", "sheet_number"], ["sheet.cycle_code", "sheet.number"], name="fk_sheet_area_sheet"
    ),
    ForeignKeyConstraint(
        ["cycle_code", "area_code"], ["area.cycle_code", "area.code"], name="fk_sheet_area_area"
    ),
)

funding_source = Table(
    "funding_source",
    metadata,
    Column("code", String(12), primary_key=True),
    Column("name", String(160), nullable=False),
    Column("level", String(16), nullable=False),
    _origin(),
)

target_group = Table(
    "target_group",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", String(120), nullable=False, comment="one of the seven ISTAT areas of users"),
    Column("position", SmallInteger, nullable=False),
)

plan = Table(
    "plan",
    metadata,
    Column("id", Key, primary_key=True),
    Column("district_code", ForeignKey("district.code"), nullable=False),
    Column("cycle_code", ForeignKey("cycle.code"), nullable=False),
)

edition = Table(
    "edition",
    metadata,
    Column("id", Key, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False),
    Column("kind", String(12), CheckConstraint(f"kind in {EDITION_KINDS!r}", name="kind"), nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("status", String(24), CheckConstraint(f"status in {STATUSES!r}", name="status"), nullable=False),
    Column("status_date", Date, nullable=False),
)

intervention = Table(
    "intervention",
    metadata,
    Column("id", Key, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False),
    Column("code", String(16), nullable=False, unique=True, comment="lasts across editions: 'RO-RIM-0012'"),
)

intervention_version = Table(
    "intervention_version",
    metadata,
    Column("id", Key, primary_key=True),
    Column("intervention_id", ForeignKey("intervention.id"), nullable=False),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    Column("sheet_number", SmallInteger, nullable=False),
    Column(
        "target_group_code", ForeignKey("target_group.code"), nullable=False, comment="the prevailing one"
    ),
    Column("title", String(250), nullable=False),
    Column("description", Text, nullable=False),
    Column("lead_body", String(120), nullable=False, comment="soggetto capofila"),
    Column("municipality_code", ForeignKey("municipality.istat_code"), comment="empty: the whole district"),
    _origin(),
)

budget_line = Table(
    "budget_line",
    metadata,
    Column("id", Key, primary_key=True),
    Column("intervention_version_id", ForeignKey("intervention_version.id"), nullable=False, index=True),
    Column("funding_source_code", String(12), nullable=False),
    Column("amount", Numeric(14, 2), nullable=False, comment="euro; planned, or spent in an account"),
    Column(
        "committed",
        Numeric(14, 2),
        comment="euro committed (impegnato), where the district gives it; empty: not given",
    ),
    _origin(),
)

indicator = Table(
    "indicator",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("cycle_code", ForeignKey("cycle.code"), nullable=False),
    Column(
        "level", String(8), CheckConstraint("level in ('district', 'region')", name="level"), nullable=False
    ),
    Column("title_it", String(200), nullable=False),
    Column("title_en", String(200), nullable=False),
    Column("sheet_number", SmallInteger, nullable=False),
    Column("area_code", String(4), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("scale", Float, nullable=False, comment="value = numerator / denominator * scale"),
    Column("numerator", Text, nullable=False, comment="in words"),
    Column("denominator", Text, nullable=False, comment="in words; empty: an absolute figure"),
    Column(
        "polarity",
        String(16),
        CheckConstraint(f"polarity in {POLARITIES!r}", name="polarity"),
        nullable=False,
    ),
    Column(
        "interval_method",
        String(8),
        CheckConstraint(f"interval_method in {INTERVAL_METHODS!r}", name="interval_method"),
        nullable=False,
    ),
    Column("decimals", SmallInteger, nullable=False),
    Column("plausible_min", Float),
    Column("plausible_max", Float),
    Column("source", Text, nullable=False),
    Column(
        "official", Boolean, nullable=False, comment="false: proposed by the editors, not the Region's list"
    ),
    Column("why_it_matters", Text, comment="two or three plain sentences; empty: not written yet"),
    Column("owner", String(120), comment="office that answers for the record; no names of people"),
    Column("checked_by", String(120), comment="office that reviewed it; empty: not reviewed yet"),
    Column("next_review", Date, comment="the day by which the record is reviewed again"),
    Column("fed_by", String(8), comment="of a regional one: the district indicator whose sum it is"),
    Column(
        "threshold",
        SmallInteger,
        comment="least count of people shown, 3 or more; empty: it counts no people",
    ),
    comment="reviewed records; the registry of indicators says what each must fulfil",
)

indicator_target = Table(
    "indicator_target",
    metadata,
    Column("indicator_code", ForeignKey("indicator.code"), primary_key=True),
    Column(
        "place_code",
        String(8),
        primary_key=True,
        comment="a district, an AUSL or ER; empty: every place without one of its own",
    ),
    Column("year", SmallInteger, primary_key=True, comment="by the end of which it is to be reached"),
    Column("value", Float, nullable=False, comment="in the indicator's unit, after scale"),
    Column("source", Text, nullable=False, comment="the act that sets it, or who proposes it"),
    _origin(),
)

indicator_value = Table(
    "indicator_value",
    metadata,
    Column("id", Key, primary_key=True),
    Column("indicator_code", String(8), nullable=False),
    Column("place_code", String(8), nullable=False, comment="a district, or ER for the region"),
    Column("year", SmallInteger, nullable=False),
    Column("numerator", Float, comment="empty: not reported"),
    Column("denominator", Float, comment="empty where the indicator is an absolute figure"),
    Column("reported_on", Date),
    _origin(),
    Column(
        "standard_error",
        Float,
        comment="of an estimate, in the indicator's unit, after scale; empty: none published",
    ),
    Index("ix_indicator_value_key", "indicator_code", "place_code", "year"),
)

app_user = Table(
    "app_user",
    metadata,
    Column("id", Key, primary_key=True),
    Column("role", String(8), CheckConstraint("role in ('district', 'region')", name="role"), nullable=False),
    Column("district_code", ForeignKey("district.code"), comment="empty for the region's users"),
    Column("function", String(60), nullable=False, comment="what the person does; no names are kept"),
    _origin(),
)

status_change = Table(
    "status_change",
    metadata,
    Column("id", Key, primary_key=True),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    Column("status", String(24), CheckConstraint(f"status in {STATUSES!r}", name="status"), nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("user_id", ForeignKey("app_user.id"), nullable=False),
    Column("act_number", String(40), comment="number of the act, where the step needs one"),
    comment="append-only",
)

deadline = Table(
    "deadline",
    metadata,
    Column("cycle_code", ForeignKey("cycle.code"), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("opens", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("extended_to", Date),
    _origin(),
)
