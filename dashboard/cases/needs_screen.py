"""What the pages on needs share: their filters, tables whose rows lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.cases.rows import CATEGORY_OF, across_words, targets_of
from dashboard.locale.formats import HIDDEN, MISSING, Language, day, written
from dashboard.screen.downloads import asked
from dashboard.screen.filters import select
from dashboard.screen.session import Context, change
from dashboard.tables.spans import Spans, spans
from data_access.cases.published import CaseTables

ALL = ""
TOLD = {"above": "higher", "below": "lower", "similar": "similar", "": "not_compared"}
"""By where an interval lies to the region's value, how its mark looks: neither good nor bad."""


def target_select(ctx: Context, *, shown: str, everybody: bool = True) -> None:
    """One target group (destinatari), the same filter as on the pages of the plans."""
    names = ctx.version.targets["name"]
    select(
        ctx.t("filter.target"),
        [*([ALL] if everybody else []), *targets_of(ctx.version)],
        shown,
        key="case_target",
        words=lambda code: str(names[code]) if code else ctx.t("filter.all"),
        make=lambda view, code: replace(view, filters=replace(view.filters, targets=(code,) if code else ())),
    )


def chosen_target(ctx: Context) -> str:
    """The one target group filtered by, if cases can be told of it."""
    targets = ctx.view.filters.targets
    return targets[0] if len(targets) == 1 and targets[0] in CATEGORY_OF else ALL


def definition(ctx: Context, tables: CaseTables, key: str, *, across: bool = False, **names: str) -> str:
    """Definition, source and date of a figure, for a tooltip; ``names`` go into its words."""
    t = ctx.t
    source = t("case_note.source")
    if tables.origin == "demo":
        source = t("source.demo", source=source)
    words = f"{t(key, **names)}\n\n{t('note.source')}: {source}\n\n{t('note.as_of')}: "
    words += day(tables.until, ctx.language)
    return f"{words}\n\n{across_words(asked(ctx), tables)}" if across else words


def figure(value: float, status: str, kind: str, language: Language, decimals: int = 1) -> str:
    """A published figure in the screen's form, or the word for hidden or missing."""
    if status == "hidden":
        return HIDDEN[language]
    return MISSING[language] if status != "ok" or value != value else written(value, kind, decimals, language)


def interval(lower: float, upper: float, kind: str, ctx: Context, decimals: int = 1) -> str:
    """``IC 95%: 10,1% – 12,3%``; empty where there is none."""
    if lower != lower or upper != upper:
        return ""
    low, high = (written(v, kind, decimals, ctx.language) for v in (lower, upper))
    return ctx.t("value.interval", low=low, high=high)


def open_district(ctx: Context, code: str) -> None:
    """Go down to a district that was clicked or ticked, if there is one of that code."""
    if code in ctx.version.district_position:
        change(place=code)


def headline_rows(tiles: Sequence[tuple[str, str, str | None, str]]) -> pd.DataFrame:
    """The headline figures as rows for Excel: ``label, value, below``."""
    return pd.DataFrame(
        [(label, value, below or "") for label, value, below, _ in tiles], columns=["label", "value", "below"]
    )


def against_region(title: str, rows: pd.DataFrame, words: Callable[[float], str]) -> Spans:
    """Values on their intervals against the region's: rows with ``value, lower, upper, region, told``."""
    value, lower, upper, region = (rows[name].tolist() for name in ("value", "lower", "upper", "region"))
    looks = [TOLD[told] for told in rows["told"]]
    return spans(title, value, lower, upper, region, looks, words=words)
