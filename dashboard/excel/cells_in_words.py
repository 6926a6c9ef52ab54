"""Puts the word for a missing figure into the rows of a file."""

from __future__ import annotations

import pandas as pd


def missing_in_words(
    rows: pd.DataFrame, figures: tuple[str, ...], word: str, *, empty: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return rows whose missing figures are the word for missing, or nothing where none is expected.

    The word for hidden stands in them already.
    """
    return rows.assign(
        **{
            name: [
                ("" if name in empty else word)
                if pd.isna(v)
                else v
                if isinstance(v, str)
                else int(v)
                if name == "days"
                else float(v)
                for v in rows[name]
            ]
            for name in figures
        }
    ).reset_index(drop=True)
