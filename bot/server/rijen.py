"""Rasa's table of events: how an event is a row of it, and what is asked of it. A query is made once: that takes as long as to run it."""

from __future__ import annotations

import functools
from typing import Any, Dict, List, Sequence

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event

from bot import fast_json
from bot.server.journaal import Row

TABLE = SQLTrackerStore.SQLEvent.__table__
_OF_SENDER = TABLE.c.sender_id == sa.bindparam("sender")
_INSERT = TABLE.insert()
_LAST = sa.select(TABLE).where(_OF_SENDER).order_by(TABLE.c.id.desc()).limit(sa.bindparam("most"))
_START = sa.select(sa.func.max(TABLE.c.id)).where(_OF_SENDER, TABLE.c.type_name == "session_started").scalar_subquery()
_SLOTS = sa.and_(_OF_SENDER, TABLE.c.id > sa.func.coalesce(_START, 0), TABLE.c.id < sa.bindparam("before"), TABLE.c.type_name == "slot")
_NEWEST = sa.select(sa.func.max(TABLE.c.id)).where(_SLOTS).group_by(TABLE.c.action_name)
_KEPT = sa.select(TABLE).where(sa.or_(TABLE.c.id == _START, TABLE.c.id.in_(_NEWEST))).order_by(TABLE.c.id)
ALL = sa.select(TABLE).where(_OF_SENDER).order_by(TABLE.c.id)


def last_turns(connection: Any, sender: str, window: int, known: Sequence[Row] = ()) -> List[Row]:
    """The last events of the present session, from the beginning of a turn on, after the slots as they were then.

    `known` is what this gave before: where that is still so, a long session need not be looked through again for its slots.
    """
    last = as_rows(connection.execute(_LAST, {"sender": sender, "most": window + 1}))[::-1]
    start = next((n for n in reversed(range(len(last))) if last[n]["type_name"] == "session_started"), None)
    if start is not None or len(last) <= window:
        return last[start:]
    begin = next((n for n, row in enumerate(last) if n and row["action_name"] == "action_listen"), 1)
    stored = [row for row in known if "id" in row]
    if stored and stored[0]["type_name"] == "session_started" and stored[-1] in last:
        before = [row for row in [*stored, *last] if row["id"] < last[begin]["id"]]
        slots = {row["action_name"]: row for row in before if row["type_name"] == "slot"}
        return [stored[0], *sorted(slots.values(), key=lambda row: int(row["id"])), *last[begin:]]
    return [*as_rows(connection.execute(_KEPT, {"sender": sender, "before": last[begin]["id"]})), *last[begin:]]


def insert(connection: Any, rows: List[Row]) -> None:
    if rows:
        connection.execute(_INSERT, [{name: value for name, value in row.items() if name != "id"} for row in rows])


def as_rows(result: Any) -> List[Row]:
    names = list(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def row_of(sender: str, event: Event) -> Row:
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


def not_stored(connection: Any, waited: List[Row]) -> List[Row]:
    """Without those that got into the store before their process ended."""
    if not waited:
        return []
    names = ("type_name", "timestamp", "data")
    times = [row["timestamp"] for row in waited]
    near = sa.select([TABLE.c[name] for name in names]).where(
        TABLE.c.sender_id == waited[0]["sender_id"], TABLE.c.timestamp.between(min(times), max(times))
    )
    there = {tuple(row) for row in connection.execute(near)}
    return [row for row in waited if tuple(row[name] for name in names) not in there]


def event_of(data: Dict[str, Any]) -> Event:
    """An event of Rasa from what `as_dict` gave."""
    event: Event = _kind(data["event"])._from_parameters(data)
    return event


@functools.cache
def _kind(name: str) -> Any:
    """The class of an event. Rasa looks through all its classes for each event, which takes a tenth of a turn."""
    return Event.resolve_by_type(name)


def event(row: Row) -> Event:
    return event_of(fast_json.read(row["data"]))


def replayed(row: Row) -> Event:
    """Without what no later turn asks for and each action would be sent: the ranking of a message before, the advice that was shown."""
    data = fast_json.read(row["data"])
    if data["event"] == "user":
        data["parse_data"] = without_ranking(data.get("parse_data") or {})
    elif data["event"] == "bot":
        data["data"] = {name: value for name, value in (data.get("data") or {}).items() if name != "custom"}
    return event_of(data)


def without_ranking(parsed: Dict[str, Any]) -> Dict[str, Any]:
    """What was understood of a message, without what else it may have meant."""
    return {name: value for name, value in parsed.items() if name != "intent_ranking"}
