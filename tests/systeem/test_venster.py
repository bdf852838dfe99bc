"""The widget and the chat window in a real browser, against the running bot."""

from __future__ import annotations

import re
from typing import Any, Iterator

import pytest
import requests
from playwright.sync_api import Browser, FrameLocator, Locator, Page, Route, expect

from bot.channels.door import Door
from tests.systeem.browser import HOME, NEUTRAL, School, Watch, visitor

WORRY = "er wordt een meisje gepest in groep 7"
WELCOME = "Ik wijs je de weg"
AFTER = "Wat wil je nog weten?"
LAUNCHER = "Zorg over een leerling?"
BUBBLES = ".webchat__basic-transcript__activity"
Part = Page | FrameLocator


def talk(part: Part) -> Locator:
    """The conversation itself, without the copy that is read out."""
    return part.locator("section[role=feed]")


@pytest.fixture
def visit(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """No page of ours may break a policy, raise, or ask another host for anything."""
    with visitor(browser, permissions=["clipboard-read", "clipboard-write"]) as (page, watch):
        yield page, watch
        assert watch.complaints == []
        assert watch.hosts == {HOME}


@pytest.fixture
def page(visit: tuple[Page, Watch]) -> Page:
    return visit[0]


def open_widget(page: Page, url: str) -> FrameLocator:
    page.goto(url)
    page.get_by_role("button", name=LAUNCHER).click()
    frame = page.frame_locator("iframe")
    talk(frame).get_by_text(WELCOME).first.wait_for()
    return frame


def open_window(page: Page, url: str) -> Page:
    page.goto(f"{url}/chat/")
    talk(page).get_by_text(WELCOME).first.wait_for()
    return page


def say(part: Part, text: str) -> None:
    box = part.get_by_role("textbox", name="Je vraag")
    box.fill(text)
    box.press("Enter")


def ask_and_wait(part: Part) -> None:
    say(part, WORRY)
    talk(part).get_by_text(AFTER).first.wait_for()


def session(page: Page) -> str:
    return str(page.frames[-1].evaluate("() => sessionStorage.getItem('sessie')"))


def said(url: str, token: str) -> list[tuple[str, str]]:
    """The conversation as the bot kept it: who, what."""
    body = requests.post(f"{url}/chat/gesprek", json={"sessie": token}, headers={"Origin": url}, timeout=60).json()
    activities = [one["activiteit"] for one in body.get("verloop", [])]
    return [(activity["from"]["role"], activity.get("text", "")) for activity in activities]


def test_a_whole_conversation_by_mouse(page: Page, running: str) -> None:
    frame = open_widget(page, f"{running}/chat/voorbeeld")
    ask_and_wait(frame)
    talk(frame).get_by_role("heading", name="Pesten").wait_for()
    assert talk(frame).get_by_text("Route voor Coevorden").is_visible(), "the place of the host page counts"
    assert frame.locator("a[href='tel:112']").count() > 0
    step = talk(frame).get_by_role("checkbox").first
    step.check()
    assert step.is_checked()
    talk(frame).get_by_role("button", name="Kopieer").first.click()
    frame.get_by_text("De tekst is gekopieerd.").wait_for()
    assert "Eerst in school:" in page.evaluate("() => navigator.clipboard.readText()")
    talk(frame).get_by_role("button", name="Mag dit zonder de ouders?").click()
    talk(frame).get_by_role("heading", name="Toestemming").wait_for()
    with page.context.expect_page() as opened:
        talk(frame).get_by_role("button", name="Lees deze route als pagina").click()
    assert opened.value.url == f"{running}/routekaart/regio/coevorden/pesten.html"


def test_a_whole_conversation_by_keyboard(page: Page, running: str) -> None:
    page.goto(f"{running}/chat/voorbeeld")
    press_until(page, "Tab", lambda: focused(page) == LAUNCHER)
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("textbox", name="Je vraag")).to_be_focused()
    page.keyboard.type(WORRY)
    page.keyboard.press("Enter")
    talk(frame).get_by_text(AFTER).first.wait_for()
    into_the_last_message(page)
    press_until(page, "Tab", lambda: focused(page) == "Het lukt niet")
    page.keyboard.press("Enter")
    talk(frame).get_by_role("heading", name="Als het niet helpt").wait_for()
    page.keyboard.press("Escape")  # out of the message, to the conversation
    page.keyboard.press("ArrowUp")  # the card is the message before
    page.keyboard.press("Enter")
    press_until(page, "Tab", lambda: page.frames[-1].evaluate("() => document.activeElement.type") == "checkbox")
    page.keyboard.press("Space")
    assert page.frames[-1].evaluate("() => document.activeElement.checked")
    page.wait_for_timeout(1600)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1600)
    press_until(page, "Tab", lambda: page.frames[-1].evaluate("() => document.activeElement.tagName") == "TEXTAREA")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert focused(page) == LAUNCHER, "the focus comes back to where it was"
    page.wait_for_timeout(1600)
    page.keyboard.press("Enter")
    expect(frame.get_by_role("textbox", name="Je vraag")).to_be_focused()


