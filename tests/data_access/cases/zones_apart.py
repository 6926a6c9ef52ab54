"""Hand-made zones that are not one and the same: each has its own name and a body of its own."""

from __future__ import annotations

from copy import deepcopy

from zone import ROWS


def rows_of(code: str, rows: dict[str, list[dict]] | None = None) -> dict[str, list[dict]]:
    """Return the rows of the hand-made zone, or others, as those of the zone of this code."""
    own = deepcopy(ROWS if rows is None else rows)
    for row in own.get("cs_o_zona_soc", []):
        row["nome"] = f"{row['nome']} {code}"
    if own.get("cs_o_organizzazione"):
        own["cs_o_organizzazione"].append({"id": 90, "nome": f"Cooperativa {code}"})
    return own
