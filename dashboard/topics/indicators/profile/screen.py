"""The pieces of the page Profilo del distretto."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dashboard.judging.words import benchmark_name
from dashboard.locale.formats import day, number
from dashboard.locale.words import place_name
from dashboard.parts import columns, prose, together
from dashboard.parts.spine import spine_chart
from dashboard.parts.strip import button, toggles
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.filters import select
from dashboard.screen.session import Context, change_with, open_page
from dashboard.tables.screen import show
from dashboard.topics.indicators.profile.case_table import case_profile_table
from dashboard.topics.indicators.profile.compute import Profile, profile_of
from dashboard.topics.indicators.profile.tables import points


def year_select(ctx: Context) -> None:
    """A year for all indicators, or the last one of each."""
    years = [str(year) for year in reversed(ctx.version.years)]
    select(
        ctx.t("filter.year"),
        ["", *years],
        ctx.view.year if ctx.view.year in years else "",
        key="profile_year",
        words=lambda year: year or ctx.t("profile.latest"),
        make=lambda view, year: replace(view, year=year),
    )


def area_filter(ctx: Context) -> None:
    """The areas of the plan whose indicators are shown; none chosen shows all."""
    names = ctx.version.areas["name"]
    codes = list(names.index)

    def chosen(places: list[int]) -> None:
        areas = tuple(codes[nth] for nth in places)
        change_with(lambda view: replace(view, filters=replace(view.filters, areas=areas)))

    toggles(
        ctx.t("filter.area"),
        [f"{code} · {names[code]}" for code in codes],
        [codes.index(code) for code in ctx.view.filters.areas],
        key="profile_areas",
        on_pick=chosen,
    )


def read_profile(ctx: Context, district: str) -> Profile:
    """Judge the district on every indicator chosen."""
    return profile_of(ctx.version, ctx.view, ctx.viewer, district)


def headline(ctx: Context, profile: Profile) -> None:
    """How many indicators are better, similar, worse, not compared; how many move; targets reached."""
    t, rows = ctx.t, profile.rows
    counts, trends = Counter(rows["judgement"].tolist()), rows["trend"].tolist()
    targets = [word for word in rows["reached"].tolist() if word]
    explained = t("profile.explained", rule=t("judgement.rule"), day=day(ctx.version.as_of, ctx.language))
    context = counts["higher"] + counts["lower"]
    left = counts["not_compared"] + counts["missing"] + counts["hidden"]
    name = benchmark_name(ctx.version, profile.district, profile.against, t)
    figures(
        [
            (t("profile.better"), number(counts["better"]), t("profile.than", name=name), explained),
            (t("profile.worse"), number(counts["worse"]), t("profile.than", name=name), explained),
            (
                t("profile.similar"),
                number(counts["similar"]),
                t("profile.left", context=context, left=left),
                explained,
            ),
            (
                t("profile.moving"),
                f"↑ {_ending(trends, '_better')} · ↓ {_ending(trends, '_worse')}",
                t("profile.moving_below", n=len(trends) - trends.count("not_computable")),
                t("trend_word.rule"),
            ),
            (
                t("profile.targets"),
                t("value.of", n=targets.count("reached"), of=len(targets)),
                t("profile.targets_below"),
                t("profile.targets_definition"),
            ),
        ]
    )


def _ending(words: Sequence[str], ending: str) -> int:
    return sum(word.endswith(ending) for word in words)


def strong_and_weak(ctx: Context, profile: Profile) -> None:
    """Up to three strongest and weakest points in sentences; said where there is none."""
    strong, weak = points(asked(ctx), profile)
    with columns("points") as sides:
        for side, title, sentences, sign in zip(
            sides, ("profile.strong", "profile.weak"), (strong, weak), ("↗", "!"), strict=True
        ):
            with side:
                prose.heading(f"{sign} {ctx.t(title)}")
                if not sentences:
                    prose.note(ctx.t("profile.no_points"))
                for nth, (_, words) in enumerate(sentences, start=1):
                    prose.text(f"{nth}. {words}")
    prose.note(ctx.t("profile.points_caption"))


def chart(ctx: Context, profile: Profile) -> None:
    """Every indicator around the benchmark; a click opens the indicator."""
    t = ctx.t
    name = place_name(ctx.version, profile.district, t)
    if profile.rows.empty:
        prose.info(t("profile.nothing"), "search_off")
        return
    with together("spine_words"):
        prose.heading(t("profile.indicators"))
        prose.note(f"{t('profile.click')} {t('judgement.rule')}")
    spine_chart(
        ctx.version,
        profile,
        language=ctx.language,
        label=t("spine.label", name=name),
        on_pick=lambda code: open_page("scheda_indicatore", measure=code),
    )


def cases(ctx: Context, profile: Profile) -> None:
    """What the case databases say of the district; a row opens the measure. Nothing without a mart."""
    t = ctx.t
    table = case_profile_table(asked(ctx), profile.district, profile.against)
    with together("below_spine"):
        if len(profile.rows):
            prose.note(t("trend_word.rule"))
        if table is None:
            return
        prose.heading(t("profile.cases"))
        prose.note(t("profile.cases_caption"))
        show(
            ctx,
            table,
            key="profile_cases",
            label=t("profile.cases"),
            on_row=lambda code: open_page("scheda_indicatore", measure=code),
        )


def to_peers(ctx: Context) -> None:
    """A way to the districts this one is like."""
    button(ctx.t("profile.to_peers"), key="to_peers", on_pick=lambda: open_page("confronto_distretti"))
