"""What school and partners agreed in a region is seen in the advice, by everybody whom it is for."""

from __future__ import annotations

import itertools

import pytest

from bot.routekaart import Rol, Routekaart, Schoolsoort
from bot.routekaart.check import check, full_text
from bot.routekaart.gaten import gaten

PO, VO = Schoolsoort.PO, Schoolsoort.VO

AFSPRAKEN = [
    # municipality, concern, school, role, what stands in the advice
    ("Kampen", "gedrag_in_de_klas", PO, Rol.LEERKRACHT, "Vraag het CJG (Centrum voor Jeugd en Gezin) om mee te denken"),
    ("Kampen", "armoede", VO, Rol.DIRECTIE, "Vraag het CJG (Centrum voor Jeugd en Gezin) om mee te denken"),
    ("Kampen", "opvoeding_thuissituatie", PO, Rol.INVALLER, "schoolmaatschappelijk werker. Die hoort bij het team van je eigen school"),
    ("Kampen", "psychische_klachten", VO, Rol.ZORGCOORDINATOR, "Die hoort bij het team van je eigen school"),
    ("Kampen", "rouw", PO, Rol.LEERKRACHT, "De schoolmaatschappelijk werker hoort bij het team van je school"),
    ("Kampen", "vrijstelling_leerplicht", PO, Rol.LEERKRACHT, "Ouders en school nemen samen contact op met de leerplichtambtenaar"),
    ("Lisse", "psychische_klachten", VO, Rol.MENTOR, "Laat je coördinator ondersteuning het vaste contact bij het JGT"),
    ("Noordwijk", "opvoeding_thuissituatie", VO, Rol.ZORGCOORDINATOR, "Bel rechtstreeks het vaste contact bij het JGT"),
    ("Katwijk", "gedrag_in_de_klas", PO, Rol.LEERKRACHT, "Gaat het om leren of omgang op school? Dan helpt de school zelf"),
    ("Teylingen", "scheiding", PO, Rol.INTERN_BEGELEIDER, "Gaat het om thuis, gezondheid of vrije tijd?"),
    ("Hillegom", "opvoeding_thuissituatie", VO, Rol.MENTOR, "De coördinator ondersteuning van je school, rechtstreeks"),
    ("Katwijk", "ongeoorloofd_verzuim", VO, Rol.MENTOR, "Elke school heeft een vaste consulent leerrecht"),
    ("Teylingen", "leerlingenvervoer", PO, Rol.LEERKRACHT, "elk jaar voor 1 juni"),
    ("Zwolle", "gedrag_in_de_klas", PO, Rol.LEERKRACHT, "ondersteuningsteam, via je IB'er of orthopedagoog"),
    ("Zwolle", "psychische_klachten", VO, Rol.MENTOR, "jeugd- en gezinswerker van het Sociaal Wijkteam"),
    ("Zwolle", "scheiding", PO, Rol.INTERN_BEGELEIDER, "in het ondersteuningsteam met de jeugd- en gezinswerker"),
    ("Zwolle", "thuiszitter", VO, Rol.MENTOR, "Leerplicht is geen vast lid van het ondersteuningsteam"),
    ("Zwartewaterland", "gedrag_in_de_klas", VO, Rol.MENTOR, "Bespreek het op tijd in het zorgteam van je school"),
    ("Zwartewaterland", "opvoeding_thuissituatie", PO, Rol.LEERKRACHT, "Vraag de ouders of de voorschool mag meedenken"),
    ("Zwartewaterland", "voorschool", PO, Rol.INTERN_BEGELEIDER, "of je met de voorschool mag praten. Zij tekenen daarvoor"),
    ("Zwartewaterland", "verlof_luxeverzuim", PO, Rol.DIRECTIE, "Bij meer dan 10 dagen verlof stuurt de school de aanvraag door"),
    ("Coevorden", "opvoeding_thuissituatie", VO, Rol.MENTOR, "leerplicht, MWC (Maatschappelijk Welzijn Coevorden) of GGD"),
    ("Coevorden", "psychische_klachten", PO, Rol.LEERKRACHT, "Vraag MWC (Maatschappelijk Welzijn Coevorden) om mee te denken"),
    ("Coevorden", "gedrag_in_de_klas", PO, Rol.LEERKRACHT, "Heeft je school nog een kansencoach? Vijf basisscholen"),
    ("Coevorden", "thuiszitter", PO, Rol.INTERN_BEGELEIDER, "Zij werken samen met Cosis"),
    ("Coevorden", "vrijstelling_leerplicht", PO, Rol.LEERKRACHT, "Zij werken samen met Cosis"),
    ("Coevorden", "vrijstelling_leerplicht", VO, Rol.MENTOR, "De gemeente wilde in 2021 minder vrijstellingen"),
]


