"""What changed between two editions: interventions matched by their lasting code, reconciled to the cent.

Only districts whose two editions both exist and may be seen are compared; the others are listed apart, since
neither a missing nor a hidden edition is an empty one. For every place and every filter

    before + added + dropped + increased + decreased = after

in whole cents, where ``dropped`` and ``decreased`` are negative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.codes import FIELDS, KINDS, STORED_FIELDS
from data_access.resources import code_rank
from data_access.values import EVERYTHING, Filters, chosen, hidden_districts
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer


@dataclass(frozen=True)
class Totals:
    """Amounts in cents; ``dropped`` and ``decreased`` are zero or negative."""

    before: int
    added: int
    dropped: int
    increased: int
    decreased: int
    after: int

    @property
    def moved(self) -> int:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two editions of some districts side by side; arrays must not be written to.

    Attributes:
        before, after: the editions' keys.
        districts: those compared, in the version's order.
        apart: of the districts asked for and not compared, by code, the state of the edition before and of
            that after: ``ok``, ``missing`` or ``hidden``.
        totals: what reconciles.
        counts: interventions by kind of change, and ``before`` and ``after``: how many each edition has
            within the filters.
        rows: columns of one intervention a row, largest movement first: code, and title, district_code,
            sheet, area, target, lead_body as after (of a dropped one as before), ``kind`` (one of
            :data:`KINDS`), ``before``, ``after``, ``moved`` in cents, ``before_id`` and ``after_id`` (version
            ids, -1 for none) and ``crossed``: ``in`` or ``out`` for one that is within the filters on one
            side only, else empty.
        fields: what changed, shape (rows, :data:`FIELDS`); false for added and dropped ones.
        cents: amounts by intervention and source, shape (2, rows, sources), before and after.
    """

    before: str
    after: str
    districts: tuple[str, ...]
    apart: Mapping[str, tuple[str, str]]
    totals: Totals
    counts: Mapping[str, int]
    rows: Mapping[str, NDArray]
    fields: NDArray[np.bool_]
    cents: NDArray[np.int64]


def previous_period(version: Version, period: str) -> str | None:
    """Return the edition of the same kind a year before, or for want of one the last plan before it.

    A plan (original, update, implementing) is compared with a plan, not with what was spent.
    """
    kind, year = version.periods[period]
    if (same := f"{year - 1}-{kind}") in version.periods:
        return same
    keys = list(version.periods)
    earlier = [key for key in keys[: keys.index(period)] if version.periods[key][0] != "account"]
    return earlier[-1] if earlier else None


def compare(
    version: Version,
    before: str,
    after: str,
    districts: Sequence[str],
    viewer: Viewer,
    filters: Filters = EVERYTHING,
) -> Comparison:
    """Compare two editions, interventions matched by their lasting code.

    An intervention is matched before it is filtered: one that moves from a sheet to another is *changed*,
    also for who looks at one of the two sheets only, and counts on the side that is within the filters. So
    the totals before and after are those of each edition with the same filters. With a filter on sources
    only the amounts of those sources are compared.

    Args:
        version: the data.
        before, after: keys of ``version.periods``, in either order of time.
        districts: codes of the districts asked for.
        viewer: who asks; other districts' editions that are not presented are left out.
        filters: what part of the budget is compared.
    """
    coded = _coded(version)
    state = [_states(version, period, viewer) for period in (before, after)]
    asked = np.zeros(len(version.districts), dtype=bool)
    asked[[version.district_position[code] for code in districts]] = True
    both = np.asarray(asked & (state[0] == "ok") & (state[1] == "ok"))
    sides = [_side(version, period, both, filters) for period in (before, after)]
    codes = np.union1d(sides[0].code, sides[1].code)
    n, sources = len(codes), len(version.sources)
    position = np.full((2, n), -1, dtype=np.int64)
    inside = np.zeros((2, n), dtype=bool)
    cents = np.zeros((2, n, sources), dtype=np.int64)
    for i, side in enumerate(sides):
        at = np.searchsorted(codes, side.code)
        position[i, at] = side.position
        inside[i, at] = side.inside
        cell = at[side.line_row] * sources + side.line_source
        # Sums of whole cents are exact in a float up to 90 thousand billion euro.
        cents[i] = np.bincount(cell, weights=side.line_cents, minlength=n * sources).reshape(n, sources)
    there = position >= 0
    paired = there[0] & there[1]
    fields = _differences(version, position, cents, paired)
    cents *= inside[:, :, None]
    kind = np.where(paired, np.where(fields.any(axis=1), 2, 3), np.where(there[1], 0, 1))

    total = cents.sum(axis=2)
    moved = total[1] - total[0]
    kept = np.flatnonzero(inside.any(axis=0))
    order = kept[np.argsort(-np.abs(moved[kept]), kind="stable")]
    current = np.where(there[1], position[1], position[0])[order]
    crossed = np.where(paired & ~inside[0], 1, np.where(paired & ~inside[1], 2, 0))
    ids = version.interventions.index.to_numpy()
    listed = ("title", "district_code", "sheet", "area", "target", "lead_body")
    rows = {
        "code": coded.codes[codes[order]],
        **{name: version.interventions[name].to_numpy()[current] for name in listed},
        "kind": np.array(KINDS, dtype=object)[kind[order]],
        "before": total[0][order],
        "after": total[1][order],
        "moved": moved[order],
        "before_id": np.where(there[0], ids[position[0]], -1)[order],
        "after_id": np.where(there[1], ids[position[1]], -1)[order],
        "crossed": np.array(["", "in", "out"], dtype=object)[crossed[order]],
    }
    cents, kind, total, moved = cents[:, order], kind[order], total[:, order], moved[order]
    grown = np.where(paired[order], moved, 0)
    return Comparison(
        before=before,
        after=after,
        districts=tuple(
            code for code, is_compared in zip(version.districts, both, strict=True) if is_compared
        ),
        apart={
            version.districts[i]: (str(state[0][i]), str(state[1][i])) for i in np.flatnonzero(asked & ~both)
        },
        totals=Totals(
            before=int(total[0].sum()),
            added=int(total[1][kind == 0].sum()),
            dropped=-int(total[0][kind == 1].sum()),
            increased=int(grown[grown > 0].sum()),
            decreased=int(grown[grown < 0].sum()),
            after=int(total[1].sum()),
        ),
        counts={name: int((kind == i).sum()) for i, name in enumerate(KINDS)}
        | {"before": int(inside[0].sum()), "after": int(inside[1].sum())},
        rows=rows,
        fields=fields[order],
        cents=cents,
    )


