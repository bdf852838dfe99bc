"""One turn at a time: in one process, between two with a real Redis, and when Redis goes."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path
from typing import Iterator, List

import pytest
from rasa.core.lock_store import LockError

from bot.server.sloten import Locks
from tests.deploy.diensten import Redis, redis


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with redis(tmp_path_factory.mktemp("redis")) as running:
        yield running


async def overlaps(locks: List[Locks], conversations: List[str]) -> int:
    """How many turns ran at once at most."""
    now = most = 0

    async def one(lock: Locks, conversation: str) -> None:
        nonlocal now, most
        async with lock.lock(conversation):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.02)
            now -= 1

    await asyncio.gather(*(one(lock, conversation) for lock in locks for conversation in conversations))
    return most


async def test_within_a_process() -> None:
    assert await overlaps([Locks()], ["a"] * 8) == 1
    assert await overlaps([Locks()], ["a", "b", "c"]) == 3


async def reached(locks: Locks) -> None:
    for _ in range(50):
        if await locks.reachable():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("Redis did not start")


async def test_between_processes(server: Redis) -> None:
    pair = [Locks(server.url), Locks(server.url)]
    await reached(pair[0])
    assert await overlaps(pair, ["a"] * 4) == 1
    assert await overlaps(pair, ["a", "b"]) == 2


async def test_a_lock_of_a_dead_process_ends(server: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.sloten._LEASE_SECONDS", 0.3)
    dead, living = Locks(server.url), Locks(server.url)
    await reached(dead)
    assert await dead._take("b") is not None  # and never given back
    async with living.lock("b"):
        pass


async def test_a_long_turn_keeps_its_lock(server: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.sloten._LEASE_SECONDS", 0.3)
    one, two = Locks(server.url), Locks(server.url)
    await reached(one)
    order: List[str] = []

    async def long() -> None:
        async with one.lock("c"):
            await asyncio.sleep(1)
            order.append("long")

    async def following() -> None:
        await asyncio.sleep(0.1)
        async with two.lock("c"):
            order.append("following")

    await asyncio.gather(long(), following())
    assert order == ["long", "following"]


async def test_without_redis_the_turn_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with redis(tmp_path) as server:
        locks = Locks(server.url)
        await reached(locks)
        server.stop()
        assert await overlaps([locks], ["a"] * 4) == 1
        assert await locks.reachable() is False
        server.start()
        await reached(locks)
    assert "No lock of the replicas could be taken" in caplog.text


async def test_redis_that_goes_during_a_turn(tmp_path: Path) -> None:
    with redis(tmp_path) as server:
        locks = Locks(server.url)
        await reached(locks)
        async with locks.lock("a"):
            server.stop()
        server.start()


async def test_between_processes_of_one_machine(tmp_path: Path) -> None:
    pair = [Locks(folder=tmp_path / "sloten"), Locks(folder=tmp_path / "sloten")]
    assert await overlaps(pair, ["a"] * 4) == 1
    assert await overlaps(pair, ["a", "b"]) == 2


async def test_a_turn_does_not_wait_for_itself(tmp_path: Path) -> None:
    locks, other = Locks(folder=tmp_path), Locks(folder=tmp_path)
    async with locks.lock("a"):
        async with locks.lock("a"):
            waiting = asyncio.ensure_future(overlaps([other], ["a"]))
            await asyncio.sleep(0.1)
        assert not waiting.done()
    assert await waiting == 1


async def test_a_turn_before_that_does_not_end_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.sloten._WAIT_SECONDS", 0.1)
    async with Locks(folder=tmp_path).lock("a"):
        with pytest.raises(LockError):
            async with Locks(folder=tmp_path).lock("a"):
                raise AssertionError("two turns at once")


async def test_a_disk_that_takes_no_file_stops_no_turn(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert await overlaps([Locks(folder=tmp_path / "file")], ["a"] * 3) == 1
    assert "only this process keeps the turns apart" in caplog.text


async def test_without_locks_no_turn_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def without(file: object, how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr("bot.server.sloten.fcntl.flock", without)
    assert await overlaps([Locks(folder=tmp_path)], ["a"] * 3) == 1
    assert "only this process keeps the turns apart" in caplog.text
