"""Writes a zone row by row as S.I.SO's forms would, so that a test says only what its rule is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import count
from string import ascii_uppercase

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from zone import fill

from data_access.cases.siso import tables

OPEN, CLOSED, TAKEN, REPORTED, REOPENED, HANDED_OVER = 1, 2, 3, 4, 6, 10
PRELIMINARY, DELIVERED, ENDED, SUSPENDED = 71, 72, 73, 74
MEALS, HOME_HELP = 51, 52


class SisoRows:
    """The rows of one zone by table. Every method writes what one form writes, and returns its number."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict]] = defaultdict(list)
        self._numbers = count(1)
        self._add("cs_o_zona_soc", id=1, nome="Zona di prova", abilitato="1")
        for kind, memo, name in ((MEALS, "D1", "Pasti"), (HOME_HELP, "D2", "Assistenza domiciliare")):
            self._add("cs_c_tipo_intervento", id=kind, codice_memo=memo, descrizione=name)
        for state, kind, closes in (
            (PRELIMINARY, "P", 0),
            (DELIVERED, "E", 0),
            (ENDED, "E", 1),
            (SUSPENDED, "P", 0),
        ):
            self._add("cs_cfg_int_eseg_stato", id=state, tipo=kind, flag_chiudi=closes)
        self.comune = self.body("Comune di Rimini", "H294")

    def _add(self, table: str, **columns: object) -> None:
        self.rows[table].append(columns)

    def number(self) -> int:
        """Return the next number of the sequence that all tables share."""
        return next(self._numbers)

    def body(self, name: str, cod_catastale: str | None = None, cod_routing: str | None = None) -> int:
        """Write a body with one office of the same number."""
        body = self.number()
        self._add(
            "cs_o_organizzazione", id=body, nome=name, cod_catastale=cod_catastale, cod_routing=cod_routing
        )
        self._add("cs_o_settore", id=body, organizzazione_id=body)
        return body

    def file(
        self,
        code: str | None,
        *steps: tuple[int, str | None],
        category: int | None = None,
        typed: str | None = None,
        responsible: Sequence[int | None] = (),
    ) -> int:
        """Write a person's file with its steps (state, day) and who was responsible at each."""
        case = self.number()
        self._add("cs_a_anagrafica", id=case, cf=code, sesso="F", data_nascita="1950-01-01")
        self._add("cs_a_caso", id=case, dt_ins=typed)
        self._add("cs_a_soggetto", anagrafica_id=case, caso_id=case)
        who = [*responsible, *[None] * len(steps)]
        for (state, day), operator in zip(steps, who, strict=False):
            step = self.number()
            self._add("cs_it_step", id=step, caso_id=case, cfg_it_stato_id=state, diario_id=step)
            self._add(
                "cs_d_diario",
                id=step,
                caso_id=case,
                dt_amministrativa=day,
                dt_ins=typed,
                responsabile_id=operator,
            )
        if category is not None:
            self._add(
                "cs_a_soggetto_categoria_soc",
                soggetto_anagrafica_id=case,
                categoria_sociale_id=category,
                prevalente=1,
                data_inizio_app="2018-01-01",
                data_fine_app="9999-12-31",
            )
        return case

    def operator(self, case: int, operator: int, *, responsible: bool, until: str = "9999-12-31") -> None:
        """Write an operator of a case."""
        if not any(row["id"] == operator for row in self.rows["cs_o_operatore_settore"]):
            self._add("cs_o_operatore_settore", id=operator, operatore_id=operator)
            self._add("cs_o_operatore_tipo_operatore", id=operator, operatore_settore_id=operator)
        self._add(
            "cs_a_caso_ope_tipo_ope",
            caso_id=case,
            operatore_tipo_operatore_id=operator,
            flag_responsabile=int(responsible),
            data_inizio_app="2018-01-01",
            data_fine_app=until,
        )

    def sheet(
        self,
        code: str | None,
        day: str,
        *,
        person: bool = True,
        case: int | None = None,
        alias: str | None = None,
        need: bool = False,
    ) -> int:
        """Write an access sheet; ``case`` links it to a file."""
        sheet = self.number()
        self._add(
            "ss_scheda",
            id=sheet,
            accesso=sheet,
            segnalato=sheet if person else None,
            motivazione=sheet,
            completa=1,
            eliminata=0,
        )
        self._add("ss_scheda_accesso", id=sheet, data=day, rel_upo_organizzazione_id=self.comune)
        if person:
            self._add("ss_scheda_segnalato", id=sheet, anagrafica=sheet)
            self._add("ss_anagrafica", id=sheet, cf=code, alias=alias, sesso="F", data_nascita="1950-01-01")
        if case is not None:
            self._add("cs_ss_scheda_segr", scheda_id=sheet, provenienza="SS", soggetto_id=case)
        if need:
            self._add("ss_motivazione", id=sheet, economico="1", classificazione_id=None)
            self._add("ss_motivazioni_schede", scheda_motivazione_id=sheet, motivazione=sheet)
        return sheet

    def delivery(
        self,
        code: str | None,
        *lines: tuple[int, str, str | None, float | None],
        spend: float | None = None,
        calculated: int | None = 1,
        owner: int | None = None,
        deliverer: int | None = None,
        case: int | None = None,
        kind: int = MEALS,
    ) -> int:
        """Write a header with its lines (state, from, to, euro); no beneficiary where ``code`` is "-"."""
        header = self.number()
        if owner is not None:
            self._add("cs_i_intervento_pr", id=header, settore_titolare_id=owner)
        self._add(
            "cs_i_intervento_eseg_mast",
            id=header,
            tipo_intervento_id=kind,
            spesa=spend,
            flag_spesa_calc=calculated,
            settore_erogante_id=deliverer,
            int_progetto_id=header if owner is not None else None,
        )
        for state, start, end, euro in lines:
            self._add(
                "cs_i_intervento_eseg",
                id=self.number(),
                intervento_eseg_mast_id=header,
                data_esecuzione=start,
                data_esecuzione_a=end,
                stato_id=state,
                spesa=euro,
            )
        if code != "-":
            self._add(
                "cs_i_intervento_eseg_mast_sogg",
                int_eseg_mast_id=header,
                cf=code,
                caso_id=case,
                flag_riferimento=1,
                sesso="F",
                anno_nascita=1950,
            )
        return header

    def request(self, case: int, typed: str | None, *sheets: tuple[str, str | None, str | None, bool]) -> int:
        """Write a request with its administrative sheets (flag, day, active from or closed from, refused)."""
        request = self.number()
        self._add("cs_i_intervento", id=request, scti_tipo_intervento_id=MEALS, dt_ins=typed)
        for flag, day, own, refused in sheets:
            diary = self.number()
            self._add(
                "cs_flg_intervento",
                diario_id=diary,
                intervento_id=request,
                flag_att_sosp_c=flag,
                flag_respinto=int(refused),
            )
            self._add(
                "cs_d_diario",
                id=diary,
                caso_id=case,
                dt_amministrativa=day,
                dt_attivazione_da=own if flag == "A" else None,
                dt_chiusura_da=own if flag == "C" else None,
            )
        return request

    def temporary(self, code: str, real: str | None) -> None:
        """Write what CF_TEMP knows of a temporary code."""
        self._add("cf_temp", id=self.number(), cf_temp=code, cf=real)

    def category(self, number: int, label: str) -> None:
        """Write a local row, or another label, of a category."""
        self._add("cs_c_categoria_sociale", id=number, descrizione=label)


