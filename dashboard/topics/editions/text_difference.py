"""Two versions of a text word by word, as Markdown that reads without colour and without HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from dashboard.locale.words import escaped

_WORD = re.compile(r"(?:\w+|[^\w\s])\s*")
#: Under this share of words in common, word marks read worse than two whole texts.
ALIKE = 0.35
#: From here on comparing word by word may take seconds, so common words no longer serve as anchors.
LONG = 2_000


@dataclass(frozen=True)
class Piece:
    """A run of words; ``differs`` when the other text does not have them here."""

    text: str
    differs: bool


def word_difference(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces, whole and in order; blanks around a text are left out.

    Texts that have little in common differ as a whole.
    """
    old, new = (_WORD.findall(text.strip()) for text in (before, after))
    matcher = SequenceMatcher(
        None, [w.strip() for w in old], [w.strip() for w in new], autojunk=max(len(old), len(new)) > LONG
    )
    alike = matcher.ratio() >= ALIKE or not (old and new)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i, j, k, m in matcher.get_opcodes() if alike else [("replace", 0, len(old), 0, len(new))]:
        for side, words in zip(sides, (old[i:j], new[k:m]), strict=True):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return tuple(sides[0]), tuple(sides[1])


def removed_marked(pieces: Iterable[Piece]) -> str:
    """The text before as Markdown: what is no longer there is struck out, on red."""
    return _marked(pieces, ":red-background[~~", "~~]")


def added_marked(pieces: Iterable[Piece]) -> str:
    """The text after as Markdown: what is new is bold, on green."""
    return _marked(pieces, ":green-background[**", "**]")


def _marked(pieces: Iterable[Piece], opening: str, closing: str) -> str:
    # Marks must touch their words and must not reach over the end of a paragraph.
    words: list[str] = []
    for differs, run in groupby(pieces, key=lambda piece: piece.differs):
        text = "".join(piece.text for piece in run)
        for line in re.split(r"(\n+)", text):
            bare = escaped(" ".join(line.split()))
            if "\n" in line:
                words.append("\n\n")
            elif bare:
                end = " " if line[-1].isspace() else ""
                words.append((f"{opening}{bare}{closing}" if differs else bare) + end)
    return "".join(words).strip()
