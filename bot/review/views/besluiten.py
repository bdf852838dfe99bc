"""Deciding on a change of the route map: offering, publishing, refusing, withdrawing, going back."""

from __future__ import annotations

import difflib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bot.review import redactie
from bot.review.inzage import record
from bot.review.melding import bewaard
from bot.review.models import Wijziging
from bot.review.poort import IEDEREEN, open_for, refuse
from bot.review.views.wijzigen import AFGEKEURD, OPEN, draft, improvable

GEBOTST_MAKER = "Het bestand is intussen veranderd. De maker kan de wijziging verbeteren, of opnieuw maken."


@open_for(*IEDEREEN)
@require_http_methods(["GET", "POST"])
def wijziging(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: what it does, its faults, and the buttons that fit its state and the person."""
    user: Any = request.user
    change = Wijziging.objects.select_related("auteur", "besloten_door").filter(pk=pk).first()
    if change is None:
        raise Http404
    if not user.may_edit(change.bestand):
        return refuse(request)
    if request.method == "POST":
        return _act(request, change, request.POST.get("actie", ""))
    mine = change.auteur_id == user.pk
    context = {
        "wijziging": change,
        "verschillen": list(redactie.differences(change.oud, change.nieuw)) if change.weg else [],
        "regels": [] if change.weg else _lines(change),
        "mag_aanbieden": mine and change.staat == "concept",
        "mag_beslissen": change.staat == "aangeboden" and user.may_publish and not mine,
        "wacht": change.staat == "aangeboden" and (mine or not user.may_publish),
        "mag_verbeteren": mine and improvable(change),
        "mag_intrekken": mine and change.staat in OPEN,
    }
    return render(request, "review/wijziging.html", context)


def _lines(change: Wijziging) -> list[tuple[str, str]]:
    """Removed and added lines of a change of a whole file."""
    lines = difflib.unified_diff(str(change.oud).splitlines(), str(change.nieuw).splitlines(), lineterm="", n=0)
    kinds = {"-": "weg", "+": "erbij"}
    return [(kinds[line[0]], line[1:]) for line in lines if line[0] in kinds and not line.startswith(("---", "+++"))]


def _act(request: HttpRequest, change: Wijziging, actie: str) -> HttpResponse:
    user: Any = request.user
    mine = change.auteur_id == user.pk
    if actie == "aanbieden" and mine and change.staat == "concept":
        return _offer(request, change)
    if actie == "intrekken" and mine and change.staat in OPEN:
        change.delete()
        record(request, "ingetrokken", f"{change.bestand}: {change.titel}")
        messages.success(request, "De wijziging is ingetrokken.")
        return redirect("bestand", bestand=change.bestand)
    if change.staat == "aangeboden" and user.may_publish and not mine:
        if actie == "afwijzen":
            change.antwoord = request.POST.get("antwoord", "").strip()[:300]
            if not change.antwoord:
                messages.error(request, "Schrijf eerst waarom je dit afwijst. De maker leest het.")
                return redirect("wijziging", pk=change.pk)
            change.staat, change.besloten_door, change.besloten_op = Wijziging.Staat.AFGEWEZEN, user, timezone.now()
            change.save()
            record(request, "afgewezen", f"{change.bestand}: {change.titel}")
            messages.success(request, "De wijziging is afgewezen.")
            return redirect("routekaart")
        if actie == "publiceren":
            return _publish(request, change)
    return refuse(request)


def _offer(request: HttpRequest, change: Wijziging) -> HttpResponse:
    try:
        found = redactie.faults(change.bestand, redactie.apply(redactie.read(change.bestand), change))
    except redactie.Botsing:
        messages.error(request, GEBOTST_MAKER)
        return redirect("wijziging", pk=change.pk)
    change.fouten = [bewaard(fout) for fout in found]
    change.staat = Wijziging.Staat.CONCEPT if found else Wijziging.Staat.AANGEBODEN
    change.save()
    record(request, "aangeboden", f"{change.bestand}: {change.titel}", "fouten" if found else "gelukt")
    if found:
        messages.error(request, "De controle vond fouten. Lees ze hieronder.")
    else:
        messages.success(request, "De wijziging wacht nu op een tweede persoon.")
    return redirect("wijziging", pk=change.pk)


def _publish(request: HttpRequest, change: Wijziging) -> HttpResponse:
    user: Any = request.user
    name = f"{change.bestand}: {change.titel}"
    try:
        redactie.publish(change, user)
    except redactie.Botsing:
        record(request, "gepubliceerd", name, "gebotst")
        messages.error(request, GEBOTST_MAKER)
    except redactie.Afgekeurd as error:
        Wijziging.objects.filter(pk=change.pk).update(fouten=error.fouten)
        record(request, "gepubliceerd", name, "fouten")
        messages.error(request, AFGEKEURD)
    else:
        record(request, "gepubliceerd", name)
        messages.success(request, "Gepubliceerd. De wegwijzer antwoordt er meteen mee.")
    return redirect("wijziging", pk=change.pk)


@open_for(*IEDEREEN)
@require_POST
def terug(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that puts a file back as it was after an earlier publication; it goes the same way as any change."""
    user: Any = request.user
    version = Wijziging.objects.filter(pk=pk, staat=Wijziging.Staat.GEPUBLICEERD).first()
    if version is None:
        raise Http404
    if not user.may_edit(version.bestand):
        return refuse(request)
    wanted = version.voor if request.POST.get("ervoor") else version.na
    now = redactie.read(version.bestand)
    if now == wanted:
        messages.info(request, "Het bestand is al zo.")
        return redirect("geschiedenis", bestand=version.bestand)
    moment = timezone.localtime(version.besloten_op)
    titel = f"terug naar {'vóór ' if request.POST.get('ervoor') else ''}{moment:%d-%m-%Y %H:%M}"
    return draft(request, bestand=version.bestand, weg=[], titel=titel, oud=now, nieuw=wanted, reden="Terug naar een eerdere versie")
