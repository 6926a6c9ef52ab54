"""The address bar, made to say all that is shown: a bookmark of it shows the same figures another year."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import part
from dashboard.parts.contract import Address
from dashboard.screen.session import Context


def keep_address(ctx: Context) -> None:
    """Complete the address of the view, as :attr:`Context.link` writes it; no step in the browser's history.

    Drawn last, when the page has said what it shows. An address that has changed in the meantime stays.
    """
    part("address.js", "address", Address(asked=st.query_params.to_dict(), kept=ctx.stated()))
