import tomllib
from pathlib import Path

import pytest

from dashboard.charts.palette import CATEGORICAL, tint

THEME = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text())["theme"]


def contrast(one: str, other: str) -> float:
    """WCAG 2.1's contrast ratio."""

    def light(color: str) -> float:
        channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_stand_out_from_the_paper_of_both_themes(theme: str):
    assert all(contrast(color, THEME[theme]["backgroundColor"]) >= 3 for color in CATEGORICAL)


def test_streamlits_own_charts_take_the_same_colours():
    assert tuple(THEME["chartCategoricalColors"]) == CATEGORICAL


def test_every_part_has_dark_ink_on_a_pale_colour():
    assert all(contrast(tint(color), "#17324d") >= 4.5 for color in CATEGORICAL)