@pytest.mark.parametrize(
    ("gemeente", "zorgvraag", "soort", "rol", "words"), AFSPRAKEN, ids=[f"{a[0]} {a[1]} {a[3].value} {n}" for n, a in enumerate(AFSPRAKEN)]
)
def test_the_agreement_of_the_region_stands_in_the_advice(
    kaart: Routekaart, gemeente: str, zorgvraag: str, soort: Schoolsoort, rol: Rol, words: str
) -> None:
    route = kaart.routes[zorgvraag]
    assert words in full_text(kaart.advise(zorgvraag, gemeente, soort, rol), route)
    assert words not in full_text(kaart.advise(zorgvraag, None, soort, rol), route)


def test_everybody_whom_a_regional_step_is_for_sees_it(kaart: Routekaart) -> None:
    """A step is not lost because the route is full already, or because it does not use the function itself."""
    for regio in kaart.regios.values():
        steps = [aanpassing for aanpassing in regio.aanpassingen if aanpassing.stap]
        for part, soort, rol in itertools.product(steps, Schoolsoort, Rol):
            if not part.stap or part.schoolsoort not in (None, soort) or (part.stap.rollen and rol not in part.stap.rollen):
                continue
            for zorgvraag in part.zorgvragen:
                seen = kaart.advise(zorgvraag, regio.gemeenten[0].naam, soort, rol).stappen
                same = {other.stap.tekst for other in steps if other.stap and other.functie == part.functie}
                assert same & set(seen), f"{regio.id}: {part.functie} in {zorgvraag} for {rol.value} ({soort.value})"


def test_no_step_is_lost_when_the_kind_of_school_is_not_known(kaart: Routekaart) -> None:
    for zorgvraag, route in kaart.routes.items():
        for rol in (Rol.DIRECTIE, Rol.INVALLER):
            told = {stap.tekst for stap in route.stappen if not stap.rollen or rol in stap.rollen}
            assert told == set(kaart.advise(zorgvraag, None, None, rol).stappen), zorgvraag


def test_an_agreement_about_one_contact_says_nothing_about_another(kaart: Routekaart) -> None:
    contacts = kaart.advise("vrijstelling_leerplicht", "Kampen", PO).contacten
    assert [c.functie for c in contacts if c.wie_mag and "leerplichtambtenaar" in c.wie_mag] == ["leerplicht"]


def test_danger_comes_before_every_regional_agreement(kaart: Routekaart) -> None:
    for regio in kaart.regios.values():
        for part in regio.aanpassingen:
            if part.stap:
                assert part.zorgvragen, f"{regio.id}: a step without concerns would also stand where there is danger"
                assert [z for z in part.zorgvragen if kaart.zorgvragen[z].veiligheid] == []


def test_what_a_region_does_not_have_is_listed_with_whom_to_ask(kaart: Routekaart) -> None:
    gaps = list(gaten(kaart))
    assert {f"{naam}: {gap.functie}" for gap in gaps for naam in gap.gemeenten} == set(check().gaten) != set()
    assert [gap for gap in gaps if not gap.opmerking] == []


def test_every_local_function_says_whose_municipality_counts(kaart: Routekaart) -> None:
    assert [key for key, functie in kaart.landelijk.functies.items() if functie.lokaal and functie.volgt is None] == []


def test_every_role_has_its_own_first_step(kaart: Routekaart) -> None:
    for zorgvraag, route in kaart.routes.items():
        assert set(route.eerst_in_school.rollen) == {Rol.INTERN_BEGELEIDER, Rol.ZORGCOORDINATOR, Rol.DIRECTIE, Rol.INVALLER}, zorgvraag
