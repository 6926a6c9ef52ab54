"""Changes between editions in the words of the screen and of the files."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.codes import FIELDS
from dashboard.locale.formats import Language, euro
from dashboard.locale.texts import Translate
from dashboard.topics.editions.compute import Comparison
from data_access.version import Version

SYMBOLS = {"added": "+", "dropped": "−", "changed": "≠", "same": "="}


def signed_euro(cents: int, language: Language) -> str:
    """``+1.234,50 €``, ``-1.234,50 €`` or ``0,00 €``."""
    return ("+" if cents > 0 else "") + euro(cents / 100, 2, language)


def changed_fields(comparison: Comparison, mask: NDArray[np.bool_], t: Translate) -> list[str]:
    """What changed in each chosen row: ``Titolo, Importo totale``; and whether it crossed a filter."""
    flags = comparison.fields[mask]
    # There are few different sets of changed fields: each is put in words once.
    patterns, which = np.unique(flags @ (1 << np.arange(len(FIELDS))), return_inverse=True)
    words = [
        ", ".join(t(f"compare.field_{name}") for i, name in enumerate(FIELDS) if pattern >> i & 1)
        for pattern in patterns.tolist()
    ]
    crossed = comparison.rows["crossed"][mask]
    return [
        f"{words[i]} ({t(f'compare.crossed_{side}')})" if side else words[i]
        for i, side in zip(which.tolist(), crossed.tolist(), strict=True)
    ]


def field_words(version: Version, field: str, value: Any, t: Translate) -> str:
    """A stored field's value as a person reads it: names of catalogues with their codes."""
    if field == "sheet":
        return f"{value} · {version.sheets.at[value, 'title']}"
    if field == "target":
        return str(version.targets.at[value, "name"])
    if field == "municipality" and pd.isna(value):
        return t("intervention.whole_district")
    return str(value)
