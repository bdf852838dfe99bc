"""Candidates for training: a second person agrees or not; the agreed ones go to the model's makers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bot.review.filters import zorgvraag_choices
from bot.review.inzage import record
from bot.review.kandidaten import export as to_yaml
from bot.review.kandidaten import lint
from bot.review.models import ZONDER_REGIO, Gebruiker, Kandidaat, Rol
from bot.review.poort import open_for
from bot.review.schoon import schoon
from bot.review.views.gesprekken import BUITEN

MOST = 100


def _mine(user: Gebruiker) -> QuerySet[Kandidaat]:
    if user.rol == Rol.BEHEERDER:
        return Kandidaat.objects.all()
    regios = ["" if regio == ZONDER_REGIO else regio for regio in user.regios]
    return Kandidaat.objects.filter(Q(regio__in=regios))


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_GET
def lijst(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    mine = _mine(user).select_related("voorgesteld_door", "besloten_door", "beurt")
    names = dict([*zorgvraag_choices(), (BUITEN, "geen zorgvraag")])
    waiting = [
        (k, names.get(k.zorgvraag, k.zorgvraag), names.get(k.beurt.intent, "") if k.beurt else "", k.voorgesteld_door_id == user.pk)
        for k in mine.filter(staat=Kandidaat.Staat.OPEN)[:MOST]
    ]
    decided = mine.exclude(staat=Kandidaat.Staat.OPEN).order_by("-besloten_op")[:MOST]
    for candidate, *_ in waiting:
        record(request, "gelezen", f"kandidaat {candidate.pk}")
    context = {
        "open": waiting,
        "besloten": [(k, names.get(k.zorgvraag, k.zorgvraag)) for k in decided],
        "goed": mine.filter(staat=Kandidaat.Staat.GOED).count(),
    }
    return render(request, "review/leren.html", context)


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_POST
def besluit(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person agrees (perhaps after rewording) or refuses. The lint has a veto."""
    user: Any = request.user
    candidate = _mine(user).filter(pk=pk, staat=Kandidaat.Staat.OPEN).first()
    if candidate is None:
        raise Http404
    actie = request.POST.get("actie")
    if actie not in ("goed", "afwijzen"):
        raise Http404
    if actie == "goed" and candidate.voorgesteld_door_id == user.pk:
        messages.error(request, "Dit stelde je zelf voor. Een ander moet het goedkeuren.")
        return redirect("leren")
    if actie == "goed":
        text = " ".join(request.POST.get("tekst", candidate.tekst).split())[:1000]
        candidate.bezwaren = lint(text, candidate.pk)
        if candidate.bezwaren:
            candidate.tekst = schoon(text) or candidate.tekst
            candidate.save()
            messages.error(request, "Deze zin kan zo niet mee. Lees wat eraan mankeert.")
            return redirect("leren")
        candidate.tekst = text
    candidate.staat = Kandidaat.Staat.GOED if actie == "goed" else Kandidaat.Staat.AFGEWEZEN
    candidate.besloten_door, candidate.besloten_op = user, timezone.now()
    candidate.save()
    record(request, "kandidaat", f"kandidaat {pk}", candidate.staat)
    messages.success(request, "De zin gaat mee met de volgende training." if actie == "goed" else "De zin is afgewezen.")
    return redirect("leren")


@open_for(Rol.BEHEERDER)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    record(request, "gedownload", "trainingszinnen")
    response = HttpResponse(to_yaml(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trainingszinnen.yml"'
    return response
