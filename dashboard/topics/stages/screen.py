"""The pieces of *Stato dei piani*: counts, the way of each district, the map, the table."""

from __future__ import annotations

import pandas as pd

from dashboard.locale.formats import Language, day, number
from dashboard.locale.texts import Translate
from dashboard.locale.words import ausl_names, period_name, place_name
from dashboard.measure.choropleth import ground_of, status_choropleth
from dashboard.parts import prose
from dashboard.parts.region_map import region_map
from dashboard.parts.strip import segments
from dashboard.parts.tiles import figures
from dashboard.screen.session import Context, change, open_page
from dashboard.tables.screen import show
from dashboard.tables.stacks import Stacks
from dashboard.tables.table import Column, Table
from dashboard.topics.stages.chart import timeline
from dashboard.topics.stages.compute import SYMBOLS, counts, delay_words, in_order
from data_access.planning.schema import STATUSES
from data_access.stages import stages, term
from data_access.version import Version

ORDERS = {"delay": "", "ausl": "ausl", "district": "district"}


def order_choice(ctx: Context) -> None:
    """By delay, by AUSL or by name."""
    orders = list(ORDERS)
    segments(
        ctx.t("stages.order"),
        [ctx.t(f"stages.order_{order}") for order in orders],
        orders.index(_order(ctx) or "delay"),
        key="stage_order",
        on_pick=lambda nth: change(by=ORDERS[orders[nth]]),
    )


def ordered_stages(ctx: Context) -> pd.DataFrame:
    """Return the stages of the view's edition, in the order chosen."""
    return in_order(ctx.version, stages(ctx.version, ctx.view.edition), _order(ctx))  # type: ignore[arg-type]


def stage_counts(ctx: Context, table: pd.DataFrame) -> None:
    """Presented, past the term, to be completed, acknowledged; and the term itself."""
    t, language, n = ctx.t, ctx.language, counts(table)

    def defined(key: str) -> str:
        when = f"{t('note.as_of')}: {day(ctx.version.as_of, language)}"
        return f"{t(f'stages.{key}_definition')}\n\n{period_name(ctx.version, ctx.view.edition, t)}\n\n{when}"

    of = t("stages.of", n=n.presented, of=n.districts)
    tiles = [
        ("presented", of, t("stages.presented_late", n=n.presented_late)),
        ("overdue", number(n.overdue, 0, language), t("stages.without", n=n.without)),
        ("to_complete", number(n.to_complete, 0, language), t("stages.to_complete_below")),
        ("acknowledged", t("stages.of", n=n.acknowledged, of=n.districts), None),
        ("term", *_term_words(ctx)),
    ]
    figures([(t(f"stages.{key}"), value, below, defined(key)) for key, value, below in tiles])


def stage_signs(ctx: Context) -> None:
    """What the signs and bars of the table mean."""
    t, limit = ctx.t, term(ctx.version, ctx.view.edition)
    prose.text("\n".join(f"- {status_words(status, t)}" for status in STATUSES))
    prose.note(t("stages.timeline_words") if limit else t("stages.no_term"))


def stage_map(ctx: Context) -> None:
    """Where the districts stand on the map; one clicked, or chosen by keyboard, opens its plan."""
    t, version, edition = ctx.t, ctx.version, ctx.view.edition
    places, legend, palette = status_choropleth(version, edition, STATUSES, ctx.language, t)
    name = period_name(version, edition, t)
    region_map(
        key="stage_map",
        t=t,
        label=t("stages.map_label", edition=name),
        version=version,
        ground=ground_of(version, edition),
        places=places,
        palette=palette,
        legend=legend,
        facts=[t("fact.when", period=name, day=day(version.as_of, ctx.language))],
        parents=ausl_names(version),
        on_pick=lambda code: open_page("piano_distretto", place=code, intervention=""),
    )


def stage_table(ctx: Context, table: pd.DataFrame) -> None:
    """Every date, a row a district; a row opens the district's plan."""
    t = ctx.t
    rows = stage_rows(ctx.version, table, t, ctx.language)
    drawn = timeline(
        t("stages.timeline"),
        table,
        term(ctx.version, ctx.view.edition),
        ctx.version.as_of,
        signs=SYMBOLS,
        words=lambda moment: day(moment, ctx.language),
    )
    columns: tuple[Column | Stacks, ...] = (
        Column("district", t("column.district")),
        drawn,
        Column("short", t("column.status"), order="position"),
        Column("days_late", t("stages.days"), "integer", help=t("stages.days_help")),
        *(Column(status, t(f"stages.short.{status}"), "date") for status in STATUSES),
        Column("ausl", t("column.ausl")),
    )
    statuses = table["status"].tolist()
    cells = {
        **{name: rows[name].tolist() for name in ("code", "district", "ausl", *STATUSES)},
        "short": [status_words(status, t, short=True) for status in statuses],
        "position": [STATUSES.index(status) if status in STATUSES else -1 for status in statuses],
        # Who is not late has no days.
        "days_late": ["" if pd.isna(n) else n for n in rows["days_late"].tolist()],
    }
    show(
        ctx,
        Table(columns, cells, mark="code", mine=(ctx.view.place,)),
        key="stage_table",
        label=t("stages.table"),
        on_row=lambda code: open_page("piano_distretto", place=code, intervention=""),
        height=None,
    )


def stage_rows(version: Version, table: pd.DataFrame, t: Translate, language: Language) -> pd.DataFrame:
    """Return the table of the screen and of the file: code, names, status and delay in words, dates."""
    rows = pd.DataFrame(
        {
            "code": table.index,
            "district": [place_name(version, str(code), t) for code in table.index],
            "ausl": [version.place_names[version.ausl_of[str(code)]] for code in table.index],
            "status": [status_words(status, t) for status in table["status"]],
            "delay": [
                delay_words(has, days, t) for has, days in zip(table["has"], table["days_late"], strict=True)
            ],
            "days_late": table["days_late"].to_numpy(),
            "presented_on": table["presented_on"].to_numpy(),
        }
    )
    return rows.join(table[list(STATUSES)].reset_index(drop=True))


def status_words(status: str, t: Translate, *, short: bool = False) -> str:
    """A stage with its sign: ``● Presentata alla Regione``, or in one word."""
    return f"{SYMBOLS[status]} {t(f'stages.short.{status}' if short else f'status.{status}')}"


def _order(ctx: Context) -> str:
    return ctx.view.by if ctx.view.by in ("ausl", "district") else ""


def _term_words(ctx: Context) -> tuple[str, str | None]:
    t, limit = ctx.t, term(ctx.version, ctx.view.edition)
    if limit is None:
        return t("stages.no_term_short"), None
    left = (limit.last_day - ctx.version.as_of).days
    words = t("stages.term_ahead", n=left) if left >= 0 else t("stages.term_passed", n=-left)
    if limit.extended_to:
        words = f"{t('stages.term_extended', day=day(limit.due, ctx.language))}, {words}"
    return day(limit.last_day, ctx.language), words
