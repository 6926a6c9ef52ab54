"""One immutable version of the data: read once, shared by all sessions and threads, never changed.

Facts are kept as arrays over the 38 districts in one fixed order, so a filter or a roll-up is a mask
and a sum. Frames of a version must not be written to: take a copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.measures import case_measures
from data_access.cases.published import CaseTables
from data_access.measures import BUDGET_MEASURES, Measure, indicator_measures
from data_access.planning import registry
from data_access.planning.contract import Reading
from data_access.planning.quality import clean
from data_access.planning.schema import AGE_BANDS, PRESENTED_STATUSES
from data_access.privacy.hiding_key import hiding_key
from data_access.small_counts import Sums, hide_regional, hide_small_counts
from data_access.version_cache import version_cached

REGION = "ER"
REGION_NAME = "Emilia-Romagna"

EDITION_ORDER = ("original", "update", "implementing", "account")


@dataclass(frozen=True, eq=False)
class IndicatorFacts:
    """The figures of one district indicator.

    Arrays have shape (years, districts), NaN where nothing was reported.

    ``standard_error`` is in the measure's unit, NaN where none is published; ``reported_on`` the day the
    value was sent, NaT where that is not known. ``hidden``: reported, but not shown to anybody, because it
    would tell of few people: the figures are NaN. ``sums``: of the AUSL and the region where the indicator
    counts people; else None, and they are summed from the districts.
    """

    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    real: NDArray[np.bool_]
    standard_error: NDArray[np.float64]
    reported_on: NDArray[np.datetime64]
    hidden: NDArray[np.bool_]
    sums: Sums | None = None

    @property
    def given(self) -> NDArray[np.bool_]:
        """Return where something was reported, hidden or not."""
        return ~np.isnan(self.numerator) | self.hidden


@dataclass(frozen=True, eq=False)
class BudgetFacts:
    """The budget lines and interventions of all districts in one edition (kind and year).

    ``lines`` has one entry a budget line and ``versions`` one an intervention; both hold integer codes:
    the position of the district in ``Version.districts``, the sheet number, and positions in
    ``Version.areas``, ``Version.targets`` and ``Version.sources``.
    """

    lines: Mapping[str, NDArray[np.int64]]
    versions: Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True, eq=False)
class Catalogues:
    """The areas and action sheets as one cycle has them.

    Both frames hold every code that any cycle has, so that positions mean the same in all of them; a code
    that this cycle lacks has the words of the latest that has it.
    """

    areas: pd.DataFrame
    sheets: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Version:
    """All data of the product at one moment; see the module's docstring.

    Attributes:
        token: changes whenever the database's content does.
        as_of: the day the data speak of.
        origin: ``demo`` or ``real``.
        read_at: when it was read, UTC.
        places: index ``code`` (ER, 8 AUSL, districts); columns level, name, ausl, ausl_name, province.
        place_names: by code; a look-up costs a thousandth of one in a frame.
        districts: codes, in the order of every array below.
        ausl_of: the AUSL of each district.
        municipalities: index ISTAT code; name, district_code, province, involved.
        areas, sheets: catalogues, in order, with ``code`` and ``name``, in the words of the cycle that most
            districts are in, or of the one asked for (:func:`in_words_of`).
        targets, sources: the same in every cycle.
        cycles: areas and sheets by cycle.
        cycle_of: the cycle of each edition, by key.
        measures: by code, in the order of the choice: what every district has.
        regional_measures: the region's own indicators, by code.
        years: years of the indicators.
        indicators: facts by measure code.
        periods: editions by key ``2019-implementing``, in time order: kind, year.
        editions: one row an edition: period, district_code, cycle_code, kind, year, status, status_date, id.
        budgets: facts by period key.
        interventions: one row a version of an intervention (index: version id); area and sheet's title are
            those of its cycle.
        intervention_codes: every code that occurs in them.
        lines: one row a budget line: version_id, source, cents, committed_cents (NaN: not given), origin.
        residents: by year, shape (districts,).
        age_bands: residents by year, shape (bands of ``schema.AGE_BANDS``, districts).
        counted_years: years whose residents were all read in a source rather than estimated.
        regional: values of the region's indicators: code, year, numerator, denominator, standard_error,
            reported_on, origin, hidden (reported, but would tell of few people: the figures are NaN).
        status_log: changes of status, oldest first.
        deadlines: by kind and year.
        users: number of users by role.
        problems: rows left out of every figure, with the reason.
        record_faults: what is incomplete in the registry (``registry.faults`` that are not fatal).
        cases: what may be shown of the case databases; None as long as there is nothing.
    """

    token: str
    as_of: date
    origin: str
    read_at: datetime
    places: pd.DataFrame
    place_names: Mapping[str, str]
    districts: tuple[str, ...]
    ausl_of: Mapping[str, str]
    municipalities: pd.DataFrame
    areas: pd.DataFrame
    sheets: pd.DataFrame
    targets: pd.DataFrame
    sources: pd.DataFrame
    measures: Mapping[str, Measure]
    regional_measures: Mapping[str, Measure]
    years: tuple[int, ...]
    indicators: Mapping[str, IndicatorFacts]
    periods: Mapping[str, tuple[str, int]]
    editions: pd.DataFrame
    budgets: Mapping[str, BudgetFacts]
    interventions: pd.DataFrame
    intervention_codes: frozenset[str]
    lines: pd.DataFrame
    residents: Mapping[int, NDArray[np.float64]]
    age_bands: Mapping[int, NDArray[np.float64]]
    counted_years: frozenset[int]
    regional: pd.DataFrame
    status_log: pd.DataFrame
    deadlines: pd.DataFrame
    users: Mapping[str, int]
    problems: pd.DataFrame
    record_faults: pd.DataFrame
    district_position: Mapping[str, int] = field(repr=False)
    cycles: Mapping[str, Catalogues] = field(repr=False)
    cycle_of: Mapping[str, str] = field(repr=False)
    cases: CaseTables | None = None


def assemble(reading: Reading) -> Version:
    """Build a version from what was read, without the rows that have a problem.

    Args:
        reading: frames of the planning database and the problems found in them.
    """
    frames = clean(reading.frames, reading.problems)
    places = _places(frames)
    districts = tuple(places.index[places["level"] == "district"])
    position = {code: i for i, code in enumerate(districts)}
    catalogue = frames["indicator"], frames["indicator_target"]
    measures = {m.code: m for m in (*BUDGET_MEASURES, *indicator_measures(*catalogue))}
    years, indicators = _indicators(frames, measures, position, places)
    regional_measures = {m.code: m for m in indicator_measures(*catalogue, "region")}
    sums = {code: facts.sums for code, facts in indicators.items() if facts.sums is not None}
    targets = _catalogue(frames["target_group"].sort_values("position"))
    sources = _catalogue(frames["funding_source"])
    editions = _editions(frames)
    cycles, cycle_of = _catalogues(frames), _cycle_of(editions)
    main = cycles[cycle_of[default_period(editions)]]
    interventions = _interventions(frames, editions, cycles)
    lines = frames["budget_line"].rename(
        columns={"intervention_version_id": "version_id", "funding_source_code": "source"}
    )[["version_id", "source", "cents", "committed_cents", "origin"]]
    lines = lines[lines["version_id"].isin(interventions.index)].reset_index(drop=True)
    periods = _periods(editions)
    return Version(
        token=reading.token,
        as_of=reading.as_of,
        origin=reading.origin,
        read_at=datetime.now(UTC),
        places=places,
        place_names=places["name"].to_dict(),
        districts=districts,
        ausl_of={code: str(places.at[code, "ausl"]) for code in districts},
        municipalities=frames["municipality"].set_index("istat_code").sort_values("name"),
        areas=main.areas,
        sheets=main.sheets,
        targets=targets,
        sources=sources,
        measures=measures,
        regional_measures=regional_measures,
        years=years,
        indicators=indicators,
        periods=periods,
        editions=editions,
        budgets=_budgets(periods, interventions, lines, position, main.areas, targets, sources),
        interventions=interventions,
        intervention_codes=frozenset(interventions["code"]),
        lines=lines,
        residents=_residents(frames["population"], position),
        age_bands=_age_bands(frames["population"], position),
        counted_years=_counted_years(frames["population"]),
        regional=hide_regional(_regional(frames), regional_measures, sums, years),
        status_log=_status_log(frames, editions),
        deadlines=frames["deadline"],
        users={str(role): int(n) for role, n in frames["app_user"]["role"].value_counts().items()},
        problems=reading.problems,
        record_faults=registry.gaps(frames["indicator"]),
        district_position=position,
        cycles=cycles,
        cycle_of=cycle_of,
    )


@version_cached(maxsize=8)
def in_words_of(version: Version, period: str) -> Version:
    """Return the version in the words of an edition's cycle: the same figures, its own areas and sheets."""
    own = version.cycles.get(version.cycle_of.get(period, ""))
    if own is None or own.areas is version.areas:
        return version
    return replace(version, areas=own.areas, sheets=own.sheets)


