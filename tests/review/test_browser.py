"""The site as it is started, in a real browser: the whole way, every page without a violation, on a tablet and a phone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import totp
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT
from tests.review.conftest import NOW, PASSWORD, Store, turn
from tests.review.test_routekaart import LANG

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
TABLET = {"width": 820, "height": 1180}


def cli(env: dict[str, str], *args: str, stdin: str = "", root: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "review", *args], cwd=root, env=env, input=stdin, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The running site with three accounts and some conversations, and the environment it runs in."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    shutil.copytree(ROOT / "data" / "routekaart", folder / "routekaart")
    env = {
        **os.environ,
        "WEGWIJZER_REVIEW_PORT": str(port),
        "WEGWIJZER_REVIEW_DB": str(folder / "review.sqlite3"),
        "WEGWIJZER_TRACKER_DB": str(folder / "tracker.sqlite3"),
        "WEGWIJZER_ROUTEKAART": str(folder / "routekaart"),
    }
    store = Store(folder / "tracker.sqlite3")
    for n in range(12):
        store.write(turn(f"s{n}", f"Een jongen in groep {n % 8 + 1} wordt gepest in de klassenapp", when=NOW - 90_000 * (n % 9) - n))
    store.write(turn("b", "Een meisje wil niet meer leven", "suicidaliteit", when=NOW - 3000, safety=True))
    for n in range(6):
        store.write(turn(f"c{n}", "Haar ouders gaan scheiden en vechten", "scheiding", "Zwolle", when=NOW - 2000 - n, organisatie=None))
    for name, rol, *more in (("els", "coordinator", "--regio", "kampen", "zwolle"), ("rob", "redacteur"), ("bea", "beheerder")):
        cli(env, "adduser", name, "--rol", rol, *more, "--password-stdin", stdin=PASSWORD + "\n")
    assert "18 conversations" not in cli(env, "ingest")
    process = subprocess.Popen([sys.executable, "-m", "bot", "review", "serve"], cwd=ROOT, env=env)
    address = f"http://127.0.0.1:{port}"
    try:
        assert wait_until_healthy([f"{address}/gezond"], lambda: process.poll() is None, 400)
        yield address, env
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        yield running
        running.close()


class Person:
    """Somebody at a browser. What the console complains of is kept."""

    def __init__(self, browser: Browser, address: str, name: str) -> None:
        self.context: BrowserContext = browser.new_context(viewport=TABLET, locale="nl-NL")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(180_000)  # a full check takes seconds, on a busy machine much more
        self.errors: list[str] = []
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.address = address
        self.page.goto(f"{address}/aanmelden/")
        self.violations: dict[str, Any] = {"aanmelden": self.axe()}
        self.page.get_by_label("Gebruikersnaam").fill(name)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.page.get_by_role("button", name="Inloggen").click()
        self.page.get_by_text("Typ dan deze sleutel").wait_for()
        self.violations["tweede factor"] = self.axe()
        secret = self.page.locator("code").inner_text().replace(" ", "")
        import base64

        key = base64.b32decode(secret + "=" * (-len(secret) % 8))
        self.page.get_by_label("Code van 6 cijfers").fill(f"{totp(key):06}")
        self.page.get_by_role("button", name="Verder").click()
        self.page.get_by_role("navigation", name="Hoofdmenu").wait_for()

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def axe(self) -> Any:
        return axe(self.page)


def axe(page: Page) -> Any:
    """The violations, and whether the page is wider than its window."""
    result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    found = [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in result.response["violations"]]
    wide = page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
    return found + ([("scrolls sideways", [])] if wide else [])


@pytest.fixture(scope="module")
def people(site: tuple[str, dict[str, str]], browser: Browser) -> dict[str, Person]:
    return {name: Person(browser, site[0], name) for name in ("els", "rob", "bea")}


PAGES = [
    ("els", "/gesprekken/"),
    ("els", "/gesprekken/?zoek=niets+hiervan"),
    ("els", "/gesprekken/13/"),
    ("els", "/tweede-blik/"),
    ("els", "/leren/"),
    ("els", "/cijfers/"),
    ("els", "/inzage/"),
    ("els", "/bestaat-niet/"),
    ("rob", "/gesprekken/"),  # refused
    ("rob", "/routekaart/"),
    ("rob", "/routekaart/bestand/regio/kampen.yml"),
    ("rob", "/routekaart/bestand/routes/pesten.yml"),
    ("rob", "/routekaart/organisatie/regio/kampen.yml?plek=0"),
    ("rob", "/routekaart/organisatie/regio/kampen.yml"),
    ("rob", "/routekaart/tekst/routes/pesten.yml?weg=zin"),
    ("rob", "/routekaart/tekst/regio/kampen.yml?weg=bronnen"),
    ("rob", "/routekaart/geschiedenis/regio/kampen.yml"),
    ("rob", "/routekaart/te-controleren/"),
    ("bea", "/inzage/"),
    ("bea", "/leren/"),
]


@pytest.mark.parametrize(("name", "path"), PAGES, ids=[f"{name} {path}" for name, path in PAGES])
def test_no_page_has_a_violation(name: str, path: str, people: dict[str, Person]) -> None:
    person = people[name]
    for width in (TABLET["width"], 320):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.go(path)
        assert person.axe() == []
    person.page.set_viewport_size(TABLET)  # type: ignore[arg-type]
    assert person.page.locator("main a, header a").count() > 0, "there is a way back"


def test_signing_in_has_no_violation(people: dict[str, Person]) -> None:
    assert people["els"].violations == {"aanmelden": [], "tweede factor": []}


def test_the_page_of_who_guesses_has_no_violation(site: tuple[str, dict[str, str]], browser: Browser) -> None:
    page = browser.new_context(viewport=TABLET, locale="nl-NL").new_page()  # type: ignore[arg-type]
    page.set_default_timeout(180_000)
    page.goto(f"{site[0]}/aanmelden/")
    while page.get_by_role("heading", name="Even geblokkeerd").count() == 0:
        page.get_by_label("Gebruikersnaam").fill("mallory")
        page.get_by_label("Wachtwoord").fill("raden maar")
        page.get_by_role("button", name="Inloggen").click()
        page.wait_for_load_state()
    assert axe(page) == []
    assert page.get_by_role("link", name="Terug").count() == 1


def test_a_stack_by_keyboard(people: dict[str, Person]) -> None:
    page = people["els"].go("/gesprekken/?zorgvraag=scheiding")
    page.get_by_role("link", name="Begin met de stapel").click()
    page.get_by_role("heading", name="Beurt 1").wait_for()
    first = page.url
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.id") == "beurt-1"
    page.keyboard.press("g")
    page.get_by_text("Je oordeel is bewaard").wait_for()
    page.keyboard.press("b")
    page.wait_for_url(lambda url: url.split("#")[0] != first.split("#")[0])
    assert "zorgvraag=scheiding" in page.url
    page.keyboard.press("n")
    page.keyboard.type("jgfb")
    assert page.get_by_label("Nieuwe notitie").input_value() == "jgfb"
    page.get_by_label("sneltoetsen aan").uncheck()
    here = page.url
    page.locator("h1").click()
    page.keyboard.press("v")
    time.sleep(0.3)
    assert page.url == here


def test_a_number_from_draft_to_file(people: dict[str, Person], site: tuple[str, dict[str, str]]) -> None:
    rob, bea = people["rob"], people["bea"]
    page = rob.go("/routekaart/organisatie/regio/kampen.yml?plek=0")
    page.locator("#id_telefoon").fill("038-999 99 99")
    page.get_by_label("Waarom verander je dit?").fill("nieuw nummer")
    page.get_by_role("button", name="Bewaar als concept").click()
    page.get_by_role("button", name="Bied aan voor een tweede persoon").click()
    page.get_by_text("wacht nu op een tweede persoon").wait_for()
    assert rob.axe() == []
    other = bea.go("/routekaart/")
    other.get_by_role("link", name="CJG Kampen").first.click()
    assert bea.axe() == []
    other.get_by_role("button", name="Publiceren").click()
    other.get_by_text("Gepubliceerd. De wegwijzer antwoordt er meteen mee.").wait_for()
    advised = subprocess.run(
        [sys.executable, "-m", "bot", "advise", "opvoeding_thuissituatie", "--gemeente", "Kampen"],
        cwd=ROOT, env=site[1], capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "038-999 99 99" in advised.stdout
    other.goto(f"{bea.address}/routekaart/geschiedenis/regio/kampen.yml")
    assert bea.axe() == []


def test_a_fault_is_told_in_dutch_beside_its_field_before_anybody_can_publish(people: dict[str, Person]) -> None:
    """An organisation without a number gets one: first without its source, then a wrong one, then with a sentence too long."""
    rob = people["rob"]
    page = rob.go("/routekaart/organisatie/regio/kampen.yml?plek=1")
    save, offer = page.get_by_role("button", name="Bewaar als concept"), page.get_by_role("button", name="Bied aan")
    page.locator("#id_telefoon").fill("12")
    page.get_by_label("Waarom verander je dit?").fill("proef")
    save.click()
    page.locator("#id_telefoon_bron_error").get_by_text("Geef de bron.").wait_for()
    page.locator("#id_telefoon_bron").fill("kampen_convenant")
    save.click()
    page.locator("#id_telefoon_error").get_by_text("‘12’ kan niet kloppen. Dit is geen Nederlands telefoonnummer.").wait_for()
    assert (offer.count(), rob.axe()) == (0, [])
    page.locator("#id_telefoon").fill("038-999 99 98")
    page.locator("#id_let_op").fill(LANG)
    save.click()
    offer.click()
    page.get_by_text("De controle vond fouten").wait_for()
    assert (offer.count(), rob.axe()) == (0, [])
    page.get_by_role("link", name="Verbeteren").click()
    page.locator("#id_let_op_error").get_by_text("woorden").wait_for()
    assert (page.locator(".foutregel").count(), page.locator("#id_telefoon").input_value()) == (1, "038-999 99 98")
    assert rob.axe() == []
    page.locator("#id_let_op").fill("Bel voor vijf uur.")
    save.click()
    offer.click()
    page.get_by_text("wacht nu op een tweede persoon").wait_for()
    page.get_by_role("button", name="Intrekken").click()
    page.get_by_text("De wijziging is ingetrokken").wait_for()


def test_plots_are_drawn(people: dict[str, Person]) -> None:
    page = people["els"].go("/cijfers/")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("() => [...document.images].map((image) => image.naturalWidth)")
    assert len(sizes) > 5 and all(size > 100 for size in sizes)


def test_the_console_stayed_silent(people: dict[str, Person]) -> None:
    """No script or style was stopped by the content security policy; refusals (403, 404) are meant."""
    errors = [error for person in people.values() for error in person.errors if "403" not in error and "404" not in error]
    assert errors == []
