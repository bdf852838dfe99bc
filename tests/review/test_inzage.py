"""The reading log: the database refuses changes, and what is changed past it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from bot.review.inzage import record, verify
from bot.review.models import Inzage

pytestmark = pytest.mark.django_db


def three() -> None:
    for n in range(3):
        record(None, "gelezen", f"gesprek {n}", wie="els")


def past_the_guard(statement: str) -> None:
    """What somebody with all rights on the database can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS review_inzage_vast")
            cursor.execute("DROP TRIGGER IF EXISTS review_inzage_blijft")
        else:
            cursor.execute("ALTER TABLE review_inzage DISABLE TRIGGER USER")
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE review_inzage SET wie = 'jan'", "DELETE FROM review_inzage"])
def test_the_database_refuses(statement: str) -> None:
    three()
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().breuk is None


TAMPERING = [
    ("UPDATE review_inzage SET wie = 'jan' WHERE volgnummer = 2", 2, "another name"),
    ("UPDATE review_inzage SET zegel = 'abc' WHERE volgnummer = 3", 3, "another seal"),
    ("DELETE FROM review_inzage WHERE volgnummer = 1", 1, "the first row gone"),
    ("DELETE FROM review_inzage WHERE volgnummer = 2", 2, "a row gone"),
    ("UPDATE review_inzage SET resultaat = 'x' || resultaat WHERE volgnummer = 1", 1, "another result"),
]


@pytest.mark.parametrize(("statement", "broken", "reason"), TAMPERING, ids=[row[2] for row in TAMPERING])
def test_tampering_shows(statement: str, broken: int, reason: str) -> None:
    three()
    assert (verify().regels, verify().breuk) == (3, None)
    past_the_guard(statement)
    assert verify().breuk == broken


def test_rows_cut_off_at_the_end_show_by_the_heads_that_were_kept(tmp_path: Path) -> None:
    heads = tmp_path / "koppen.jsonl"
    three()
    verify(heads)
    assert json.loads(heads.read_text())["volgnummer"] == 3
    past_the_guard("DELETE FROM review_inzage WHERE volgnummer = 3")
    assert verify().breuk is None
    assert verify(heads).breuk == 3


def test_without_the_key_nobody_makes_a_seal(settings: Any) -> None:
    three()
    settings.SECRET_KEY = "of somebody else"
    assert verify().breuk == 1


def test_signing_in_and_failing_are_recorded(user: Callable[..., Any]) -> None:
    user("els", "beheerder")
    Client().post(reverse("aanmelden"), {"username": "els", "password": "fout"})
    row = Inzage.objects.get()
    assert (row.wie, row.actie, row.resultaat, row.herkomst) == ("els", "inloggen", "mislukt", "127.0.0.1")


def test_the_beheerder_sees_and_checks_it(enter: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.review.views.inzage.HEADS", tmp_path / "koppen.jsonl")
    three()
    client = enter("b", "beheerder")
    page = client.get(reverse("inzage"), {"object": "gesprek 1"})
    assert [row.object for row in page.context["rijen"]] == ["gesprek 1"]
    assert "zijn heel" in client.post(reverse("nakijken"), follow=True).content.decode()
    past_the_guard("UPDATE review_inzage SET wie = 'jan' WHERE volgnummer = 2")
    assert "Regel 2 klopt niet" in client.post(reverse("nakijken"), follow=True).content.decode()