def by_source(version: Version, comparison: Comparison) -> pd.DataFrame:
    """Return the movements by source (index: code), largest first; without sources that neither edition uses.

    Returns:
        Cents ``before, added, dropped, changed, after, moved``; ``changed`` is the net movement of the
        interventions in both editions, and ``dropped`` is zero or negative. Each column adds up to the total.
    """
    masks = _masks(comparison.rows["kind"])
    sums = [[side[mask].sum(axis=0) for mask in masks] for side in comparison.cents]
    table = _movements(sums, pd.Index(version.sources.index, name="source"))
    return table[table[["before", "after"]].any(axis=1)]


def by_district(version: Version, comparison: Comparison) -> pd.DataFrame:
    """Return the movements of every district compared (index: code), as :func:`by_source` does."""
    rows = comparison.rows
    masks = _masks(rows["kind"])
    position = {code: i for i, code in enumerate(comparison.districts)}
    district = np.array([position[code] for code in rows["district_code"].tolist()], dtype=np.int64)
    n = len(position)
    sums = [
        [
            np.bincount(district[mask], weights=rows[side][mask], minlength=n).astype(np.int64)
            for mask in masks
        ]
        for side in ("before", "after")
    ]
    return _movements(sums, pd.Index(comparison.districts, name="district", dtype="str"))


def chosen_rows(comparison: Comparison, show: Sequence[str]) -> NDArray[np.bool_]:
    """Say which rows answer a choice of :data:`KINDS` and :data:`FIELDS`; an empty choice means all.

    A field asks for interventions in which it changed; kinds and fields narrow each other.
    """
    kinds = [name for name in show if name in KINDS]
    fields = [name for name in show if name in FIELDS]
    mask = np.ones(len(comparison.fields), dtype=bool)
    if kinds:
        mask &= np.isin(comparison.rows["kind"], kinds)
    if fields:
        mask &= comparison.fields[:, [FIELDS.index(name) for name in fields]].any(axis=1)
    return mask


def differing_fields(before: pd.Series, after: pd.Series) -> tuple[str, ...]:
    """Return which of :data:`STORED_FIELDS` differ between two rows of ``version.interventions``."""
    return tuple(
        name
        for name in STORED_FIELDS
        if before[name] != after[name] and not (pd.isna(before[name]) and pd.isna(after[name]))
    )


def field_differences(version: Version, comparison: Comparison, mask: NDArray[np.bool_]) -> pd.DataFrame:
    """Return one row for each stored field that differs, of the rows chosen by ``mask`` and in their order.

    Returns:
        Columns code, district_code, title, field (one of :data:`STORED_FIELDS`), before, after as stored;
        a Comune is missing where the intervention regards the whole district.
    """
    rows, found = comparison.rows, []
    for place, name in enumerate(STORED_FIELDS):
        hit = np.flatnonzero(mask & comparison.fields[:, FIELDS.index(name)])
        values = version.interventions[name]
        found.append(
            pd.DataFrame(
                {
                    **{column: rows[column][hit] for column in ("code", "district_code", "title")},
                    "field": name,
                    "before": values.loc[rows["before_id"][hit]].astype(object).to_numpy(),
                    "after": values.loc[rows["after_id"][hit]].astype(object).to_numpy(),
                    "row": hit,
                    "place": place,
                }
            )
        )
    table = pd.concat(found, ignore_index=True).sort_values(["row", "place"], ignore_index=True)
    return table.drop(columns=["row", "place"])


