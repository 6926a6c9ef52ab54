"""The wrong rows of the planning database: they are named, with their figures, and left out.

``problems`` lists them, ``clean`` leaves them out together with whatever hangs on them. Nothing is
repaired: of two values for one place and year neither can be preferred, so both go. What is wrong with a row
that can still be used, or with rows that should be there and are not, is listed too (:data:`NOTED`) and
leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import numpy as np
import pandas as pd

from data_access.measures import is_ratio
from data_access.planning import registry
from data_access.planning.queries import REPEATED, UNREADABLE, row_keys
from data_access.planning.schema import (
    AGE_BANDS,
    EDITION_KINDS,
    PRESENTED_STATUSES,
    SOURCE_LEVELS,
    STATUSES,
    metadata,
)

Frames = dict[str, pd.DataFrame]

LEFT_OUT = (
    "unknown_district",
    "unknown_indicator",
    "unknown_source",
    "unknown_sheet",
    "negative_amount",
    "absurd_amount",
    "not_a_number",
    "not_a_date",
    "numerator_above_denominator",
    "zero_denominator",
    "missing_denominator",
    "missing_numerator",
    "percent_above_100",
    "interval_without_value",
    "duplicate_value",
    "target_out_of_range",
    "target_without_direction",
    "record_missing",
    "record_choice",
    "record_scale",
    "record_denominator",
    "year_out_of_range",
    "edition_older_than_plan",
    "duplicate_edition",
    "duplicate_intervention",
    "intervention_changes_district",
    "orphan",
    "duplicate_key",
    "duplicate_code",
    "duplicate_line",
    "empty_cell",
    "unknown_choice",
    "date_out_of_range",
    "unknown_age_band",
    "incomplete_residents",
    "sheet_without_area",
)
"""Codes of a row that is left out of every figure."""

NOTED = (
    "repeated_row",
    "conflicting_row",
    "duplicate_name",
    "duplicate_plan",
    "odd_text",
    "unknown_origin",
    "no_residents",
    "edition_without_budget",
    "edition_without_interventions",
    "status_without_change",
    "indicator_without_values",
    "ratio_without_denominator",
    "cycle_without_plans",
    "empty_table",
    "district_not_drawn",
    "boundary_without_district",
)
"""Codes that leave no row of their table out."""

CODES = (*LEFT_OUT, *NOTED)
"""Every code a problem may have; the sentences are in ``dashboard.locale``."""

WITHOUT_CONTENT = ("edition_without_budget", "edition_without_interventions")
"""Codes of an edition whose money or interventions were not loaded, so that its sums are unknown."""

_EXPECTED = ("municipality", "app_user", "status_change", "deadline")
"""Tables that may be empty where there is a reason; without one a load was broken off."""

_CATALOGUES = ("ausl", "district", "municipality", "target_group", "funding_source", "app_user")
"""Tables whose rows are named by others and hold words: of two with one key the first stands for both."""

_CHOICES = (
    ("edition", "kind", EDITION_KINDS),
    ("edition", "status", STATUSES),
    ("status_change", "status", STATUSES),
    ("funding_source", "level", SOURCE_LEVELS),
    ("deadline", "kind", (*EDITION_KINDS, "indicators")),
)

_CODE_COLUMNS = {
    table.name: tuple(c.name for c in table.primary_key.columns if c.name.endswith("code"))
    for table in metadata.sorted_tables
}
"""Text columns of the keys: an empty one names nothing."""

COLUMNS = ("table", "row", "place", "code", "detail")

REGION = "ER"
GOVERNANCE_SHEET = 0
"""Sheet number of indicators that answer to no sheet (governance of the plans)."""

ABSURD_CENTS = 100_000_000_00
"""100 million euro on one line: the largest fund of a whole AUSL is about 90 million (FRNA, Bologna)."""

FIRST_YEAR, LAST_POPULATION_YEAR = 2000, 2100
"""Values and residents before 2000 are typing errors; residents may be projections, values may not lie
after the day the data speak of, editions not more than a year after it."""

_REFERENCES = (
    # What must be found, and the code where it is not. Text keys may be empty where the column allows it.
    ("municipality", "district_code", "district", "code", "unknown_district"),
    ("population", "district_code", "district", "code", "unknown_district"),
    ("plan", "district_code", "district", "code", "unknown_district"),
    ("app_user", "district_code", "district", "code", "unknown_district"),
    ("district", "ausl_code", "ausl", "code", "orphan"),
    ("area", "cycle_code", "cycle", "code", "orphan"),
    ("sheet", "cycle_code", "cycle", "code", "orphan"),
    ("plan", "cycle_code", "cycle", "code", "orphan"),
    ("indicator", "cycle_code", "cycle", "code", "orphan"),
    ("deadline", "cycle_code", "cycle", "code", "orphan"),
    ("edition", "plan_id", "plan", "id", "orphan"),
    ("intervention", "plan_id", "plan", "id", "orphan"),
    ("intervention_version", "edition_id", "edition", "id", "orphan"),
    ("intervention_version", "intervention_id", "intervention", "id", "orphan"),
    ("intervention_version", "target_group_code", "target_group", "code", "orphan"),
    ("intervention_version", "municipality_code", "municipality", "istat_code", "orphan"),
    ("budget_line", "intervention_version_id", "intervention_version", "id", "orphan"),
    ("budget_line", "funding_source_code", "funding_source", "code", "unknown_source"),
    ("indicator_value", "indicator_code", "indicator", "code", "unknown_indicator"),
    ("indicator_target", "indicator_code", "indicator", "code", "unknown_indicator"),
    ("status_change", "edition_id", "edition", "id", "orphan"),
    ("status_change", "user_id", "app_user", "id", "orphan"),
)

_RECORD_CODES = {
    "missing": "record_missing",
    "unknown_choice": "record_choice",
    "scale_not_positive": "record_scale",
    "method_needs_denominator": "record_denominator",
}
"""Faults of a record that leave it no figure, and their codes here."""

_SHEET_REFERENCES = (("sheet_area", "sheet_number"), ("indicator", "sheet_number"))
_AREA_REFERENCES = (("sheet_area", "area_code"), ("indicator", "area_code"))


def problems(frames: Frames, with_boundaries: Collection[str] = ()) -> pd.DataFrame:
    """Return the wrong rows, as ``table, row, place, code, detail`` (all ``str``).

    Args:
        frames: every table, as ``queries.read`` gives them.
        with_boundaries: codes of the districts that have boundaries, where they are to be reconciled.

    ``row`` is the row's id or its key joined by ``/``; ``place`` the code of the district it speaks of,
    empty where that is unknown; ``code`` one of ``CODES``; ``detail`` the offending figures, in no
    language. A row with two faults is listed twice.
    """
    findings = _Findings(frames)
    _unreadable(findings)
    _keys(findings)
    _choices(findings)
    _dates(findings)
    for table, column, other, key, code in _REFERENCES:
        findings.add(table, code, _absent(frames, table, column, other, key), _named(frames[table], column))
    _sheets_and_areas(findings)
    _amounts(findings)
    _records(findings)
    _ratios(findings)
    _targets(findings)
    _indicator_values(findings)
    _population(findings)
    _editions(findings)
    _versions(findings)
    _budgets(findings)
    _missing_rows(findings)
    _boundaries(findings, with_boundaries)
    return findings.frame()


def clean(frames: Frames, problems: pd.DataFrame) -> Frames:
    """Return the frames without the rows listed, and without the rows that hang on those.

    An edition left out takes its interventions and their budget lines with it. Frames without a wrong row
    are the given ones, not copies.
    """
    left = dict(frames)
    dropped = problems[~problems["code"].isin(NOTED)]
    for name, wrong in dropped.groupby("table")["row"]:
        keys = row_keys(metadata.tables[str(name)], left[str(name)])
        left[str(name)] = left[str(name)][~keys.isin(wrong)].reset_index(drop=True)
    bare = problems.loc[problems["code"] == "edition_without_budget", "row"]
    if len(bare):
        # The edition keeps its place among the stages; its money is not known, which is not zero.
        versions = left["intervention_version"]
        left["intervention_version"] = versions[~versions["edition_id"].astype(str).isin(bare)].reset_index(
            drop=True
        )
    for name in _CATALOGUES:
        keys = [column.name for column in metadata.tables[name].primary_key.columns]
        if left[name].duplicated(keys).any():
            left[name] = left[name].drop_duplicates(keys).reset_index(drop=True)
    if len(problems):
        # Parents stand before their children in _REFERENCES once sorted by depth: three rounds reach a
        # budget line from a district (plan, edition, version, line).
        for _ in range(4):
            for table, column, other, key, _code in _REFERENCES:
                missing = _absent(left, table, column, other, key)
                if missing.any():
                    left[table] = left[table][~missing].reset_index(drop=True)
    return left


class _Findings:
    """The problems listed so far, each with the district its row speaks of."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.parts: list[pd.DataFrame] = []
        self.wrong: dict[str, np.ndarray] = {}

    def say(self, table: str, code: str, row: str, place: str = "", detail: str = "") -> None:
        """List a problem that no row of the table shows, such as a row that should be there."""
        cells = {"table": table, "row": row, "place": place, "code": code, "detail": detail}
        self.parts.append(pd.DataFrame({name: [cell] for name, cell in cells.items()}, dtype="str"))

    def add(
        self,
        table: str,
        code: str,
        wrong: pd.Series | np.ndarray,
        detail: Callable[[pd.DataFrame], Iterable[str]],
    ) -> None:
        mask = np.asarray(wrong, dtype=bool)
        if not mask.any():
            return
        rows = self.frames[table][mask]
        self.wrong.setdefault(table, np.zeros(len(mask), dtype=bool))
        if code not in NOTED:
            self.wrong[table] |= mask
        self.parts.append(
            pd.DataFrame(
                {
                    "table": table,
                    "row": row_keys(metadata.tables[table], rows).to_numpy(),
                    "place": _places(self.frames, table, rows),
                    "code": code,
                    "detail": list(detail(rows)),
                },
                dtype="str",
            )
        )

    def frame(self) -> pd.DataFrame:
        empty = pd.DataFrame({name: [] for name in COLUMNS}, dtype="str")
        return pd.concat([empty, *self.parts], ignore_index=True)


