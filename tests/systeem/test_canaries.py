"""Personal data that a teacher types is nowhere in a running bot: not in a file, a table, a log or an answer, whatever fails."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Iterator

import pytest
import requests
import sqlalchemy as sa

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT
from tests.postgres import postgres

CANARIES = {
    "name": "Tjitskelien Waterbolk",
    "given name in small letters": "sjoerdina",
    "phone": "06-18273645",
    "e-mail": "kanarie.vogel@kooi.example",
    "bsn": "999990019",
    "address": "Kanariestraat 77",
    "postcode": "7741 ZQ",
    "birth date": "17-08-2013",
    "pupil number": "40718273",
    "iban": "NL91ABNA0417164300",
    "link": "https://kooi.example/kanarie",
}
MESSAGE = (
    "{name} uit groep 6 wordt thuis geslagen en heeft blauwe plekken. Ook {given name in small letters} huilt. "
    "Bel moeder op {phone} of mail {e-mail}. bsn {bsn}, {address}, {postcode} Dalen, geb. {birth date}, "
    "leerlingnummer {pupil number}, rekening {iban}, filmpje op {link}"
).format(**CANARIES)
WORDS = [
    *("Tjitskelien", "Waterbolk", "sjoerdina", "06-18273645", "18273645", "kanarie.vogel", "kooi.example", "999990019", "Kanariestraat"),
    *("7741 ZQ", "17-08-2013", "40718273", "NL91ABNA0417164300", "0417164300"),
]
"""What is searched for: of each canary a piece that nothing else in the system is likely to hold."""

BROKEN = f"""
import sys
from actions.plaats import ActionPlaats
from actions.advies import ActionAdvies

def broken(self, dispatcher, tracker, domain):
    raise RuntimeError("broken on purpose: " + {MESSAGE!r})

