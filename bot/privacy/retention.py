"""How long a conversation is kept: the purge of old ones, deleting one at once, and the proof of both."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import json
import logging
import time
from pathlib import Path
from typing import Any, Iterator, Optional

import sqlalchemy as sa

logger = logging.getLogger(__name__)

_EVENTS, _SENDER, _TIME = "events", "sender_id", "timestamp"
_DAY = 86_400
_BATCH = 500
_WAIT_SECONDS = 30


@dataclasses.dataclass(frozen=True)
class Proof:
    """What one purge did: counts and times, never content."""

    tijd: str
    bewaar_dagen: int
    gesprekken_verwijderd: int
    regels_verwijderd: int
    gesprekken_over: int
    oudste_regel: Optional[str]


class Retention:
    """`database` is a file of SQLite or a URL for SQLAlchemy; `folder` holds the proof and the list of deleted conversations."""

    def __init__(self, database: str, folder: Path, days: int) -> None:
        self._url = database if "://" in database else f"sqlite:///{database}"
        self._file = None if "://" in database else Path(database)
        self._days = days
        self.proof = folder / "bewaartermijn.jsonl"
        self._deleted = folder / "gewiste_gesprekken.jsonl"

    def delete(self, sender: str) -> int:
        """Deletes one conversation now and remembers that it did, so that a restored backup does not bring it back. Gives the rows."""
        self._append(self._deleted, {"tijd": _now(), "gesprek": _hash(sender)})
        with self._connection() as connection:
            return self._delete(connection, [sender]) if connection is not None else 0

    def purge(self, now: Optional[float] = None) -> Proof:
        """Deletes every conversation without a message in the last days, and those that a teacher had deleted before. Writes the proof."""
        now = time.time() if now is None else now
        with self._connection() as connection:
            old = self._expired(connection, now - self._days * _DAY) if connection is not None else []
            rows = sum(self._delete(connection, old[n : n + _BATCH]) for n in range(0, len(old), _BATCH)) if connection is not None else 0
            left, oldest = self._left(connection)
        oldest_time = datetime.datetime.fromtimestamp(oldest, datetime.timezone.utc).isoformat(timespec="seconds") if oldest else None
        proof = Proof(_now(), self._days, len(old), rows, left, oldest_time)
        self._append(self.proof, dataclasses.asdict(proof))
        return proof

    def _expired(self, connection: Any, before: float) -> list[str]:
        events = _table(connection, _EVENTS)
        if events is None:
            return []
        last = sa.func.max(events.c[_TIME])
        senders = {row[0]: row[1] for row in connection.execute(sa.select([events.c[_SENDER], last]).group_by(events.c[_SENDER]))}
        deleted = self._deleted_hashes()
        return [sender for sender, seen in senders.items() if (seen or 0) < before or (deleted and _hash(sender) in deleted)]

    @staticmethod
    def _delete(connection: Any, senders: list[str]) -> int:
        """From every table that knows the sender: also from those that are derived from the events."""
        rows = 0
        for name in sa.inspect(connection).get_table_names():
            table = _table(connection, name)
            if table is not None and _SENDER in table.c:
                rows += connection.execute(table.delete().where(table.c[_SENDER].in_(senders))).rowcount
        return rows

    @staticmethod
    def _left(connection: Any) -> tuple[int, Optional[float]]:
        events = _table(connection, _EVENTS) if connection is not None else None
        if events is None:
            return 0, None
        count, oldest = connection.execute(sa.select([sa.func.count(sa.distinct(events.c[_SENDER])), sa.func.min(events.c[_TIME])])).one()
        return int(count), oldest

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        """A transaction; None where there is no database yet. SQLite overwrites what it deletes."""
        if self._file is not None and not self._file.exists():
            yield None
            return
        is_sqlite = self._url.startswith("sqlite")
        engine = sa.create_engine(self._url, connect_args={"timeout" if is_sqlite else "connect_timeout": _WAIT_SECONDS})
        try:
            with engine.connect() as connection:
                if is_sqlite:
                    connection.exec_driver_sql("PRAGMA secure_delete = ON")
                with connection.begin():
                    yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar():
                    logger.warning("What was deleted stays in the log beside %s until the next purge: a reader held it", self._file)
        finally:
            engine.dispose()

    def _deleted_hashes(self) -> set[str]:
        if not self._deleted.exists():
            return set()
        return {json.loads(line)["gesprek"] for line in self._deleted.read_text(encoding="utf-8").splitlines() if line.strip()}

    @staticmethod
    def _append(path: Path, row: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _table(connection: Any, name: str) -> Any:
    if not sa.inspect(connection).has_table(name):
        return None
    return sa.Table(name, sa.MetaData(), autoload_with=connection)


def _hash(sender: str) -> str:
    """Sender ids are random, so their hash leads nowhere once the conversation is gone."""
    return hashlib.sha256(sender.encode()).hexdigest()


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
