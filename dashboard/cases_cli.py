"""The part of the ``osservatorio`` command that deals with the case databases: refresh, prepare, check."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from dashboard.locale.texts import Translate, texts
from data_access.cases.contract import MartProblem, complete, open_and_read
from data_access.cases.readers import ZoneUnreadableError
from data_access.cases.siso import check
from data_access.cases.zones import Source, ZonesError, demo_folder, only_demo, sources
from data_access.engines import MART_URL_VARIABLE, PLANNING_URL_VARIABLE, mart_url
from data_access.processes import end_with_parent

LANGUAGE = click.option("--lang", type=click.Choice(["it", "en"]), default="it", show_default=True)

_BACKGROUND_NICENESS = 10
"""The dashboard comes first while the case databases are made ready beside it."""


@click.command(help=f"Read the case databases into the mart (at ${MART_URL_VARIABLE}, else embedded).")
@click.option("--zone", "zones", multiple=True, help="Only this zone, as RO-RIM; may be repeated.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 16))
@LANGUAGE
def refresh(zones: tuple[str, ...], processes: int, lang: str) -> None:
    """Refresh with a progress bar; exit 1 where a zone keeps its old facts."""
    t = texts("en" if lang == "en" else "it")
    configured = _configured(t)
    unknown = sorted(set(zones) - {source.zone for source in configured})
    if unknown:
        raise click.ClickException(t("refresh.unknown_zone", zones=", ".join(unknown)))
    length = len(zones) or len(configured)
    with click.progressbar(length=length, label=t("refresh.label"), item_show_func=lambda zone: zone) as bar:
        failed = _refresh(configured, zones, processes, lambda _done, _of, zone: bar.update(1, zone), t)
    sys.exit(1 if failed else 0)


@click.command(hidden=True)
@LANGUAGE
def prepare(lang: str) -> None:
    """Build the demo's zones that are missing, then refresh; ``run`` starts this beside the server."""
    from data_access.demo.cases.build import build_zones

    t = texts("en" if lang == "en" else "it")
    end_with_parent(os.getppid())
    os.nice(_BACKGROUND_NICENESS)
    missing = zones_to_build(replace=False)
    if missing:
        with _quarters(t, "refresh.building") as tell:
            build_zones(demo_folder(), districts=missing, progress=lambda share, _what: tell(share))
    with _quarters(t, "refresh.refreshing") as tell:
        _refresh(_configured(t), (), 2, lambda done, of, _zone: tell(done / of), t)


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
    with click.progressbar(length=len(zones), label="demo", item_show_func=lambda zone: zone) as bar:
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


def check_cases(t: Translate) -> bool:
    """Print one line a zone and one for the mart; say whether all is well."""
    try:
        configured = sources()
    except ZonesError as problem:
        click.secho(f"✗ {problem}", fg="red")
        return False
    well = True
    for source in configured:
        fault = _fault(source, t)
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
    click.echo(f"✓ {t('mart.ready', zones=int(supply['refreshed_at'].notna().sum()), of=len(supply))}")
    for row in supply[supply["problem"] != ""].to_dict("records"):
        problem_words = t(f"supply.problem.{row['problem']}")
        click.secho(f"✗ {row['zone']}: {problem_words}", fg="yellow")
    return well and bool((supply["problem"] == "").all())


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
    zones: tuple[str, ...],
    processes: int,
    tell: Callable[[int, int, str], Any],
    t: Translate,
) -> bool:
    """Refresh, then print what went wrong and how long it took; return whether anything failed."""
    from data_access.cases.mart_writing import RealMartError
    from data_access.cases.refresh import refresh as refresh_mart

    began = time.perf_counter()
    try:
        attempts = refresh_mart(
            mart_url(),
            configured,
            origin="demo" if _only_demo() else "real",
            only=zones,
            processes=processes,
            progress=lambda done, of, zone, _problem: tell(done, of, zone),
        )
    except RealMartError:
        raise click.ClickException(t("refresh.real_mart")) from None
    except SQLAlchemyError as problem:
        # Its text may hold the address with the password.
        raise click.ClickException(t("refresh.mart_fault", kind=type(problem).__name__)) from None
    failed = [attempt for attempt in attempts if attempt.problem]
    for attempt in failed:
        words = t(f"supply.problem.{attempt.problem}") + (f" ({attempt.detail})" if attempt.detail else "")
        click.secho(f"✗ {attempt.zone}: {words} {t('refresh.kept')}", fg="yellow")
    done, seconds = len(attempts) - len(failed), f"{time.perf_counter() - began:.0f}"
    click.echo(t("refresh.done", done=done, of=len(attempts), seconds=seconds))
    return bool(failed)


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
