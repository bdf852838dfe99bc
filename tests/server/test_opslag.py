"""The store: windows, failures, the journal, and two processes."""

from __future__ import annotations

import asyncio
import itertools
import json
import sqlite3
import time
from pathlib import Path
from typing import Any, List, Optional
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.privacy.retention import Retention
from bot.server import opslag, rijen
from bot.server.journaal import Journal
from bot.server.opslag import WINDOW, Conversations, StoreAway

SLOTS = ("gemeente", "rol", "zorgvraag")


def domain() -> Domain:
    empty = Domain.empty()
    empty.slots.extend(AnySlot(name, mappings=[{"type": "custom"}], influence_conversation=False) for name in SLOTS)
    return empty


class Place:
    """A folder with a database and a journal, and stores that open it as a process does."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, folder / "gesprekken.sqlite3"

    def store(self, name: str = "een") -> Conversations:
        return Conversations(f"sqlite:///{self.database}", Journal(self.folder / "journaal"), domain=domain())

    def texts(self) -> List[str]:
        with sqlite3.connect(self.database) as connection:
            rows = connection.execute("SELECT data FROM events WHERE type_name = 'user' ORDER BY id").fetchall()
        return [json.loads(row[0])["text"] for row in rows]

    def lock(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        return connection


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(opslag, "_SECONDS", 1.0)
    monkeypatch.setattr(opslag, "_REST_SECONDS", 0.0)
    monkeypatch.setattr(opslag, "_RETRY_SECONDS", 0.05)
    return Place(tmp_path)


async def turn(store: Conversations, text: str, sender: str = "a", **slots: Any) -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    if not tracker.events:
        tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")], None)
    tracker.update(UserUttered(text))
    for name, value in slots.items():
        tracker.update(SlotSet(name, value))
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    return tracker


async def flushed(store: Conversations) -> None:
    await store.take_over()
    task = asyncio.ensure_future(store.keep_flushing())
    for _ in range(100):
        await asyncio.sleep(0.05)
        if not store.waiting:
            break
    task.cancel()


async def test_what_was_said_is_there_again(place: Place) -> None:
    store = place.store()
    await turn(store, "hij spijbelt", gemeente="Kampen")
    tracker = await place.store().retrieve("a")
    assert tracker is not None
    assert (tracker.latest_message.text, tracker.get_slot("gemeente")) == ("hij spijbelt", "Kampen")
    assert await store.retrieve("b") is None
    assert list(await store.keys()) == ["a"]


async def test_a_database_that_was_put_in_the_place_of_another_is_used(place: Place) -> None:
    store = place.store()
    await turn(store, "voor")
    place.database.rename(place.folder / "weg.sqlite3")
    await turn(store, "na", sender="b")
    assert place.texts() == ["na"]


async def test_what_is_deleted_stands_in_no_file_of_a_running_store(place: Place) -> None:
    store = place.store()
    for number in range(20):
        await turn(store, f"geheim {number}")
    await turn(store, "blijft", sender="b")
    await asyncio.to_thread(Retention(str(place.database), place.folder / "staat", 30).delete, "a")
    await turn(store, "ook daarna", sender="b")
    files = [file.read_bytes() for file in place.folder.glob("gesprekken.sqlite3*")]
    assert any(b"blijft" in content for content in files) and not any(b"geheim" in content for content in files)


async def test_a_message_is_heard_where_it_was_stored_or_waits(place: Place) -> None:
    store = place.store()
    tracker = await turn(store, "hallo")
    tracker.update(UserUttered("x", message_id="1234-abcd"))
    await store.save(tracker)
    assert await place.store().heard("a", "1234-abcd")
    assert not await store.heard("b", "1234-abcd") and not await store.heard("a", "1234-abce")
    lock = place.lock()
    tracker.update(UserUttered("y", message_id="waits-on-disk"))
    await store.save(tracker)
    assert await store.heard("a", "waits-on-disk")
    lock.close()


async def test_a_turn_begins_with_what_was_read_to_know_whether_it_was_heard_and_the_next_one_reads_anew(place: Place) -> None:
    store, other = place.store(), place.store()
    await turn(store, "een")

    async def texts(sender: str = "a") -> List[str]:
        tracker = await store.retrieve(sender)
        return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []

    assert not await store.heard("a", "nieuw-bericht")
    await asyncio.ensure_future(turn(other, "twee"))
    assert [await texts("b"), await texts(), await texts()] == [[], ["een"], ["een", "twee"]]
    assert not await asyncio.ensure_future(store.heard("a", "nieuw-bericht"))
    await asyncio.ensure_future(turn(other, "drie"))
    assert await texts() == ["een", "twee", "drie"], "what another task read is not ours"


async def test_a_long_conversation_is_replayed_from_its_last_turns(place: Place) -> None:
    store = place.store()
    await turn(store, "eerste", gemeente="Kampen", rol="mentor")
    for number in range(60):
        await turn(store, f"bericht {number}", zorgvraag=f"z{number}")
    tracker = await place.store().retrieve("a")
    full = await place.store().retrieve_full_tracker("a")
    assert tracker is not None
    assert full is not None
    assert len(tracker.events) <= WINDOW + 1 + len(SLOTS) < len(full.events)
    assert {name: tracker.get_slot(name) for name in SLOTS} == {name: full.get_slot(name) for name in SLOTS}
    assert tracker.get_slot("gemeente") == "Kampen"
    assert place.texts() == ["eerste", *(f"bericht {number}" for number in range(60))]


STEPS = [*SLOTS, "niets", "nieuwe sessie", "gewist"]


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.booleans()), max_size=60), st.integers(4, 20))
@example([("gemeente", 1, False), ("gewist", 0, True), *[("niets", 0, True)] * 3, ("niets", 0, False)], 4)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_slots_are_the_same_as_without_a_window(tmp_path_factory: pytest.TempPathFactory, steps: List[Any], window: int) -> None:
    """Whatever another process adds to the conversation, begins anew, or deletes meanwhile: what a store knows of it never shows."""
    place = Place(tmp_path_factory.mktemp("venster"))

    async def play() -> None:
        stores = {True: place.store(), False: place.store()}
        await turn(stores[True], "begin")
        for what, value, which in steps:
            if what == "gewist":
                Retention(str(place.database), place.folder / "bewijs", 1).delete("a")
                await turn(stores[which], "opnieuw")
            elif what == "nieuwe sessie":
                tracker = await stores[which].retrieve("a")
                tracker.update_with_events(
                    [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")], None
                )
                await stores[which].save(tracker)
            else:
                await turn(stores[which], "iets", **({what: value} if what in SLOTS else {}))
            full = await stores[which].retrieve_full_tracker("a")
            seen = await stores[which].retrieve("a")
            assert {name: seen.get_slot(name) for name in SLOTS} == {name: full.get_slot(name) for name in SLOTS}

    with patch.object(opslag, "WINDOW", window):
        asyncio.run(play())


async def test_a_failed_reading_is_no_empty_conversation(place: Place) -> None:
    """Rasa's own store would begin anew here, and then drop what is said next."""
    store = place.store()
    await turn(store, "een", gemeente="Kampen")
    other = place.lock()
    tracker = await turn(store, "twee")
    assert tracker.get_slot("gemeente") == "Kampen"
    other.close()
    await flushed(store)
    await turn(store, "drie")
    assert place.texts() == ["een", "twee", "drie"]