def _places(frames: Frames, table: str, rows: pd.DataFrame) -> np.ndarray:
    """Return the known district (or ER) each row speaks of, else an empty text."""
    district = frames["district"]["code"]
    by_plan = _lookup(frames["plan"], "id", "district_code")
    by_edition = _lookup(frames["edition"], "id", "plan_id")
    if table in ("municipality", "population", "plan", "app_user"):
        place = rows["district_code"]
    elif table == "district":
        place = rows["code"]
    elif table in ("indicator_value", "indicator_target"):
        place = rows["place_code"]
    elif table in ("edition", "intervention"):
        place = rows["plan_id"].map(by_plan)
    elif table in ("intervention_version", "status_change"):
        place = rows["edition_id"].map(by_edition).map(by_plan)
    elif table == "budget_line":
        by_version = _lookup(frames["intervention_version"], "id", "edition_id")
        place = rows["intervention_version_id"].map(by_version).map(by_edition).map(by_plan)
    else:
        return np.full(len(rows), "", dtype=object)
    return place.where(place.isin(district) | (place == REGION), "").fillna("").to_numpy(object)


def _lookup(frame: pd.DataFrame, key: str, value: str) -> pd.Series:
    return frame.drop_duplicates(key).set_index(key)[value]


def _absent(frames: Frames, table: str, column: str, other: str, key: str) -> np.ndarray:
    """Return which rows name something that is not there; an allowed empty cell names nothing."""
    values = frames[table][column]
    wrong = ~values.isin(frames[other][key])
    if metadata.tables[table].columns[column].nullable:
        wrong &= values.notna()
    return wrong.to_numpy()


