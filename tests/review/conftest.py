"""A site with accounts of every role, and conversations as Rasa writes them."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any, Callable, Sequence

import pytest
from django.test import Client

from bot.settings import ROOT

PASSWORD = "lange zin met woorden 7"
NOW = time.time()


@pytest.fixture(scope="session", autouse=True)
def _light() -> None:
    """The site needs no TensorFlow; spaCy would take seconds to import it."""
    import sys

    if "tensorflow" not in sys.modules:
        sys.modules["tensorflow"] = None  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _own_heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the next `make run` here would say that its reading log was changed."""
    monkeypatch.setattr("bot.review.views.inzage.HEADS", tmp_path / "koppen.jsonl")


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    """Figures are kept for a minute; a test has its own."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def routekaart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A route map of one's own to change."""
    folder = tmp_path / "routekaart"
    shutil.copytree(ROOT / "data" / "routekaart", folder)
    monkeypatch.setenv("WEGWIJZER_ROUTEKAART", str(folder))
    return folder


@pytest.fixture
def user(db: None) -> Callable[..., Any]:
    from bot.review.models import Gebruiker

    def make(name: str, rol: str, *regios: str, email: str = "") -> Any:
        return Gebruiker.objects.create_user(name, email, PASSWORD, rol=rol, regios=list(regios))

    return make


@pytest.fixture
def enter(user: Callable[..., Any]) -> Callable[..., Client]:
    """A client that is signed in with both factors."""
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from bot.review.models import Gebruiker

    def make(name: str, rol: str = "", *regios: str, factor: bool = True) -> Client:
        who = Gebruiker.objects.filter(username=name).first() or user(name, rol, *regios)
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["sinds"] = time.time()
        if factor:
            device = TOTPDevice.objects.get_or_create(user=who, confirmed=True)[0]
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    return make


@dataclasses.dataclass
class Store:
    """A tracker store of SQLite that tests write in as Rasa does."""

    path: Path

    def __post_init__(self) -> None:
        with self._open() as db:
            db.execute(
                "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL,"
                " timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"
            )
            db.execute("CREATE INDEX ix_events_sender_id ON events (sender_id)")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)

    def write(self, rows: Sequence[dict[str, Any]], ids: Sequence[int] | None = None) -> list[int]:
        with self._open() as db:
            return [
                db.execute(
                    "INSERT INTO events (id, sender_id, type_name, timestamp, data) VALUES (?, ?, ?, ?, ?)",
                    (ids[n] if ids else None, row["sender"], row["event"], row["timestamp"], json.dumps(row)),
                ).lastrowid
                or 0
                for n, row in enumerate(rows)
            ]

    def delete(self, sender: str) -> None:
        with self._open() as db:
            db.execute("DELETE FROM events WHERE sender_id = ?", (sender,))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "tracker.sqlite3")


@pytest.fixture
def lezer(db: None, store: Store, tmp_path: Path) -> Any:
    from bot.review.inlees.bron import Bron
    from bot.review.inlees.lezer import Lezer

    return Lezer(Bron(str(store.path)), tmp_path / "gewist.jsonl", 30)


def turn(
    sender: str,
    text: str,
    zorgvraag: str = "pesten",
    gemeente: str | None = "Kampen",
    *,
    when: float = NOW - 600,
    answered: bool = True,
    safety: bool = False,
    ask: bool = False,
    misverstanden: int = 0,
    organisatie: str | None = "CJG Kampen",
) -> list[dict[str, Any]]:
    """One message with what Rasa writes around it."""
    ranking = [{"name": zorgvraag, "confidence": 0.91}, {"name": "scheiding", "confidence": 0.05}]
    parsed = {
        "intent": {"name": "nlu_fallback" if ask else zorgvraag, "confidence": 0.91},
        "intent_ranking": ranking,
        "entities": [],
        "besluit": {"ask": ask, "offered": [zorgvraag] if ask else [], "also": [], "safety": safety},
    }
    rows: list[dict[str, Any]] = [
        {"event": "user", "text": text, "parse_data": parsed, "input_channel": "web"},
        {"event": "slot", "name": "misverstanden", "value": misverstanden},
        {"event": "slot", "name": "gemeente", "value": gemeente},
        {"event": "slot", "name": "zorgvraag", "value": None if ask else zorgvraag},
    ]
    if answered:
        contact = {"functie": "jeugdhulp_toegang", "organisatie": organisatie, "telefoon": "038-337 00 30", "uren": None}
        advies = {
            "zorgvraag": zorgvraag,
            "gemeente": gemeente,
            "urgentie": {"niveau": "deze_week", "reden": "Pak het deze week aan."},
            "eerst_in_school": {"rol": "ib", "tekst": "Praat met je intern begeleider."},
            "contacten": [contact],
            "stappen": ["Luister."],
        }
        rows.append({"event": "bot", "text": None, "data": {"custom": {"advies": advies, "titel": "Pesten", "delen": None}}})
    else:
        rows.append(
            {"event": "bot", "text": "Ik weet niet zeker wat je bedoelt.", "data": {"buttons": [{"title": "Pesten", "payload": "/pesten"}]}}
        )
    return [{**row, "sender": sender, "timestamp": when + n / 100} for n, row in enumerate(rows)]


@pytest.fixture
def talks(store: Store, lezer: Any, routekaart: Path) -> Store:
    """Four conversations: two in Kampen, one in Zwolle, one without a place."""
    store.write(turn("a", "Een jongen in groep 6 wordt gepest in de klassenapp", when=NOW - 4000))
    store.write(turn("a", "En wat zeg ik tegen de ouders?", when=NOW - 3900))
    store.write(turn("b", "Een meisje wil niet meer leven", "suicidaliteit", when=NOW - 3000, safety=True))
    store.write(turn("c", "Zijn ouders gaan scheiden", "scheiding", "Zwolle", when=NOW - 2000, organisatie=None))
    store.write(turn("d", "blablabla", "pesten", None, when=NOW - 1000, ask=True, answered=False, misverstanden=1))
    lezer.read()
    return store
