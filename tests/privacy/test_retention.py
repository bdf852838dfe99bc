"""Old conversations go, from the table of events and from derived ones, and the proof says so without content."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Iterator

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.privacy.retention import Retention
from tests.postgres import Postgres, postgres

DAY = 86_400
OLD, NEW = "het oude geheim", "het nieuwe geheim"


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """Rasa's own store with an old and a new conversation, and a table that was derived from it."""
    path = tmp_path / "gesprekken.sqlite3"
    store = SQLTrackerStore(Domain.empty(), db=str(path))
    for sender, text, age in (("oud", OLD, 31), ("nieuw", NEW, 29)):
        tracker = DialogueStateTracker(sender, [])
        tracker.update(UserUttered(text, timestamp=time.time() - age * DAY))
        await store.save(tracker)
    store.engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE samenvatting (sender_id TEXT, tekst TEXT)")
        connection.executemany("INSERT INTO samenvatting VALUES (?, ?)", [("oud", OLD), ("nieuw", NEW)])
    connection.close()
    return path


@pytest.fixture
def retention(database: Path, tmp_path: Path) -> Retention:
    return Retention(str(database), tmp_path / "staat", 30)


def senders(path: Path, table: str = "events") -> set[str]:
    connection = sqlite3.connect(path)
    try:
        return {row[0] for row in connection.execute(f"SELECT sender_id FROM {table}")}
    finally:
        connection.close()


def test_the_old_conversation_goes_from_every_table_and_the_new_one_stays(retention: Retention, database: Path) -> None:
    proof = retention.purge()
    assert (proof.gesprekken_verwijderd, proof.gesprekken_over, proof.bewaar_dagen) == (1, 1, 30)
    assert senders(database) == senders(database, "samenvatting") == {"nieuw"}


def test_nothing_of_it_is_left_in_the_file(retention: Retention, database: Path) -> None:
    assert OLD.encode() in database.read_bytes()
    retention.purge()
    assert OLD.encode() not in database.read_bytes()
    assert NEW.encode() in database.read_bytes()


def test_the_proof_holds_counts_and_no_content(retention: Retention) -> None:
    retention.purge()
    retention.purge()
    lines = [json.loads(line) for line in retention.proof.read_text().splitlines()]
    assert [line["gesprekken_verwijderd"] for line in lines] == [1, 0]
    assert "geheim" not in retention.proof.read_text()
    assert set(lines[0]) == {"tijd", "bewaar_dagen", "gesprekken_verwijderd", "regels_verwijderd", "gesprekken_over", "oudste_regel"}


def test_one_conversation_is_deleted_at_once(retention: Retention, database: Path) -> None:
    assert retention.delete("nieuw") > 0
    assert senders(database) == {"oud"}
    assert NEW.encode() not in database.read_bytes()


def test_a_restored_backup_loses_again_what_was_deleted(retention: Retention, database: Path, tmp_path: Path) -> None:
    shutil.copy(database, tmp_path / "backup")
    retention.delete("nieuw")
    retention.purge()
    assert senders(database) == set()
    shutil.copy(tmp_path / "backup", database)
    assert senders(database) == {"oud", "nieuw"}
    retention.purge()
    assert senders(database) == set()


def test_without_a_database_there_is_still_a_proof(tmp_path: Path) -> None:
    retention = Retention(str(tmp_path / "none.sqlite3"), tmp_path, 30)
    assert retention.purge().gesprekken_verwijderd == 0
    assert retention.delete("niemand") == 0
    assert not (tmp_path / "none.sqlite3").exists()


def test_many_conversations_go_in_one_purge(retention: Retention, database: Path) -> None:
    connection = sqlite3.connect(database)
    rows = [(f"s{n}", "user", 1.0) for n in range(1300)]
    with connection:
        connection.executemany("INSERT INTO events (sender_id, type_name, timestamp) VALUES (?, ?, ?)", rows)
    connection.close()
    assert retention.purge().gesprekken_verwijderd == 1301


@pytest.fixture
def locked(database: Path) -> Iterator[None]:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield
    connection.close()


def test_a_locked_database_is_an_error_and_the_wish_is_remembered(
    retention: Retention, database: Path, locked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.privacy.retention._WAIT_SECONDS", 0.1)
    with pytest.raises(sa.exc.OperationalError):
        retention.delete("nieuw")
    assert senders_of_wishes(retention) == 1


@pytest.mark.parametrize("reading", [False, True])
def test_a_log_that_a_reader_holds_is_told_of_and_gone_with_the_next_purge(
    reading: bool, retention: Retention, database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.privacy.retention._WAIT_SECONDS", 0.1)
    log = database.with_name(f"{database.name}-wal")
    writer, reader = (sqlite3.connect(database, isolation_level=None) for _ in range(2))
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("INSERT INTO events (sender_id, type_name, timestamp, data) VALUES ('nieuw', 'user', ?, 'pas gezegd')", [time.time()])
    reader.execute("BEGIN")
    if reading:
        reader.execute("SELECT count(*) FROM events")
    retention.delete("nieuw")
    assert [b"pas gezegd" in log.read_bytes(), "until the next purge" in caplog.text] == [reading, reading]
    reader.execute("COMMIT")
    retention.purge()
    assert b"pas gezegd" not in log.read_bytes() + database.read_bytes()
    writer.close()
    reader.close()


def senders_of_wishes(retention: Retention) -> int:
    return len(retention._deleted_hashes())


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


async def test_postgresql_loses_the_old_conversation_and_a_deleted_one_at_once(server: Postgres, tmp_path: Path) -> None:
    store = SQLTrackerStore(Domain.empty(), host=server.url)
    for sender, text, age in (("oud", OLD, 31), ("nieuw", NEW, 29), ("ander", "hallo", 1)):
        tracker = DialogueStateTracker(sender, [])
        tracker.update(UserUttered(text, timestamp=time.time() - age * DAY))
        await store.save(tracker)
    retention = Retention(server.url, tmp_path, 30)
    proof = retention.purge()
    assert (proof.gesprekken_verwijderd, proof.gesprekken_over) == (1, 2)
    assert retention.delete("nieuw") > 0
    assert set(await store.keys()) == {"ander"}
    store.engine.dispose()


def test_a_postgresql_that_is_down_is_an_error_and_the_wish_is_remembered(tmp_path: Path) -> None:
    retention = Retention("postgresql://postgres@127.0.0.1:1/postgres", tmp_path, 30)
    with pytest.raises(sa.exc.OperationalError):
        retention.delete("nieuw")
    assert senders_of_wishes(retention) == 1
