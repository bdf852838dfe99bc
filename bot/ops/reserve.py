"""A copy of the conversations, and the way back. One form for SQLite and PostgreSQL, so it also moves from one to the other."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import itertools
import json
import os
import zipfile
from pathlib import Path
from typing import Any, ContextManager, Iterable, Iterator, List, Optional, Protocol

import sqlalchemy as sa

from bot.errors import UsageError
from bot.privacy.retention import Retention
from bot.settings import Settings

_FORM, _BEFORE = 2, (1,)
_EVENTS, _SITE, _DELETED, _MANIFEST = "events.jsonl", "site.jsonl", "gewiste_gesprekken.jsonl", "manifest.json"
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
    site: int = 0
    """Rows of the coordinators' site."""


class Site(Protocol):
    """What `bot.review.reserve` does for the coordinators' site."""

    def lines(self) -> Iterator[str]: ...

    def restoring(self, lines: Iterable[str]) -> ContextManager[None]: ...

    def tidy(self, tracker_db: str, deleted: Path, days: int) -> int: ...


def backup(settings: Settings, folder: Path, file: Path, site: Optional[Site] = None) -> Reserve:
    """Writes the copy whole or not at all, while the bot runs. `folder` holds the list of deleted conversations. Raises UsageError.

    The site comes first: what it says of a conversation is then never about events that the copy lacks.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        with (
            _database(settings.tracker_url) as connection,
            _private(part) as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            reviewed, sealed = _add(archive, _SITE, site.lines() if site else ())
            senders: set[str] = set()
            rows, digest = _add(archive, _EVENTS, _events(connection, senders))
            deleted = folder / _DELETED
            archive.writestr(_DELETED, deleted.read_bytes() if deleted.exists() else b"")
            made = Reserve(dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"), len(senders), rows, reviewed)
            manifest = {**dataclasses.asdict(made), "vorm": _FORM, "sha256": digest, "sha256_site": sealed}
            archive.writestr(_MANIFEST, json.dumps(manifest))
        part.replace(file)
    except (OSError, sa.exc.SQLAlchemyError) as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"The backup was not made: {_short(error)}. Mend: check the store and the folder of {file}.") from None
    except UsageError:
        part.unlink(missing_ok=True)
        raise
    return made


def restore(settings: Settings, folder: Path, file: Path, site: Optional[Site] = None) -> Reserve:
    """Puts a copy into an empty store, all or nothing, and deletes again what was deleted since. Raises UsageError."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            _check(archive, manifest, file)
            site = site if manifest.get("site") else None
            reviews = site.restoring(_lines(archive, _SITE)) if site else contextlib.nullcontext()
            with reviews, _database(settings.tracker_url) as connection, connection.begin():
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
    if site:
        site.tidy(settings.tracker_db, folder / _DELETED, settings.bewaar_dagen)
    return Reserve(*(manifest.get(field.name, 0) for field in dataclasses.fields(Reserve)))


def _events(connection: Any, senders: set[str]) -> Iterator[str]:
    """Every event as a line; fills the set of conversations."""
    for row in connection.execute(sa.select(EVENTS).order_by(EVENTS.c.id)).mappings():
        senders.add(row["sender_id"])
        yield json.dumps(dict(row)) + "\n"


def _add(archive: zipfile.ZipFile, name: str, lines: Iterable[str]) -> tuple[int, str]:
    """Writes a file of the copy; gives its lines and its hash."""
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as out:
        for line in lines:
            out.write(line.encode())
            digest.update(line.encode())
            count += 1
    return count, digest.hexdigest()


def _check(archive: zipfile.ZipFile, manifest: dict[str, Any], file: Path) -> None:
    expected = {_EVENTS: manifest["sha256"]}
    if manifest["vorm"] == _FORM:
        expected[_SITE] = manifest["sha256_site"]
    if manifest["vorm"] not in (_FORM, *_BEFORE) or any(_hash(archive, name) != found for name, found in expected.items()):
        raise UsageError(f"{file} is damaged, or made by a newer version. Mend: take another backup.")


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as lines:
        while block := lines.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    with archive.open(name) as file:
        yield from io.TextIOWrapper(file, "utf-8")


def _batches(archive: zipfile.ZipFile) -> Iterator[List[dict[str, Any]]]:
    rows = map(json.loads, _lines(archive, _EVENTS))
    while batch := list(itertools.islice(rows, _BATCH)):
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
