"""What the check says on the site: Dutch, at level B1, for every sentence that the check knows."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
import yaml

from bot.review.melding import in_dutch, melding
from bot.routekaart import RoutekaartFout, load
from bot.routekaart.bestand import Fout
from bot.routekaart.check import check
from bot.routekaart.regels import Regels
from bot.routekaart.zin import zin
from bot.settings import ROOT
from bot.teksten import teksten
from tests.routekaart.test_check import KAMPEN, NIET_DOEN, PESTEN, change, niet

ENGLISH = ("the ", "not ", "write ", "does ", " use ", "field")


def sjablonen() -> set[str]:
    """Every template in the code of the route map: the texts in the calls that make a sentence."""
    found = set()
    for module in (ROOT / "bot" / "routekaart").glob("*.py"):
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("zin", "Onjuist", "_again"):
                found |= {part.value for part in ast.walk(call) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return {text for text in found if " " in text.strip()}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_of_the_check_has_a_dutch_one_and_no_other_has() -> None:
    assert sjablonen() == {text for text in teksten("controle")["zinnen"] if " " in text}


@pytest.mark.parametrize("english", teksten("controle")["zinnen"])
def test_the_dutch_takes_its_values_from_the_english_and_is_short(english: str) -> None:
    dutch = teksten("controle")["zinnen"][english]
    assert fields(dutch) <= fields(english)
    regels = Regels.parse_obj(yaml.safe_load((ROOT / "data/routekaart/regels.yml").read_text(encoding="utf-8")))
    assert [str(fault) for fault, _ in regels.faults(dutch) if "words" in fault] == []


def test_a_fault_says_where_what_and_the_mend() -> None:
    wrong = zin("{waarde!r} cannot be right", waarde="12")
    fout = Fout(KAMPEN, 7, "organisaties.0.telefoon", wrong, zin("write it in another way"))
    assert melding(fout) == "regio/kampen.yml, organisaties 1 telefoon, regel 7: ‘12’ kan niet kloppen. Schrijf het anders."
    assert str(fout) == "regio/kampen.yml:7: organisaties.0.telefoon: '12' cannot be right. Mend: write it in another way."


def test_a_sentence_within_a_sentence_is_dutch_too() -> None:
    who = zin("{plaats}, {schoolsoort}, {rol}, at night", plaats="Kampen", schoolsoort="po", rol="leerkracht")
    what = zin("says {woorden!r} ({regel}: {reden})", woorden="Bel", regel="N1", reden="gevaar")
    said = in_dutch(zin("the advice ({wie}) {wat}", wie=who, wat=what))
    assert said == "Het advies voor Kampen, po, leerkracht, ’s nachts zegt ‘Bel’ (N1: gevaar)."


def test_what_pydantic_says_in_its_own_words_becomes_a_general_sentence() -> None:
    assert in_dutch(zin("{reden}", reden="str type expected")) == in_dutch("anything") == "Deze waarde past hier niet."


def test_the_faults_of_texts_and_contacts_are_told_in_dutch(routekaart: Path) -> None:
    for tekst in ("Vraag uw IB'er.", "Bel XYZQ.", "Dit is verplicht.", "woord " * 15 + "woord.", "Bel 0900-1234 567."):
        change(routekaart, PESTEN, NIET_DOEN, niet(tekst))
    change(routekaart, KAMPEN, '"038-337 00 30"', '"038-337 00 3"')
    told = [melding(fout) for fout in check(routekaart).fouten]
    for part in ("Zeg nooit ‘uw’", "‘XYZQ’ is niet uitgelegd", "‘vakkennis’ als bron", "16 woorden", "N23", "Nederlands telefoonnummer"):
        assert any(part in line for line in told), part
    assert [line for line in told if any(word in line for word in ENGLISH) or "past hier niet" in line] == []


def test_the_faults_of_the_schema_are_told_in_dutch(routekaart: Path) -> None:
    change(routekaart, PESTEN, "niveau: deze_week", "niveau: ooit")
    change(routekaart, PESTEN, "escalatie:", "escalatei:")
    change(routekaart, "landelijk.yml", "functies: [nood]", "functies: []")
    change(routekaart, "landelijk.yml", 'van: "10:00"', 'van: "18:00"')
    with pytest.raises(RoutekaartFout) as caught:
        load(routekaart)
    told = [melding(fout) for fout in caught.value.fouten]
    for part in ("Kies uit: nu, vandaag", "bestaat niet", "Dit veld is nodig", "Deze lijst is leeg", "eerder zijn"):
        assert any(part in line for line in told), part
    assert [line for line in told if any(word in line for word in ENGLISH) or "past hier niet" in line] == []
