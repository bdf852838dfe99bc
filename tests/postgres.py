"""A PostgreSQL of its own for a test: real, empty, on a free port, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Iterator

import pytest

from bot.processes import free_port

_USER = "postgres"


def _program(name: str) -> str:
    """Debian keeps the server's programs off the PATH."""
    found = shutil.which(name) or next((str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        pytest.skip(f"needs PostgreSQL: there is no {name} here; scripts/setup.sh test installs it")
    return found


class Postgres:
    """A cluster in a folder. `url` is for SQLAlchemy."""

    def __init__(self, folder: Path) -> None:
        self._data, self._port = folder / "data", free_port()
        self.url = f"postgresql://{_USER}@127.0.0.1:{self._port}/postgres"
        self._as_user = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []  # the server refuses to run as root
        if self._as_user:
            shutil.chown(folder, _USER)
        self._run("initdb", "-D", self._data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync")

    @property
    def files(self) -> list[Path]:
        return [path for path in self._data.rglob("*") if path.is_file()]

    def start(self) -> None:
        options = f"-p {self._port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self._data / "log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def _run(self, name: str, *arguments: object) -> None:
        command = [*self._as_user, _program(name), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd="/")


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    _program("initdb")
    with tempfile.TemporaryDirectory(prefix="wegwijzer-pg-") as folder:
        server = Postgres(Path(folder))
        server.start()
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):  # a test may have stopped it
                server.stop()
