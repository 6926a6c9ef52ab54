"""Judges the rows that a zone's reading left out, as a share of the rows read: little, much, too much.

A warning stands above 1 %, a fault above 5 %; both shares can be set in the environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

WARN_VARIABLE = "OSSERVATORIO_LEFT_OUT_WARN"
FAIL_VARIABLE = "OSSERVATORIO_LEFT_OUT_FAIL"


class LimitError(ValueError):
    """A share in the environment cannot be used; the sentence names the variable."""


@dataclass(frozen=True)
class Limits:
    """Shares of rows left out, per cent, above which a table is a warning or a fault."""

    warn: float = 1.0
    fail: float = 5.0


def limits(environment: Mapping[str, str] = os.environ) -> Limits:
    """Return the limits of the environment, or else 1 and 5 per cent.

    Raises:
        LimitError: a variable is not a number from 0 to 100, or the warning would come after the fault.
    """

    def read(variable: str, usual: float) -> float:
        given = environment.get(variable, "").strip().removesuffix("%").replace(",", ".")
        try:
            share = float(given) if given else usual
        except ValueError:
            share = -1.0
        if not 0 <= share <= 100:
            raise LimitError(f"{variable} must be a share from 0 to 100, in per cent.")
        return share

    chosen = Limits(read(WARN_VARIABLE, Limits.warn), read(FAIL_VARIABLE, Limits.fail))
    if chosen.warn > chosen.fail:
        raise LimitError(f"{WARN_VARIABLE} must not be above {FAIL_VARIABLE}.")
    return chosen


def usable_limits() -> Limits:
    """Return the limits of the environment, the usual ones where they cannot be used: ``check`` says so."""
    try:
        return limits()
    except LimitError:
        return Limits()


def shares(read: pd.DataFrame, rejects: pd.DataFrame, allowed: Limits) -> pd.DataFrame:
    """Return what was left out of each table that anything was left out of, the largest share first.

    Args:
        read: ``zone, table_name, rows``, of every table read.
        rejects: ``zone, table_name, effect, rows``; only rows of effect ``row`` were left out.
        allowed: the limits.

    Returns:
        ``zone, table_name, left_out, read, share`` (per cent; 100 of a table of which nothing is known) and
        ``verdict``: ``ok``, ``warn`` or ``fail``.
    """
    keys = ["zone", "table_name"]
    out = rejects[rejects["effect"] == "row"].groupby(keys)["rows"].sum().rename("left_out")
    frame = out.to_frame().join(read.groupby(keys)["rows"].sum().rename("read")).reset_index()
    frame["read"] = frame["read"].fillna(0).astype("int64")
    share = (frame["left_out"] / frame["read"].where(frame["read"] > 0) * 100).fillna(100.0).clip(upper=100.0)
    verdict = pd.Series("ok", index=frame.index).mask(share > allowed.warn, "warn")
    frame = frame.assign(share=share, verdict=verdict.mask(share > allowed.fail, "fail"))
    return frame.sort_values(["share", *keys], ascending=[False, True, True], ignore_index=True)