def _named(frame: pd.DataFrame, column: str) -> Callable[[pd.DataFrame], Iterable[str]]:
    return lambda rows: column + " " + rows[column].astype(str)


def _euro(cents: pd.Series) -> pd.Series:
    return cents.map(lambda value: f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}")


def _unreadable(findings: _Findings) -> None:
    cells = findings.frames[UNREADABLE]
    for name, group in cells.groupby(["table", "column"]):
        table, column = str(name[0]), str(name[1])
        kind = metadata.tables[table].columns[column].type.python_type.__name__
        keys = row_keys(metadata.tables[table], findings.frames[table])
        for empty, part in group.groupby(group["text"] == ""):
            code = "not_a_date" if kind in ("date", "datetime") else "not_a_number"
            if kind == "str":
                code = "empty_cell" if empty else "odd_text"
            text = dict(zip(part["row"], part["text"], strict=True))
            wrong = keys.isin(text.keys())
            findings.add(table, code, wrong, _contents(column, keys[wrong].map(text)))


def _keys(findings: _Findings) -> None:
    """List rows that a key of the database should have stopped: views and copied tables have none."""
    for _, again in findings.frames[REPEATED].iterrows():
        findings.say(again["table"], "repeated_row", again["row"], detail=f"× {again['times']}")
    for table in metadata.sorted_tables:
        frame = findings.frames[table.name]
        names = [column.name for column in table.primary_key.columns]

        def details(rows: pd.DataFrame, names: list[str] = names) -> Iterable[str]:
            return rows[names].astype(str).agg("/".join, axis=1)

        code = "conflicting_row" if table.name in _CATALOGUES else "duplicate_key"
        findings.add(table.name, code, frame.duplicated(names, keep=False), details)
        for column in _CODE_COLUMNS[table.name]:
            if (table.name, column) != ("indicator_target", "place_code"):
                empty = (frame[column].fillna("") == "").to_numpy()
                findings.add(table.name, "empty_cell", empty, _named(frame, column))
    for name, key, column, code in (
        ("intervention", "id", "code", "duplicate_code"),
        ("district", "code", "display_name", "duplicate_name"),
    ):
        frame = findings.frames[name]
        first = frame.drop_duplicates(key)
        twice = frame[column].isin(first.loc[first[column].duplicated(), column])
        findings.add(name, code, twice, _named(frame, column))
    plans = findings.frames["plan"]
    twice = plans.duplicated(["district_code", "cycle_code"], keep=False)
    twice &= ~plans.duplicated("id", keep=False)
    findings.add(
        "plan", "duplicate_plan", twice, lambda rows: rows["district_code"] + " " + rows["cycle_code"]
    )
    lines = findings.frames["budget_line"]
    same = ["intervention_version_id", "funding_source_code", "cents", "committed_cents"]
    again = lines.duplicated(same) & ~lines.duplicated("id", keep=False)

    def amounts(rows: pd.DataFrame) -> Iterable[str]:
        return rows["funding_source_code"] + " " + _euro(rows["cents"])

    findings.add("budget_line", "duplicate_line", again, amounts)


