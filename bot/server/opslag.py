"""The store of conversations: Rasa's table of events, written so that nothing acknowledged is lost.

What Rasa's own SQL store does not hold to, and this one does: the event loop never waits for the database; each call is bounded in
time; a failed reading is no empty conversation; what to write is known from what was read, not from a count at the end; what cannot
be written now waits on disk (journaal.py); and of a long conversation only the last turns are replayed, with the slots as they were.
"""

from __future__ import annotations

import asyncio
import collections
import concurrent.futures
import contextlib
import functools
import logging
import threading
import time
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, TypeVar

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot import fast_json
from bot.server.breaker import Breaker
from bot.server.engine import engine_of
from bot.server.journaal import Journal, Row
from bot.server.tracker import Tracker

logger = logging.getLogger(__name__)

T = TypeVar("T")
Stored = Callable[[List[Event]], None]

WINDOW = 50
"""So many events of the present session are replayed: some eight turns."""
_SECONDS = 0.8
_REST_SECONDS = 2.0
_RETRY_SECONDS = 1.0
_KNOWN, _KNOWN_SECONDS = 2_000, 900.0
"""So many conversations are kept in memory for when the store cannot be read, and so long after their last turn."""
_SENT_AGAIN = 5
"""A message that got no answer is sent again before others, so it is among so many."""
_THREADS = 8
_CHUNK = 100
"""So many waiting events go into the store as one transaction, so that each stays within its time."""
_TABLE = SQLTrackerStore.SQLEvent.__table__


class StoreAway(Exception):
    """The database does not answer now."""


