"""The route map as a static site: the same data as the chat, readable and printable without one."""

from bot.routekaart.site.bouw import Bestanden, bouw, leken_woorden, maak
from bot.routekaart.site.paden import NIET_GEVONDEN, START, pagina
from bot.routekaart.site.uitvoer import SiteFout, schrijf

__all__ = ["NIET_GEVONDEN", "START", "Bestanden", "SiteFout", "bouw", "leken_woorden", "maak", "pagina", "schrijf"]
