"""Download buttons: every file is built when it is asked for, and written to the audit log."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import file_name
from dashboard.screen.session import Context

_AUDIT = logging.getLogger("osservatorio.audit")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked(ctx: Context) -> FileRequest:
    """Return who asks for which view, with the address of the view."""
    return FileRequest(ctx.version, ctx.viewer, ctx.view, ctx.language, ctx.t, ctx.link)


def excel_button(
    ctx: Context, name: str, build: Callable[[FileRequest], bytes], *, key: str = "excel"
) -> None:
    """*Scarica Excel*: ``build`` is called on the click with what is on screen now."""
    _button(ctx, ctx.t("download.excel"), name, "xlsx", XLSX, build, key, ":material/table_view:")


def picture_buttons(
    ctx: Context, name: str, svg: Callable[[FileRequest], str], png: Callable[[str], bytes]
) -> None:
    """The map as PNG and as SVG."""
    _button(ctx, "PNG", name, "png", "image/png", lambda a: png(svg(a)), "png", ":material/image:")
    _button(ctx, "SVG", name, "svg", "image/svg+xml", lambda a: svg(a).encode(), "svg", ":material/polyline:")


def _button(
    ctx: Context,
    label: str,
    name: str,
    kind: str,
    mime: str,
    build: Callable[[FileRequest], bytes],
    key: str,
    icon: str,
) -> None:
    wanted = asked(ctx)
    file = file_name(name, ctx.view.place, as_of=ctx.version.as_of).removesuffix(".xlsx") + f".{kind}"

    def data() -> bytes:
        # Below the button the page has drawn its tabs, and the link names the open one.
        now = replace(wanted, link=ctx.link)
        who = now.viewer.district or now.viewer.role
        _AUDIT.info(json.dumps({"file": file, "who": who, "view": now.link, "data": ctx.version.token}))
        return build(now)

    st.download_button(label, data, file_name=file, mime=mime, key=key, icon=icon, on_click="ignore")
