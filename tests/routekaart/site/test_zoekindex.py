"""The search index holds what people type, in the form in which it is compared."""

from __future__ import annotations

import json

from bot.routekaart import Routekaart
from bot.routekaart.site import leken_woorden
from bot.routekaart.site.zoekindex import als_script, delen, zoekindex


def test_lay_words_button_words_and_places_are_in_it(kaart: Routekaart) -> None:
    index = zoekindex(kaart, leken_woorden())
    ids = [zorgvraag[0] for zorgvraag in index["zorgen"]]
    assert ids == list(kaart.zorgvragen)
    assert ids.index("suicidaliteit") in [n for n, _ in index["woorden"]["wil niet meer leven"]]
    assert index["gebieden"]["dalen"] == "coevorden"
    assert index["gebieden"]["s heerenbroek"] == index["gebieden"]["sheerenbroek"] == "kampen"


def test_a_word_of_many_concerns_is_left_out(kaart: Routekaart) -> None:
    index = zoekindex(kaart, {zorgvraag: ("leerling", "uniek" + zorgvraag) for zorgvraag in kaart.zorgvragen})
    assert "leerling" not in index["woorden"]
    assert "uniekpesten" in index["woorden"]


def test_the_script_is_plain_data() -> None:
    script = als_script({"woorden": {"</script>é": 1}})
    assert json.loads(script.removeprefix("window.ZOEKINDEX = ").removesuffix(";\n")) == {"woorden": {"</script>é": 1}}


def test_words_are_compared_without_accents_and_signs() -> None:
    assert delen("Ruzie, 's-Heerenbroek & IB\u2019er: Coördinator!") == ["ruzie", "s", "heerenbroek", "iber", "coordinator"]
