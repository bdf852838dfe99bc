"""The web channel over real HTTP, with an invented handler in Rasa's place: who gets in, what is refused, what is answered."""

from __future__ import annotations

import asyncio
import time
from typing import Any, AsyncIterator

import aiohttp
import pytest
from itsdangerous import URLSafeTimedSerializer
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels import web
from bot.channels.web import WebInput
from bot.processes import free_port
from bot.settings import Settings
from bot.teksten import teksten

SETTINGS = Settings(secret="a secret for the tests", max_tekens=50, max_per_minuut=5, origins=("https://www.school.example",))
BUTTON = {"title": "Pesten", "payload": "/pesten"}


class Rasa:
    """Stands where Rasa stands: remembers what reaches it and answers as the text asks."""

    def __init__(self) -> None:
        self.messages: list[UserMessage] = []

    async def __call__(self, message: UserMessage) -> None:
        self.messages.append(message)
        channel: Any = message.output_channel
        if message.text == "zwijg":
            return
        if message.text == "wacht":
            await asyncio.sleep(60)
        await channel.send_response(message.sender_id, {"text": f"gehoord: {message.text}", "buttons": [BUTTON]})
        if message.text == "breek":
            raise RuntimeError("broken on purpose")


class Site:
    """The running channel, and a browser for it."""

    def __init__(self, http: aiohttp.ClientSession, rasa: Rasa, url: str) -> None:
        self.http, self.rasa, self.url = http, rasa, url

    async def open(self) -> str:
        async with self.http.post(f"{self.url}/sessie") as answer:
            return str((await answer.json())["sessie"])

    async def send(self, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
        async with self.http.post(f"{self.url}/bericht", json=body, headers=headers) as answer:
            assert_safe(answer)
            return answer.status, await answer.json()

    async def raw(self, body: bytes) -> tuple[int, Any]:
        async with self.http.post(f"{self.url}/bericht", data=body, headers={"Content-Type": "application/json"}) as answer:
            return answer.status, await answer.json()


def assert_safe(answer: aiohttp.ClientResponse) -> None:
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.fixture(scope="session")
async def running() -> AsyncIterator[Site]:
    """One server for all: Sanic rewrites its own code at start and cannot do so twice in a process."""
    rasa, port = Rasa(), free_port()
    app = Sanic("web_test", configure_logging=False)
    app.blueprint(WebInput(SETTINGS).blueprint(rasa), url_prefix="/chat")
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    await server.startup()
    try:
        async with aiohttp.ClientSession() as http:
            yield Site(http, rasa, f"http://127.0.0.1:{port}/chat")
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
def site(running: Site) -> Site:
    running.rasa.messages.clear()
    return running


async def test_a_message_reaches_rasa_and_its_answer_comes_back(site: Site) -> None:
    status, body = await site.send(sessie=await site.open(), tekst="  een   zorg ")
    assert status == 200
    assert body["antwoord"][0]["text"] == "gehoord: een zorg"
    assert (site.rasa.messages[0].text, site.rasa.messages[0].input_channel) == ("een zorg", "web")


async def test_each_session_is_another_sender_and_stays_the_same(site: Site) -> None:
    one, other = await site.open(), await site.open()
    for session in (one, other, one):
        await site.send(sessie=session, tekst="hallo")
    senders = [message.sender_id for message in site.rasa.messages]
    assert senders[0] == senders[2] != senders[1]


async def test_a_session_that_we_did_not_make_is_refused(site: Site) -> None:
    good = await site.open()
    forged = URLSafeTimedSerializer("another secret", salt="sessie").dumps("0" * 32)
    button = URLSafeTimedSerializer(SETTINGS.secret, salt="knop").dumps(["0" * 32, "/pesten"])
    for session in (None, "", "0" * 32, forged, button, good[:-1], good + "x", 5, [good], {"a": 1}):
        status, body = await site.send(sessie=session, tekst="hallo")
        assert (status, body["fout"]) == (401, teksten("kanaal")["sessie_verlopen"]), session
    assert site.rasa.messages == []


async def test_an_old_session_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    session, now = await site.open(), time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + SETTINGS.sessie_uren * 3600 + 5)
    assert (await site.send(sessie=session, tekst="hallo"))[0] == 401


async def test_a_button_works_for_its_own_session_only(site: Site) -> None:
    mine, other = await site.open(), await site.open()
    button = (await site.send(sessie=mine, tekst="hallo"))[1]["antwoord"][0]["buttons"][0]
    assert set(button) == {"title", "knop"}
    assert (await site.send(sessie=mine, knop=button["knop"]))[0] == 200
    assert site.rasa.messages[-1].text == "/pesten"
    status, body = await site.send(sessie=other, knop=button["knop"])
    assert (status, body["fout"]) == (403, teksten("kanaal")["onbekende_knop"])


