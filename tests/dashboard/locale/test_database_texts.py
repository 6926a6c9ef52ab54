"""Whatever a database calls its places and things is shown letter by letter, on every page."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.locale.words import escaped
from data_access import observatory
from data_access.observatory import State
from data_access.planning.contract import open_and_read
from data_access.version import assemble

ROOT = Path(__file__).parents[3]
NASTY = "Sant'_Anna_ *x* $a$ :smile: [a](b) <b>c</b> `d` ~~e~~ :red[f] #g"
KINDS = ("markdown", "caption", "info", "warning", "success", "error", "title", "header", "subheader")
NAMES = {
    "ausl": ("name",),
    "district": ("name", "display_name"),
    "municipality": ("name",),
    "area": ("name",),
    "sheet": ("title",),
    "funding_source": ("name",),
    "target_group": ("name",),
    "indicator": ("title_it", "unit_it", "numerator_it", "denominator_it", "source", "why_it_matters_it"),
    "intervention_version": ("title", "description", "lead_body"),
}


@pytest.fixture(scope="module")
def nasty(demo_sqlite_url):
    """The demo with Markdown, HTML, formulas and symbols at the end of every name."""
    found = open_and_read(demo_sqlite_url)
    frames = dict(found.frames)
    for table, columns in NAMES.items():
        frame = frames[table]
        named = {
            c: frame[c].where(frame[c].isna(), frame[c].astype(str) + " " + NASTY)
            for c in columns
            if c in frame
        }
        assert named, table
        frames[table] = frame.assign(**named)
    return assemble(replace(found, frames=frames))


@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("quadro_regionale", {}),
        ("mappa", {"luogo": "RO-RIM", "aree": "A", "fonti": "FRNA"}),
        ("risorse", {"luogo": "RO-RIM", "aree": "A", "target": "ANZ"}),
        ("interventi", {"luogo": "RO-RIM", "aree": "A"}),
        ("interventi", {"luogo": "RO-RIM", "cerca": "anziani *x* <b>"}),
        ("interventi", {"intervento": "first"}),
        ("confronto_edizioni", {"luogo": "RO-RIM", "intervento": "first"}),
        ("piano_distretto", {"luogo": "RO-RIM"}),
        ("indicatori_regionali", {"regionale": "first"}),
        ("scheda_indicatore", {"misura": "DST041", "luogo": "RO-RIM", "aperta": "definition"}),
        ("profilo", {"luogo": "RO-RIM"}),
        ("confronto_distretti", {"luogo": "RO-RIM"}),
        ("completezza", {"luogo": "RO-RIM", "aree": "A"}),
        ("dati_e_definizioni", {}),
        ("mappa", {"luogo": NASTY, "aree": NASTY}),
    ],
)
def test_a_name_is_never_read_as_markdown(page, params, nasty, monkeypatch):
    state = State(nasty, None, datetime.now(UTC))
    shared = SimpleNamespace(current=lambda: state, refresh=lambda: state)
    monkeypatch.setattr(observatory, "_shared", shared)
    first = {
        "intervento": sorted(nasty.intervention_codes)[0],
        "regionale": next(iter(nasty.regional_measures)),
    }
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
    app.query_params.update({k: first[k] if v == "first" else v for k, v in params.items()})
    app.run().switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    said = [
        words
        for kind in (
            "markdown",
            "caption",
            "info",
            "warning",
            "success",
            "error",
            "title",
            "header",
            "subheader",
        )
        for element in app.get(kind)
        if (words := element.value)
    ]
    said += [button.label for button in app.button]
    assert said
    for words in said:
        assert "_Anna_" not in words.replace(escaped(NASTY), ""), words
        for part in ("*x*", "$a$", ":smile:", "[a](b)", "<b>"):
            assert part not in words, words


def test_escaped_text_is_one_line_of_itself():
    assert escaped("a\n# b\n===\n1. c") == "a \\# b \\=\\=\\= 1\\. c"
