"""Changing the route map: a draft, a second person, published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bot.review import redactie
from bot.review.formulieren import FEITEN, BronForm, OrganisatieForm, TekstForm
from bot.review.inzage import record
from bot.review.kaart import kaart
from bot.review.melding import melding
from bot.review.models import Wijziging
from bot.review.namen import label, title_of
from bot.review.poort import IEDEREEN, open_for, refuse
from bot.review.views.routekaart import contents

GEBOTST = "Het bestand is intussen veranderd. Maak de wijziging opnieuw."
AFGEKEURD = "De controle vond fouten. Er is niets veranderd."


def _draft(request: HttpRequest, **values: Any) -> HttpResponse:
    """Keeps a change as a draft, with what the schema says of it."""
    change = Wijziging(auteur=request.user, **values)
    try:
        found = redactie.faults(change.bestand, redactie.apply(redactie.read(change.bestand), change), full=False)
    except redactie.Botsing:
        messages.error(request, GEBOTST)
        return redirect("bestand", bestand=change.bestand)
    change.fouten = [melding(fout) for fout in found]
    change.save()
    record(request, "concept", f"{change.bestand}: {change.titel}")
    return redirect("wijziging", pk=change.pk)


@open_for(*IEDEREEN)
@require_http_methods(["GET", "POST"])
def organisatie(request: HttpRequest, bestand: str) -> HttpResponse:
    """`?plek=3` is the fourth organisation of the file; without it a new one."""
    user: Any = request.user
    data = contents(bestand)
    if bestand.startswith("routes/"):
        raise Http404
    if not user.may_edit(bestand):
        return refuse(request)
    there = data.get("organisaties") or []
    plek = request.GET.get("plek", "")
    if plek and (not plek.isdecimal() or int(plek) >= len(there)):
        raise Http404
    old = there[int(plek)] if plek else None
    chosen = (old or {}).get("functies", [])
    names = [(key, functie.naam) for key, functie in kaart().landelijk.functies.items()]
    functies = sorted(names, key=lambda row: (row[0] not in chosen, row[1].lower()))
    gemeenten = [gemeente["naam"] for gemeente in data.get("gemeenten") or []]
    form = OrganisatieForm(functies, gemeenten, old, request.POST or None)
    if request.method == "POST" and old and "verwijderen" in request.POST:
        reden = request.POST.get("reden", "").strip()[:300]
        return _draft(
            request, bestand=bestand, weg=["organisaties", int(plek)], titel=f"{old['naam']} verwijderen", oud=old, nieuw=None, reden=reden
        )
    if request.method == "POST" and form.is_valid():
        new = form.part()
        if new == old:
            messages.info(request, "Je hebt niets veranderd.")
            return redirect("bestand", bestand=bestand)
        weg = ["organisaties", int(plek)] if plek else ["organisaties"]
        return _draft(request, bestand=bestand, weg=weg, titel=new["naam"], oud=old, nieuw=new, reden=form.cleaned_data["reden"])
    context = {
        "form": form,
        "bestand": bestand,
        "titel": old["naam"] if old else "Nieuwe organisatie",
        "oud": old,
        "bronnen": _sources(data),
    }
    return render(request, "review/organisatie.html", context)


def _sources(data: Any) -> list[tuple[str, str]]:
    """Keys with titles: those of the region first."""
    own = [(key, bron["titel"]) for key, bron in (data.get("bronnen") or {}).items()]
    return [*own, *((key, bron.titel) for key, bron in kaart().bronnen.items())]


@open_for(*IEDEREEN)
@require_http_methods(["GET", "POST"])
def tekst(request: HttpRequest, bestand: str) -> HttpResponse:
    """`?weg=stappen.2` is the third step; `?weg=bronnen` adds a source."""
    user: Any = request.user
    data = contents(bestand)
    if not user.may_edit(bestand):
        return refuse(request)
    weg = [int(key) if key.isdecimal() else key for key in request.GET.get("weg", "").split(".")]
    if weg == ["bronnen"] and bestand.startswith("regio/"):
        return _source(request, bestand)
    try:
        old = redactie.part(data, weg)
    except KeyError:
        raise Http404 from None
    if not isinstance(old, dict) or not {"tekst", "bron"} <= set(old):
        raise Http404
    form = TekstForm(old, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.part() == old:
            messages.info(request, "Je hebt niets veranderd.")
            return redirect("bestand", bestand=bestand)
        return _draft(
            request, bestand=bestand, weg=weg, titel=label(tuple(weg)), oud=old, nieuw=form.part(), reden=form.cleaned_data["reden"]
        )
    context = {"form": form, "bestand": bestand, "titel": f"{title_of(bestand)}: {label(tuple(weg))}", "bronnen": _sources(data)}
    return render(request, "review/tekst.html", context)


def _source(request: HttpRequest, bestand: str) -> HttpResponse:
    form = BronForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["sleutel"]
        reden = form.cleaned_data["reden"]
        return _draft(request, bestand=bestand, weg=["bronnen", key], titel=f"bron {key}", oud=None, nieuw=form.part(), reden=reden)
    return render(request, "review/tekst.html", {"form": form, "bestand": bestand, "titel": "Nieuwe bron", "bronnen": []})


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
        "regels": [] if change.weg else list(_lines(change)),
        "mag_aanbieden": mine and change.staat == "concept",
        "mag_beslissen": change.staat == "aangeboden" and user.may_publish and not mine,
        "wacht": change.staat == "aangeboden" and (mine or not user.may_publish),
        "mag_intrekken": mine and change.staat in ("concept", "aangeboden"),
    }
    return render(request, "review/wijziging.html", context)


def _lines(change: Wijziging) -> list[tuple[str, str]]:
    """Removed and added lines of a change of a whole file."""
    import difflib

    lines = difflib.unified_diff(str(change.oud).splitlines(), str(change.nieuw).splitlines(), lineterm="", n=0)
    kinds = {"-": "weg", "+": "erbij"}
    return [(kinds[line[0]], line[1:]) for line in lines if line[0] in kinds and not line.startswith(("---", "+++"))]


def _act(request: HttpRequest, change: Wijziging, actie: str) -> HttpResponse:
    user: Any = request.user
    mine = change.auteur_id == user.pk
    if actie == "aanbieden" and mine and change.staat == "concept":
        return _offer(request, change)
    if actie == "intrekken" and mine and change.staat in ("concept", "aangeboden"):
        change.delete()
        record(request, "ingetrokken", f"{change.bestand}: {change.titel}")
        messages.success(request, "De wijziging is ingetrokken.")
        return redirect("bestand", bestand=change.bestand)
    if change.staat == "aangeboden" and user.may_publish and not mine:
        if actie == "afwijzen":
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
        messages.error(request, GEBOTST)
        return redirect("wijziging", pk=change.pk)
    change.fouten = [melding(fout) for fout in found]
    change.staat = Wijziging.Staat.CONCEPT if found else Wijziging.Staat.AANGEBODEN
    change.save()
    record(request, "aangeboden", f"{change.bestand}: {change.titel}", "fouten" if found else "gelukt")
    if found:
        messages.error(request, "De controle vond fouten. Maak een nieuwe wijziging zonder deze fouten.")
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
        messages.error(request, GEBOTST)
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
    return _draft(request, bestand=version.bestand, weg=[], titel=titel, oud=now, nieuw=wanted, reden="Terug naar een eerdere versie")


@open_for(*IEDEREEN)
@require_POST
def gecontroleerd(request: HttpRequest) -> HttpResponse:
    """Today somebody called or looked: written to the file at once, for no answer changes but its date."""
    user: Any = request.user
    bestand, plek = request.POST.get("bestand", ""), request.POST.get("plek", "")
    there = contents(bestand).get("organisaties") or []
    if not user.may_edit(bestand):
        return refuse(request)
    if not plek.isdecimal() or int(plek) >= len(there) or there[int(plek)]["naam"] != request.POST.get("naam"):
        messages.error(request, GEBOTST)
        return redirect("te_controleren")
    old, today = there[int(plek)], timezone.localdate().isoformat()
    new = {key: {**value, "gecontroleerd_op": today} if key in FEITEN else value for key, value in old.items()}
    titel = f"{old['naam']}: vandaag gecontroleerd"
    change = Wijziging(
        bestand=bestand, weg=["organisaties", int(plek)], titel=titel, oud=old, nieuw=new, auteur=user, reden="gecontroleerd"
    )
    try:
        redactie.publish(change, user)
    except redactie.Botsing:
        messages.error(request, GEBOTST)
    except redactie.Afgekeurd:
        messages.error(request, AFGEKEURD)
    else:
        record(request, "gecontroleerd", f"{bestand}: {old['naam']}")
        messages.success(request, f"{old['naam']} is vandaag gecontroleerd.")
    return redirect("te_controleren")
