"""Concerns that are easily taken for one another: who lands on the wrong route reads there where to go."""

from __future__ import annotations

import re

import pytest

from bot.routekaart import Rol, Schoolsoort
from bot.routekaart.check import full_text
from bot.routekaart.loader import read, texts
from tests.routekaart.regelboek import Regelboek

PAIRS = [
    # what a teacher says, the route that tempts, what every advice on that route has to say
    ("a teacher sends a pupil hearts in the evening", "kindermishandeling", "collega.*rechtstreeks naar het bestuur"),
    ("a teacher sends a pupil hearts in the evening", "seksueel_grensoverschrijdend", "(collega|medewerker).*rechtstreeks.*bestuur"),
    ("a teacher sends a pupil hearts in the evening", "online_sexting", "medewerker van school.*rechtstreeks naar het bestuur"),
    ("does not want to go on holiday and is afraid", "verlof_luxeverzuim", "bang voor de reis.*Veilig Thuis"),
    ("does not want to go on holiday and is afraid", "psychische_klachten", "bang voor thuis of voor een reis\\? Praat niet met de ouders"),
    ("often ill on Mondays", "ongeoorloofd_verzuim", "Meld ziekte .*niet als spijbelen"),
    ("an expensive phone, a friend picks her up", "jeugdcriminaliteit", "'Loverboy, ronselen of uitbuiting'"),
    ("the mother of a pupil is depressed", "psychische_klachten", "'Zorgt voor een zieke ouder'"),
    ("sleeps in class, no breakfast", "gedrag_in_de_klas", "'Geweld of verwaarlozing thuis'"),
    ("sleeps in class, no breakfast", "armoede", "verwaarlozing\\? Vraag vandaag advies aan Veilig Thuis"),
    ("parents divorce and hit each other", "scheiding", "geweld of dreiging\\? Praat niet eerst met de ouders"),
    ("bullied and does not want to live any more", "pesten", "niet meer leven\\? Dan is het nu: bel 113"),
    ("a nude picture in the app group", "pesten", "naaktbeelden\\? Bekijk of bewaar ze niet"),
    ("a young child is not there and nobody answers", "ongeoorloofd_verzuim", "bereik je niemand\\? Dan is het nu"),
    ("parents refuse the school doctor", "ziekteverzuim", "Weigeren de ouders\\? Vraag advies zonder naam"),
    ("parents refuse the school doctor", "privacy_toestemming", "Weigeren de ouders\\?.*zonder naam.*onveilig.*Veilig Thuis"),
    ("should he go to a special school", "extra_ondersteuning", "Beloof ouders geen andere school"),
    ("may I tell the police officer", "privacy_toestemming", "politie iets\\? Laat de directeur"),
    ("a knife in his bag", "gedrag_in_de_klas", "gevaar of een wapen\\? Haal nu de directeur.*112"),
    ("he radicalises because he prays", "radicalisering", "geloof, gebed of afkomst niet als teken"),
    ("a colleague hits a pupil", "kindermishandeling", "'Collega gaat over de grens'"),
    ("a colleague hits a pupil", "schoolveiligheid", "'Collega gaat over de grens'"),
    ("pregnant at 15", "gezondheid_verzorging", "zwanger\\? Overleg vandaag.*misbruik of dwang"),
    ("hurts himself and wants to die", "zelfbeschadiging", "zelfdoding denkt\\. Ja\\? Dan is het nu"),
    ("a child that is hungry", "gezondheid_verzorging", "verwaarlozing\\? Bespreek het vandaag"),
]


@pytest.mark.parametrize(("says", "zorgvraag", "border"), PAIRS, ids=[f"{row[1]}: {row[0]}" for row in PAIRS])
def test_the_tempting_route_names_the_border(boek: Regelboek, says: str, zorgvraag: str, border: str) -> None:
    for text in boek.teksten[zorgvraag]:
        assert re.search(border, text, re.DOTALL), text


@pytest.mark.parametrize("rol", Rol)
def test_a_pupil_of_18_who_stays_away_has_other_rules(boek: Regelboek, rol: Rol) -> None:
    route = boek.kaart.routes["ongeoorloofd_verzuim"]
    assert "18 of ouder" in full_text(boek.kaart.advise("ongeoorloofd_verzuim", "Zwolle", Schoolsoort.VO, rol), route)


def test_a_route_that_a_text_names_exists(boek: Regelboek) -> None:
    buttons = {zorgvraag.knop for zorgvraag in boek.kaart.zorgvragen.values()}
    inhoud = read()
    named = {
        name
        for _, part in (inhoud.landelijk, *inhoud.routes, *inhoud.regios)
        for _, tekst in texts(part)
        for name in re.findall(r"'([A-Z][^']+)'", tekst.tekst)
    }
    assert named and named <= buttons
