"""Facts of requests for support, of deliveries with their money, and of who received them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_access.cases.careers import Careers, categories, slug
from data_access.cases.case_facts import Facts, inside
from data_access.cases.cells import (
    Coded,
    Ints,
    age_bands,
    coded,
    coded_words,
    count,
    day_numbers,
    months,
    pairs_of,
    quarters,
    sexes,
    years,
)
from data_access.cases.mart import BODY_KINDS, CATEGORIES, OUTCOMES, UNKNOWN
from data_access.cases.supports import persons_of

_OUTCOME_OF = {"V": "evaluation", "G": "ranked", "A": "active", "S": "suspended", "C": "closed"}


def request_facts(careers: Careers, requests: pd.DataFrame, first: int, last: int) -> Facts:
    """Return ``request``: each request once, in the quarter of its first foglio amministrativo."""
    day = day_numbers(requests["requested"])
    in_range = inside(months(day), first, last)
    requests, day = requests[in_range], day[in_range]
    outcome = requests["state"].map(_OUTCOME_OF).fillna("evaluation")
    outcome = outcome.where(~requests["refused"].to_numpy(bool), "refused")
    return {
        "request": count(
            {
                "quarter": coded(quarters(day)),
                "category": _or_of_case(
                    categories(requests["category"]),
                    careers,
                    careers.position(requests["case"]),
                    day,
                ),
                "support_kind": support_kinds(requests["type"]),
                "outcome": Coded(outcome.map(OUTCOMES.index).to_numpy(np.int64), OUTCOMES),
            }
        )
    }


def delivery_facts(
    deliveries: pd.DataFrame, lines: pd.DataFrame, bodies: pd.DataFrame, first: int, last: int
) -> Facts:
    """Return ``delivery``: lines, deliveries started and cents by month."""
    row, at = pairs_of(lines["delivery"].to_numpy(np.int64), deliveries["delivery"].to_numpy(np.int64))
    day = day_numbers(lines["day"])[row]
    cents, typed = _cents(deliveries, lines, row, at)
    starts = np.zeros(len(row), np.int64)
    order = np.lexsort((day, at))
    starts[order[np.unique(at[order], return_index=True)[1]]] = 1
    in_range = inside(months(day), first, last)
    of = at[in_range]
    return {
        "delivery": count(
            {
                "month": coded(months(day[in_range])),
                "support_kind": support_kinds(deliveries["type"]).of(of),
                "category": categories(deliveries["category"]).of(of),
                "owner_kind": body_kinds(deliveries["owner"], bodies).of(of),
            },
            {
                "lines": np.ones(len(of), np.int64),
                "started": starts[in_range],
                "cents": cents[in_range],
                "cents_typed": np.where(typed, cents, 0)[in_range],
            },
        )
    }


def recipient_facts(
    careers: Careers,
    deliveries: pd.DataFrame,
    lines: pd.DataFrame,
    beneficiaries: pd.DataFrame,
    first: int,
    last: int,
) -> Facts:
    """Return ``recipient`` and ``recipient_by_kind``: people with a delivery line in the year.

    A person's category is that of the case on the day of the last line of the year, else the delivery's.
    """
    line_day = day_numbers(lines["day"])
    keep = inside(months(line_day), first, last)
    line_of, line_day = lines["delivery"].to_numpy(np.int64)[keep], line_day[keep]
    # The last line of a delivery in a year says all that is asked here.
    latest = pd.DataFrame({"delivery": line_of, "year": years(line_day), "day": line_day})
    latest = latest.groupby(["delivery", "year"], sort=False)["day"].max().reset_index()
    who, at = pairs_of(beneficiaries["delivery"].to_numpy(np.int64), latest["delivery"].to_numpy(np.int64))
    header = pd.Series(np.arange(len(deliveries)), index=deliveries["delivery"])
    header_of = header.reindex(latest["delivery"].to_numpy()).fillna(-1).to_numpy(np.int64)[at]
    day, year = latest["day"].to_numpy(np.int64)[at], latest["year"].to_numpy(np.int64)[at]
    rows = pd.DataFrame(
        {
            "person": persons_of(careers, beneficiaries)[who],
            "year": year,
            "day": day,
            "who": who,
            "header": header_of,
            "kind": support_kinds(deliveries["type"]).positions[header_of],
        }
    )
    rows = rows[rows["header"] >= 0].sort_values(["day", "header"], kind="stable")
    once = rows.drop_duplicates(["person", "year"], keep="last")
    kinds = rows.drop_duplicates(["person", "year", "kind"])
    of, when = once["who"].to_numpy(np.int64), once["day"].to_numpy(np.int64)
    case = careers.position(beneficiaries["case"])[of]
    given = categories(deliveries["category"]).of(once["header"].to_numpy(np.int64))
    own = careers.category_on(case, when)
    unknown = CATEGORIES.index(UNKNOWN)
    return {
        "recipient": count(
            {
                "year": coded(once["year"]),
                "category": Coded(
                    np.where(own.positions == unknown, given.positions, own.positions), CATEGORIES
                ),
                "age_band": age_bands(beneficiaries["birth_year"].to_numpy()[of], when),
                "sex": sexes(beneficiaries["sex"]).of(of),
            }
        ),
        "recipient_by_kind": count(
            {
                "year": coded(kinds["year"]),
                "support_kind": Coded(
                    kinds["kind"].to_numpy(np.int64), support_kinds(deliveries["type"]).labels
                ),
            }
        ),
    }


def support_kinds(types: pd.Series) -> Coded:
    """Return the kind of support of an ISTAT type code."""
    words = coded_words(types)
    slugs = [slug(str(code)) or UNKNOWN for code in words.labels]
    labels = sorted(set(slugs))
    return Coded(np.array([labels.index(s) for s in slugs], dtype=np.int64)[words.positions], labels)


def body_kinds(owners: pd.Series, bodies: pd.DataFrame) -> Coded:
    """Return the kind of body of each owner, ``other`` where it is not known."""
    kind = bodies.drop_duplicates("body").set_index("body")["kind"].reindex(owners.to_numpy()).fillna("other")
    at = [BODY_KINDS.index(k) if k in BODY_KINDS else len(BODY_KINDS) - 1 for k in kind]
    return Coded(np.array(at, dtype=np.int64), BODY_KINDS)


def _cents(deliveries: pd.DataFrame, lines: pd.DataFrame, row: Ints, at: Ints) -> tuple[Ints, Ints]:
    """Return the money of each line and whether it comes from a typed total, shared to the cent."""
    typed = (deliveries["spend_from"] == "header").to_numpy()[at]
    total = deliveries["spend"].to_numpy(np.int64)[at]
    many = np.bincount(at, minlength=len(deliveries))[at]
    order = np.argsort(at, kind="stable")
    rank = np.empty(len(at), np.int64)
    starts = np.searchsorted(at[order], at[order], side="left")
    rank[order] = np.arange(len(at)) - starts
    many = np.maximum(many, 1)
    shared = total // many + (rank < total % many)
    return np.where(typed, shared, lines["spend"].to_numpy(np.int64)[row]), typed


def _or_of_case(own: Coded, careers: Careers, case: Ints, day: Ints) -> Coded:
    of_case = careers.category_on(case, day).positions
    unknown = CATEGORIES.index(UNKNOWN)
    return Coded(np.where(own.positions == unknown, of_case, own.positions), CATEGORIES)
