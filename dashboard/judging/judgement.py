"""Districts against a benchmark: judged once, by interval and polarity, and carried with the number.

A district is compared by its own 95 % interval: above the benchmark when the whole interval is, below when
the whole interval is, else similar. It is the comparison of the area profiles of the English public-health
agencies (Fingertips, technical guidance: "comparing to a benchmark"); the benchmark counts as fixed, and a
district's own figures are part of the region's and of its AUSL's. Whether above is good is the measure's
polarity; a neutral measure is only ever higher or lower.

Benchmarks are recomputed from the numerators and denominators of the districts that have a value; never from
their ratios.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data_access.measures import Measure, ratio, target_of
from data_access.values import EVERYTHING, Filters, district_values, everywhere, rolled_up
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

BenchmarkKind = Literal["region", "ausl", "peers", "target"]
BENCHMARKS: tuple[BenchmarkKind, ...] = ("region", "ausl", "peers", "target")

JUDGEMENTS = ("better", "worse", "higher", "lower", "similar", "not_compared", "missing", "hidden")
REASONS = ("", "no_denominator", "no_interval", "no_benchmark", "alone")
"""Why a value is ``not_compared``: it has no denominator; no interval applies or was published; the benchmark
has no value (no target set, no district reported); the benchmark is nobody but the district itself."""

REACHED = ("", "reached", "not_reached")
STATUSES = ("ok", "missing", "hidden")

_FIGURES = ("numerator", "denominator", "value", "lower", "upper")


@dataclass(frozen=True)
class Against:
    """What districts are compared with; ``peers`` are the codes of the districts of ``kind="peers"``."""

    kind: BenchmarkKind = "region"
    peers: tuple[str, ...] = ()


REGION_VALUE = Against()


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of several measures in one period each, as arrays of shape (measures, districts)."""

    measures: tuple[Measure, ...]
    periods: tuple[str, ...]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    value: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    status: NDArray[np.int8]
    """Positions in :data:`STATUSES`."""


def judge(
    value: NDArray,
    lower: NDArray,
    upper: NDArray,
    benchmark: NDArray,
    polarity: str,
) -> NDArray[np.str_]:
    """Compare values with a benchmark by their intervals.

    Args:
        value, lower, upper: values and their 95 % intervals, NaN where there is none; one shape.
        benchmark: what each is compared with, NaN where there is nothing; the same shape or one number.
        polarity: ``higher_better``, ``lower_better`` or ``neutral``.

    Returns:
        ``better / worse`` (``higher / lower`` for a neutral measure), ``similar``, ``not_compared`` or
        ``missing``, in the shape of ``value``.
    """
    above, below = _sides(polarity)
    known = ~(np.isnan(lower) | np.isnan(upper) | np.isnan(benchmark))
    with np.errstate(invalid="ignore"):
        compared = np.where(lower > benchmark, above, np.where(upper < benchmark, below, "similar"))
    return np.where(np.isnan(value), "missing", np.where(known, compared, "not_compared"))


def reached(value: NDArray, target: NDArray, polarity: str) -> NDArray[np.str_]:
    """Say whether values are at or beyond a target on its good side: ``reached``, ``not_reached`` or nothing.

    Nothing where value or target is missing, and for a neutral measure, which has no good side.
    """
    if polarity == "neutral":
        return np.full(np.shape(value), "", dtype="<U11")
    sign = 1.0 if polarity == "higher_better" else -1.0
    with np.errstate(invalid="ignore"):
        there = np.where(sign * value >= sign * target, "reached", "not_reached")
    return np.where(np.isnan(value) | np.isnan(target), "", there)


