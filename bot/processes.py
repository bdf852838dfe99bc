"""The servers of the bot as processes: their commands, their health, and the one supervisor of `make run`."""

from __future__ import annotations

import contextlib
import http.client
import os
import shlex
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Callable, Iterator

from honcho.manager import Manager

from bot.errors import UsageError
from bot.settings import ROOT, STATE, Settings

START_SECONDS = 180


def actions_command(port: int) -> list[str]:
    return [sys.executable, "-m", "bot", "actions", "--port", str(port)]


def rasa_command(settings: Settings, model: Path) -> list[str]:
    """Rasa's own server, without its HTTP API: only our channels are reachable."""
    return [sys.executable, "-m", "bot", "serve", "--model", str(model), "--host", settings.host, "--port", str(settings.port)]


def purge_command() -> list[str]:
    """Deletes old conversations at start, so also after a backup was put back, and each day after that."""
    return [sys.executable, "-m", "bot", "purge", "--daily"]


def review_command() -> list[str]:
    """The coordinators' site."""
    return [sys.executable, "-m", "bot", "review", "serve"]


def ingest_command() -> list[str]:
    """Reads Rasa's events for the site: in a process of its own, so that no answer waits for it."""
    return [sys.executable, "-m", "bot", "review", "ingest", "--follow"]


def check_port(host: str, port: int, setting: str) -> None:
    """Raises UsageError where another program holds the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Port {port} on {host} cannot be used: {error.strerror}. Mend: stop the other program, or set {setting}."
            ) from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, http.client.HTTPException):
        return False


def wait_until_healthy(urls: list[str], alive: Callable[[], bool], seconds: int = START_SECONDS) -> bool:
    """True as soon as every address answers; False when a process ended or the time is over."""
    end = time.monotonic() + seconds
    left = list(urls)
    while left and alive() and time.monotonic() < end:
        left = [url for url in left if not healthy(url)]
        time.sleep(0.3)
    return not left


@contextlib.contextmanager
def action_server(settings: Settings) -> Iterator[str]:
    """An action server of its own on a free port, for the terminal chat. Gives the address of its webhook."""
    port = free_port()
    process = subprocess.Popen(
        actions_command(port), cwd=ROOT, env=settings.for_children(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        if not wait_until_healthy([f"http://127.0.0.1:{port}/health"], lambda: process.poll() is None, 60):
            process.kill()
            raise UsageError(f"The action server did not start: {(process.communicate()[1] or '').strip()[-400:]}")
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        process.terminate()
        process.wait(10)


def supervise(settings: Settings, model: Path) -> int:
    """Starts both servers, says when they are ready, and stops all of them together. Returns the exit code."""
    check_port(settings.host, settings.port, "WEGWIJZER_PORT")
    check_port("127.0.0.1", settings.actions_port, "WEGWIJZER_ACTIONS_PORT")
    check_port(settings.host, settings.review_port, "WEGWIJZER_REVIEW_PORT")
    os.umask(0o077)  # conversations are for this account alone, as the systemd unit has it
    STATE.mkdir(exist_ok=True)
    manager = Manager()
    env = settings.for_children()
    manager.add_process("actions", shlex.join(actions_command(settings.actions_port)), env=env, cwd=str(ROOT))
    manager.add_process("rasa", shlex.join(rasa_command(settings, model)), env=env, cwd=str(ROOT))
    manager.add_process("bewaartermijn", shlex.join(purge_command()), env=env, cwd=str(ROOT))
    manager.add_process("coordinatoren", shlex.join(review_command()), env=env, cwd=str(ROOT))
    manager.add_process("inlezen", shlex.join(ingest_command()), env=env, cwd=str(ROOT))
    threading.Thread(target=_announce, args=(settings, manager), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def _announce(settings: Settings, manager: Manager) -> None:
    site = f"http://{settings.host}:{settings.review_port}/"
    urls = [f"http://127.0.0.1:{settings.actions_port}/health", f"{settings.url}/chat/health", f"{site}gezond"]
    if wait_until_healthy(urls, lambda: manager.returncode is None):
        print(f"\n  The wegwijzer is ready: open {settings.url}/chat/ in a browser.", flush=True)
        print(f"  The widget on the page of a school: {settings.url}/chat/voorbeeld", flush=True)
        print(f"  Coordinators sign in at {site} (make an account: python -m bot review adduser). Ctrl-C stops it all.\n", flush=True)
    elif manager.returncode is None:
        print("\n  The servers did not get healthy in time; the lines above say why. Stopping.\n", flush=True)
        manager.terminate()