class Conversations(TrackerStore):
    """`url` is for SQLAlchemy. `stored` is told which events a turn added."""

    def __init__(self, url: str, journal: Journal, stored: Stored = lambda events: None, domain: Optional[Domain] = None) -> None:
        super().__init__(domain)
        self._engine = engine_of(url, _SECONDS, _THREADS)
        self._journal, self._tell = journal, stored
        self._breaker = Breaker(_REST_SECONDS)
        self._threads = concurrent.futures.ThreadPoolExecutor(_THREADS, "opslag")
        self._known: collections.OrderedDict[str, Tuple[float, List[Row]]] = collections.OrderedDict()
        self._has_table = False
        self._flushing = asyncio.Lock()
        self.errors = 0

    @property
    def waiting(self) -> int:
        """So many events wait for the database to come back."""
        return len(self._journal)

    def init_tracker(self, sender_id: str) -> Tracker:
        return Tracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The present session. Where it cannot be read, as this process knows it; None where it knows nothing either."""
        try:
            rows = await self._in_time(lambda: self._read(sender_id), "read")
        except StoreAway:
            rows = self._recall(sender_id)
        else:
            self._remember(sender_id, rows)
        return self._tracker(sender_id, [*rows, *self._journal.waiting(sender_id)], replay=True)

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """Every session. Raises StoreAway."""
        rows = await self._in_time(lambda: self._read_all(conversation_id), "read")
        return self._tracker(conversation_id, [*rows, *self._journal.waiting(conversation_id)])

    async def heard(self, sender_id: str, message_id: str) -> bool:
        """Whether one of the last messages has this id, stored or waiting. False where the store cannot be read now."""
        users = _TABLE.c.sender_id == sender_id, _TABLE.c.type_name == "user"
        last = sa.select(_TABLE.c.data).where(*users).order_by(_TABLE.c.id.desc()).limit(_SENT_AGAIN)
        rows = list(self._journal.waiting(sender_id))
        with contextlib.suppress(StoreAway):
            rows += await self._in_time(lambda: self._rows(last), "read")
        return any(message_id in row["data"] for row in rows)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores what is new, or lets it wait on disk. Raises OSError where neither is possible: then nothing may be acknowledged."""
        events = list(tracker.events)
        new = events[getattr(tracker, "known_events", 0) :]
        rows = [_row(tracker.sender_id, event) for event in new]
        if not rows:
            return
        try:
            await self._store(tracker.sender_id, rows)
        except StoreAway:
            await asyncio.to_thread(self._journal.add, rows)
        tracker.known_events = len(events)
        self._remember(tracker.sender_id, [*self._recall(tracker.sender_id), *rows][-2 * WINDOW :])
        self._tell(new)

    async def forget(self, sender_id: str) -> None:
        """So that nothing of a deleted conversation comes back from what waits on disk or is kept in memory."""
        async with self._flushing:
            self._known.pop(sender_id, None)
            await asyncio.to_thread(self._journal.drop, sender_id)

    async def keys(self) -> Iterable[str]:
        query = sa.select(_TABLE.c.sender_id).distinct()
        found: List[str] = await self._in_time(lambda: [row[0] for row in self._rows(query)], "read")
        return found

    async def reachable(self) -> bool:
        """Whether the database answers now."""
        try:
            await self._in_time(lambda: self._rows(sa.select(_TABLE.c.id).limit(1)), "asked")
        except StoreAway:
            return False
        return True

    async def take_over(self) -> None:
        """What a process that is gone left on disk waits here from now on. Before the first turn: so it is known what was said."""
        await asyncio.to_thread(self._journal.take_over)

    async def keep_flushing(self) -> None:
        """Brings what waits on disk into the store, until it is cancelled."""
        while True:
            self._forget()
            for sender in self._journal.senders():
                with contextlib.suppress(StoreAway):
                    await self._store(sender, [])
            await asyncio.sleep(_RETRY_SECONDS)

    async def _store(self, sender: str, rows: List[Row]) -> None:
        """First what waited, then the new rows, as one transaction. Raises StoreAway: then nothing of it is stored."""
        async with self._flushing if self._journal.waiting(sender) else contextlib.nullcontext():
            waited = self._journal.waiting(sender)
            if len(waited) > _CHUNK and rows:  # they keep their place behind it
                raise StoreAway
            first = waited[:_CHUNK]
            await self._in_time(lambda given_up: self._write(first, rows, given_up), "written", may_give_up=True)
            if first:
                self._journal.stored(sender, len(first))

    async def _in_time(self, work: Callable[..., T], done: str, may_give_up: bool = False) -> T:
        """The work in a thread. Raises StoreAway where it fails, takes too long, or failed just before."""
        if self._breaker.resting:
            raise StoreAway
        given_up = threading.Event()
        future = asyncio.get_running_loop().run_in_executor(self._threads, *((work, given_up) if may_give_up else (work,)))
        future.add_done_callback(lambda late: late.cancelled() or late.exception())  # nobody may be there any more to hear of it
        try:
            result: T = await asyncio.wait_for(asyncio.shield(future), _SECONDS)
        except (sa.exc.SQLAlchemyError, asyncio.TimeoutError, OSError) as error:
            given_up.set()
            self._breaker.failed()
            self._has_table = False
            self.errors += 1
            logger.error("The store could not be %s: %s", done, type(error).__name__)
            raise StoreAway from None
        self._breaker.worked()
        return result

    def _rows(self, query: Any) -> List[Any]:
        with self._connection() as connection:
            return list(connection.execute(query))

    @contextlib.contextmanager
    def _connection(self) -> Any:
        if not self._has_table:
            SQLTrackerStore.Base.metadata.create_all(self._engine)
            self._has_table = True
        with self._engine.connect() as connection:
            yield connection

    def _read(self, sender: str) -> List[Row]:
        """The last events of the present session, from the beginning of a turn on, after the slots as they were then."""
        mine = _TABLE.c.sender_id == sender
        with self._connection() as connection:
            start = (
                connection.execute(sa.select(sa.func.max(_TABLE.c.id)).where(mine, _TABLE.c.type_name == "session_started")).scalar() or 0
            )
            session = sa.select(_TABLE).where(mine, _TABLE.c.id >= start)
            last = [dict(row) for row in connection.execute(session.order_by(_TABLE.c.id.desc()).limit(WINDOW + 1)).mappings()][::-1]
            if len(last) <= WINDOW:
                return last
            begin = next((n for n, row in enumerate(last) if n and row["action_name"] == "action_listen"), 1)
            before = sa.and_(mine, _TABLE.c.id >= start, _TABLE.c.id < last[begin]["id"], _TABLE.c.type_name == "slot")
            newest = sa.select(sa.func.max(_TABLE.c.id)).where(before).group_by(_TABLE.c.action_name)
            kept = sa.select(_TABLE).where(sa.or_(_TABLE.c.id == start, _TABLE.c.id.in_(newest))).order_by(_TABLE.c.id)
            return [*(dict(row) for row in connection.execute(kept).mappings()), *last[begin:]]

    def _read_all(self, sender: str) -> List[Row]:
        query = sa.select(_TABLE).where(_TABLE.c.sender_id == sender).order_by(_TABLE.c.id)
        return [dict(row) for row in self._rows_as_mappings(query)]

    def _rows_as_mappings(self, query: Any) -> List[Any]:
        with self._connection() as connection:
            return list(connection.execute(query).mappings())

    def _write(self, waited: List[Row], rows: List[Row], given_up: threading.Event) -> None:
        with self._connection() as connection, connection.begin() as transaction:
            new = [*_not_stored(connection, waited), *rows]
            if new:
                connection.execute(_TABLE.insert(), [{name: value for name, value in row.items() if name != "id"} for row in new])
            if given_up.is_set():  # they wait on disk by now
                transaction.rollback()

    def _recall(self, sender: str) -> List[Row]:
        return self._known[sender][1] if sender in self._known else []

    def _remember(self, sender: str, rows: List[Row]) -> None:
        self._known.pop(sender, None)
        if rows:
            self._known[sender] = (time.monotonic(), rows)

    def _forget(self) -> None:
        """The oldest stand first."""
        while self._known and (len(self._known) > _KNOWN or time.monotonic() - next(iter(self._known.values()))[0] > _KNOWN_SECONDS):
            self._known.popitem(last=False)

    def _tracker(self, sender: str, rows: List[Row], replay: bool = False) -> Optional[DialogueStateTracker]:
        if not rows:
            return None
        read = _replayed if replay else _event
        tracker = Tracker.from_events(sender, [read(row) for row in rows], self.domain.slots)
        tracker.known_events = len(rows)
        return tracker


