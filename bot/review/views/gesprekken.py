"""The list of conversations, and one of them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Mapping, Optional

from django.contrib import messages
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html_join
from django.views.decorators.http import require_GET

from bot.review.filters import FilterForm, readable, zorgvraag_choices
from bot.review.inzage import record
from bot.review.kaart import kaart
from bot.review.models import Advies, Beurt, Gesprek, Label, Oordeel, Rol, Staat
from bot.review.models.gesprek import TURNS
from bot.review.poort import open_for

BUITEN = "buiten_bereik"
"""No concern at all: small talk, or something that the bot does not do."""
PER_PAGE = 50
MOST_COUNTED = 1000


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_GET
def lijst(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = FilterForm(user, request.GET or None)
    found = form.apply(readable(user))
    page = list(_after(found, request.GET.get("na", "")).prefetch_related("labels")[: PER_PAGE + 1])
    labels = dict(zorgvraag_choices())
    regios = {regio.id: regio.naam for regio in kaart().regios.values()}
    for row in page:
        row.zorg, row.waar = labels.get(row.zorgvraag, ""), regios.get(row.regio) or row.gemeente or "–"
    query = request.GET.copy()
    query.pop("na", None)
    next_page = ""
    if len(page) > PER_PAGE:
        query["na"] = f"{page[PER_PAGE - 1].laatst.isoformat()}|{page[PER_PAGE - 1].pk}"
        next_page = query.urlencode()
        query.pop("na")
    count = found.order_by()[: MOST_COUNTED + 1].count()
    if request.GET.get("zoek"):
        record(request, "gezocht", request.GET["zoek"], f"{count} gesprekken")
    context = {
        "form": form,
        "gesprekken": page[:PER_PAGE],
        "aantal": f"meer dan {MOST_COUNTED}" if count > MOST_COUNTED else count,
        "een": count == 1,
        "volgende": next_page,
        "eerste": not request.GET.get("na"),
        "filter": query.urlencode(),
        "leeg": not count and not query,
    }
    return render(request, "review/gesprekken.html", context)


def _after(found: QuerySet[Gesprek], place: str) -> QuerySet[Gesprek]:
    """The rows after a place `time|id`: as fast on the last page as on the first."""
    time, _, pk = place.partition("|")
    moment = _moment(time)
    if moment is None or not pk.isdecimal():
        return found
    return found.filter(laatst__lte=moment).filter(Q(laatst__lt=moment) | Q(pk__lt=int(pk)))


def _moment(text: str) -> Optional[dt.datetime]:
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_GET
def volgende(request: HttpRequest) -> HttpResponse:
    """The oldest of the newest that still waits: the next of the stack, with the same filter."""
    user: Any = request.user
    stack = FilterForm(user, request.GET or None).apply(readable(user)).filter(staat=Staat.NIEUW)
    after = request.GET.get("na_gesprek", "")
    current = Gesprek.objects.filter(pk=int(after)).first() if after.isdecimal() else None
    if current:
        stack = stack.filter(laatst__lte=current.laatst).exclude(pk=current.pk)
    found = stack.first()
    query = request.GET.copy()
    query.pop("na_gesprek", None)
    if found is None:
        messages.info(request, "Je bent aan het eind van de stapel." if current else "Er ligt niets op de stapel: alles is bekeken.")
    address = reverse("gesprek", args=[found.pk]) if found else reverse("gesprekken")
    return redirect(f"{address}?{query.urlencode()}" if query else address)


def find(request: HttpRequest, pk: int) -> Gesprek:
    """A conversation that this person may read. One of another region does not exist for her; the attempt is recorded."""
    user: Any = request.user
    gesprek = Gesprek.objects.filter(pk=pk).first()
    if gesprek is None:
        raise Http404
    if not user.may_see(gesprek.regio):
        record(request, "gelezen", f"gesprek {gesprek.nummer}", "geweigerd")
        raise Http404
    return gesprek


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_GET
def gesprek(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    page = max(1, int(request.GET["blad"])) if request.GET.get("blad", "").isdecimal() else 1
    turns = list(Beurt.objects.filter(gesprek=found, volgorde__gt=(page - 1) * TURNS, volgorde__lte=page * TURNS))
    if page > 1 and not turns:
        raise Http404
    record(request, "gelezen", f"gesprek {found.nummer}", f"blad {page}")
    query = request.GET.copy()
    query.pop("blad", None)
    context = {
        "gesprek": found,
        "beurten": [_shown(turn, request) for turn in _with_details(turns)],
        "keuzes": format_html_join("", '<option value="{}">{}</option>', [*zorgvraag_choices(), (BUITEN, "geen zorgvraag")]),
        "staten": Staat.choices,
        "alle_labels": Label.objects.order_by("naam"),
        "eigen_labels": set(found.labels.values_list("pk", flat=True)),
        "notities": found.notitie_set.select_related("auteur"),
        "regio": kaart().regios[found.regio].naam if found.regio in kaart().regios else "zonder regio",
        "blad": page,
        "bladen": -(-max(found.beurten, 1) // TURNS),
        "filter": query.urlencode(),
    }
    return render(request, "review/gesprek.html", context)


def _with_details(turns: list[Beurt]) -> list[Beurt]:
    """The turns with their advices, feedback and judgements, in three queries."""
    advices: dict[int, Advies] = {advies.event: advies for advies in Advies.objects.filter(beurt__in=turns)}
    judged: dict[int, list[Oordeel]] = {}
    for oordeel in Oordeel.objects.filter(beurt__in=turns).select_related("beoordelaar"):
        judged.setdefault(oordeel.beurt_id, []).append(oordeel)
    prefetch_related_objects(turns, "feedback_set")
    for turn in turns:
        turn.delen = [{**part, **_advice(advices.get(part.get("advies")))} for part in turn.antwoord]
        turn.oordelen = judged.get(turn.pk, [])
    return turns


def _advice(advies: Optional[Advies]) -> dict[str, Any]:
    """An advice in words: names where the file has ids."""
    if advies is None:
        return {}
    functies = kaart().landelijk.functies
    contacten = [
        {**contact, "naam": functies[contact["functie"]].naam if contact["functie"] in functies else contact["functie"]}
        for contact in advies.inhoud["contacten"]
    ]
    return {"inhoud": advies, "contacten": contacten, "urgentie": advies.urgentie.replace("_", " ")}


def _understood(turn: Beurt, names: Mapping[str, str]) -> str:
    if turn.intent == "nlu_fallback":
        first = turn.ranking[0]["name"] if turn.ranking else ""
        return f"niet zeker, het meest: {names[first]}" if first in names else "niet zeker"
    return names.get(turn.intent, turn.intent.replace("_", " "))


def _shown(turn: Beurt, request: HttpRequest) -> dict[str, Any]:
    """A turn as the page needs it. What others judged stays hidden until one has judged oneself: a second look is a fresh one."""
    user: Any = request.user
    names = dict(zorgvraag_choices())
    mine = next((oordeel for oordeel in turn.oordelen if oordeel.beoordelaar_id == user.pk), None)
    proposed = (mine.zorgvraag if mine else "") or turn.zorgvraag or (turn.ranking[0]["name"] if turn.ranking else "")
    ranking = [{"naam": names.get(item["name"], item["name"]), "kans": round(item["confidence"] * 100)} for item in turn.ranking]
    return {
        "beurt": turn,
        "naam": names.get(turn.zorgvraag, turn.zorgvraag),
        "begrepen": _understood(turn, names),
        "kans": round(turn.zekerheid * 100),
        "ranking": ranking,
        "ook": [names.get(name, name) for name in turn.ook],
        "mijn": mine,
        "anderen": [(o, names.get(o.zorgvraag, o.zorgvraag)) for o in turn.oordelen if o is not mine] if mine else [],
        "verborgen": bool(turn.oordelen) and mine is None,
        "voorstel": proposed if proposed in names else BUITEN,
        "voorstel_naam": names.get(proposed, "geen zorgvraag"),
        "te_beoordelen": bool(turn.tekst) and not turn.knop,
    }
