"""The database of the site as Django wants it described."""

from __future__ import annotations

from typing import Any, Mapping

from sqlalchemy.engine import make_url

_SQLITE = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 20000;"


def describe(address: str) -> Mapping[str, Any]:
    """`address` is a file of SQLite or postgresql://name:password@host:port/database."""
    if "://" not in address:
        options = {"init_command": _SQLITE, "transaction_mode": "IMMEDIATE", "timeout": 20}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": address, "OPTIONS": options}
    url = make_url(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.host or url.query.get("host", ""),
        "PORT": str(url.port or url.query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"connect_timeout": 5},
    }
