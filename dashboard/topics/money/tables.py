"""The money of a view as tables with names: one and the same for the screen and for Excel."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dashboard.address.cross_filter import chosen_codes, code_name, mark_text, names_of, unfiltered
from dashboard.address.view import View
from dashboard.cases.words import Wording
from dashboard.excel.request import FileRequest
from dashboard.locale.formats import HIDDEN, MISSING, euro
from dashboard.locale.words import (
    absence_word,
    districts_of,
    left_out_words,
)
from dashboard.tables.table import Column, Table
from dashboard.topics.money.compute import carried, treemap_cells
from data_access import resources as money
from data_access.resources import DIMENSIONS, Resources, resources
from data_access.values import Filters
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer


@dataclass(frozen=True, eq=False)
class Looked:
    """What a view looks at, the same over all districts, and the same without the choice of ``by``."""

    by: str
    found: Resources
    everywhere: Resources
    around: Resources


def looked_at(version: Version, view: View, viewer: Viewer) -> Looked:
    """Choose the money of a view; ``by`` is the breakdown asked for, by area where none is."""

    def found(seen: View) -> Resources:
        return _resources(version, seen.edition, viewer, seen.place, seen.filters)

    by = view.by or DIMENSIONS[0]
    here = found(view)
    everywhere = found(unfiltered(view, "district"))
    around = found(unfiltered(view, by)) if chosen_codes(view, version, by) else here
    return Looked(by, here, everywhere, around)


# Another place leaves all districts as they were, another breakdown or tab everything.
@version_cached(maxsize=32)
def _resources(version: Version, edition: str, viewer: Viewer, place: str, filters: Filters) -> Resources:
    return resources(version, edition, viewer, districts_of(version, place), filters)


def breakdown_table(request: FileRequest, resources: Resources, by: str) -> Table:
    """Rows of a breakdown, largest first; besides its columns a ``mark`` for clicks."""
    return Table(_breakdown_columns(request, by), _breakdown_rows(request, resources, by))


def _breakdown_rows(request: FileRequest, resources: Resources, by: str) -> dict[str, list]:
    table = money.breakdown(resources, by)
    codes = [str(code) for code in table["code"].tolist()]
    statuses = table["status"].tolist()

    def figures(values: list[float]) -> list[float | str]:
        """The figures of a column, with a word where the row has no edition to be seen, or no figure."""
        return [
            value if status == "ok" and value == value else absence_word(status, request.language)
            for value, status in zip(values, statuses, strict=True)
        ]

    return {
        "mark": [mark_text((by, code)) for code in codes],
        "code": codes,
        "name": [code_name(request.version, by, code, request.t) for code in codes],
        "euro": figures((table["cents"] / 100).tolist()),
        "share": figures(table["share"].tolist()),
        "per_resident": figures(table["per_resident"].round(2).tolist()),
        "interventions": figures(table["interventions"].tolist()),
        "coverage": [
            request.t("value.of", n=n, of=of)
            for n, of in zip(table["covered"].tolist(), table["of"].tolist(), strict=True)
        ],
    }


def _breakdown_columns(request: FileRequest, by: str) -> tuple[Column, ...]:
    t = request.t
    of_ausl = (Column("coverage", t("resources.coverage"), width=22),) if by == "ausl" else ()
    return (
        Column("code", t("column.code"), width=12, screen=False),
        Column("name", t(f"by.{by}"), width=60),
        Column("euro", t("column.euro"), "euro", 2, 20, total=True, bar=True),
        Column("share", t("resources.share"), "percent", 1, 10),
        Column("per_resident", t("resources.per_resident_euro"), "euro", 2, 16),
        Column("interventions", t("resources.count"), "integer", 0, 12, total=by not in money.MANY_TO_ONE),
        *of_ausl,
    )


def choices_table(request: FileRequest, selection: Looked) -> Table:
    """The breakdown of the view, and below it what only the choice of its own dimension leaves out.

    ``chosen`` tells the two apart; of what is left out the figures are those without that choice, and in
    place of a share stands a word.
    """
    rows = _breakdown_rows(request, selection.found, selection.by)
    chosen = [True] * len(rows["code"])
    if selection.around is not selection.found:
        around = _breakdown_rows(request, selection.around, selection.by)
        around["share"] = [request.t("resources.left_out")] * len(around["code"])
        known = set(rows["code"])
        left_out = [i for i, code in enumerate(around["code"]) if code not in known]
        rows = {name: [*cells, *(around[name][i] for i in left_out)] for name, cells in rows.items()}
        chosen += [False] * len(left_out)
    left_out_marks = {mark for mark, is_chosen in zip(rows["mark"], chosen, strict=True) if not is_chosen}
    return Table(
        _breakdown_columns(request, selection.by), {**rows, "chosen": chosen}, outside=left_out_marks
    )


def flows_table(request: FileRequest, resources: Resources) -> Table:
    """The links of the flow picture; shares add to 100.0 in each of its two steps."""
    return _flows_table(Wording(request.version, request.language), resources)


@version_cached(maxsize=32)
def _flows_table(wording: Wording, resources: Resources) -> Table:
    t, version = wording.t, wording.version
    links = money.flows(resources)
    into = [kind == "area" for kind in links["to_kind"]]
    steps = into.count(True)
    cents = np.array(links["cents"], dtype=np.int64)
    ends, names = {}, {}
    for end in ("from", "to"):
        marks = list(zip(links[f"{end}_kind"], links[f"{end}_code"], strict=True))
        ends[end] = [mark_text(mark) for mark in marks]
        names[end] = [code_name(version, kind, code, t) for kind, code in marks]
    rows = {
        "mark": [f"{a}|{b}" for a, b in zip(ends["from"], ends["to"], strict=True)],
        "source": ends["from"],
        "target": ends["to"],
        # Links into areas come first.
        "area": ends["to"][:steps] + ends["from"][steps:],
        "step": [t("resources.step_in") if is_into else t("resources.step_out") for is_into in into],
        **names,
        "euro": (cents / 100).tolist(),
        "share": [*money.shares(cents[:steps]).tolist(), *money.shares(cents[steps:]).tolist()],
    }
    columns = (
        Column("step", t("resources.step"), width=16),
        Column("from", t("resources.from"), width=50),
        Column("to", t("resources.to"), width=50),
        Column("euro", t("column.euro"), "euro", 2, 20, bar=True),
        Column("share", t("resources.share"), "percent", 1, 10),
    )
    return Table(columns, rows)


def interventions_table(request: FileRequest, resources: Resources, first: int | None = None) -> Table:
    """Every intervention, largest first; or only the ``first`` of them."""
    return _interventions_table(Wording(request.version, request.language), resources, first)


@version_cached(maxsize=32)
def _interventions_table(wording: Wording, resources: Resources, first: int | None) -> Table:
    t, version = wording.t, wording.version
    table = money.by_intervention(resources, first)
    sheets, targets = version.sheets["title"].to_dict(), names_of(version)["target"]
    codes = table["code"].tolist()
    rows = {
        "mark": [mark_text(("intervention", code)) for code in codes],
        "code": codes,
        "title": table["title"].tolist(),
        "district": [version.place_names[code] for code in table["district"].tolist()],
        "area": table["area"].tolist(),
        "sheet": table["sheet"].tolist(),
        "sheet_title": [sheets[number] for number in table["sheet"].tolist()],
        "target": [targets[code] for code in table["target"].tolist()],
        "euro": (table["cents"] / 100).tolist(),
    }
    columns = (
        Column("code", t("column.code"), width=14),
        Column("title", t("column.title"), width=48),
        Column("district", t("column.district"), width=24),
        Column("area", t("column.area"), width=7),
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("sheet_title", t("column.sheet_title"), width=40, screen=False),
        Column("target", t("column.target"), width=26),
        Column("euro", t("column.euro"), "euro", 2, 18, total=True, bar=True),
    )
    return Table(columns, rows)


def districts_table(request: FileRequest, everywhere: Resources) -> Table:
    """Every district in euro per resident, in all and by area, from the largest; then those without one.

    ``status`` is ``ok``, ``hidden`` or ``missing``; where it is not ok the figures are NaN.
    """
    return _districts_table(Wording(request.version, request.language), everywhere)


def districts_in_words(request: FileRequest, everywhere: Resources) -> Table:
    """The same with the word for hidden or missing where a figure is not there."""
    return _districts_in_words(Wording(request.version, request.language), everywhere)


@version_cached(maxsize=32)
def _districts_in_words(wording: Wording, everywhere: Resources) -> Table:
    table = _districts_table(wording, everywhere)
    rows = table.rows
    none = MISSING[wording.language]
    words = [{"hidden": HIDDEN[wording.language]}.get(status, none) for status in rows["status"]]
    written = {
        c.key: [v if v == v else word for v, word in zip(rows[c.key], words, strict=True)]
        for c in table.written
        if c.kind != "text"
    }
    return replace(table, rows={**rows, **written})


@version_cached(maxsize=32)
def _districts_table(wording: Wording, everywhere: Resources) -> Table:
    t, version = wording.t, wording.version
    table = money.by_district(everywhere, "area")
    areas = list(version.areas.index)
    residents, status = table["residents"], table["status"]
    known = (status == "ok") & (residents > 0)
    amounts = np.where(known[:, None], table["cents"] / 100, np.nan)
    rates = amounts / residents[:, None]
    per_resident = rates.sum(axis=1)
    # Largest first, then those without a figure.
    order = np.argsort(-per_resident, kind="stable")
    codes = table["district"][order].tolist()
    ausl_names = version.places["ausl_name"].to_dict()
    rows = {
        "mark": [mark_text(("district", code)) for code in codes],
        "code": codes,
        "district": [version.place_names[code] for code in codes],
        "ausl": [ausl_names[code] for code in codes],
        "status": np.where((status == "ok") & ~known, "missing", status)[order].tolist(),
        "per_resident": per_resident[order].tolist(),
        **{f"area_{code}": of_area[order].tolist() for code, of_area in zip(areas, rates.T, strict=True)},
        "euro": amounts.sum(axis=1)[order].tolist(),
        "residents": residents[order].tolist(),
    }
    columns = (
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=28),
        Column("ausl", t("column.ausl"), width=20),
        Column("per_resident", t("resources.per_resident_euro"), "euro", 2, 16),
        *(
            Column(
                f"area_{code}",
                f"{t('column.area')} {code} ({t('resources.per_resident_euro')})",
                "euro",
                2,
                16,
            )
            for code in areas
        ),
        Column("euro", t("column.euro"), "euro", 2, 20),
        Column("residents", t("resources.residents_column"), "integer", 0, 12),
    )
    return Table(columns, rows)


def concentration_table(request: FileRequest, resources: Resources) -> Table:
    """What the largest 1, 5, 10, 20, 50 % of the interventions carry."""
    t = request.t
    table = carried(money.concentration(resources))
    rows = {
        "percent": table["percent"].tolist(),
        "interventions": table["count"].tolist(),
        "euro": (table["cents"] / 100).tolist(),
        "share": table["share"].round(1).tolist(),
    }
    columns = (
        Column("percent", t("resources.percent"), "integer", 0, 16),
        Column("interventions", t("resources.count"), "integer", 0, 14),
        Column("euro", t("column.euro"), "euro", 2, 20, bar=True),
        Column("share", t("resources.share"), "percent", 1, 12),
    )
    return Table(columns, rows)


def cells(request: FileRequest, resources: Resources) -> dict[str, list]:
    """The treemap's cells (:func:`dashboard.topics.money.compute.treemap_cells`): ``id, parent, label``, and
    of each its ``kind, area, count, cents``."""
    return _cells(Wording(request.version, request.language), resources)


@version_cached(maxsize=32)
def _cells(wording: Wording, resources: Resources) -> dict[str, list]:
    t, version = wording.t, wording.version
    named: dict[str, list] = {key: [] for key in ("id", "parent", "label", "kind", "area", "count", "cents")}
    for cell in treemap_cells(money.by_intervention(resources)):
        if cell.kind == "rest":
            mark, label = f"sheet:{cell.code}|rest", t("resources.rest", n=cell.interventions)
        elif cell.kind == "intervention":
            mark, label = f"intervention:{cell.code}", cell.title
        else:
            mark, label = f"{cell.kind}:{cell.code}", code_name(version, cell.kind, cell.code, t, brief=True)
        parent = {"area": "", "sheet": f"area:{cell.area}"}.get(cell.kind, f"sheet:{cell.sheet}")
        row = (mark, parent, label, cell.kind, cell.area, cell.interventions, cell.cents)
        for column, value in zip(named.values(), row, strict=True):
            column.append(value)
    return named


def coverage(request: FileRequest, resources: Resources) -> list[str]:
    """Say which plans are in the totals and which are not."""
    t = request.t
    sentences = [
        t("resources.plans_words", n=int(resources.presented.sum()), of=int(resources.requested.sum())) + "."
    ]
    if drafts := int((resources.covered & ~resources.presented).sum()):
        sentences.append(t("resources.drafts", n=drafts))
    return sentences + left_out_words(resources.coverage, t)


def counting(request: FileRequest, resources: Resources, by: str | None = None) -> list[str]:
    """Say how what belongs to several rows is counted, with the amounts; ``by``: in that breakdown only."""
    t = request.t
    sentences = []
    if by in (None, "area", "sheet") and (double := money.sheets_in_two_areas(resources)):
        named = ", ".join(f"{number} {areas}" for number, (areas, _, _) in double.items())
        amount = euro(sum(cents for _, cents, _ in double.values()) / 100, 2, request.language)
        sentences.append(t("resources.two_areas", sheets=named, euro=amount))
    sentences.append(t("resources.rounding"))
    if by in (None, "target"):
        sentences.append(t("resources.one_target"))
    if by in (None, *money.MANY_TO_ONE):
        sentences.append(t("resources.many_sources"))
    return sentences


def by_name(request: FileRequest, by: str) -> str:
    return request.t("resources.by_table", by=request.t(f"by.{by}").lower() if by != "ausl" else "AUSL")