def source_differences(version: Version, comparison: Comparison, mask: NDArray[np.bool_]) -> pd.DataFrame:
    """Return one row for each intervention and source whose amount moved, in the order of the rows.

    Returns:
        Columns code, district_code, title, kind, source, and cents before, after, moved.
    """
    rows, cents = comparison.rows, comparison.cents[:, mask]
    row, source = np.nonzero(cents[0] != cents[1])
    before, after = cents[0][row, source], cents[1][row, source]
    return pd.DataFrame(
        {
            **{name: rows[name][mask][row] for name in ("code", "district_code", "title", "kind")},
            "source": version.sources.index[source],
            "before": before,
            "after": after,
            "moved": after - before,
        }
    )


class _Coded(NamedTuple):
    """Every version of every intervention as whole numbers, in the order of ``version.interventions``."""

    codes: NDArray
    code: NDArray[np.int64]
    fields: NDArray[np.int64]


# Texts are compared as numbers; turning them into numbers takes longer than comparing two editions.
@version_cached(maxsize=2)
def _coded(version: Version) -> _Coded:
    rows = version.interventions
    return _Coded(
        codes=np.array(sorted(set(rows["code"])), dtype=object),
        code=code_rank(version),
        fields=np.array([pd.factorize(rows[name])[0] for name in STORED_FIELDS]),
    )


class _Side(NamedTuple):
    """One edition of the compared districts: its interventions, and its lines by position in these."""

    code: NDArray[np.int64]
    position: NDArray[np.int64]
    inside: NDArray[np.bool_]
    line_row: NDArray[np.int64]
    line_source: NDArray[np.int64]
    line_cents: NDArray[np.int64]


def _side(version: Version, period: str, districts: NDArray[np.bool_], filters: Filters) -> _Side:
    facts = version.budgets[period]
    kept = districts[facts.versions["district"]]
    position = facts.versions["version"][kept]
    inside = chosen(facts.versions, version, filters)[kept]
    line = districts[facts.lines["district"]]
    if filters.sources:
        line &= np.isin(facts.lines["source"], version.sources.index.get_indexer(list(filters.sources)))
    row_of = np.zeros(len(version.interventions), dtype=np.int64)
    row_of[position] = np.arange(len(position))
    line_row = row_of[facts.lines["version"][line]]
    if filters.sources:
        inside &= np.bincount(line_row, minlength=len(position)) > 0
    return _Side(
        _coded(version).code[position],
        position,
        inside,
        line_row,
        facts.lines["source"][line],
        facts.lines["cents"][line],
    )


def _states(version: Version, period: str, viewer: Viewer) -> NDArray:
    """``ok``, ``missing`` or ``hidden`` for every district of the version."""
    n = len(version.districts)
    filled = np.bincount(version.budgets[period].versions["district"], minlength=n) > 0
    return np.where(hidden_districts(version, period, viewer), "hidden", np.where(filled, "ok", "missing"))


def _differences(
    version: Version, position: NDArray[np.int64], cents: NDArray[np.int64], paired: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Shape (interventions, fields)."""
    stored = _coded(version).fields
    before, after = cents
    amount = before.sum(axis=1) != after.sum(axis=1)
    other_sources = ((before != 0) != (after != 0)).any(axis=1)
    shared_otherwise = ~amount & (before != after).any(axis=1)
    differ = np.vstack(
        [stored[:, position[0]] != stored[:, position[1]], amount, other_sources | shared_otherwise]
    )
    return (differ & paired).T


def _masks(kind: NDArray) -> tuple[NDArray[np.bool_], ...]:
    added, dropped = kind == "added", kind == "dropped"
    return added, dropped, ~(added | dropped)


def _movements(sums: Sequence[Sequence[NDArray]], index: pd.Index) -> pd.DataFrame:
    """Sums are [before, after][added, dropped, in both]."""
    (_, dropped, old), (added, _, new) = sums
    table = pd.DataFrame(
        {
            "before": dropped + old,
            "added": added,
            "dropped": -dropped,
            "changed": new - old,
            "after": added + new,
            "moved": added + new - dropped - old,
        },
        index=index,
    )
    return table.iloc[np.argsort(-np.abs(table["moved"].to_numpy()), kind="stable")]
