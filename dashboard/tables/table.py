"""Describes a table once: columns, rows, rows that stand out. Screen, long lists and Excel render it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from dashboard.tables.lines import Lines
from dashboard.tables.spans import Spans
from dashboard.tables.stacks import Stacks

Kind = Literal["text", "integer", "decimal", "euro", "percent", "date"]

Picture = Spans | Stacks | Lines
"""A column of drawings, which only a screen shows."""


@dataclass(frozen=True)
class Formula:
    """How a column is reckoned from two others of its row, by key.

    ``difference``: first minus second, to the cent; ``share``: first over second.
    """

    kind: Literal["difference", "share"]
    first: str
    second: str


@dataclass(frozen=True)
class Column:
    """A column: the key of its cells among the rows, the title shown, and how its values are written.

    Attributes:
        key: of the cells in :attr:`Table.rows`. A word among figures or days stays a word.
        title: as shown.
        kind: what the values are; ``percent`` values are percentages (12.3 is 12.3%).
        decimals: counts for ``decimal`` and ``percent``, on screen also for ``euro``.
        width: of the file, in characters; fitted when None.
        total: asks for a live sum under the table of a file (integers, decimals and euro only; under a column
            of shares stands the share of the sums).
        formula: makes the file's cells live: the rows give the same values, for programs that do not compute,
            and words where there is nothing to reckon.
        help: words that a screen shows on the title.
        bar: shows each figure on screen as a bar, a part of the largest one, or of the figure given.
        signed: writes a plus before differences above zero, on screen.
        order: key of the cells that a screen orders the column by, where that is not what it shows.
        screen: whether a screen shows the column too.
        room: how wide the column is in a long list; fitted when None.
    """

    key: str
    title: str
    kind: Kind = "text"
    decimals: int = 1
    width: float | None = None
    total: bool = False
    formula: Formula | None = None
    help: str = ""
    bar: bool | float = False
    signed: bool = False
    order: str = ""
    screen: bool = True
    room: Literal["small", "medium", "large"] | int | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """Columns and rows of a table, the same for a screen and for a file.

    Attributes:
        columns: in their order; the first names the rows.
        rows: by key, the cells of a column from top to bottom; there may be more of them than columns.
        mark: key of the cells that say what a row is: what a click on it gives.
        mine: marks of rows that stand out on screen.
        outside: marks of rows that stand back on screen.
        decimals: key of the cells that say with how many decimals a row's figures are written on screen,
            where rows are measured in different units.
    """

    columns: tuple[Column | Picture, ...]
    rows: Mapping[str, Sequence]
    mark: str = "mark"
    mine: Collection[str] = ()
    outside: Collection[str] = ()
    decimals: str = ""

    @classmethod
    def of(cls, columns: Sequence[Column | Picture], frame: pd.DataFrame, *, mark: str = "mark") -> Table:
        """Make a table of a frame's rows; its index is left out."""
        return cls(tuple(columns), {str(key): frame[key].tolist() for key in frame.columns}, mark)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(next(iter(self.rows.values()), ()))

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns of a file."""
        return tuple(column for column in self.columns if isinstance(column, Column))

    @property
    def shown(self) -> tuple[Column | Picture, ...]:
        """The columns of a screen."""
        return tuple(column for column in self.columns if not isinstance(column, Column) or column.screen)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame, for who reckons with them."""
        return pd.DataFrame(dict(self.rows))

    def only(self, *keys: str) -> Table:
        """Keep the columns of some keys alone, in the order of the keys, as far as there are any."""
        columns = {column.key: column for column in self.written}
        return replace(self, columns=tuple(columns[key] for key in keys if key in columns))

    def first(self, n: int) -> Table:
        """Keep the first rows alone."""
        return replace(self, rows={key: cells[:n] for key, cells in self.rows.items()})

    def backwards(self) -> Table:
        """Put the last row first."""
        return replace(self, rows={key: list(reversed(cells)) for key, cells in self.rows.items()})

    def beside(self, key: str, picture: Picture) -> Table:
        """Put a column of drawings behind the column of a key; nothing where nothing is drawn in it."""
        if not picture.known:
            return self
        columns = list(self.columns)
        at = next(i for i, column in enumerate(columns) if isinstance(column, Column) and column.key == key)
        return replace(self, columns=(*columns[: at + 1], picture, *columns[at + 1 :]))
