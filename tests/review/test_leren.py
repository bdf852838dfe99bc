"""Candidates: a second person, a lint with a veto, an export that Rasa reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest
from django.test import Client
from django.urls import reverse

from bot.learn import _checked, _yaml, report
from bot.privacy.redactor import default_redactor
from bot.review.kandidaten import export, lint, pieces
from bot.review.models import Beurt, Kandidaat
from bot.settings import ROOT
from tests.review.conftest import Store

pytestmark = pytest.mark.django_db

GOOD = "Mijn leerling verstopt zich elke pauze achter het fietsenhok omdat hij bang is"


def candidate(by: Any, text: str = GOOD, **values: Any) -> Kandidaat:
    return Kandidaat.objects.create(tekst=text, zorgvraag="pesten", regio="kampen", voorgesteld_door=by, **values)


def decide(client: Client, kandidaat: Kandidaat, actie: str = "goed", **fields: str) -> str:
    text: str = client.post(reverse("kandidaat", args=[kandidaat.pk]), {"actie": actie, **fields}, follow=True).content.decode()
    kandidaat.refresh_from_db()
    return text


def test_a_second_person_agrees(enter: Callable[..., Client], user: Callable[..., Any]) -> None:
    els = user("els", "coordinator", "kampen")
    found = candidate(els)
    assert "stelde je zelf voor" in decide(enter("els"), found)
    assert found.staat == "open"
    decide(enter("bea", "beheerder"), found)
    assert (found.staat, found.besloten_door.username) == ("goed", "bea")


def test_a_candidate_stands_with_its_conversation_and_what_the_bot_made_of_it(talks: Store, enter: Callable[..., Client]) -> None:
    beurt = Beurt.objects.get(tekst__startswith="Een jongen")
    client = enter("els", "coordinator", "kampen")
    client.post(reverse("oordeel", args=[beurt.pk]), {"contact_goed": "nee", "zorgvraag": "rouw"})
    page = client.get(reverse("leren")).content.decode()
    assert f"{reverse('gesprek', args=[beurt.gesprek_id])}#beurt-1" in page and "de bot begreep: Pesten" in page


def test_the_lint_has_a_veto_and_personal_data_is_hidden(enter: Callable[..., Client], user: Callable[..., Any]) -> None:
    found = candidate(user("els", "coordinator", "kampen"))
    decide(enter("bea", "beheerder"), found, tekst="Bel de moeder van Mohammed de Vries op 06-12345678 over pesten")
    assert (found.staat, len(found.bezwaren)) == ("open", 1)
    assert "Vries" not in found.tekst and "12345678" not in found.tekst


def first_of(path: str) -> str:
    import json

    return str(json.loads((ROOT / path).read_text(encoding="utf-8").splitlines()[40])["text"])


def training_line() -> str:
    """A long one in which the redactor sees nobody, so that one fault is left."""
    lines = (ROOT / "data/nlu/omgang.yml").read_text(encoding="utf-8").splitlines()
    texts = (line.strip()[2:] for line in lines if line.startswith("      - ") and len(line.split()) > 10)
    return next(text for text in texts if not default_redactor().find(text))


LINT = [
    (lambda: GOOD, 0, "a new message"),
    (lambda: "gepest", 1, "too short"),
    (lambda: "Er is iets met [naam] in de klas gebeurd vandaag", 2, "a place where a name was"),
    (training_line, 1, "a training message"),
    (lambda: training_line() + " !!", 1, "nearly a training message"),
    (lambda: first_of("benchmarks/nlu/validatie.jsonl"), 1, "a message that measures"),
    (lambda: first_of("benchmarks/nlu/toets.jsonl"), 1, "another message that measures"),
]


@pytest.mark.parametrize(("text", "count", "reason"), LINT, ids=[row[2] for row in LINT])
def test_lint(text: Callable[[], str], count: int, reason: str) -> None:
    assert len(lint(text())) == count, lint(text())


def test_the_same_message_twice(user: Callable[..., Any]) -> None:
    one = candidate(user("els", "coordinator", "kampen"))
    assert len(lint(GOOD)) == 1
    assert lint(GOOD, one.pk) == []


def test_pieces() -> None:
    assert pieces("Gepest!") == {"gepes", "epest"}
    assert pieces("ja") == {"ja"}


def test_the_export_is_read_by_rasa(user: Callable[..., Any], tmp_path: Path) -> None:
    els = user("els", "coordinator", "kampen")
    texts = [GOOD, "Zij zegt: 'laat me' | en # dan niets: klaar", '"citaat" aan het begin van de zin']
    for text in texts:
        candidate(els, text, staat="goed")
    candidate(els, "Deze is nog niet goedgekeurd door iemand")
    (tmp_path / "export.yml").write_text(export(), encoding="utf-8")
    from rasa.shared.nlu.training_data.loading import load_data

    data = load_data(str(tmp_path))
    assert {(e.get("text"), e.get("intent")) for e in data.intent_examples} == {(text, "pesten") for text in texts}
    (tmp_path / "export.yml").write_text(_yaml(_checked(export())), encoding="utf-8")
    assert {e.get("text") for e in load_data(str(tmp_path)).intent_examples} == set(texts)


def test_only_the_beheerder_exports(enter: Callable[..., Client], user: Callable[..., Any]) -> None:
    candidate(user("els", "coordinator", "kampen"), staat="goed")
    assert enter("els").get(reverse("leren_export")).status_code == 403
    assert GOOD in enter("bea", "beheerder").get(reverse("leren_export")).content.decode()


def test_a_file_that_is_no_export() -> None:
    from bot.errors import UsageError

    for text, words in (
        ("nlu: 3", "not an export"),
        ('nlu: [{intent: bestaat_niet, examples: "- x"}]', "bestaat_niet"),
        ("{", "not an export"),
    ):
        with pytest.raises(UsageError, match=words):
            _checked(text)


def test_in_a_container_learn_says_where_it_can_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it trains for minutes."""
    from bot import learn
    from bot.errors import UsageError

    monkeypatch.setattr(learn, "ROOT", tmp_path)
    with pytest.raises(UsageError, match="learn --in FILE"):
        learn.learn(tmp_path / "model.tar.gz", None, False, print, print)


def test_the_report_names_what_got_better_worse_and_less_safe() -> None:
    def outcome(top: str, safety: bool = False) -> dict[str, Any]:
        return {"ranking": [{"name": top, "confidence": 1}], "safety": safety}

    rows = [{"id": str(n), "text": f"zin {n}", "zorgvraag": "pesten"} for n in range(4)]
    before = {"0": outcome("rouw"), "1": outcome("pesten"), "2": outcome("pesten", True), "3": outcome("rouw")}
    after = {"0": outcome("pesten"), "1": outcome("rouw"), "2": outcome("pesten"), "3": outcome("scheiding")}
    lines = report(rows, before, after, [{"top1": (0.5, 4)}, {"top1": (0.5, 4)}])
    text = "\n".join(lines)
    for expected in ("1 messages are better\n  zin 0", "1 messages are worse\n  zin 1", "1 messages are less safe\n  zin 2"):
        assert expected in text
    assert "zin 3" not in text
