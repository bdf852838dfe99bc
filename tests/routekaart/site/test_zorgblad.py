"""The advices of several places and kinds of school as one page."""

from __future__ import annotations

import pytest

from bot.routekaart import Rol, Routekaart, Schoolsoort
from bot.routekaart.site.zorgblad import Voor, Zorgblad, _samen, zorgblad

PO, VO = Schoolsoort.PO, Schoolsoort.VO

LISTS: list[tuple[list[str], list[str], list[tuple[str, Schoolsoort | None]], str]] = [
    (["a", "b"], ["a", "b"], [("a", None), ("b", None)], "the same"),
    (["a", "p", "c"], ["a", "v", "c"], [("a", None), ("p", PO), ("v", VO), ("c", None)], "one differs"),
    (["a"], ["a", "v"], [("a", None), ("v", VO)], "one more"),
    (["p"], [], [("p", PO)], "only in one"),
    ([], [], [], "nothing"),
]


@pytest.mark.parametrize(("po", "vo", "both", "reason"), LISTS, ids=[row[3] for row in LISTS])
def test_two_lists_as_one(po: list[str], vo: list[str], both: list[tuple[str, Schoolsoort | None]], reason: str) -> None:
    assert _samen(po, vo) == tuple(Voor(tekst, soort) for tekst, soort in both)


@pytest.fixture
def vervoer(kaart: Routekaart) -> Zorgblad:
    return zorgblad(kaart, "leerlingenvervoer", kaart.regios["duin_en_bollenstreek"])


def test_each_municipality_keeps_its_own_contact(vervoer: Zorgblad) -> None:
    per_place = {adres.gemeenten: adres.contact.organisatie for adres in vervoer.hulp[0].adressen}
    assert per_place[("Katwijk",)] == "Leerlingenvervoer gemeente Katwijk"
    assert per_place[("Hillegom", "Lisse")] is None


def test_a_contact_of_the_whole_region_names_no_municipality(vervoer: Zorgblad) -> None:
    assert [adres.gemeenten for adres in vervoer.hulp[1].adressen] == [()]


def test_who_may_call_differs_per_kind_of_school_and_the_contact_stands_once(kaart: Routekaart) -> None:
    blad = zorgblad(kaart, "kindermishandeling", kaart.regios["duin_en_bollenstreek"])
    team = next(groep for groep in blad.hulp if groep.functie == "jeugdhulp_toegang")
    assert [[voor.schoolsoort for voor in adres.wie_belt] for adres in team.adressen] == [[PO, VO]]


def test_nobody_known_is_asked_in_school(kaart: Routekaart) -> None:
    blad = zorgblad(kaart, "leerlingenvervoer", None)
    adres = blad.hulp[0].adressen[0]
    assert (adres.contact.organisatie, adres.contact.telefoon) == (None, None)
    assert adres.contact.waarvoor == blad.route.hulp[0].waarvoor.tekst


def test_other_roles_have_their_own_first_step(kaart: Routekaart) -> None:
    blad = zorgblad(kaart, "pesten", kaart.regios["kampen"])
    assert {rol.rol for rol in blad.rollen} == {Rol.INTERN_BEGELEIDER, Rol.ZORGCOORDINATOR, Rol.DIRECTIE, Rol.INVALLER}
    assert all(rol.eerst not in {voor.tekst for voor in blad.eerst} for rol in blad.rollen)
