"""Redis and nginx of their own for a test, on free ports of loopback, with the files of deploy/."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Iterator, List

import pytest

from bot.processes import free_port
from bot.settings import ROOT


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"needs {name}: scripts/setup.sh test installs it")
    return found


class Redis:
    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen([program("redis-server"), *options], stdout=subprocess.DEVNULL)

    def hang(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(10)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    server = Redis(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def nginx(folder: Path, rasa_ports: List[int]) -> Iterator[str]:
    """Gives the public address."""
    port = free_port()
    (folder / "security.txt").write_text((ROOT / "deploy/nginx/security.txt").read_text(encoding="utf-8"), encoding="utf-8")
    site = (ROOT / "deploy/nginx/wegwijzer.conf").read_text(encoding="utf-8")
    site = site.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/dev/stdout", str(folder / "toegang.log"))
    (folder / "site.conf").write_text(site.replace("/etc/wegwijzer", str(folder)).replace("rate=20r/s", "rate=10000r/s"), encoding="utf-8")
    servers = (ROOT / "deploy/nginx/rasa.conf").read_text(encoding="utf-8")
    for number, rasa_port in enumerate(rasa_ports, 1):
        servers = servers.replace(f"rasa-{number}:5005", f"127.0.0.1:{rasa_port}")
    (folder / "rasa.conf").write_text(servers, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{ client_body_temp_path {folder}/lichaam; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
scgi_temp_path {folder}/s; include {folder}/rasa.conf; include {folder}/site.conf; }}""",
        encoding="utf-8",
    )
    process = subprocess.Popen([program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        assert process.poll() is None, (folder / "nginx.log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
