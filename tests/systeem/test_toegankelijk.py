"""WCAG 2.2 AA in a real browser: axe on every state, small screens, the colours and motion of the visitor, sizes of what is pressed."""

from __future__ import annotations

from typing import Any, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page

from tests.systeem.browser import visitor
from tests.systeem.test_venster import AFTER, LAUNCHER, WELCOME, WORRY, open_widget, open_window, say, talk

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REVIEWED = {
    # what axe leaves to a person, and why we think it holds; a person still has to look
    "aria-prohibited-attr": "WebChat names its generic wrappers; the log holds the same words, so nothing is lost",
    "color-contrast": "axe cannot see through the layers of WebChat; the colours are those that venster.js checks",
    "frame-tested": "the frame is tested on a page of its own",
    "target-size": "links in a sentence, for which the size is that of the line",
    "aria-valid-attr-value": "WebChat points to an element that it only shows with suggested actions",
    "scrollable-region-focusable": "the conversation takes the focus by its first message",
}


SAME_CHOICES = ("landmark-unique", 'role="form"')
"""A practice, no rule of WCAG: two answers in one talk may offer the same choices, and each is a form within its own message."""


def check(part: Page | Frame) -> None:
    found: dict[str, Any] = Axe().run(part, options={"runOnly": RULES}).response  # type: ignore[arg-type]
    violations = [(one["id"], node["html"]) for one in found["violations"] for node in one["nodes"]]
    assert [(rule, html) for rule, html in violations if rule != SAME_CHOICES[0] or SAME_CHOICES[1] not in html] == []
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["incomplete"] if one["id"] not in REVIEWED] == []


@pytest.fixture(params=[1100, 320], ids=["wide", "narrow"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with visitor(browser, viewport={"width": request.param, "height": 800}) as (page, _):
        yield page


def no_sideways(page: Page) -> None:
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_closed_and_open_on_the_page_of_a_school(page: Page, running: str) -> None:
    page.goto(f"{running}/chat/voorbeeld")
    check(page)
    open_widget(page, f"{running}/chat/voorbeeld")
    check(page)
    check(page.frames[-1])
    no_sideways(page)


def test_every_state_of_a_conversation(page: Page, running: str) -> None:
    open_window(page, running)
    check(page)
    no_sideways(page)
    say(page, "hoe vraag ik een dyslexieverklaring aan voor een leerling in groep 7")
    talk(page).get_by_role("button", name="Andere gemeente").wait_for()
    check(page)
    no_sideways(page)
    talk(page).get_by_role("button", name="Kampen", exact=True).click()
    talk(page).get_by_text(AFTER).first.wait_for()
    check(page)
    no_sideways(page)
    for name in ("Hoe pak ik het aan?", "Mag dit zonder de ouders?", "Het lukt niet"):
        talk(page).get_by_role("button", name=name).first.click()
        page.wait_for_timeout(1500)
    check(page)
    page.route("**/chat/bericht", lambda route: route.fulfill(status=401, json={"fout": "Dit gesprek is verlopen."}))
    say(page, "hallo")
    talk(page).get_by_role("button", name="Begin een nieuw gesprek").wait_for()
    check(page)
    no_sideways(page)


@pytest.mark.parametrize("path", ["privacy", "toegankelijkheid"])
def test_the_statements(page: Page, running: str, path: str) -> None:
    page.goto(f"{running}/chat/{path}")
    check(page)
    no_sideways(page)


def test_at_four_hundred_percent_a_question_can_be_asked(browser: Browser, running: str) -> None:
    with visitor(browser, viewport={"width": 320, "height": 256}) as (page, _):
        frame = open_widget(page, f"{running}/chat/voorbeeld")
        say(frame, WORRY)
        talk(frame).get_by_text(AFTER).first.wait_for()
        inner = page.frames[-1]
        assert inner.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        frame.get_by_role("link", name="Snel weg").scroll_into_view_if_needed()
        assert frame.get_by_role("link", name="Snel weg").is_visible()


def test_what_can_be_pressed_is_large_enough(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        open_window(page, running)
        say(page, f"{WORRY} in Kampen")
        talk(page).get_by_text(AFTER).first.wait_for()
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, input, textarea, footer a, header a.knop")]
              .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
              .map((e) => [e.innerText || e.className || e.type, e.getBoundingClientRect()])
              .filter(([, box]) => box.width > 1 && box.height > 1 && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
        )
        assert small == []


def test_forced_colours_keep_borders_and_focus(browser: Browser, running: str) -> None:
    with visitor(browser, forced_colors="active") as (page, _):
        open_window(page, running)
        say(page, f"{WORRY} in Kampen")
        talk(page).get_by_text(AFTER).first.wait_for()
        for selector in ("header .knop", ".ac-pushButton"):
            border = page.locator(selector).first.evaluate(
                "(e) => [getComputedStyle(e).borderStyle, parseFloat(getComputedStyle(e).borderWidth)]"
            )
            assert border[0] == "solid" and border[1] >= 1
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, running: str) -> None:
    with visitor(browser, reduced_motion="reduce") as (page, _):
        frame = open_widget(page, f"{running}/chat/voorbeeld")
        say(frame, WORRY)
        talk(frame).get_by_text(WORRY, exact=True).wait_for()
        moving = "() => document.getAnimations().filter((a) => a.playState === 'running').length"
        assert page.evaluate(moving) == 0 and page.frames[-1].evaluate(moving) == 0


def test_names_for_the_screen_reader_are_dutch(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        page.goto(f"{running}/chat/voorbeeld")
        launcher = page.get_by_role("button", name=LAUNCHER)
        assert launcher.get_attribute("aria-expanded") == "false"
        launcher.click()
        assert launcher.get_attribute("aria-expanded") == "true"
        frame = page.frame_locator("iframe")
        talk(frame).get_by_text(WELCOME).first.wait_for()
        assert page.get_by_role("dialog", name="Wegwijzer").is_visible()
        assert page.locator("iframe").get_attribute("title") == "Wegwijzer, de chat"
        assert frame.get_by_role("heading", level=1).inner_text() == "Wegwijzer"
        frame.get_by_role("textbox", name="Je vraag").wait_for()
        frame.get_by_role("button", name="Versturen").wait_for()
        words = page.frames[-1].evaluate(
            "() => document.body.textContent + [...document.querySelectorAll('[aria-label]')].map((e) => e.ariaLabel)"
        )
        for other in ("Bot zei", " uw ", "U zei", "Send", "Type your", "Press "):
            assert other not in words