@pytest.mark.parametrize("button", ["/pesten", "", None, 3, ["/pesten"], {"payload": "/pesten"}, "WyJhIiwiYiJd.x.y"])
async def test_a_button_that_we_did_not_sign_is_refused(site: Site, button: Any) -> None:
    assert (await site.send(sessie=await site.open(), knop=button))[0] == 403
    assert site.rasa.messages == []


@pytest.mark.parametrize("typed", ["/restart", " / /restart", "\u200b/restart", '/inform{"x": 1}', "\x00/restart"])
async def test_a_typed_command_reaches_rasa_as_plain_text(site: Site, typed: str) -> None:
    assert (await site.send(sessie=await site.open(), tekst=typed))[0] == 200
    assert not (site.rasa.messages[0].text or "/").startswith("/")


async def test_length(site: Site) -> None:
    session = await site.open()
    assert (await site.send(sessie=session, tekst="a" * SETTINGS.max_tekens))[0] == 200
    status, body = await site.send(sessie=session, tekst="a" * (SETTINGS.max_tekens + 1))
    assert status == 413 and str(SETTINGS.max_tekens) in body["fout"]
    assert len(site.rasa.messages) == 1


@pytest.mark.parametrize("typed", ["", "   ", "\n", "///", "\x00", None])
async def test_an_empty_text_is_refused(site: Site, typed: str | None) -> None:
    assert await site.send(sessie=await site.open(), tekst=typed) == (400, {"fout": teksten("kanaal")["leeg"]})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"{'sessie': 1}"])
async def test_what_is_no_json_object_is_refused(site: Site, body: bytes) -> None:
    assert await site.raw(body) == (400, {"fout": teksten("kanaal")["leeg"]})


async def test_too_many_messages_in_a_minute(site: Site) -> None:
    session = await site.open()
    statuses = [(await site.send(sessie=session, tekst="hallo"))[0] for _ in range(SETTINGS.max_per_minuut + 1)]
    assert statuses == [200] * SETTINGS.max_per_minuut + [429]
    assert (await site.send(sessie=await site.open(), tekst="hallo"))[0] == 200


ORIGINS = [
    ("https://kwaad.example", 403, "another site"),
    ("null", 403, "a file or a sandboxed frame"),
    ("https://www.school.example.kwaad.example", 403, "a name that only begins like an allowed one"),
    ("https://www.school.example", 200, "a site of the settings"),
    ("own", 200, "the page itself"),
]


@pytest.mark.parametrize(("origin", "status", "reason"), ORIGINS, ids=[row[2] for row in ORIGINS])
async def test_the_origin(site: Site, origin: str, status: int, reason: str) -> None:
    origin = site.url.removesuffix("/chat") if origin == "own" else origin
    assert (await site.send({"Origin": origin}, sessie=await site.open(), tekst="hallo"))[0] == status


async def test_a_handler_that_breaks_still_gives_the_storing_sentence(site: Site) -> None:
    status, body = await site.send(sessie=await site.open(), tekst="breek")
    assert status == 200
    assert [answer["text"] for answer in body["antwoord"]] == ["gehoord: breek", teksten("kanaal")["storing"]]


async def test_a_handler_that_says_nothing_gives_the_storing_sentence(site: Site) -> None:
    body = (await site.send(sessie=await site.open(), tekst="zwijg"))[1]
    assert [answer["text"] for answer in body["antwoord"]] == [teksten("kanaal")["storing"]]


async def test_a_handler_that_hangs_gives_the_storing_sentence(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "_TURN_SECONDS", 0.05)
    body = (await site.send(sessie=await site.open(), tekst="wacht"))[1]
    assert [answer["text"] for answer in body["antwoord"]] == [teksten("kanaal")["storing"]]


PAGES = [("/", 200, "text/html"), ("/bestand/chat.js", 200, "text/javascript"), ("/bestand/chat.css", 200, "text/css")]


@pytest.mark.parametrize(("path", "status", "kind"), PAGES)
async def test_the_page_and_its_files(site: Site, path: str, status: int, kind: str) -> None:
    async with site.http.get(site.url + path) as answer:
        assert answer.status == status and answer.headers["Content-Type"].startswith(kind)
        assert_safe(answer)


@pytest.mark.parametrize("path", ["/bestand/chat.html", "/bestand/..%2Fweb.py", "/bestand/%2e%2e%2fsettings.py", "/bestand/"])
async def test_no_other_file_is_served(site: Site, path: str) -> None:
    async with site.http.get(site.url + path) as answer:
        assert answer.status == 404


async def test_without_a_model_it_is_not_healthy(site: Site) -> None:
    async with site.http.get(f"{site.url}/health") as answer:
        assert (answer.status, await answer.json()) == (503, {"status": "starting"})


async def test_the_welcome_says_what_to_do_in_danger(site: Site) -> None:
    async with site.http.post(f"{site.url}/sessie") as answer:
        assert_safe(answer)
        assert "112" in (await answer.json())["antwoord"][0]["text"]