def person(number: int, *, right: bool = True) -> str:
    """Return the fiscal code of an invented person: right but for the place, which no Comune has."""
    letters = "".join(ascii_uppercase[number // 26**power % 26] for power in range(3))
    code = f"X{letters}XW50A01Y{number % 1000:03d}"
    # D.M. 23/12/1976, once more and from the decree, lest the reading be tested against itself.
    odd = "BAKPLCQDREVOSFTGUHMINJWZYX"
    values = [int(c) if c.isdigit() else ord(c) - ord("A") for c in code]
    worth = {letter: odd.index(letter) for letter in odd}
    total = sum(worth[ascii_uppercase[v]] if place % 2 == 0 else v for place, v in enumerate(values))
    return code + ascii_uppercase[(total + (not right)) % 26]


def upper(name: str) -> str:
    """Write a name in capitals, which PostgreSQL keeps only where it is quoted."""
    return name.upper()


def lower(name: str) -> str:
    """Write a name in small letters."""
    return name


def written(
    url: URL | str, rows: SisoRows, write: Callable[[str], str] = lower, *, views: bool = False
) -> str:
    """Write a zone at an empty address, with names as ``write`` gives them, and return the address.

    With ``views``, what has the true names are views on tables that have others.
    """
    address = make_url(url)
    engine = create_engine(address)
    quote = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        fill(connection, rows.rows, write)
        for table in tables() if views else ():
            name, kept = quote(write(table)), quote(write(f"kept_{table}"))
            connection.execute(text(f"alter table {name} rename to {kept}"))
            connection.execute(text(f"create view {name} as select * from {kept}"))
    engine.dispose()
    return address.render_as_string(hide_password=False)
