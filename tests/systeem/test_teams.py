"""The whole bot with Teams switched on, before a Microsoft on loopback: a real talk, and a Microsoft that fails while the web goes on."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, AsyncIterator

import aiohttp
import pytest

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT
from bot.teksten import teksten
from tests.channels.teams import microsoft as fake
from tests.channels.teams.microsoft import APP, TENANT, Microsoft, activity
from tests.channels.teams.test_teams import buttons, texts


@dataclasses.dataclass
class Bot:
    url: str
    microsoft: Microsoft
    http: aiohttp.ClientSession
    database: Path
    log: Path

    async def teams(self, text: str, **changes: Any) -> int:
        return await self.post(activity(self.microsoft, text, **changes))

    async def press(self, data: Any) -> int:
        message = activity(self.microsoft, value=data)
        del message["text"]
        return await self.post(message)

    async def post(self, body: Any) -> int:
        header = {"Authorization": f"Bearer {self.microsoft.mint()}"}
        async with self.http.post(f"{self.url}/teams/berichten", json=body, headers=header) as answer:
            return answer.status

    async def web(self, text: str) -> list[dict[str, Any]]:
        async with self.http.post(f"{self.url}/chat/sessie", json={}) as answer:
            session = (await answer.json())["sessie"]
        async with self.http.post(f"{self.url}/chat/bericht", json={"sessie": session, "tekst": text}) as answer:
            answers: list[dict[str, Any]] = (await answer.json())["antwoord"]
            return answers

    @property
    def sent(self) -> list[dict[str, Any]]:
        return [post for post in self.microsoft.posted if post["type"] == "message"]


def _start(env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("w") as file:
        command = [sys.executable, "-m", "bot", "run"]
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=file, stderr=subprocess.STDOUT, start_new_session=True)


def _wait(process: subprocess.Popen[bytes], urls: list[str], log: Path) -> None:
    assert wait_until_healthy(urls, lambda: process.poll() is None), log.read_text()


@pytest.fixture(scope="module")
async def bot(model: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """Started as an administrator does, while Microsoft cannot be reached: that must not matter."""
    async for microsoft in fake.running():
        microsoft.down = True
        folder, port, actions = tmp_path_factory.mktemp("teams"), free_port(), free_port()
        env = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJZER_")}
        env |= {
            "WEGWIJZER_PORT": str(port), "WEGWIJZER_ACTIONS_PORT": str(actions), "WEGWIJZER_SECRET": "s" * 32,
            "WEGWIJZER_TRACKER_DB": str(folder / "gesprekken.sqlite3"), "WEGWIJZER_TEAMS_APP_ID": APP, "WEGWIJZER_TEAMS_TENANT": TENANT,
            "WEGWIJZER_TEAMS_SECRET": "abc~def", "WEGWIJZER_TEAMS_LOGIN_URL": microsoft.url,
            "WEGWIJZER_TEAMS_OPENID_URL": f"{microsoft.url}/openid", "WEGWIJZER_BEURT_MILLISECONDEN": "20000",
        }  # fmt: skip
        process = _start(env, folder / "log")
        try:
            urls = [f"http://127.0.0.1:{actions}/health", f"http://127.0.0.1:{port}/chat/health"]
            await asyncio.to_thread(_wait, process, urls, folder / "log")
            async with aiohttp.ClientSession() as http:
                yield Bot(f"http://127.0.0.1:{port}", microsoft, http, folder / "gesprekken.sqlite3", folder / "log")
        finally:
            process.send_signal(signal.SIGINT)
            await asyncio.to_thread(process.wait, 30)


async def test_it_started_without_microsoft_and_finds_it_later(bot: Bot) -> None:
    assert await bot.teams("hallo") == 503
    bot.microsoft.down = False
    statuses = [503]
    while statuses[-1] == 503 and len(statuses) < 40:
        await asyncio.sleep(0.5)
        statuses.append(await bot.teams("hallo"))
    assert statuses[-1] == 200
    assert texts(await bot.microsoft.wait_for(1))[0].startswith("Hallo")


async def test_a_talk_ends_in_an_advice_for_the_municipality(bot: Bot) -> None:
    bot.microsoft.posted.clear()
    assert await bot.teams("Een leerling van groep 8 spijbelt steeds. Moeder heet Tjitskelien Waterbolk.") == 200
    posts = await bot.microsoft.wait_for(3)
    places = next(buttons(post) for post in posts if "attachments" in post)
    assert await bot.press(places["Kampen"]) == 200
    posts = await bot.microsoft.wait_for(5)
    assert any("Route voor Kampen" in text for text in texts(posts))


async def test_nothing_personal_is_kept_or_logged(bot: Bot) -> None:
    events = "".join(row[0] for row in sqlite3.connect(bot.database).execute("SELECT data FROM events"))
    senders = {row[0] for row in sqlite3.connect(bot.database).execute("SELECT sender_id FROM teams_gesprekken")}
    assert "spijbelt" in events and len(senders) == 1
    for word in ("Waterbolk", "Tjitskelien", "Anneke", "29:juf", "a:juf", "aad-1", TENANT):
        assert word not in events
        assert word.encode() not in bot.database.read_bytes()
        assert word not in bot.log.read_text(errors="replace")


FAULTS: dict[str, list[Any]] = {"hangs": [30.0] * 50, "breaks": [(500, {})] * 50, "is too busy": [(429, {"Retry-After": "20"})] * 50}


@pytest.mark.parametrize("fault", FAULTS)
async def test_while_microsoft_fails_the_web_page_answers(bot: Bot, fault: str) -> None:
    bot.microsoft.faults, before = list(FAULTS[fault]), bot.microsoft.met
    for number in range(5):
        place = {"id": f"a:{fault}-{number}", "conversationType": "personal", "tenantId": TENANT}
        assert await bot.teams("Een meisje wordt gepest", conversation=place) == 200
    await bot.microsoft.meets(before + 5)
    answers = await asyncio.wait_for(bot.web("Een meisje in groep 6 wordt gepest"), 20)
    assert answers and teksten("kanaal")["storing"] not in [answer["text"] for answer in answers]
    assert bot.microsoft.faults, "Microsoft still failed while the page was answered"


async def test_what_waited_is_delivered_once_microsoft_is_well(bot: Bot) -> None:
    bot.microsoft.faults = [(503, {})] * 2
    bot.microsoft.posted.clear()
    assert await bot.teams("dank je wel") == 200
    assert texts(await bot.microsoft.wait_for(1))
