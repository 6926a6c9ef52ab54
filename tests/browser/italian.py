"""Figures as Italians write them, by Babel: not by the code under test."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal


def whole(figure: float) -> str:
    """``1776`` → ``1.776``."""
    return format_decimal(round(figure), format="#,##0", locale="it")


def decimal(figure: float, places: int) -> str:
    """``12.345`` → ``12,35`` for two places."""
    return format_decimal(figure, format="#,##0." + "0" * places, locale="it")


def euro(cents: int) -> str:
    """``123456`` → ``1.234,56 €``."""
    return f"{format_decimal(Decimal(cents) / 100, format='#,##0.00', locale='it')} €"
