"""What goes into an Excel file of each view: the same rows and order as on screen, and the notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.address.view import View
from dashboard.excel.workbook import ENGLISH, ITALIAN, Sheet, Texts, workbook
from dashboard.locale.formats import HIDDEN, MISSING, Language, day
from dashboard.locale.texts import Translate
from dashboard.locale.words import (
    boundary_words,
    coverage_words,
    districts_of,
    filter_words,
    period_name,
    place_name,
)
from dashboard.measure.caveats import caveats
from dashboard.measure.choropleth import Choropleth, ground_of, source_words, value_words
from dashboard.measure.picture import LegendRow, map_png, map_svg
from dashboard.tables.table import Column, Kind
from data_access.interventions import Listed
from data_access.measures import Measure
from data_access.values import EVERYTHING
from data_access.version import Version
from data_access.viewer import Viewer


@dataclass(frozen=True)
class Asked:
    """Who asked for a file and for which view; ``link`` is the address of the view."""

    version: Version
    viewer: Viewer
    view: View
    language: Language
    t: Translate
    link: str


def of_measure(asked: Asked, measure: Measure) -> Asked:
    """Ask without the filters of the money where a measure does not depend on them: no file names them."""
    return asked if measure.filtered else replace(asked, view=replace(asked.view, filters=EVERYTHING))


def map_workbook(asked: Asked, drawn: Choropleth) -> bytes:
    """The workbook of the map: ranking of the districts, region and AUSL, the picture, notes."""
    asked = of_measure(asked, drawn.measure)
    t, version = asked.t, asked.version
    wanted = districts_of(version, asked.view.place)
    if len(wanted) == 1:
        wanted = list(version.districts)
    title = drawn.measure.title.in_(asked.language)
    columns, rows = districts_table(asked, drawn, wanted)
    rolled = pd.DataFrame(_figures(drawn.measure, drawn.rolled, asked.language), index=drawn.rolled.index)
    rolled.insert(0, "place", [place_name(version, str(code), t) for code in rolled.index])
    what = t("excel.what", measure=title, period=period_name(version, drawn.period, t))
    subtitle = " · ".join(part for part in (what, filter_words(version, asked.view.filters, t)) if part)
    sheets = [
        Sheet(
            t("excel.districts"),
            title,
            subtitle,
            columns,
            rows,
            chart=("district", "value"),
        ),
        Sheet(
            t("excel.rolled"),
            title,
            subtitle,
            (
                Column("place", t("column.place"), width=30),
                *_figure_columns(asked, drawn.measure),
                Column("coverage", t("column.covered"), width=20),
            ),
            rolled.assign(
                coverage=[
                    t("value.of", n=n, of=of)
                    for n, of in zip(drawn.rolled["covered"], drawn.rolled["of"], strict=True)
                ]
            ).reset_index(drop=True),
        ),
    ]
    return workbook(
        sheets=sheets,
        notes=[
            *measure_notes(asked, drawn.measure, drawn.period),
            (t("note.boundaries"), boundary_words(version, ground_of(version, drawn.period), t)),
            *view_notes(asked),
        ],
        notice=notice(asked),
        about=about(asked),
        texts=_texts(asked),
        as_of=asked.version.as_of,
        picture=map_png(map_vector(asked, drawn)),
        picture_alt=f"{title}, {period_name(version, drawn.period, t)}",
    )


def districts_table(asked: Asked, drawn: Choropleth, districts: Collection[str]) -> Table:
    """Some districts in the order of the ranking, a row each; who has no value says why in every figure."""
    t, version = asked.t, asked.version
    wanted = set(districts)
    values = drawn.values[[code in wanted for code in drawn.values.index.tolist()]]
    codes = values.index.tolist()
    rows = {
        "rank": [MISSING[asked.language] if r != r else int(r) for r in values["rank"].tolist()],
        "code": codes,
        "district": [version.place_names[code] for code in codes],
        "ausl": [version.place_names[version.ausl_of[code]] for code in codes],
        **_figures(drawn.measure, values, asked.language),
    }
    columns = (
        Column("rank", t("column.rank"), "integer", 0, 11),
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=30),
        Column("ausl", t("column.ausl"), width=20),
        *_figure_columns(asked, drawn.measure),
    )
    return columns, pd.DataFrame(rows)


def _figure_columns(asked: Asked, measure: Measure) -> tuple[Column, ...]:
    """Value, interval, numerator and denominator, as far as a measure has them."""
    t, kind, decimals = asked.t, kind_of(measure), measure.decimals
    columns: tuple[Column, ...] = (
        Column("value", measure.title.in_(asked.language), kind, decimals, 18),
        Column("lower", t("column.lower"), kind, decimals),
        Column("upper", t("column.upper"), kind, decimals),
        Column("numerator", t("column.numerator"), "euro" if measure.scale == 0.01 else "decimal", 0),
        Column("denominator", t("column.denominator"), "decimal", 0),
    )
    if not measure.has_denominator:
        return columns[:1]
    return (columns[0], *columns[3:]) if measure.interval_method == "none" else columns


def map_vector(asked: Asked, drawn: Choropleth) -> str:
    """The map as an SVG that stands alone: title, legend, source, date."""
    asked = of_measure(asked, drawn.measure)
    t, version, place = asked.t, asked.version, asked.view.place
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
        title=drawn.measure.title.in_(asked.language),
        subtitle=" · ".join(
            part
            for part in (
                period_name(version, drawn.period, t),
                filter_words(version, asked.view.filters, t),
                place_name(version, place, t),
            )
            if part
        ),
        footer=[
            *drawn.facts,
            boundary_words(version, ground_of(version, drawn.period), t),
            *([t("classes.own_scale")] if drawn.own_scale else []),
            notice(asked),
        ],
        ground=ground_of(version, drawn.period),
        selected=place if level == "district" else None,
        within=within,
        count_title=t("legend.count"),
    )


def interventions_workbook(asked: Asked, listed: Listed) -> bytes:
    """The workbook of a list of interventions, as on screen, with a live total."""
    t, version, rows = asked.t, asked.version, listed.rows
    table = pd.DataFrame(
        {
            "code": rows["code"],
            "title": rows["title"],
            "district": rows["district_code"].map(version.places["name"]),
            "sheet": rows["sheet"],
            "sheet_title": rows["sheet_title"],
            "area": rows["area"],
            "target": rows["target"].map(version.targets["name"]),
            "lead": rows["lead_body"],
            "municipality": rows["municipality"].fillna(t("intervention.whole_district")),
            "status": [t(f"status.{s}") for s in rows["status"]],
            "euro": rows["cents"] / 100,
        }
    )
    columns = (
        Column("code", t("column.code"), width=14),
        Column("title", t("column.title"), width=48),
        Column("district", t("column.district"), width=24),
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("sheet_title", t("column.sheet_title"), width=40),
        Column("area", t("column.area"), width=7),
        Column("target", t("column.target"), width=26),
        Column("lead", t("column.lead"), width=26),
        Column("municipality", t("column.municipality"), width=20),
        Column("status", t("column.status"), width=22),
        Column("euro", t("column.euro"), "euro", 2, 18, total=True),
    )
    title, status = t("page.interventi"), listed.coverage.status
    parts = (
        place_name(version, asked.view.place, t),
        period_name(version, asked.view.edition, t),
        filter_words(version, asked.view.filters, t),
        coverage_words(listed.coverage, t),
        "" if status == "ok" else t(f"resources.all_{status}"),
    )
    subtitle = " · ".join(part for part in parts if part)
    covered = listed.coverage
    coverage = t("value.coverage", covered=covered.covered, of=covered.asked)
    return workbook(
        sheets=[Sheet(title, title, subtitle, columns, table.reset_index(drop=True))],
        notes=[
            (t("column.covered"), coverage),
            *measure_notes(asked, version.measures["euro"], asked.view.edition),
            *view_notes(asked),
        ],
        notice=notice(asked),
        about=about(asked),
        texts=_texts(asked),
        as_of=asked.version.as_of,
    )


def history_workbook(asked: Asked, history: pd.DataFrame, amounts: pd.DataFrame) -> bytes:
    """The workbook of one intervention: its editions, and its amounts by source in each."""
    t, version = asked.t, asked.version
    first = history.iloc[-1]
    editions = pd.DataFrame(
        {
            "edition": [period_name(version, p, t) for p in history["period"]],
            "status": [t(f"status.{s}") for s in history["status"]],
            "title": history["title"],
            "sheet": history["sheet"],
            "sheet_title": history["sheet_title"],
            "target": history["target"].map(version.targets["name"]),
            "lead": history["lead_body"],
            "euro": history["cents"] / 100,
        }
    )
    by_source = (amounts / 100).astype(object).where(amounts.notna(), "")
    by_source.insert(0, "source", list(version.sources.loc[amounts.index, "name"]))
    columns = (
        Column("edition", t("column.edition"), width=28),
        Column("status", t("column.status"), width=22),
        Column("title", t("column.title"), width=48),
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("sheet_title", t("column.sheet_title"), width=40),
        Column("target", t("column.target"), width=26),
        Column("lead", t("column.lead"), width=26),
        Column("euro", t("column.euro"), "euro", 2, 18),
    )
    source_columns = (
        Column("source", t("column.source"), width=48),
        *(Column(p, period_name(version, p, t), "euro", 2, 20, total=True) for p in amounts.columns),
    )
    title = f"{first['code']} · {first['title']}"
    return workbook(
        sheets=[
            Sheet(t("intervention.by_source"), title, t("intervention.by_source"), source_columns, by_source),
            Sheet(t("intervention.history"), title, t("intervention.history"), columns, editions),
        ],
        notes=[*measure_notes(asked, version.measures["euro"], asked.view.edition), *view_notes(asked)],
        notice=notice(asked),
        about=about(asked),
        texts=_texts(asked),
        as_of=asked.version.as_of,
    )


Table = tuple[tuple[Column, ...], pd.DataFrame]
"""Columns of a table and its rows."""


def overview_workbook(asked: Asked, headline: Table, reasons: Table, changed: Table, rules: str) -> bytes:
    """The workbook of the front page: headline figures, reasons to look with their ``rules``, movements."""
    t = asked.t
    edition = period_name(asked.version, asked.view.edition, t)
    compared = t("value.coverage", covered=len(changed[1]), of=len(asked.version.districts))
    tables = (
        (t("excel.headline"), edition, headline),
        (t("home.look_first"), edition, reasons),
        (t("home.changed"), f"{edition} · {compared}", changed),
    )
    return workbook(
        sheets=[
            Sheet(name, name, subtitle, columns, rows.reset_index(drop=True))
            for name, subtitle, (columns, rows) in tables
        ],
        notes=[
            (t("home.look_first"), rules),
            *measure_notes(asked, asked.version.measures["euro"], asked.view.edition),
            *view_notes(asked),
        ],
        notice=notice(asked),
        about=about(asked),
        texts=_texts(asked),
        as_of=asked.version.as_of,
    )


def catalogue_workbook(
    asked: Asked,
    measures: pd.DataFrame,
    measure_columns: tuple[Column, ...],
    problems: pd.DataFrame,
    problem_columns: tuple[Column, ...],
) -> bytes:
    """The workbook of definitions and of the rows left out."""
    t = asked.t
    tables = (
        (t("catalogue.measures"), measure_columns, measures),
        (t("catalogue.problems"), problem_columns, problems),
    )
    return workbook(
        sheets=[Sheet(name, name, "", columns, rows) for name, columns, rows in tables],
        notes=view_notes(asked),
        notice=notice(asked),
        about=about(asked),
        texts=_texts(asked),
        as_of=asked.version.as_of,
    )


def measure_notes(asked: Asked, measure: Measure, period: str) -> list[tuple[str, str]]:
    """Definition, source and method of a measure, label by label."""
    t, language = asked.t, asked.language
    notes = [
        (t("note.measure"), f"{measure.title.in_(language)} ({measure.code})"),
        (t("note.numerator"), measure.numerator.in_(language)),
        (t("note.denominator"), measure.denominator.in_(language) or t("note.absolute")),
        (t("note.unit"), measure.unit.in_(language)),
        (t("note.period"), period_name(asked.version, period, t)),
        (t("note.source"), source_words(measure, asked.version, t)),
        (t("note.interval"), t(f"interval.{measure.interval_method}")),
        (
            t("note.rollup"),
            t("note.rollup_order" if measure.interval_method == "order" else "note.rollup_words"),
        ),
    ]
    if not measure.official:
        notes.append((t("note.proposed"), t("note.proposed_words")))
    return notes + [(t("caveat.label"), words) for words in caveats(asked.version, measure, t, language)]


def about(asked: Asked) -> list[tuple[str, str]]:
    """What was asked, when and by whom, and the address that shows it again: the cover of every file."""
    t, version, view = asked.t, asked.version, asked.view
    who = t("profile.region")
    if asked.viewer.district:
        who = t("profile.district", name=place_name(version, asked.viewer.district, t))
    return [
        (t("note.place"), place_name(version, view.place, t)),
        (t("note.filters"), filter_words(version, view.filters, t) or t("note.no_filters")),
        (t("note.profile"), who),
        (t("note.as_of"), day(version.as_of, asked.language)),
        (t("note.version"), version.token),
        (t("note.link"), asked.link),
    ]


def book(asked: Asked, sheets: Sequence[Sheet], notes: Sequence[tuple[str, str]]) -> bytes:
    """The workbook of some tables, with what every file says of who asked, when and of which data."""
    return workbook(
        sheets=sheets,
        notes=notes,
        notice=notice(asked),
        about=about(asked),
        texts=_texts(asked),
        as_of=asked.version.as_of,
    )


def view_notes(asked: Asked) -> list[tuple[str, str]]:
    """What was asked, when and by whom, and how to read the cells."""
    t = asked.t
    return [
        *about(asked),
        (t("note.zero"), t("note.zero_words")),
        (MISSING[asked.language], t("note.missing_words")),
        (HIDDEN[asked.language], t("note.hidden_words")),
        (t("note.left_out"), t("note.left_out_words", n=len(asked.version.problems))),
    ]


def notice(asked: Asked) -> str:
    """What every file says of its data: for demonstration, or real as of a day."""
    key = "demo.file" if asked.version.origin == "demo" else "real.file"
    return asked.t(key, day=day(asked.version.as_of, asked.language))


def kind_of(measure: Measure) -> Kind:
    """Return how a measure's values are written in a file."""
    if measure.unit.it == "euro":
        return "euro"
    return "percent" if measure.unit.it.startswith("%") else "decimal"


def _texts(asked: Asked) -> Texts:
    return ENGLISH if asked.language == "en" else ITALIAN


def _figures(measure: Measure, values: pd.DataFrame, language: Language) -> dict[str, list[object]]:
    """The figures of a table by column, with a word where there is none."""

    def words(column: str) -> list[object]:
        # A place without a value says why in the value's cell; its other figures are empty words too.
        return [
            number if status == "ok" and number == number else value_words(measure, number, status, language)
            for number, status in zip(values[column].tolist(), values["status"].tolist(), strict=True)
        ]

    table = {name: words(name) for name in ("value", "lower", "upper", "numerator", "denominator")}
    if measure.scale == 0.01:
        table["numerator"] = [n / 100 if isinstance(n, float) else n for n in table["numerator"]]
    return table
