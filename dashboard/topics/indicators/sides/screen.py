"""The pieces of the page Confronto tra distretti."""

from __future__ import annotations

from dataclasses import replace

from dashboard.address.codes import NEIGHBOURS
from dashboard.address.view import View
from dashboard.judging.benchmark import Peers, peers_of, structure_of
from dashboard.judging.judgement import indicators_of
from dashboard.judging.peers import WEIGHTS
from dashboard.judging.words import structure_notes
from dashboard.locale.formats import measured, number
from dashboard.locale.words import place_name
from dashboard.measure.screen import definition
from dashboard.parts import folded, prose, strip
from dashboard.parts.box import opened_box
from dashboard.parts.plot import plot
from dashboard.parts.prose import text
from dashboard.screen.downloads import asked
from dashboard.screen.filters import codes_choice, select, some
from dashboard.screen.session import Context, change
from dashboard.tables.screen import show
from dashboard.tables.spans import spans
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.sides import charts as charts
from dashboard.topics.indicators.sides.compute import Sides, sides_of
from dashboard.topics.indicators.sides.tables import (
    differences_table,
    history_table,
    indicators_table,
    reasons_table,
)
from data_access.measures import Measure

SIGNS = {
    "higher": "higher",
    "lower": "lower",
    "no_difference": "similar",
    "not_computable": "not_compared",
}
"""By what a difference says, how its mark looks: neither good nor bad."""


def mode_choice(ctx: Context, peers: Peers) -> None:
    """The nearest districts, or some chosen by hand (at first those that were found)."""
    strip.segments(
        ctx.t("sides.mode"),
        [ctx.t("sides.mode_found"), ctx.t("sides.mode_chosen")],
        int(peers.by_hand),
        key="peer_mode",
        on_pick=lambda nth: change(peers=peers.codes if nth else ()),
    )


def chosen_districts(ctx: Context, peers: Peers) -> None:
    """One to seven districts to stand beside the one looked at."""
    version = ctx.version
    codes_choice(
        ctx.t("sides.beside"),
        {code: place_name(version, code, ctx.t) for code in version.districts if code != peers.place},
        peers.codes,
        key="peer_codes",
        on_codes=lambda codes: change(peers=codes),
        limit=max(NEIGHBOURS),
        help=ctx.t("sides.beside_help"),
    )


def search_settings(ctx: Context, peers: Peers) -> None:
    """How many peers, which to keep or leave out, and how much each variable weighs."""
    t, version = ctx.t, ctx.version
    with opened_box(t("sides.settings"), "tune", "peer_settings") as is_open:
        if not is_open:
            return
        select(
            t("sides.k"),
            NEIGHBOURS,
            ctx.view.neighbours,
            key="peer_k",
            words=str,
            make=lambda view, k: replace(view, neighbours=k),
        )
        others = {code: place_name(version, code, t) for code in version.districts if code != peers.place}
        nobody = t("sides.nobody")
        some(t("sides.pinned"), "pinned", others, ctx, placeholder=nobody, limit=max(NEIGHBOURS))
        some(t("sides.dropped"), "dropped", others, ctx, placeholder=nobody)
        text(f"**{t('sides.weights')}**")
        for variable in structure_of(version).variables:
            select(
                variable.title.in_(ctx.language),
                WEIGHTS,
                dict(ctx.view.weights).get(variable.code, 1.0),
                key=f"peer_weight_{variable.code}",
                words=lambda weight: (
                    t("sides.unused") if weight == 0 else f"× {number(weight, 1, ctx.language)}"
                ),
                make=lambda view, weight, code=variable.code: weighted(view, code, weight),  # type: ignore[misc]
                help=variable.definition.in_(ctx.language),
            )
        default = View("")
        strip.button(
            t("sides.reset"),
            key="peer_reset",
            on_pick=lambda: change(neighbours=default.neighbours, pinned=(), dropped=(), weights=()),
        )


def weighted(view: View, code: str, weight: float) -> View:
    """Return the view with one variable's weight changed; a weight of 1 is not written."""
    others = tuple((name, given) for name, given in view.weights if name != code)
    return replace(view, weights=others if weight == 1 else (*others, (code, weight)))


def find_peers(ctx: Context) -> Peers | None:
    """The districts to stand beside the one looked at."""
    return peers_of(ctx.version, ctx.view, ctx.viewer)


def benchmark_toggle(ctx: Context) -> None:
    """Whether these districts' value is the benchmark on every page of indicators."""
    strip.toggles(
        "",
        [ctx.t("sides.as_benchmark")],
        [0] if ctx.view.benchmark == "peers" else [],
        key="peer_benchmark",
        help=ctx.t("sides.as_benchmark_help"),
        on_pick=lambda on: change(benchmark="peers" if on else "region"),
    )