ActionAdvies.run = ActionPlaats.run = broken
from bot.__main__ import main
sys.exit(main(["actions", "--port", sys.argv[1]]))
"""


class Bot:
    """The action server and Rasa's server as `make run` starts them, each of which can be stopped."""

    def __init__(self, folder: Path, model: Path, database: str = "") -> None:
        self.folder, self.answers = folder, list[str]()
        port, actions = free_port(), free_port()
        self.url, self.database = f"http://127.0.0.1:{port}", folder / "gesprekken.sqlite3"
        env = {
            **os.environ,
            "WEGWIJZER_PORT": str(port),
            "WEGWIJZER_ACTIONS_PORT": str(actions),
            "WEGWIJZER_ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
            "WEGWIJZER_TRACKER_DB": database or str(self.database),
            "WEGWIJZER_TRACKER_URL": database or f"sqlite:///{self.database}",
            "WEGWIJZER_LOG_NIVEAU": "DEBUG",
            "LOG_LEVEL": "DEBUG",
            "WEGWIJZER_ACTIE_MILLISECONDEN": "20000",  # at this level every line of every library is redacted
            "WEGWIJZER_BEURT_MILLISECONDEN": "30000",
        }
        self._env, self._actions_port = env, str(actions)
        self.actions = self._start(env, "-m", "bot", "actions", "--port", str(actions))
        self.rasa = self._start(env, "-m", "bot", "serve", "--model", str(model), "--port", str(port))
        healthy = [f"http://127.0.0.1:{actions}/health", f"{self.url}/chat/health"]
        if not wait_until_healthy(healthy, lambda: self.rasa.poll() is None and self.actions.poll() is None):
            self.stop()
            raise AssertionError(self.logs()[-4000:])

    def _start(self, env: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "servers.log").open("ab") as log:
            return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)

    def start_broken_actions(self) -> None:
        self.actions = self._start(self._env, "-c", BROKEN, self._actions_port)
        url = f"http://127.0.0.1:{self._actions_port}/health"
        assert wait_until_healthy([url], lambda: self.actions.poll() is None), self.logs()[-4000:]

    def stop(self) -> None:
        for process in (self.rasa, self.actions):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()

    def session(self) -> str:
        return str(self._post("sessie", {}).json()["sessie"])

    def say(self, session: str, **body: Any) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = self._post("bericht", {"sessie": session, **body}).json().get("antwoord", [])
        return answers

    def _post(self, path: str, body: dict[str, Any]) -> requests.Response:
        response = requests.post(f"{self.url}/chat/{path}", json=body, timeout=90)
        self.answers.append(response.text)
        return response

    def logs(self) -> str:
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def leaks(self, *more: Path) -> list[str]:
        """Every place that holds a piece of a canary; `more` are files outside the bot's folders."""
        places = {"answers": "".join(self.answers).encode()} | {str(path): path.read_bytes() for path in more}
        for folder in (self.folder, ROOT / ".wegwijzer", ROOT / ".rasa"):
            places |= {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        return [f"{name}: {word}" for name, content in places.items() for word in WORDS if word.lower().encode() in content.lower()]

    def until_stored(self, word: str) -> None:
        for _ in range(300):
            if any(word in event for event in self.events()):
                return
            time.sleep(0.1)
        raise AssertionError(f"{word} is not in the store")

    def events(self) -> list[str]:
        connection = sqlite3.connect(self.database)
        try:
            return [row[0] for row in connection.execute("SELECT data FROM events")]
        finally:
            connection.close()


@pytest.fixture(scope="module")
def bot(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    running = Bot(tmp_path_factory.mktemp("lekken"), model)
    try:
        yield running
    finally:
        running.stop()


def test_the_search_finds_a_canary(bot: Bot) -> None:
    """A check that cannot fail proves nothing."""
    (bot.folder / "lek").write_text(MESSAGE)
    assert {leak.split(": ")[1] for leak in bot.leaks()} == set(WORDS)
    (bot.folder / "lek").unlink()
    assert bot.leaks() == []


def test_the_normal_way(bot: Bot) -> None:
    session = bot.session()
    first = bot.say(session, tekst=MESSAGE)
    assert first[0]["text"].startswith("Is er nu gevaar? Bel 112.")
    assert len([answer for answer in first if "verborgen" in answer["text"]]) == 1
    second = bot.say(session, tekst=f"{CANARIES['name']} woont in Dalen")
    assert not [answer for answer in second if "verborgen" in answer["text"]]
    assert any("Route voor Coevorden" in answer["text"] for answer in second)
    buttons = [knop for answer in second for knop in answer["buttons"]]
    bot.say(session, knop=buttons[0]["knop"])
    assert any("[naam 1]" in event for event in bot.events())
    assert bot.leaks() == []


def test_what_is_refused_is_not_logged_either(bot: Bot) -> None:
    session = bot.session()
    bot.say(session, knop=MESSAGE)
    bot.say(MESSAGE, tekst="hallo")
    bot.say(session, tekst=MESSAGE * 20)
    for body in (MESSAGE.encode(), b'{"tekst": "' + MESSAGE.encode(), json.dumps([MESSAGE]).encode(), b"\xff" + MESSAGE.encode()):
        response = requests.post(f"{bot.url}/chat/bericht", data=body, headers={"Content-Type": "application/json"}, timeout=30)
        bot.answers.append(response.text)
    for path in (f"/chat/?q={MESSAGE}", f"/routekaart/{CANARIES['name']}", f"/webhooks/{CANARIES['name']}", "/chat/bestand/sjoerdina"):
        assert (
            requests.get(
                bot.url + path, headers={"User-Agent": "kanarie.vogel", "Referer": "https://kooi.example/x"}, timeout=30
            ).status_code
            < 500
        )
    assert bot.leaks() == []


def test_a_locked_database(bot: Bot) -> None:
    session = bot.session()
    bot.say(session, tekst="hallo")
    connection = sqlite3.connect(bot.database, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(15, connection.rollback)
    release.start()
    try:
        assert bot.say(session, tekst=MESSAGE)
    finally:
        release.join()
        connection.close()
    assert bot.leaks() == []


def test_deleting_the_conversation(bot: Bot) -> None:
    session = bot.session()
    bot.say(session, tekst="een meisje wordt gepest, herkenbaar woord zonderlingetje")
    bot.until_stored("zonderlingetje")  # it may wait on disk where the database was just locked
    answers = bot.say(session, tekst="wis dit gesprek")
    assert any("gewist" in answer["text"] for answer in answers)
    assert not any("zonderlingetje" in event for event in bot.events())
    assert b"zonderlingetje" not in bot.database.read_bytes()


def test_the_action_server_is_down(bot: Bot) -> None:
    bot.actions.send_signal(signal.SIGKILL)
    bot.actions.wait(10)
    answers = bot.say(bot.session(), tekst=MESSAGE)
    assert answers[0]["text"]
    assert "Error" in bot.logs()
    assert bot.leaks() == []


def test_an_exception_that_names_a_pupil_in_an_action(bot: Bot) -> None:
    """The worst case: an action that has got at raw text and puts it into its error."""
    bot.start_broken_actions()
    answers = bot.say(bot.session(), tekst="een meisje wordt gepest in Kampen")
    assert answers[0]["text"]
    assert "broken on purpose" in bot.logs()
    assert bot.leaks() == []


def test_postgresql_up_and_down(model: Path, tmp_path: Path) -> None:
    """The same bot on the other store, which then stops in the middle of a conversation."""
    with postgres() as server:
        bot = Bot(tmp_path, model, server.url)
        try:
            session = bot.session()
            assert bot.say(session, tekst=MESSAGE)[0]["text"].startswith("Is er nu gevaar? Bel 112.")
            with sa.create_engine(server.url).connect() as connection:
                assert connection.execute(sa.text("SELECT count(*) FROM events WHERE data LIKE '%[naam%'")).scalar_one() > 0
            server.stop()
            assert bot.say(session, tekst=MESSAGE)[0]["text"]
            assert "OperationalError" in bot.logs()
        finally:
            bot.stop()
        assert server.files
        assert bot.leaks(*server.files) == []