def _choices(findings: _Findings) -> None:
    for name, column, allowed in _CHOICES:
        frame = findings.frames[name]
        wrong = ~frame[column].isin(allowed) & frame[column].notna()
        findings.add(name, "unknown_choice", wrong, _named(frame, column))
    for table in metadata.sorted_tables:
        rows = findings.frames[table.name]
        if "origin" in rows and table.name != "data_version":
            wrong = ~rows["origin"].isin(("real", "demo")) & rows["origin"].notna()
            findings.add(table.name, "unknown_origin", wrong, _named(rows, "origin"))


def _dates(findings: _Findings) -> None:
    """List days that cannot be: before anything of this was recorded, or after the day of the data."""
    last = pd.Timestamp(_as_of_year(findings.frames) + 1, 12, 31)
    first = pd.Timestamp(FIRST_YEAR, 1, 1)
    for table, column in (
        ("edition", "status_date"),
        ("status_change", "changed_on"),
        ("indicator_value", "reported_on"),
    ):
        frame = findings.frames[table]
        wrong = frame[column].notna() & ~frame[column].between(first, last)
        findings.add(table, "date_out_of_range", wrong, _named(frame, column))
    terms = findings.frames["deadline"]
    for column in ("due", "extended_to"):
        upside_down = (terms[column] < terms["opens"]) | (terms[column].dt.year - terms["year"]).abs().gt(5)
        findings.add(
            "deadline", "date_out_of_range", upside_down & terms[column].notna(), _named(terms, column)
        )