def default_period(editions: pd.DataFrame) -> str:
    """Return the key of the edition to begin with: the last that most districts have presented.

    A first draft of a new year is no picture of the region. Implementing plans come before other kinds. Where
    no edition was presented by most, it is the one presented by most of all.

    Args:
        editions: rows as in :attr:`Version.editions`, at least one.
    """
    yearly = editions[editions["kind"] == "implementing"]
    of_kind = yearly if len(yearly) else editions
    presented = of_kind["status"].isin(PRESENTED_STATUSES).groupby(of_kind["period"]).sum()
    order = [period for period in _periods(of_kind) if period in presented.index]
    of = editions["district_code"].nunique()
    most = [period for period in order if presented[period] * 2 > of]
    if most:
        return most[-1]
    return max(order, key=lambda period: (presented[period], order.index(period)))


def with_cases(version: Version, cases: CaseTables) -> Version:
    """Put the case facts beside the plans: their measures come after those of the budget."""
    budget = {code: m for code, m in version.measures.items() if m.kind not in ("indicator", "case")}
    rest = {code: m for code, m in version.measures.items() if m.kind == "indicator"}
    return replace(
        version,
        token=f"{version.token}.{cases.token[:8]}",
        measures={**budget, **case_measures(), **rest},
        cases=cases,
    )


