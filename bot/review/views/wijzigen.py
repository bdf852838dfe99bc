"""Changing the route map: forms that make a draft, and that open it again."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Union

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bot.review import redactie
from bot.review.formulieren import FEITEN, BronForm, OrganisatieForm, RedenForm, TekstForm
from bot.review.inzage import record
from bot.review.kaart import kaart
from bot.review.melding import bewaard
from bot.review.models import Wijziging
from bot.review.namen import label, title_of
from bot.review.plek import Plek
from bot.review.poort import IEDEREEN, open_for, refuse
from bot.review.views.routekaart import contents

GEBOTST = "Het bestand is intussen veranderd. Probeer het opnieuw."
AFGEKEURD = "De controle vond fouten. Er is niets veranderd."
WEG = "Dit stuk staat niet meer in het bestand. Verbeteren kan niet meer. Trek de wijziging in."
OPEN = (Wijziging.Staat.CONCEPT, Wijziging.Staat.AANGEBODEN)
"""States in which the author may still withdraw a change."""


def draft(request: HttpRequest, eerder: Optional[Wijziging] = None, **values: Any) -> HttpResponse:
    """Keeps a change as a draft, with what the schema says of it; in the place of the draft that it improves.

    That one goes, unless somebody decided on it: a number stands for one content, so nobody publishes what she did not see.
    """
    change = Wijziging(auteur=request.user, **values)
    try:
        found = redactie.faults(change.bestand, redactie.apply(redactie.read(change.bestand), change), full=False)
    except redactie.Botsing:
        messages.error(request, GEBOTST)
        return redirect("bestand", bestand=change.bestand)
    change.fouten = [bewaard(fout) for fout in found]
    with transaction.atomic():
        change.save()
        if eerder:
            Wijziging.objects.filter(pk=eerder.pk, staat__in=OPEN).delete()
    record(request, "verbeterd" if eerder else "concept", f"{change.bestand}: {change.titel}")
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
    weg: list[Union[str, int]] = ["organisaties", int(plek)] if plek else ["organisaties"]
    return _organisation(request, Plek(bestand, data, weg, there[int(plek)] if plek else None))


def _organisation(request: HttpRequest, plek: Plek) -> HttpResponse:
    old = plek.oud
    chosen = (old or {}).get("functies", [])
    names = [(key, functie.naam) for key, functie in kaart().landelijk.functies.items()]
    functies = sorted(names, key=lambda row: (row[0] not in chosen, row[1].lower()))
    gemeenten = [gemeente["naam"] for gemeente in plek.data.get("gemeenten") or []]
    sent = plek.sent(request, OrganisatieForm.typed(plek.concept or {}, old))
    form = OrganisatieForm(functies, gemeenten, old, sent, plek.concept)
    context = {"titel": old["naam"] if old else "Nieuwe organisatie", "oud": old, "bronnen": _sources(plek.data)}
    values: dict[str, Any] = {"bestand": plek.bestand, "weg": plek.weg, "oud": old}
    if request.method == "POST" and plek.moved(request, form):
        return _form(request, plek, form, "review/organisatie.html", context)
    if request.method == "POST" and old and "verwijderen" in request.POST:
        reden = request.POST.get("reden", "").strip()[:300]
        return draft(request, plek.eerder, **values, titel=f"{old['naam']} verwijderen", nieuw=None, reden=reden)
    if request.method == "POST" and form.is_valid():
        new = form.part()
        if new == old:
            return _unchanged(request, plek)
        return draft(request, plek.eerder, **values, titel=new["naam"], nieuw=new, reden=form.cleaned_data["reden"])
    return _form(request, plek, form, "review/organisatie.html", context)


def _form(request: HttpRequest, plek: Plek, form: RedenForm, template: str, context: Mapping[str, Any]) -> HttpResponse:
    if request.method == "GET" and plek.eerder:
        plek.point(form)
    return render(request, template, {"form": form, "bestand": plek.bestand, "eerder": plek.eerder, "stand": plek.stand, **context})


def _unchanged(request: HttpRequest, plek: Plek) -> HttpResponse:
    if plek.eerder:
        messages.info(request, "Zo verandert er niets meer. Wil je dat? Trek de wijziging dan in.")
        return redirect("wijziging", pk=plek.eerder.pk)
    messages.info(request, "Je hebt niets veranderd.")
    return redirect("bestand", bestand=plek.bestand)


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
    weg: list[Union[str, int]] = [int(key) if key.isdecimal() else key for key in request.GET.get("weg", "").split(".")]
    if weg == ["bronnen"] and bestand.startswith("regio/"):
        return _source(request, Plek(bestand, data, weg, None))
    try:
        old = redactie.part(data, weg)
    except KeyError:
        raise Http404 from None
    if not _is_text(old):
        raise Http404
    return _text(request, Plek(bestand, data, weg, old))


def _is_text(part: Any) -> bool:
    return isinstance(part, dict) and {"tekst", "bron"} <= set(part)


def _text(request: HttpRequest, plek: Plek) -> HttpResponse:
    old, titel = plek.oud or {}, label(plek.weg)
    form = TekstForm(old, plek.sent(request, TekstForm.typed(plek.concept or {})))
    if request.method == "POST" and not plek.moved(request, form) and form.is_valid():
        new = form.part()
        if new == old:
            return _unchanged(request, plek)
        values = {"bestand": plek.bestand, "weg": plek.weg, "oud": old, "nieuw": new, "reden": form.cleaned_data["reden"]}
        return draft(request, plek.eerder, **values, titel=titel)
    context = {"titel": f"{title_of(plek.bestand)}: {titel}", "bronnen": _sources(plek.data)}
    return _form(request, plek, form, "review/tekst.html", context)


def _source(request: HttpRequest, plek: Plek) -> HttpResponse:
    form = BronForm(plek.data.get("bronnen") or {}, plek.sent(request, BronForm.typed(str(plek.weg[-1]), plek.concept or {})))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["sleutel"]
        values = {"bestand": plek.bestand, "weg": ["bronnen", key], "oud": None, "nieuw": form.part()}
        return draft(request, plek.eerder, **values, titel=f"bron {key}", reden=form.cleaned_data["reden"])
    return _form(request, plek, form, "review/tekst.html", {"titel": "Nieuwe bron", "bronnen": []})


@open_for(*IEDEREEN)
@require_http_methods(["GET", "POST"])
def verbeteren(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a draft again, with what its author typed and the faults beside the fields."""
    user: Any = request.user
    change = Wijziging.objects.select_related("auteur").filter(pk=pk).first()
    if change is None:
        raise Http404
    if not user.may_edit(change.bestand):
        return refuse(request)
    if change.auteur_id != user.pk or not improvable(change):
        messages.error(request, "Deze wijziging kun jij niet verbeteren.")
        return redirect("wijziging", pk=pk)
    data = contents(change.bestand)
    try:
        weg, old, new = redactie.renewed(data, change)
    except redactie.Botsing:
        messages.error(request, WEG)
        return redirect("wijziging", pk=pk)
    plek = Plek(change.bestand, data, list(weg), old, new, change)
    if weg[0] == "organisaties" and len(weg) < 3:
        return _organisation(request, plek)
    return _source(request, plek) if weg[0] == "bronnen" else _text(request, plek)


def improvable(change: Wijziging) -> bool:
    """Whether it is not published, and a form of the site made it: going back to an earlier version has none."""
    weg = change.weg
    return (
        change.staat != Wijziging.Staat.GEPUBLICEERD
        and bool(weg)
        and (_is_text(change.nieuw) or weg[0] == "bronnen" or (weg[0] == "organisaties" and len(weg) < 3))
    )


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
