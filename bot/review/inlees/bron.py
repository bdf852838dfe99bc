"""Rasa's tracker store, read in short bites: a reader of SQLite that lingers would make a teacher wait."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

import sqlalchemy as sa

_events = sa.table("events", *(sa.column(name) for name in ("id", "sender_id", "type_name", "timestamp", "data")))
_WANTED = ("user", "bot", "slot", "action", "session_started", "restart")
_SENDERS_AT_ONCE = 400
_SENDERS = """
WITH RECURSIVE one(sender) AS (
    SELECT min(sender_id) FROM events
    UNION ALL SELECT (SELECT min(sender_id) FROM events WHERE sender_id > one.sender) FROM one WHERE one.sender IS NOT NULL
) SELECT sender FROM one WHERE sender IS NOT NULL
"""
"""Jumps in the index from sender to sender; DISTINCT would walk along every event."""


@dataclasses.dataclass(frozen=True)
class Regel:
    """One event. `tijd` is in seconds since 1970."""

    id: int
    sender: str
    soort: str
    tijd: float
    inhoud: Mapping[str, Any]


class Bron:
    """`database` is a file of SQLite or a URL for SQLAlchemy. A store that is not there yet has no events."""

    def __init__(self, database: str) -> None:
        self._file = None if "://" in database else Path(database)
        url = database if self._file is None else f"sqlite:///file:{self._file}?mode=ro&uri=true"
        options = {"timeout": 20} if url.startswith("sqlite") else {"connect_timeout": 5}
        self._engine = sa.create_engine(url, connect_args=options, poolclass=sa.pool.NullPool)

    def ids(self, after: int, limit: int) -> list[tuple[int, str, float]]:
        """Id, sender and time of the next events, by id."""
        query = sa.select([_events.c.id, _events.c.sender_id, _events.c.timestamp])
        return self._rows(query.where(_events.c.id > after).order_by(_events.c.id).limit(limit))

    def between(self, first: int, last: int) -> list[tuple[int, str, float]]:
        query = sa.select([_events.c.id, _events.c.sender_id, _events.c.timestamp])
        return self._rows(query.where(_events.c.id.between(first, last)).order_by(_events.c.id))

    def known(self, ids: Sequence[int]) -> dict[int, tuple[str, float]]:
        """Sender and time of those of the ids that are there."""
        query = sa.select([_events.c.id, _events.c.sender_id, _events.c.timestamp]).where(_events.c.id.in_(list(ids)))
        return {number: (sender, time) for number, sender, time in self._rows(query)}

    def conversations(self, senders: Sequence[str]) -> dict[str, list[Regel]]:
        """Every event of these conversations, in the order in which they happened."""
        found: dict[str, list[Regel]] = {sender: [] for sender in senders}
        for start in range(0, len(senders), _SENDERS_AT_ONCE):
            part = list(senders[start : start + _SENDERS_AT_ONCE])
            query = sa.select([_events]).where(_events.c.sender_id.in_(part), _events.c.type_name.in_(_WANTED))
            for number, sender, soort, tijd, data in self._rows(query):
                found[sender].append(Regel(number, sender, soort, float(tijd or 0), json.loads(data or "{}")))
        for events in found.values():
            events.sort(key=lambda regel: (regel.tijd, regel.id))
        return found

    def senders(self) -> set[str]:
        return {row[0] for row in self._rows(sa.text(_SENDERS))}

    def _rows(self, query: Any) -> list[Any]:
        with self._connection() as connection:
            return list(connection.execute(query).fetchall()) if connection is not None else []

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        if self._file is not None and not self._file.exists():
            yield None
            return
        with self._engine.connect() as connection:
            yield connection if sa.inspect(connection).has_table("events") else None
