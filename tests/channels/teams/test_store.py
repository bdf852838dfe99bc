"""What the channel remembers: pseudonyms, addresses for a later message, thumbs; and that it is deleted with the conversation."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from bot.channels.microsoft.connector import Address
from bot.channels.microsoft.store import Store
from bot.privacy.retention import Retention

KEY, JUF = "a key for the tests, long enough to use", Address("https://smba.example/emea/", "a:juf-anneke")
ADVICE = {"zorgvraag": "pesten", "gemeente": "Zwolle"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "map" / "gesprekken.sqlite3"


@pytest.fixture
def store(file: Path) -> Store:
    return Store(str(file), KEY, 30)


def rows(file: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(f"SELECT * FROM {table}").fetchall()
    finally:
        connection.close()


def test_a_person_keeps_her_conversation_and_another_has_another(store: Store) -> None:
    sender, new = store.sender("juf", JUF)
    assert new and sender.startswith("teams:")
    assert store.sender("juf", JUF) == (sender, False)
    assert store.sender("meester", JUF)[0] != sender


def test_it_is_the_same_after_a_restart_and_for_another_replica(store: Store, file: Path) -> None:
    sender, _ = store.sender("juf", JUF)
    again = Store(str(file), KEY, 30)
    assert again.sender("juf", JUF) == (sender, False) and again.address(sender) == JUF


def test_a_moved_conversation_is_found_at_its_new_address(store: Store) -> None:
    sender, _ = store.sender("juf", JUF)
    moved = Address("https://smba.example/amer/", JUF.conversation)
    store.sender("juf", moved)
    assert store.address(sender) == moved


def test_nothing_of_teams_can_be_read_in_the_database(store: Store, file: Path) -> None:
    sender, _ = store.sender("tenant-1\na:juf-anneke\n29:juf", JUF)
    store.advised(JUF, "activity-1", sender, ADVICE)
    store.judged(JUF, "activity-1", "29:juf", "goed")
    content = file.read_bytes()
    for word in ("juf", "smba", "activity-1", "tenant-1", KEY):
        assert word.encode() not in content


def test_another_key_finds_nobody(store: Store, file: Path) -> None:
    sender, _ = store.sender("juf", JUF)
    other = Store(str(file), KEY[::-1], 30)
    assert other.address(sender) is None
    assert other.sender("juf", JUF) != (sender, False)


def test_a_short_key_is_refused(file: Path) -> None:
    with pytest.raises(ValueError, match="Mend"):
        Store(str(file), "short", 30).sender("juf", JUF)


def test_an_advice_is_judged_changed_and_taken_back(store: Store, file: Path) -> None:
    sender, _ = store.sender("juf", JUF)
    store.advised(JUF, "1", sender, ADVICE)
    assert store.judged(JUF, "1", "29:juf", "goed")
    assert store.judged(JUF, "1", "29:juf", "niet_goed")
    assert [(row[2], row[3]) for row in rows(file, "teams_oordelen")] == [(sender, "niet_goed")]
    assert store.judged(JUF, "1", "29:juf", None)
    assert rows(file, "teams_oordelen") == []


def test_two_colleagues_judge_one_advice(store: Store, file: Path) -> None:
    sender, _ = store.sender("juf", JUF)
    store.advised(JUF, "1", sender, ADVICE)
    store.judged(JUF, "1", "29:juf", "goed")
    store.judged(JUF, "1", "29:meester", "niet_goed")
    assert sorted(str(row[3]) for row in rows(file, "teams_oordelen")) == ["goed", "niet_goed"]


def test_what_is_no_advice_of_ours_cannot_be_judged(store: Store, file: Path) -> None:
    sender, _ = store.sender("juf", JUF)
    store.advised(JUF, "1", sender, ADVICE)
    assert not store.judged(JUF, "2", "29:juf", "goed")
    assert not store.judged(Address(JUF.service_url, "a:other"), "1", "29:juf", "goed")
    assert rows(file, "teams_oordelen") == []


def test_deleting_a_conversation_deletes_all_that_is_known_of_it(store: Store, file: Path, tmp_path: Path) -> None:
    sender, _ = store.sender("juf", JUF)
    other, _ = store.sender("meester", JUF)
    for who in (sender, other):
        store.advised(JUF, who, who, ADVICE)
        store.judged(JUF, who, "29:juf", "goed")
    Retention(str(file), tmp_path, 30).delete(sender)
    for table in ("teams_gesprekken", "teams_adviezen", "teams_oordelen"):
        assert [other in row for row in rows(file, table)] == [True]
    assert store.address(sender) is None
    assert store.sender("juf", JUF)[1], "the next message starts a conversation under a new id"


def test_an_address_without_messages_is_forgotten_after_the_period(store: Store, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    sender, _ = store.sender("juf", JUF)
    later = time.time() + 31 * 86_400
    monkeypatch.setattr("bot.channels.microsoft.store.time.time", lambda: later)
    store.sender("meester", JUF)
    assert store.address(sender) is None


def test_two_who_come_at_once_for_the_first_time_get_the_same_conversation(file: Path) -> None:
    stores, found = [Store(str(file), KEY, 30) for _ in range(4)], list[str]()
    stores[0].sender("somebody", JUF)
    barrier = threading.Barrier(4)

    def ask(store: Store) -> None:
        barrier.wait()
        found.append(store.sender("juf", JUF)[0])

    threads = [threading.Thread(target=ask, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 4 and len(set(found)) == 1
