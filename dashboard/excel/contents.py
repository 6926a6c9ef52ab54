"""What a workbook is asked to hold: tables, and the few words of its own."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.tables.table import Table


@dataclass(frozen=True)
class Sheet:
    """A table on its own sheet, its rows in the order given; ``subtitle`` says filters and period.

    ``chart``: keys of a column of names and of a column of figures, whose first rows the cover draws.
    """

    name: str
    title: str
    subtitle: str
    table: Table
    chart: tuple[str, str] | None = None


@dataclass(frozen=True)
class Texts:
    """The few words a workbook needs of its own, and its language as a BCP 47 tag."""

    language: str
    creator: str
    cover_sheet: str
    contents: str
    row: str
    rows: str
    first: str
    table_sheet: str
    notes_sheet: str
    picture_sheet: str
    total: str
    no_rows: str
    page: str
    of: str


ITALIAN = Texts(
    language="it-IT",
    creator="Osservatorio Piani di zona",
    cover_sheet="Copertina",
    contents="Contenuto",
    row="riga",
    rows="righe",
    first="i primi",
    table_sheet="Dati",
    notes_sheet="Note",
    picture_sheet="Mappa",
    total="Totale righe visibili",
    no_rows="Nessuna riga con questi filtri.",
    page="Pagina",
    of="di",
)
ENGLISH = Texts(
    language="en-GB",
    creator="Osservatorio Piani di zona",
    cover_sheet="Cover",
    contents="Contents",
    row="row",
    rows="rows",
    first="the first",
    table_sheet="Data",
    notes_sheet="Notes",
    picture_sheet="Map",
    total="Total of visible rows",
    no_rows="No row with these filters.",
    page="Page",
    of="of",
)
