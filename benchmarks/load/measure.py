"""Measures running bots turn about, so that what else the machine does falls on all of them."""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import dataclasses
import http.client
import itertools
import json
import os
import re
import signal
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Sequence, Tuple

TEXTS = (
    *("een leerling spijbelt steeds", "een meisje wordt gepest", "een jongen kan niet meekomen met rekenen", "een kind is vaak ziek"),
    *("er is ruzie in de klas", "een leerling heeft geen vrienden", "hij gamet de hele nacht", "zij durft niet te praten in de groep"),
)
CLIENTS = (1, 10, 50)
_EACH = 20
"""Of many clients each says so much: four conversations."""
_WARM = 200
"""So many turns come before the measured ones, so that each process has in memory what it keeps there."""
_LONG = 205
_TICKS = os.sysconf("SC_CLK_TCK")
Say = Callable[[str], List[str]]
"""One turn of one conversation: what the bot says."""


@dataclasses.dataclass(frozen=True)
class Bot:
    """`commands` start it; `talk` begins a conversation and gives its `Say`; `right` knows an answer to the first
    of `TEXTS`, `failed` the lack of one."""

    commands: List[List[str]]
    folder: Path
    env: dict[str, str]
    log: Path
    talk: Callable[[], Say]
    right: Callable[[List[str]], bool]
    failed: Callable[[List[str]], bool]


@dataclasses.dataclass
class Result:
    """Milliseconds a turn, turns a second by the number of clients, seconds and megabytes; `cpu_ms` is processor time a turn."""

    start_s: float = 0.0
    start_cpu_s: float = 0.0
    memory_mb: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    p99_ms: float = 0.0
    cpu_ms: float = 0.0
    per_s_1: float = 0.0
    per_s_10: float = 0.0
    per_s_50: float = 0.0
    turn_5_ms: float = 0.0
    turn_200_ms: float = 0.0
    failed: int = 0


class Server:
    """A bot that runs."""

    def __init__(self, bot: Bot, processes: List[subprocess.Popen[bytes]], begin: float) -> None:
        self.bot, self._processes = bot, processes
        self._wait()
        self.start_s, self.start_cpu_s = time.monotonic() - begin, self.cpu()

    def _wait(self) -> None:
        while True:
            if any(process.poll() is not None for process in self._processes):
                raise RuntimeError(f"a server ended while it started; {self.bot.log} says why")
            with contextlib.suppress(OSError, ValueError, KeyError, http.client.HTTPException):
                if self.bot.right(self.bot.talk()(TEXTS[0])):
                    return
            time.sleep(0.1)

    def cpu(self) -> float:
        """Seconds of processor time so far, of every process."""
        return sum(int(fields[11]) + int(fields[12]) for _, fields in self._stat()) / _TICKS

    def memory(self) -> float:
        """Megabytes in memory; what several processes share counts once."""
        lines = [(folder / "smaps_rollup").read_text() for folder, _ in self._stat()]
        return sum(int(re.findall(r"^Pss: +(\d+) kB$", text, re.MULTILINE)[0]) for text in lines) * 1024 / 1_000_000

    def _stat(self) -> Iterator[Tuple[Path, List[str]]]:
        """The folders in /proc of the processes and their children, with what `stat` says there, from the third field on."""
        mine = {str(process.pid) for process in self._processes}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                if mine & {path.parent.name, fields[1]}:
                    yield path.parent, fields


@contextlib.contextmanager
def running(bot: Bot) -> Iterator[Server]:
    processes: List[subprocess.Popen[bytes]] = []
    with bot.log.open("wb") as out:
        begin = time.monotonic()
        try:
            for command in bot.commands:
                processes.append(subprocess.Popen(command, cwd=bot.folder, env={**os.environ, **bot.env}, stdout=out, stderr=out))
            yield Server(bot, processes, begin)
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait(30)


