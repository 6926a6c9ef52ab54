"""What is made without a browser: the demo database, workbooks and pictures of the map."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.measure.choropleth import choropleth
from dashboard.measure.picture import map_png
from dashboard.measure.workbook import map_vector, map_workbook
from dashboard.topics.interventions.workbook import interventions_workbook
from data_access.interventions import interventions
from data_access.observatory import Observatory
from data_access.viewer import Viewer
from tests.bench.served import CHECKOUT


def demo_builds(folder: Path, times: int) -> tuple[str, list[float]]:
    """Build the demo database by its command, several times; return its address and the seconds each took."""
    url, seconds = f"sqlite:///{folder / 'planning.sqlite'}", []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "dashboard.cli", "demo", "--replace"],
            cwd=CHECKOUT,
            env={**os.environ, "OSSERVATORIO_PLANNING_URL": url},
            check=True,
            capture_output=True,
        )
        seconds.append(time.perf_counter() - began)
    return url, seconds


def made(url: str) -> dict[str, Callable[[], object]]:
    """Return what can be made of the default view, by name; each call makes it from the facts."""
    version = Observatory(url).current().version
    assert version is not None
    t, view, viewer = texts("it"), default_view(version), Viewer("region")
    asked = FileRequest(version, viewer, view, "it", t, "http://localhost/mappa")
    drawn = choropleth(version, view, viewer, "it", t)
    every = interventions(version, view.edition, list(version.districts), viewer)
    svg = map_vector(asked, drawn)
    return {
        "Excel of the map, with picture": lambda: map_workbook(asked, drawn),
        f"Excel of {len(every.rows):,} interventions": lambda: interventions_workbook(asked, every),
        "map as SVG": lambda: map_vector(asked, drawn),
        "map as PNG": lambda: map_png(svg),
        "map computed (values, classes, words)": lambda: choropleth(version, view, viewer, "it", t),
    }


def seconds_of(make: Callable[[], object], times: int) -> list[float]:
    """Return the seconds each call takes, after one that is not counted."""
    make()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        make()
        found.append(time.perf_counter() - began)
    return found