async def test_a_process_that_knows_nothing_adds_to_what_it_cannot_read(place: Place) -> None:
    await turn(place.store(), "een")
    other, fresh = place.lock(), place.store()
    await turn(fresh, "twee")
    other.close()
    await flushed(fresh)
    assert place.texts() == ["een", "twee"]


async def test_what_waits_outlives_its_process(place: Place) -> None:
    store = place.store()
    await turn(store, "een")
    other = place.lock()
    await turn(store, "twee")
    assert store.waiting == 3 - 1
    other.close()
    store._journal._file.close()  # type: ignore[union-attr]  # as the system does when a process is killed
    following = place.store()
    await flushed(following)
    assert place.texts() == ["een", "twee"]
    assert list((place.folder / "journaal").iterdir()) == []


async def test_what_was_stored_just_before_the_end_is_not_stored_twice(place: Place) -> None:
    store = place.store()
    await turn(store, "een")
    rows = store._rows(rijen.ALL, sender="a")
    journal = Journal(place.folder / "journaal")
    journal.add([{name: value for name, value in row.items() if name != "id"} for row in rows])
    journal._file.close()  # type: ignore[union-attr]
    await flushed(place.store())
    assert place.texts() == ["een"]


async def test_much_that_waits_goes_in_by_parts_and_in_order(place: Place) -> None:
    store = place.store()
    await turn(store, "begin")
    other = place.lock()
    store._breaker._rest_seconds = 60.0
    for number in range(2 * opslag._CHUNK):
        await turn(store, f"bericht {number}")
    other.close()
    store._breaker.worked()
    await turn(store, "en door")
    await flushed(store)
    assert place.texts() == ["begin", *(f"bericht {number}" for number in range(2 * opslag._CHUNK)), "en door"]