def _places(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    ausl = frames["ausl"].sort_values("code").set_index("code")
    district = frames["district"].sort_values(["ausl_code", "display_name"])
    rows = [(REGION, "region", REGION_NAME, "", "", "")]
    rows += [(code, "ausl", f"AUSL {name}", code, f"AUSL {name}", "") for code, name in ausl["name"].items()]
    rows += [
        (
            d["code"],
            "district",
            d["display_name"],
            d["ausl_code"],
            f"AUSL {ausl.at[d['ausl_code'], 'name']}",
            d["province"],
        )
        for d in district.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["code", "level", "name", "ausl", "ausl_name", "province"]).set_index(
        "code"
    )


def _catalogue(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("code", drop=False)


def _catalogues(frames: Mapping[str, pd.DataFrame]) -> dict[str, Catalogues]:
    """Return areas and sheets by cycle; what a cycle lacks is filled from the others, the latest first."""
    order = frames["cycle"].sort_values(["first_year", "code"], ascending=False)["code"].tolist()
    every_area = {code: _areas(frames, code) for code in order}
    every_sheet = {code: _sheets(frames, code) for code in order}
    return {
        code: Catalogues(_catalogue(_filled(every_area, code)), _filled(every_sheet, code)) for code in order
    }


def _filled(by_cycle: Mapping[str, pd.DataFrame], cycle: str) -> pd.DataFrame:
    own = [by_cycle[cycle], *(frame for code, frame in by_cycle.items() if code != cycle)]
    rows = pd.concat(own)
    return rows[~rows.index.duplicated()].sort_index()


def _areas(frames: Mapping[str, pd.DataFrame], cycle: str) -> pd.DataFrame:
    areas = frames["area"]
    return areas[areas["cycle_code"] == cycle].set_index("code", drop=False)


def _sheets(frames: Mapping[str, pd.DataFrame], cycle: str) -> pd.DataFrame:
    link = frames["sheet_area"]
    link = link[link["cycle_code"] == cycle].sort_values("position")
    first = link.drop_duplicates("sheet_number").set_index("sheet_number")["area_code"]
    every = link.groupby("sheet_number")["area_code"].agg("/".join)
    sheets = frames["sheet"]
    sheets = sheets[sheets["cycle_code"] == cycle].set_index("number", drop=False)
    return sheets.assign(area=first.reindex(sheets.index), areas=every.reindex(sheets.index))


def _cycle_of(editions: pd.DataFrame) -> dict[str, str]:
    """Return the cycle of each edition; where two cycles share a year, that of most districts."""
    return {
        str(period): str(codes.value_counts().index[0])
        for period, codes in editions.groupby("period")["cycle_code"]
    }


def _indicators(
    frames: Mapping[str, pd.DataFrame],
    measures: Mapping[str, Measure],
    position: Mapping[str, int],
    places: pd.DataFrame,
) -> tuple[tuple[int, ...], dict[str, IndicatorFacts]]:
    codes = [code for code, measure in measures.items() if measure.kind == "indicator"]
    values = frames["indicator_value"]
    values = values[values["indicator_code"].isin(codes) & values["place_code"].isin(position)]
    years = tuple(sorted(int(y) for y in values["year"].unique()))
    shape = (len(codes), len(years), len(position))
    numerator, denominator, error = (np.full(shape, np.nan) for _ in range(3))
    real = np.zeros(shape, dtype=bool)
    reported_on = np.full(shape, np.datetime64("NaT"), dtype="datetime64[D]")
    at = (
        values["indicator_code"].map({c: i for i, c in enumerate(codes)}).to_numpy(),
        values["year"].map({y: i for i, y in enumerate(years)}).to_numpy(),
        values["place_code"].map(position).to_numpy(),
    )
    numerator[at] = values["numerator"].to_numpy(dtype=float)
    denominator[at] = values["denominator"].to_numpy(dtype=float)
    error[at] = values["standard_error"].to_numpy(dtype=float)
    real[at] = (values["origin"] == "real").to_numpy()
    reported_on[at] = values["reported_on"].to_numpy(dtype="datetime64[D]")
    hidden = np.zeros(shape, dtype=bool)
    sums: dict[str, Sums] = {}
    key = hiding_key(numerator.tobytes)
    for i, code in enumerate(codes):
        if measures[code].threshold is not None:
            hidden[i], sums[code] = hide_small_counts(
                measures[code], numerator[i], denominator[i], real[i], places, key
            )
    for figures in (numerator, denominator, error):
        figures[hidden] = np.nan
    for array in (numerator, denominator, real, error, reported_on, hidden):
        array.setflags(write=False)
    return years, {
        code: IndicatorFacts(
            numerator[i], denominator[i], real[i], error[i], reported_on[i], hidden[i], sums.get(code)
        )
        for i, code in enumerate(codes)
    }


def _editions(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    editions = frames["edition"].merge(
        frames["plan"].rename(columns={"id": "plan_id"})[["plan_id", "district_code", "cycle_code"]],
        on="plan_id",
    )
    period = editions["year"].astype(str) + "-" + editions["kind"]
    return _texts_as_objects(editions.assign(period=period).set_index("id", drop=False).rename_axis(None))


def _periods(editions: pd.DataFrame) -> dict[str, tuple[str, int]]:
    pairs = {(str(kind), int(year)) for kind, year in zip(editions["kind"], editions["year"], strict=True)}
    ordered = sorted(pairs, key=lambda pair: (pair[1], EDITION_ORDER.index(pair[0])))
    return {f"{year}-{kind}": (kind, year) for kind, year in ordered}


def _interventions(
    frames: Mapping[str, pd.DataFrame], editions: pd.DataFrame, cycles: Mapping[str, Catalogues]
) -> pd.DataFrame:
    versions = frames["intervention_version"].merge(
        frames["intervention"][["id", "code"]].rename(columns={"id": "intervention_id"}), on="intervention_id"
    )
    own = ["period", "district_code", "status", "cycle_code"]
    versions = versions.join(editions[own], on="edition_id", how="inner")
    areas, titles = (
        {(cycle, sheet): word for cycle, own in cycles.items() for sheet, word in own.sheets[name].items()}
        for name in ("area", "title")
    )
    pairs = list(zip(versions["cycle_code"], versions["sheet_number"], strict=True))
    names = frames["municipality"].set_index("istat_code")["name"]
    versions = versions.assign(
        area=pd.Series([areas.get(pair) for pair in pairs], versions.index, dtype=object),
        sheet_title=pd.Series([titles.get(pair) for pair in pairs], versions.index, dtype=object),
        municipality=versions["municipality_code"].map(names),
    )
    columns = [
        "code",
        "period",
        "district_code",
        "status",
        "sheet_number",
        "area",
        "target_group_code",
        "title",
    ]
    columns += ["sheet_title", "description", "lead_body", "municipality", "origin"]
    versions = versions[versions["area"].notna()]
    versions = versions.set_index("id")[columns].rename(
        columns={"sheet_number": "sheet", "target_group_code": "target"}
    )
    return _texts_as_objects(versions)


def _budgets(
    periods: Mapping[str, tuple[str, int]],
    interventions: pd.DataFrame,
    lines: pd.DataFrame,
    position: Mapping[str, int],
    areas: pd.DataFrame,
    targets: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[str, BudgetFacts]:
    coded = pd.DataFrame(
        {
            "period": interventions["period"],
            "district": interventions["district_code"].map(position),
            "sheet": interventions["sheet"],
            "area": interventions["area"].map({c: i for i, c in enumerate(areas.index)}),
            "target": interventions["target"].map({c: i for i, c in enumerate(targets.index)}),
            "version": np.arange(len(interventions)),
        },
        index=interventions.index,
    )
    source = lines["source"].map({c: i for i, c in enumerate(sources.index)})
    joined = lines[["version_id", "cents"]].assign(source=source).join(coded, on="version_id")
    by_period = dict(tuple(joined.groupby("period", sort=False)))
    versions_by_period = dict(tuple(coded.groupby("period", sort=False)))
    none_of_them, no_versions = joined.iloc[:0], coded.iloc[:0]
    return {
        key: BudgetFacts(
            lines=_arrays(
                by_period.get(key, none_of_them), "district sheet area target source version cents"
            ),
            versions=_arrays(versions_by_period.get(key, no_versions), "district sheet area target version"),
        )
        for key in periods
    }


def _arrays(frame: pd.DataFrame, columns: str) -> dict[str, NDArray[np.int64]]:
    arrays = {name: frame[name].to_numpy(dtype=np.int64, copy=True) for name in columns.split()}
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


def _residents(population: pd.DataFrame, position: Mapping[str, int]) -> dict[int, NDArray[np.float64]]:
    table = population.pivot_table(index="year", columns="district_code", values="residents", aggfunc="sum")
    table = table.reindex(columns=list(position)).astype(float)
    return {int(year): row.to_numpy() for year, row in table.iterrows()}


def _age_bands(population: pd.DataFrame, position: Mapping[str, int]) -> dict[int, NDArray[np.float64]]:
    table = population.pivot_table(
        index=["year", "age_band"], columns="district_code", values="residents", aggfunc="sum"
    )
    table = table.reindex(columns=list(position)).astype(float)
    return {
        int(year): table.xs(year, level="year").reindex(list(AGE_BANDS)).to_numpy()
        for year in table.index.get_level_values("year").unique()
    }


def _counted_years(population: pd.DataFrame) -> frozenset[int]:
    real = population["origin"].eq("real").groupby(population["year"]).all()
    return frozenset(int(year) for year, every in real.items() if every)


def _regional(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    indicator = frames["indicator"]
    codes = indicator.loc[indicator["level"] == "region", "code"]
    values = frames["indicator_value"]
    values = values[(values["place_code"] == REGION) & values["indicator_code"].isin(codes)]
    columns = ["code", "year", "numerator", "denominator", "standard_error", "reported_on", "origin"]
    values = values.rename(columns={"indicator_code": "code"})[columns]
    return values.sort_values(["code", "year"], ignore_index=True)


def _status_log(frames: Mapping[str, pd.DataFrame], editions: pd.DataFrame) -> pd.DataFrame:
    log = frames["status_change"].join(editions[["period", "district_code"]], on="edition_id", how="inner")
    functions = frames["app_user"].set_index("id")["function"]
    log = log.assign(function=log["user_id"].map(functions)).sort_values(["edition_id", "changed_on", "id"])
    return _texts_as_objects(log)


def _texts_as_objects(frame: pd.DataFrame) -> pd.DataFrame:
    """Ready a frame for picking rows at every click: out of Arrow's columns that takes ten times as long."""
    return frame.astype(dict.fromkeys(frame.select_dtypes("str").columns, object))
