"""Holds small lines of some years' figures, one a row, drawn in the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Lines:
    """A column of lines, each on a scale of its own.

    Attributes:
        title: of the column.
        rows: of each row the figures from left to right; none for no line.
        help: words that a screen shows on the title.
    """

    title: str
    rows: Sequence[Sequence[float]]
    help: str = ""

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return any(len(row) for row in self.rows)
