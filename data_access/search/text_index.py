"""An index of Italian texts: word forms, accents and typing errors, and codes.

What a person typed is cut into words and never read as a query language. Words are looked for by their
Italian stem; only where that finds nothing are longer and similar words accepted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
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

MOST_WORDS = 8
"""Words of a search beyond these are left out: nobody types them, and each costs time."""

CODE_WEIGHT = 1e6
ALIKE = 0.5
"""A longer or similar word weighs half of the word itself."""

_CODE_PARTS = re.compile(r"[a-z]+|\d+")


class TextIndex:
    """An index of texts with a code, in fields that weigh differently; made once, then only read.

    A score is made of the weights of the fields where words are found: constants, not BM25, an order that
    people can foresee and that no text they may not see can move.
    """

    def __init__(self, texts: Iterable[tuple[str, Mapping[str, str]]], weights: Mapping[str, float]) -> None:
        """Index texts.

        Args:
            texts: code and words by field; the position of each is what a search gives back.
            weights: what a word weighs, by field.
        """
        self._weights = dict(weights)
        self._plain, self._stemmed = _analyzer(stem=False), _analyzer(stem=True)
        self._searcher, self._schema, self._size = self._built(texts)

    def _built(self, texts: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[Searcher, Schema, int]:
        builder = SchemaBuilder()
        builder.add_unsigned_field("text", fast=True)
        builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
        for field in self._weights:
            builder.add_text_field(field, tokenizer_name="stemmed", index_option="basic")
            builder.add_text_field(f"{field}_plain", tokenizer_name="plain", index_option="basic")
        index = Index(builder.build())
        index.register_tokenizer("stemmed", self._stemmed)
        index.register_tokenizer("plain", self._plain)
        # One thread and one commit: the smallest memory, and the same index from the same data.
        writer = index.writer(heap_size=15_000_000, num_threads=1)
        size = 0
        for number, (code, words) in enumerate(texts):
            document = Document()
            document.add_unsigned("text", number)
            document.add_text("key", _code_key(code))
            for field in self._weights:
                document.add_text(field, _composed(words[field]))
                document.add_text(f"{field}_plain", _composed(words[field]))
            writer.add_document(document)
            size += 1
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index.searcher(), index.schema, size

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of what was typed: lower case, without accents, without *di*, *per*, *la*."""
        typed = self._plain.analyze(_composed(text))
        return tuple(dict.fromkeys(typed))[:MOST_WORDS]

    def hits(self, query: Query) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the positions of the texts a query finds and their scores, in no order."""
        if not self._size:
            return np.empty(0, dtype=np.int64), np.empty(0)
        hits = self._searcher.search(query, limit=self._size, count=False).hits
        positions = self._searcher.fast_field_values("text", [at for _, at in hits])
        return np.array(positions, dtype=np.int64), np.array([score for score, _ in hits])

    def queries(self, text: str, words: Sequence[str], finds: Callable[[Query], bool]) -> Iterator[Query]:
        """Yield queries from strict to forgiving, each to be tried when the one before found nothing.

        Args:
            text: what was typed, which may be a code.
            words: its words.
            finds: whether a query finds anything that may be shown.
        """
        if not words:
            return
        yield self._query(text, words, frozenset())
        unknown = frozenset(w for w in words if not finds(self._word(w, loose=False)))
        if unknown:
            yield self._query(text, words, unknown)
        if len(unknown) < len(words):
            yield self._query(text, words, frozenset(words))

    def _query(self, text: str, words: Sequence[str], loose: Collection[str]) -> Query:
        """Return the query for all the words.

        Or the code, exact or (where words are forgiven) with one slip.
        """
        every = Query.boolean_query([(Occur.Must, self._word(word, loose=word in loose)) for word in words])
        key = _code_key(text)
        code = Query.term_query(self._schema, "key", key)
        if loose and any(c.isdigit() for c in key) and any(c.isalpha() for c in key):
            code = Query.fuzzy_term_query(self._schema, "key", key, distance=1)
        return Query.disjunction_max_query([Query.const_score_query(code, CODE_WEIGHT), every])

    def _word(self, word: str, *, loose: bool) -> Query:
        """Return the query for one word in any field, the best of them.

        ``loose``: also longer and similar words.
        """
        ways: list[Query] = []
        for field, weight in self._weights.items():
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
        """Return the stems of a word and of its other endings: *anziano* and *anziani* have two."""
        forms = [word]
        if len(word) > 3 and word[-1] in "aeio":
            forms += [word[:-1] + vowel for vowel in "aeio"]
        return tuple(dict.fromkeys(stem for form in forms for stem in self._stemmed.analyze(form)))

    def _alike(self, field: str, word: str) -> Iterator[Query]:
        """Yield queries for words that begin so or are one slip away (two in a long word).

        Numbers have none.
        """
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
    """Return one key for ``RO-RIM-0012``, ``ro rim 12`` and ``RORIM012``."""
    parts = _CODE_PARTS.findall(text.lower())
    return "".join(part.zfill(6) if part.isdigit() else part for part in parts)


def _composed(text: str) -> str:
    """Letters with their accents in one piece; half characters, which no index takes, as question marks."""
    return unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))
