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
import contextvars
import logging
import threading
import time
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, TypeVar

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server import rijen
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
_KNOWN, _KNOWN_SECONDS = 500, 900.0
"""So many conversations are kept in memory, some 100 kB each, for when the store cannot be read, and so long after their last turn."""
_THREADS = 8
_CHUNK = 100
"""So many waiting events go into the store as one transaction, so that each stays within its time."""

_just_read: contextvars.ContextVar[Optional[Dict[Tuple[int, str], List[Row]]]] = contextvars.ContextVar("just_read", default=None)
"""What the present turn read before it began; taken once."""


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
        self._writing = threading.Lock() if url.startswith("sqlite") else None
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
            rows = (_just_read.get() or {}).pop((id(self), sender_id), None)
            rows = await self._in_time(lambda: self._read(sender_id), "read") if rows is None else rows
        except StoreAway:
            rows = self._recall(sender_id)
        else:
            self._remember(sender_id, rows)
        return self._tracker(sender_id, [*rows, *self._journal.waiting(sender_id)], replay=True)

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """Every session. Raises StoreAway."""
        rows = await self._in_time(lambda: self._rows(rijen.ALL, sender=conversation_id), "read")
        return self._tracker(conversation_id, [*rows, *self._journal.waiting(conversation_id)])

    async def heard(self, sender_id: str, message_id: str) -> bool:
        """Whether one of the last messages has this id, stored or waiting. False where the store cannot be read now.

        Who asks holds the lock of the conversation until its turn is over, so the turn begins with what was read here.
        """
        rows: List[Row] = []
        with contextlib.suppress(StoreAway):
            rows = await self._in_time(lambda: self._read(sender_id), "read")
        waiting = self._journal.waiting(sender_id)
        if rows and not waiting:  # what waits may get into the store meanwhile
            _just_read.set({(id(self), sender_id): rows})
        return any(message_id in row["data"] for row in [*rows, *waiting] if row["type_name"] == "user")

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores what is new, or lets it wait on disk. Raises OSError where neither is possible: then nothing may be acknowledged."""
        events = list(tracker.events)
        new = events[getattr(tracker, "known_events", 0) :]
        rows = [rijen.row_of(tracker.sender_id, event) for event in new]
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
        query = sa.select(rijen.TABLE.c.sender_id).distinct()
        return [row["sender_id"] for row in await self._in_time(lambda: self._rows(query), "read")]

    async def reachable(self) -> bool:
        """Whether the database answers now."""
        try:
            await self._in_time(lambda: self._rows(sa.select(rijen.TABLE.c.id).limit(1)), "asked")
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

    def _rows(self, query: Any, **given: Any) -> List[Row]:
        with self._connection() as connection:
            return rijen.as_rows(connection.execute(query, given))

    @contextlib.contextmanager
    def _connection(self) -> Any:
        if not self._has_table:
            SQLTrackerStore.Base.metadata.create_all(self._engine)
            self._has_table = True
        with self._engine.connect() as connection:
            yield connection

    def _read(self, sender: str) -> List[Row]:
        with self._connection() as connection:
            return rijen.last_turns(connection, sender, WINDOW, self._recall(sender))

    def _write(self, waited: List[Row], rows: List[Row], given_up: threading.Event) -> None:
        with self._alone(), self._connection() as connection, connection.begin() as transaction:
            rijen.insert(connection, [*rijen.not_stored(connection, waited), *rows])
            if given_up.is_set():  # they wait on disk by now
                transaction.rollback()

    @contextlib.contextmanager
    def _alone(self) -> Any:
        """SQLite takes one writer and lets the others try again at growing pauses, by which some starve in a crowd: here they queue."""
        if self._writing is None:
            yield
        elif self._writing.acquire(timeout=_SECONDS):
            try:
                yield
            finally:
                self._writing.release()
        else:
            raise TimeoutError

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
        read = rijen.replayed if replay else rijen.event
        tracker = Tracker.from_events(sender, [read(row) for row in rows], self.domain.slots)
        tracker.known_events = len(rows)
        return tracker
