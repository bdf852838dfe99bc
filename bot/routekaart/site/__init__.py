"""The route map as a static site: the same data as the chat, readable and printable without one."""

from bot.routekaart.site.bouw import maak
from bot.routekaart.site.paden import pagina
from bot.routekaart.site.uitvoer import SiteFout, schrijf

__all__ = ["SiteFout", "maak", "pagina", "schrijf"]
