"""The ``osservatorio`` command: run the dashboard, build the demo, refresh the case facts, check."""

from __future__ import annotations

import logging
import os
import socket
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pandas as pd
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dashboard.cases_cli import (
    build_demo_zones,
    check_cases,
    prepare,
    preparing,
    refresh,
    zones_to_build,
)
from dashboard.locale.texts import Translate, texts
from data_access.demo import PEOPLE
from data_access.demo.build import DemoRefusedError
from data_access.engines import MART_URL_VARIABLE, PLANNING_URL_VARIABLE, AddressError, home, planning_url
from data_access.engines import address as database_address
from data_access.planning.accepted import Accepted, counts, losses, memory
from data_access.planning.contract import DatabaseProblem, open_and_read
from data_access.planning.quality import clean
from geodata.layers import paths

#: In a wheel beside the package's modules, in a checkout one folder up.
SETTINGS = Path(".streamlit") / "config.toml"
LANGUAGE = click.option("--lang", type=click.Choice(["it", "en"]), default="it", show_default=True)


@click.group(
    help="Osservatorio Piani di Zona: the dashboard of the Piani di zona of Emilia-Romagna's districts."
)
def main() -> None:
    """Set up what all actions share."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


@main.command(help="Start the dashboard; builds the embedded demo database first if there is none.")
@click.option("--port", default=8501, show_default=True, type=int)
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Stay on loopback unless a proxy stands in front.",
)
@click.option(
    "--below", default="", help="Path below which a proxy hands the dashboard on whole, such as /piani."
)
def run(port: int, address: str, below: str = "") -> None:
    """Start the server in this process."""
    # A mistyped address must show that its database is missing, not demonstration data.
    if PLANNING_URL_VARIABLE not in os.environ:
        url = planning_url()
        if not _exists(str(url.database)):
            with _disk(url):
                _build(url, seed=2019, replace=False)
    _tell_faults()
    with preparing():
        _serve(address, port, below)


def _tell_faults() -> None:
    """Say in the terminal what is wrong with an address; the page says the rest, and heals by itself."""
    t = texts("it")
    for name in (PLANNING_URL_VARIABLE, MART_URL_VARIABLE):
        try:
            if name in os.environ:
                database_address(os.environ[name])
        except AddressError as problem:
            click.secho(f"✗ {name}: {t('problem.bad_address', detail=problem)}", fg="red", err=True)


@contextmanager
def _disk(url: URL) -> Iterator[None]:
    """Turn a full disk or a folder that cannot be written into one sentence."""
    try:
        yield
    except DemoRefusedError as refused:
        raise click.ClickException(str(refused)) from None
    except (OSError, SQLAlchemyError) as fault:
        cause = fault.orig if isinstance(fault, DBAPIError) and fault.orig else fault
        if isinstance(cause, OSError):
            words = cause.strerror or str(cause)
        else:
            words = " ".join(str(cause).split())[:200]
        folder = Path(str(url.database)).parent if url.get_backend_name() == "sqlite" else url.host
        raise click.ClickException(texts("it")("start.cannot_write", where=folder, why=words)) from None


def _planning_url() -> URL:
    try:
        return planning_url()
    except AddressError as problem:
        words = texts("it")("problem.bad_address", detail=problem)
        raise click.ClickException(f"{PLANNING_URL_VARIABLE}: {words}") from None


@main.command(
    help=f"Build the demo: the planning database (at ${PLANNING_URL_VARIABLE}, else embedded), "
    "and beside the embedded one the 38 case databases."
)
@click.option("--seed", default=2019, show_default=True, type=int)
@click.option("--people", default=PEOPLE, show_default=True, type=click.IntRange(38, 5_000_000))
@click.option("--replace", is_flag=True, help="Replace the data of a database that already holds some.")
def demo(seed: int, people: int, replace: bool) -> None:
    """Build with progress bars; ``people`` have a case file, all zones together."""
    url = _planning_url()
    built = url.get_backend_name() == "sqlite" and _exists(str(url.database)) and not replace
    zones = zones_to_build(replace=replace)
    if built and not zones:
        raise click.ClickException(f"{url.database} is already there; --replace builds it anew.")
    with _disk(url):
        if not built:
            _build(url, seed=seed, replace=replace)
        if zones:
            build_demo_zones(zones, seed=seed, people=people)


@main.command(
    help=f"Bring the schema of the database at ${PLANNING_URL_VARIABLE} up to date, data untouched."
)
def migrate() -> None:
    """Run the migrations that are missing."""
    from data_access.planning.migrate import head, upgrade

    url = _planning_url()
    with _disk(url):
        upgrade(url)
    click.echo(f"{url.render_as_string(hide_password=True)}: schema {head()}")


@main.command(help="Say whether a database fulfils the contract, table by table; exit 1 where it does not.")
@click.argument("url", required=False)
@LANGUAGE
def check(url: str | None, lang: str) -> None:
    """Print one line a table, one a problem."""
    from data_access.planning.contract import check as check_contract

    t = texts("en" if lang == "en" else "it")
    try:
        address = database_address(url) if url else planning_url()
    except AddressError as problem:
        raise click.ClickException(t("problem.bad_address", detail=problem)) from None
    report = check_contract(address, with_boundaries=_drawn())
    click.echo(address.render_as_string(hide_password=True))
    if report.fault:
        click.secho(f"✗ {t(f'problem.{report.fault.code}', detail=report.fault.detail)}", fg="red")
    for table in report.tables:
        if table.error:
            columns = ", ".join(table.missing_columns)
            click.secho(f"✗ {table.table}: {t(f'check.{table.error}', columns=columns)}", fg="red")
        else:
            click.echo(f"✓ {table.table}: {t('check.rows', n=table.rows)}")
    for line in problem_lines(report.problems, t):
        click.secho(f"✗ {line}", fg="yellow")
    known = memory().recall(address)
    lost = losses(known.counts, report.counts) if known and report.counts else []
    for loss in lost:
        words = t("check.lost", what=loss.what, before=loss.before, now=loss.now)
        click.secho(f"✗ {words}", fg="yellow")
    for gap in report.record_faults.to_dict("records"):
        words = t(f"registry.fault.{gap['fault']}", field=gap["field"], detail=gap["detail"])
        click.secho(f"△ {gap['code']}: {words}", fg="yellow")
    for finding in report.territory.to_dict("records"):
        where = f" ({finding['place']})" if finding["place"] else ""
        words = t(f"territory.{finding['code']}", detail=finding["detail"])
        click.secho(f"△ municipality{where}: {words}", fg="yellow")
    well = report.ok and not lost
    click.secho(t("check.ok") if well else t("check.not_ok"), bold=True)
    # An address names one planning database; without one, everything this installation reads is looked at.
    cases_well = bool(url) or check_cases(t, "en" if lang == "en" else "it")
    sys.exit(0 if well and cases_well else 1)


def _drawn() -> frozenset[str]:
    """Codes of the districts that have boundaries."""
    return frozenset(area["code"] for area in paths("districts")["areas"])


def problem_lines(problems: pd.DataFrame, t: Translate) -> Iterator[str]:
    """Say once a kind what is wrong: table, number of rows, what to mend, and one of them by its key."""
    for (table, code), rows in problems.groupby(["table", "code"], sort=False):
        first = rows.iloc[0]
        place = f" ({first['place']})" if first["place"] else ""
        what = t(f"quality.{code}", detail=first["detail"]).replace(" ()", "")
        where = t("check.example", n=len(rows), row=first["row"] + place)
        yield f"{table}: {where} {what}"


@main.command(help="Accept new data that lack much of what there was, and were held back for it.")
@click.argument("url", required=False)
@LANGUAGE
def accept(url: str | None, lang: str) -> None:
    """Print what is lost, and remember what there is now as right; the server takes it at its next look."""
    t = texts("en" if lang == "en" else "it")
    try:
        address = database_address(url) if url else planning_url()
        reading = open_and_read(address)
    except AddressError as problem:
        raise click.ClickException(t("problem.bad_address", detail=problem)) from None
    except DatabaseProblem as problem:
        raise click.ClickException(t(f"problem.{problem.code}", detail=problem.detail)) from None
    now, remembered = counts(clean(reading.frames, reading.problems)), memory()
    before = remembered.recall(address)
    for loss in losses(before.counts, now) if before else []:
        click.echo(f"△ {t('check.lost', what=loss.what, before=loss.before, now=loss.now)}")
    if not remembered.accept(address, Accepted(reading.token, now)):
        raise click.ClickException(t("start.cannot_write", where=home(), why="accepted.json"))
    click.secho(t("check.accepted", token=reading.token), bold=True)


main.add_command(refresh)
main.add_command(prepare)


def _serve(address: str, port: int, below: str = "") -> None:
    """Serve on a socket of our own, because of one switch that Streamlit's socket leaves off."""
    import uvicorn

    from dashboard.screen.seams import configure

    settings = {**_settings(), "server.port": port, "server.address": address}
    configure(settings | ({"server.baseUrlPath": below} if below else {}))
    from dashboard.server import app

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listening = socket.create_server((address, port), family=family, backlog=2048)
    except OSError as taken:
        raise click.ClickException(
            f"Cannot listen on {address}:{port} ({taken.strerror}); try --port."
        ) from None
    # Without it the many small messages of a page wait for the browser's acknowledgements: 20 ms a click.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    shown = "localhost" if address in ("127.0.0.1", "0.0.0.0", "::1", "::") else address
    click.secho(f"Osservatorio Piani di Zona: http://{shown}:{port}{below} (Ctrl+C stops it)", bold=True)
    with listening:
        config = uvicorn.Config(app, ws="websockets-sansio", log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listening])


def _settings() -> dict[str, object]:
    """Return our settings as flat options: Streamlit reads the file only from the current folder."""
    package = Path(__file__).parent
    file = next(f for f in (package / SETTINGS, package.parent / SETTINGS) if f.is_file())
    return _flat(tomllib.loads(file.read_text(encoding="utf-8")), "")


def _flat(table: dict, prefix: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in table.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


def _exists(path: str) -> bool:
    return Path(path).exists()


def _build(url: URL, *, seed: int, replace: bool) -> None:
    from data_access.demo.build import build

    began = time.perf_counter()
    click.echo(f"Building the demo planning database at {url.render_as_string(hide_password=True)}")
    with click.progressbar(length=1000, label="demo", item_show_func=lambda what: what) as bar:
        done = 0

        def progress(share: float, what: str) -> None:
            nonlocal done
            step = max(0, round(share * 1000) - done)
            done += step
            bar.update(step, what)

        build(url, seed=seed, replace=replace, progress=progress)
    # Whoever builds it anew knows that it may be another.
    memory().forget(url)
    click.echo(f"Done in {time.perf_counter() - began:.1f} s.")


if __name__ == "__main__":
    main()
