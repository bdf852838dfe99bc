"""Further questions on an advice: what is taken for one, and that an answer only quotes the route map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.nader import Vraag, find, quote, vragen
from bot.routekaart import Advies, Routekaart, Schoolsoort
from bot.routekaart.bestand import Bestand
from bot.routekaart.loader import FOLDER
from bot.routekaart.regels import Regels

REGELS = Bestand.read(FOLDER / "regels.yml", FOLDER).as_type(Regels)
QUESTIONS = [
    ("Wat kost dat?", "kosten", "plain"),
    ("oké, en wie betaalt dat dan", "kosten", "small words around it"),
    ("Dank je. Moet de directeur dit weten?", "directeur", "behind a word of thanks"),
    ("onze ib'er is ziek, wie dan", "afwezig", "a comma within the question"),
    ("kan het tot maandag wachten", "haast", "how fast"),
    ("mag ik er een nachtje over slapen", "bedenktijd", "time to think"),
    ("wat als de ouders niet willen meewerken", "weigeren", "parents against it"),
    ("moeten de ouders het weten?", "ouders", "parents"),
    ("ik durf niet te bellen", "bellen_durven", "afraid of the call"),
    ("mag ik zijn telefoon doorzoeken", "doorzoeken", "what one may not do"),
    ("komt er voorlichting voor de klas", "voorlichting", "the class"),
    ("blijft mijn naam erbuiten", "anoniem", "without a name"),
    ("bij wie meld ik dit", "waar_melden", "where to report"),
    ("moet ik dit melden", "melden", "whether to report"),
    ("kan ik ontslagen worden", "strafbaar", "what the law says"),
    ("haar vader geneert zich hiervoor", "schaamte", "shame"),
    ("zijn ouders waren in tranen, zijn oma is achtergebleven", "verdriet_thuis", "sorrow in two clauses"),
    ("zijn opa was in tranen, want hij slaat hem", None, "sorrow beside danger"),
    ("over drie weken", "later", "later on"),
    ("Het kost de ouders veel moeite om hem naar school te krijgen", None, "a word of a question in a concern"),
    ("de directeur slaat een leerling", None, "a concern on a director"),
    ("hij wil niet meer leven", None, "danger"),
    ("ik durf niet te bellen en ik wil niet meer leven", None, "a question and danger in one clause"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), QUESTIONS, ids=[f"{row[2]}: {row[0]}" for row in QUESTIONS])
def test_a_question(text: str, expected: str | None, reason: str) -> None:
    found = find(text, only=True)
    assert (found.naam if found else None) == expected


def test_beside_a_question_other_words_count_where_more_may_be_meant() -> None:
    text = "Hij krast in zijn arm. Wat kost dat?"
    assert find(text, only=True) is None
    found = find(text, only=False)
    assert found is not None and found.naam == "kosten"


def _said(advies: Advies) -> set[str]:
    """Every line that an advice holds."""
    contacts = {
        " ".join(filter(None, [c.organisatie, c.telefoon and f"({c.telefoon})"]))
        + (": " if c.organisatie else "")
        + c.waarvoor
        + (f" {c.wie_mag}" if c.wie_mag else "")
        for c in advies.contacten
    }
    first = {advies.urgentie.reden, advies.eerst_in_school.tekst, f"“{advies.zin}”", advies.toestemming.tekst, advies.escalatie}
    return {*first, *advies.stappen, *advies.niet_doen, *contacts}


@pytest.mark.parametrize("vraag", vragen(), ids=[vraag.naam for vraag in vragen()])
def test_the_answer_to_a_question_on_every_route(vraag: Vraag, kaart: Routekaart) -> None:
    """Each line that is quoted stands in the advice, and what stands above it passes the rules of that concern."""
    for zorgvraag in kaart.zorgvragen:
        for soort in Schoolsoort:
            advies = kaart.advise(zorgvraag, "Zwolle", soort)
            first, *lines = quote(vraag, [advies]).split("\n")
            assert first and "{" not in first
            assert list(REGELS.faults(first, zorgvraag)) == [], zorgvraag
            assert {line.removeprefix("- ") for line in lines} <= _said(advies), zorgvraag


def test_only_a_question_without_room_for_more_holds_no_danger() -> None:
    later = next(vraag for vraag in vragen() if vraag.naam == "later")
    assert later.is_asked("later wil hij er niet meer zijn", []) and not later.fills("later wil hij er niet meer zijn")
    kosten = next(vraag for vraag in vragen() if vraag.naam == "kosten")
    assert kosten.fills("Oké. Is dat gratis?")


def test_a_question_that_the_route_does_not_answer_names_whom_to_ask(kaart: Routekaart) -> None:
    kosten = next(vraag for vraag in vragen() if vraag.naam == "kosten")
    assert quote(kosten, [kaart.advise("pesten", "Zwolle", Schoolsoort.PO)]).endswith("Vraag het je aanspreekpunt pesten.")
    assert "Leergeld" in quote(kosten, [kaart.advise("armoede", "Zwolle", Schoolsoort.PO)])


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_read(text: str, only: bool) -> None:
    find(text, only)
