"""A copy of the conversations, and the way back. One form for SQLite and PostgreSQL, so it also moves from one to the other."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any, Iterator, List

import sqlalchemy as sa

from bot.errors import UsageError
from bot.privacy.retention import Retention
from bot.settings import Settings

_FORM = 1
_EVENTS, _DELETED, _MANIFEST = "events.jsonl", "gewiste_gesprekken.jsonl", "manifest.json"
_BATCH = 1000

_metadata = sa.MetaData()
EVENTS = sa.Table(
    "events",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)
"""Rasa's table, as `rasa.core.tracker_store` declares it; a test compares the two."""


@dataclasses.dataclass(frozen=True)
class Reserve:
    """What a copy holds."""

    tijd: str
    gesprekken: int
    regels: int


def backup(settings: Settings, folder: Path, file: Path) -> Reserve:
    """Writes the copy whole or not at all, while the bot runs. `folder` holds the list of deleted conversations. Raises UsageError."""
    part = file.with_name(f"{file.name}.part")
    try:
        with (
            _database(settings.tracker_url) as connection,
            _private(part) as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            digest, rows, senders = hashlib.sha256(), 0, set[str]()
            with archive.open(_EVENTS, "w") as out:
                for row in connection.execute(sa.select(EVENTS).order_by(EVENTS.c.id)).mappings():
                    line = json.dumps(dict(row)).encode() + b"\n"
                    out.write(line)
                    digest.update(line)
                    rows += 1
                    senders.add(row["sender_id"])
            deleted = folder / _DELETED
            archive.writestr(_DELETED, deleted.read_bytes() if deleted.exists() else b"")
            made = Reserve(dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"), len(senders), rows)
            archive.writestr(_MANIFEST, json.dumps({**dataclasses.asdict(made), "vorm": _FORM, "sha256": digest.hexdigest()}))
        part.replace(file)
    except (OSError, sa.exc.SQLAlchemyError) as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"The backup was not made: {_short(error)}. Mend: check the store and the folder of {file}.") from None
    return made


def restore(settings: Settings, folder: Path, file: Path) -> Reserve:
    """Puts a copy into an empty store, all or nothing, and deletes again what was deleted since. Raises UsageError."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            _check(archive, manifest, file)
            with _database(settings.tracker_url) as connection, connection.begin():
                _metadata.create_all(connection)
                if connection.execute(sa.select(EVENTS.c.id).limit(1)).first():
                    raise UsageError("The store holds conversations already. Mend: name an empty one with WEGWIJZER_TRACKER_DB.")
                for rows in _batches(archive):
                    connection.execute(EVENTS.insert(), rows)
                _next_id(connection)
            _merge(folder / _DELETED, archive.read(_DELETED).decode())
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, sa.exc.SQLAlchemyError) as error:
        raise UsageError(
            f"{file} was not put back: {_short(error)}. Mend: name a file that 'backup' made, and a store that runs."
        ) from None
    Retention(settings.tracker_db, folder, settings.bewaar_dagen).purge()
    return Reserve(manifest["tijd"], manifest["gesprekken"], manifest["regels"])


def _check(archive: zipfile.ZipFile, manifest: dict[str, Any], file: Path) -> None:
    digest = hashlib.sha256()
    with archive.open(_EVENTS) as lines:
        while block := lines.read(1 << 20):
            digest.update(block)
    if manifest["vorm"] != _FORM or digest.hexdigest() != manifest["sha256"]:
        raise UsageError(f"{file} is damaged, or made by a newer version. Mend: take another backup.")


def _batches(archive: zipfile.ZipFile) -> Iterator[List[dict[str, Any]]]:
    with archive.open(_EVENTS) as lines:
        batch: List[dict[str, Any]] = []
        for line in io.TextIOWrapper(lines, "utf-8"):
            batch.append(json.loads(line))
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


def _next_id(connection: Any) -> None:
    """PostgreSQL counts apart from the rows; the next event must not get a number that is taken."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence('events', 'id'), COALESCE((SELECT max(id) FROM events), 0) + 1, false)")
        )


def _merge(path: Path, earlier: str) -> None:
    """The list of now and the one of then: what was deleted at either time stays deleted."""
    now = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = dict.fromkeys(line for line in [*earlier.splitlines(), *now] if line.strip())
    if lines:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@contextlib.contextmanager
def _database(url: str) -> Iterator[Any]:
    """One moment of the store: what is added meanwhile is not in it."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    finally:
        engine.dispose()


@contextlib.contextmanager
def _private(path: Path) -> Iterator[Any]:
    """Only its owner reads it."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _short(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
