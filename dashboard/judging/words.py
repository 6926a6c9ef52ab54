"""Words of a judgement: what it compares with, how it is reached."""

from __future__ import annotations

from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import peers_of, structure_of
from dashboard.judging.judgement import (
    Against,
)
from dashboard.judging.signs import LOOKS
from dashboard.locale.texts import Translate
from dashboard.locale.words import place_name
from data_access.version import Version


def benchmark_name(version: Version, district: str, chosen: Against, t: Translate) -> str:
    """Return what a district is compared with: ``Regione``, ``AUSL Romagna``, ``6 distretti pari``."""
    if chosen.kind == "ausl":
        name = version.place_names[version.ausl_of[district]] if district else t("benchmark.ausl")
        return t("benchmark.of_ausl", name=name)
    return t(f"benchmark.of_{chosen.kind}", n=len(chosen.peers))


def judgement_notes(request: FileRequest, district: str) -> list[tuple[str, str]]:
    """How the judgements of a file were made, label by label."""
    t, version = request.t, request.version
    notes = [
        (t("profile.note_judgement"), t("judgement.rule")),
        (t("profile.note_benchmark"), t("profile.note_benchmark_words")),
        (t("profile.trend_title"), t("trend_word.rule")),
        (t("profile.rank_title"), t("profile.rank_rule")),
        (t("profile.note_interval"), t("profile.note_interval_words")),
    ]
    if peers := peers_of(version, request.view, request.viewer):
        names = ", ".join(place_name(version, code, t) for code in peers.codes)
        notes.append((t("profile.note_peers", name=place_name(version, district, t)), names))
    return [*notes, (t("profile.none"), t("profile.none_words")), (t("note.rollup"), t("note.rollup_words"))]


def judgement_words(name: str, t: Translate) -> str:
    """``+ Meglio``: the sign and the word of a judgement."""
    return f"{LOOKS[name].sign} {t(f'judgement.{name}')}"


def judging_rules(request: FileRequest) -> list[tuple[str, str]]:
    t = request.t
    return [
        (t("indicator.rule_judgement"), t("judgement.rule")),
        (t("indicator.rule_ranks"), t("indicator.ranks_words")),
        (t("indicator.trend"), t("trend_word.rule")),
        (t("indicator.tab_funnel"), t("indicator.funnel_words")),
    ]


def structure_notes(request: FileRequest) -> list[tuple[str, str]]:
    """Definition, source and year of each structural variable, and which are left out and why."""
    t, language = request.t, request.language
    known = structure_of(request.version)
    notes = [
        (
            variable.title.in_(language),
            f"{variable.definition.in_(language)}. {variable.source.in_(language)}"
            f" ({t('sides.read' if variable.real else 'sides.estimated')}).",
        )
        for variable in known.variables
    ]
    return [
        *notes,
        *(
            (t(f"sides.left_out.{code}"), t(f"sides.left_out.why_{reason}"))
            for code, reason in known.left_out.items()
        ),
    ]
