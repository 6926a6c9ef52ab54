"""Flows in three columns (components v2): ribbons as thick as their amounts, and nodes that are buttons.

Plotly's Sankey is drawn anew at every change, moves for half a second after it, and cannot be reached by key.

It goes where a click with ``st.plotly_chart`` costs half as much (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from dashboard.locale.formats import Language, euro
from dashboard.parts import part
from dashboard.parts.contract import FlowNode, Flows


def flows(
    links: Mapping[str, Sequence],
    nodes: Mapping[str, tuple[str, str]],
    *,
    key: str,
    alt: str,
    language: Language,
    on_pick: Callable[[str], None],
) -> None:
    """Draw flows from the left to the right.

    Args:
        links: columns ``source``, ``target`` (keys of ``nodes``), ``euro`` (two decimals), ``area`` (key of
            the node whose colour the flow has).
        nodes: by mark, label and colour; from top to bottom in the order given.
        key: identity on the page.
        alt: what a screen reader calls the picture; the figures themselves stand in the table below.
        language: of amounts.
        on_pick: called, as a callback, with the mark of a node or the two marks of a flow that was clicked
            (``mark|mark``). It comes from a browser: to be checked as any input.
    """
    at = {mark: i for i, mark in enumerate(nodes)}
    starts, targets, areas = (links[name] for name in ("source", "target", "area"))
    cents = [round(amount * 100) for amount in links["euro"]]
    out, into = Counter[str](), Counter[str]()
    for start, target, amount in zip(starts, targets, cents, strict=True):
        out[start] += amount
        into[target] += amount

    def words(amount: int) -> str:
        return euro(amount / 100, 2, language)

    sent: Flows = {
        "alt": alt,
        "nodes": [
            FlowNode(
                mark=mark,
                label=label,
                color=color,
                # In the first column flows only begin, in the last they only end.
                column=0 if mark not in into else 1 if mark in out else 2,
                words=words(max(into[mark], out[mark])),
            )
            for mark, (label, color) in nodes.items()
        ],
        "links": {
            "source": [at[mark] for mark in starts],
            "target": [at[mark] for mark in targets],
            "cents": cents,
            "words": [words(amount) for amount in cents],
            "area": [at[mark] for mark in areas],
        },
    }
    part("flows.js", key, sent, lambda said: on_pick(str(said)))
