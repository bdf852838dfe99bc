"""Measures one running bot: start, memory, answers of one, ten and fifty clients, and a long conversation."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import http.client
import itertools
import json
import os
import signal
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any, Callable, Iterator, List

TEXTS = (
    *("een leerling spijbelt steeds", "een meisje wordt gepest", "een jongen kan niet meekomen met rekenen", "een kind is vaak ziek"),
    *("er is ruzie in de klas", "een leerling heeft geen vrienden", "hij gamet de hele nacht", "zij durft niet te praten in de groep"),
)
Say = Callable[[str], List[str]]
"""One turn of one conversation: what the bot says."""


@dataclasses.dataclass
class Result:
    start_s: float = 0.0
    memory_mb: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    p99_ms: float = 0.0
    per_s_1: float = 0.0
    per_s_10: float = 0.0
    per_s_50: float = 0.0
    turn_5_ms: float = 0.0
    turn_200_ms: float = 0.0


@dataclasses.dataclass(frozen=True)
class Bot:
    """`commands` start it; `talk` begins a conversation and gives its `Say`; `right` says whether a first answer is an answer."""

    commands: List[List[str]]
    folder: Path
    env: dict[str, str]
    talk: Callable[[], Say]
    right: Callable[[List[str]], bool]


def measure(bot: Bot, turns: int, log: Path) -> Result:
    result = Result()
    begin = time.monotonic()
    with _running(bot, log) as processes:
        _first_answer(bot, processes)
        result.start_s = time.monotonic() - begin
        _clients(bot, 1, 20)  # warm
        times, result.per_s_1 = _clients(bot, 1, turns)
        cuts = statistics.quantiles(times, n=100)
        result.p50_ms, result.p95_ms, result.p99_ms = (cuts[n] * 1000 for n in (49, 94, 98))
        result.per_s_10 = _clients(bot, 10, turns)[1]
        result.per_s_50 = _clients(bot, 50, max(turns, 100))[1]
        result.turn_5_ms, result.turn_200_ms = _long(bot)
        result.memory_mb = sum(map(_memory, processes))
    return result


@contextlib.contextmanager
def _running(bot: Bot, log: Path) -> Iterator[List[subprocess.Popen[bytes]]]:
    processes: List[subprocess.Popen[bytes]] = []
    with log.open("wb") as out:
        try:
            for command in bot.commands:
                processes.append(subprocess.Popen(command, cwd=bot.folder, env={**os.environ, **bot.env}, stdout=out, stderr=out))
            yield processes
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait(30)


def _first_answer(bot: Bot, processes: List[subprocess.Popen[bytes]]) -> None:
    while True:
        if any(process.poll() is not None for process in processes):
            raise RuntimeError("a server ended while it started; its log says why")
        with contextlib.suppress(OSError, ValueError, KeyError, http.client.HTTPException):
            if bot.right(bot.talk()(TEXTS[0])):
                return
        time.sleep(0.1)


def _clients(bot: Bot, count: int, turns: int) -> tuple[List[float], float]:
    """Seconds of every turn, and turns a second; each client has a conversation of five turns at a time."""
    each = max(1, turns // count)

    def client(number: int) -> List[float]:
        times: List[float] = []
        texts = itertools.cycle(TEXTS[number % len(TEXTS) :] + TEXTS[: number % len(TEXTS)])
        for turn in range(each):
            if turn % 5 == 0:
                say = bot.talk()
            begin = time.perf_counter()
            say(next(texts))
            times.append(time.perf_counter() - begin)
        return times

    begin = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        times = [seconds for part in pool.map(client, range(count)) for seconds in part]
    return times, len(times) / (time.perf_counter() - begin)


def _long(bot: Bot) -> tuple[float, float]:
    """Medians around turn 5 and around turn 200 of one conversation, in milliseconds."""
    say, texts, times = bot.talk(), itertools.cycle(TEXTS), []
    for _ in range(205):
        begin = time.perf_counter()
        say(next(texts))
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times[1:10]), statistics.median(times[194:])


def _memory(process: subprocess.Popen[bytes]) -> float:
    """Megabytes in memory, with those of its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if str(process.pid) in (status.parent.name, fields["PPid"].strip()):
                total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total / 1024


def post(port: int, path: str, body: dict[str, Any]) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()
