"""The pieces of the page Mappa dei casi: what is counted, the columns, and the same as a table."""

from __future__ import annotations

from dataclasses import replace

from dashboard.assets import geojson_address
from dashboard.cases.needs_screen import definition, figure, open_district
from dashboard.locale.words import boundary_words, place_name
from dashboard.parts import columns, prose
from dashboard.parts.ground import ground_map
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.filters import select
from dashboard.screen.session import Context
from dashboard.tables.screen import show
from dashboard.topics.case_map.compute import SUBJECTS, CaseMap, case_map, ground_of, subject_of
from dashboard.topics.case_map.deck import WIDTH, deck
from dashboard.topics.case_map.tables import pillars, places_table, when
from data_access.cases.published import CaseTables
from data_access.viewer import OTHER_DISTRICT, sees_comuni
from geodata.ground import members
from geodata.layers import bounds


def subject_select(ctx: Context) -> None:
    """People in charge or accesses."""
    select(
        ctx.t("case_map.subject"),
        list(SUBJECTS),
        subject_of(ctx.view),
        key="case_subject",
        words=lambda code: ctx.t(f"case_map.{code}"),
        make=lambda view, code: replace(view, measure=code),
    )


def look(ctx: Context, tables: CaseTables) -> CaseMap:
    """Count what the view asks for."""
    return case_map(ctx.version, ctx.view, ctx.viewer, tables)


def headline(ctx: Context, case_map: CaseMap) -> None:
    """The place's own figure, and how many places show none."""
    t, total = ctx.t, case_map.total
    shown = case_map.rows["status"].value_counts()
    figures(
        [
            (
                t(f"case_map.{case_map.subject}"),
                figure(total["n"], total["status"], "n", ctx.language, 0),
                f"{place_name(ctx.version, ctx.view.place, t)} · {when(asked(ctx), case_map)}",
                definition(ctx, case_map.tables, f"case_map.definition_{case_map.subject}"),
            ),
            *(
                (
                    t(f"case_map.{status}_{case_map.level}"),
                    str(int(shown.get(status, 0))),
                    t("case_map.among", n=len(case_map.rows)),
                    t(
                        "case_note.hidden_words",
                        sensitive=case_map.tables.limits.sensitive,
                        ordinary=case_map.tables.limits.ordinary,
                    )
                    if status == "hidden"
                    else t("note.missing_words"),
                )
                for status in ("hidden", "missing")
            ),
        ],
        columns=3,
    )


def map_and_table(ctx: Context, case_map: CaseMap) -> None:
    """Columns on the map; beside them the same figures for keyboard and screen reader."""
    t, place = ctx.t, ctx.view.place
    inside = case_map.level == "comune"
    on = ground_of(ctx.version, case_map)
    outlined = place in members(on).values()
    if inside and outlined:
        layer, drawn, within = "municipalities", "municipalities", place
    elif ctx.version.places.at[place, "level"] == "ausl":
        layer, drawn, within = "districts", "districts", place
    else:
        # Without a graphics card every corner of a border costs time, and here a pixel is half a kilometre.
        layer, drawn, within = "districts", "districts_small", ""
    ground, seen = geojson_address(drawn, within, on), bounds(layer, within, on)

    with columns("case_map_and_table", 1.7) as (picture, beside):
        with picture:
            ground_map(
                deck(pillars(asked(ctx), case_map), ground, seen, place),
                key="case_map",
                width=WIDTH,
                without=t("case_map.without"),
                alt=t("case_map.alt", what=t(f"case_map.{case_map.subject}")),
                on_pick=None if inside else lambda code: open_district(ctx, code),
            )
            prose.note(f"{t('case_map.caption')} {boundary_words(ctx.version, on, t)}")
        with beside:
            show(
                ctx,
                places_table(asked(ctx), case_map),
                key="case_map_rows",
                on_row=None if inside else lambda code: open_district(ctx, code),
                height=WIDTH,
            )
            if not inside:
                prose.note(t("case_map.open"))
    if sees_comuni(ctx.viewer, place, ctx.version.district_position) == OTHER_DISTRICT:
        prose.info(t("case_map.other_district"), "lock")