def _contents(column: str, texts: pd.Series) -> Callable[[pd.DataFrame], Iterable[str]]:
    return lambda _rows: [f"{column} {text!r}" for text in texts]


def _sheets_and_areas(findings: _Findings) -> None:
    sheets = findings.frames["sheet"][["cycle_code", "number"]]
    areas = findings.frames["area"][["cycle_code", "code"]]
    for table, column in _SHEET_REFERENCES:
        frame = findings.frames[table]
        wrong = ~_pairs_in(frame["cycle_code"], frame[column], sheets) & (frame[column] != GOVERNANCE_SHEET)
        findings.add(table, "unknown_sheet", wrong, _named(frame, column))
    for table, column in _AREA_REFERENCES:
        frame = findings.frames[table]
        findings.add(
            table, "orphan", ~_pairs_in(frame["cycle_code"], frame[column], areas), _named(frame, column)
        )


def _pairs_in(first: pd.Series, second: pd.Series, known: pd.DataFrame) -> np.ndarray:
    pairs = pd.MultiIndex.from_arrays([first, second])
    return np.asarray(pairs.isin(pd.MultiIndex.from_frame(known)))


def _amounts(findings: _Findings) -> None:
    lines = findings.frames["budget_line"]
    for column, label in (("cents", ""), ("committed_cents", "committed ")):

        def details(rows: pd.DataFrame, column: str = column, label: str = label) -> Iterable[str]:
            return label + _euro(rows[column].astype("int64"))

        findings.add("budget_line", "negative_amount", lines[column] < 0, details)
        findings.add("budget_line", "absurd_amount", lines[column] > ABSURD_CENTS, details)


def _records(findings: _Findings) -> None:
    """List records of which no figure can be made; the others' gaps are in ``registry.faults`` alone."""
    indicator = findings.frames["indicator"]
    wrong = registry.faults(indicator)
    wrong = wrong[wrong["fatal"]]
    for fault, code in _RECORD_CODES.items():
        for field, rows in wrong[wrong["fault"] == fault].groupby("field"):
            detail = dict(zip(rows["code"], rows["detail"], strict=True))

            def details(
                records: pd.DataFrame, field: str = str(field), detail: dict = detail
            ) -> Iterable[str]:
                return [f"{code} {field} {detail[code]}".strip() for code in records["code"]]

            findings.add("indicator", code, indicator["code"].isin(detail), details)


def _ratios(findings: _Findings) -> None:
    """List ratios given ready-made: a district's can be shown, and nothing can be added up from them."""
    indicator = findings.frames["indicator"]
    bare = indicator["denominator"].fillna("").str.strip() == ""
    ratio = np.fromiter(map(is_ratio, indicator["unit"].fillna("")), bool, len(indicator))
    ready_made = bare & ratio & (indicator["level"] == "district")
    findings.add(
        "indicator", "ratio_without_denominator", ready_made, lambda rows: rows["code"] + " " + rows["unit"]
    )


def _targets(findings: _Findings) -> None:
    targets = findings.frames["indicator_target"]
    record = findings.frames["indicator"].drop_duplicates("code").set_index("code")
    codes, place = targets["indicator_code"], targets["place_code"]
    known = [*findings.frames["district"]["code"], *findings.frames["ausl"]["code"], REGION, ""]
    # A column without rows keeps the type of the codes; the comparisons need numbers.
    low, high = (codes.map(record[name]).astype(float) for name in ("plausible_min", "plausible_max"))

    def details(rows: pd.DataFrame) -> Iterable[str]:
        for code, where, year, value in zip(
            rows["indicator_code"], rows["place_code"], rows["year"], rows["value"], strict=True
        ):
            yield f"{code} {where or '-'} {year}: {_figure(value)}"

    for problem, wrong in (
        ("unknown_district", ~place.isin(known)),
        ("target_out_of_range", (targets["value"] < low) | (targets["value"] > high)),
        ("target_without_direction", codes.map(record["polarity"]) == "neutral"),
    ):
        findings.add("indicator_target", problem, wrong, details)


