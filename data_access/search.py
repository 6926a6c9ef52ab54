"""Full-text search over every intervention: Italian word forms, accents and typing errors, codes.

The index (tantivy) holds one entry for each text an intervention has had, so that words repeated in five
editions are searched once. What a person typed is cut into words and never read as a query language. Words
are looked for by their Italian stem; only where that finds nothing are longer and similar words accepted.

Visibility is decided by :func:`data_access.viewer.sees_editions` on the editions of what was found, before
anything is counted, ranked or loosened: an edition that may not be seen changes nothing in the answer.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tantivy import (
    Document,
    Filter,
    Index,
    Occur,
    Query,
    Schema,
    SchemaBuilder,
    Searcher,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from data_access.version import Version
from data_access.viewer import Viewer, sees_editions

MOST_WORDS = 8
"""Words of a search beyond these are left out: nobody types them, and each costs time."""

FIELDS = (("title", 100.0), ("description", 10.0), ("around", 1.0))
"""Where words are looked for and what one weighs there; ``around``: code, sheet, district, target group.

The weights are constants, not BM25: an order that people can foresee and that no hidden text can move.
"""

CODE_WEIGHT = 1e6
ALIKE = 0.5
"""A longer or similar word weighs half of the word itself."""

_CODE_PARTS = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found.

    Attributes:
        rows: one row an intervention, best first (index: version id): the columns of
            ``version.interventions`` and ``cents``, as in the newest visible edition that matches best.
        exact: false where only longer or similar words were found.
        words: the words looked for; empty where nothing that was typed can be looked for.
    """

    rows: pd.DataFrame
    exact: bool
    words: tuple[str, ...]


def search(
    version: Version,
    text: str,
    viewer: Viewer,
    *,
    districts: Collection[str] | None = None,
    period: str | None = None,
) -> Found:
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
    words = index.words(text)
    seen = index.visible(version, viewer, districts, period)
    best, exact = np.empty(0, dtype=np.int64), True
    for step, query in enumerate(index.queries(text, words, seen)):
        best, exact = index.best(query, seen), step == 0
        if len(best):
            break
    rows = version.interventions.iloc[best].assign(cents=index.cents[best])
    return Found(rows, exact or rows.empty, words)


def prepare(version: Version) -> None:
    """Build the index before anybody searches: it takes about a second, once a version."""
    with _building:
        _index_of(version)


# Two sessions may search first at the same moment: one builds, the other waits.
_building = threading.Lock()


@lru_cache(maxsize=2)
def _index_of(version: Version) -> _TextIndex:
    return _TextIndex(version)


