"""What registers, case databases and boundaries say differently of Comuni and districts, as a table."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.request import FileRequest
from dashboard.locale.texts import Translate
from dashboard.locale.words import districts_of, place_name
from dashboard.tables.table import Column, Table
from data_access.cases.tables import PLACES_ELSEWHERE
from data_access.territory import territory_of
from data_access.version import REGION, Version


def territory_table(request: FileRequest) -> Table:
    """A row a finding of the place looked at: the district, and what does not agree, in a sentence."""
    t, version, place = request.t, request.version, request.view.place
    inside = set(districts_of(version, place))
    found = [
        (code, detail, of)
        for code, of, detail in (*_of_the_register(version), *_of_the_cases(version))
        if place == REGION or of in inside
    ]
    columns = (
        Column("district", t("column.district"), width=30),
        Column("problem", t("column.problem"), width=90),
    )
    return Table.of(
        columns,
        pd.DataFrame(
            {
                "district": [_district(version, of, t) for *_, of in found],
                "problem": [t(f"territory.{code}", detail=detail) for code, detail, _ in found],
            },
            dtype="str",
        ),
    )


def _of_the_register(version: Version) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in territory_of(version).findings.itertuples(index=False)]


def _of_the_cases(version: Version) -> list[tuple[str, str, str]]:
    """Comuni that people of a zone live in, and that the register does not have in its district."""
    if version.cases is None:
        return []
    comuni = territory_of(version).comuni
    known = {f"{d}/{code}" for code, d in comuni[comuni["registered"]]["district_code"].items()}
    nodes = version.cases.tables["people_by_comune"].axes[0].nodes
    split = [node.split("/") for node in nodes if "/" in node and node not in known]
    return [("case_only", zone, code) for zone, code in split if code not in PLACES_ELSEWHERE]


def _district(version: Version, code: str, t: Translate) -> str:
    return place_name(version, code, t) if code in version.place_names else code
