"""Columns and words of judged values: the same in every table and file of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.judging.judgement import BENCHMARKS
from dashboard.judging.signs import LOOKS
from dashboard.judging.words import judgement_words
from dashboard.locale.formats import HIDDEN, MISSING, Language
from dashboard.locale.texts import Translate
from dashboard.tables.table import Column
from data_access.measures import Measure


def rank_columns(t: Translate) -> tuple[Column, ...]:
    """Return the columns of a rank and of its two 90 % intervals: one district, all together."""
    return (
        Column("rank", t("column.rank"), "integer", 0, 10),
        Column("rank_low", t("indicator.rank_low"), "integer", 0, 12),
        Column("rank_high", t("indicator.rank_high"), "integer", 0, 12),
        Column("all_low", t("indicator.all_low"), "integer", 0, 12),
        Column("all_high", t("indicator.all_high"), "integer", 0, 12),
    )


def judgement_columns(t: Translate, target: Column) -> tuple[Column, ...]:
    """Return the columns of trend, judgement against each benchmark, target and note."""
    return (
        Column("trend", t("indicator.trend"), width=24),
        *(
            Column(f"against_{kind}", t("indicator.against", what=t(f"benchmark.{kind}")), width=20)
            for kind in BENCHMARKS
        ),
        target,
        Column("reached", t("indicator.reached"), width=14),
        Column("note", t("column.note"), width=44),
    )


def rounded(figures: list[float], measures: list[Measure]) -> list[float]:
    """Each figure to its own measure's decimals: one column of the file holds many units."""
    return [
        figure if figure != figure else round(figure, measure.decimals)
        for figure, measure in zip(figures, measures, strict=True)
    ]


def value_notes(values: pd.DataFrame, measure: Measure, t: Translate, language: Language) -> list[str]:
    """Say of each row why it has no value or no comparison, or that its value is implausible."""
    return [
        value_note(status, reason, value, measure, t, language)
        for status, reason, value in zip(values["status"], values["reason"], values["value"], strict=True)
    ]


def value_note(
    status: str, reason: str, value: float, measure: Measure, t: Translate, language: Language
) -> str:
    """Why there is no value or no comparison, or that the value is out of its plausible range."""
    if status != "ok":
        return HIDDEN[language] if status == "hidden" else t("note.missing_words")
    parts = [t(f"judgement.reason.{reason}")] if reason else []
    low, high = measure.plausible
    if (low is not None and value < low) or (high is not None and value > high):
        parts.append(t("indicator.implausible"))
    return "; ".join(parts)


def figure_or_word(value: float, status: str, language: Language) -> object:
    """Return a figure, or the word for hidden or missing where there is none."""
    if value == value:
        return value
    return HIDDEN[language] if status == "hidden" else MISSING[language]


def figures_or_words(values: Iterable[float], statuses: Iterable[str], language: Language) -> list[object]:
    """Return figures, with the word for hidden or missing where there is none."""
    return [figure_or_word(value, status, language) for value, status in zip(values, statuses, strict=True)]


def in_words(rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Put the word for hidden or for missing where a figure is not there."""
    status = rows["status"].tolist() if "status" in rows else ["ok"] * len(rows)
    # One frame made once: putting in column after column costs more than all the rest.
    written = {}
    for name, column in rows.items():
        if column.dtype.kind == "f" or (column.dtype == object and name == "same"):
            words = [
                figure_or_word(float("nan") if v is None else v, s, language)
                for v, s in zip(column.tolist(), status, strict=True)
            ]
            column = pd.Series(words, index=rows.index, dtype=object)
        written[name] = column
    return pd.DataFrame(written)


def compared_columns(frames: Mapping[str, pd.DataFrame], t: Translate) -> dict[str, list[str]]:
    """Return the judgements against each benchmark in words, by column."""
    words = {name: judgement_words(name, t) for name in LOOKS}
    return {
        f"against_{kind}": [words[name] for name in frame["judgement"].astype(str).tolist()]
        for kind, frame in frames.items()
    }
