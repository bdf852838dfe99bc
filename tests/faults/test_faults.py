"""Everything that may fail does, under load: the teacher gets a sentence, danger its answer, and what was acknowledged is stored."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from pathlib import Path
from typing import Callable, Iterator

import pytest

from tests.faults.belasting import Report, Teacher, compare, load, teachers
from tests.faults.installatie import Actions, Rasa
from tests.faults.schijf import full, mount, unmount

TURNS = int(os.environ.get("WEGWIJZER_FAULT_TURNS", "650"))
"""`make test-faults` asks for 10,000."""


class Installation:
    def __init__(self, folder: Path, model: Path) -> None:
        self.database = folder / "opslag" / "gesprekken.sqlite3"
        self.disks = [self.database.parent, folder / "rasa" / "journaal"]
        for disk in self.disks:
            mount(disk)
        self.actions = Actions(folder)
        env = {"WEGWIJZER_ACTIONS_PORT": str(self.actions.port), "WEGWIJZER_TRACKER_DB": str(self.database)}
        self.rasa = Rasa(folder / "rasa", model, env)
        self.actions.start()
        self.rasa.start()
        self.crew = list(teachers(self.rasa.url))[:24]

    def stop(self) -> None:
        self.rasa.stop()
        self.actions.stop()
        for disk in self.disks:
            unmount(disk)

    def wait_until_stored(self) -> None:
        end = time.monotonic() + 60
        while self.rasa.figure("wegwijzer_store_waiting") and time.monotonic() < end:
            time.sleep(0.3)


@pytest.fixture(scope="module")
def installation(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    running = Installation(tmp_path_factory.mktemp("fouten"), model)
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def report() -> Report:
    return Report()


Fault = Callable[[Installation, Callable[[], None]], None]


def nothing(installation: Installation, work: Callable[[], None]) -> None:
    work()


def actions(mode: str) -> Fault:
    def fault(installation: Installation, work: Callable[[], None]) -> None:
        installation.actions.proxy.set(mode)
        try:
            work()
        finally:
            installation.actions.proxy.set("pass")

    return fault


def store_locked(installation: Installation, work: Callable[[], None]) -> None:
    with sqlite3.connect(installation.database) as other:
        other.execute("BEGIN EXCLUSIVE")
        work()


def store_gone(installation: Installation, work: Callable[[], None]) -> None:
    away = installation.database.with_suffix(".weg")
    installation.database.rename(away)
    installation.database.mkdir()
    try:
        work()
    finally:
        installation.database.rmdir()
        away.rename(installation.database)


def disk_full(installation: Installation, work: Callable[[], None]) -> None:
    """That of the store; what was said waits on the other one."""
    with full(installation.disks[0]):
        work()


def both_disks_full(installation: Installation, work: Callable[[], None]) -> None:
    """Nothing can be kept, so nothing is acknowledged."""
    with full(installation.disks[0]), full(installation.disks[1]):
        work()


def rasa_killed(installation: Installation, work: Callable[[], None]) -> None:
    """Again and again at any moment of a turn, under load."""
    during = threading.Thread(target=work)
    during.start()
    while during.is_alive():
        time.sleep(random.uniform(0.1, 0.5))
        installation.rasa.kill()
        installation.rasa.start()
        time.sleep(random.uniform(0.5, 2.0))
    during.join()


def rasa_killed_while_the_store_is_locked(installation: Installation, work: Callable[[], None]) -> None:
    """What waits on disk is taken over by the next process."""

    def locked() -> None:
        work()
        installation.rasa.kill()

    store_locked(installation, locked)
    installation.rasa.start()


def actions_killed(installation: Installation, work: Callable[[], None]) -> None:
    during = threading.Thread(target=work)
    during.start()
    time.sleep(0.3)
    installation.actions.kill()
    installation.actions.start()
    during.join()


FAULTS: dict[str, Fault] = {
    "nothing": nothing,
    "actions dead": actions("dead"),
    "actions slow": actions("slow"),
    "actions nonsense": actions("nonsense"),
    "actions killed": actions_killed,
    "store locked": store_locked,
    "store gone": store_gone,
    "disk full": disk_full,
    "both disks full": both_disks_full,
    "rasa killed": rasa_killed,
    "rasa killed, locked": rasa_killed_while_the_store_is_locked,
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault(kind: str, installation: Installation, report: Report) -> None:
    report.danger_unanswered.clear()
    FAULTS[kind](installation, lambda: load(kind, installation.crew, TURNS // len(FAULTS), report, lambda: installation.rasa.url))
    print(f"\n{report.table()}", flush=True)
    assert (report.silent, report.danger_unanswered) == (0, [])
    installation.wait_until_stored()
    assert installation.rasa.figure("wegwijzer_store_waiting") == 0


def test_two_messages_at_once(installation: Installation, report: Report) -> None:
    """Six threads in one conversation: each message is answered and stored once."""
    one: list[Teacher] = [installation.crew[0]] * 6
    load("at once", one, 24, report, lambda: installation.rasa.url)
    assert report.silent == 0


def test_nothing_acknowledged_is_lost(installation: Installation, report: Report) -> None:
    installation.wait_until_stored()
    compare(installation.crew, f"sqlite:///{installation.database}", report)
    print(f"\n{report.table()}")
    assert report.acknowledged > report.unreachable > 0
    assert (report.lost, report.mixed) == (0, 0)


def test_the_log_says_what_happened_and_nothing_else(installation: Installation) -> None:
    log = installation.rasa.log()
    assert "The action server gave no usable answer" in log
    assert "The store could not be" in log
    assert "were taken over from a process that ended" in log
    assert "spijbelt" not in log
