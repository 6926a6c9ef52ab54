"""What may be chosen on a page, by the codes that stand in its address."""

from __future__ import annotations

REASONS = ("left_out", "out_of_range", "jump", "missing", "sent_late")
"""Row with a fault, implausible value, implausible change, not sent, sent late; the most urgent first."""

KINDS = ("added", "dropped", "changed", "same")
"""What may have become of an intervention."""

STORED_FIELDS = ("title", "description", "sheet", "target", "lead_body", "municipality")
"""Fields of an intervention that an edition stores as they are."""

FIELDS = (*STORED_FIELDS, "amount", "sources")
"""What of an intervention may have changed. ``amount`` is its total; ``sources`` means that other sources
pay, or that the same ones share an unchanged total otherwise."""

STATUSES = ("reached", "nearing", "standing", "leaving", "no_target", "context", "hidden", "missing")
"""How an indicator of the region stands to its target."""

CLASS_COUNTS = (3, 4, 5, 6, 7)
"""How many classes the map may have."""

BREAKDOWNS = ("area", "sheet", "target", "source", "level", "district", "ausl")
"""What the money may be broken down by."""

SEARCH_LENGTH = 80
"""Characters of what is searched for."""

BY_AUSL = "ausl"
"""The usual order of the heat table's districts, in an address that is kept."""

ORDERS = ("name", "distance")
"""How the districts of the heat table may stand, besides by AUSL and by an indicator."""

NEIGHBOURS = (2, 3, 4, 5, 6, 7)
"""How many peers a district may have: with itself, at most eight are compared."""

POLARITIES = ("higher_better", "lower_better", "neutral")
"""What is better of an indicator: more, less, neither."""

TREND_GROUPS = ("better", "worse", "up", "down", "no_change", "not_computable")
"""Recent trends by what they mean; ``up`` and ``down`` are those of neutral measures."""

DEFAULT_MEASURE = "euro_per_resident"
"""The measure of an empty address."""
