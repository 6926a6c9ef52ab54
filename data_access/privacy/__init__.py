"""Hides small cells, so that no person can be recognised in the tables that are published.

A *cell* is a count at one place, in one period, of one kind; tables add up along their axes, and tables
that share a margin are protected together, as one system of :class:`Cells` (:mod:`~.counts`).

Primary suppression hides every count from 1 to the threshold less one. Secondary suppression
(:mod:`~.suppression`) hides further cells until the audit (:mod:`~.audit`) is content. A hidden cell is never
said to be of the first or of the second kind: "fewer than 5" would itself narrow the interval.

Thresholds come from the environment and are never under 3.
"""

from data_access.privacy.audit import Audit, Report, feasible, unsafe_cells
from data_access.privacy.counts import (
    TOTAL,
    Axis,
    Cells,
    CountTable,
    Link,
    ThresholdError,
    Thresholds,
    added_up,
    joined,
    linked,
    separate_axis,
    thresholds,
    total_axis,
)
from data_access.privacy.suppression import suppress, suppress_and_audit

__all__ = [
    "TOTAL",
    "Audit",
    "Axis",
    "Cells",
    "CountTable",
    "Link",
    "Report",
    "ThresholdError",
    "Thresholds",
    "added_up",
    "feasible",
    "joined",
    "linked",
    "separate_axis",
    "suppress",
    "suppress_and_audit",
    "thresholds",
    "total_axis",
    "unsafe_cells",
]
