"""The list, its filters and its search; one conversation; and what people say of it."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from django.test import Client
from django.urls import reverse

from bot.review.models import Beurt, Gesprek, Inzage, Kandidaat, Label, Oordeel
from bot.review.overeenstemming import in_sample, kappa
from bot.review.zoeken import stems
from tests.review.conftest import NOW, Store, turn


def shown(client: Client, **query: str) -> list[str]:
    return [gesprek.nummer for gesprek in client.get(reverse("gesprekken"), query).context["gesprekken"]]


FILTERS = [
    ({}, "dcba", "newest first"),
    ({"veiligheid": "on"}, "b", "safety"),
    ({"onzeker": "on"}, "d", "unsure"),
    ({"zorgvraag": "pesten"}, "a", "concern"),
    ({"regio": "kampen"}, "ba", "region"),
    ({"regio": "zonder_regio"}, "d", "no region"),
    ({"kanaal": "teams"}, "", "channel"),
    ({"staat": "nieuw"}, "dcba", "not yet reviewed"),
    ({"periode": "7"}, "dcba", "period"),
    ({"feedback": "fout"}, "", "feedback"),
    ({"zoek": "jongens groepen"}, "a", "plurals of the words that were written"),
    ({"zoek": "scheiding"}, "c", "a noun of the verb that was written"),
    ({"zoek": "vechten"}, "", "another word than was written"),
    ({"zoek": "gescheiden ouders"}, "c", "a participle and a plural"),
    ({"zoek": "scheiden klassenapp"}, "", "every word has to be there"),
    ({"zoek": "OUDER"}, "ca", "capitals and singular"),
    ({"zoek": "\"'); DROP TABLE &|! *"}, "", "signs mean nothing"),
    ({"zoek": "..."}, "dcba", "no word at all"),
    ({"regio": "mars", "onzeker": "on"}, "d", "an unknown value is left out"),
]


@pytest.mark.parametrize(("query", "expected", "reason"), FILTERS, ids=[row[2] for row in FILTERS])
def test_filters(query: dict[str, str], expected: str, reason: str, talks: Store, enter: Callable[..., Client]) -> None:
    assert "".join(shown(enter("b", "beheerder"), **query)) == expected


def test_a_coordinator_sees_her_regions_only(talks: Store, enter: Callable[..., Client]) -> None:
    client = enter("c", "coordinator", "zwolle", "zonder_regio")
    assert shown(client) == ["d", "c"]
    assert shown(client, regio="kampen") == ["d", "c"]
    assert shown(client, zoek="gepest") == []


def test_words_of_the_same_kind_share_a_form() -> None:
    for one, other in (("jongens", "jongen"), ("ouders", "ouder"), ("gescheiden", "scheiding"), ("café's", "cafe"), ("Groepen", "groep")):
        assert set(stems(one).split()) & set(stems(other).split()), (one, other)
    assert stems("x" * 50) == ""


def test_pages_hold_everything_once(store: Store, lezer: Any, enter: Callable[..., Client]) -> None:
    for n in range(120):
        store.write(turn(f"s{n:03}", "gepest", when=NOW - 5000 + n // 3))
    lezer.read()
    client, seen, query = enter("b", "beheerder"), [], ""
    for _ in range(3):
        context = client.get(f"{reverse('gesprekken')}?{query}").context
        seen += [gesprek.nummer for gesprek in context["gesprekken"]]
        query = context["volgende"]
    assert (len(seen), len(set(seen)), query) == (120, 120, "")


def test_a_conversation_shows_what_the_bot_understood_and_said(talks: Store, enter: Callable[..., Client]) -> None:
    gesprek = Gesprek.objects.get(nummer="b")
    text = enter("c", "coordinator", "kampen").get(reverse("gesprek", args=[gesprek.pk])).content.decode()
    for part in ("Een meisje wil niet meer leven", "Gedachten aan zelfdoding (91%)", "veiligheid", "Kampen", "CJG Kampen", "038-337 00 30"):
        assert part in text
    assert Inzage.objects.filter(wie="c", actie="gelezen", object="gesprek b", resultaat="blad 1").exists()


def test_what_the_bot_was_not_sure_of_is_said_in_words(talks: Store, enter: Callable[..., Client]) -> None:
    text = enter("b", "beheerder").get(reverse("gesprek", args=[Gesprek.objects.get(nummer="d").pk])).content.decode()
    assert "niet zeker, het meest: Pesten (91%)" in text and "fallback" not in text


def test_who_tries_another_region_is_recorded(talks: Store, enter: Callable[..., Client]) -> None:
    gesprek = Gesprek.objects.get(nummer="b")
    assert enter("c", "coordinator", "zwolle").get(reverse("gesprek", args=[gesprek.pk])).status_code == 404
    assert Inzage.objects.filter(wie="c", object="gesprek b", resultaat="geweigerd").exists()


def test_a_long_conversation_has_pages(store: Store, lezer: Any, enter: Callable[..., Client]) -> None:
    for n in range(45):
        store.write(turn("a", f"vraag nummer {n}", when=NOW - 5000 + n))
    lezer.read()
    client, address = enter("b", "beheerder"), reverse("gesprek", args=[Gesprek.objects.get().pk])
    assert "vraag nummer 39" in client.get(address).content.decode()
    second = client.get(address, {"blad": "2"}).content.decode()
    assert "vraag nummer 44" in second and "vraag nummer 39" not in second
    assert client.get(address, {"blad": "3"}).status_code == 404


def test_through_the_stack(talks: Store, enter: Callable[..., Client]) -> None:
    client = enter("c", "coordinator", "kampen")
    first = client.get(reverse("volgende"))
    gesprek = Gesprek.objects.get(nummer="b")
    assert first.headers["Location"] == reverse("gesprek", args=[gesprek.pk])
    answer = client.post(reverse("staat", args=[gesprek.pk]), {"staat": "bekeken", "verder": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("gesprek", args=[Gesprek.objects.get(nummer="a").pk])
    gesprek.refresh_from_db()
    assert (gesprek.staat, gesprek.nieuw_sinds) == ("bekeken", False)


def test_the_end_of_the_stack_is_said(talks: Store, enter: Callable[..., Client]) -> None:
    client = enter("c", "coordinator", "kampen")
    last = Gesprek.objects.get(nummer="a")
    page = client.post(reverse("staat", args=[last.pk]), {"staat": "klaar", "verder": "1"}, follow=True).content.decode()
    assert "Het vorige gesprek is nu: klaar." in page and "Je bent aan het eind van de stapel." in page
    Gesprek.objects.update(staat="klaar")
    assert "alles is bekeken" in client.get(reverse("volgende"), follow=True).content.decode()


def test_a_state_that_does_not_exist(talks: Store, enter: Callable[..., Client]) -> None:
    gesprek = Gesprek.objects.get(nummer="b")
    assert enter("b", "beheerder").post(reverse("staat", args=[gesprek.pk]), {"staat": "weg"}).status_code == 404


def test_labels(talks: Store, enter: Callable[..., Client]) -> None:
    Label.objects.create(naam="beleid")
    gesprek = Gesprek.objects.get(nummer="b")
    client = enter("b", "beheerder")
    client.post(reverse("labels", args=[gesprek.pk]), {"label": ["beleid", "bestaat niet"]})
    assert [label.naam for label in gesprek.labels.all()] == ["beleid"]
    assert shown(client, label="beleid") == ["b"]


def judge(client: Client, beurt: Beurt, zorgvraag: str, goed: str = "nee") -> Any:
    return client.post(reverse("oordeel", args=[beurt.pk]), {"contact_goed": goed, "zorgvraag": zorgvraag})


def test_a_correction_becomes_a_candidate_and_a_second_thought_takes_it_back(talks: Store, enter: Callable[..., Client]) -> None:
    client, beurt = enter("c", "coordinator", "kampen"), Beurt.objects.get(tekst__startswith="Een jongen")
    judge(client, beurt, "online_sexting")
    candidate = Kandidaat.objects.get()
    assert (candidate.tekst, candidate.zorgvraag, candidate.voorgesteld_door.username) == (beurt.tekst, "online_sexting", "c")
    judge(client, beurt, "pesten", "ja")
    assert (Kandidaat.objects.count(), Oordeel.objects.get().zorgvraag) == (0, "pesten")


def test_an_unfinished_judgement_is_none(talks: Store, enter: Callable[..., Client]) -> None:
    client, beurt = enter("c", "coordinator", "kampen"), Beurt.objects.get(tekst__startswith="Een jongen")
    judge(client, beurt, "bestaat_niet")
    assert Oordeel.objects.count() == 0


def test_the_second_look_is_a_fresh_one(talks: Store, lezer: Any, enter: Callable[..., Client]) -> None:
    for n in range(30):
        talks.write(turn("z", f"nog een vraag {n}", when=NOW - 500 + n))
    lezer.read()
    beurt = next(b for b in Beurt.objects.all() if in_sample(b.event) and b.regio == "kampen")
    address = reverse("gesprek", args=[beurt.gesprek_id])
    one, other = enter("een", "coordinator", "kampen"), enter("twee", "coordinator", "kampen")
    judge(one, beurt, "rouw")
    assert [b.pk for b in other.get(reverse("tweede_blik")).context["beurten"]] == [beurt.pk]
    assert f'{address}#beurt-{beurt.volgorde}"' in other.get(reverse("tweede_blik")).content.decode()
    assert one.get(reverse("tweede_blik")).context["beurten"] == []
    before = other.get(address).content.decode()
    assert "Een collega gaf al een oordeel" in before and "een: fout" not in before
    judge(other, beurt, "pesten")
    assert "een: fout, Rouw" in other.get(address).content.decode()
    stand = other.get(reverse("tweede_blik")).context["stand"]
    assert (stand.paren, stand.gelijk, stand.kappa) == (1, 0, None)


def test_kappa() -> None:
    """The example of Cohen's paper has other numbers; this one is worked out by hand: (0.7 - 0.5) / (1 - 0.5)."""
    pairs = [("a", "a")] * 7 + [("b", "b")] * 7 + [("a", "b")] * 3 + [("b", "a")] * 3
    assert kappa(pairs).kappa == pytest.approx(0.4)
    assert kappa([("a", "a")] * 20).kappa is None
    assert kappa(pairs[:9]).kappa is None
