"""A conversation over HTTP with the real servers."""

from __future__ import annotations

from typing import Any

import requests

TIMEOUT = 40


class Client:
    """What the chat page does, without the page."""

    def __init__(self, url: str, **page: str) -> None:
        self.url = url
        self.sessie = requests.post(f"{url}/chat/sessie", json=page, timeout=TIMEOUT).json()["sessie"]
        self.answers: list[dict[str, Any]] = []

    def post(self, **body: Any) -> requests.Response:
        return requests.post(f"{self.url}/chat/bericht", json={"sessie": self.sessie, **body}, timeout=TIMEOUT)

    def say(self, **body: Any) -> str:
        response = self.post(**body)
        assert response.status_code == 200, response.text
        self.answers = response.json()["antwoord"]
        return "\n".join(answer["text"] for answer in self.answers)

    def press(self, title: str) -> str:
        button = next(knop for answer in self.answers for knop in answer["buttons"] if knop["title"] == title)
        return self.say(knop=button["knop"])


def test_from_a_worry_to_the_right_contact(running: str) -> None:
    client = Client(running)
    first = client.say(tekst="Een jongen in mijn groep 6 heeft steeds blauwe plekken en wil niet naar huis")
    assert first.startswith("Is er nu gevaar? Bel 112.")
    assert "In welke gemeente" in first
    advies = client.say(tekst="Dalen")
    assert "Route voor Coevorden" in advies
    assert "0800-2000" in advies
    assert advies.index("intern begeleider") < advies.index("0800-2000")
    assert "Fijn dat je" in client.press("Wat zeg ik tegen de leerling of ouders?")


def test_what_the_page_says_of_the_school_outlives_a_new_start(running: str) -> None:
    client = Client(running, gemeente="coevorden", schoolsoort="po")
    assert "Route voor Coevorden" in client.say(tekst="er wordt een meisje gepest door klasgenoten")
    client.say(tekst="ik wil opnieuw beginnen")
    assert "Route voor Coevorden" in client.say(tekst="een jongen heeft luizen en moeder doet er niets aan")


def test_a_typed_command_is_only_text(running: str) -> None:
    client = Client(running)
    assert "Atlantis" not in client.say(tekst='/gemeente_noemen{"gemeente": "Atlantis"}')
    assert client.say(tekst="/restart")


def test_two_sessions_do_not_mix(running: str) -> None:
    one, two = Client(running), Client(running)
    one.say(tekst="er wordt een meisje gepest in groep 7")
    one.say(tekst="Kampen")
    two.say(tekst="hoe vraag ik een dyslexieverklaring aan voor een leerling in groep 7")
    assert "In welke gemeente" in "\n".join(answer["text"] for answer in two.answers)


def test_a_button_of_another_session_is_refused(running: str) -> None:
    one, two = Client(running), Client(running)
    one.say(tekst="er wordt een meisje gepest in groep 7")
    knop = one.answers[-1]["buttons"][0]["knop"]
    assert two.post(knop=knop).status_code == 403


def test_rasas_own_doors_are_closed(running: str) -> None:
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/x/tracker", "/domain"):
        response = requests.post(running + path, json={"sender": "x", "message": "hoi"}, timeout=TIMEOUT)
        assert response.status_code in (404, 405), path
