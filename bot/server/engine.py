"""How the store's database is opened: bounded in time, and with SQLite's write-ahead log."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Dict, Tuple

import sqlalchemy as sa


def engine_of(url: str, seconds: float, connections: int) -> Any:
    """No call takes longer than so many seconds, nor waits longer for one of the connections."""
    if url.startswith("sqlite"):
        options: Dict[str, Any] = {"timeout": seconds, "check_same_thread": False}  # one thread at a time has a connection of the pool
        pool: Dict[str, Any] = {"poolclass": sa.pool.QueuePool, "pool_use_lifo": True}  # the last one used has its pages in memory
        engine = sa.create_engine(url, **pool, pool_size=connections, pool_timeout=seconds, connect_args=options)
        sa.event.listen(engine, "connect", _with_a_log)
        sa.event.listen(engine, "checkout", _still_there)
        return engine
    milliseconds = int(seconds * 1000)
    options = {"connect_timeout": 2, "tcp_user_timeout": 2 * milliseconds, "options": f"-c statement_timeout={milliseconds}"}
    return sa.create_engine(url, pool_size=connections, max_overflow=0, pool_timeout=seconds, pool_pre_ping=True, connect_args=options)


def _with_a_log(connection: Any, record: Any) -> None:
    """One sync a transaction in place of three, and as safe: each is on disk before it is acknowledged."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    record.info["file"] = _file(connection)


def _still_there(connection: Any, record: Any, proxy: Any) -> None:
    """A database that was put in the place of another is opened anew: what went into the old one would be lost."""
    if _file(connection) != record.info["file"]:
        raise sa.exc.DisconnectionError


def _file(connection: Any) -> Tuple[int, int]:
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    with contextlib.suppress(OSError):
        found = Path(path).stat()
        return found.st_dev, found.st_ino
    return 0, 0
