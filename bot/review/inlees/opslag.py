"""Conversations into the tables: written over by what the events say now, with the review of people left alone."""

from __future__ import annotations

from typing import Iterator, Mapping

from django.db.models import Q

from bot.review.inlees.afleiden import Contacten, Mening, Talk, Turn
from bot.review.models import Advies, Beurt, Contact, Feedback, Gesprek, Uitkomst
from bot.review.zoeken import stems

_AT_ONCE = 100
_MADE = ["kanaal", "begonnen", "laatst", "beurten", "opening", "zorgvraag", "gemeente", "regio", "veiligheid", "onzeker", "niet_begrepen"]
_TURN = ["tijd", "tekst", "knop", "intent", "zekerheid", "ranking", "ook", "veiligheid", "uitkomst", "zorgvraag", "gemeente", "regio"]


def store(talks: Mapping[str, Talk]) -> None:
    """Inside the transaction of the caller; some at a time, for a database takes so many values in one question only."""
    senders = list(talks)
    for start in range(0, len(senders), _AT_ONCE):
        _store({sender: talks[sender] for sender in senders[start : start + _AT_ONCE]})


def _store(talks: Mapping[str, Talk]) -> None:
    Gesprek.objects.bulk_create(
        [_gesprek(nummer, talk) for nummer, talk in talks.items()],
        update_conflicts=True,
        unique_fields=["nummer"],
        update_fields=[*_MADE, "feedback", "zoektekst"],
    )
    # asked for: ids are not filled in for rows that were there
    ids = dict(Gesprek.objects.filter(nummer__in=talks).values_list("nummer", "id"))
    events = {turn.event: ids[nummer] for nummer, talk in talks.items() for turn in talk.beurten}
    _remove(ids, events)
    Beurt.objects.bulk_create(
        [_beurt(ids[nummer], n, turn) for nummer, talk in talks.items() for n, turn in enumerate(talk.beurten, 1)],
        update_conflicts=True,
        unique_fields=["event"],
        update_fields=["gesprek", "volgorde", *_TURN, "antwoord"],
    )
    _details([turn for talk in talks.values() for turn in talk.beurten], events)


def _remove(ids: Mapping[str, int], events: Mapping[int, int]) -> None:
    """Turns that the events no longer hold, and turns of a deleted conversation whose event id SQLite gave out again."""
    kept = Beurt.objects.filter(Q(gesprek__in=ids.values()) | Q(event__in=list(events))).values_list("event", "id", "gesprek_id")
    gone = [pk for event, pk, gesprek in kept if events.get(event) != gesprek]
    if gone:
        Beurt.objects.filter(pk__in=gone).delete()


def _details(turns: list[Turn], gesprekken: Mapping[int, int]) -> None:
    """Advices, their contacts and feedback, made anew: nobody writes in them."""
    ids = dict(Beurt.objects.filter(event__in=[turn.event for turn in turns]).values_list("event", "id"))
    Contact.objects.filter(advies__beurt__in=ids.values()).delete()
    Advies.objects.filter(beurt__in=ids.values()).delete()
    Feedback.objects.filter(beurt__in=ids.values()).delete()
    given = [(turn, _advies(ids[turn.event], advies)) for turn in turns for advies in turn.adviezen]
    Advies.objects.bulk_create([advies for _, advies in given])
    Contact.objects.bulk_create([contact for turn, advies in given for contact in _contacten(gesprekken[turn.event], turn, advies)])
    Feedback.objects.bulk_create([_feedback(ids[turn.event], turn.feedback) for turn in turns if turn.feedback])


def _advies(beurt: int, advies: Contacten) -> Advies:
    return Advies(
        beurt_id=beurt,
        event=advies.event,
        zorgvraag=advies.zorgvraag,
        gemeente=advies.gemeente,
        urgentie=advies.urgentie,
        inhoud=advies.inhoud,
    )


def _contacten(gesprek: int, turn: Turn, advies: Advies) -> Iterator[Contact]:
    for plek, contact in enumerate(advies.inhoud["contacten"]):
        yield Contact(
            advies_id=advies.pk,
            gesprek=gesprek,
            tijd=turn.tijd,
            plek=plek,
            zorgvraag=advies.zorgvraag,
            regio=turn.regio,
            functie=contact["functie"] or "",
            organisatie=(contact["organisatie"] or "")[:200],
        )


def _feedback(beurt: int, mening: Mening) -> Feedback:
    return Feedback(beurt_id=beurt, event=mening.event, juist=mening.juist, opmerking=mening.opmerking, zorgvraag=mening.zorgvraag)


def _gesprek(nummer: str, talk: Talk) -> Gesprek:
    return Gesprek(
        nummer=nummer,
        kanaal=talk.kanaal[:40],
        begonnen=talk.begonnen,
        laatst=talk.laatst,
        beurten=len(talk.beurten),
        opening=talk.opening,
        zorgvraag=talk.zorgvraag,
        gemeente=talk.gemeente,
        regio=talk.regio,
        veiligheid=any(turn.veiligheid for turn in talk.beurten),
        onzeker=any(turn.ask for turn in talk.beurten),
        niet_begrepen=any(turn.uitkomst == Uitkomst.NIET_BEGREPEN for turn in talk.beurten),
        feedback=talk.feedback,
        zoektekst=stems(" ".join(turn.tekst for turn in talk.beurten if not turn.knop)),
    )


def _beurt(gesprek: int, n: int, turn: Turn) -> Beurt:
    values = {name: getattr(turn, name) for name in _TURN}
    return Beurt(gesprek_id=gesprek, event=turn.event, volgorde=n, antwoord=turn.antwoord, **values)