def _indicator_values(findings: _Findings) -> None:
    frames = findings.frames
    values = frames["indicator_value"]
    catalogue = frames["indicator"].drop_duplicates("code").set_index("code")
    codes = values["indicator_code"]
    level = codes.map(catalogue["level"])
    regional = values["place_code"] == REGION
    district = values["place_code"].isin(frames["district"]["code"])
    # A district's indicator given for the region, or the reverse, has no place to stand on.
    misplaced = np.where(level == "region", ~regional, ~district)
    misplaced = np.where(level.isna(), ~(regional | district), misplaced)
    findings.add(
        "indicator_value",
        "unknown_district",
        misplaced,
        lambda rows: rows["indicator_code"] + " " + rows["place_code"],
    )

    top, bottom, error = values["numerator"], values["denominator"], values["standard_error"]
    needed = codes.map(catalogue["denominator"].fillna("") != "").fillna(False).to_numpy(bool)
    share = (codes.map(catalogue["interval_method"]) == "wilson").to_numpy()
    given = top.notna()
    sent = (values["reported_on"].notna() | error.notna()) & ~_unreadable_cells(frames, "numerator")
    percent = codes.map(catalogue["unit"]).fillna("").str.startswith("%").to_numpy(bool)
    # A few percentages may exceed 100 (people in prison per 100 places): their plausible range says so.
    bounded = ~(codes.map(catalogue["plausible_max"]).astype(float) > 100).to_numpy(bool)
    value = top / bottom.where(bottom > 0) * codes.map(catalogue["scale"]).astype(float)
    for code, wrong in (
        ("negative_amount", top < 0),
        ("missing_denominator", given & bottom.isna() & needed),
        ("zero_denominator", given & (bottom <= 0) & needed),
        ("numerator_above_denominator", share & (top > bottom) & (bottom > 0)),
        ("missing_numerator", ~given & sent),
        ("percent_above_100", percent & bounded & ~share & (value > 100)),
        ("interval_without_value", error < 0),
        ("duplicate_value", values.duplicated(["indicator_code", "place_code", "year"], keep=False)),
        ("year_out_of_range", ~values["year"].between(FIRST_YEAR, _as_of_year(frames))),
    ):
        findings.add("indicator_value", code, wrong, _value_details(catalogue["threshold"]))


def _unreadable_cells(frames: Frames, column: str) -> np.ndarray:
    cells = frames[UNREADABLE]
    rows = cells.loc[(cells["table"] == "indicator_value") & (cells["column"] == column), "row"]
    return frames["indicator_value"]["id"].astype(str).isin(rows).to_numpy()


def _value_details(thresholds: pd.Series) -> Callable[[pd.DataFrame], Iterable[str]]:
    """Return the figures of wrong rows; a small count of people is ``*``, for the list is read by many."""

    def details(rows: pd.DataFrame) -> Iterable[str]:
        least = rows["indicator_code"].map(thresholds).fillna(0).clip(lower=0)
        for code, place, year, top, bottom, error, few in zip(
            rows["indicator_code"],
            rows["place_code"],
            rows["year"],
            rows["numerator"],
            rows["denominator"],
            rows["standard_error"],
            least,
            strict=True,
        ):
            spread = "" if np.isnan(error) else f" ± {_figure(error)}"
            small = any(0 < count < few for count in (top, bottom, bottom - top))
            figures = "* / *" if small else f"{_figure(top)} / {_figure(bottom)}"
            yield f"{code} {place} {year}: {figures}{spread}"

    return details


def _figure(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.10g}"


def _population(findings: _Findings) -> None:
    frame = findings.frames["population"]
    findings.add(
        "population", "negative_amount", frame["residents"] < 0, lambda rows: rows["residents"].astype(str)
    )
    years = ~frame["year"].between(FIRST_YEAR, LAST_POPULATION_YEAR)
    findings.add("population", "year_out_of_range", years, lambda rows: rows["year"].astype(str))
    findings.add(
        "population", "unknown_age_band", ~frame["age_band"].isin(AGE_BANDS), _named(frame, "age_band")
    )
    _whole_residents(findings)


