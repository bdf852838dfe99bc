"""The same on a real PostgreSQL: the site's own database, and Rasa's store with replicas that commit out of order."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa

from bot.processes import free_port
from bot.settings import ROOT
from tests.review.conftest import turn

ON_POSTGRESQL = ["test_inzage.py", "test_inlees.py", "test_gesprekken.py", "test_cijfers.py"]


def binaries() -> Path | None:
    found = shutil.which("pg_ctl")
    return Path(found).parent if found else next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a cluster of one's own on a free port. PostgreSQL refuses to run as root, so then it runs as `postgres`."""
    bin_ = binaries()
    if bin_ is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if os.getuid() == 0:
        shutil.chown(folder, user)
    as_user = {"user": user, "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}, "cwd": str(folder)}
    port = free_port()

    def run(*command: str) -> None:
        done = subprocess.run([str(bin_ / command[0]), *command[1:]], capture_output=True, text=True, timeout=120, **as_user)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr

    run("initdb", "-D", str(folder / "data"), "-U", "wegwijzer", "-A", "trust", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://wegwijzer@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_the_tests_of_the_site_hold_on_postgresql(postgresql: str) -> None:
    env = {**os.environ, "WEGWIJZER_REVIEW_DB": postgresql}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/review/{name}" for name in ON_POSTGRESQL)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.django_db
def test_replicas_that_commit_out_of_order(postgresql: str, tmp_path: Path) -> None:
    """An id is given out before its row is visible; the reader must not pass over it for good."""
    from bot.review.inlees.bron import Bron
    from bot.review.inlees.lezer import Lezer
    from bot.review.models import Beurt

    engine = sa.create_engine(postgresql)
    engine.execute(
        "CREATE TABLE events (id SERIAL PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL,"
        " timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"
    )
    lezer = Lezer(Bron(postgresql), tmp_path / "gewist.jsonl", 30)

    def write(connection: Any, sender: str) -> None:
        for row in turn(sender, f"vraag van {sender}"):
            statement = sa.text("INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (:s, :t, :w, :d)")
            connection.execute(statement, {"s": sender, "t": row["event"], "w": row["timestamp"], "d": json.dumps(row)})

    with engine.connect() as slow, engine.connect() as fast:
        late = slow.begin()
        write(slow, "langzaam")
        with fast.begin():
            write(fast, "snel")
        lezer.read()
        assert [beurt.tekst for beurt in Beurt.objects.all()] == ["vraag van snel"]
        late.commit()
    lezer.read()
    assert {beurt.tekst for beurt in Beurt.objects.all()} == {"vraag van snel", "vraag van langzaam"}
    assert lezer.read() == 0
    with engine.connect() as connection, connection.begin() as rolled_back:
        write(connection, "mislukt")
        rolled_back.rollback()
    with engine.connect() as connection, connection.begin():
        write(connection, "daarna")
    lezer.read()
    assert Beurt.objects.count() == 3
    engine.dispose()
