"""Needs beside resources: the quadrant of a target group and the districts it names, as tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.cases.rows import figures_or_words
from dashboard.cases.words import Wording
from dashboard.excel.request import FileRequest
from dashboard.locale.formats import written
from dashboard.locale.texts import Translate
from dashboard.locale.words import period_name
from dashboard.tables.table import Column, Table
from dashboard.topics.equity.needs_and_money import _OF_NEED, _RANKS, NeedsAndMoney
from data_access.version_cache import version_cached


def need_words(t: Translate, target: str) -> str:
    """What need is a rate of: ``Bisogno per 1.000 residenti di 65 anni e oltre``."""
    return t("equity.need", of=t(f"equity.of_{target}"))


def allotted_words(request: FileRequest, equity: NeedsAndMoney) -> str:
    """Say how much of the plan is divided by the people with a need, and what is not."""
    t, language = request.t, request.language
    return t(
        "equity.allotted_words",
        euro=written(equity.allotted[equity.target] / 100, "euro", 0, language),
        share=written(equity.allotted_share, "percent", 1, language),
        all=written(equity.all_allotted_share, "percent", 1, language),
        edition=period_name(request.version, equity.edition, t),
    )


def districts_table(request: FileRequest, equity: NeedsAndMoney) -> Table:
    """Every district of the quadrant, those named first."""
    return _districts_table(Wording(request.version, request.language), equity)


@version_cached(maxsize=64)
def _districts_table(wording: Wording, equity: NeedsAndMoney) -> Table:
    t, language, version = wording.t, wording.language, wording.version
    districts = equity.quadrant.districts
    rank = [_RANKS[verdict] for verdict in districts["verdict"].tolist()]
    order = np.lexsort((-districts["need"].to_numpy(), rank))
    # Every frame has the districts in one order.
    rows = districts.iloc[order].to_dict("list")
    without = equity.coverage.iloc[order].to_dict("list")
    codes = districts.index[order]
    shown = {
        name: figures_or_words(rows[name], rows["need_status" if name in _OF_NEED else "status"], language)
        for name in (*_OF_NEED, "per_person", "per_person_lower", "per_person_upper")
    }
    for kind, money in equity.money.items():
        euro, status = (money[name].to_numpy()[order].tolist() for name in ("per_person", "status"))
        shown[kind] = figures_or_words(euro, status, language)
    table = pd.DataFrame(
        {
            "mark": codes,
            "name": [version.place_names[code] for code in codes],
            "verdict": [t(f"equity.{verdict or 'unknown'}") for verdict in rows["verdict"]],
            **shown,
            "share": figures_or_words(without["value"], without["status"], language),
            "share_lower": figures_or_words(without["lower"], without["status"], language),
            "share_upper": figures_or_words(without["upper"], without["status"], language),
        }
    )

    need = need_words(t, equity.target)

    def bound(of: str, end: str) -> str:
        return f"{of}, {t(f'column.{end}')}"

    columns = (
        Column("name", t("column.district"), width=30),
        Column("verdict", t("equity.verdict"), width=30),
        Column("people", t("equity.people"), "integer", 0, 12),
        Column("need", need, "decimal", 2, 14),
        Column("per_person", t("equity.per_person"), "euro", 2, 18),
        Column("implementing", t("equity.planned"), "euro", 2, 18),
        Column("account", t("equity.spent"), "euro", 2, 18),
        Column("share", t("needs.share"), "percent", 1, 12),
        Column("need_lower", bound(need, "lower"), "decimal", 2, 12),
        Column("need_upper", bound(need, "upper"), "decimal", 2, 12),
        Column("per_person_lower", bound(t("equity.per_person"), "lower"), "euro", 2, 16),
        Column("per_person_upper", bound(t("equity.per_person"), "upper"), "euro", 2, 16),
        Column("share_lower", bound(t("needs.share"), "lower"), "percent", 1, 12),
        Column("share_upper", bound(t("needs.share"), "upper"), "percent", 1, 12),
    )
    return Table.of(columns, table)


def named_table(request: FileRequest, equity: NeedsAndMoney) -> Table:
    """All districts the rule names, in every target group."""
    t, version = request.t, request.version
    rows = [
        (
            t(f"equity.{verdict}"),
            version.targets.at[of, "name"],
            version.place_names[str(code)],
            str(code),
            of,
        )
        for verdict in ("short", "ample")
        for of, quadrant in equity.quadrants.items()
        for code in quadrant.districts.index[quadrant.districts["verdict"] == verdict]
    ]
    columns = (
        Column("verdict", t("equity.verdict"), width=34),
        Column("target", t("column.target"), width=38),
        Column("name", t("column.district"), width=30),
    )
    return Table.of(columns, pd.DataFrame(rows, columns=["verdict", "target", "name", "mark", "of"]))


def region_table(request: FileRequest, equity: NeedsAndMoney) -> Table:
    """The region's two values by target group, recomputed from sums."""
    t, version, language = request.t, request.version, request.language

    def shown(values: list[float]) -> list[float | str]:
        return figures_or_words(values, ["ok"] * len(values), language)

    of = list(equity.quadrants)
    each = list(equity.quadrants.values())
    rows = pd.DataFrame(
        {
            "target": [version.targets.at[code, "name"] for code in of],
            "among": [t(f"equity.of_{code}") for code in of],
            "allotted": shown([equity.allotted[code] / 100 for code in of]),
            "need": shown([quadrant.need for quadrant in each]),
            "per_person": shown([quadrant.per_person for quadrant in each]),
            "compared": [quadrant.compared for quadrant in each],
            **{
                verdict: [int((quadrant.districts["verdict"] == verdict).sum()) for quadrant in each]
                for verdict in ("short", "ample")
            },
        }
    )
    columns = (
        Column("target", t("column.target"), width=40),
        Column("among", t("equity.among"), width=30),
        Column("need", t("equity.need_each"), "decimal", 2, 16),
        Column("allotted", t("equity.allotted"), "euro", 2, 20),
        Column("per_person", t("equity.per_person"), "euro", 2, 18),
        Column("compared", t("equity.compared"), "integer", 0, 14),
        Column("short", t("equity.short"), "integer", 0, 18),
        Column("ample", t("equity.ample"), "integer", 0, 18),
    )
    return Table.of(columns, rows)
