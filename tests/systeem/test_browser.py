"""The chat page in a real browser."""

from __future__ import annotations

import shutil
from typing import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def page(running: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        page = browser.new_page(viewport={"width": 412, "height": 900}, locale="nl-NL")
        page.set_default_timeout(40_000)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(f"{running}/chat/")
        page.get_by_text("Hallo! Ik wijs je de weg").wait_for()
        yield page
        assert errors == []
        browser.close()


def _say(page: Page, text: str) -> None:
    page.get_by_label("Je vraag").fill(text)
    page.keyboard.press("Enter")
    page.locator("#gesprek[aria-busy=true]").wait_for()
    page.locator("#gesprek[aria-busy=false]").wait_for()


def test_a_teacher_gets_the_right_contact(page: Page) -> None:
    _say(page, "Een jongen in mijn groep 6 heeft steeds blauwe plekken en wil niet naar huis")
    answers = page.locator(".bericht:not(.eigen)")
    assert answers.nth(1).inner_text().startswith("Is er nu gevaar? Bel 112.")
    page.get_by_role("button", name="Coevorden").wait_for()
    _say(page, "Dalen")
    page.get_by_text("Route voor Coevorden").wait_for()
    assert page.locator("a[href='tel:08002000']").count() > 0
    assert page.get_by_role("button", name="Mag dit zonder de ouders?").is_visible()


def test_typed_html_stays_text(page: Page) -> None:
    _say(page, "<img src=x onerror=alert(1)> hallo")
    assert page.locator("#gesprek img").count() == 0
    assert page.locator(".eigen").last.inner_text() == "<img src=x onerror=alert(1)> hallo"


def test_nothing_scrolls_sideways_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
