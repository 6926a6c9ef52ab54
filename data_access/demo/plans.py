"""Makes the rows of ``intervention_version`` and ``budget_line`` of interventions, amounts and editions."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from data_access.demo.workflow import STEPS

_STATE = {
    "original_2018": ("in_2018", "2018"),
    "implementing_2018": ("in_2018", "2018"),
    "account_2018": ("in_account", "2018"),
    "update_2019": ("in_update", "2019"),
    "implementing_2019": ("in_2019", "2019"),
}
"""Which interventions an edition holds, and which year's words it gives them."""


def plan_rows(
    interventions: pd.DataFrame,
    amounts: dict[str, pd.DataFrame],
    editions: dict[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Return ``intervention``, ``intervention_version`` and ``budget_line``; amounts become Decimal euro."""
    plan = editions["plan"].set_index("district_code")["id"]
    intervention = pd.DataFrame(
        {
            "id": np.arange(1, len(interventions) + 1),
            "plan_id": interventions["district_code"].map(plan).to_numpy(),
            "code": interventions["code"],
        }
    )
    versions = pd.concat(
        [
            _versions(
                interventions, intervention, _edition_of(editions["edition"], step.kind, step.year), step.name
            )
            for step in STEPS
        ]
    ).sort_values(["edition_id", "intervention_id"], kind="stable", ignore_index=True)
    versions["id"] = np.arange(1, len(versions) + 1)
    keys = versions[["id", "row", "step"]].rename(columns={"id": "intervention_version_id"})
    lines = pd.concat([frame.assign(step=name) for name, frame in amounts.items()])
    lines = lines.rename(columns={"intervention": "row", "source": "funding_source_code"}).merge(
        keys, on=["row", "step"], validate="many_to_one"
    )
    lines = lines.sort_values(
        ["intervention_version_id", "funding_source_code"], kind="stable", ignore_index=True
    )
    return {
        "intervention": intervention,
        "intervention_version": versions.drop(columns=["row", "step"]),
        "budget_line": pd.DataFrame(
            {
                "id": np.arange(1, len(lines) + 1),
                "intervention_version_id": lines["intervention_version_id"],
                "funding_source_code": lines["funding_source_code"],
                "amount": [_euro(cents) for cents in lines["cents"]],
                "committed": pd.Series([_euro(cents) for cents in lines["committed"]], dtype=object),
                "origin": "demo",
            }
        ),
    }


def _euro(cents: float) -> Decimal | None:
    return None if np.isnan(cents) else Decimal(int(cents)).scaleb(-2)


def known_figures(editions: dict[str, pd.DataFrame], amounts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the regional indicators that the plans themselves answer: ``indicator, year, value``.

    REG143 districts that presented the implementing edition in time, REG144 interventions planned,
    REG145 their value in millions of euro.
    """
    rows: list[tuple[str, int, float]] = []
    changes = editions["status_change"]
    first = changes[changes["status"] == "presented"].groupby("edition_id")["changed_on"].min()
    for step in STEPS:
        if step.kind == "implementing":
            days = first.reindex(_edition_of(editions["edition"], step.kind, step.year)).dropna()
            lines = amounts[step.name]
            rows.append(("REG143", step.year, float(sum(day <= step.term for day in days))))
            rows.append(("REG144", step.year, float(lines["intervention"].nunique())))
            rows.append(("REG145", step.year, round(lines["cents"].sum() / 1e8, 1)))
    return pd.DataFrame(rows, columns=["indicator", "year", "value"])


def _edition_of(edition: pd.DataFrame, kind: str, year: int) -> pd.Series:
    """Return edition ids by plan."""
    chosen = edition[(edition["kind"] == kind) & (edition["year"] == year)]
    return pd.Series(chosen["id"].to_numpy(), index=chosen["plan_id"].to_numpy())


def _versions(
    interventions: pd.DataFrame, intervention: pd.DataFrame, edition_of: pd.Series, step: str
) -> pd.DataFrame:
    present, words = _STATE[step]
    edition_id = intervention["plan_id"].map(edition_of)
    rows = np.flatnonzero(interventions[present] & edition_id.notna())
    chosen = interventions.iloc[rows]
    return pd.DataFrame(
        {
            "row": rows,
            "step": step,
            "intervention_id": intervention["id"].to_numpy()[rows],
            "edition_id": edition_id.to_numpy()[rows].astype(np.int64),
            "sheet_number": chosen[f"sheet_{words}"].to_numpy(),
            "target_group_code": chosen[f"target_{words}"].to_numpy(),
            "title": chosen[f"title_{words}"].to_numpy(),
            "description": chosen["description"].to_numpy(),
            "lead_body": chosen["lead_body"].to_numpy(),
            "municipality_code": chosen["municipality_code"].to_numpy(),
            "origin": "demo",
        }
    )
