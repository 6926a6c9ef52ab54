"""A coordinator sees the own district in every status and the others' only once presented; nowhere more."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable

import pytest
from italian import decimal, whole
from playwright.sync_api import expect
from visit import Visit

PROFILE = "Profilo (solo dimostrazione)"
OWN, OWN_NAME, OTHER_NAME = "RO-FAE", "Faenza (RA)", "Rimini (RN)"


@pytest.fixture(scope="module")
def unpresented(sql: Callable) -> dict[str, tuple[float, float]]:
    """Euro and euro per resident of every district whose 2019 implementing plan is not presented."""
    rows = sql("""
        select p.district_code, sum(cast(round(b.amount * 100) as integer)) / 100.0, r.residents
        from budget_line b
        join intervention_version v on v.id = b.intervention_version_id
        join edition e on e.id = v.edition_id
        join plan p on p.id = e.plan_id
        join (select district_code, sum(residents) as residents from population where year = 2019
              group by district_code) r on r.district_code = p.district_code
        where e.kind = 'implementing' and e.year = 2019 and e.status in ('draft', 'validated', 'approved')
        group by p.district_code
    """)
    return {code: (euro, euro / residents) for code, euro, residents in rows}


def test_what_is_not_presented_never_reaches_a_coordinator(
    visit: Visit, unpresented: dict[str, tuple[float, float]]
) -> None:
    assert OWN in unpresented
    hidden = {code: amounts for code, amounts in unpresented.items() if code != OWN}

    visit.open()
    visit.choose(PROFILE, f"Coordinamento {OWN_NAME}")
    expect(visit.tile("Valore")).to_contain_text(f"{38 - len(hidden)} di 38 distretti")
    visit.settle()
    visit.frames.clear()
    _look_everywhere(visit)
    leaked = {code: visit.received(_traces(*amounts)) for code, amounts in hidden.items()}
    assert not any(leaked.values()), leaked
    assert visit.received(_traces(*unpresented[OWN])), "the own plan is visible in every status"

    # The region, looking at the same, gets each amount in words and as a number: so the search does find.
    visit.open()
    expect(visit.tile("Valore")).not_to_contain_text("di 38 distretti")
    _look_at_the_map(visit)
    for amounts in hidden.values():
        assert len(visit.received(_traces(*amounts))) >= 4
    assert visit.received([repr(hidden["RO-RIM"][0]).encode()]), "the trend's figure"


def test_hidden_is_said_and_drawn_as_hidden(visit: Visit, unpresented: dict) -> None:
    page = visit.open()
    visit.choose(PROFILE, f"Coordinamento {OWN_NAME}")
    expect(visit.tile("Valore")).to_contain_text("di 38 distretti")
    visit.settle()
    visit.menu("Mappa")
    hidden = len(unpresented) - 1
    expect(page.locator(".legend .item").filter(has_text="Riservato: non ancora presentato")).to_contain_text(
        f"({hidden})"
    )
    expect(visit.tile("Regione")).to_contain_text(f"{38 - hidden} di 38 distretti")
    for code in unpresented:
        said = visit.area(code).get_attribute("aria-label").split(", ")
        assert ("riservato" in said) == (code != OWN), said
    values = [value for _, _, value in visit.ranking()]
    assert values.count("riservato") == hidden
    rows = {row[1]: row[4:] for row in visit.excel()["Distretti"].values if row[1] in unpresented}
    for code, figures in rows.items():
        assert (set(figures) == {"riservato"}) == (code != OWN), (code, figures)
    assert len(rows) == hidden + 1

    visit.choose("Luogo", OWN_NAME)
    expect(visit.value(OWN_NAME)).to_have_text(f"{decimal(unpresented[OWN][1], 2)} €")
    visit.settle()
    visit.choose("Luogo", OTHER_NAME)
    expect(visit.value(OTHER_NAME)).to_have_text("riservato")
    # The list below is not empty: it is kept back.
    expect(page.get_by_text("Interventi e importi: riservato")).to_be_visible()
    visit.settle()


def _look_everywhere(visit: Visit) -> None:
    """See amounts wherever the app shows them: overview, map with ranking, table and trend, lists."""
    page = visit.page
    page.get_by_role("radio", name="Euro per residente").click()
    expect(page.get_by_role("radio", name="Euro per residente")).to_be_checked()
    visit.settle()
    _look_at_the_map(visit)
    visit.menu("Interventi")
    visit.choose("Luogo", "Regione Emilia-Romagna")
    expect(page.get_by_text(re.compile(r"^[\d.]+ interventi · "))).to_be_visible()
    visit.settle()
    for title, tab in (
        ("Risorse e interventi", "Confronto tra distretti"),
        ("Preventivo e consuntivo", "Scostamenti maggiori"),
        ("Confronto tra edizioni", "Per distretto"),
    ):
        visit.menu(title)
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tab", name=tab, selected=True)).to_be_visible()
        visit.settle()
    visit.menu("Stato dei piani")
    visit.click_area("RO-RIM")
    expect(page.get_by_text("sono riservati al distretto e alla Regione")).to_be_visible()
    visit.settle()
    visit.menu("Quadro regionale")


def _look_at_the_map(visit: Visit) -> None:
    page = visit.page
    visit.menu("Mappa")
    page.get_by_role("tab", name="Tabella").click()
    expect(page.get_by_text("Scegliere una riga per aprire il distretto.")).to_be_visible()
    visit.settle()
    visit.choose("Misura", "Euro in totale")
    expect(page.get_by_text(re.compile("^Euro in totale · "))).to_be_visible()
    visit.settle()
    page.get_by_role("tab", name="Andamento").click()
    visit.choose("Luogo", OTHER_NAME)
    expect(page.get_by_role("heading", level=2, name=f"Interventi di {OTHER_NAME}")).to_be_visible()
    visit.settle()


def _traces(euro: float, per_resident: float) -> list[bytes]:
    """How a district's amounts would look in a message: in words, as a number of a table, or of a figure."""
    numbers = [euro, round(euro), euro * 100, per_resident, round(per_resident, 2)]
    words = [whole(euro), f'"{decimal(per_resident, 2)} ', repr(euro), repr(per_resident)]
    words += [f",{round(euro)}", f",{per_resident:.2f}"]
    traces = [text.encode() for text in words]
    for number in numbers:
        raw = struct.pack("<d", number)
        traces.append(raw)
        # plotly may send arrays in base64; where the number starts there depends on its place in the array.
        for shift, start in enumerate((0, 2, 3)):
            traces.append(base64.b64encode(bytes(shift) + raw)[start : start + 10])
    return traces
