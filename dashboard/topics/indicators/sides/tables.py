"""A few districts side by side: the tables, words and workbook of Confronto tra distretti.

Screen and Excel take the same :class:`Sides`, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.cases.words import Wording
from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import Peers, structure_of
from dashboard.judging.judgement import Against, all_judged, indicators_of
from dashboard.locale.formats import HIDDEN, MISSING, Language
from dashboard.locale.words import place_name
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.sides.compute import POOLED, Sides
from data_access.version_cache import version_cached


def side_name(request: FileRequest, sides: Sides, code: str) -> str:
    """The name of a district, or of all the others together that have a value."""
    if code == POOLED:
        with_value = int((sides.differences.drop(index=POOLED)["status"] == "ok").sum())
        return request.t("sides.pooled_of", n=with_value, of=len(sides.peers.codes))
    return place_name(request.version, code, request.t)


def reasons_table(request: FileRequest, peers: Peers) -> Table:
    """Return why each district is near: distance, variables, and each variable's share of the distance."""
    return _reasons_table(Wording(request.version, request.language), peers)


@version_cached(maxsize=64)
def _reasons_table(wording: Wording, peers: Peers) -> Table:
    t, version, language = wording.t, wording.version, wording.language
    known = structure_of(version)
    rows = []
    for code in (peers.place, *peers.codes):
        own = code == peers.place
        record: dict[str, object] = {
            "code": code,
            "district": place_name(version, code, t),
            "ausl": version.place_names[version.ausl_of[code]],
            "distance": "–" if own else _number(peers.found.at[code, "distance"], 3, language),
            "position": "–" if own else int(peers.found.at[code, "position"]),
            "how": t("sides.own") if own else t(_how(peers, code)),
        }
        for variable in known.variables:
            value = known.values.at[code, variable.code]
            record[variable.code] = _number(value, variable.decimals, language)
            record[f"{variable.code}_share"] = (
                "–" if own else _number(100 * peers.shares.at[code, variable.code], 1, language)
            )
        rows.append(record)
    columns = (
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=28),
        Column("ausl", t("column.ausl"), width=20),
        Column("distance", t("sides.distance"), "decimal", 3, 11),
        Column("position", t("sides.position"), "integer", 0, 11),
        Column("how", t("sides.how"), width=14),
        *(
            column
            for variable in known.variables
            for column in (
                Column(
                    variable.code,
                    f"{variable.title.in_(language)} ({variable.unit.in_(language)})",
                    "decimal",
                    variable.decimals,
                    16,
                ),
                Column(
                    f"{variable.code}_share",
                    t("sides.share", name=variable.title.in_(language)),
                    "percent",
                    1,
                    16,
                ),
            )
        ),
    )
    return Table.of(columns, pd.DataFrame(rows, columns=[column.key for column in columns]))


def _how(peers: Peers, code: str) -> str:
    if peers.by_hand:
        return "sides.by_hand"
    return "sides.is_pinned" if peers.found.at[code, "pinned"] else "sides.is_near"


def differences_table(request: FileRequest, sides: Sides) -> Table:
    """Return the district's difference from each other one, with its interval and what it says."""
    t, language, decimals = request.t, request.language, sides.measure.decimals
    rows = []
    for code, row in sides.differences.iterrows():
        missing = HIDDEN[language] if row["status"] == "hidden" else MISSING[language]
        none = "–" if row["status"] == "ok" and sides.own["status"] == "ok" else missing
        rows.append(
            {
                "code": "" if code == POOLED else code,
                "district": side_name(request, sides, str(code)),
                "value": _number(row["value"], decimals, language, missing),
                "lower": _number(row["lower"], decimals, language, none),
                "upper": _number(row["upper"], decimals, language, none),
                "difference": _number(row["difference"], decimals, language, missing),
                "low": _number(row["low"], decimals, language, none),
                "high": _number(row["high"], decimals, language, none),
                "sign": t(f"sides.sign.{row['sign']}"),
            }
        )
    columns = (
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=30),
        Column("difference", t("sides.difference"), "decimal", decimals, 14, signed=True),
        Column("low", t("sides.difference_low"), "decimal", decimals, 14, signed=True),
        Column("high", t("sides.difference_high"), "decimal", decimals, 14, signed=True),
        Column("sign", t("sides.meaning"), width=34),
        Column("value", t("sides.other_value"), "decimal", decimals, 14),
        Column("lower", t("column.lower"), "decimal", decimals),
        Column("upper", t("column.upper"), "decimal", decimals),
    )
    return Table.of(columns, pd.DataFrame(rows, columns=[column.key for column in columns]))


