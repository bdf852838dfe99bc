"""The route map: who helps with which concern, in which municipality. Imports nothing else of the project."""

from bot.routekaart.advies import Advies
from bot.routekaart.bestand import RoutekaartFout
from bot.routekaart.loader import load
from bot.routekaart.rol import Rol, Schoolsoort
from bot.routekaart.routekaart import Routekaart

__all__ = ["Advies", "Rol", "Routekaart", "RoutekaartFout", "Schoolsoort", "load"]
