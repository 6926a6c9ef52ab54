"""The embedded demo: simulated plans, and simulated people in the zones' case databases."""

PEOPLE = 300_000
"""People with a case file, all zones together: the scale of the region."""
