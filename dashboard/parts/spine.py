"""The spine chart: a table of indicators with a graphic a row, drawn in the browser (components v2).

It goes where a click with ``st.dataframe`` costs half as much (``tests/bench/parts.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from math import isnan

from dashboard.assets import BASE, script_address
from dashboard.judging.judgement import REACHED, REASONS
from dashboard.judging.recent_trend import TRENDS
from dashboard.judging.signs import LOOKS
from dashboard.judging.words import benchmark_name
from dashboard.locale.formats import Language, measured
from dashboard.locale.texts import texts
from dashboard.locale.words import ratio_words
from dashboard.parts import part
from dashboard.parts.contract import Judgement, Spine, Trend
from dashboard.topics.indicators.profile.compute import Profile
from dashboard.topics.indicators.profile.tables import figure_words
from data_access.version import Version
from data_access.version_cache import version_cached

TREND_SIGNS = {"rising": "↗", "falling": "↘", "no_change": "→", "not_computable": "·"}
_WORDS = (
    *("indicator", "value", "chart", "judgement", "trend", "target", "worst", "best", "low", "high"),
    *("middle", "open", "key_dot", "key_band", "key_ends", "key_line", "key_target"),
)


def spine_chart(
    version: Version,
    profile: Profile,
    *,
    language: Language,
    label: str,
    on_pick: Callable[[str], None],
    key: str = "spine",
) -> None:
    """Draw the indicators of a district around the benchmark.

    Args:
        version: the data.
        profile: the district's rows.
        language: of figures and words.
        label: what a screen reader says of the whole table.
        on_pick: called with the code of the indicator that was clicked.
        key: identity on the page.
    """

    def picked(code: object) -> None:
        # It comes from a browser: only codes that exist are followed.
        if str(code) in version.measures:
            on_pick(str(code))

    part("spine.js", key, _sent(version, profile, language, label, BASE.get()), picked)


# Another visitor of the same district, or the same one after a look elsewhere.
@version_cached(maxsize=128)
def _sent(version: Version, profile: Profile, language: Language, label: str, _base: str) -> str:
    """What spine.js draws; the addresses in it begin with the visitor's own base."""
    t = texts(language)
    rows, of = profile.rows, _expected(version, profile)
    measures = [version.measures[code] for code in rows.index]

    def words(name: str) -> list[str]:
        return [
            "" if isnan(value) else measured(measure, value, language)
            for measure, value in zip(measures, rows[name].tolist(), strict=True)
        ]

    def places(name: str) -> list[int | None]:
        return [None if isnan(at) else round(1000 * at) for at in rows[f"at_{name}"].tolist()]

    def among(known: Sequence[str], name: str) -> list[int]:
        at = {word: i for i, word in enumerate(known)}
        return [at[word] for word in rows[name].astype(str).tolist()]

    data: Spine = {
        "style": script_address("spine.css"),
        "label": label,
        "benchmark": benchmark_name(version, profile.district, profile.against, t),
        "areas": {str(code): f"{code} · {name}" for code, name in version.areas["name"].items()},
        "looks": [
            Judgement(name=name, fill=look.fill, ink=look.ink, sign=look.sign, words=t(f"judgement.{name}"))
            for name, look in LOOKS.items()
        ],
        "reasons": [t(f"judgement.reason.{word}") if word else "" for word in REASONS],
        "trends": [Trend(sign=_sign(word), words=t(f"trend_word.{word}")) for word in TRENDS],
        "reached": ["", f"✓ {t('reached.reached')}", f"✗ {t('reached.not_reached')}"],
        "covered": t("profile.covered", covered="#", of=of),
        "interval": t("profile.interval"),
        "words": {word: t(f"spine.{word}") for word in _WORDS},
        "rows": {
            "code": rows.index.tolist(),
            "area": [measure.area for measure in measures],
            "title": [measure.title.in_(language) for measure in measures],
            "unit": [measure.unit.in_(language) for measure in measures],
            "period": rows["period"].astype(str).tolist(),
            "value": [
                figure_words(measure, value, str(status), language)
                for measure, value, status in zip(
                    measures, rows["value"].tolist(), rows["status"].tolist(), strict=True
                )
            ],
            "interval": [
                f"{low} – {high}" if low else ""
                for low, high in zip(words("lower"), words("upper"), strict=True)
            ],
            "ratio": [
                ratio_words(measure, numerator, denominator, t, language)
                for measure, numerator, denominator in zip(
                    measures, rows["numerator"].tolist(), rows["denominator"].tolist(), strict=True
                )
            ],
            "benchmark": words("benchmark"),
            "judgement": among(tuple(LOOKS), "judgement"),
            "reason": among(REASONS, "reason"),
            "trend": among(TRENDS, "trend"),
            "target": words("target"),
            "reached": among(REACHED, "reached"),
            "neutral": [measure.polarity == "neutral" for measure in measures],
            "covered": [int(n) if 0 < n < of else 0 for n in rows["covered"].tolist()],
        },
        "ends": {
            "worst": words("worst"),
            "low": words("low"),
            "high": words("high"),
            "best": words("best"),
        },
        "places": {
            "worst": places("worst"),
            "low": places("low"),
            "high": places("high"),
            "best": places("best"),
            "lower": places("lower"),
            "upper": places("upper"),
            "value": places("value"),
            "target": places("target"),
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _expected(version: Version, profile: Profile) -> int:
    """How many districts the benchmark would hold if all had a value."""
    if profile.against.kind == "peers":
        return len(profile.against.peers)
    if profile.against.kind == "ausl":
        mine = version.ausl_of[profile.district]
        return sum(ausl == mine for ausl in version.ausl_of.values())
    return len(version.districts)


def _sign(word: str) -> str:
    return TREND_SIGNS.get(word, TREND_SIGNS.get(word.partition("_")[0], ""))
