"""The tables of the site."""

from bot.review.models.beoordeling import Kandidaat, Notitie, Oordeel
from bot.review.models.gebruiker import ZONDER_REGIO, Gebruiker, Rol
from bot.review.models.gesprek import Advies, Beurt, Contact, Feedback, Gesprek, Label, Staat, Uitkomst
from bot.review.models.inzage import Inzage
from bot.review.models.stand import Gat, Stand
from bot.review.models.wijziging import Wijziging

__all__ = [
    "ZONDER_REGIO",
    "Advies",
    "Beurt",
    "Contact",
    "Feedback",
    "Gat",
    "Gebruiker",
    "Gesprek",
    "Inzage",
    "Kandidaat",
    "Label",
    "Notitie",
    "Oordeel",
    "Rol",
    "Staat",
    "Stand",
    "Uitkomst",
    "Wijziging",
]