def into_the_last_message(page: Page) -> None:
    """As the help of the window says: back to the conversation, whose last message is chosen, and in with Enter."""
    press_until(
        page, "Shift+Tab", lambda: page.frames[-1].evaluate("() => document.activeElement.classList.contains('webchat__basic-transcript')")
    )
    page.keyboard.press("Enter")


def press_until(page: Page, key: str, reached: Any, most: int = 80) -> None:
    for _ in range(most):
        if reached():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never led there; the focus is on {focused(page)!r}")


def focused(page: Page) -> str:
    """The text of what has the focus, in the frame, in the launcher or in the page."""
    script = """() => {
      let e = document.activeElement;
      while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
      return e?.innerText ?? '';
    }"""
    inner = page.evaluate("() => document.activeElement?.shadowRoot?.activeElement?.tagName === 'IFRAME'")
    return str((page.frames[-1] if inner else page).evaluate(script)).strip()


def test_the_talk_survives_a_reload_and_leaves_nothing_else(page: Page, running: str) -> None:
    frame = open_widget(page, f"{running}/chat/voorbeeld")
    ask_and_wait(frame)
    talk(frame).get_by_role("button", name="Wie bel ik?").click()
    expect(talk(frame).get_by_role("heading", name="Wie helpt buiten school")).to_have_count(2)
    token = session(page)
    page.reload()
    page.get_by_role("button", name=LAUNCHER).click()
    expect(talk(frame).get_by_role("heading", name="Wie helpt buiten school")).to_have_count(2)
    assert talk(frame).get_by_text(WORRY, exact=True).is_visible() or talk(frame).get_by_text(WORRY, exact=True).count() > 0
    assert session(page) == token
    talk(frame).get_by_role("button", name="Het lukt niet").first.click()
    talk(frame).get_by_role("heading", name="Als het niet helpt").wait_for()
    kept = page.frames[-1].evaluate(
        "async () => [Object.keys(sessionStorage).filter((k) => sessionStorage[k]), Object.keys(localStorage), document.cookie,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    assert kept == [["sessie"], [], "", 0, 0]
    other = page.context.new_page()
    open_window(other, running)
    assert talk(other).get_by_text(WORRY, exact=True).count() == 0


def test_an_answer_that_got_lost_comes_once(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        open_window(page, running)
        lost: list[str] = []

        def lose_the_first(route: Route) -> None:
            if lost:
                return route.continue_()
            lost.append(route.fetch(timeout=60_000).text())  # the bot has the message, and has answered
            route.abort("connectionreset")

        page.route("**/chat/bericht", lose_the_first)
        ask_and_wait(page)
        assert AFTER in lost[0]
        assert talk(page).get_by_text(WORRY, exact=True).count() == 1
        assert talk(page).get_by_text(AFTER, exact=True).count() == 1
        assert [who for who, _ in said(running, session(page))].count("user") == 1


def test_a_message_without_a_connection_goes_when_it_is_back(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        open_window(page, running)
        page.context.set_offline(True)
        say(page, WORRY)
        page.get_by_text("De verbinding is weg.").first.wait_for()
        page.context.set_offline(False)
        talk(page).get_by_text(AFTER).first.wait_for()
        assert [who for who, _ in said(running, session(page))].count("user") == 1


def test_without_any_connection_the_window_says_so_and_can_try_again(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        page.clock.install()
        open_window(page, running)
        page.route("**/chat/bericht", lambda route: route.abort("connectionrefused"))
        say(page, WORRY)
        for _ in range(12):
            page.clock.run_for(8_100)
            page.wait_for_timeout(50)
        talk(page).get_by_text("Je bericht is niet aangekomen. Is er gevaar? Bel 112.").first.wait_for()
        page.unroute("**/chat/bericht")
        talk(page).get_by_role("button", name="Probeer het opnieuw").click()
        page.clock.run_for(2_000)
        talk(page).get_by_text(AFTER).first.wait_for()
        assert talk(page).get_by_text(WORRY, exact=True).count() == 1


def test_an_answer_that_takes_long_is_preceded_by_a_sentence(browser: Browser, running: str) -> None:
    """Whatever keeps it: here nothing answers the browser at all, until the sentence stands there."""
    with visitor(browser) as (page, _):
        open_window(page, running)
        held: list[Route] = []
        page.route("**/chat/bericht", lambda route: held.append(route))
        say(page, WORRY)
        sentence = talk(page).get_by_text("Het antwoord duurt langer dan anders. Ik blijf het proberen. Is er gevaar? Bel 112.").first
        sentence.wait_for()
        assert talk(page).get_by_text(AFTER).count() == 0
        held[0].continue_()
        talk(page).get_by_text(AFTER).first.wait_for()
        assert [who for who, _ in said(running, session(page))].count("user") == 1


def test_two_tabs_are_two_conversations(page: Page, running: str) -> None:
    open_window(page, running)
    other = open_window(page.context.new_page(), running)
    ask = "ik werk op een basisschool in Kampen"
    say(page, ask)
    expect(page.locator(BUBBLES)).to_have_count(3, timeout=60_000)
    say(other, WORRY)
    talk(other).get_by_text(AFTER).first.wait_for()
    assert session(page) != session(other)
    assert ("user", ask) not in said(running, session(other))


def test_what_is_typed_stays_text(page: Page, running: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    open_window(page, running)
    evil = "<img src=x onerror=alert(1)> [klik](javascript:alert(1)) **vet** in <b>Nergenshuizen</b>"
    say(page, evil)
    expect(page.locator(BUBBLES).nth(2)).to_be_visible()
    assert talk(page).get_by_text(evil, exact=True).count() == 1
    page.reload()
    expect(page.locator(BUBBLES).nth(2)).to_be_visible()
    assert talk(page).get_by_text(Door().text("", evil)[0], exact=True).count() == 1  # as it was stored
    assert page.locator("#gesprek img, #gesprek b, a[href^='javascript']").count() == 0


def test_even_an_answer_that_is_not_ours_runs_nothing(browser: Browser, running: str) -> None:
    evil = "<img src=x onerror=\"alert(1)\"> <a href='javascript:alert(1)'>a</a> [klik](javascript:alert(1)) <svg onload=alert(1)> einde"
    card = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [
            {"type": "TextBlock", "text": evil},
            {
                "type": "RichTextBlock",
                "inlines": [{"type": "TextRun", "text": "loop", "selectAction": {"type": "Action.OpenUrl", "url": "javascript:alert(1)"}}],
            },
        ],
        "actions": [{"type": "Action.OpenUrl", "title": "druk", "url": "javascript:alert(1)"}],
    }
    activity = {
        "type": "message",
        "from": {"id": "bot", "role": "bot"},
        "text": evil,
        "textFormat": "markdown",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }
    with visitor(browser) as (page, watch):
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        open_window(page, running)
        page.route("**/chat/bericht", lambda route: route.fulfill(json={"antwoord": [{"activiteit": activity}]}))
        say(page, "hallo")
        talk(page).get_by_text("einde").first.wait_for()
        for name in ("druk", "loop"):
            target = talk(page).get_by_text(name, exact=True).first
            if target.count():
                target.click()
        assert page.locator(".webchat__text-content a[href^='javascript']").count() == 0
        assert page.url == f"{running}/chat/" and watch.hosts == {HOME}


def test_a_message_that_is_too_long_gets_a_sentence(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        open_window(page, running)
        say(page, "a" * 1001)
        talk(page).get_by_text("Je bericht is te lang. Vertel het in maximaal 1000 tekens.").first.wait_for()


def test_a_session_that_ended_gets_a_sentence_and_a_new_one(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        open_window(page, running)
        page.route(
            "**/chat/bericht", lambda route: route.continue_(post_data=(route.request.post_data or "").replace('"sessie":"', '"sessie":"x'))
        )
        say(page, "hallo")
        talk(page).get_by_text("Dit gesprek is verlopen").first.wait_for()
        old = session(page)
        talk(page).get_by_role("button", name="Begin een nieuw gesprek").click()
        talk(page).get_by_text("Je begint een nieuw gesprek.").first.wait_for()
        assert session(page) != old


def test_start_again_and_delete(page: Page, running: str) -> None:
    frame = open_widget(page, f"{running}/chat/voorbeeld")
    ask_and_wait(frame)
    first = session(page)
    frame.get_by_role("button", name="Opnieuw").click()
    talk(frame).get_by_text("Je begint een nieuw gesprek.").first.wait_for()
    assert talk(frame).get_by_text(WORRY, exact=True).count() == 0
    assert ("user", WORRY) in said(running, first)
    ask_and_wait(frame)
    second = session(page)
    frame.get_by_role("button", name="Wis gesprek").click()
    talk(frame).get_by_text("Je gesprek is gewist.").first.wait_for()
    assert talk(frame).get_by_text(WORRY, exact=True).count() == 0
    assert ("user", WORRY) not in said(running, second)
    assert session(page) not in (first, second)


LEAVES = ["button", "escape in the window", "escape after closing", "escape on a page of its own"]


@pytest.mark.parametrize("way", LEAVES)
def test_quick_leave(page: Page, running: str, way: str) -> None:
    page.goto("about:blank")
    if way == "escape on a page of its own":
        ask_and_wait(open_window(page, running))
    else:
        ask_and_wait(open_widget(page, f"{running}/chat/voorbeeld"))
    if way == "button":
        page.frame_locator("iframe").get_by_role("link", name="Snel weg").click()
    else:
        page.keyboard.press("Escape")
        if way == "escape after closing":
            expect(page.get_by_role("dialog")).to_be_hidden()
        page.keyboard.press("Escape")
    page.wait_for_url(NEUTRAL)
    page.go_back()
    assert page.url == "about:blank", "the place of the page in the history is taken"
    page.goto(f"{running}/chat/")
    talk(page).get_by_text(WELCOME).first.wait_for()
    assert talk(page).get_by_text(WORRY, exact=True).count() == 0


def test_quick_leave_leaves_nothing_on_screen_when_the_other_page_cannot_be_reached(browser: Browser, running: str) -> None:
    with visitor(browser) as (page, _):
        ask_and_wait(open_widget(page, f"{running}/chat/voorbeeld"))
        page.context.route(f"{NEUTRAL}**", lambda route: route.abort("internetdisconnected"))
        page.frame_locator("iframe").get_by_role("link", name="Snel weg").click(no_wait_after=True)
        page.wait_for_timeout(2000)
        assert page.locator("iframe").count() == 0 and WORRY not in page.content()


def test_on_the_site_of_a_school_with_a_strict_policy(page: Page, running: str, school: School) -> None:
    style = ":root { --basis-color-action-1-inverse-bg-default: #7a1f5c; --basis-border-radius-md: 0px; }"
    url = school.page(running, 'data-gemeente="Kampen" data-schoolsoort="po" data-positie="links" data-tekst="Hulp bij een zorg"', style)
    page.goto(url)
    launcher = page.get_by_role("button", name="Hulp bij een zorg")
    assert launcher.bounding_box()["x"] < 100  # type: ignore[index]
    launcher.click()
    frame = page.frame_locator("iframe")
    talk(frame).get_by_text(WELCOME).first.wait_for()
    assert frame.locator("body > header").evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(122, 31, 92)"
    ask_and_wait(frame)
    assert talk(frame).get_by_text("Route voor Kampen").is_visible()
    assert page.evaluate("() => [document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert page.locator("#wegwijzer").get_attribute("lang") == "nl", "the language of the host page is another"


def test_colours_that_nobody_can_read_are_not_taken_over(page: Page, running: str, school: School) -> None:
    style = ":root { --basis-color-action-1-inverse-bg-default: #ffee00; --basis-color-action-1-inverse-color-default: white; }"
    frame = open_widget(page, school.page(running, style=style))
    assert frame.locator("body > header").evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(21, 66, 115)"


def test_a_site_that_may_not_show_the_chat_gets_phone_numbers(browser: Browser, running: str, tmp_path: Any) -> None:
    stranger = School(tmp_path)
    try:
        with visitor(browser) as (page, _):
            page.clock.install()
            page.goto(stranger.page(running))
            page.get_by_role("button", name=LAUNCHER).click()
            page.wait_for_timeout(1000)
            page.clock.run_for(21_000)
            page.get_by_text("De chat start nu niet.").wait_for()
            assert page.locator("iframe").count() == 0
            assert page.get_by_role("link", name="0800-2000").get_attribute("href") == "tel:08002000"
    finally:
        stranger.close()


def test_without_javascript_there_are_the_route_map_and_phone_numbers(browser: Browser, running: str) -> None:
    with visitor(browser, java_script_enabled=False) as (page, watch):
        for path in ("voorbeeld", ""):
            page.goto(f"{running}/chat/{path}")
            assert page.locator("a[href='/routekaart/']").last.is_visible()
            assert page.locator("a[href='tel:08002000']").is_visible()
        assert watch.complaints == []


@pytest.mark.parametrize("path", ["sessie", "bericht", "gesprek", "wissen"])
def test_another_site_is_refused_with_a_sentence(running: str, path: str) -> None:
    answer = requests.post(f"{running}/chat/{path}", json={}, headers={"Origin": "https://kwaad.example"}, timeout=60)
    assert answer.status_code == 403
    assert re.match(r"Deze chat werkt niet vanaf deze site\..*Bel 112\.", answer.json()["fout"])
