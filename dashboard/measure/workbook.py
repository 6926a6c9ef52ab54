"""Excel file and picture of the map of one measure."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes, notice
from dashboard.excel.request import FileRequest, of_measure
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import (
    boundary_words,
    districts_of,
    filter_words,
    period_name,
    place_name,
)
from dashboard.measure.choropleth import Choropleth, ground_of
from dashboard.measure.picture import LegendRow, map_png, map_svg
from dashboard.measure.tables import districts_table, figure_columns, figures
from dashboard.tables.table import Column, Table


def map_workbook(request: FileRequest, drawn: Choropleth) -> bytes:
    """The workbook of the map: ranking of the districts, region and AUSL, the picture, notes."""
    request = of_measure(request, drawn.measure)
    t, version = request.t, request.version
    wanted = districts_of(version, request.view.place)
    if len(wanted) == 1:
        wanted = list(version.districts)
    title = drawn.measure.title.in_(request.language)
    table = districts_table(request, drawn, wanted)
    rolled = pd.DataFrame(figures(drawn.measure, drawn.rolled, request.language), index=drawn.rolled.index)
    rolled.insert(0, "place", [place_name(version, str(code), t) for code in rolled.index])
    what = t("excel.what", measure=title, period=period_name(version, drawn.period, t))
    subtitle = " · ".join(part for part in (what, filter_words(version, request.view.filters, t)) if part)
    sheets = [
        Sheet(
            t("excel.districts"),
            title,
            subtitle,
            table,
            chart=("district", "value"),
        ),
        Sheet(
            t("excel.rolled"),
            title,
            subtitle,
            Table.of(
                (
                    Column("place", t("column.place"), width=30),
                    *figure_columns(request, drawn.measure),
                    Column("coverage", t("column.covered"), width=20),
                ),
                rolled.assign(
                    coverage=[
                        t("value.of", n=n, of=of)
                        for n, of in zip(drawn.rolled["covered"], drawn.rolled["of"], strict=True)
                    ]
                ).reset_index(drop=True),
            ),
        ),
    ]
    return book(
        request,
        sheets=sheets,
        notes=[
            *measure_notes(request, drawn.measure, drawn.period),
            (t("note.boundaries"), boundary_words(version, ground_of(version, drawn.period), t)),
        ],
        picture=map_png(map_vector(request, drawn)),
        picture_alt=f"{title}, {period_name(version, drawn.period, t)}",
    )


def map_vector(request: FileRequest, drawn: Choropleth) -> str:
    """The map as an SVG that stands alone: title, legend, source, date."""
    request = of_measure(request, drawn.measure)
    t, version, place = request.t, request.version, request.view.place
    status = drawn.values["status"]
    level = version.places.at[place, "level"]
    within = version.places.at[place, "ausl"] if level != "region" else None
    return map_svg(
        colors={
            code: drawn.palette[index] if index >= 0 else None
            for code, index in drawn.values["index"].items()
        },
        missing=set(status.index[status == "missing"]),
        hidden=set(status.index[status == "hidden"]),
        legend=[
            LegendRow(
                drawn.palette[index] if index >= 0 else "#ffffff",
                words,
                count,
                "" if index >= 0 else "missing" if index == -1 else "hidden",
            )
            for index, words, count in drawn.legend
        ],
        title=drawn.measure.title.in_(request.language),
        subtitle=" · ".join(
            part
            for part in (
                period_name(version, drawn.period, t),
                filter_words(version, request.view.filters, t),
                place_name(version, place, t),
            )
            if part
        ),
        footer=[
            *drawn.facts,
            boundary_words(version, ground_of(version, drawn.period), t),
            *([t("classes.own_scale")] if drawn.own_scale else []),
            notice(request),
        ],
        ground=ground_of(version, drawn.period),
        selected=place if level == "district" else None,
        within=within,
        count_title=t("legend.count"),
    )
