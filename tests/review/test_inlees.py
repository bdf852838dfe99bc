"""Reading Rasa's events: each once, whatever order they become visible in, and the same again when all is read anew."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.review.inlees import lezer as module
from bot.review.models import Advies, Beurt, Contact, Feedback, Gat, Gesprek, Kandidaat, Oordeel, Stand
from tests.review.conftest import NOW, Store, turn

MADE = (
    "nummer",
    "kanaal",
    "begonnen",
    "laatst",
    "beurten",
    "zorgvraag",
    "gemeente",
    "regio",
    "veiligheid",
    "onzeker",
    "feedback",
    "zoektekst",
)


def picture() -> dict[str, Any]:
    """Everything that was derived, without our own keys."""
    return {
        "gesprekken": list(Gesprek.objects.order_by("nummer").values(*MADE)),
        "beurten": list(
            Beurt.objects.order_by("event").values(
                "event", "gesprek__nummer", "volgorde", "tekst", "uitkomst", "zorgvraag", "regio", "antwoord"
            )
        ),
        "adviezen": list(Advies.objects.order_by("event").values("event", "beurt__event", "zorgvraag", "inhoud")),
        "contacten": list(Contact.objects.order_by("advies__event", "plek").values("advies__event", "organisatie", "regio")),
        "feedback": list(Feedback.objects.order_by("event").values("event", "juist", "opmerking")),
    }


def test_what_a_turn_means(talks: Store) -> None:
    first, second = Beurt.objects.filter(gesprek__nummer="a")
    assert (first.volgorde, second.volgorde) == (1, 2)
    assert (first.tekst, first.zorgvraag, first.gemeente, first.regio) == (
        "Een jongen in groep 6 wordt gepest in de klassenapp", "pesten", "Kampen", "kampen"
    )  # fmt: skip
    assert (first.uitkomst, first.zekerheid, first.ranking[1]["name"]) == ("beantwoord", 0.91, "scheiding")
    danger = Gesprek.objects.get(nummer="b")
    assert (danger.veiligheid, danger.zorgvraag, danger.kanaal) == (True, "suicidaliteit", "web")
    unmet = Contact.objects.get(advies__beurt__gesprek__nummer="c")
    assert (unmet.organisatie, unmet.regio, unmet.zorgvraag) == ("", "zwolle", "scheiding")
    unsure = Gesprek.objects.get(nummer="d")
    assert (unsure.onzeker, unsure.niet_begrepen, unsure.regio) == (True, False, "")


def test_twice_not_understood(store: Store, lezer: Any) -> None:
    store.write(turn("d", "bla", ask=True, answered=False, misverstanden=2))
    lezer.read()
    assert Gesprek.objects.get().niet_begrepen


def test_feedback_of_the_teacher(store: Store, lezer: Any) -> None:
    rows = turn("a", "gepest")
    said = {"zorgvraag": "pesten", "gemeente": "Kampen", "functie": "x", "juist": False, "opmerking": "nummer werkt niet"}
    rows.append({"event": "slot", "name": "oordeel", "value": said, "sender": "a", "timestamp": NOW})
    store.write(rows)
    lezer.read()
    found = Feedback.objects.get()
    assert (found.juist, found.opmerking, Gesprek.objects.get().feedback) == (False, "nummer werkt niet", "fout")


def test_a_store_that_is_not_there_yet_and_one_without_events(lezer: Any, store: Store) -> None:
    assert lezer.read() == 0
    store.path.unlink()
    assert (lezer.read(), lezer.tidy()) == (0, 0)


def test_reading_again_changes_nothing(talks: Store, lezer: Any) -> None:
    before = picture()
    assert lezer.read() == 0
    assert picture() == before


def test_all_anew_gives_the_same_and_keeps_the_review(talks: Store, lezer: Any, user: Any) -> None:
    before = picture()
    turn_ = Beurt.objects.order_by("event").first()
    Oordeel.objects.create(beurt=turn_, beoordelaar=user("b", "beheerder"), contact_goed=False, zorgvraag="rouw")
    Gesprek.objects.filter(nummer="a").update(staat="klaar")
    assert lezer.rebuild() > 0
    assert picture() == before
    assert Oordeel.objects.get().beurt.event == before["beurten"][0]["event"]
    assert Gesprek.objects.get(nummer="a").staat == "klaar"


def test_a_conversation_that_goes_on_is_extended(talks: Store, lezer: Any) -> None:
    talks.write(turn("a", "En als het niet stopt?", when=NOW - 10))
    lezer.read()
    assert list(Beurt.objects.filter(gesprek__nummer="a").values_list("volgorde", flat=True)) == [1, 2, 3]
    assert Gesprek.objects.get(nummer="a").beurten == 3


@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_a_break_in_the_middle_loses_and_doubles_nothing(talks: Store, lezer: Any, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    """The process ends while it stores a bite: the next one goes on from there."""
    expected = picture()
    Stand.objects.all().delete()
    Gesprek.objects.all().delete()
    monkeypatch.setattr(module, "BITE", 7)
    calls, store = iter(range(100)), module.store

    def break_off(found: Any) -> None:
        store(found)
        if next(calls) == fails_at:
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "store", break_off)
    with pytest.raises(KeyboardInterrupt):
        lezer.read()
    lezer.read()
    assert picture() == expected


ROWS = [row for n in range(4) for row in turn(f"s{n}", f"vraag {n}", when=NOW - 300 + n)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(list(range(len(ROWS)))), st.integers(1, 9))
def test_rows_that_become_visible_in_any_order(lezer: Any, store: Store, order: list[int], at_once: int) -> None:
    """Several replicas write: ids are given out in order and seen in any other."""
    for model in (Stand, Gat, Gesprek):
        model.objects.all().delete()
    for sender in {row["sender"] for row in ROWS}:
        store.delete(sender)
    for start in range(0, len(order), at_once):
        part = order[start : start + at_once]
        store.write([ROWS[n] for n in part], [n + 1 for n in part])
        lezer.read()
    found = picture()
    assert Gat.objects.count() == 0
    lezer.rebuild()
    assert picture() == found
    assert [b["event"] for b in found["beurten"]] == [n + 1 for n, row in enumerate(ROWS) if row["event"] == "user"]


def test_a_hole_of_an_hour_is_given_up_and_an_old_one_is_none(store: Store, lezer: Any) -> None:
    store.write(turn("a", "een", when=NOW - 10), [5, 6, 7, 8, 9])
    lezer.read()
    assert [(gat.van, gat.tot) for gat in Gat.objects.all()] == [(1, 4)]
    Gat.objects.update(sinds=timezone.now() - dt.timedelta(hours=2))
    lezer.read()
    assert Gat.objects.count() == 0
    store.write(turn("b", "twee", when=NOW - 9000), [105, 106, 107, 108, 109])
    lezer.read()
    assert Gat.objects.count() == 0


def test_ids_that_sqlite_gives_out_again(talks: Store, lezer: Any, user: Any) -> None:
    """The newest conversation is deleted and the next one gets its ids: the review of the old one does not move to it."""
    old = Beurt.objects.get(gesprek__nummer="d")
    Oordeel.objects.create(beurt=old, beoordelaar=user("b", "beheerder"), contact_goed=False, zorgvraag="rouw")
    talks.delete("d")
    talks.write(turn("e", "een heel andere vraag", when=NOW - 5))
    lezer.read()
    lezer.tidy()
    assert Beurt.objects.get(gesprek__nummer="e").event == old.event
    assert not Gesprek.objects.filter(nummer="d").exists()
    assert Oordeel.objects.count() == 0


def test_what_may_no_longer_be_kept(talks: Store, lezer: Any, user: Any, tmp_path: Path) -> None:
    """Deleted by the teacher, gone from the store, too old."""
    (tmp_path / "gewist.jsonl").write_text(json.dumps({"gesprek": hashlib.sha256(b"b").hexdigest()}) + "\n", encoding="utf-8")
    talks.delete("c")
    by = user("b", "beheerder")
    for nummer, staat in (("a", "goed"), ("c", "open")):
        values = {"tekst": "x", "zorgvraag": "rouw", "voorgesteld_door": by, "staat": staat}
        Kandidaat.objects.create(beurt=Beurt.objects.filter(gesprek__nummer=nummer).first(), **values)
    assert lezer.tidy() == 2
    assert set(Gesprek.objects.values_list("nummer", flat=True)) == {"a", "d"}
    assert lezer.tidy(timezone.now() + dt.timedelta(days=31)) == 2
    assert (Gesprek.objects.count(), Beurt.objects.count(), Contact.objects.count()) == (0, 0, 0)
    assert [(k.staat, k.beurt) for k in Kandidaat.objects.all()] == [("goed", None)]
    lezer.rebuild()
    assert not Gesprek.objects.filter(nummer="b").exists()


def test_reading_never_writes_in_the_store(talks: Store, lezer: Any) -> None:
    talks.path.chmod(0o444)
    before = talks.path.read_bytes()
    lezer.rebuild()
    assert talks.path.read_bytes() == before
