"""What people say of a conversation: its state, labels, notes, and whether the contact was right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bot.review.filters import readable, zorgvraag_choices
from bot.review.inzage import record
from bot.review.kandidaten import propose
from bot.review.models import Beurt, Gesprek, Label, Notitie, Oordeel, Rol, Staat
from bot.review.overeenstemming import SAMPLE, agreement, waiting
from bot.review.poort import open_for
from bot.review.schoon import schoon
from bot.review.views.gesprekken import BUITEN, find


class OordeelForm(forms.Form):
    contact_goed = forms.TypedChoiceField(choices=[("ja", "ja"), ("nee", "nee")], coerce=lambda value: value == "ja")
    zorgvraag = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zorgvraag"].choices = [*zorgvraag_choices(), (BUITEN, "geen zorgvraag")]


def _back(request: HttpRequest, gesprek: Gesprek, anchor: str = "") -> HttpResponse:
    query = request.POST.get("filter", "")
    address = reverse("gesprek", args=[gesprek.pk])
    return redirect(f"{address}{'?' + query if query else ''}{anchor}")


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_POST
def staat(request: HttpRequest, pk: int) -> HttpResponse:
    gesprek = find(request, pk)
    wanted = request.POST.get("staat", "")
    if wanted not in Staat.values:
        raise Http404
    gesprek.staat, gesprek.bekeken_op = wanted, timezone.now()
    gesprek.save(update_fields=["staat", "bekeken_op"])
    record(request, "staat", f"gesprek {gesprek.nummer}", wanted)
    if request.POST.get("verder"):
        messages.success(request, f"Het vorige gesprek is nu: {gesprek.get_staat_display()}.")
        query = request.POST.get("filter", "")
        return redirect(f"{reverse('volgende')}?{query}{'&' if query else ''}na_gesprek={gesprek.pk}")
    messages.success(request, f"De staat is nu: {gesprek.get_staat_display()}.")
    return _back(request, gesprek)


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_POST
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    gesprek = find(request, pk)
    chosen = list(Label.objects.filter(naam__in=request.POST.getlist("label")))
    new = " ".join(request.POST.get("nieuw", "").split()).lower()
    if new:
        chosen.append(Label.objects.get_or_create(naam=schoon(new)[:40])[0])
    gesprek.labels.set(chosen)
    record(request, "labels", f"gesprek {gesprek.nummer}", ", ".join(label.naam for label in chosen)[:60] or "geen")
    messages.success(request, "De labels zijn bewaard.")
    return _back(request, gesprek)


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_POST
def notitie(request: HttpRequest, pk: int) -> HttpResponse:
    gesprek = find(request, pk)
    written = request.POST.get("tekst", "").strip()[:2000]
    if not written:
        messages.error(request, "De notitie is leeg. Schrijf eerst iets.")
        return _back(request, gesprek, "#notities")
    text = schoon(written)
    Notitie.objects.create(gesprek=gesprek, auteur=request.user, tekst=text)
    record(request, "notitie", f"gesprek {gesprek.nummer}")
    messages.success(request, "De notitie is bewaard." if text == written else "De notitie is bewaard. Wat persoonlijk leek, is verborgen.")
    return _back(request, gesprek, "#notities")


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_POST
def oordeel(request: HttpRequest, pk: int) -> HttpResponse:
    turn = Beurt.objects.select_related("gesprek").filter(pk=pk).first()
    if turn is None:
        raise Http404
    gesprek = find(request, turn.gesprek_id)
    form = OordeelForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Kies eerst goed of fout, en de juiste zorgvraag.")
        return _back(request, gesprek, f"#beurt-{turn.volgorde}")
    given, _ = Oordeel.objects.update_or_create(beurt=turn, beoordelaar=request.user, defaults=form.cleaned_data)
    candidate = propose(given)
    record(request, "oordeel", f"gesprek {gesprek.nummer} beurt {turn.volgorde}", given.zorgvraag)
    messages.success(request, "Je oordeel is bewaard." + (" De zin staat nu bij Leren." if candidate else ""))
    if request.POST.get("terug") == "tweede_blik":
        return redirect("tweede_blik")
    query = request.POST.get("filter", "")
    parts = "&".join(part for part in (query, f"blad={turn.blad}" if turn.blad > 1 else "") if part)
    return redirect(f"{reverse('gesprek', args=[gesprek.pk])}{'?' + parts if parts else ''}#beurt-{turn.volgorde}")


@open_for(Rol.COORDINATOR, Rol.BEHEERDER)
@require_GET
def tweede_blik(request: HttpRequest) -> HttpResponse:
    """Turns for a second person, without what the first one said, and how far people agree."""
    user: Any = request.user
    mine = readable(user)
    turns = waiting(user, mine)
    for turn in turns:
        record(request, "gelezen", f"beurt {turn.event}", "tweede blik")
    context = {
        "beurten": turns,
        "zorgvragen": [*zorgvraag_choices(), (BUITEN, "geen zorgvraag")],
        "stand": agreement(mine),
        "deel": SAMPLE,
    }
    return render(request, "review/tweede_blik.html", context)
