"""The pages of the menu, group by group."""

from __future__ import annotations

#: In the order of the menu, group by group: file, Material symbol. Every page is in it.
MENU = {
    "region": (
        ("quadro_regionale", "dashboard"),
        ("mappa", "map"),
    ),
    "plans": (
        ("risorse", "account_balance_wallet"),
        ("preventivo_consuntivo", "balance"),
        ("interventi", "list_alt"),
        ("confronto_edizioni", "compare_arrows"),
        ("piano_distretto", "article"),
        ("stato_piani", "checklist"),
    ),
    "indicators": (
        ("indicatori", "grid_on"),
        ("scheda_indicatore", "leaderboard"),
        ("profilo", "assignment_ind"),
        ("confronto_distretti", "group"),
        ("indicatori_regionali", "flag"),
        ("completezza", "fact_check"),
    ),
    "cases": (
        ("presa_in_carico", "group"),
        ("tempi", "schedule"),
        ("bisogni", "help_center"),
        ("sovrapposizioni", "join_inner"),
        ("bisogni_e_risorse", "query_stats"),
        ("mappa_casi", "pin_drop"),
    ),
    "data": (
        ("forniture", "sync"),
        ("dati_e_definizioni", "menu_book"),
    ),
}
FRONT = "quadro_regionale"
