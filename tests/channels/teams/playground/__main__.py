"""A run of the real bot in the Microsoft 365 Agents Playground: python -m tests.channels.teams.playground [--record]

Installs the playground outside the project (its licence is for evaluation, so no lock file of ours holds it) and talks to the bot
in a network namespace that holds loopback only, as it listens to everybody and calls for fonts. Pictures are in .wegwijzer/playground;
`--record` writes the activities that it sent as fixtures beside this folder. Needs npm, chromium and the right to make namespaces.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from playwright.async_api import Page, async_playwright

from bot.processes import healthy, wait_until_healthy
from bot.settings import ROOT, STATE
from bot.teksten import teksten

VERSION = "0.2.28"
FOLDER = STATE / "playground"
CLI = FOLDER / "node_modules/@microsoft/m365agentsplayground/cli.js"
FIXTURES = Path(__file__).parents[1] / "activiteiten"
BOT, RECORDER, PLAYGROUND, ACTIONS = 3979, 3978, 56150, 5955
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WAIT = 60_000


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if "--inside" not in sys.argv:
        if not CLI.exists():
            package = f"@microsoft/m365agentsplayground@{VERSION}"
            subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(FOLDER), package], check=True)
        inside = [sys.executable, "-m", "tests.channels.teams.playground", "--inside", *sys.argv[1:]]
        namespace = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *inside]
        return subprocess.run(namespace, cwd=ROOT, check=False).returncode
    return asyncio.run(run("--record" in sys.argv))


class Recorder:
    """Stands between the playground and the bot, and keeps what passes."""

    def __init__(self) -> None:
        self.activities: list[dict[str, Any]] = []

    async def forward(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.activities.append(activity)
        async with aiohttp.ClientSession() as http, http.post(f"http://127.0.0.1:{BOT}/teams/berichten", json=activity) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)


async def run(record: bool) -> int:
    recorder, processes = Recorder(), []
    app = web.Application()
    app.add_routes([web.post("/api/messages", recorder.forward)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", RECORDER).start()
    try:
        processes = [await asyncio.to_thread(start_bot), await asyncio.to_thread(start_playground)]
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = await browser.new_page(locale="nl-NL", viewport={"width": 1700, "height": 1000})
            page.set_default_timeout(WAIT)
            try:
                await talk(page)
                await react(recorder)
            except BaseException:
                await page.screenshot(path=FOLDER / "mislukt.png")
                raise
            finally:
                await browser.close()
    finally:
        for process in processes:
            process.send_signal(signal.SIGINT)
            process.wait(30)
        await runner.cleanup()
        (FOLDER / "activiteiten.json").write_text(json.dumps(recorder.activities, indent=2, ensure_ascii=False))
    if record:
        write_fixtures(recorder.activities)
    print(f"{len(recorder.activities)} activities; pictures in {FOLDER}")
    return 0


def start_bot() -> subprocess.Popen[bytes]:
    """As an administrator would, but without tokens."""
    database = FOLDER / "gesprekken.sqlite3"
    database.unlink(missing_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJZER_")}
    env |= {
        "WEGWIJZER_TEAMS_DEV_WITHOUT_AUTH": "ja",
        "WEGWIJZER_PORT": str(BOT),
        "WEGWIJZER_ACTIONS_PORT": str(ACTIONS),
        "WEGWIJZER_TRACKER_DB": str(database),
    }
    with (FOLDER / "bot.log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
    assert wait_until_healthy([f"http://127.0.0.1:{BOT}/chat/health"], lambda: process.poll() is None), (FOLDER / "bot.log").read_text()
    return process


def start_playground() -> subprocess.Popen[bytes]:
    env = os.environ | {"TEAMSAPPTESTER_BROWSER": "none", "M365_AGENTS_PLAYGROUND_LOGFILE": str(FOLDER / "playground.log")}
    endpoint = f"http://127.0.0.1:{RECORDER}/api/messages"
    command = ["node", str(CLI), "start", "-e", endpoint, "-c", "msteams", "-p", str(PLAYGROUND), "--disable-telemetry"]
    process = subprocess.Popen(command, cwd=FOLDER, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert wait_until_healthy([f"http://127.0.0.1:{PLAYGROUND}/_debug/ping"], lambda: process.poll() is None, 60)
    assert not healthy("http://1.1.1.1/"), "this is no namespace with loopback only"
    return process


async def talk(page: Page) -> None:
    """Welcome, concern, municipality, card, button; then a mention in a group, and back to a private chat."""
    kanaal, tekst = teksten("kanaal"), teksten("teams")
    await page.goto(f"http://127.0.0.1:{PLAYGROUND}", wait_until="domcontentloaded")
    await shows(page, kanaal["welkom"][:40])
    await picture(page, "1-welkom")
    await say(page, "Een leerling van groep 8 spijbelt steeds")
    await page.get_by_role("button", name="Kampen").wait_for()
    await picture(page, "2-vraag-naar-gemeente")
    await page.get_by_role("button", name="Kampen").click()
    await shows(page, "Route voor Kampen")
    await page.get_by_role("button", name="Mag dit zonder de ouders?").wait_for()
    await picture(page, "3-advies")
    await page.get_by_role("button", name="Mag dit zonder de ouders?").click()
    await shows(page, "Toestemming")
    await picture(page, "4-toestemming")
    await page.get_by_text("Group Chat", exact=True).last.click()
    await page.wait_for_timeout(1500)
    await mention(page, "Een leerling spijbelt, waar moet ik heen?")
    await shows(page, tekst["groep"][:40])
    await picture(page, "5-groep")
    await page.get_by_role("button", name=tekst["verder_prive"]).last.click()
    await page.wait_for_timeout(3000)
    await picture(page, "6-verder-prive")


async def say(page: Page, text: str) -> None:
    box = page.get_by_role("textbox").first
    await box.click()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def mention(page: Page, text: str) -> None:
    await page.get_by_role("textbox").first.click()
    await page.keyboard.type("@")
    await page.get_by_text("Test Bot", exact=True).last.click()
    await page.keyboard.type(f" {text}")
    await page.keyboard.press("Enter")


async def shows(page: Page, text: str) -> None:
    await page.get_by_text(text).last.wait_for()


async def picture(page: Page, name: str) -> None:
    await page.wait_for_timeout(1000)
    await page.screenshot(path=FOLDER / f"{name}.png")


async def react(recorder: Recorder) -> None:
    """A reaction, which the page cannot make, by the playground's own way for other activities."""
    base = f"http://127.0.0.1:{PLAYGROUND}/_internal/v1"
    chat = next(activity["conversation"]["id"] for activity in recorder.activities if activity.get("value"))
    template = await asyncio.to_thread(fetch, f"{base}/customActivities/template?conversationId={chat}")
    activity = template.get("activity", template) | {"type": "messageReaction", "reactionsAdded": [{"type": "like"}], "replyToId": "1"}
    async with aiohttp.ClientSession() as http, http.post(f"{base}/customActivities", json=activity) as answer:
        assert answer.status < 300, await answer.text()


def fetch(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def write_fixtures(activities: list[dict[str, Any]]) -> None:
    FIXTURES.mkdir(exist_ok=True)
    for number, activity in enumerate(activities, 1):
        kind = activity["type"] + ("-knop" if activity.get("value") else "")
        (FIXTURES / f"{number:02}-{kind}.json").write_text(json.dumps(activity, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