def event_of(data: Dict[str, Any]) -> Event:
    """An event of Rasa from what `as_dict` gave."""
    event: Event = _kind(data["event"])._from_parameters(data)
    return event


@functools.cache
def _kind(name: str) -> Any:
    """The class of an event. Rasa looks through all its classes for each event, which takes a tenth of a turn."""
    return Event.resolve_by_type(name)


def _event(row: Row) -> Event:
    return event_of(fast_json.read(row["data"]))


def _replayed(row: Row) -> Event:
    """Without what no later turn asks for and each action would be sent: the ranking of a message before, the advice that was shown."""
    data = fast_json.read(row["data"])
    if data["event"] == "user":
        data["parse_data"] = {name: value for name, value in (data.get("parse_data") or {}).items() if name != "intent_ranking"}
    elif data["event"] == "bot":
        data["data"] = {name: value for name, value in (data.get("data") or {}).items() if name != "custom"}
    return event_of(data)


def _row(sender: str, event: Event) -> Row:
    """As Rasa's own store writes it."""
    data = event.as_dict()
    intent = (data.get("parse_data") or {}).get("intent") or {}
    return {
        "sender_id": sender,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": intent.get("name"),
        "action_name": data.get("name"),
        "data": fast_json.write(data).decode(),
    }


def _not_stored(connection: Any, waited: List[Row]) -> List[Row]:
    """Without those that got into the store before their process ended."""
    if not waited:
        return []
    names = ("type_name", "timestamp", "data")
    times = [row["timestamp"] for row in waited]
    near = sa.select([_TABLE.c[name] for name in names]).where(
        _TABLE.c.sender_id == waited[0]["sender_id"], _TABLE.c.timestamp.between(min(times), max(times))
    )
    there = {tuple(row) for row in connection.execute(near)}
    return [row for row in waited if tuple(row[name] for name in names) not in there]
