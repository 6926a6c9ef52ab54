"""The choice of what districts are compared with; the same on every page of indicators."""

from __future__ import annotations

from dataclasses import replace

from dashboard.judging.judgement import BENCHMARKS
from dashboard.screen.filters import select
from dashboard.screen.session import Context


def benchmark_select(ctx: Context) -> None:
    """Region, AUSL, peers or target; peers only where there is a district to have some."""
    has_district = bool(ctx.own)
    kinds = [kind for kind in BENCHMARKS if kind != "peers" or has_district]
    select(
        ctx.t("benchmark.label"),
        kinds,
        ctx.view.benchmark if ctx.view.benchmark in kinds else "region",
        key="benchmark",
        words=lambda kind: ctx.t(f"benchmark.{kind}"),
        make=lambda view, kind: replace(view, benchmark=kind),
        help=ctx.t("benchmark.help" if has_district else "benchmark.help_no_district"),
    )
