"""The pieces of the front page: headline figures, what changed, whom to look at first."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.address.codes import DEFAULT_MEASURE
from dashboard.locale.dialect import plain
from dashboard.locale.formats import MISSING, Language, compact_euro, day, euro, number, percent
from dashboard.locale.texts import Translate
from dashboard.locale.words import absence_word, ausl_names, period_name, place_name
from dashboard.measure.choropleth import choropleth, ground_of, status_choropleth
from dashboard.measure.screen import draw_map, explanation
from dashboard.parts import framed, prose
from dashboard.parts.region_map import region_map
from dashboard.parts.strip import button
from dashboard.parts.tiles import figures
from dashboard.screen.session import Context, open_page
from dashboard.tables.screen import show
from dashboard.tables.table import Column, Table
from dashboard.topics.editions.compute import Comparison, by_district, compare, previous_period
from dashboard.topics.overview.compute import MONEY_MOVED, REPORTED_BELOW, Reason, attention
from data_access.planning.schema import PRESENTED_STATUSES, STATUSES
from data_access.values import district_values, latest_period, rolled_up
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

SHOWN_FIRST = 6


def headline_figures(ctx: Context) -> None:
    """Districts, Comuni, interventions, euro, indicators, plans presented: each with its definition."""
    with_values = _headline(ctx)
    figures([(row["label"], row["value"], row["below"], row["definition"]) for row in with_values], columns=4)


def _headline(ctx: Context) -> list[dict]:
    t, version, language = ctx.t, ctx.version, ctx.language
    period = ctx.view.edition
    year = latest_period(version, version.measures["reported"])
    region = {}
    for code in ("interventions", "euro", "euro_per_resident", "reported"):
        measure = version.measures[code]
        when = year if measure.periods == "year" else period
        region[code] = _of_region(version, code, when, ctx.viewer)
    editions = version.editions[version.editions["period"] == period]
    presented = int(editions["status"].isin(PRESENTED_STATUSES).sum())
    regional = version.regional
    given = regional["numerator"].notna() | regional["hidden"]
    reported = regional[(regional["year"] == int(year)) & given]["code"].nunique()
    involved = int(version.municipalities["involved"].sum())
    covered = (
        ""
        if region["euro"]["covered"] == region["euro"]["of"]
        else t("value.coverage", covered=region["euro"]["covered"], of=region["euro"]["of"])
    )
    edition = period_name(version, period, t)

    def shown(code: str, words: Callable[[float], str]) -> str:
        """The region's figure of a measure, or the word for what is hidden or missing."""
        row = region[code]
        return words(row["value"]) if row["status"] == "ok" else absence_word(row["status"], language)

    exact = shown("euro", lambda value: euro(value, 2, language))
    platform = (
        t("source.demo", source=t("source.platform")) if version.origin == "demo" else t("source.platform")
    )

    def defined(key: str) -> str:
        when = f"{t('note.period')}: {edition}\n\n{t('note.as_of')}: {day(version.as_of, language)}"
        return f"{t(f'home.{key}_definition')}\n\n{t('note.source')}: {platform}\n\n{when}"

    def tile(key: str, figure: float, value: str, below: str, definition: str) -> dict:
        words = {"label": t(f"home.{key}"), "value": value, "below": below, "definition": definition}
        exact = float(figure) if figure == figure else MISSING[language]
        return {**words, "figure": exact}

    return [
        tile(
            "districts",
            len(version.districts),
            number(len(version.districts), 0, language),
            t("home.districts_below", n=len(version.places[version.places["level"] == "ausl"])),
            defined("districts"),
        ),
        tile(
            "comuni",
            involved,
            number(involved, 0, language),
            t("home.comuni_below", of=len(version.municipalities)),
            defined("comuni"),
        ),
        tile(
            "interventions",
            region["interventions"]["value"],
            shown("interventions", lambda value: number(value, 0, language)),
            covered or edition,
            explanation(ctx, version.measures["interventions"], period),
        ),
        tile(
            "euro",
            region["euro"]["value"],
            shown("euro", lambda value: compact_euro(value, language)),
            " · ".join(
                part
                for part in (
                    t(
                        "home.euro_below",
                        value=shown("euro_per_resident", lambda value: euro(value, 2, language)),
                    ),
                    covered,
                )
                if part
            ),
            f"{exact}\n\n{explanation(ctx, version.measures['euro'], period)}",
        ),
        tile(
            "reported",
            region["reported"]["numerator"],
            t(
                "home.reported_value",
                given=number(region["reported"]["numerator"], 0, language),
                of=number(region["reported"]["denominator"], 0, language),
            ),
            t("home.reported_below", percent=percent(region["reported"]["value"], 1, language), year=year),
            explanation(ctx, version.measures["reported"], year),
        ),
        tile(
            "regional",
            reported,
            t("home.reported_value", given=reported, of=len(version.regional_measures)),
            t("home.regional_below", year=year),
            defined("regional"),
        ),
        tile(
            "plans",
            presented,
            t("home.reported_value", given=presented, of=len(version.districts)),
            edition,
            defined("plans"),
        ),
    ]


