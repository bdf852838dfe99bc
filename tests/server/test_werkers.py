"""A server of two processes: both answer, none loses or doubles what the other does, and one that is killed is begun anew."""

from __future__ import annotations

import collections
import concurrent.futures
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Callable, Iterator

import pytest
import requests
import sqlalchemy as sa

from bot.settings import ROOT
from tests.faults.belasting import Report, compare, load, teachers
from tests.faults.installatie import Gesprek, Rasa, running

SECONDS = 30.0
WORK = """
import os, sys, time
from pathlib import Path
from bot.server import werkers
def work(number):
    (Path(sys.argv[1]) / f"{number}-{os.getpid()}").touch()
    time.sleep(600)
werkers.run(work, 2)
"""


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """A process that ended and that nobody asked about yet is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", WORK, str(tmp_path)], cwd=ROOT)
    until(lambda: len(begun(tmp_path)) == 2)
    yield process
    process.kill()
    process.wait()


def begun(folder: Path) -> dict[int, int]:
    """By process: which of the works it does."""
    return {int(pid): int(number) for number, pid in (path.name.split("-") for path in folder.iterdir())}


def test_one_that_ends_is_begun_anew(pair: subprocess.Popen[bytes], tmp_path: Path) -> None:
    first = begun(tmp_path)
    gone = next(pid for pid, number in first.items() if number == 1)
    os.kill(gone, signal.SIGKILL)
    until(lambda: len(begun(tmp_path)) == 3)
    (new,) = set(begun(tmp_path)) - set(first)
    assert begun(tmp_path)[new] == 1
    assert [alive(pid) for pid in (gone, new)] == [False, True]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_all_end_with_the_one_that_began_them(sign: signal.Signals, pair: subprocess.Popen[bytes], tmp_path: Path) -> None:
    pair.send_signal(sign)
    assert pair.wait(SECONDS) == (0 if sign != signal.SIGKILL else -sign)
    until(lambda: not any(map(alive, begun(tmp_path))))
    assert len(begun(tmp_path)) == 2


@pytest.fixture(scope="module")
def two(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    patient = {"WEGWIJZER_BEURT_MILLISECONDEN": "20000"}  # other tests run beside it
    with running(tmp_path_factory.mktemp("werkers"), model, {}, WEGWIJZER_WERKERS="2", **patient) as rasa:
        yield rasa


def processes(rasa: Rasa) -> list[int]:
    assert rasa.process is not None
    found = subprocess.run(["pgrep", "-P", str(rasa.process.pid)], capture_output=True, text=True).stdout.split()
    return [int(pid) for pid in found]


def answered(rasa: Rasa) -> list[float]:
    """Turns, by process."""
    texts = [requests.get(f"http://127.0.0.1:{rasa.metrics + n}/metrics", timeout=10).text for n in range(2)]
    return [float(line.split()[1]) for text in texts for line in text.splitlines() if line.startswith("wegwijzer_turns_total ")]


def test_nothing_is_lost_while_one_of_them_is_killed(two: Rasa) -> None:
    before, report, crew = set(processes(two)), Report(), list(teachers(two.url))[:16]
    assert len(before) == 2
    killing = threading.Timer(1.0, lambda: os.kill(min(before), signal.SIGKILL))
    killing.start()
    load("one of two killed", crew, 96, report, lambda: two.url)
    killing.join()
    until(lambda: len(processes(two)) == 2)
    compare(crew, f"sqlite:///{two.folder / 'g.sqlite3'}", report)
    assert (report.lost, report.mixed, report.silent, report.danger_unanswered) == (0, 0, 0, [])
    assert set(processes(two)) != before and report.acknowledged > 48
    assert "is begun anew" in two.log()


def test_a_message_that_comes_to_both_at_once_is_answered_once(two: Rasa) -> None:
    talks = [Gesprek(two.url) for _ in range(12)]
    ids = [secrets.token_hex(8) for _ in talks]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        said = list(pool.map(lambda n: talks[n % 12].zeg(two.url, "een leerling spijbelt", ids[n % 12]), range(48)))
    assert all(answers and answers == said[n % 12] for n, answers in enumerate(said))
    assert min(answered(two)) > 0, "both of them answered"
    with sa.create_engine(f"sqlite:///{two.folder / 'g.sqlite3'}").connect() as connection:
        users = connection.execute(sa.text("SELECT sender_id, data FROM events WHERE type_name = 'user'"))
        stored = collections.Counter(sender for sender, data in users if json.loads(data)["text"] == "een leerling spijbelt")
    assert sorted(stored.values()) == [1] * 12
