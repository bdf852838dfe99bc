"""What Rasa hands to a channel becomes one message of the bot, the same for every channel."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.antwoord import Antwoord, Collector, Knop
from bot.routekaart import Routekaart, Schoolsoort

NOTHING: list[tuple[dict[str, Any], str]] = [
    ({}, "an empty message"),
    ({"text": ""}, "an empty text"),
    ({"text": None, "custom": None}, "nothing in either"),
    ({"custom": {"iets_anders": 1}}, "a custom message of another kind"),
]


@pytest.mark.parametrize(("message", "reason"), NOTHING, ids=[row[1] for row in NOTHING])
def test_nothing_to_show(message: dict[str, Any], reason: str) -> None:
    assert Antwoord.from_rasa(message) is None


def test_text_with_buttons() -> None:
    message = {"text": "Wat past?", "buttons": [{"title": "Pesten", "payload": "/pesten"}, {"title": "Rouw", "payload": "/rouw"}]}
    assert Antwoord.from_rasa(message) == Antwoord("Wat past?", (Knop("Pesten", "/pesten"), Knop("Rouw", "/rouw")))


def test_text_without_buttons() -> None:
    assert Antwoord.from_rasa({"text": "Hallo", "buttons": None}) == Antwoord("Hallo")


def test_an_advice_is_rendered_and_kept_whole(kaart: Routekaart) -> None:
    advies = kaart.advise("pesten", "Zwolle", Schoolsoort.PO).as_dict()
    message = json.loads(json.dumps({"custom": {"advies": advies, "titel": "Pesten", "delen": None}}))
    antwoord = Antwoord.from_rasa(message)
    assert antwoord is not None
    assert (antwoord.advies, antwoord.titel, antwoord.delen) == (advies, "Pesten", None)
    assert antwoord.text.startswith("Pesten\nRoute voor Zwolle")
    assert advies["stappen"][0] in antwoord.text


def test_a_part_of_an_advice_shows_that_part_only(kaart: Routekaart) -> None:
    advies = kaart.advise("pesten", "Zwolle", Schoolsoort.PO).as_dict()
    antwoord = Antwoord.from_rasa({"custom": {"advies": advies, "titel": "Pesten", "delen": ["toestemming"]}})
    assert antwoord is not None
    assert antwoord.delen == ("toestemming",)
    assert advies["toestemming"]["tekst"] in antwoord.text
    assert advies["stappen"][0] not in antwoord.text
    assert antwoord.advies == advies


def test_a_contact(kaart: Routekaart) -> None:
    contact = kaart.contact("veilig_thuis", "Kampen")
    antwoord = Antwoord.from_rasa({"custom": {"contact": contact.as_dict()}})
    assert antwoord is not None
    assert "0800-2000" in antwoord.text and antwoord.advies is None


def test_the_shape_of_the_command_line(kaart: Routekaart) -> None:
    antwoord = Antwoord("Hallo", (Knop("Ja", "/bevestigen"),))
    assert antwoord.as_dict() == {"text": "Hallo", "buttons": [{"title": "Ja", "payload": "/bevestigen"}], "advies": None}


async def test_the_collector_gathers_what_can_be_shown() -> None:
    collector = Collector("web")
    for message in ({"text": "een"}, {}, {"text": "twee", "buttons": [{"title": "Ja", "payload": "/bevestigen"}]}):
        await collector.send_response("iemand", message)
    assert [antwoord.text for antwoord in collector.antwoorden] == ["een", "twee"]
    assert collector.name() == "web"
