"""The part of the ``osservatorio`` command that deals with the case databases: refresh, prepare, check."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
import pandas as pd
from sqlalchemy.exc import SQLAlchemyError

from dashboard.locale.formats import Language, percent
from dashboard.locale.texts import Translate, texts
from data_access.cases.contract import MartProblem, complete, open_and_read, standing
from data_access.cases.left_out import LimitError, limits, shares
from data_access.cases.places import district_of
from data_access.cases.readers import ZoneUnreadableError
from data_access.cases.same_zone import same_address
from data_access.cases.siso import check
from data_access.cases.zones import Source, ZonesError, demo_folder, only_demo, sources
from data_access.engines import MART_URL_VARIABLE, PLANNING_URL_VARIABLE, mart_url
from data_access.processes import end_with_parent
from data_access.storage import storage_fault

if TYPE_CHECKING:
    from data_access.cases.mart_writing import Attempt

LANGUAGE = click.option("--lang", type=click.Choice(["it", "en"]), default="it", show_default=True)

_BACKGROUND_NICENESS = 10
"""The dashboard comes first while the case databases are made ready beside it."""


@click.command(help=f"Read the case databases into the mart (at ${MART_URL_VARIABLE}, else embedded).")
@click.option("--zone", "zones", multiple=True, help="Only this zone, as RO-RIM; may be repeated.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 16))
@click.option(
    "--accept-less",
    is_flag=True,
    help="Take data that end before those already here, or a table with less than half of its rows.",
)
@LANGUAGE
def refresh(zones: tuple[str, ...], processes: int, accept_less: bool, lang: str) -> None:
    """Refresh with a progress bar; exit 1 where a zone keeps its old facts, or leaves out too many rows."""
    language: Language = "en" if lang == "en" else "it"
    t = texts(language)
    configured = _configured(t)
    unknown = sorted(set(zones) - {source.zone for source in configured})
    if unknown:
        raise click.ClickException(t("refresh.unknown_zone", zones=", ".join(unknown)))
    length = len(zones) or len(configured)
    with click.progressbar(length=length, label=t("refresh.label"), item_show_func=lambda zone: zone) as bar:
        well = _refresh(
            configured,
            lambda _done, _of, zone: bar.update(1, zone),
            t,
            language,
            zones=zones,
            processes=processes,
            accept_less=accept_less,
        )
    sys.exit(0 if well else 1)


@click.command(hidden=True)
@LANGUAGE
def prepare(lang: str) -> None:
    """Build the demo's zones that are missing, then refresh; ``run`` starts this beside the server."""
    from data_access.demo.cases.build import build_zones

    language: Language = "en" if lang == "en" else "it"
    t = texts(language)
    end_with_parent(os.getppid())
    os.nice(_BACKGROUND_NICENESS)
    missing = zones_to_build(replace=False)
    if missing:
        with _quarters(t, "refresh.building") as tell, storage_faults(t, demo_folder()):
            build_zones(demo_folder(), districts=missing, progress=lambda share, _what: tell(share))
    with _quarters(t, "refresh.refreshing") as tell:
        _refresh(_configured(t), lambda done, of, _zone: tell(done / of), t, language)


def zones_to_build(*, replace: bool) -> list[str]:
    """Return the demo zones to build: those missing, or all; none where real databases are configured."""
    from data_access.demo.catalogues import facts

    if PLANNING_URL_VARIABLE in os.environ or not _only_demo():
        return []
    there = set() if replace else {source.zone for source in sources()}
    return [zone for zone in facts("districts")["code"] if zone not in there]


def build_demo_zones(zones: list[str], *, seed: int, people: int) -> None:
    """Build with a progress bar; the mart is another step (``osservatorio refresh``)."""
    from data_access.demo.cases.build import build_zones

    began = time.perf_counter()
    click.echo(f"Building {len(zones)} demo case databases in {demo_folder()}")
    bar = click.progressbar(length=len(zones), label="demo", item_show_func=lambda zone: zone)
    with storage_faults(texts("en"), demo_folder()), bar:
        build_zones(
            demo_folder(),
            seed=seed,
            people=people,
            districts=zones,
            progress=lambda _share, zone: bar.update(1, zone),
        )
    click.echo(f"Done in {time.perf_counter() - began:.1f} s; osservatorio refresh reads them into the mart.")


