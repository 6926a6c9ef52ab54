"""Facts of a demo zone against plain SQL on the same database, written from the rules and not from the code.

The zone comes without the faults that the demo usually has, so that the SQL need not repeat how they are left
out; the hand-made zone tests that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import make_url

from data_access.cases.facts import zone_facts
from data_access.cases.readers import read_zone
from data_access.cases.zones import Source
from data_access.demo.cases import rows as demo_rows
from data_access.demo.cases.build import build_zones

ZONE = "RO-RIM"
START = "2017-01-01"
"""The demo's zones began to type then: what is dated before is only what was still open, and no fact."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_rows, "spoil", lambda _rng, _rows: None)
        yield build_zones(tmp_path_factory.mktemp("sql"), people=20_000, processes=1, districts=[ZONE])[0]


@pytest.fixture(scope="module")
def facts(path: Path) -> dict[str, pd.DataFrame]:
    with Source(ZONE, make_url(f"sqlite:///{path}")).connect() as connection:
        zone = read_zone(connection, zone=ZONE, key=b"k")
    assert "row" not in set(zone.rejects["effect"])
    return zone_facts(zone)[0].facts


@pytest.fixture(scope="module")
def sql(path: Path):
    """Return a function that runs a query and gives its rows as a dict: last column by the others."""
    connection = sqlite3.connect(path)

    def run(query: str, **values: object) -> dict:
        rows = connection.execute(query, values).fetchall()
        return {(row[:-1] if len(row) > 2 else row[0]): row[-1] for row in rows}

    yield run
    connection.close()


def cells(frame: pd.DataFrame, *columns: str, figure: str = "n") -> dict:
    return frame.groupby(list(columns))[figure].sum().to_dict()


def test_open_cases_at_month_ends(facts, sql):
    ends = {month: f"{month // 100}-{month % 100:02d}-31" for month in facts["stock"]["month"].unique()}
    counted = cells(facts["stock"], "month")
    assert len(counted) > 30
    for month, end in ends.items():
        # One person may have two files: people are counted, not files.
        expected = sql(
            """
            select 0, count(distinct coalesce(nullif(upper(trim(a.cf)), ''), a.id)) from (
              select i.caso_id, i.cfg_it_stato_id,
                     row_number() over (partition by i.caso_id order by i.id desc) as back
              from cs_it_step i join cs_d_diario d on d.id = i.diario_id
              where date(coalesce(d.dt_amministrativa, d.dt_ins)) <= :day
            ) s
            join cs_a_soggetto o on o.caso_id = s.caso_id
            join cs_a_anagrafica a on a.id = o.anagrafica_id
            where s.back = 1 and s.cfg_it_stato_id <> 2
            """,
            day=end,
        )
        assert counted[month] == expected[0], month


def test_accesses_by_month(facts, sql):
    expected = sql(
        """
        select cast(strftime('%Y%m', c.data) as integer), count(*)
        from ss_scheda s join ss_scheda_accesso c on c.id = s.accesso
        where s.completa = 1 and s.eliminata = 0 group by 1
        """
    )
    assert cells(facts["access"], "month") == expected


