"""One server that dies at each point of a turn, and one whose clock jumps: what was said is stored once, and answered."""

from __future__ import annotations

import json
import secrets
import signal
import sqlite3
import time
from pathlib import Path
from typing import Iterator, List

import pytest
import requests

from bot.teksten import teksten
from tests.faults.belasting import DANGER, FIRST_WORDS
from tests.faults.installatie import Actions, Gesprek, Rasa
from tests.faults.verstoord import CLOCK, IN_JOURNAL, POINTS

KANAAL = teksten("kanaal")


class Server:
    def __init__(self, folder: Path, model: Path) -> None:
        self.folder, self.database = folder, folder / "gesprekken.sqlite3"
        self.actions = Actions(folder)
        env = {"WEGWIJZER_ACTIONS_PORT": str(self.actions.port), "WEGWIJZER_TRACKER_DB": str(self.database)}
        self.rasa = Rasa(folder / "rasa", model, env, program=("tests.faults.verstoord", str(folder)))

    def last(self) -> int:
        """The number of the last event in the store."""
        with sqlite3.connect(self.database) as connection:
            return int(connection.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])

    def said(self, after: int) -> List[str]:
        """The messages after an event, once nothing waits any more."""
        while self.rasa.figure("wegwijzer_store_waiting"):
            time.sleep(0.2)
        with sqlite3.connect(self.database) as connection:
            rows = connection.execute("SELECT data FROM events WHERE type_name = 'user' AND id > ? ORDER BY id", (after,)).fetchall()
        return [json.loads(row[0])["text"] for row in rows]

    def lock(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        return connection


@pytest.fixture(scope="module")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("sterven"), model)
    try:
        running.actions.start()
        running.rasa.start()
        Gesprek(running.rasa.url).zeg(running.rasa.url, "hallo")  # makes the table
        yield running
    finally:
        running.rasa.stop()
        running.actions.stop()


@pytest.mark.parametrize("point", [*POINTS, IN_JOURNAL])
def test_a_message_that_was_not_answered_is_sent_again_and_stored_once(point: str, server: Server) -> None:
    gesprek, before, message = Gesprek(server.rasa.url), server.last(), secrets.token_hex(8)
    text = f"een leerling zegt: {DANGER}"
    other = server.lock() if point == IN_JOURNAL else None
    (server.folder / point).touch()
    with pytest.raises(requests.RequestException):
        gesprek.zeg(server.rasa.url, text, message)
    assert server.rasa.process is not None and server.rasa.process.wait(30) == -signal.SIGKILL
    if other is not None:
        other.close()
    server.rasa.start()
    answers = gesprek.zeg(server.rasa.url, text, message)
    assert answers[0].startswith(FIRST_WORDS) and KANAAL["storing"] not in answers
    assert server.said(before) == [text]


@pytest.mark.parametrize("locked", [False, True], ids=["stored", "waiting on disk"])
def test_a_message_that_was_answered_is_kept(locked: bool, server: Server) -> None:
    gesprek, before, message = Gesprek(server.rasa.url), server.last(), secrets.token_hex(8)
    text = "een leerling spijbelt"
    other = server.lock() if locked else None
    answers = gesprek.zeg(server.rasa.url, text, message)
    server.rasa.kill()
    if other is not None:
        other.close()
    server.rasa.start()
    assert KANAAL["storing"] not in answers
    assert gesprek.zeg(server.rasa.url, text, message) == answers  # asked again with its id
    assert server.said(before) == [text]


JUMPS = [
    (-3, "set right by some seconds"),
    (-7200, "two hours back"),
    (7200, "two hours ahead"),
]


@pytest.mark.parametrize(("seconds", "reason"), JUMPS, ids=[row[1] for row in JUMPS])
def test_the_clock_jumps_in_a_conversation(seconds: int, reason: str, server: Server) -> None:
    gesprek, before = Gesprek(server.rasa.url), server.last()
    said = ["een leerling spijbelt", f"een leerling zegt: {DANGER}", "een leerling wordt gepest"]
    try:
        assert KANAAL["storing"] not in gesprek.zeg(server.rasa.url, said[0])
        (server.folder / CLOCK).write_text(str(seconds))
        answers = gesprek.zeg(server.rasa.url, said[1])
        assert answers[0].startswith(FIRST_WORDS) and KANAAL["storing"] not in answers
        assert KANAAL["storing"] not in gesprek.zeg(server.rasa.url, said[2])
    finally:
        (server.folder / CLOCK).unlink(missing_ok=True)
    assert server.said(before) == said


def test_a_day_ahead_ends_the_conversation_with_a_sentence_and_a_new_one_works(server: Server) -> None:
    gesprek = Gesprek(server.rasa.url)
    try:
        (server.folder / CLOCK).write_text("86400")
        assert gesprek.zeg(server.rasa.url, DANGER) == [KANAAL["sessie_verlopen"]]
        assert Gesprek(server.rasa.url).zeg(server.rasa.url, f"een leerling zegt: {DANGER}")[0].startswith(FIRST_WORDS)
    finally:
        (server.folder / CLOCK).unlink(missing_ok=True)
