"""Invented conversations as Rasa writes them: as many events as one asks for, the same ones for the same seed."""

from __future__ import annotations

import json
import random
import sys
import time
from typing import Any, Iterator

import sqlalchemy as sa
import yaml

from bot.routekaart import Routekaart, load
from bot.settings import ROOT

_DAYS = 29


def sentences() -> list[tuple[str, str]]:
    """Training messages with their concern: words as teachers use them."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            if isinstance(block["examples"], str):
                found += [(line[2:], block["intent"]) for line in block["examples"].splitlines()]
    return found


class Maker:
    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._kaart: Routekaart = load()
        self._sentences = [(text, intent) for text, intent in sentences() if intent in self._kaart.zorgvragen]
        self._places = [g.naam for regio in self._kaart.regios.values() for g in regio.gemeenten] + [None, "Groningen"]
        self._advices: dict[tuple[str, str | None], dict[str, Any]] = {}

    def conversation(self, sender: str, until: float) -> Iterator[dict[str, Any]]:
        """One to six turns, most of them short, one in two hundred a long one."""
        pick = self._random
        now = until - pick.random() * _DAYS * 86_400
        place = pick.choice(self._places)
        for _ in range(120 if pick.random() < 0.005 else pick.choice((1, 1, 2, 2, 3, 4, 6))):
            text, intent = pick.choice(self._sentences)
            for row in self._turn(text, intent, place):
                now += 0.01
                yield {**row, "sender": sender, "timestamp": now}
            now += pick.random() * 90

    def _turn(self, text: str, intent: str, place: str | None) -> Iterator[dict[str, Any]]:
        ask = self._random.random() < 0.15
        sure = round(self._random.uniform(0.3, 1), 3)
        names = [intent, *self._random.sample(list(self._kaart.zorgvragen), 5)]
        parsed = {
            "intent": {"name": "nlu_fallback" if ask else intent, "confidence": sure},
            "intent_ranking": [{"name": name, "confidence": sure / (n + 1)} for n, name in enumerate(names)],
            "entities": [],
            "besluit": {"ask": ask, "offered": names[:3], "also": [], "safety": self._kaart.zorgvragen[intent].veiligheid},
        }
        yield {"event": "action", "name": "action_listen"}
        yield {"event": "user", "text": text, "parse_data": parsed, "input_channel": "web"}
        yield {"event": "slot", "name": "gemeente", "value": place}
        yield {"event": "slot", "name": "misverstanden", "value": int(ask)}
        if ask:
            yield {
                "event": "bot",
                "text": "Ik weet niet zeker wat je bedoelt.",
                "data": {"buttons": [{"title": n, "payload": f"/{n}"} for n in names]},
            }
            return
        yield {"event": "slot", "name": "zorgvraag", "value": intent}
        if (intent, place) not in self._advices:
            self._advices[intent, place] = self._kaart.advise(intent, place).as_dict()
        advies = self._advices[intent, place]
        yield {
            "event": "bot",
            "text": None,
            "data": {"custom": {"advies": advies, "titel": self._kaart.zorgvragen[intent].label, "delen": None}},
        }
        yield {"event": "bot", "text": "Wat wil je nog weten?", "data": {"buttons": [{"title": "Wie bel ik?", "payload": "/x"}]}}


_EVENTS = sa.Table(
    "events",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    *(sa.Column(name, kind) for name, kind in (("timestamp", sa.Float), ("intent_name", sa.String(255)), ("action_name", sa.String(255)))),
    sa.Column("data", sa.Text),
)
_AT_ONCE = 2_000


def write(database: str, count: int, maker: Maker, first: int = 0) -> int:
    """Adds at least `count` events to a tracker store, a file of SQLite or a URL. Gives the number of conversations it has then."""
    until, number, written = time.time(), first, 0
    engine = sa.create_engine(database if "://" in database else f"sqlite:///{database}")
    with engine.begin() as connection:
        _EVENTS.create(connection, checkfirst=True)
        rows: list[dict[str, Any]] = []
        while written + len(rows) < count:
            rows += map(_row, maker.conversation(f"b{number:08}", until))
            number += 1
            if len(rows) >= _AT_ONCE:
                connection.execute(_EVENTS.insert(), rows)
                written, rows = written + len(rows), []
        if rows:
            connection.execute(_EVENTS.insert(), rows)
    engine.dispose()
    return number


def _row(event: dict[str, Any]) -> dict[str, Any]:
    data = json.dumps(event, ensure_ascii=False)
    return {"sender_id": event["sender"], "type_name": event["event"], "timestamp": event["timestamp"], "data": data}


if __name__ == "__main__":
    print(write(sys.argv[1], int(sys.argv[2]), Maker()), "conversations")
