"""What a region does not have is said, for the municipalities that miss it."""

from __future__ import annotations

from bot.routekaart import Routekaart
from bot.routekaart.site.streekblad import gaten


def test_a_function_that_some_municipalities_miss_names_them(kaart: Routekaart) -> None:
    found = {gat.naam: gat for gat in gaten(kaart, kaart.regios["duin_en_bollenstreek"])}
    assert found["het loket leerlingenvervoer van de gemeente"].gemeenten == ("Hillegom", "Lisse")


def test_everything_that_was_searched_for_and_not_found_is_named_with_its_advice(kaart: Routekaart) -> None:
    for regio in kaart.regios.values():
        found = {gat.naam: gat.wat_nu for gat in gaten(kaart, regio)}
        for functie, wat_nu in regio.ontbreekt.items():
            assert found[kaart.landelijk.functies[functie].naam] == wat_nu


def test_a_function_that_the_region_has_everywhere_is_no_gap(kaart: Routekaart) -> None:
    kampen = kaart.regios["kampen"]
    names = {kaart.landelijk.functies[functie].naam for organisatie in kampen.organisaties for functie in organisatie.functies}
    assert names.isdisjoint(gat.naam for gat in gaten(kaart, kampen))
