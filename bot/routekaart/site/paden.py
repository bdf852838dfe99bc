"""Where each page stands in the site. Paths are relative to its root and name the file, so that a copy on disk works too."""

from __future__ import annotations

from typing import Optional

from bot.routekaart.advies import Advies
from bot.routekaart.regio import Regio
from bot.routekaart.routekaart import Routekaart

START = "index.html"
NIET_GEVONDEN = "404.html"
LANDELIJK = "landelijk"


def gebied_pad(regio: Optional[Regio]) -> str:
    """The page of a region, or of the whole country."""
    return f"{_gebied(regio)}.html"


def zorg_pad(zorgvraag: str, regio: Optional[Regio]) -> str:
    """The page of a concern in a region, or in the whole country."""
    return f"{_gebied(regio)}/{zorgvraag}.html"


def pagina(kaart: Routekaart, advies: Advies) -> str:
    """The page on which an advice can be read and printed."""
    return zorg_pad(advies.zorgvraag, kaart.regio_of(advies.gemeente))


def naar_wortel(pad: str) -> str:
    """What leads from a page back to the root of the site."""
    return "../" * pad.count("/")


def _gebied(regio: Optional[Regio]) -> str:
    return f"regio/{regio.id}" if regio else LANDELIJK
