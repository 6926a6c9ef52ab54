"""What leans on Streamlit's insides still stands. Each failure says in words what breaks on screen."""

import re
import tomllib
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.screen import seams

DASHBOARD = Path(seams.__file__).parents[1]
ROOT = DASHBOARD.parent
SOURCES = [*(DASHBOARD / "parts" / "frontend" / "src").rglob("*.[jc]s*"), DASHBOARD / "static" / "page.css"]


@pytest.fixture(scope="module")
def bundle():
    """All scripts of Streamlit's page."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js")))


def test_every_element_of_streamlits_that_is_used_is_listed():
    used = {
        name: path.name
        for path in SOURCES
        for name in re.findall(r'data-testid="?(\w+)', path.read_text("utf-8"))
    }
    assert used.keys() == seams.IN_THE_PAGE.keys()
    wrong = [name for name, words in seams.IN_THE_PAGE.items() if not words.startswith(f"{used[name]} ")]
    assert wrong == [], "listed for another file than the one that uses it"


@pytest.mark.parametrize("name", [*seams.IN_THE_PAGE, *seams.SIGNS_IN_THE_PAGE])
def test_streamlits_page_still_has_what_scripts_and_style_look_for(bundle, name):
    what = {**seams.IN_THE_PAGE, **seams.SIGNS_IN_THE_PAGE}[name]
    assert name in bundle, f"Streamlit has no {name} any more. What is lost: {what}."


def _counts() -> None:
    import streamlit as st

    from dashboard.screen.seams import spot

    before = spot()
    told = [before.drawn_since()]
    st.write("a")
    told.append(before.drawn_since())
    with st.container():
        within = spot()
        st.write("b")
        told += [within.drawn_since(), before.drawn_since()]
    st.session_state["told"] = told


def test_streamlit_counts_the_elements_of_a_container():
    app = AppTest.from_function(_counts).run()
    assert not app.exception
    assert app.session_state["told"] == [0, 1, 1, 2], (
        "Streamlit's cursor counts otherwise: together() no longer finds an element among its parts"
    )
    assert seams.spot().drawn_since() == 0


def test_the_scripts_in_streamlits_page_are_allowed_by_their_digest():
    digests = seams.inline_scripts()
    assert digests, "no inline script was found: the content-security policy may block the first theme"
    assert seams.page_of_streamlit().count("<script>") == len(digests)


def test_streamlits_page_says_that_it_is_english():
    page = seams.in_italian(seams.page_of_streamlit().encode())
    assert b'<html lang="it"' in page, "screen readers read the page as English until the menu is drawn"


def test_streamlit_takes_our_options():
    before = st.get_option("server.port")
    try:
        seams.configure({"server.port": 8765})
        assert st.get_option("server.port") == 8765, "`osservatorio run --port` has no effect"
    finally:
        seams.configure({"server.port": before})


def test_streamlit_knows_every_option_of_ours():
    def names(table: dict, prefix: str = ""):
        for key, value in table.items():
            if isinstance(value, dict) and (prefix + key).count(".") == 0:
                yield from names(value, f"{prefix}{key}.")
            elif isinstance(value, dict):
                yield from (f"{prefix}{key}.{name}" for name in value)
            else:
                yield prefix + key

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    unknown = []
    for name in names(settings):
        try:
            st.get_option(name)
        except RuntimeError:
            unknown.append(name)
    assert unknown == [], "Streamlit leaves these options aside; .streamlit/config.toml says what each is for"


def _two_runs() -> None:
    import streamlit as st

    from dashboard.screen.seams import for_one_run

    def shown() -> None:
        st.write("x")

    made = st.session_state.setdefault("made", st.Page(shown, title="Uno", url_path="uno", default=True))
    st.navigation([for_one_run(made)]).run()


def test_a_page_made_once_is_run_at_every_run():
    app = AppTest.from_function(_two_runs).run().run()
    assert not app.exception, "pages made once cannot be run again: make them at every run (screen/pages.py)"
    assert [element.value for element in app.markdown] == ["x"]


def test_a_page_is_drawn_without_a_server(runtime, tmp_path):
    script = tmp_path / "app.py"
    script.write_text(
        "import streamlit as st\n"
        "one = st.Page(lambda: st.write('uno'), title='Uno', url_path='uno', default=True)\n"
        "two = st.Page(lambda: st.write('due'), title='Due', url_path='due')\n"
        "page = st.navigation([one, two])\n"
        "st.write(st.session_state['who'] + ' ' + st.query_params['luogo'])\n"
        "page.run()\n"
    )
    for page, words in (("", "uno"), ("due", "due")):
        tree = seams.draw_in_memory(script, {"who": "Regione"}, page, {"luogo": "ER"}, 20)
        assert [element.value for element in tree.markdown] == ["Regione ER", words], (
            "data are published without their pages having been tried (dashboard/proof.py)"
        )
