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
