"""Bodies, offices and workers of a demo zone: Comuni, Unione, AUSL, ASP and a cooperative."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.demo.cases import catalogue
from data_access.demo.cases.careers import Generator
from data_access.demo.cases.district import District
from data_access.demo.cases.people import Numbers


@dataclass(frozen=True)
class Organisation:
    """Numbers of the bodies: Comuni first (the largest is 1), then the others.

    An office has the number of its body times ten, plus one.
    """

    comuni: int
    cases_a_worker: float

    @property
    def union(self) -> int:
        """Return the lead body: the Unione, or the Comune where it is alone."""
        return self.comuni + 1 if self.comuni > 1 else 1

    @property
    def health(self) -> int:
        """Return the AUSL."""
        return self.comuni + 2

    @property
    def asp(self) -> int:
        """Return the ASP (azienda di servizi alla persona)."""
        return self.comuni + 3

    @property
    def cooperative(self) -> int:
        """Return the cooperative that delivers for others."""
        return self.comuni + 4

    def workers(self, cases: int) -> int:
        """Return how many social workers the zone has for its files."""
        return max(3, int(cases / self.cases_a_worker))

    def social_service(self, rng: Generator, place: Numbers) -> Numbers:
        """Return the body that keeps each case: the Comune of residence or the Unione."""
        return np.where(rng.random(len(place)) < 0.45, place + 1, self.union)

    def office_of_access(self, rng: Generator, place: Numbers) -> Numbers:
        """Return the body of the office where each person came: nearly always the Comune."""
        draw = rng.random(len(place))
        body = np.where(draw < 0.88, place + 1, self.union)
        return np.where(draw > 0.99, -1, body)

    def owner(self, rng: Generator, place: Numbers, support: Numbers) -> Numbers:
        """Return the body that answers for each delivery."""
        health = np.array([kind.health for kind in catalogue.SUPPORTS])[support]
        draw = rng.random(len(place))
        body = np.where(draw < 0.5, place + 1, np.where(draw < 0.82, self.union, self.asp))
        return np.where(health & (rng.random(len(place)) < 0.4), self.health, body)

    def another_owner(self, rng: Generator, place: Numbers, owner: Numbers) -> Numbers:
        """Return a body that is not the owner and might pay for the same."""
        candidates = np.array([self.asp, self.health, self.cooperative])
        chosen = candidates[rng.integers(0, 3, len(place))]
        return np.where(chosen == owner, place + 1, chosen)

    def deliverer(self, rng: Generator, owner: Numbers) -> Numbers:
        """Return who delivers: the owner or a cooperative."""
        return np.where(rng.random(len(owner)) < 0.45, self.cooperative, owner)


def organisation_rows(
    rng: Generator, district: District, organisation: Organisation, cases: int
) -> dict[str, dict[str, npt.NDArray]]:
    """Return bodies, offices, workers and the catalogues of a zone."""
    names = [f"Comune di {name}" for name in district.municipalities["name"]]
    codes: list[str | None] = list(district.municipalities["belfiore"])
    bodies = list(range(1, organisation.comuni + 1))
    if organisation.union != 1:
        names.append(f"Unione dei Comuni, distretto {district.name}")
        bodies.append(organisation.union)
        codes.append(None)
    # Zones write the same bodies in their own way, and one category under their own label.
    dotted = district.position % 3 == 1
    names += [
        f"A.U.S.L. di {district.ausl}" if dotted else f"Azienda USL, {district.ausl}",
        f"A.S.P. del distretto {district.name}" if dotted else f"ASP del distretto {district.name}",
        "Cooperativa sociale (demo)",
    ]
    bodies += [organisation.health, organisation.asp, organisation.cooperative]
    codes += [None, None, None]
    # Where messages of the Unione go to its largest Comune, both have that Comune's routing code.
    routing = [
        code or (codes[0] if dotted and number == organisation.union else None)
        for code, number in zip(codes, bodies, strict=True)
    ]
    adults = "Area adulti e inclusione" if district.position % 4 == 0 else catalogue.CATEGORIES[2]
    body = np.array(bodies)
    worker = np.arange(1, organisation.workers(cases) + 1)
    return {
        "cs_o_zona_soc": {
            "id": np.array([1]),
            "nome": np.array([f"Zona sociale {district.name}"], dtype=object),
            "abilitato": np.array(["1"], dtype=object),
            "cod_istat_regione": np.array(["08"], dtype=object),
        },
        "cs_o_organizzazione": {
            "id": body,
            "nome": np.array(names, dtype=object),
            "cod_routing": np.array(routing, dtype=object),
            "cod_catastale": np.array(codes, dtype=object),
            "flag_capofila": np.where(body == organisation.union, "1", "0").astype(object),
            "abilitato": np.full(len(body), "1", dtype=object),
        },
        "cs_o_settore": {
            "id": body * 10 + 1,
            "nome": np.full(len(body), "Servizio sociale", dtype=object),
            "organizzazione_id": body,
        },
        "cs_o_operatore_anagrafica": {
            "id": worker,
            "cognome": np.array(catalogue.SURNAMES, dtype=object)[worker % len(catalogue.SURNAMES)],
            "nome": np.array(catalogue.FIRST_NAMES["F"], dtype=object)[worker % 8],
        },
        "cs_o_operatore_settore": {
            "id": worker,
            "operatore_id": worker,
            "settore_id": rng.integers(1, organisation.comuni + 1, len(worker)) * 10 + 1,
        },
        "cs_o_operatore_tipo_operatore": {
            "id": worker,
            "operatore_settore_id": worker,
            "tipo_operatore_id": np.where(rng.random(len(worker)) < 0.85, 1, 4),
        },
        **_catalogues(adults),
    }


def _catalogues(adults: str) -> dict[str, dict[str, npt.NDArray]]:
    def numbered(first: int, labels: list[str], column: str = "descrizione") -> dict[str, npt.NDArray]:
        return {
            "id": np.arange(first, first + len(labels)),
            column: np.array(labels, dtype=object),
        }

    return {
        "cs_c_categoria_sociale": numbered(1, [*catalogue.CATEGORIES[:2], adults, *catalogue.CATEGORIES[3:]]),
        "cs_cfg_it_stato": {
            "id": np.array(list(catalogue.ITER_STATES)),
            "nome": np.array(list(catalogue.ITER_STATES.values()), dtype=object),
        },
        "cs_c_tipo_intervento": {
            **numbered(51, [kind.label for kind in catalogue.SUPPORTS]),
            "codice_memo": np.array([kind.code for kind in catalogue.SUPPORTS], dtype=object),
        },
        "cs_tb_motivo_chiusura_int": numbered(1, list(catalogue.CLOSING_REASONS)),
        "ss_classificazione_motivazione": numbered(1, list(catalogue.NEED_CLASSES)),
        "ss_motivazione": {
            **numbered(1, [need[0] for need in catalogue.NEEDS], "motivo"),
            "economico": np.array(["1" if need[2] else "0" for need in catalogue.NEEDS], dtype=object),
            "classificazione_id": np.array([need[1] + 1 for need in catalogue.NEEDS]),
        },
        "cs_cfg_int_eseg_stato": {
            "id": np.array([71, 72, 73]),
            "nome": np.array(["In valutazione", "Erogata", "Conclusa"], dtype=object),
            "tipo": np.array(["P", "E", "E"], dtype=object),
            "flag_chiudi": np.array([0, 0, 1]),
        },
    }
