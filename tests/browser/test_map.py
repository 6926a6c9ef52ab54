"""The map of a share: each district in a class or hatched, each figure traceable, one scale for all years."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from math import sqrt

import pytest
from italian import decimal, whole
from PIL import Image
from playwright.sync_api import expect
from visit import Visit

#: Programmi L.R. 14/2015 conclusi con esito positivo: a share with missing districts in the last year.
SHARE, YEAR = "DST010", 2019


def _wilson(n: float, d: float) -> tuple[float, float]:
    """The 95 % interval of a share in percent (E. B. Wilson 1927)."""
    z = 1.959963984540054
    p, k = n / d, 1 + z * z / d
    middle, half = (p + z * z / (2 * d)) / k, z * sqrt(p * (1 - p) / d + z * z / (4 * d * d)) / k
    return 100 * (middle - half), 100 * (middle + half)


@pytest.fixture(scope="module")
def shares(sql: Callable) -> dict[str, tuple[float, float]]:
    """Numerator and denominator by district, where both were reported."""
    rows = sql(
        """select place_code, numerator, denominator from indicator_value
           where indicator_code = ? and year = ? and numerator is not null and denominator > 0
           and place_code in (select code from district)""",
        SHARE,
        YEAR,
    )
    return {code: (n, d) for code, n, d in rows}


def test_legend_ranking_and_hatching_account_for_every_district(
    visit: Visit, sql: Callable, shares: dict[str, tuple[float, float]]
) -> None:
    page = visit.open("mappa", misura=SHARE)
    expect(page.locator(".ranking tbody tr")).to_have_count(38)
    missing = {code for (code,) in sql("select code from district")} - set(shares)
    assert missing, "the demo must have districts that reported nothing"

    legend = dict(visit.legend())
    assert legend.pop("Dato mancante (n.d.)") == len(missing)
    assert sum(legend.values()) == len(shares)
    assert len(legend) == 5

    ranked = [value for _, _, value in visit.ranking()]
    expected = sorted((100 * n / d for n, d in shares.values()), reverse=True)
    assert ranked == [f"{decimal(value, 1)}%" for value in expected] + ["n.d."] * len(missing)

    (n, d) = map(sum, zip(*shares.values(), strict=True))
    expect(visit.value("Regione")).to_have_text(f"{decimal(100 * n / d, 1)}%")
    expect(visit.tile("Regione")).to_contain_text(f"{len(shares)} di 38 distretti")

    for code in missing:
        assert visit.area(code).get_attribute("aria-label").endswith("n.d.")
    # A name may lie over the middle of one of them.
    assert min(_colours_in_the_middle(visit, code) for code in sorted(missing)[:3]) > 2, "not hatched"
    assert min(_colours_in_the_middle(visit, code) for code in sorted(shares)[:3]) == 1


def test_tooltip_says_all_there_is_to_know(visit: Visit, sql: Callable, shares: dict) -> None:
    page = visit.open("mappa", misura=SHARE)
    expect(page.locator(".ranking tbody tr")).to_have_count(38)
    code = "BO-CIT"
    n, d = shares[code]
    low, high = _wilson(n, d)
    region_n, region_d = map(sum, zip(*shares.values(), strict=True))
    name, ausl = sql(
        "select d.display_name, a.name from district d join ausl a on a.code = d.ausl_code where d.code = ?",
        code,
    )[0]
    page.mouse.move(*visit.point_on(code))
    tooltip = page.locator(".tip")
    expect(tooltip).to_be_visible()
    words = " ".join(tooltip.inner_text().split())
    for part in (
        name,
        f"AUSL {ausl}",
        f"{decimal(100 * n / d, 1)}%",
        f"IC 95%: {decimal(low, 1)}% – {decimal(high, 1)}%",
        f"{whole(n)} su {whole(d)}",
        f"Regione: {decimal(100 * region_n / region_d, 1)}% ({len(shares)} di 38 distretti)",
        f"{YEAR} · dati al 30/09/2019",
        "Fonte: ",
    ):
        assert part in words


def test_the_scale_stays_when_the_year_changes_unless_asked_otherwise(visit: Visit) -> None:
    page = visit.open("mappa", misura=SHARE)
    expect(page.locator(".legend .item")).to_have_count(6)
    edges = [words for words, _ in visit.legend()][:5]
    values = [value for _, _, value in visit.ranking()]
    visit.choose("Anno", "2017")
    expect(page.get_by_text(re.compile(r"· 2017\b")).first).to_be_visible()
    visit.settle()
    assert [words for words, _ in visit.legend()][:5] == edges
    assert [value for _, _, value in visit.ranking()] != values
    page.get_by_role("button", name="Classi").click()
    switch = page.get_by_role("button", name="Stessa scala per tutti i periodi", exact=True)
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.press("Space")
    expect(page).to_have_url(re.compile("scala=periodo"))
    visit.settle()
    assert [words for words, _ in visit.legend()][:5] != edges


def _colours_in_the_middle(visit: Visit, code: str) -> int:
    x, y = visit.point_on(code)
    visit.page.mouse.move(0, 0)
    shot = visit.page.screenshot(clip={"x": x - 4, "y": y - 4, "width": 9, "height": 9})
    return len(Image.open(io.BytesIO(shot)).convert("RGB").getcolors())
