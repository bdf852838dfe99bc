"""What files of the route map and parts of them are called on the site."""

from __future__ import annotations

from typing import Sequence, Union

from bot.review.kaart import kaart


def title_of(bestand: str) -> str:
    """The name of the region or the concern that a file is about."""
    key, there = bestand.split("/")[-1].removesuffix(".yml"), kaart()
    if bestand.startswith("routes/") and key in there.zorgvragen:
        return there.zorgvragen[key].label
    if bestand.startswith("regio/") and key in there.regios:
        return there.regios[key].naam
    return bestand.split("/")[-1].removesuffix(".yml").replace("_", " ").capitalize()


def label(weg: Sequence[Union[str, int]]) -> str:
    """The way to a part, counted from one as people do."""
    return " ".join(str(int(key) + 1) if str(key).isdecimal() else str(key).replace("_", " ") for key in weg)