def history_table(request: FileRequest, sides: Sides) -> Table:
    """Return the measure by year, one column a district."""
    t, language, decimals = request.t, request.language, sides.measure.decimals
    rows = [
        {"period": str(period)}
        | {
            str(code): _number(
                value, decimals, language, _absent(str(sides.absent.at[period, code]), language)
            )
            for code, value in row.items()
        }
        for period, row in sides.history.iterrows()
    ]
    columns = (
        Column("period", t("filter.year"), width=8),
        *(
            Column(str(c), place_name(request.version, str(c), t), "decimal", decimals, 16)
            for c in sides.history.columns
        ),
    )
    return Table.of(columns, pd.DataFrame(rows, columns=[column.key for column in columns]))


def indicators_table(request: FileRequest, peers: Peers, year: str) -> Table:
    """Return every indicator: the district, each other one, all others together, and the judgement."""
    t, version, language = request.t, request.version, request.language
    against = Against("peers", tuple(sorted(peers.codes)))
    judged = all_judged(version, year, request.viewer, against)
    size = len(version.districts)
    shaped = {name: judged[name].to_numpy().reshape(-1, size) for name in ("value", "benchmark", "covered")}
    words = {
        name: judged[name].astype(str).to_numpy().reshape(-1, size)
        for name in ("status", "judgement", "period")
    }
    codes = (peers.place, *peers.codes)
    at = [version.district_position[code] for code in codes]
    rows = []
    for i, measure in enumerate(indicators_of(version)):
        record: dict[str, object] = {
            "code": measure.code,
            "title": measure.title.in_(language),
            "unit": measure.unit.in_(language),
            "period": words["period"][i, at[0]],
        }
        for code, position in zip(codes, at, strict=True):
            record[code] = _number(
                shaped["value"][i, position],
                measure.decimals,
                language,
                _absent(str(words["status"][i, position]), language),
            )
        record[POOLED] = _number(shaped["benchmark"][i, at[0]], measure.decimals, language)
        record["covered"] = int(shaped["covered"][i, at[0]])
        record["judgement"] = t(f"judgement.{words['judgement'][i, at[0]]}")
        record["decimals"] = measure.decimals
        rows.append(record)
    columns = (
        Column("code", t("column.code"), width=9, screen=False),
        Column("title", t("spine.indicator"), width=46),
        Column("unit", t("column.unit"), width=16),
        Column("period", t("filter.year"), width=7),
        Column(peers.place, place_name(version, peers.place, t), "decimal", 2, 15),
        Column(POOLED, t("sides.pooled", n=len(peers.codes)), "decimal", 2, 15),
        Column("judgement", t("profile.versus", name=t("benchmark.peers")), width=18),
        *(Column(code, place_name(version, code, t), "decimal", 2, 15) for code in peers.codes),
        Column("covered", t("column.covered"), "integer", 0, 12),
    )
    frame = pd.DataFrame(rows, columns=[*(column.key for column in columns), "decimals"])
    return replace(Table.of(columns, frame), decimals="decimals")


def _number(value: float, decimals: int, language: Language, words: str = "") -> object:
    """A number for a cell, or the word of what is missing."""
    return (words or MISSING[language]) if value != value else round(float(value), decimals)


def _absent(status: str, language: Language) -> str:
    return (HIDDEN if status == "hidden" else MISSING)[language]