def pooled(
    numerator: NDArray, denominator: NDArray, members: NDArray[np.bool_], scale: ArrayLike = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the ratio of the sums over groups of districts, and how many districts each sum holds.

    Args:
        numerator, denominator: shape (measures, districts), NaN where a district has no value.
        members: which districts belong to a group, shape (groups, districts).
        scale: of the measures, one number or shape (measures, 1).

    Returns:
        Ratios in the measures' units, NaN without a district, and counts; shape (measures, groups).
    """
    counted = ~np.isnan(numerator) & ~np.isnan(denominator)
    top = np.where(counted, numerator, 0.0) @ members.T.astype(float)
    base = np.where(counted, denominator, 0.0) @ members.T.astype(float)
    together = ratio(top, np.where(base > 0, base, np.nan), scale)
    return together, counted.astype(np.int64) @ members.T.astype(np.int64)


def judged(
    version: Version,
    measure: Measure,
    period: str,
    viewer: Viewer,
    against: Against = REGION_VALUE,
    filters: Filters = EVERYTHING,
) -> pd.DataFrame:
    """Return one measure's *values* of every district with their judgement, indexed by place.

    Works for any measure of the catalogue. Columns are those of :func:`all_judged` without ``measure``,
    ``place`` and ``period``, plus ``real``; words are plain text.
    """
    values = district_values(version, measure, period, viewer, filters)
    words = _together(version, ((measure, period),), [values], against)
    own = values[[*_FIGURES, "status", "real"]]
    return pd.DataFrame({**own, **{name: column[0] for name, column in words.items()}}, index=values.index)


@version_cached(maxsize=32)
def judged_together(
    version: Version, asked: tuple[tuple[Measure, str], ...], viewer: Viewer, against: Against
) -> dict[str, NDArray]:
    """Judge several measures of the catalogue at once, each in a period of its own; do not write to it.

    Returns:
        Arrays of shape (measures, districts): figures and ``status``, and the columns of :func:`judged`.
    """
    values = [district_values(version, measure, period, viewer) for measure, period in asked]
    own = {name: np.array([frame[name].to_numpy() for frame in values]) for name in (*_FIGURES, "status")}
    return own | _together(version, asked, values, against)


def _together(
    version: Version,
    asked: tuple[tuple[Measure, str], ...],
    values: Sequence[pd.DataFrame],
    against: Against,
) -> dict[str, NDArray]:
    """What the judgement adds to the *values* of several measures, words as plain text."""
    measures, periods = zip(*asked, strict=True)
    status = _coded(np.array([frame["status"].to_numpy() for frame in values]), STATUSES)
    arrays = {name: np.array([frame[name].to_numpy(dtype=float) for frame in values]) for name in _FIGURES}
    figures = Figures(measures, periods, status=status, **arrays)
    return {
        name: np.array(_CATEGORIES[name])[column] if name in _CATEGORIES else column
        for name, column in _judged(version, figures, against).items()
    }


def all_judged(
    version: Version, period: str, viewer: Viewer, against: Against = REGION_VALUE
) -> pd.DataFrame:
    """Return all district indicators of all districts, judged; shared and computed once: do not write to it.

    Args:
        version: the data.
        period: a year, or empty for the last year each indicator has any value in.
        viewer: who asks.
        against: the benchmark.

    Returns:
        One row an indicator and district, indicators in the order of ``version.measures``, within them
        districts in the order of ``version.districts`` (so a column reshapes to (indicators, districts)):

        - ``measure, place, period``: categories; the period differs between indicators if none was asked;
        - ``numerator, denominator, value, lower, upper``: as in :mod:`data_access.values`;
        - ``status``: ``ok``, ``missing`` or ``hidden``;
        - ``benchmark``: what the district is compared with, in the unit of the value, NaN without;
        - ``covered``: districts that the benchmark is computed from (0 for a target);
        - ``judgement``: one of :data:`JUDGEMENTS`; ``reason``: one of :data:`REASONS`;
        - ``target``: the target of the district, NaN without; ``reached``: one of :data:`REACHED`.
    """
    return _all_judged(version, period, viewer, against)


def indicators_of(version: Version) -> tuple[Measure, ...]:
    """Return the district indicators, in the order of the catalogue."""
    return tuple(m for m in version.measures.values() if m.kind == "indicator")


def figures_of(version: Version, period: str, viewer: Viewer, *, back: int = 0) -> Figures:
    """Return the figures of all district indicators in a year (empty: the last of each).

    Args:
        version: the data.
        period: a year; one that is not there gives missing values.
        viewer: who asks.
        back: how many years before that.
    """
    stack, latest = _stack(version, viewer)
    years = [str(year) for year in version.years]
    if period:
        at = np.full(len(stack.measures), years.index(period) if period in years else -1)
    else:
        at = latest.copy()
    at = np.where(at < 0, -1, at - back)
    rows = np.arange(len(stack.measures))
    there = (at >= 0)[:, None]

    def taken(array: NDArray, nothing: float) -> NDArray:
        return np.where(there, array[rows, at], nothing)

    return Figures(
        stack.measures,
        tuple(years[i] if i >= 0 else period for i in at.tolist()),
        **{name: taken(getattr(stack, name), np.nan) for name in _FIGURES},
        status=taken(stack.status, STATUSES.index("missing")).astype(np.int8),
    )


@version_cached(maxsize=64)
def _stack(version: Version, viewer: Viewer) -> tuple[Figures, NDArray[np.int64]]:
    """Every indicator, year and district, shape (indicators, years, districts); and each one's last year."""
    measures = indicators_of(version)
    shape = (len(measures), len(version.years), len(version.districts))
    frames = [everywhere(version, measure, viewer) for measure in measures]
    numbers = np.array([frame[list(_FIGURES)].to_numpy(dtype=float) for frame in frames])
    status = _coded(np.array([frame["status"].to_numpy() for frame in frames]).reshape(shape), STATUSES)
    given = (status != STATUSES.index("missing")).any(axis=2)
    latest = np.where(given.any(axis=1), shape[1] - 1 - given[:, ::-1].argmax(axis=1), shape[1] - 1)
    arrays = {name: numbers[..., i].reshape(shape) for i, name in enumerate(_FIGURES)}
    return Figures(measures, (), status=status, **arrays), latest


@version_cached(maxsize=128)
def _all_judged(version: Version, period: str, viewer: Viewer, against: Against) -> pd.DataFrame:
    figures = figures_of(version, period, viewer)
    codes = [measure.code for measure in figures.measures]
    n, size = len(codes), len(version.districts)
    periods = sorted(set(figures.periods))
    columns: dict[str, object] = {
        "measure": pd.Categorical.from_codes(np.repeat(np.arange(n), size), codes),
        "place": pd.Categorical.from_codes(np.tile(np.arange(size), n), list(version.districts)),
        "period": pd.Categorical.from_codes(
            np.repeat([periods.index(p) for p in figures.periods], size), periods
        ),
        **{name: getattr(figures, name).ravel() for name in _FIGURES},
        "status": pd.Categorical.from_codes(figures.status.ravel(), list(STATUSES)),
    }
    for name, column in _judged(version, figures, against).items():
        flat = column.ravel()
        columns[name] = (
            pd.Categorical.from_codes(flat, list(_CATEGORIES[name])) if name in _CATEGORIES else flat
        )
    return pd.DataFrame(columns)


_CATEGORIES: Mapping[str, Sequence[str]] = {
    "judgement": JUDGEMENTS,
    "reason": REASONS,
    "reached": REACHED,
}


def _judged(version: Version, figures: Figures, against: Against) -> dict[str, NDArray]:
    """The columns that the judgement adds; words as positions in :data:`_CATEGORIES`."""
    targets = np.array(
        [
            targets_of(version, measure, period)
            for measure, period in zip(figures.measures, figures.periods, strict=True)
        ]
    )
    benchmark, covered, alone = _benchmark(version, figures, against, targets)
    absolute = np.array([not m.has_denominator for m in figures.measures])[:, None]
    judgements = np.empty(figures.value.shape, dtype=np.int8)
    reach = np.empty(figures.value.shape, dtype=np.int8)
    polarities = np.array([measure.polarity for measure in figures.measures])
    for polarity in np.unique(polarities).tolist():
        of = polarities == polarity
        words = judge(figures.value[of], figures.lower[of], figures.upper[of], benchmark[of], polarity)
        judgements[of] = _coded(words, JUDGEMENTS)
        reach[of] = _coded(reached(figures.value[of], targets[of], polarity), REACHED)
    judgements[alone & (figures.status == 0)] = JUDGEMENTS.index("not_compared")
    judgements[figures.status == STATUSES.index("hidden")] = JUDGEMENTS.index("hidden")
    why = np.select(
        [
            np.broadcast_to(absolute & (against.kind != "target"), judgements.shape),
            np.isnan(figures.lower),
            alone,
        ],
        [REASONS.index(word) for word in ("no_denominator", "no_interval", "alone")],
        default=REASONS.index("no_benchmark"),
    )
    not_compared = judgements == JUDGEMENTS.index("not_compared")
    return {
        "benchmark": benchmark,
        "covered": covered,
        "judgement": judgements,
        "reason": np.where(not_compared, why, 0).astype(np.int8),
        "target": targets,
        "reached": reach,
    }


def _benchmark(
    version: Version, figures: Figures, against: Against, targets: NDArray
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
    """What each district is compared with, from how many districts, and whether that is itself alone."""
    shape = figures.value.shape
    if against.kind == "target":
        return targets, np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
    groups, group_of = _groups(version, against)
    scale = np.array([m.scale if m.has_denominator else np.nan for m in figures.measures])[:, None]
    together, counts = pooled(figures.numerator, figures.denominator, groups, scale)
    covered = counts[:, group_of]
    own = groups[group_of, np.arange(shape[1])] & (figures.status == 0)
    benchmark = together[:, group_of]
    for row, measure in enumerate(figures.measures):
        if (measure.kind == "case" or measure.threshold is not None) and against.kind in ("region", "ausl"):
            benchmark[row], covered[row] = _published(version, measure, figures.periods[row], against)
    return benchmark, covered, own & (covered == 1)


def _published(
    version: Version, measure: Measure, period: str, against: Against
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The benchmark of what counts people: the sum published with it, which holds what is hidden."""
    place = list(version.ausl_of.values()) if against.kind == "ausl" else [REGION] * len(version.districts)
    values = rolled_up(version, measure, pd.DataFrame(), period)
    at = values.index.get_indexer(place)
    return values["value"].to_numpy(dtype=float)[at], values["covered"].to_numpy(dtype=np.int64)[at]


def _groups(version: Version, against: Against) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """The groups of districts that make a benchmark, and which of them each district is compared with."""
    districts = np.array(version.districts)
    if against.kind == "ausl":
        of = np.array([version.ausl_of[code] for code in version.districts])
        names, group_of = np.unique(of, return_inverse=True)
        return names[:, None] == of, group_of.astype(np.int64)
    member = np.isin(districts, against.peers) if against.kind == "peers" else np.ones(len(districts), bool)
    return member[None, :], np.zeros(len(districts), dtype=np.int64)


@version_cached(maxsize=2048)
def targets_of(version: Version, measure: Measure, period: str) -> NDArray[np.float64]:
    """Return the target of each district in a period, NaN where none is set; shape (districts,)."""
    if measure.periods != "year" or not measure.targets or not period:
        return np.full(len(version.districts), np.nan)
    found = (target_of(measure, code, int(period)) for code in version.districts)
    return np.array([np.nan if target is None else target.value for target in found])


def _sides(polarity: str) -> tuple[str, str]:
    if polarity == "neutral":
        return "higher", "lower"
    return ("better", "worse") if polarity == "higher_better" else ("worse", "better")


def _coded(words: NDArray, names: Sequence[str]) -> NDArray[np.int8]:
    """Positions of words in ``names``."""
    codes = np.zeros(np.shape(words), dtype=np.int8)
    for position, name in enumerate(names):
        codes[words == name] = position
    return codes
