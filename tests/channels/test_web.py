"""The web channel over real HTTP, with an invented handler in Rasa's place: who gets in, what is refused, what is answered."""

from __future__ import annotations

import asyncio
import hashlib
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, AsyncIterator

import aiohttp
import pytest
from itsdangerous import URLSafeTimedSerializer
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Sanic

from bot.channels.bestanden import adres
from bot.channels.web import WebInput, _address
from bot.processes import free_port
from bot.server.journaal import Journal
from bot.server.opslag import Conversations
from bot.server.sloten import Locks
from bot.settings import Settings
from bot.teksten import teksten

SETTINGS = Settings(
    secret="a secret for the tests", max_tekens=50, max_per_minuut=5, max_per_adres=100_000, origins=("https://www.school.example",)
)
BUTTON = {"title": "Pesten", "payload": "/pesten"}


class Rasa:
    """Stands where Rasa stands: remembers what reaches it, keeps it in a real tracker store, and answers as the text asks."""

    def __init__(self, folder: Path) -> None:
        self.messages: list[UserMessage] = []
        self.tracker_store = Conversations(
            f"sqlite:///{folder / 'gesprekken.sqlite3'}", Journal(folder / "journaal"), domain=Domain.empty()
        )

    async def __call__(self, message: UserMessage) -> None:
        self.messages.append(message)
        channel: Any = message.output_channel
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        tracker.update(BotUttered(f"gehoord: {message.text}", {"buttons": [BUTTON]}))
        await self.tracker_store.save(tracker)
        if message.text == "traag":
            await asyncio.sleep(0.3)
        if message.text == "zwijg":
            return
        if message.text == "wacht":
            await asyncio.sleep(60)
        await channel.send_response(message.sender_id, {"text": f"gehoord: {message.text}", "buttons": [BUTTON]})
        if message.text == "half":
            await asyncio.sleep(60)
        if message.text == "breek":
            raise RuntimeError("broken on purpose")


class Agent:
    """What the channel asks of Rasa's agent."""

    def __init__(self, tracker_store: Conversations) -> None:
        self.tracker_store = tracker_store
        self.lock_store = Locks()

    def is_ready(self) -> bool:
        return False

    async def first_words(self, text: str) -> str | None:
        return "Bel 112." if "gevaar" in text else None


