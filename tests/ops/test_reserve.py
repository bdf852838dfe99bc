"""The restore drill: a copy made, a store lost, and everything there again but what was deleted meanwhile."""

from __future__ import annotations

import asyncio
import json
import time
import zipfile
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.errors import UsageError
from bot.ops.reserve import EVENTS, backup, restore
from bot.privacy.retention import Retention
from bot.server import opslag
from bot.server.journaal import Journal
from bot.server.opslag import Conversations
from bot.settings import Settings
from tests.postgres import postgres


def say(url: str, folder: Path, sender: str, *texts: str) -> None:
    """Conversations as the running bot writes them."""

    async def write() -> None:
        store = Conversations(url, Journal(folder / "journaal"), domain=Domain.empty())
        tracker = await store.get_or_create_tracker(sender)
        for text in texts:
            tracker.update(UserUttered(text))
            tracker.update(SlotSet("gemeente", "Kampen"))
            tracker.update(ActionExecuted("action_listen"))
        await store.save(tracker)

    asyncio.run(write())


def texts(url: str, folder: Path, sender: str) -> list[str]:
    async def read() -> list[str]:
        tracker = await Conversations(url, Journal(folder / "journaal"), domain=Domain.empty()).retrieve_full_tracker(sender)
        return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []

    return asyncio.run(read())


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read matters here, on a busy machine too."""
    monkeypatch.setattr(opslag, "_SECONDS", 10.0)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield Settings(tracker_db=str(tmp_path / "gesprekken.sqlite3"))
    else:
        with postgres() as server:
            yield Settings(tracker_db=server.url)


def test_the_drill(settings: Settings, tmp_path: Path) -> None:
    say(settings.tracker_url, tmp_path, "een", "hij spijbelt", "op maandag — é")
    say(settings.tracker_url, tmp_path, "twee", "zij wordt gepest")
    copy = tmp_path / "kopie.zip"
    made = backup(settings, tmp_path, copy)
    assert (made.gesprekken, copy.stat().st_mode & 0o777) == (2, 0o600)
    Retention(settings.tracker_db, tmp_path, 30).delete("twee")

    other = Settings(tracker_db=str(tmp_path / "nieuw.sqlite3"))
    assert restore(other, tmp_path, copy).regels == made.regels
    assert texts(other.tracker_url, tmp_path, "een") == ["hij spijbelt", "op maandag — é"]
    assert texts(other.tracker_url, tmp_path, "twee") == []
    say(other.tracker_url, tmp_path, "een", "en op dinsdag")
    assert texts(other.tracker_url, tmp_path, "een")[-1] == "en op dinsdag"


def test_a_copy_of_sqlite_goes_into_postgresql(tmp_path: Path) -> None:
    """How an installation grows to more than one machine."""
    small = Settings(tracker_db=str(tmp_path / "gesprekken.sqlite3"))
    say(small.tracker_url, tmp_path, "een", "hij spijbelt")
    backup(small, tmp_path, tmp_path / "kopie.zip")
    with postgres() as server:
        restore(Settings(tracker_db=server.url), tmp_path, tmp_path / "kopie.zip")
        say(server.url, tmp_path, "een", "nog steeds")
        assert texts(server.url, tmp_path, "een") == ["hij spijbelt", "nog steeds"]


def test_what_rasa_wrote_before_is_read(tmp_path: Path) -> None:
    """The upgrade from an installation whose store was Rasa's own."""
    path = tmp_path / "gesprekken.sqlite3"
    tracker = DialogueStateTracker("een", [])
    for event in (ActionExecuted("action_listen"), UserUttered("hij spijbelt"), ActionExecuted("action_listen")):
        tracker.update(event)
    asyncio.run(SQLTrackerStore(Domain.empty(), db=str(path)).save(tracker))
    url = f"sqlite:///{path}"
    say(url, tmp_path, "een", "nog steeds")
    assert texts(url, tmp_path, "een") == ["hij spijbelt", "nog steeds"]


def test_the_table_is_rasas() -> None:
    theirs = SQLTrackerStore.SQLEvent.__table__
    assert [(c.name, str(c.type), c.nullable) for c in EVENTS.c] == [(c.name, str(c.type), c.nullable) for c in theirs.c]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    settings = Settings(tracker_db=str(tmp_path / "oud.sqlite3"))
    say(settings.tracker_url, tmp_path, "een", "hij spijbelt")
    backup(settings, tmp_path, tmp_path / "kopie.zip")
    return tmp_path / "kopie.zip"


def test_a_store_with_conversations_is_not_written_over(copy: Path, tmp_path: Path) -> None:
    settings = Settings(tracker_db=str(tmp_path / "oud.sqlite3"))
    with pytest.raises(UsageError, match="holds conversations already"):
        restore(settings, tmp_path, copy)
    assert texts(settings.tracker_url, tmp_path, "een") == ["hij spijbelt"]


def _exchange(copy: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(copy) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(copy, "w") as archive:
        for member, old in {**members, name: content}.items():
            archive.writestr(member, old if member != name else content)


DAMAGES: list[tuple[str, Any]] = [
    ("cut off", lambda path: path.write_bytes(path.read_bytes()[:-50])),
    ("no archive", lambda path: path.write_bytes(b"hallo")),
    ("an event added", lambda path: _exchange(path, "events.jsonl", b"{}\n")),
    ("of a newer version", lambda path: _exchange(path, "manifest.json", json.dumps({"vorm": 9, "sha256": ""}).encode())),
    ("gone", lambda path: path.unlink()),
]


@pytest.mark.parametrize(("reason", "damage"), DAMAGES, ids=[row[0] for row in DAMAGES])
def test_a_damaged_copy_changes_nothing(reason: str, damage: Any, copy: Path, tmp_path: Path) -> None:
    damage(copy)
    fresh = Settings(tracker_db=str(tmp_path / "nieuw.sqlite3"))
    with pytest.raises(UsageError, match="Mend: "):
        restore(fresh, tmp_path, copy)
    assert texts(fresh.tracker_url, tmp_path, "een") == []


def test_a_backup_that_fails_leaves_no_half_file(tmp_path: Path) -> None:
    settings = Settings(tracker_db=str(tmp_path / "leeg.sqlite3"))
    with pytest.raises(UsageError, match="was not made"):
        backup(settings, tmp_path, tmp_path / "kopie.zip")
    assert not list(tmp_path.glob("kopie*"))


def test_the_old_goes_with_the_restore(copy: Path, tmp_path: Path) -> None:
    """A copy older than the retention brings nothing back."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'oud.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(EVENTS.update().values(timestamp=time.time() - 40 * 86_400))
    engine.dispose()
    backup(Settings(tracker_db=str(tmp_path / "oud.sqlite3")), tmp_path, copy)
    fresh = Settings(tracker_db=str(tmp_path / "nieuw.sqlite3"))
    restore(fresh, tmp_path, copy)
    assert texts(fresh.tracker_url, tmp_path, "een") == []