def _whole_residents(findings: _Findings) -> None:
    """List districts whose residents lack an age band: their total is no total, and is missing."""
    frame, districts = findings.frames["population"], findings.frames["district"]["code"].nunique()
    good = frame[~findings.wrong.get("population", np.zeros(len(frame), dtype=bool))]
    in_year = good.groupby(["year", "age_band"])["district_code"].nunique()
    usual = in_year[in_year * 2 >= in_year.groupby("year").transform("max")]
    wanted = usual.groupby("year").size()
    given = good.groupby(["district_code", "year"])["age_band"].nunique()
    lacking = given[given < wanted.reindex(given.index.get_level_values("year")).fillna(0).to_numpy()]
    pairs = pd.MultiIndex.from_frame(frame[["district_code", "year"]])
    partial = np.asarray(pairs.isin(lacking.index))

    def bands(rows: pd.DataFrame) -> Iterable[str]:
        for code, year in zip(rows["district_code"], rows["year"], strict=True):
            yield f"{code} {year}: {lacking.at[code, year]} < {wanted.at[year]}"

    findings.add("population", "incomplete_residents", partial, bands)
    covered = good.groupby("year")["district_code"].agg(set)
    for year, codes in covered.items():
        absent = sorted(set(findings.frames["district"]["code"].dropna()) - codes)
        if len(absent) * 2 <= districts:
            for code in absent:
                findings.say("population", "no_residents", f"{code}/{year}", code, f"{code} {year}")
        else:
            findings.say("population", "no_residents", f"-/{year}", "", f"{year}: {len(codes)} < {districts}")


def _editions(findings: _Findings) -> None:
    frames = findings.frames
    editions = frames["edition"]
    cycle_of = editions["plan_id"].map(_lookup(frames["plan"], "id", "cycle_code"))
    first = cycle_of.map(_lookup(frames["cycle"], "code", "first_year"))
    older = editions["year"] < first
    implausible = ~editions["year"].between(FIRST_YEAR, _as_of_year(frames) + 1)
    # Two plans of one district, or two cycles, may claim the same edition.
    whose = editions.assign(of=editions["plan_id"].map(_lookup(frames["plan"], "id", "district_code")))
    doubled = editions.duplicated(["plan_id", "kind", "year"], keep=False)
    doubled |= whose.duplicated(["of", "kind", "year"], keep=False) & whose["of"].notna()
    doubled &= ~editions.duplicated("id", keep=False)

    def details(rows: pd.DataFrame) -> Iterable[str]:
        versions = frames["intervention_version"]
        own = versions[versions["edition_id"].isin(rows["id"])]
        lines = frames["budget_line"]
        lines = lines[lines["intervention_version_id"].isin(own["id"])]
        edition_of = _lookup(own, "id", "edition_id")
        cents = lines.groupby(lines["intervention_version_id"].map(edition_of))["cents"].sum()
        count = own.groupby("edition_id").size()
        for key, kind, year in zip(rows["id"], rows["kind"], rows["year"], strict=True):
            total = _euro(pd.Series([int(cents.get(key, 0))])).iloc[0]
            yield f"{kind} {year}: {int(count.get(key, 0))}, {total}"

    findings.add("edition", "edition_older_than_plan", older, details)
    findings.add("edition", "year_out_of_range", implausible, details)
    findings.add("edition", "duplicate_edition", doubled, details)


def _versions(findings: _Findings) -> None:
    frames = findings.frames
    versions = frames["intervention_version"]
    plan_of_edition = versions["edition_id"].map(_lookup(frames["edition"], "id", "plan_id"))
    plan_of_intervention = versions["intervention_id"].map(_lookup(frames["intervention"], "id", "plan_id"))
    cycle = plan_of_edition.map(_lookup(frames["plan"], "id", "cycle_code"))
    known_cycle = cycle.notna().to_numpy()
    sheets = frames["sheet"][["cycle_code", "number"]]
    unknown = known_cycle & ~_pairs_in(cycle.astype("str"), versions["sheet_number"], sheets)
    findings.add("intervention_version", "unknown_sheet", unknown, _named(versions, "sheet_number"))

    moved = plan_of_edition.notna() & plan_of_intervention.notna() & (plan_of_edition != plan_of_intervention)
    district_of = _lookup(frames["plan"], "id", "district_code")

    def districts(rows: pd.DataFrame) -> Iterable[str]:
        own = plan_of_intervention[rows.index].map(district_of).fillna("")
        other = plan_of_edition[rows.index].map(district_of).fillna("")
        return own + " > " + other

    findings.add("intervention_version", "intervention_changes_district", moved, districts)
    twice = versions.duplicated(["edition_id", "intervention_id"], keep=False)
    code_of = _lookup(frames["intervention"], "id", "code")
    findings.add(
        "intervention_version",
        "duplicate_intervention",
        twice,
        lambda rows: rows["intervention_id"].map(code_of).fillna(""),
    )


