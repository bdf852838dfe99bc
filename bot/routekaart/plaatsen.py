"""Which municipality a place belongs to."""

from __future__ import annotations

import re
import unicodedata
from typing import Iterable, Mapping, Optional

from bot.routekaart.regio import Regio


def normal(name: str) -> str:
    """Lower case, without accents, apostrophes and double spaces: how names are compared."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[\s\-]+", " ", re.sub(r"['’`.,()]", "", plain)).strip().lower()


def gemeente_per_plaats(regios: Iterable[Regio]) -> Mapping[str, str]:
    """Every normalised name of a municipality, village or neighbourhood -> the name of its municipality.

    A municipality's own name wins over a village of the same name elsewhere.
    """
    names: dict[str, str] = {}
    gemeenten = [gemeente for regio in regios for gemeente in regio.gemeenten]
    for gemeente in gemeenten:
        for plaats in gemeente.plaatsen:
            for name in (plaats.naam, *plaats.anders):
                names.setdefault(normal(name), gemeente.naam)
    for gemeente in gemeenten:
        for name in (gemeente.naam, *gemeente.anders):
            names[normal(name)] = gemeente.naam
    return names


def find_gemeente(names: Mapping[str, str], text: str) -> Optional[str]:
    """The municipality for a place as a person writes it: "gemeente Kampen", "Stadshagen"."""
    key = re.sub(r"^(de )?(gemeente|gem) ", "", normal(text))
    return names.get(key)
