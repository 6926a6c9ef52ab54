"""Plotly's own check of every chart, which the pages leave out because it costs time at every redraw."""

from pathlib import Path
from types import SimpleNamespace

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import figure as figures
from data_access import observatory

APP = Path(__file__).parents[3] / "dashboard" / "app.py"


@pytest.mark.parametrize(
    ("page", "params", "traces"),
    [
        ("risorse", {"luogo": "ER", "aperta": "concentration"}, {"scatter"}),
        ("mappa", {"luogo": "RO-RIM"}, {"bar", "scatter"}),
        ("mappa", {"luogo": "RO-RIM", "misura": "DST041"}, {"scatter"}),
    ],
)
def test_plotly_accepts_what_the_pages_draw(page, params, traces, demo_sqlite_url, monkeypatch, tmp_path):
    drawn = set()

    def checked(*, data, layout, _validate):
        drawn.update(trace["type"] for trace in data)
        return go.Figure(data=data, layout=layout)

    monkeypatch.setattr(figures, "go", SimpleNamespace(Figure=checked))
    monkeypatch.setattr(observatory, "_shared", observatory.Observatory(demo_sqlite_url))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params.update(params)
    app.run().switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    assert drawn == traces
