"""A whole installation for tests of faults: the real servers, each of which can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence

import requests

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT
from tests.faults.proxy import Proxy

_START_SECONDS = 900
"""A machine that does more than this needs longer."""


class Rasa:
    """One Rasa server. Its folder holds its log and its journal."""

    def __init__(self, folder: Path, model: Path, env: Dict[str, str], program: Sequence[str] = ("bot",)) -> None:
        self._program = program
        self.folder, self.port, self.metrics = folder, free_port(), _two_free_ports()
        folder.mkdir(parents=True, exist_ok=True)
        self._model, self.url = model, f"http://127.0.0.1:{self.port}"
        self._env = {
            **os.environ,
            **env,
            "WEGWIJZER_PORT": str(self.port),
            "WEGWIJZER_METRICS_PORT": str(self.metrics),
            "WEGWIJZER_JOURNAAL": str(folder / "journaal"),
            "WEGWIJZER_MAX_PER_MINUUT": "100000",
            "WEGWIJZER_MAX_PER_ADRES": "1000000",
            "WEGWIJZER_LOG_VORM": "json",
        }
        self._env.pop("WEGWIJZER_TRACKER_URL", None)
        self.process: Optional[subprocess.Popen[bytes]] = None

    def start(self, wait: bool = True) -> None:
        command = [*self._program, "serve", "--model", str(self._model), "--port", str(self.port)]
        self.process = start(self.folder / "rasa.log", self._env, *command)
        if wait:
            self.wait()

    def wait(self) -> None:
        process = self.process
        assert process is not None
        assert wait_until_healthy([f"{self.url}/health/ready"], lambda: process.poll() is None, _START_SECONDS), self.log()[-3000:]

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def hang(self) -> None:
        """It lives, takes connections and does nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def ready(self) -> Dict[str, Any]:
        answer: Dict[str, Any] = requests.get(f"{self.url}/health/ready", timeout=10).json()
        return answer

    def figure(self, name: str) -> float:
        """One of Prometheus' figures."""
        lines = requests.get(f"http://127.0.0.1:{self.metrics}/metrics", timeout=10).text.splitlines()
        return next(float(line.split()[-1]) for line in lines if line.split()[0] == name)

    def log(self) -> str:
        return (self.folder / "rasa.log").read_text(errors="replace")


def _two_free_ports() -> int:
    """The first of two that follow each other, one for the figures of each process, below those that the system gives out by itself."""
    while True:
        first = random.randrange(10_000, 30_000, 2)
        with contextlib.suppress(OSError), socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", first))
            other.bind(("127.0.0.1", first + 1))
            return first


class Actions:
    """The action server behind a proxy that can fail; `port` is that of the proxy."""

    def __init__(self, folder: Path, env: Optional[Dict[str, str]] = None) -> None:
        self._folder, self._port, self._env = folder, free_port(), env or {}
        self.proxy = Proxy(self._port)
        self.port = self.proxy.port
        self.process: Optional[subprocess.Popen[bytes]] = None

    def start(self) -> None:
        self.process = start(self._folder / "actions.log", {**os.environ, **self._env}, "bot", "actions", "--port", str(self._port))
        process, url = self.process, f"http://127.0.0.1:{self._port}/health"
        assert wait_until_healthy([url], lambda: process.poll() is None, _START_SECONDS), self.log()[-3000:]

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        self.proxy.close()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def log(self) -> str:
        return (self._folder / "actions.log").read_text(errors="replace")


@contextlib.contextmanager
def running(folder: Path, model: Path, actions_env: Dict[str, str], **env: str) -> Iterator[Rasa]:
    """Both servers in a folder, with a store in SQLite there."""
    actions = Actions(folder, actions_env)
    store = str(folder / "g.sqlite3")
    rasa = Rasa(folder, model, {"WEGWIJZER_ACTIONS_PORT": str(actions.port), "WEGWIJZER_TRACKER_DB": store, **env})
    try:
        actions.start()
        rasa.start()
        yield rasa
    finally:
        rasa.stop()
        actions.stop()


def start(log: Path, env: Dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=file, stderr=subprocess.STDOUT)


class Gesprek:
    """A teacher with a browser. `url` may change between turns: another replica."""

    def __init__(self, url: str) -> None:
        self.sessie = str(requests.post(f"{url}/chat/sessie", json={}, timeout=30).json()["sessie"])

    def zeg(self, url: str, tekst: str, bericht: Optional[str] = None) -> List[str]:
        """The sentences of the bot. Raises requests.RequestException where the server is gone. `bericht` is the message's id."""
        body = {"sessie": self.sessie, "tekst": tekst, **({"id": bericht} if bericht else {})}
        response = requests.post(f"{url}/chat/bericht", json=body, timeout=60)
        said = response.json()
        return [said["fout"]] if "fout" in said else [answer["text"] for answer in said["antwoord"]]
