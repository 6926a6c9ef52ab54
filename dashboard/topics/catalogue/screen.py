"""Every measure with its definition, source and coverage; every row left out, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.locale.formats import Language, day, measured, number, percent
from dashboard.locale.texts import Translate, texts
from dashboard.locale.words import period_name, place_name
from dashboard.measure.choropleth import source_words
from dashboard.screen.session import Context
from dashboard.tables.table import Column, Table
from data_access.measures import Measure
from data_access.values import district_values, latest_period
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

_WIDE = {
    "title": 50,
    "numerator": 50,
    "denominator": 36,
    "source": 60,
    "problem": 90,
    "why": 70,
    "owner": 34,
    "checked": 30,
    "goal": 24,
    "interval": 34,
}
"""Characters of the columns of a file that are wider than others."""


def measures_table(ctx: Context) -> Table:
    """Return one row a measure: definition, source, last period and how many districts have a value in it."""
    return _measures_table(ctx.version, ctx.viewer, ctx.language)


# The values of every measure there is, which change with the version and the viewer alone.
@version_cached(maxsize=16)
def _measures_table(version: Version, viewer: Viewer, language: Language) -> Table:
    t = texts(language)
    rows = []
    for measure in version.measures.values():
        period = latest_period(version, measure)
        values = district_values(version, measure, period, viewer)
        ok = values["status"].tolist().count("ok")
        rows.append(
            {
                "code": measure.code,
                "title": measure.title.in_(language),
                "numerator": measure.numerator.in_(language),
                "denominator": measure.denominator.in_(language) or t("note.absolute"),
                "unit": measure.unit.in_(language),
                "polarity": t(f"polarity.{measure.polarity}"),
                "interval": t(f"interval.{measure.interval_method}"),
                "status": t("note.official") if measure.official else t("note.proposed"),
                "source": source_words(measure, version, t),
                "why": measure.why_it_matters.in_(language),
                "goal": _goals(version, measure, language),
                "owner": measure.owner,
                "checked": measure.checked_by,
                "review": day(measure.next_review, language) if measure.next_review else "",
                "period": period_name(version, period, t),
                "coverage": t("value.of", n=ok, of=len(values)),
                "real": percent(100 * float(values["real"].to_numpy().mean()), 0, language),
            }
        )
    return _in_words(t, {key: [row[key] for row in rows] for key in rows[0]} if rows else {})


def users_words(ctx: Context) -> str:
    """How many people may use the platform, by role; empty where the database names nobody."""
    users = ctx.version.users
    if not users:
        return ""
    parts = {role: number(users.get(role, 0), 0, ctx.language) for role in ("district", "region")}
    return ctx.t("catalogue.users_words", **parts)


def _goals(version: Version, measure: Measure, language: Language) -> str:
    """The targets of a measure in words, those of single districts with their names."""
    parts = []
    for goal in measure.targets:
        where = f" {version.place_names[goal.place]}" if goal.place else ""
        parts.append(f"{measured(measure, goal.value, language)} ({goal.year}){where}")
    return "; ".join(parts)


def records_table(ctx: Context) -> Table:
    """Return one row a gap in the registry of indicators, which leaves no figure out: code, what to mend."""
    faults = ctx.version.record_faults.to_dict("records")
    return _in_words(
        ctx.t,
        {
            "code": [str(fault["code"]) for fault in faults],
            "problem": [
                ctx.t(f"registry.fault.{fault['fault']}", field=fault["field"], detail=fault["detail"])
                for fault in faults
            ],
        },
    )


def problems_table(ctx: Context) -> Table:
    """Return one row a problem of the data: table, row, district, what is wrong in a sentence."""
    t, version = ctx.t, ctx.version
    problems = version.problems
    return _in_words(
        t,
        {
            "table": problems["table"].tolist(),
            "row": problems["row"].astype(str).tolist(),
            "district": [
                place_name(version, c, t) if c in version.places.index else c for c in problems["place"]
            ],
            "problem": [
                t(f"quality.{c}", detail=d) for c, d in zip(problems["code"], problems["detail"], strict=True)
            ],
        },
    )


def hiding_table(ctx: Context) -> Table:
    """Return what the audit of small cells says of the case facts, a row a figure; empty without cases."""
    cases = ctx.version.cases
    if cases is None:
        return Table((), {})
    said, t, language = cases.protection.report, ctx.t, ctx.language
    share = 100 * said.hidden / said.cells if said.cells else 0.0
    figures = {
        "cells": number(said.cells, 0, language),
        "hidden": f"{number(said.hidden, 0, language)} ({percent(share, 1, language)})",
        "narrowest": t("catalogue.hiding_width", n=said.narrowest),
        "faults": number(said.faults, 0, language),
        "insiders": number(said.insiders, 0, language),
        "seconds": number(said.seconds, 1, language),
    }
    return _in_words(
        t, {"counted": [t(f"catalogue.hiding_{name}") for name in figures], "figure": list(figures.values())}
    )


def _in_words(t: Translate, rows: Mapping[str, Sequence]) -> Table:
    """Make a table of words, each column with its usual title."""
    return Table(tuple(Column(key, t(f"column.{key}"), width=_WIDE.get(key, 18)) for key in rows), rows)