async def test_a_line_that_was_cut_off_is_left_out(place: Place) -> None:
    (place.folder / "journaal").mkdir()
    (place.folder / "journaal" / "oud.jsonl").write_text('{"sender_id": "a", "type_na')
    store = place.store()
    await flushed(store)
    assert store.waiting == 0


async def test_a_living_process_keeps_its_journal(place: Place) -> None:
    store = place.store()
    await turn(store, "een")
    other = place.lock()
    await turn(store, "twee")
    second = Journal(place.folder / "journaal")
    second.take_over()
    other.close()
    assert (len(second), store.waiting) == (0, 2)


async def test_no_store_and_no_disk_is_said(place: Place) -> None:
    """Then nothing may be acknowledged."""
    store = place.store()
    await turn(store, "een")
    (place.folder / "journaal").write_text("a file where the folder should be")
    other = place.lock()
    with pytest.raises(OSError):
        await turn(store, "twee")
    other.close()


async def test_a_database_that_was_not_there_at_the_start(place: Place) -> None:
    place.database.mkdir()
    store = place.store()
    assert await store.reachable() is False
    with pytest.raises(StoreAway):
        await store.retrieve_full_tracker("a")
    await turn(store, "een")
    place.database.rmdir()
    await flushed(store)
    assert (place.texts(), await store.reachable()) == (["een"], True)


async def test_two_processes_add_to_one_conversation(place: Place) -> None:
    one, two = place.store(), place.store()
    for number, store in zip(range(6), itertools.cycle([one, two]), strict=False):
        await turn(store, f"bericht {number}")
    assert place.texts() == [f"bericht {number}" for number in range(6)]


async def test_the_clock_may_jump(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is that of writing, whatever the clock said."""
    store, now = place.store(), time.time()
    for number, jump in enumerate((0, 7200, -7200, 0)):
        monkeypatch.setattr(time, "time", lambda jump=jump: now + jump)
        await turn(store, f"bericht {number}", zorgvraag=number)
    tracker: Optional[DialogueStateTracker] = await place.store().retrieve("a")
    assert tracker is not None
    assert tracker.get_slot("zorgvraag") == 3
    assert place.texts() == [f"bericht {number}" for number in range(4)]


async def test_the_turn_is_told_what_was_added(place: Place) -> None:
    told: List[Event] = []
    store = Conversations(f"sqlite:///{place.database}", Journal(place.folder / "j"), told.extend, domain())
    await turn(store, "een")
    await turn(store, "twee")
    assert [event.text for event in told if isinstance(event, UserUttered)] == ["een", "twee"]


async def test_memory_forgets(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a teacher deleted stays in no memory for long."""
    store = place.store()
    await turn(store, "een")
    store._forget()
    assert store._recall("a")
    monkeypatch.setattr(opslag, "_KNOWN_SECONDS", 0.0)
    await flushed(store)
    assert store._recall("a") == []


async def test_what_waits_of_a_deleted_conversation_is_never_stored(place: Place) -> None:
    store = place.store()
    other = place.lock()
    await turn(store, "van mij", sender="a")
    await turn(store, "van een ander", sender="b")
    await store.forget("a")
    assert await store.retrieve("a") is None
    assert "van mij" not in "".join(path.read_text() for path in (place.folder / "journaal").iterdir())
    other.close()
    await flushed(store)
    assert place.texts() == ["van een ander"]


async def test_what_looks_like_sql_is_a_text(place: Place) -> None:
    store, sender = place.store(), "a'; DROP TABLE events; --"
    await turn(store, "'); DELETE FROM events; --", sender=sender)
    await turn(store, '" OR 1=1', sender=sender)
    assert place.texts() == ["'); DELETE FROM events; --", '" OR 1=1']
    assert await store.retrieve("a' OR '1'='1") is None
    assert list(await store.keys()) == [sender]
