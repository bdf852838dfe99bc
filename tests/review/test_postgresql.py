"""The same on a real PostgreSQL: the site's own database, and Rasa's store with replicas that commit out of order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa

from bot.settings import ROOT
from tests.postgres import postgres
from tests.review.conftest import turn

ON_POSTGRESQL = ["test_inzage.py", "test_inlees.py", "test_gesprekken.py", "test_cijfers.py"]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with postgres() as server:
        yield server.url


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
