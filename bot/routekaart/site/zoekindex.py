"""The index for searching by lay words: which words point to which concern, and which place names to which region."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from typing import Any, Mapping, Sequence

from bot.routekaart.plaatsen import normal
from bot.routekaart.routekaart import Routekaart

_NAAM, _VAKWOORD, _OMSCHRIJVING = 4, 3, 1


def zoekindex(kaart: Routekaart, woorden: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """`woorden` holds expressions per concern. A word that points to many concerns weighs little, or is left out.

    Gives `zorgen` [[id, label, button]], `woorden` {expression: [[number of the concern, weight]]}, `gebieden` {place: region}.
    """
    gewicht: dict[str, dict[int, int]] = defaultdict(dict)

    def add(expression: str, n: int, weight: int) -> None:
        if expression:
            gewicht[expression][n] = max(weight, gewicht[expression].get(n, 0))

    for n, zorgvraag in enumerate(kaart.zorgvragen.values()):
        for text, weight in ((zorgvraag.label, _NAAM), (zorgvraag.knop, _NAAM), (zorgvraag.wel, _OMSCHRIJVING)):
            for word in delen(text):
                add(word, n, weight)
        for expression in woorden.get(zorgvraag.id, ()):
            add(" ".join(delen(expression)), n, _VAKWOORD)
    total = len(kaart.zorgvragen)
    kept = {}
    for expression, found in sorted(gewicht.items()):
        rarity = math.log(total / len(found))
        if len(expression) > 1 and len(found) <= max(total // 3, 1):
            kept[expression] = [[n, round(10 * weight * rarity) + 1] for n, weight in sorted(found.items())]
    regio = {gemeente.naam: regio.id for regio in kaart.regios.values() for gemeente in regio.gemeenten}
    return {
        "zorgen": [[zorgvraag.id, zorgvraag.label, zorgvraag.knop] for zorgvraag in kaart.zorgvragen.values()],
        "woorden": kept,
        "gebieden": {" ".join(delen(plaats)): regio[gemeente] for plaats, gemeente in sorted(kaart.plaatsen.items())},
    }


def als_script(index: Mapping[str, Any]) -> str:
    """A script and not JSON, because a page that is opened from disk may not fetch."""
    return f"window.ZOEKINDEX = {json.dumps(index, separators=(',', ':'))};\n"


def delen(text: str) -> list[str]:
    """The words of a text in the form in which they are compared; `zoek.js` does the same."""
    return re.findall(r"[a-z0-9]+", normal(text))
