"""What the channel remembers, in tables beside Rasa's events: who is which conversation, where to send, and thumbs on an advice.

A conversation gets a random id. Only who has the key finds it from a person in Teams (a keyed hash), or finds Teams from it (encrypted).
Every table has a `sender_id`, so that the purge and "wis dit gesprek" empty them together with the events.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
import threading
import time
from pathlib import Path
from typing import Any, Dict, Optional

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from bot.channels.microsoft.connector import Address
from bot.privacy.pseudonym import pseudonym, random_id

_DAY = 86_400
_WAIT_SECONDS = 10

_META = sa.MetaData()
_TALKS = sa.Table(
    "teams_gesprekken",
    _META,
    sa.Column("wie", sa.String(32), primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, unique=True),
    sa.Column("adres", sa.Text, nullable=False),
    sa.Column("gezien", sa.Float, nullable=False),
)
_ADVICE = sa.Table(
    "teams_adviezen",
    _META,
    sa.Column("bericht", sa.String(32), primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("zorgvraag", sa.String(64), nullable=False),
    sa.Column("gemeente", sa.String(64)),
    sa.Column("tijd", sa.Float, nullable=False),
)
_THUMBS = sa.Table(
    "teams_oordelen",
    _META,
    sa.Column("bericht", sa.String(32), primary_key=True),
    sa.Column("wie", sa.String(32), primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("oordeel", sa.String(16), nullable=False),
    sa.Column("tijd", sa.Float, nullable=False),
)


class Store:
    """`database` is a file of SQLite or a URL for SQLAlchemy; `key` has at least 32 characters. Methods block: call them in a thread."""

    def __init__(self, database: str, key: str, days: int) -> None:
        self._database, self._key, self._days = database, key, days
        derived = hmac.new(key.encode(), b"address of a conversation in Teams", hashlib.sha256).digest()
        self._box = Fernet(base64.urlsafe_b64encode(derived))
        self._made: Optional[Any] = None
        self._making = threading.Lock()

    def sender(self, person: str, address: Address) -> tuple[str, bool]:
        """The conversation id of a person, and whether it is new. Remembers the address for a later message."""
        who, now = pseudonym(person, self._key), time.time()
        row = {"adres": self._box.encrypt(json.dumps(dataclasses.asdict(address)).encode()).decode(), "gezien": now}
        try:
            with self._engine().begin() as connection:
                connection.execute(_TALKS.delete().where(_TALKS.c.gezien < now - self._days * _DAY))
                found = self._find(connection, who)
                if found is None:
                    connection.execute(_TALKS.insert().values(wie=who, sender_id=(new := f"teams:{random_id()}"), **row))
                    return new, True
                connection.execute(_TALKS.update().where(_TALKS.c.wie == who).values(**row))
                return found, False
        except sa.exc.IntegrityError:  # another replica made it in the meantime
            return self.sender(person, address)

    def address(self, sender: str) -> Optional[Address]:
        """Where the conversation is; None where it was deleted, or kept under another key."""
        with self._engine().begin() as connection:
            box = connection.execute(sa.select([_TALKS.c.adres]).where(_TALKS.c.sender_id == sender)).scalar()
        try:
            return Address(**json.loads(self._box.decrypt(box.encode()))) if box else None
        except InvalidToken:
            return None

    def forget(self, person: str) -> None:
        """From now on we cannot write to this person any more, until she writes."""
        with self._engine().begin() as connection:
            connection.execute(_TALKS.delete().where(_TALKS.c.wie == pseudonym(person, self._key)))

    def advised(self, address: Address, activity: str, sender: str, advies: Dict[str, Any]) -> None:
        """An advice was posted as this activity: thumbs may follow."""
        row = {"bericht": self._message(address, activity), "sender_id": sender, "tijd": time.time()}
        with self._engine().begin() as connection:
            connection.execute(_ADVICE.delete().where(_ADVICE.c.bericht == row["bericht"]))
            connection.execute(_ADVICE.insert().values(zorgvraag=advies["zorgvraag"], gemeente=advies["gemeente"], **row))

    def judged(self, address: Address, activity: str, member: str, oordeel: Optional[str]) -> Optional[Dict[str, Any]]:
        """Keeps, replaces or (None) takes back what a person thinks of an advice; gives what it was about, None where it was no advice."""
        message, who = self._message(address, activity), pseudonym(member, self._key)
        with self._engine().begin() as connection:
            columns = [_ADVICE.c.sender_id, _ADVICE.c.zorgvraag, _ADVICE.c.gemeente]
            about = connection.execute(sa.select(columns).where(_ADVICE.c.bericht == message)).mappings().first()
            if about is None:
                return None
            connection.execute(_THUMBS.delete().where((_THUMBS.c.bericht == message) & (_THUMBS.c.wie == who)))
            if oordeel:
                values = {"bericht": message, "wie": who, "sender_id": about["sender_id"], "oordeel": oordeel, "tijd": time.time()}
                connection.execute(_THUMBS.insert().values(**values))
        return dict(about)

    def _message(self, address: Address, activity: str) -> str:
        return pseudonym(f"{address.conversation}\n{activity}", self._key)

    @staticmethod
    def _find(connection: Any, who: str) -> Optional[str]:
        found: Optional[str] = connection.execute(sa.select([_TALKS.c.sender_id]).where(_TALKS.c.wie == who)).scalar()
        return found

    def _engine(self) -> Any:
        with self._making:
            if self._made is None:
                if "://" in self._database:
                    engine = sa.create_engine(self._database, pool_pre_ping=True)
                else:
                    Path(self._database).parent.mkdir(parents=True, exist_ok=True)
                    engine = sa.create_engine(f"sqlite:///{self._database}", connect_args={"timeout": _WAIT_SECONDS})
                try:
                    _META.create_all(engine)
                except sa.exc.DBAPIError:  # another replica made them at the same moment, or the database is away: then this raises too
                    _META.create_all(engine)
                self._made = engine
            return self._made
