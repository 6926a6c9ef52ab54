"""Catalogues of the demo zones, and the few invented words that make their names.

Kinds of support carry real SIUSS codes and labels; needs, reasons and amounts are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

SURNAMES = (
    "Zarbelloni",
    "Quistolfi",
    "Vrandoni",
    "Sbroccati",
    "Tremizzoli",
    "Gavrostini",
    "Pulfridi",
    "Ondrizzi",
    "Marzufoli",
    "Cribattini",
    "Frandolesi",
    "Lurbizzani",
    "Dostravelli",
    "Nembrottoli",
    "Scarvuzzi",
    "Brindoleri",
)
"""Not in any register we know of: a name that leaks is recognised."""

FIRST_NAMES = {
    "F": ("Aldina", "Berta", "Cesira", "Delfina", "Ebe", "Fosca", "Gelsomina", "Ildegarda"),
    "M": ("Adelmo", "Baldo", "Cirillo", "Diomede", "Ermete", "Folco", "Gualtiero", "Isidoro"),
}

CATEGORIES = (
    "Famiglia e minori",
    "Disabili",
    "Adulti",
    "Anziani",
    "Dipendenze",
    "Immigrati e nomadi",
)
"""The first four ids are wired in S.I.SO, the others are rows that an installation adds."""


@dataclass(frozen=True)
class Support:
    """A kind of support: SIUSS code and label, whom it is for, how it runs, euro a month or payment."""

    code: str
    label: str
    weight: tuple[float, ...]
    """By category, in the order of ``CATEGORIES``."""
    monthly: bool
    euro: tuple[int, int]
    household: bool = False
    health: bool = False
    """Owned by the health service more often."""
    months: int = 1
    """Months that one line of a running support covers: some offices enter a quarter at a time."""


SUPPORTS = (
    Support(
        "A1.04",
        "Contributi economici a integrazione del reddito familiare",
        (5, 1, 7, 1, 3, 5),
        False,
        (120, 450),
        household=True,
    ),
    Support("A1.05", "Contributi economici per alloggio", (3, 0.5, 5, 0.5, 1, 4), False, (250, 1500), True),
    Support(
        "A1.11",
        "Assegnazioni economiche per il sostegno della domiciliarità e dell'autonomia personale",
        (0.2, 3, 0.3, 3, 0, 0),
        True,
        (150, 420),
        health=True,
    ),
    Support(
        "A1.14",
        "Contributi e integrazioni a rette per accesso a servizi residenziali",
        (1, 1.5, 0.5, 3, 1, 0),
        True,
        (600, 1700),
        health=True,
    ),
    Support(
        "A1.22",
        "Contributi economici per l'affidamento familiare di minori",
        (1.5, 0, 0, 0, 0, 0),
        True,
        (380, 700),
    ),
    Support(
        "A2.02",
        "Sostegno socio-educativo territoriale o domiciliare",
        (6, 3, 0.5, 0, 0, 1),
        True,
        (180, 620),
        months=3,
    ),
    Support(
        "A2.07",
        "Assistenza domiciliare socio-assistenziale",
        (0.3, 3, 0.6, 8, 0.2, 0),
        True,
        (160, 640),
    ),
    Support(
        "A2.08",
        "A.D.I.- Assistenza domiciliare integrata con servizi sanitari",
        (0, 2, 0.2, 4, 0, 0),
        True,
        (120, 480),
        health=True,
    ),
    Support("A2.09", "Supporto all'inserimento lavorativo", (0.4, 2, 5, 0, 3, 3), True, (150, 520), months=3),
    Support(
        "A2.13",
        "Distribuzione pasti e/o lavanderia a domicilio",
        (0.1, 1, 0.7, 4, 0, 0),
        True,
        (90, 210),
        months=3,
    ),
    Support("A2.14", "Trasporto sociale", (0.5, 3, 0.3, 2, 0, 0), True, (30, 110), months=3),
    Support(
        "A2.28",
        "Interventi di sostegno alla genitorialità",
        (4, 0.2, 0.3, 0, 0.3, 1),
        True,
        (110, 350),
        months=3,
    ),
    Support("A3.01", "Strutture semiresidenziali", (1, 4, 0.1, 2, 0.5, 0), True, (420, 1050), health=True),
    Support("A3.02", "Strutture residenziali", (1, 2, 0.3, 2, 1, 0.5), True, (900, 2100), health=True),
)

NEED_CLASSES = (
    "Bisogni economici",
    "Casa e abitare",
    "Lavoro",
    "Famiglia e genitorialità",
    "Autonomia e cura della persona",
    "Salute e dipendenze",
    "Integrazione e mediazione",
)

#: label, class (position in NEED_CLASSES), economic, weight by category
NEEDS: tuple[tuple[str, int, bool, tuple[float, ...]], ...] = (
    ("Reddito insufficiente", 0, True, (5, 1, 8, 2, 3, 5)),
    ("Spese straordinarie", 0, True, (2, 1, 3, 1, 1, 2)),
    ("Affitto o utenze arretrate", 1, True, (3, 0.5, 5, 1, 1, 3)),
    ("Sfratto o mancanza di alloggio", 1, False, (2, 0.3, 4, 0.5, 2, 4)),
    ("Ricerca di un lavoro", 2, False, (1, 1.5, 6, 0, 3, 4)),
    ("Difficoltà nel ruolo di genitore", 3, False, (6, 0.5, 0.3, 0, 0.5, 1)),
    ("Conflitto familiare", 3, False, (4, 0.5, 1, 0.5, 1, 1)),
    ("Assistenza a domicilio", 4, False, (0.2, 5, 0.5, 9, 0.2, 0)),
    ("Inserimento in una struttura", 4, False, (0.3, 3, 0.2, 4, 0.5, 0)),
    ("Sollievo a chi assiste", 4, False, (0.2, 3, 0.1, 4, 0, 0)),
    ("Disagio psichico o dipendenza", 5, False, (0.7, 1.5, 2, 0.5, 8, 0.5)),
    ("Apprendimento della lingua e mediazione", 6, False, (1, 0.2, 0.8, 0, 0.2, 7)),
    ("Isolamento", 6, False, (0.3, 1, 1, 3, 1, 1)),
)

CLOSING_REASONS = (
    "Obiettivi raggiunti",
    "Trasferimento in altro Comune",
    "Rinuncia dell'interessato",
    "Passaggio ad altro servizio",
    "Decesso",
    "Perdita dei requisiti",
)

ITER_STATES = {
    1: "Aperto",
    2: "Chiuso",
    3: "Preso in carico",
    4: "Segnalato",
    6: "Riaperto",
    10: "Segnalato a ente",
    11: "Segnalato a operatore",
    20: "In attesa della valutazione multidimensionale",
}
"""The last one is a state that a zone added."""

MODES = ("Di Persona", "Segnalazione telefonica", "e-mail", "Segnalazione scritta", "Rilevato a domicilio")
REASONS = ("Spontaneo", "Inviato da", "Convocato", "Decreto")
