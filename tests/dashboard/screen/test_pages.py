"""The pages that are made once serve every visit."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def test_a_page_that_one_visit_goes_to_can_be_gone_to_by_another_at_the_same_time() -> None:
    def both() -> None:
        import streamlit as st

        from dashboard.screen.pages import declared_pages

        one, other = (st.navigation(list(declared_pages("it").values()), position="hidden") for _ in "12")
        # As running it does.
        one._can_be_called = False
        st.text(f"{other.title} {other._can_be_called}")

    assert AppTest.from_function(both).run().text[0].value == "Quadro regionale True"
