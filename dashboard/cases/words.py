"""The words of the case tables' codes: fixed ones from the texts, a zone's own labels from the mart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dashboard.locale.formats import Language
from dashboard.locale.texts import Translate, texts
from dashboard.locale.words import place_name
from data_access.territory import comune_names
from data_access.version import Version

_LABELLED = ("need_class", "support_kind", "reason")


class Speaker(Protocol):
    """What words are looked up with: a page's context or someone who asks for a file."""

    @property
    def version(self) -> Version: ...
    @property
    def t(self) -> Translate: ...


@dataclass(frozen=True)
class Wording:
    """A version in a language: besides its figures, all that a table depends on; tables are kept by it."""

    version: Version
    language: Language

    @property
    def t(self) -> Translate:
        """Look words up."""
        return texts(self.language)


def case_word(who: Speaker, axis: str, node: str) -> str:
    """The word for a node of an axis: ``category`` ``FAM`` → *Famiglia e minori*."""
    if axis in _LABELLED and node not in ("*", "unstated", ""):
        labels = who.version.cases.labels.get(axis, {}) if who.version.cases else {}
        return labels.get(node, node)
    if axis == "bodies":
        return (
            " + ".join(who.t(f"code.body.{part}") for part in node.split("+"))
            if node != "*"
            else who.t("code.all")
        )
    return who.t("code.all") if node == "*" else who.t(f"code.{axis}.{_key(node)}")


def comune_word(who: Speaker, node: str) -> str:
    """``RO-RIM/099014`` → *Rimini*; ``RO-RIM/outside`` → *Fuori regione*; a place → its name."""
    if "/" not in node:
        return place_name(who.version, node, who.t)
    code = node.split("/")[1]
    names = comune_names(who.version)
    return names[code] if code in names else who.t(f"code.comune.{code}")


def month_words(month: str) -> str:
    """``2019-09`` → ``09/2019``."""
    return f"{month[5:]}/{month[:4]}"


def _key(node: str) -> str:
    return node.replace("+", "_up")
