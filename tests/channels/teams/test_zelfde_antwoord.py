"""The same turn gives the same answer: every conversation of tests/gesprekken through the web channel and through Teams, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any, AsyncIterator

import aiohttp
import pytest

from bot.channels.antwoord import Antwoord, Knop
from bot.channels.cards import adaptive
from bot.channels.teams import TeamsInput
from bot.channels.web import WebInput
from bot.routekaart.advies import Advies
from bot.teksten import teksten
from tests.channels.teams import microsoft as fake
from tests.channels.teams.conftest import Teams, connector, serve, settings
from tests.channels.teams.test_teams import buttons, texts
from tests.gesprekken.test_gesprekken import FILES, _turns, silence


def text_of(turn: dict[str, Any]) -> str:
    text, times = turn.get("zegt_keer", [turn.get("zegt", ""), 1])
    return str(text * times)


class Web:
    """A teacher at the web page."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http, self.url, self.session = http, url, ""
        self.last: list[dict[str, Any]] = []

    async def open(self) -> None:
        self.session, self.last = (await self._post("sessie"))["sessie"], []

    async def turn(self, turn: dict[str, Any]) -> list[dict[str, Any]]:
        said = {"knop": self._button(turn["knop"])} if "knop" in turn else {"tekst": text_of(turn)}
        body = await self._post("bericht", sessie=self.session, **said)
        self.last = body["antwoord"] if "antwoord" in body else [{"text": body["fout"], "buttons": [], "activiteit": {}, "advies": None}]
        return self.last

    @property
    def titles(self) -> list[str]:
        return [knop["title"] for answer in self.last for knop in answer["buttons"]]

    def _button(self, title: str) -> str:
        return str(next(knop["knop"] for answer in self.last for knop in answer["buttons"] if knop["title"] == title))

    async def _post(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.url}/{path}", json=body) as answer:
            assert answer.status in (200, 400, 413), await answer.text()
            return await answer.json()


class Channel:
    """A teacher in Teams, in a private chat of her own for each conversation."""

    def __init__(self, teams: Teams) -> None:
        self.teams, self.chat = teams, 0
        self.last: list[dict[str, Any]] = []

    def open(self) -> None:
        self.chat, self.last = self.chat + 1, []

    async def turn(self, turn: dict[str, Any]) -> list[dict[str, Any]]:
        before = len(self.teams.sent)
        place = {"conversation": {"id": f"a:{self.chat}", "conversationType": "personal", "tenantId": fake.TENANT}}
        if "knop" in turn:
            found = [data for post in self.last if "attachments" in post for title, data in buttons(post).items() if title == turn["knop"]]
            await self.teams.press(found[0], **place)
        else:
            assert (await self.teams.say(text_of(turn), **place))[0] == 200
        await self.teams.quiet()
        self.last = self.teams.sent[before:]
        return self.last


@pytest.fixture(scope="module")
async def channels(agent: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Web, Channel]]:
    """Both channels before the same Rasa, each with a database of its own."""
    async for microsoft in fake.running():
        chosen = settings(microsoft, tmp_path_factory.mktemp("zelfde"), max_per_minuut=10_000, beurt_milliseconden=20_000)
        web, channel = WebInput(chosen), TeamsInput(chosen, connector(microsoft))
        async with (
            serve(web, agent.handle_message, agent=agent) as web_url,
            serve(channel, agent.handle_message) as url,
            aiohttp.ClientSession() as http,
        ):
            yield Web(http, web_url), Channel(Teams(http, channel, None, microsoft, f"{url}/berichten"))  # type: ignore[arg-type]


def expected(answer: dict[str, Any]) -> dict[str, Any]:
    """What Teams has to show for an answer of the web channel: the text, the titles of the buttons, the card of the advice."""
    is_card = any(item["content"]["body"] for item in answer["activiteit"].get("attachments") or [])
    return {"text": answer["text"], "buttons": [knop["title"] for knop in answer["buttons"]], "card": is_card}


def shown(post: dict[str, Any]) -> dict[str, Any]:
    """The same of a post in Teams."""
    titles = list(buttons(post)) if "attachments" in post else []
    return {"text": texts([post])[0], "buttons": titles, "card": "attachments" in post and not titles}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}: {file.stem.replace('_', ' ')}")
async def test_a_conversation_is_answered_alike(file: Path, channels: tuple[Web, Channel], agent: Any) -> None:
    web, channel = channels
    earlier = set(await agent.tracker_store.keys())
    await web.open()
    channel.open()
    for turn in _turns(file):
        if "stilte" in turn:
            for sender in set(await agent.tracker_store.keys()) - earlier:
                await silence(agent, sender, turn["stilte"])
            continue
        if "knop" in turn and turn["knop"] not in web.titles:
            return  # neither channel offers it, as the turn before showed; whether it should is for tests/gesprekken to say
        on_the_web = await web.turn(turn)
        only_here = teksten("teams")["gewist"]
        in_teams = [post for post in await channel.turn(turn) if texts([post]) != [only_here]]
        assert on_the_web and [shown(post) for post in in_teams] == [expected(answer) for answer in on_the_web]
        for answer, post in zip(on_the_web, in_teams, strict=True):
            if answer["advies"]:
                assert_same_advice(answer, post)


def assert_same_advice(answer: dict[str, Any], post: dict[str, Any]) -> None:
    """Part by part: only what the window does by itself (print, copy, its page) is not in Teams."""
    of_web, of_teams = answer["activiteit"]["attachments"][0]["content"], post["attachments"][0]["content"]
    assert of_teams["body"] == of_web["body"]
    everything = str(of_teams)
    facts = [fact for contact in answer["advies"]["contacten"] for fact in (contact["organisatie"], contact["telefoon"]) if fact]
    if any(part.get("text") == "Wie helpt buiten school" for part in of_teams["body"]):
        assert facts and all(fact in everything for fact in facts)


def test_the_comparison_sees_a_difference(kaart: Any) -> None:
    """A check that cannot fail proves nothing."""
    from bot.channels.microsoft import render

    zwolle, kampen = (kaart.advise("pesten", gemeente) for gemeente in ("Zwolle", "Kampen"))
    post = render.message(Antwoord("", advies=zwolle.as_dict(), titel="Pesten"), str)
    card = adaptive.attachment(adaptive.render(Advies.from_dict(kampen.as_dict()), "Pesten"))
    with pytest.raises(AssertionError):
        assert_same_advice({"advies": kampen.as_dict(), "activiteit": {"attachments": [card]}}, post)
    asked = {"text": "Welke?", "buttons": [{"title": "A"}], "advies": None, "activiteit": {}}
    assert shown(render.message(Antwoord("Welke?", (Knop("A", "/a"),)), str)) == expected(asked)
    assert shown(render.message(Antwoord("Welke?", (Knop("B", "/b"),)), str)) != expected(asked)
