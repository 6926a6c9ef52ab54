"""Figures over time, by their attributes: gaps stay gaps, planned and spent are told apart."""

import numpy as np
import pandas as pd

from dashboard.charts.trend import Series, edition_bars, year_lines

NAN = float("nan")


def series(name, values, lower=None, upper=None):
    frame = pd.DataFrame(
        {"value": values, "lower": lower or NAN, "upper": upper or NAN}, index=range(2014, 2014 + len(values))
    )
    return Series(name, frame, tuple("n.d." if v != v else str(v) for v in values))


def test_lines_break_where_a_year_is_missing_and_the_main_one_has_intervals():
    main = series("Rimini", [1.0, NAN, 3.0], [0.5, NAN, 2.0], [1.5, NAN, 4.5])
    figure = year_lines(main, series("Regione", [2.0, 2.0, 2.0]), None)
    region, rimini = figure.data
    assert (region.name, region.line.dash, region.error_y.array) == ("Regione", "dash", None)
    assert list(rimini.y) == [1.0, None, 3.0]
    assert not rimini.connectgaps
    assert list(rimini.error_y.array) == [0.5, None, 1.5]
    assert list(rimini.error_y.arrayminus) == [0.5, None, 1.0]
    assert list(figure.layout.xaxis.ticktext) == ["2014", "2015", "2016"]


def test_the_band_skips_periods_without_values():
    band = pd.DataFrame({"low": [1.0, np.nan, 1.2], "high": [2.0, np.nan, 2.2]})
    low, high, _ = year_lines(series("Regione", [1.5, NAN, 1.6]), None, band).data
    assert (list(low.x), list(high.x), high.fill) == ([0, 2], [0, 2], "tonexty")


def test_bars_tell_planned_from_spent_and_say_what_is_missing():
    main = series("Rimini", [10.0, 9.0, NAN])
    figure = edition_bars(
        main,
        None,
        ticks=["Piano 2018", "Rendicontazione 2018", "Piano 2019"],
        spent=[False, True, False],
        legend=("preventivo", "consuntivo"),
    )
    planned, spent, gaps = figure.data
    assert (planned.name, list(planned.y)) == ("Rimini, preventivo", [10.0, None])
    assert (list(spent.x), list(spent.y), spent.marker.pattern.shape) == ([1], [9.0], "/")
    assert (list(gaps.x), list(gaps.text), gaps.mode) == ([2], ["n.d."], "text")


def test_a_figure_is_small_on_the_wire():
    assert len(year_lines(series("Regione", [1.0] * 6), None, None).to_json()) < 4_000