@version_cached(maxsize=64)
def _of_region(version: Version, code: str, period: str, viewer: Viewer) -> pd.Series:
    """The region's row of a measure's *values*; not to be written to."""
    measure = version.measures[code]
    rows = rolled_up(version, measure, district_values(version, measure, period, viewer), period)
    return rows.loc[REGION]


def headline_table(ctx: Context) -> Table:
    """The same figures as a table for Excel."""
    t = ctx.t
    columns = (
        Column("label", t("column.figure"), width=34),
        Column("figure", t("column.exact"), "decimal", 2, 22),
        Column("value", t("column.on_screen"), width=24),
        Column("below", t("column.note"), width=40),
        Column("definition", t("note.definition"), width=90),
    )
    rows = pd.DataFrame(_headline(ctx))
    definition = rows["definition"].str.replace("\n\n", " · ").map(plain)
    return Table.of(columns, rows.assign(definition=definition))


def overview_map(ctx: Context) -> None:
    """Status of the plans, or euro per resident; a district opens on the map page."""
    if ctx.view.home_map == DEFAULT_MEASURE:
        drawn = choropleth(ctx.version, ctx.view, ctx.viewer, ctx.language, ctx.t)
        draw_map(
            ctx, drawn, key="home_measure", ranked=False, on_pick=lambda code: open_page("mappa", place=code)
        )
        return
    places, legend, palette = status_choropleth(ctx.version, ctx.view.edition, STATUSES, ctx.language, ctx.t)
    region_map(
        key="home_status",
        t=ctx.t,
        label=ctx.t("home.status_label", edition=period_name(ctx.version, ctx.view.edition, ctx.t)),
        version=ctx.version,
        ground=ground_of(ctx.version, ctx.view.edition),
        places=places,
        palette=palette,
        legend=legend,
        facts=[
            ctx.t(
                "fact.when",
                period=period_name(ctx.version, ctx.view.edition, ctx.t),
                day=day(ctx.version.as_of, ctx.language),
            )
        ],
        parents=ausl_names(ctx.version),
        on_pick=lambda code: open_page("mappa", place=code),
    )


def reasons(ctx: Context) -> list[Reason]:
    """Every reason to look at a district, in the view's edition and the last year of the indicators."""
    year = latest_period(ctx.version, ctx.version.measures["reported"])
    return attention(ctx.version, ctx.view.edition, year, ctx.viewer)


def reason_words(reason: Reason, version: Version, t: Translate, language: Language) -> str:
    """A reason as a sentence."""
    values = dict(reason.values)
    if "period" in values:
        values["period"] = period_name(version, str(values["period"]), t)
    if "percent" in values:
        values["percent"] = percent(float(str(values["percent"])), 1, language)
        values |= {key: compact_euro(float(str(values[key])), language) for key in ("before", "after")}
    return t(f"attention.{reason.code}", **values)


def look_first(ctx: Context) -> None:
    """*Da guardare*: the districts with the weightiest reasons, each with its reasons in words."""
    t = ctx.t
    every = reasons(ctx)
    districts = list(dict.fromkeys(reason.district for reason in every))
    prose.heading(t("home.look_first"))
    if not districts:
        prose.info(t("home.nothing"), "check")
        return
    prose.note(rules_words(t, ctx.language))
    for code in districts[:SHOWN_FIRST]:
        words = [reason_words(r, ctx.version, t, ctx.language) for r in every if r.district == code]
        with framed(f"first_{code}"):
            button(
                f"{place_name(ctx.version, code, t)} ›",
                key=f"look_{code}",
                on_pick=lambda code=code: open_page("mappa", place=code),  # type: ignore[misc]
            )
            prose.text("\n".join(f"- {sentence}" for sentence in words))
    if len(districts) > SHOWN_FIRST:
        prose.note(t("home.more", n=len(districts) - SHOWN_FIRST))


