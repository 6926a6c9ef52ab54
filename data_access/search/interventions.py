"""Searches the text of every intervention: Italian word forms, accents and typing errors, codes.

The index (:mod:`data_access.search.text_index`) holds one entry for each text an intervention has had, so
that words repeated in five editions are searched once.

Visibility is decided by :func:`data_access.viewer.sees_editions` on the editions of what was found, before
anything is counted, ranked or loosened: an edition that may not be seen changes nothing in the answer.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tantivy import Query

from data_access.resources import code_rank
from data_access.search.text_index import TextIndex
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer, sees_editions

WEIGHTS = {"title": 100.0, "description": 10.0, "around": 1.0}
"""Where words are looked for and what one weighs there; ``around``: code, sheet, district, target group."""


@dataclass(frozen=True, eq=False)
class FoundInterventions:
    """The interventions that a search found.

    Attributes:
        rows: one row an intervention, best first (index: version id): the columns of
            ``version.interventions`` and ``cents``, as in the newest visible edition that matches best.
        exact: false where only longer or similar words were found.
        words: the words looked for; empty where nothing that was typed can be looked for.
    """

    rows: pd.DataFrame
    exact: bool
    words: tuple[str, ...]


def search_interventions(
    version: Version,
    text: str,
    viewer: Viewer,
    *,
    districts: Collection[str] | None = None,
    period: str | None = None,
) -> FoundInterventions:
    """Find interventions by words or by code.

    All words must occur, anywhere in title, description, code, sheet title, district or target group. An
    exact code comes first, then words in the title, then in the description; ties by newest edition, then
    by amount, then by code.

    Args:
        version: the data.
        text: what was typed: any characters at all.
        viewer: hides other districts' editions that are not presented.
        districts: only in these.
        period: only in this edition; otherwise in every one.
    """
    with _building:
        index = _index_of(version)
    words = index.texts.words(text)
    seen = index.visible(viewer, districts, period)
    best, exact = np.empty(0, dtype=np.int64), True
    queries = index.texts.queries(text, words, lambda query: len(index.best(query, seen)) > 0)
    for step, query in enumerate(queries):
        best, exact = index.best(query, seen), step == 0
        if len(best):
            break
    rows = version.interventions.iloc[best].assign(cents=index.cents[best])
    return FoundInterventions(rows, exact or rows.empty, words)


def prepare(version: Version) -> None:
    """Build the index before anybody searches: it takes about a second, once a version."""
    with _building:
        _index_of(version)


# Two sessions may search first at the same moment: one builds, the other waits.
_building = threading.Lock()


@version_cached(maxsize=2)
def _index_of(version: Version) -> _Interventions:
    return _Interventions(version)


class _Interventions:
    """The index of one version, and where each of its texts stands in ``version.interventions``."""

    def __init__(self, version: Version) -> None:
        rows = version.interventions
        texts = rows.groupby(["code", "title", "description", "sheet", "target", "district_code"], sort=False)
        text_of = texts.ngroup().to_numpy()
        periods = {key: i for i, key in enumerate(version.periods)}
        self._period = rows["period"].map(periods).to_numpy(dtype=np.int64)
        #: Position in ``version.interventions`` of each text in each period; -1: not in that period.
        self._at = np.full((int(text_of.max(initial=-1)) + 1, len(periods)), -1, dtype=np.int64)
        self._at[text_of, self._period] = np.arange(len(rows))
        totals = version.lines.groupby("version_id")["cents"].sum().reindex(rows.index, fill_value=0)
        self.cents: NDArray[np.int64] = totals.to_numpy(dtype=np.int64)
        self._code = code_rank(version)
        editions = version.editions
        #: District, period and status of each edition.
        self._editions = [editions[name].to_numpy() for name in ("district_code", "period", "status")]
        of_edition = pd.Series(np.arange(len(editions)), [editions["period"], editions["district_code"]])
        self._edition = of_edition.reindex(
            pd.MultiIndex.from_frame(rows[["period", "district_code"]])
        ).to_numpy(dtype=np.int64)
        self.texts = TextIndex(_texts(version, rows.iloc[np.unique(text_of, return_index=True)[1]]), WEIGHTS)

    def visible(
        self, viewer: Viewer, districts: Collection[str] | None, period: str | None
    ) -> NDArray[np.bool_]:
        """Return which rows of ``version.interventions`` may be found."""
        owners, periods, statuses = self._editions
        seen = sees_editions(viewer, owners, statuses)
        if districts is not None:
            seen &= np.isin(owners, list(districts))
        if period is not None:
            seen &= periods == period
        return seen[self._edition]

    def best(self, query: Query, seen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the rows of ``version.interventions`` a query finds: one an intervention, best first."""
        if not len(self._at):
            return np.empty(0, dtype=np.int64)
        texts, scores = self.texts.hits(query)
        at = self._at[texts]
        shown = (at >= 0) & seen[at]
        newest = shown.shape[1] - 1 - np.argmax(shown[:, ::-1], axis=1)
        rows, known = at[np.arange(len(at)), newest], shown.any(axis=1)
        rows, scores = rows[known], scores[known]
        rows = rows[np.lexsort((self._code[rows], -self.cents[rows], -self._period[rows], -scores))]
        _, first = np.unique(self._code[rows], return_index=True)
        return rows[np.sort(first)]


def _texts(version: Version, texts: pd.DataFrame) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield code and words of each text of an intervention."""
    places = version.place_names
    for code, title, description, sheet, district, target in zip(
        texts["code"],
        texts["title"],
        texts["description"],
        texts["sheet_title"].fillna(""),
        texts["district_code"],
        texts["target"].map(version.targets["name"]).fillna(""),
        strict=True,
    ):
        around = f"{code} {sheet} {places[district]} {target}"
        yield str(code), {"title": title, "description": description, "around": around}
