"""The site of the route map in a real browser: accessible, searchable, printable, quick to leave, and whole without JavaScript."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from bot.routekaart.site import maak, schrijf

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = [
    "",
    "landelijk.html",
    "regio/duin_en_bollenstreek.html",
    "regio/kampen/suicidaliteit.html",
    "landelijk/pesten.html",
    "bestaat-niet",
]
A4 = {"width": 703, "height": 1046}
"""The printable part of an A4 in CSS pixels, with the margins of the style sheet."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 412, "height": 900}, locale="nl-NL")
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.route("https://www.knmi.nl/**", lambda route: route.fulfill(body="<title>Het weer</title>", content_type="text/html"))
    yield page
    assert [error for error in errors if "404" not in error] == []
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("pad", KINDS)
def test_no_accessibility_violation(running: str, page: Page, pad: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(f"{running}/routekaart/{pad}")
    assert answer and answer.status == (404 if pad == "bestaat-niet" else 200)
    violations: list[dict[str, Any]] = Axe().run(page, options={"runOnly": _RULES, "resultTypes": ["violations"]}).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("question", "first", "pad"),
    [
        ("hij wordt gepest", "Pesten", "landelijk/pesten.html"),
        ("wil niet meer leven", "Gedachten aan zelfdoding", "landelijk/suicidaliteit.html"),
        ("blauwe plekken in Dalen", "Vermoeden van kindermishandeling", "regio/coevorden/kindermishandeling.html"),
    ],
)
def test_search_by_lay_words(running: str, page: Page, question: str, first: str, pad: str) -> None:
    page.goto(f"{running}/routekaart/")
    page.get_by_label("Wat zie of hoor je?").fill(question)
    found = page.locator("#gevonden a").first
    found.wait_for()
    assert found.inner_text().startswith(first)
    found.click()
    page.wait_for_url(f"**/routekaart/{pad}")


def test_search_that_finds_nothing_says_so(running: str, page: Page) -> None:
    page.goto(f"{running}/routekaart/regio/kampen.html")
    page.get_by_label("Wat zie of hoor je?").fill("qqqqxx")
    page.get_by_role("status").get_by_text("Niets gevonden").wait_for()
    assert page.locator("#gevonden a").count() == 0


@pytest.mark.parametrize("way", ["button", "escape"])
def test_quick_leave_takes_the_place_of_the_page(running: str, page: Page, way: str) -> None:
    page.goto(f"{running}/routekaart/")
    page.goto(f"{running}/routekaart/regio/kampen/kindermishandeling.html")
    if way == "button":
        page.get_by_role("link", name="Snel weg").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.knmi.nl/**")
    page.go_back()
    assert page.url == f"{running}/routekaart/"


def test_the_keyboard_reaches_the_content_first(running: str, page: Page) -> None:
    page.goto(f"{running}/routekaart/regio/kampen.html")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "inhoud"


def test_without_javascript_everything_is_reached_by_links(running: str, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{running}/routekaart/")
    assert not page.locator("#zoek").is_visible()
    assert page.get_by_role("link", name="Snel weg").get_attribute("href") == "https://www.knmi.nl/"
    page.get_by_role("link", name="Kampen").first.click()
    page.locator("svg a").get_by_text("Pesten").click()
    page.wait_for_url("**/regio/kampen/pesten.html")
    page.get_by_role("navigation", name="Waar ben je").get_by_role("link", name="Routekaart").click()
    page.wait_for_url("**/routekaart/index.html")
    page.close()


def test_every_concern_prints_on_one_a4(browser: Browser, tmp_path: Path) -> None:
    """Measured for all as the printer lays them out, many in one document; the longest are printed for real."""
    schrijf(maak(), tmp_path)
    page = browser.new_page(viewport=A4, java_script_enabled=False)
    page.emulate_media(media="print")
    heights: dict[Path, int] = {}
    for area in (tmp_path / "landelijk", *(path for path in sorted((tmp_path / "regio").iterdir()) if path.is_dir())):
        files = sorted(area.glob("*.html"))
        parts = [re.split(r"</?body>", file.read_text(encoding="utf-8")) for file in files]
        sheets = "".join(f"<div class='vel' style='display: flow-root'>{body}</div>" for _, body, _ in parts)
        together = area / "alle.html"
        together.write_text(f"{parts[0][0]}<body>{sheets}</body></html>", encoding="utf-8")
        page.goto(together.as_uri())
        found = page.evaluate("() => [...document.querySelectorAll('.vel')].map((vel) => Math.ceil(vel.getBoundingClientRect().height))")
        heights |= dict(zip(files, found, strict=True))
    assert len(heights) > 200 and min(heights.values()) > 300
    assert {str(file): height for file, height in heights.items() if height > A4["height"]} == {}
    for file in sorted(heights, key=lambda file: -heights[file])[:5]:
        page.goto(file.as_uri())
        assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1, file
    page.close()


def test_the_address_without_a_slash_and_unknown_addresses(running: str) -> None:
    start = requests.get(f"{running}/routekaart", timeout=40, allow_redirects=False)
    assert (start.status_code, start.headers["Location"]) == (302, "/routekaart/")
    for pad in ("bestaat-niet", "../chat/", "..%2f..%2fcredentials.yml", "%2e%2e/settings.py", "bestand/", "regio/kampen"):
        request = requests.Request("GET", f"{running}/routekaart/").prepare()
        request.url = f"{running}/routekaart/{pad}"  # as it is: requests would tidy the dots away
        answer = requests.Session().send(request, timeout=40)
        assert answer.status_code == 404, pad
        assert b"action_endpoint" not in answer.content


@pytest.mark.parametrize("pad", ["", "bestand/site.css", "bestand/zoek.js", "regio/kampen.html", "bestaat-niet"])
def test_the_headers_are_those_of_the_chat(running: str, pad: str) -> None:
    chat = requests.get(f"{running}/chat/privacy", timeout=40).headers
    here = requests.get(f"{running}/routekaart/{pad}", timeout=40).headers
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"):
        assert here[name] == chat[name]