def rules_words(t: Translate, language: Language) -> str:
    """By which rules and thresholds districts are named, and in which order."""
    return t(
        "attention.rules",
        reported=percent(REPORTED_BELOW, 0, language),
        moved=percent(MONEY_MOVED, 0, language),
    )


def reasons_table(ctx: Context) -> Table:
    """All reasons as a table for Excel, in the same order."""
    columns = (
        Column("code", ctx.t("column.code"), width=10),
        Column("district", ctx.t("column.district"), width=30),
        Column("reason", ctx.t("column.reason"), width=90),
    )
    rows = [
        (
            r.district,
            place_name(ctx.version, r.district, ctx.t),
            reason_words(r, ctx.version, ctx.t, ctx.language),
        )
        for r in reasons(ctx)
    ]
    return Table.of(columns, pd.DataFrame(rows, columns=["code", "district", "reason"]))


def what_changed(ctx: Context) -> Comparison | None:
    """*Che cosa è cambiato* against the edition before: interventions in and out, largest movements."""
    t, version, language = ctx.t, ctx.version, ctx.language
    before = previous_period(version, ctx.view.edition)
    prose.heading(t("home.changed"))
    if before is None:
        prose.note(t("home.no_before"))
        return None
    moved, _ = _moved(version, before, ctx.view.edition, ctx.viewer)
    prose.note(
        t(
            "home.changed_scope",
            before=period_name(version, before, t),
            after=period_name(version, ctx.view.edition, t),
            n=len(moved.districts),
            of=len(version.districts),
        )
    )
    difference = moved.totals.moved / 100
    share = moved.totals.moved / moved.totals.before * 100 if moved.totals.before else 0.0
    sign = "+" if difference > 0 else ""
    kept = moved.counts["changed"] + moved.counts["same"]
    definition = t("home.changed_definition")
    figures(
        [
            (
                t("home.moved"),
                sign + compact_euro(difference, language),
                sign + percent(share, 1, language),
                definition,
            ),
            (t("home.added"), number(moved.counts["added"], 0, language), None, definition),
            (t("home.dropped"), number(moved.counts["dropped"], 0, language), None, definition),
            (t("home.kept"), number(kept, 0, language), None, definition),
        ],
        columns=4,
        key="moved_figures",
    )
    prose.text(f"**{t('home.largest')}**")
    show(
        ctx,
        changed_table(ctx).first(SHOWN_FIRST),
        key="moved_rows",
        label=t("home.largest"),
        on_row=lambda code: open_page("confronto_edizioni", before="", place=code),
    )
    button(
        f"⇄ {t('compare.open')}",
        key="open_comparison",
        on_pick=lambda: open_page("confronto_edizioni", before="", place=REGION),
    )
    return moved


@version_cached(maxsize=16)
def _moved(version: Version, before: str, after: str, viewer: Viewer) -> tuple[Comparison, pd.DataFrame]:
    """Two editions compared over the region, and each district's movement; not to be written to."""
    moved = compare(version, before, after, version.districts, viewer)
    return moved, by_district(version, moved)


def changed_table(ctx: Context) -> Table:
    """The movement of every district as a table for Excel, largest first."""
    t, version = ctx.t, ctx.version
    columns = (
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=30),
        Column("before", t("column.before"), "euro", 0, 20, total=True),
        Column("after", t("column.after"), "euro", 0, 20, total=True),
        Column("moved", t("column.moved"), "euro", 0, 20, total=True, signed=True),
    )
    before = previous_period(version, ctx.view.edition)
    if before is None:
        return Table(columns, {c.key: [] for c in columns}, mark="code")
    _, by_place = _moved(version, before, ctx.view.edition, ctx.viewer)
    table = by_place[["before", "after", "moved"]] / 100
    table.insert(0, "district", [place_name(version, str(c), t) for c in table.index])
    table.insert(0, "code", table.index)
    return Table.of(columns, table, mark="code")