def measure(bots: Sequence[Bot], turns: int, rounds: int, starts: int) -> List[Result]:
    """One result a bot, in order. `turns` is what one client says in a round; of the starts the median counts."""
    results = [Result() for _ in bots]
    times = [[_start(bot) for bot in bots] for _ in range(starts - 1)]
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(running(bot)) for bot in bots]
        times.append([(server.start_s, server.start_cpu_s) for server in servers])
        for result, each in zip(results, zip(*times, strict=True), strict=True):
            result.start_s, result.start_cpu_s = map(statistics.median, zip(*each, strict=True))
        for server in servers:
            _clients(server.bot, 2, _WARM)
        _speed(servers, results, turns, rounds)
        for server, result in zip(servers, results, strict=True):
            result.turn_5_ms, result.turn_200_ms = _long(server.bot)
            result.memory_mb = server.memory()
    return results


def _start(bot: Bot) -> Tuple[float, float]:
    with running(bot) as server:
        return server.start_s, server.start_cpu_s


def _speed(servers: Sequence[Server], results: Sequence[Result], turns: int, rounds: int) -> None:
    before = [server.cpu() for server in servers]
    runs: Dict[Tuple[int, int], List[_Run]] = collections.defaultdict(list)
    for _ in range(rounds):
        for clients, (n, server) in itertools.product(CLIENTS, enumerate(servers)):
            runs[n, clients].append(_clients(server.bot, clients, max(turns, _EACH * clients)))
    for n, (server, result) in enumerate(zip(servers, results, strict=True)):
        cuts = statistics.quantiles([seconds for run in runs[n, 1] for seconds in run.times], n=100)
        result.p50_ms, result.p95_ms, result.p99_ms = (cuts[at] * 1000 for at in (49, 94, 98))
        result.per_s_1, result.per_s_10, result.per_s_50 = (_rate(runs[n, clients]) for clients in CLIENTS)
        mine = [run for clients in CLIENTS for run in runs[n, clients]]
        result.cpu_ms = (server.cpu() - before[n]) * 1000 / sum(len(run.times) for run in mine)
        result.failed = sum(run.failed for run in mine)


def _rate(runs: Sequence[_Run]) -> float:
    return sum(len(run.times) for run in runs) / sum(run.took for run in runs)


@dataclasses.dataclass
class _Run:
    """Seconds of every turn and of the whole; `failed` turns got no answer, or the sentence for a failure."""

    times: List[float]
    took: float
    failed: int


def _clients(bot: Bot, count: int, turns: int) -> _Run:
    """Each client has a conversation of five turns at a time."""
    each = max(1, turns // count)

    def client(number: int) -> Tuple[List[float], int]:
        times, failed = [], 0
        texts = itertools.cycle(TEXTS[number % len(TEXTS) :] + TEXTS[: number % len(TEXTS)])
        for turn in range(each):
            if turn % 5 == 0:
                say = bot.talk()
            begin = time.perf_counter()
            failed += bot.failed(say(next(texts)))
            times.append(time.perf_counter() - begin)
        return times, failed

    begin = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        parts = list(pool.map(client, range(count)))
    return _Run([seconds for times, _ in parts for seconds in times], time.perf_counter() - begin, sum(failed for _, failed in parts))


def _long(bot: Bot) -> Tuple[float, float]:
    """Medians around turn 5 and around turn 200 of one conversation, in milliseconds."""
    say, texts, times = bot.talk(), itertools.cycle(TEXTS), []
    for _ in range(_LONG):
        begin = time.perf_counter()
        say(next(texts))
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times[1:10]), statistics.median(times[194:])


class Line:
    """A connection that stays open for a conversation, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        try:
            return self._post(path, body)
        except (http.client.RemoteDisconnected, ConnectionError):  # the server ended it while nobody spoke
            self._connection.close()
            return self._post(path, body)

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        self._connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        return json.loads(self._connection.getresponse().read())