class Site:
    """The running channel, and a browser for it."""

    def __init__(self, http: aiohttp.ClientSession, rasa: Rasa, channel: WebInput, url: str) -> None:
        self.http, self.rasa, self.beurten, self.url = http, rasa, channel._beurten, url

    async def open(self, headers: dict[str, str] | None = None) -> str:
        return str((await self.post("sessie", headers))[1]["sessie"])

    async def send(self, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
        return await self.post("bericht", headers, **body)

    async def post(self, path: str, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
        async with self.http.post(f"{self.url}/{path}", json=body, headers=headers) as answer:
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
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """One server for all: Sanic rewrites its own code at start and cannot do so twice in a process."""
    rasa, port = Rasa(tmp_path_factory.mktemp("web")), free_port()
    app = Sanic("web_test", configure_logging=False)
    app.ctx.agent = Agent(rasa.tracker_store)
    channel = WebInput(SETTINGS)
    app.blueprint(channel.blueprint(rasa), url_prefix="/chat")
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    await server.startup()
    try:
        async with aiohttp.ClientSession() as http:
            yield Site(http, rasa, channel, f"http://127.0.0.1:{port}/chat")
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
    forged = URLSafeTimedSerializer("another secret", salt="sessie").dumps(["0" * 32, "", None, None])
    button = URLSafeTimedSerializer(SETTINGS.secret, salt="knop").dumps(["0" * 32, "/pesten"])
    other = URLSafeTimedSerializer(SETTINGS.secret, salt="sessie").dumps({"sender": "x"})
    for session in (None, "", "0" * 32, forged, button, other, good[:-1], good + "x", 5, [good], {"a": 1}):
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
    assert await site.raw(body) == (
        401 if body == b"" else 400,
        {"fout": teksten("kanaal")["sessie_verlopen" if body == b"" else "onleesbaar"]},
    )


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


@pytest.mark.parametrize("path", ["sessie", "bericht", "gesprek", "wissen"])
@pytest.mark.parametrize(("origin", "status", "reason"), ORIGINS, ids=[row[2] for row in ORIGINS])
async def test_the_origin(site: Site, origin: str, status: int, reason: str, path: str) -> None:
    headers = {"Origin": site.url.removesuffix("/chat") if origin == "own" else origin}
    session = await site.open(headers if status == 200 else None)
    got, body = await site.post(path, headers, sessie=session, tekst="hallo")
    assert got == status
    assert status == 200 or body == {"fout": teksten("kanaal")["vreemde_site"]}


async def test_a_session_holds_for_the_origin_that_asked_for_it(site: Site) -> None:
    school = {"Origin": "https://www.school.example"}
    session = await site.open(school)
    for path in ("bericht", "gesprek", "wissen"):
        assert (await site.post(path, sessie=session, tekst="hallo"))[0] == 401
        assert (await site.post(path, {"Origin": site.url.removesuffix("/chat")}, sessie=session, tekst="hallo"))[0] == 401
    assert site.rasa.messages == []
    assert (await site.send(school, sessie=session, tekst="hallo"))[0] == 200


async def test_a_message_that_comes_twice_is_answered_once(site: Site) -> None:
    session = await site.open()
    first = await site.send(sessie=session, tekst="hallo", id="bericht-1")
    again = await site.send(sessie=session, tekst="hallo", id="bericht-1")
    assert [answer["text"] for answer in first[1]["antwoord"]] == [answer["text"] for answer in again[1]["antwoord"]] == ["gehoord: hallo"]
    assert len(site.rasa.messages) == 1
    assert (await site.send(sessie=again[1]["antwoord"][0]["buttons"][0]["knop"], tekst="x"))[0] == 401
    assert (await site.send(sessie=session, knop=again[1]["antwoord"][0]["buttons"][0]["knop"], id="bericht-2"))[0] == 200
    assert [message.text for message in site.rasa.messages] == ["hallo", "/pesten"]


async def test_a_message_that_comes_again_while_it_is_being_answered(site: Site) -> None:
    session = await site.open()
    answers = await asyncio.gather(*(site.send(sessie=session, tekst="traag", id="bericht-1") for _ in range(3)))
    assert [body["antwoord"][0]["text"] for _, body in answers] == ["gehoord: traag"] * 3
    assert len(site.rasa.messages) == 1


async def test_a_turn_goes_on_when_the_browser_is_gone(site: Site) -> None:
    session = await site.open()
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(site.send(sessie=session, tekst="traag", id="bericht-1"), 0.1)
    assert (await site.send(sessie=session, tekst="traag", id="bericht-1"))[1]["antwoord"][0]["text"] == "gehoord: traag"
    assert len(site.rasa.messages) == 1


@pytest.mark.parametrize("given", ["", "kort", "a" * 65, "met spatie", 12345678, ["bericht-1"], "/bericht"])
async def test_what_is_no_message_id_is_refused(site: Site, given: Any) -> None:
    assert await site.send(sessie=await site.open(), tekst="hallo", id=given) == (400, {"fout": teksten("kanaal")["onleesbaar"]})


async def test_the_conversation_can_be_read_back_in_its_own_session_only(site: Site) -> None:
    session, other = await site.open(), await site.open()
    button = (await site.send(sessie=session, tekst="hallo"))[1]["antwoord"][0]["buttons"][0]["knop"]
    await site.send(sessie=session, knop=button)
    said = (await site.post("gesprek", sessie=session))[1]["verloop"]
    assert [(one["activiteit"]["from"]["role"], one["activiteit"]["text"]) for one in said] == [
        ("bot", said[0]["activiteit"]["text"]),
        ("user", "hallo"),
        ("bot", "gehoord\\: hallo"),
        ("user", "Pesten"),
        ("bot", "gehoord\\: \\/pesten"),
    ]
    assert len((await site.post("gesprek", sessie=other))[1]["verloop"]) == 1
    again = said[2]["activiteit"]["attachments"][0]["content"]["actions"][0]["data"]["knop"]
    assert (await site.send(sessie=session, knop=again))[0] == 200


async def test_an_oversized_request_is_refused(site: Site) -> None:
    assert await site.raw(b'{"tekst": "' + b"a" * 40_000 + b'"}') == (413, {"fout": teksten("kanaal")["te_groot"]})


@pytest.mark.parametrize(
    ("proxys", "forwarded", "address"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "1.1.1.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_behind_proxies_is_the_one_that_they_saw(proxys: int, forwarded: str, address: str) -> None:
    request: Any = SimpleNamespace(headers={"x-forwarded-for": forwarded}, ip="127.0.0.1")
    assert _address(request, proxys) == address


async def test_a_handler_that_breaks_still_gives_the_storing_sentence(site: Site) -> None:
    status, body = await site.send(sessie=await site.open(), tekst="breek")
    assert status == 200
    assert [answer["text"] for answer in body["antwoord"]] == ["gehoord: breek", teksten("kanaal")["storing"]]


async def test_a_handler_that_says_nothing_gives_the_storing_sentence(site: Site) -> None:
    body = (await site.send(sessie=await site.open(), tekst="zwijg"))[1]
    assert [answer["text"] for answer in body["antwoord"]] == [teksten("kanaal")["storing"]]


async def test_a_handler_that_hangs_gives_the_storing_sentence(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.beurten, "seconds", 0.05)
    body = (await site.send(sessie=await site.open(), tekst="wacht"))[1]
    assert [answer["text"] for answer in body["antwoord"]] == [teksten("kanaal")["storing"]]


async def test_nobody_waits_long_behind_a_turn_that_hangs(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one conversation: the second message and the wish to delete wait for the first, but no longer than a turn may take."""
    monkeypatch.setattr(site.beurten, "seconds", 0.3)
    session = await site.open()
    first = asyncio.ensure_future(site.send(sessie=session, tekst="wacht"))
    await asyncio.sleep(0.1)
    monkeypatch.setattr(site.beurten, "seconds", 0.05)
    second, danger, deletion = await asyncio.gather(
        *(site.send(sessie=session, tekst=text) for text in ("hallo", "gevaar")), site.post("wissen", sessie=session)
    )
    assert not first.done()
    assert [answer["text"] for answer in second[1]["antwoord"]] == [teksten("kanaal")["storing"]]
    assert [answer["text"] for answer in danger[1]["antwoord"]] == ["Bel 112.", teksten("kanaal")["storing"]]
    assert deletion == (503, {"fout": teksten("kanaal")["wissen_mislukt"]})
    assert [message.text for message in site.rasa.messages] == ["wacht"]
    await first


async def test_what_was_answered_before_a_turn_hangs_comes_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.beurten, "seconds", 0.3)
    body = (await site.send(sessie=await site.open(), tekst="half"))[1]
    assert [answer["text"] for answer in body["antwoord"]] == ["gehoord: half", teksten("kanaal")["storing"]]


PAGES = ["/", "/voorbeeld", "/privacy", "/toegankelijkheid", "/openapi.json"]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_are_not_kept_and_show_nothing_of_others(site: Site, path: str) -> None:
    async with site.http.get(site.url + path) as answer:
        assert answer.status == 200
        assert_safe(answer)


async def test_who_may_show_the_window(site: Site) -> None:
    async with site.http.get(f"{site.url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.school.example")
    assert "unsafe" not in policy


@pytest.mark.parametrize("naam", ["webchat.js", "venster.js", "verbinding.js", "venster.css", "gastpagina.css"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_a_file_may_be_kept_for_ever_under_the_hash_of_its_content(site: Site, naam: str, encoding: str) -> None:
    async with site.http.get(f"{site.url}/{adres(naam)}", headers={"Accept-Encoding": encoding}) as answer:
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers.get("Content-Encoding") == ("gzip" if encoding == "gzip" else None)
        assert hashlib.sha256(await answer.read()).hexdigest().startswith(adres(naam).split("/")[1])


async def test_the_script_of_other_sites_is_small_and_has_a_fixed_address(site: Site) -> None:
    async with site.http.get(f"{site.url}/wegwijzer.js") as answer:
        assert answer.status == 200 and answer.headers["Cache-Control"] == "public, max-age=300"
        assert int(answer.headers["Content-Length"]) < 2400


@pytest.mark.parametrize(
    "path", ["/bestand/0/venster.js", "/bestand/0/venster.html", "/bestand/..%2Fweb.py", "/bestand/x/%2e%2e%2fsettings.py", "/bestand/"]
)
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
