"""`python -m bot review …`: accounts, reading, the log, reminders over a real mail server."""

from __future__ import annotations

import argparse
import asyncio
import email
import io
import threading
from typing import Any, Iterator

import pytest

from bot import review_cli
from bot.errors import UsageError
from bot.review.models import Gebruiker, Gesprek, Inzage
from tests.review.conftest import PASSWORD, Store, turn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests is up to date already."""
    monkeypatch.setattr(review_cli, "_django", lambda: None)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    review_cli.add_commands(parser)
    args = parser.parse_args(words)
    return int(args.command(args))


def test_an_account_is_made_changed_and_closed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    run("adduser", "els", "--rol", "coordinator", "--regio", "kampen", "--password-stdin")
    els = Gebruiker.objects.get()
    assert (els.rol, els.regios, els.check_password(PASSWORD)) == ("coordinator", ["kampen"], True)
    run("adduser", "els", "--rol", "redacteur")
    els.refresh_from_db()
    assert (els.rol, els.regios, els.check_password(PASSWORD)) == ("redacteur", [], True)
    run("users")
    assert "els\tredacteur" in capsys.readouterr().out
    run("deluser", "els")
    els.refresh_from_db()
    assert (els.is_active, els.check_password(PASSWORD)) == (False, False)
    assert Inzage.objects.filter(herkomst="opdrachtregel").count() == 3


def test_without_a_password_one_is_made_and_told_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    run("adduser", "bea", "--rol", "beheerder")
    told = capsys.readouterr().out.split("Password: ")[1].strip()
    assert len(told) >= 20 and Gebruiker.objects.get().check_password(told)


WRONG = [
    (("adduser", "x", "--rol", "coordinator"), "", "without a region sees nothing"),
    (("adduser", "x", "--rol", "coordinator", "--regio", "mars"), "", "Region 'mars' does not exist"),
    (("adduser", "x", "--rol", "beheerder", "--openid"), "", "needs --email"),
    (("adduser", "x", "--rol", "beheerder", "--password-stdin"), "kort\n", "not good enough"),
    (("deluser", "niemand"), "", "There is no account 'niemand'"),
    (("remind",), "", "WEGWIJZER_SMTP"),
]


@pytest.mark.parametrize(("words", "stdin", "message"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_call_says_the_mend(words: tuple[str, ...], stdin: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    with pytest.raises(UsageError, match=message):
        run(*words)
    assert not Gebruiker.objects.exists()


def test_reading_from_the_command_line(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WEGWIJZER_TRACKER_DB", str(store.path))
    store.write(turn("a", "gepest"))
    run("ingest")
    assert capsys.readouterr().out.startswith("5 events read")
    run("ingest", "--rebuild")
    assert Gesprek.objects.count() == 1


def test_the_log_is_walked(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> None:
    monkeypatch.setattr("bot.review.views.inzage.HEADS", tmp_path / "koppen.jsonl")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    run("adduser", "bea", "--rol", "beheerder")
    assert run("verify") == 0
    settings.SECRET_KEY = "another"
    assert run("verify") == 1


class Mailserver(threading.Thread):
    """Speaks SMTP on loopback and keeps what it gets."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.mails: list[str] = []
        self.port = 0
        self._ready = threading.Event()
        self.start()
        assert self._ready.wait(10)

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self.mails.append((await reader.readuntil(b"\r\n.\r\n")).decode())
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                break
        writer.close()


@pytest.fixture
def mailserver(settings: Any) -> Iterator[Mailserver]:
    server = Mailserver()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    yield server


def test_who_keeps_something_is_reminded_of_it(mailserver: Mailserver, user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJZER_SMTP", f"smtp://127.0.0.1:{mailserver.port}")
    user("els", "coordinator", "kampen", email="els@kampen.nl")
    user("zonder", "coordinator", "kampen")
    user("leeg", "coordinator", "zonder_regio", email="leeg@kampen.nl")
    run("remind")
    (mail,) = mailserver.mails
    message = email.message_from_string(mail)
    text = message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert message["To"] == "els@kampen.nl"
    assert "CJG Kampen" in text and "Zwolle" not in text and "/routekaart/te-controleren/" in text


def test_reminders_come_on_mondays(mailserver: Mailserver, user: Any) -> None:
    import datetime as dt

    from bot.review.herinnering import remind

    user("rob", "redacteur", email="rob@gemeente.nl")
    assert remind(dt.date(2026, 12, 1), weekly=True) == 0
    assert remind(dt.date(2026, 11, 30), weekly=True) == 1


def test_two_processes_that_start_together_make_one_database(tmp_path: Any) -> None:
    import os
    import sqlite3
    import subprocess
    import sys

    from bot.settings import ROOT

    env = {**os.environ, "WEGWIJZER_REVIEW_DB": str(tmp_path / "nieuw.sqlite3"), "WEGWIJZER_TRACKER_DB": str(tmp_path / "geen.sqlite3")}
    command = [sys.executable, "-m", "bot", "review", "users"]
    started = [subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in started:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    assert sqlite3.connect(tmp_path / "nieuw.sqlite3").execute("SELECT count(*) FROM review_inzage").fetchone() == (0,)