def _budgets(findings: _Findings) -> None:
    """List interventions that belong to no area, and editions whose money was not loaded."""
    frames = findings.frames
    versions, editions, lines = frames["intervention_version"], frames["edition"], frames["budget_line"]
    plan_of = versions["edition_id"].map(_lookup(editions, "id", "plan_id"))
    cycle = plan_of.map(_lookup(frames["plan"], "id", "cycle_code"))
    sheets, links = frames["sheet"][["cycle_code", "number"]], frames["sheet_area"]
    known = _pairs_in(cycle.astype("str"), versions["sheet_number"], sheets)
    linked = _pairs_in(cycle.astype("str"), versions["sheet_number"], links[["cycle_code", "sheet_number"]])
    findings.add(
        "intervention_version", "sheet_without_area", known & ~linked, _named(versions, "sheet_number")
    )

    with_money = versions["id"].isin(lines["intervention_version_id"])
    funded = with_money.groupby(versions["edition_id"]).mean()
    share = editions["id"].map(funded)
    presented = editions["status"].isin(PRESENTED_STATUSES)
    counted = editions["id"].map(versions.groupby("edition_id").size())

    def money(rows: pd.DataFrame) -> Iterable[str]:
        for key, kind, year in zip(rows["id"], rows["kind"], rows["year"], strict=True):
            n = int(counted[editions["id"] == key].iloc[0])
            yield f"{kind} {year}: {round(n * funded.at[key])} / {n}"

    findings.add("edition", "edition_without_budget", (share == 0) | (presented & (share < 0.5)), money)
    findings.add(
        "edition",
        "edition_without_interventions",
        presented & share.isna(),
        lambda rows: rows["kind"] + " " + rows["year"].astype(str),
    )


def _missing_rows(findings: _Findings) -> None:
    """List rows that should be there and are not."""
    frames = findings.frames
    for name in _EXPECTED:
        if frames[name].empty:
            findings.say(name, "empty_table", "-")
    if not frames["status_change"].empty:
        reached = frames["status_change"][["edition_id", "status"]]
        editions = frames["edition"]
        told = _pairs_in(editions["id"], editions["status"], reached)
        findings.add("edition", "status_without_change", ~told, _named(editions, "status"))
    if not frames["indicator_value"].empty:
        indicator = frames["indicator"]
        silent = ~indicator["code"].isin(frames["indicator_value"]["indicator_code"])
        silent &= indicator["level"] == "district"
        findings.add("indicator", "indicator_without_values", silent, _named(indicator, "title_it"))
    plans, cycles = frames["plan"], frames["cycle"]
    if not plans.empty:
        used = frames["edition"]["plan_id"].map(_lookup(plans, "id", "cycle_code"))
        unused = ~cycles["code"].isin(used.dropna())
        findings.add("cycle", "cycle_without_plans", unused, lambda rows: rows["code"].astype(str))


def _boundaries(findings: _Findings, with_boundaries: Collection[str]) -> None:
    districts = findings.frames["district"]
    white = ~districts["code"].isin(list(with_boundaries))
    if white.all():
        # Nothing to reconcile with, or another region altogether, as in a trial.
        return
    findings.add("district", "district_not_drawn", white, _named(districts, "name"))
    for code in sorted(set(with_boundaries) - set(districts["code"])):
        findings.say("district", "boundary_without_district", code, "", code)


def _as_of_year(frames: Frames) -> int:
    days = frames["data_version"]["as_of"].dropna()
    return int(days.dt.year.max()) if len(days) else LAST_POPULATION_YEAR
