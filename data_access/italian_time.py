"""The day in Italy: databases keep moments in UTC, people read and write the date of where they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_ITALY = ZoneInfo("Europe/Rome")


def italian_day(moment: datetime) -> date:
    """Return the date in Italy of a moment, in UTC where it names no zone: 22:30 in June is the next day."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(_ITALY).date()


def italian_today() -> date:
    """Return the date in Italy, whatever the machine's own zone."""
    return datetime.now(_ITALY).date()
