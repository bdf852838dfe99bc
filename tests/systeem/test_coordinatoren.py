"""From the chat to the coordinators' site and back, with everything started as an administrator starts it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable

import pytest
import requests

from bot.settings import ROOT
from tests.review.conftest import PASSWORD
from tests.review.test_browser import Person, browser, cli  # noqa: F401

SECONDS = 60
NUMMER = "038-999 99 99"


def say(address: str, *texts: str) -> list[dict[str, Any]]:
    """What the bot answers to the last of these messages of one teacher."""
    session = requests.post(f"{address}/chat/sessie", timeout=60).json()["sessie"]
    answer: list[dict[str, Any]] = []
    for text in texts:
        answer = requests.post(f"{address}/chat/bericht", json={"sessie": session, "tekst": text}, timeout=60).json()["antwoord"]
    return answer


def wait_for(found: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not found():
        assert time.monotonic() < end, "it did not come within a minute"
        time.sleep(1)


def make_people(env: dict[str, str], browser: Any, root: Path = ROOT) -> dict[str, Person]:  # noqa: F811
    """A coordinator, a redacteur and a beheerder, each signed in."""
    site = f"http://127.0.0.1:{env['WEGWIJZER_REVIEW_PORT']}"
    for name, rol, *more in (("els", "coordinator", "--regio", "kampen"), ("rob", "redacteur"), ("bea", "beheerder")):
        cli(env, "adduser", name, "--rol", rol, *more, "--password-stdin", stdin=PASSWORD + "\n", root=root)
    return {name: Person(browser, site, name) for name in ("els", "rob", "bea")}


@pytest.fixture(scope="module")
def people(started: tuple[str, dict[str, str]], browser: Any) -> dict[str, Person]:  # noqa: F811
    return make_people(started[1], browser)


def correct(people: dict[str, Person], question: str, words: str, zorgvraag: str) -> None:
    """The coordinator finds the question and says what it was about; a second person agrees."""
    page = people["els"].page

    def listed() -> bool:
        people["els"].go(f"/gesprekken/?zoek={words}")
        return page.get_by_role("link", name=question[:40]).count() == 1

    wait_for(listed)
    page.get_by_role("link", name=question[:40]).click()
    page.get_by_text("Waar de bot nog meer aan dacht").click()
    assert page.locator(".begrip").inner_text().count("Plaats: Kampen") == 1
    page.get_by_label("fout", exact=True).check()
    page.get_by_label("De juiste zorgvraag").select_option(zorgvraag)
    page.get_by_role("button", name="Oordeel bewaren").click()
    page.get_by_text("De zin staat nu bij Leren").wait_for()
    other = people["bea"].go("/leren/")
    other.get_by_role("button", name="Goedkeuren").click()
    other.get_by_text("De zin gaat mee met de volgende training").wait_for()


def test_what_is_stored_is_for_this_account_alone(started: tuple[str, dict[str, str]], people: dict[str, Person]) -> None:
    say(started[0], "een leerling spijbelt")
    for name in ("WEGWIJZER_TRACKER_DB", "WEGWIJZER_REVIEW_DB"):
        assert Path(started[1][name]).stat().st_mode & 0o077 == 0


def test_a_question_is_seen_corrected_and_proposed_for_learning(started: tuple[str, dict[str, str]], people: dict[str, Person]) -> None:
    question = "De juf ziet dat een kleuter uit Kampen telkens zonder trommel en beker binnenkomt"
    say(started[0], question)
    correct(people, question, "kleuters+trommels", "verlof_luxeverzuim")
    exported = people["bea"].context.request.get(f"{people['bea'].address}/leren/trainingszinnen.yml").text()
    assert question in exported and "verlof_luxeverzuim" in exported


def test_a_published_number_is_in_the_answers_within_a_minute(started: tuple[str, dict[str, str]], people: dict[str, Person]) -> None:
    page = people["rob"].go("/routekaart/organisatie/regio/kampen.yml?plek=0")
    page.locator("#id_telefoon").fill(NUMMER)
    page.get_by_label("Waarom verander je dit?").fill("nieuw nummer")
    page.get_by_role("button", name="Bewaar als concept").click()
    page.get_by_role("button", name="Bied aan voor een tweede persoon").click()
    page.get_by_text("wacht nu op een tweede persoon").wait_for()
    change = page.url
    other = people["bea"].page
    other.goto(change)
    other.get_by_role("button", name="Publiceren").click()
    other.get_by_text("Gepubliceerd. De wegwijzer antwoordt er meteen mee.").wait_for()

    def answered() -> bool:
        answers = say(started[0], "Wat is het nummer van het CJG in Kampen?")
        return any(NUMMER in answer["text"] for answer in answers)

    wait_for(answered)