def test_needs_by_year(facts, sql):
    expected = sql(
        """
        select cast(strftime('%Y', c.data) as integer), count(distinct s.id || '-' || n.motivazione)
        from ss_scheda s
        join ss_scheda_accesso c on c.id = s.accesso
        join ss_motivazioni_schede n on n.scheda_motivazione_id = s.motivazione
        where s.completa = 1 and s.eliminata = 0 group by 1
        """
    )
    need = facts["need"]
    assert cells(need.assign(year=need["month"] // 100), "year") == expected


def test_money_is_the_header_or_the_lines(facts, sql):
    expected = sql(
        """
        with lines as (
          select e.intervento_eseg_mast_id as header,
                 avg(case when date(e.data_esecuzione) >= :start then 1.0 else 0 end) as part,
                 sum(case when date(e.data_esecuzione) >= :start then e.spesa else 0 end) as spend
          from cs_i_intervento_eseg e join cs_cfg_int_eseg_stato t on t.id = e.stato_id
          where t.tipo = 'E' group by 1
        )
        select lower(replace(k.codice_memo, '.', '-')),
               cast(round(100 * sum(
                 case when m.flag_spesa_calc = 1 or coalesce(m.spesa, 0) = 0 then l.spend
                      else m.spesa * l.part end
               )) as integer)
        from cs_i_intervento_eseg_mast m
        join lines l on l.header = m.id
        join cs_c_tipo_intervento k on k.id = m.tipo_intervento_id
        group by 1
        """,
        start=START,
    )
    found = cells(facts["delivery"], "support_kind", figure="cents")
    # A header's money is spread over its lines by whole cents: some may lie on the other side of START.
    assert found == pytest.approx(expected, rel=0, abs=100)
    assert sum(found.values()) > 10_000_000


def test_people_who_received_by_year(facts, sql):
    expected = sql(
        """
        select cast(strftime('%Y', e.data_esecuzione) as integer), count(distinct upper(trim(b.cf)))
        from cs_i_intervento_eseg e
        join cs_cfg_int_eseg_stato t on t.id = e.stato_id and t.tipo = 'E'
        join cs_i_intervento_eseg_mast_sogg b on b.int_eseg_mast_id = e.intervento_eseg_mast_id
        where date(e.data_esecuzione) >= :start
        group by 1
        """,
        start=START,
    )
    assert cells(facts["recipient"], "year") == expected


def test_waits_from_access_to_taking_in_charge(facts, sql):
    expected = sql(
        """
        with came as (
          select o.caso_id, min(date(c.data)) as day
          from ss_scheda s
          join ss_scheda_accesso c on c.id = s.accesso
          join ss_scheda_segnalato g on g.id = s.segnalato
          join ss_anagrafica p on p.id = g.anagrafica
          left join cs_ss_scheda_segr r
            on r.scheda_id = s.id and r.provenienza = 'SS' and r.soggetto_id is not null
          join cs_a_anagrafica a
            on a.id = r.soggetto_id or (r.soggetto_id is null and upper(trim(a.cf)) = upper(trim(p.cf)))
          join cs_a_soggetto o on o.anagrafica_id = a.id
          where s.completa = 1 and s.eliminata = 0 group by 1
        ),
        taken as (
          select i.caso_id, min(date(coalesce(d.dt_amministrativa, d.dt_ins))) as day
          from cs_it_step i join cs_d_diario d on d.id = i.diario_id
          where i.cfg_it_stato_id = 3 group by 1
        )
        select min(731, cast(julianday(taken.day) - julianday(came.day) as integer)), count(*)
        from came join taken on taken.caso_id = came.caso_id
        where came.day <= taken.day group by 1
        """
    )
    wait = facts["wait"]
    assert sum(expected.values()) > 300
    assert cells(wait[wait["step"] == "access_taken"], "days") == expected


def test_people_with_a_need_and_no_support(facts, sql):
    expected = sql(
        """
        with typed as (
          select date(d.dt_ins) as day from cs_it_step i join cs_d_diario d on d.id = i.diario_id
          union select date(dt_ins) from ss_scheda where completa = 1 and eliminata = 0
        ),
        needed as (
          select case when a.id is null then upper(trim(p.cf))
                      else coalesce(upper(trim(a.cf)), 'file ' || a.id) end as cf,
                 strftime('%Y', c.data) as year, min(date(c.data)) as day
          from ss_scheda s
          join ss_scheda_accesso c on c.id = s.accesso
          join ss_scheda_segnalato g on g.id = s.segnalato
          join ss_anagrafica p on p.id = g.anagrafica
          left join cs_ss_scheda_segr r
            on r.scheda_id = s.id and r.provenienza = 'SS' and r.soggetto_id is not null
          left join cs_a_anagrafica a on a.id = r.soggetto_id
          where s.completa = 1 and s.eliminata = 0
            and (a.id is not null or (length(trim(p.cf)) = 16 and p.cf not like 'STP%')
                 or exists (select 1 from cs_a_soggetto o join cs_a_anagrafica h on h.id = o.anagrafica_id
                            where upper(trim(h.cf)) = upper(trim(p.cf))))
            and exists (select 1 from ss_motivazioni_schede n where n.scheda_motivazione_id = s.motivazione)
          group by 1, 2
        ),
        asked as (
          select f.intervento_id, d.caso_id, f.flag_att_sosp_c as state,
                 coalesce(f.flag_respinto, 0) as refused,
                 date(coalesce(d.dt_attivazione_da, d.dt_amministrativa)) as active,
                 date(coalesce(d.dt_chiusura_da, d.dt_amministrativa)) as closed,
                 row_number() over (partition by f.intervento_id order by f.diario_id desc) as back
          from cs_flg_intervento f join cs_d_diario d on d.id = f.diario_id
        ),
        supports as (
          select coalesce(upper(trim(a.cf)), 'file ' || a.id) as cf, min(q.active) as first,
                 max(coalesce((select c.closed from asked c where c.intervento_id = q.intervento_id
                                and c.back = 1 and c.state = 'C'), '9999-12-31')) as last
          from asked q
          join cs_a_soggetto o on o.caso_id = q.caso_id
          join cs_a_anagrafica a on a.id = o.anagrafica_id
          where q.state = 'A' and q.refused = 0
            and not exists (select 1 from asked l where l.intervento_id = q.intervento_id
                            and l.back = 1 and l.refused = 1)
          group by q.intervento_id, 1
          union all
          select upper(trim(b.cf)), e.first, case when e.shut then e.last else date(e.last, '+365 day') end
          from cs_i_intervento_eseg_mast_sogg b
          join (
            select x.intervento_eseg_mast_id as header, min(date(x.data_esecuzione)) as first,
                   max(date(coalesce(x.data_esecuzione_a, x.data_esecuzione))) as last,
                   (select max(z.flag_chiudi) = 1 from cs_i_intervento_eseg y
                    join cs_cfg_int_eseg_stato z on z.id = y.stato_id
                    where y.intervento_eseg_mast_id = x.intervento_eseg_mast_id)
                   or (select z.tipo <> 'E' from cs_i_intervento_eseg y
                       join cs_cfg_int_eseg_stato z on z.id = y.stato_id
                       where y.intervento_eseg_mast_id = x.intervento_eseg_mast_id
                       order by y.id desc limit 1) as shut
            from cs_i_intervento_eseg x join cs_cfg_int_eseg_stato t on t.id = x.stato_id and t.tipo = 'E'
            group by 1
          ) e on e.header = b.int_eseg_mast_id
        )
        select cast(n.year as integer),
               case when date(n.day, '+90 day') > (select max(day) from typed) then 'pending'
                    when exists (select 1 from supports u where u.cf = n.cf
                                 and u.first <= date(n.day, '+90 day') and u.last >= n.day) then 'answered'
                    else 'unanswered' end,
               count(*)
        from needed n group by 1, 2
        """
    )
    coverage = facts["coverage"]
    assert min(expected.values()) > 30
    assert cells(coverage[coverage["status"] != "unmatched"], "year", "status") == expected


def test_people_with_overlapping_supports(facts, sql):
    expected = sql(
        """
        with held as (
          select upper(trim(b.cf)) as cf, m.tipo_intervento_id as kind, w.organizzazione_id as owner,
                 min(date(e.data_esecuzione)) as first,
                 max(date(coalesce(e.data_esecuzione_a, e.data_esecuzione))) as last
          from cs_i_intervento_eseg_mast m
          join cs_i_intervento_eseg e on e.intervento_eseg_mast_id = m.id
          join cs_cfg_int_eseg_stato t on t.id = e.stato_id and t.tipo = 'E'
          join cs_i_intervento_eseg_mast_sogg b on b.int_eseg_mast_id = m.id and b.flag_riferimento = 1
          join cs_i_intervento_pr r on r.id = m.int_progetto_id
          join cs_o_settore w on w.id = r.settore_titolare_id
          group by m.id, b.cf
        )
        select cast(strftime('%Y', max(x.first, y.first)) as integer), count(distinct x.cf)
        from held x join held y on y.cf = x.cf and y.kind = x.kind and y.owner > x.owner
         and y.first <= x.last and x.first <= y.last
        where max(x.first, y.first) >= :start
        group by 1
        """,
        start=START,
    )
    assert sum(expected.values()) > 5
    assert cells(facts["overlap_person"], "year") == expected