class _TextIndex:
    """The index of one version, and where each of its texts stands in ``version.interventions``."""

    def __init__(self, version: Version) -> None:
        rows = version.interventions
        self._plain, self._stemmed = _analyzer(stem=False), _analyzer(stem=True)
        texts = rows.groupby(["code", "title", "description", "sheet", "target", "district_code"], sort=False)
        text_of = texts.ngroup().to_numpy()
        periods = {key: i for i, key in enumerate(version.periods)}
        self._period = rows["period"].map(periods).to_numpy(dtype=np.int64)
        #: Position in ``version.interventions`` of each text in each period; -1: not in that period.
        self._at = np.full((int(text_of.max(initial=-1)) + 1, len(periods)), -1, dtype=np.int64)
        self._at[text_of, self._period] = np.arange(len(rows))
        totals = version.lines.groupby("version_id")["cents"].sum().reindex(rows.index, fill_value=0)
        self.cents: NDArray[np.int64] = totals.to_numpy(dtype=np.int64)
        self._code, _ = pd.factorize(rows["code"], sort=True)
        editions = version.editions
        of_edition = pd.Series(np.arange(len(editions)), [editions["period"], editions["district_code"]])
        self._edition = of_edition.reindex(
            pd.MultiIndex.from_frame(rows[["period", "district_code"]])
        ).to_numpy(dtype=np.int64)
        self._searcher, self._schema = self._built(
            version, rows.iloc[np.unique(text_of, return_index=True)[1]]
        )

    def _built(self, version: Version, texts: pd.DataFrame) -> tuple[Searcher, Schema]:
        builder = SchemaBuilder()
        builder.add_unsigned_field("text", fast=True)
        builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
        for field, _ in FIELDS:
            builder.add_text_field(field, tokenizer_name="stemmed", index_option="basic")
            builder.add_text_field(f"{field}_plain", tokenizer_name="plain", index_option="basic")
        index = Index(builder.build())
        index.register_tokenizer("stemmed", self._stemmed)
        index.register_tokenizer("plain", self._plain)
        places = version.place_names
        around = [
            f"{code} {sheet} {places[district]} {target}"
            for code, sheet, district, target in zip(
                texts["code"],
                texts["sheet"].map(version.sheets["title"]).fillna(""),
                texts["district_code"],
                texts["target"].map(version.targets["name"]).fillna(""),
                strict=True,
            )
        ]
        # One thread and one commit: the smallest memory, and the same index from the same data.
        writer = index.writer(heap_size=15_000_000, num_threads=1)
        for number, (code, title, description, rest) in enumerate(
            zip(texts["code"], texts["title"], texts["description"], around, strict=True)
        ):
            document = Document()
            document.add_unsigned("text", number)
            document.add_text("key", _code_key(code))
            for (field, _), words in zip(FIELDS, (title, description, rest), strict=True):
                document.add_text(field, _composed(words))
                document.add_text(f"{field}_plain", _composed(words))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index.searcher(), index.schema

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of what was typed: lower case, without accents, without *di*, *per*, *la*."""
        typed = self._plain.analyze(_composed(text))
        return tuple(dict.fromkeys(typed))[:MOST_WORDS]

    def visible(
        self, version: Version, viewer: Viewer, districts: Collection[str] | None, period: str | None
    ) -> NDArray[np.bool_]:
        """Return which rows of ``version.interventions`` may be found."""
        editions = version.editions
        owners = editions["district_code"].to_numpy()
        seen = sees_editions(viewer, owners, editions["status"].to_numpy())
        if districts is not None:
            seen &= np.isin(owners, list(districts))
        if period is not None:
            seen &= (editions["period"] == period).to_numpy()
        return seen[self._edition]

    def queries(self, text: str, words: Sequence[str], seen: NDArray[np.bool_]) -> Iterator[Query]:
        """Yield queries from strict to forgiving, each to be tried when the one before found nothing."""
        if not words:
            return
        yield self._query(text, words, frozenset())
        unknown = frozenset(w for w in words if not len(self.best(self._word(w, loose=False), seen)))
        if unknown:
            yield self._query(text, words, unknown)
        if len(unknown) < len(words):
            yield self._query(text, words, frozenset(words))

    def best(self, query: Query, seen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the rows of ``version.interventions`` a query finds: one an intervention, best first."""
        if not len(self._at):
            return np.empty(0, dtype=np.int64)
        hits = self._searcher.search(query, limit=len(self._at), count=False).hits
        texts = np.array(self._searcher.fast_field_values("text", [at for _, at in hits]), dtype=np.int64)
        scores = np.array([score for score, _ in hits])
        at = self._at[texts]
        shown = (at >= 0) & seen[at]
        newest = shown.shape[1] - 1 - np.argmax(shown[:, ::-1], axis=1)
        rows, known = at[np.arange(len(at)), newest], shown.any(axis=1)
        rows, scores = rows[known], scores[known]
        rows = rows[np.lexsort((self._code[rows], -self.cents[rows], -self._period[rows], -scores))]
        _, first = np.unique(self._code[rows], return_index=True)
        return rows[np.sort(first)]

    def _query(self, text: str, words: Sequence[str], loose: Collection[str]) -> Query:
        """All the words; or the code, exact or (where words are forgiven) with one slip."""
        every = Query.boolean_query([(Occur.Must, self._word(word, loose=word in loose)) for word in words])
        key = _code_key(text)
        code = Query.term_query(self._schema, "key", key)
        if loose and any(c.isdigit() for c in key) and any(c.isalpha() for c in key):
            code = Query.fuzzy_term_query(self._schema, "key", key, distance=1)
        return Query.disjunction_max_query([Query.const_score_query(code, CODE_WEIGHT), every])

    def _word(self, word: str, *, loose: bool) -> Query:
        """One word in any field, in the best of them; ``loose``: also longer and similar words."""
        ways: list[Query] = []
        for field, weight in FIELDS:
            for stem in self._stems(word):
                same = Query.term_query(self._schema, field, stem)
                ways.append(Query.const_score_query(same, weight))
                if loose and len(stem) > 3:
                    alike = Query.fuzzy_term_query(self._schema, field, stem, distance=1)
                    ways.append(Query.const_score_query(alike, weight * ALIKE))
            if loose:
                ways += [
                    Query.const_score_query(alike, weight * ALIKE)
                    for alike in self._alike(f"{field}_plain", word)
                ]
        return Query.disjunction_max_query(ways)

    def _stems(self, word: str) -> tuple[str, ...]:
        """The stems of a word and of its other endings: *anziano* and *anziani* have two."""
        forms = [word]
        if len(word) > 3 and word[-1] in "aeio":
            forms += [word[:-1] + vowel for vowel in "aeio"]
        return tuple(dict.fromkeys(stem for form in forms for stem in self._stemmed.analyze(form)))

    def _alike(self, field: str, word: str) -> Iterator[Query]:
        """Words that begin so, and words one slip away, or two in a long word; numbers are never alike."""
        if len(word) < 3 or word.isdigit():
            return
        yield Query.fuzzy_term_query(self._schema, field, word, distance=0, prefix=True)
        if len(word) > 3:
            yield Query.fuzzy_term_query(self._schema, field, word, distance=1 if len(word) < 9 else 2)


def _analyzer(*, stem: bool) -> TextAnalyzer:
    builder = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(40))
        .filter(Filter.lowercase())
        # Before the stemmer, so that *citta*, *città* and *citta'* have one stem.
        .filter(Filter.ascii_fold())
        .filter(Filter.stopword("italian"))
    )
    return (builder.filter(Filter.stemmer("italian")) if stem else builder).build()


def _code_key(text: str) -> str:
    """One key for ``RO-RIM-0012``, ``ro rim 12`` and ``RORIM012``."""
    parts = _CODE_PARTS.findall(text.lower())
    return "".join(part.zfill(6) if part.isdigit() else part for part in parts)


def _composed(text: str) -> str:
    """Letters with their accents in one piece; half characters, which no index takes, as question marks."""
    return unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))