@contextmanager
def preparing() -> Iterator[None]:
    """Make the demo's case data ready in another process, if they are not, for as long as the server runs."""
    embedded = not {PLANNING_URL_VARIABLE, MART_URL_VARIABLE} & os.environ.keys()
    if not embedded or not _only_demo() or (complete(mart_url()) and not _outdated()):
        yield
        return
    # In a session of its own it does not hear Ctrl+C, at which each of its processes would complain; it ends
    # with this one. What it then leaves to Python's tracker is nothing the console needs to tell.
    quiet = {"PYTHONWARNINGS": "ignore:resource_tracker:UserWarning"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", "prepare"],
        start_new_session=True,
        env={**os.environ, **quiet},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _outdated() -> bool:
    """Say whether a demo zone was built, or is to be, after the embedded mart was last written."""
    written = Path(str(mart_url().database)).stat().st_mtime
    built = [Path(str(source.url.database)).stat().st_mtime for source in sources()]
    return bool(zones_to_build(replace=False)) or max(built) > written


def check_cases(t: Translate, language: Language = "it") -> bool:
    """Print one line a zone and one for the mart; say whether all is well."""
    try:
        configured = sources()
    except ZonesError as problem:
        click.secho(f"✗ {problem}", fg="red")
        return False
    well = True
    shared = same_address((source.zone, (source.url, source.schema)) for source in configured)
    for source in configured:
        fault = _fault(source, t)
        if source.zone in shared:
            others = ", ".join(shared[source.zone])
            fault = "; ".join(filter(None, (fault, t("refresh.same_address", zones=others))))
        well &= not fault
        click.secho(f"✗ {source.zone}: {fault}" if fault else f"✓ {source.zone}", fg="red" if fault else None)
    if not configured:
        click.echo(t("refresh.no_zones"))
    url = mart_url()
    click.echo(url.render_as_string(hide_password=True))
    try:
        reading = open_and_read(url)
    except MartProblem as problem:
        click.secho(f"{'–' if problem.calm else '✗'} {t(f'mart.{problem.code}', detail=problem.detail)}")
        return well and problem.calm
    supply = reading.frames["supply"]
    read = set(supply.loc[supply["refreshed_at"].notna(), "zone"])
    absent = [source.zone for source in configured if source.zone not in read]
    districts = len(set(district_of().values()))
    counts = {"zones": len(read), "of": len(configured), "districts": districts}
    click.secho(f"{'✗' if absent else '✓'} {t('mart.ready', **counts)}", fg="yellow" if absent else None)
    if absent:
        click.secho(f"✗ {t('mart.never_read', zones=', '.join(absent))}", fg="yellow")
    for row in supply[supply["problem"] != ""].to_dict("records"):
        click.secho(
            f"✗ {row['zone']}: {_problem_words(row['problem'], row['problem_detail'], t)}", fg="yellow"
        )
    fewer = tell_left_out(reading.frames["supply_read"], reading.frames["supply_reject"], t, language)
    return well and fewer and not absent and bool((supply["problem"] == "").all())


def tell_left_out(read: pd.DataFrame, rejects: pd.DataFrame, t: Translate, language: Language) -> bool:
    """Print the tables of zones that left out more rows than is usual; say whether none left out too many."""
    try:
        allowed = limits()
    except LimitError as problem:
        click.secho(f"✗ {problem}", fg="red")
        return False
    found = shares(read, rejects, allowed)
    for row in found[found["verdict"] != "ok"].to_dict("records"):
        mark, limit = ("✗", allowed.fail) if row["verdict"] == "fail" else ("△", allowed.warn)
        words = t(
            "refresh.left_out",
            table=row["table_name"],
            n=row["left_out"],
            of=row["read"],
            share=percent(row["share"], 1, language),
            limit=percent(limit, 1 if limit % 1 else 0, language),
        )
        click.secho(f"{mark} {row['zone']}: {words}", fg="yellow")
    return not (found["verdict"] == "fail").any()


@contextmanager
def storage_faults(t: Translate, where: Path | str) -> Iterator[None]:
    """Say in one sentence that a disk is full or that nothing may be written there."""
    try:
        yield
    except (OSError, sqlite3.Error, SQLAlchemyError) as fault:
        code = storage_fault(fault)
        if not code:
            raise
        raise click.ClickException(t(f"storage.{code}", where=where)) from None


def _fault(source: Source, t: Translate) -> str:
    try:
        with source.connect() as connection:
            off = check(connection, source.schema)
    except ZoneUnreadableError as problem:
        return str(problem)
    except SQLAlchemyError as problem:
        return t("supply.problem.unreadable") + f" ({type(problem).__name__})"
    return "; ".join(t("refresh.off", feature=o.feature, missing=", ".join(o.missing)) for o in off)


def _refresh(
    configured: tuple[Source, ...],
    tell: Callable[[int, int, str], Any],
    t: Translate,
    language: Language,
    *,
    zones: tuple[str, ...] = (),
    processes: int = 2,
    accept_less: bool = False,
) -> bool:
    """Refresh, then print what went wrong and how long it took; return whether all went well."""
    from data_access.cases.mart_writing import MartRefusedError
    from data_access.cases.refresh import refresh as refresh_mart

    began, url = time.perf_counter(), mart_url()
    problem = standing(url)
    if problem and problem.code in ("older_schema", "unsound"):
        click.echo(t(f"mart.{problem.code}", detail=problem.detail))
    try:
        with storage_faults(t, url.render_as_string(hide_password=True)):
            attempts = refresh_mart(
                url,
                configured,
                origin="demo" if _only_demo() else "real",
                only=zones,
                processes=processes,
                accept_less=accept_less,
                progress=lambda done, of, zone, _problem: tell(done, of, zone),
            )
    except MartRefusedError as refused:
        raise click.ClickException(t(f"refresh.{refused.code}")) from None
    except SQLAlchemyError as fault:
        # Its text may hold the address with the password.
        raise click.ClickException(t("refresh.mart_fault", kind=type(fault).__name__)) from None
    done = [attempt for attempt in attempts if not attempt.problem]
    for attempt in attempts:
        if attempt.problem:
            words = _problem_words(attempt.problem, attempt.detail, t)
            click.secho(f"✗ {attempt.zone}: {words} {t('refresh.kept')}", fg="yellow")
        if attempt.strangers:
            words = t("refresh.strangers", names=", ".join(attempt.strangers))
            click.secho(f"△ {attempt.zone}: {words}", fg="yellow")
    if any(attempt.problem in ("ends_earlier", "fewer_rows") for attempt in attempts):
        click.echo(t("refresh.accept_less"))
    well = tell_left_out(_counted(done, "read"), _counted(done, "rejects"), t, language)
    seconds = f"{time.perf_counter() - began:.0f}"
    click.echo(t("refresh.done", done=len(done), of=len(attempts), seconds=seconds))
    return well and len(done) == len(attempts)


def _counted(attempts: Sequence[Attempt], name: Literal["read", "rejects"]) -> pd.DataFrame:
    none = pd.DataFrame(columns=["zone", "table", "effect", "rows"])
    frames = [getattr(attempt, name).assign(zone=attempt.zone) for attempt in attempts]
    return pd.concat([none, *frames]).rename(columns={"table": "table_name"})


def _problem_words(problem: str, detail: str, t: Translate) -> str:
    return t(f"supply.problem.{problem}") + (f" ({detail})" if detail else "")


def _configured(t: Translate) -> tuple[Source, ...]:
    try:
        configured = sources()
    except ZonesError as problem:
        raise click.ClickException(str(problem)) from None
    if not configured:
        raise click.ClickException(t("refresh.no_zones"))
    return configured


def _only_demo() -> bool:
    try:
        return only_demo()
    except ZonesError:
        return False


@contextmanager
def _quarters(t: Translate, key: str) -> Iterator[Callable[[float], None]]:
    """Print a line at the start and at each quarter: a bar would be broken up by what the server prints."""
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        if int(share * 4) > told:
            told = int(share * 4)
            click.echo(t(key, percent=told * 25))

    tell(0)
    yield tell
