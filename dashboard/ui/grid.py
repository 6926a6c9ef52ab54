"""Rows for ``st.dataframe`` as Arrow columns, which is what it sends.

Taking a frame apart into Arrow costs four times as much as the rest of a table on screen, and most of these
frames would be made for that moment alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa


def grid(columns: Mapping[str, Iterable]) -> pa.Table:
    """Put columns of one length side by side; None, NaN and NA become empty cells.

    Args:
        columns: by name, lists, arrays or series (whose index is left out).
    """
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