def reasons(ctx: Context, peers: Peers) -> None:
    """Why each district is near: its variables beside the district's own, and what sets them apart most."""
    t, language = ctx.t, ctx.language
    prose.heading(t("sides.why"))
    known = structure_of(ctx.version)
    rows = reasons_table(asked(ctx), peers).rows
    units = {v.title.in_(language): f"{v.unit.in_(language)}, {v.year}" for v in known.variables}
    columns = (
        Column("district", t("column.district")),
        Column("distance", t("sides.distance"), "decimal", 2),
        Column("apart_most", t("sides.apart_most")),
        *(
            Column(v.code, (name := v.title.in_(language)), "decimal", v.decimals, help=units[name])
            for v in known.variables
        ),
        Column("how", t("sides.how")),
    )
    apart_most = ["–", *(_apart_most(ctx, peers, code) for code in peers.codes)]
    table = Table(columns, {**rows, "apart_most": apart_most})
    show(ctx, table, key="peer_reasons", label=t("sides.why"), height=None)
    prose.note(
        " · ".join([t("sides.units"), *(f"{name}: {unit}" for name, unit in units.items())])
        + f". {t('sides.rule')}"
    )
    with folded(t("sides.sources"), "peer_sources"):
        for label, words in structure_notes(asked(ctx)):
            prose.text(f"**{label}**: {words}")


def _apart_most(ctx: Context, peers: Peers, code: str) -> str:
    shares = peers.shares.loc[code].dropna()
    if shares.empty or not shares.max() > 0:
        return "–"
    variable = next(v for v in structure_of(ctx.version).variables if v.code == shares.idxmax())
    return f"{variable.title.in_(ctx.language)} ({number(100 * shares.max(), 0, ctx.language)}%)"


def indicator_select(ctx: Context) -> Measure:
    """The indicator looked at closely: the view's, or the first where the view's is none."""
    known = (*indicators_of(ctx.version), *(m for m in ctx.version.measures.values() if m.kind == "case"))
    every = {measure.code: measure for measure in known}
    code = ctx.view.measure if ctx.view.measure in every else next(iter(every))
    select(
        ctx.t("spine.indicator"),
        list(every),
        code,
        key="sides_measure",
        words=lambda c: f"{every[c].title.in_(ctx.language)} ({c})",
        make=lambda view, c: replace(view, measure=c),
    )
    return every[code]


def compare(ctx: Context, peers: Peers, measure: Measure) -> Sides:
    """Compare the districts on one indicator."""
    return sides_of(ctx.version, peers, measure, ctx.view.year, ctx.viewer)


def sections(ctx: Context, sides: Sides) -> None:
    """Differences, years, every indicator, definition: one at a time, and only that one is computed."""
    parts = {
        "differences": differences,
        "years": years,
        "every": every_indicator,
        "definition": _definition,
    }
    strip.sections(
        parts,
        ctx,
        sides,
        key="sides_tab",
        words=lambda name: ctx.t(f"sides.{name}"),
    )


def differences(ctx: Context, sides: Sides) -> None:
    """The district minus each other one, with intervals."""
    t, question = ctx.t, asked(ctx)
    own = sides.own
    name = place_name(ctx.version, sides.peers.place, t)
    prose.text(
        t(
            "sides.own_value",
            name=name,
            period=sides.period,
            value=measured(sides.measure, own["value"], ctx.language),
            unit=sides.measure.unit.in_(ctx.language),
        )
    )
    known = sides.differences[sides.differences["low"].notna()]
    if own["status"] != "ok":
        prose.info(t("sides.no_own", name=name, period=sides.period), "info")
    elif known.empty:
        prose.info(t("sides.no_interval"), "info")
    low, high = (sides.differences[name].tolist() for name in ("low", "high"))
    drawn = spans(
        t("sides.drawn"),
        sides.differences["difference"].tolist(),
        low,
        high,
        [0.0] * len(low),
        [SIGNS[sign] for sign in sides.differences["sign"]],
        words=lambda value: measured(sides.measure, value, ctx.language),
    )
    show(
        ctx,
        differences_table(question, sides).beside("difference", drawn),
        key="difference_rows",
    )
    prose.note(t("sides.marks"))
    prose.note(t("sides.difference_rule"))


def years(ctx: Context, sides: Sides) -> None:
    """From the first year with values to the last."""
    t = ctx.t
    values = sides.history
    periods = values.index[values.notna().any(axis=1)].tolist()
    ends = values.loc[[periods[0], periods[-1]]] if len(periods) > 1 else values.iloc[:0]
    whole = [str(code) for code in ends.columns if len(ends) and ends[code].notna().all()]
    if not whole:
        prose.info(t("sides.no_slope"), "info")
    else:
        lines = [
            charts.Line(
                place_name(ctx.version, code, t),
                float(ends[code].iloc[0]),
                float(ends[code].iloc[1]),
                (
                    measured(sides.measure, ends[code].iloc[0], ctx.language),
                    measured(sides.measure, ends[code].iloc[1], ctx.language),
                ),
                code == sides.peers.place,
            )
            for code in whole
        ]
        plot(
            charts.slope(lines, (str(periods[0]), str(periods[-1]))),
            key="slope",
            alt=t("sides.slope_alt", measure=sides.measure.title.in_(ctx.language)),
        )
        if left := [c for c in map(str, values.columns) if c not in whole]:
            names = ", ".join(place_name(ctx.version, code, t) for code in left)
            prose.note(t("sides.slope_without", names=names))
    show(ctx, history_table(asked(ctx), sides), key="history_rows")


def every_indicator(ctx: Context, sides: Sides) -> None:
    """All indicators of all the districts, and the judgement against the others together."""
    show(ctx, indicators_table(asked(ctx), sides.peers, sides.year), key="every_rows", height=620)
    prose.note(ctx.t("judgement.rule"))


def _definition(ctx: Context, sides: Sides) -> None:
    definition(ctx, sides.measure)
