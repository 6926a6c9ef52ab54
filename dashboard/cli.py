"""The ``osservatorio`` command: run the dashboard, build the demo, refresh the case facts, check."""

from __future__ import annotations

import logging
import os
import socket
import sys
import time
import tomllib
from pathlib import Path

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dashboard.cases_cli import (
    build_demo_zones,
    check_cases,
    prepare,
    preparing,
    refresh,
    zones_to_build,
)
from dashboard.locale.texts import texts
from data_access.demo import PEOPLE
from data_access.engines import PLANNING_URL_VARIABLE, planning_url

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
    url = planning_url()
    # A mistyped address must show that its database is missing, not demonstration data.
    if PLANNING_URL_VARIABLE not in os.environ and not _exists(str(url.database)):
        _build(url.render_as_string(hide_password=False), seed=2019, replace=False)
    with preparing():
        _serve(address, port, below)


@main.command(
    help=f"Build the demo: the planning database (at ${PLANNING_URL_VARIABLE}, else embedded), "
    "and beside the embedded one the 38 case databases."
)
@click.option("--seed", default=2019, show_default=True, type=int)
@click.option("--people", default=PEOPLE, show_default=True, type=click.IntRange(38, 5_000_000))
@click.option("--replace", is_flag=True, help="Replace the data of a database that already holds some.")
def demo(seed: int, people: int, replace: bool) -> None:
    """Build with progress bars; ``people`` have a case file, all zones together."""
    url = planning_url()
    built = url.get_backend_name() == "sqlite" and _exists(str(url.database)) and not replace
    zones = zones_to_build(replace=replace)
    if built and not zones:
        raise click.ClickException(f"{url.database} is already there; --replace builds it anew.")
    if not built:
        _build(url.render_as_string(hide_password=False), seed=seed, replace=replace)
    if zones:
        build_demo_zones(zones, seed=seed, people=people)


@main.command(
    help=f"Bring the schema of the database at ${PLANNING_URL_VARIABLE} up to date, data untouched."
)
def migrate() -> None:
    """Run the migrations that are missing."""
    from data_access.planning.migrate import head, upgrade

    url = planning_url()
    upgrade(url.render_as_string(hide_password=False))
    click.echo(f"{url.render_as_string(hide_password=True)}: schema {head()}")


@main.command(help="Say whether a database fulfils the contract, table by table; exit 1 where it does not.")
@click.argument("url", required=False)
@LANGUAGE
def check(url: str | None, lang: str) -> None:
    """Print one line a table, one a problem."""
    from data_access.planning.contract import check as check_contract

    t = texts("en" if lang == "en" else "it")
    try:
        address = make_url(url) if url else planning_url()
    except ArgumentError:
        raise click.ClickException(t("check.bad_url", url=url)) from None
    report = check_contract(address)
    click.echo(address.render_as_string(hide_password=True))
    if report.fault:
        click.secho(f"✗ {t(f'problem.{report.fault.code}', detail=report.fault.detail)}", fg="red")
    for table in report.tables:
        if table.error:
            columns = ", ".join(table.missing_columns)
            click.secho(f"✗ {table.table}: {t(f'check.{table.error}', columns=columns)}", fg="red")
        else:
            click.echo(f"✓ {table.table}: {t('check.rows', n=table.rows)}")
    for problem in report.problems.to_dict("records"):
        where = f"{problem['table']} {problem['row']}" + (
            f" ({problem['place']})" if problem["place"] else ""
        )
        code, detail = problem["code"], problem["detail"]
        click.secho(f"✗ {where}: {t(f'quality.{code}', detail=detail)}", fg="yellow")
    for gap in report.record_faults.to_dict("records"):
        words = t(f"registry.fault.{gap['fault']}", field=gap["field"], detail=gap["detail"])
        click.secho(f"△ {gap['code']}: {words}", fg="yellow")
    for finding in report.territory.to_dict("records"):
        where = f" ({finding['place']})" if finding["place"] else ""
        words = t(f"territory.{finding['code']}", detail=finding["detail"])
        click.secho(f"△ municipality{where}: {words}", fg="yellow")
    click.secho(t("check.ok") if report.ok else t("check.not_ok"), bold=True)
    # An address names one planning database; without one, everything this installation reads is looked at.
    cases_well = bool(url) or check_cases(t)
    sys.exit(0 if report.ok and cases_well else 1)


main.add_command(refresh)
main.add_command(prepare)


def _serve(address: str, port: int, below: str = "") -> None:
    """Serve on a socket of our own, because of one switch that Streamlit's socket leaves off."""
    import uvicorn
    from streamlit.web import bootstrap

    settings = {**_settings(), "server.port": port, "server.address": address}
    bootstrap.load_config_options(settings | ({"server.baseUrlPath": below} if below else {}))
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


def _build(url: str, *, seed: int, replace: bool) -> None:
    from data_access.demo.build import build

    began = time.perf_counter()
    click.echo(f"Building the demo planning database at {make_url(url).render_as_string(hide_password=True)}")
    with click.progressbar(length=1000, label="demo", item_show_func=lambda what: what) as bar:
        done = 0

        def progress(share: float, what: str) -> None:
            nonlocal done
            step = max(0, round(share * 1000) - done)
            done += step
            bar.update(step, what)

        build(url, seed=seed, replace=replace, progress=progress)
    click.echo(f"Done in {time.perf_counter() - began:.1f} s.")


if __name__ == "__main__":
    main()
