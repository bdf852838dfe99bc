"""The route map as it stands: its files, what is in them, their history, and what is due for checking."""

from __future__ import annotations

import datetime as dt
from typing import Any, Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bot.review import redactie
from bot.review.inzage import record
from bot.review.models import Rol, Wijziging
from bot.review.namen import label, title_of
from bot.review.poort import IEDEREEN, open_for
from bot.review.vervallen import due

LATELY = dt.timedelta(days=30)
"""So long an author sees what was refused."""


def contents(bestand: str) -> Any:
    try:
        return redactie.content(bestand)
    except FileNotFoundError:
        raise Http404 from None


@open_for(*IEDEREEN)
@require_GET
def overzicht(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    names = redactie.bestanden()
    groups = {
        "Regio's": [name for name in names if name.startswith("regio/")],
        "Landelijk": ["landelijk.yml"],
        "Zorgvragen": [name for name in names if name.startswith("routes/")],
    }
    waiting = Wijziging.objects.filter(staat__in=["concept", "aangeboden"]).select_related("auteur")
    open_changes = [change for change in waiting if user.may_edit(change.bestand)]
    context = {
        "groepen": {
            title: sorted(((name, title_of(name), user.may_edit(name)) for name in files), key=lambda row: row[1].lower())
            for title, files in groups.items()
        },
        "open": open_changes,
        "eigen": sorted(title_of(name) for name in names if user.may_edit(name)) if user.rol == Rol.COORDINATOR else [],
        "afgewezen": Wijziging.objects.filter(staat=Wijziging.Staat.AFGEWEZEN, auteur=user, besloten_op__gte=timezone.now() - LATELY),
        "te_controleren": sum(1 for _ in due([name for name in names if user.may_edit(name)], timezone.localdate())),
    }
    return render(request, "review/routekaart.html", context)


@open_for(*IEDEREEN)
@require_GET
def bestand(request: HttpRequest, bestand: str) -> HttpResponse:
    data, user = contents(bestand), request.user
    organisaties = data.get("organisaties") or []
    context = {
        "bestand": bestand,
        "titel": data.get("naam") or title_of(bestand),
        "organisaties": list(enumerate(organisaties)),
        "teksten": [(".".join(map(str, weg)), label(weg), tekst) for weg, tekst in texts(data) if weg[0] != "organisaties"],
        "bewerken": user.may_edit(bestand),
        "regio": bestand.startswith("regio/"),
        "buiten": redactie.moved_on(bestand),
    }
    return render(request, "review/bestand.html", context)


def texts(data: Any, weg: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Every text with sources in a file, with the way to it."""
    if isinstance(data, dict):
        if "tekst" in data and "bron" in data and "blokken" not in data and "altijd" not in data:
            yield weg, data
        for key, value in data.items():
            yield from texts(value, (*weg, key))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from texts(value, (*weg, n))


@open_for(*IEDEREEN)
@require_GET
def geschiedenis(request: HttpRequest, bestand: str) -> HttpResponse:
    contents(bestand)
    rows = Wijziging.objects.filter(bestand=bestand, staat=Wijziging.Staat.GEPUBLICEERD).select_related("auteur", "besloten_door")
    context = {
        "bestand": bestand,
        "titel": title_of(bestand),
        "wijzigingen": rows.order_by("-besloten_op", "-id"),
        "bewerken": request.user.may_edit(bestand),
        "buiten": redactie.moved_on(bestand),
    }
    return render(request, "review/geschiedenis.html", context)


@open_for(*IEDEREEN)
@require_GET
def te_controleren(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    mine = [name for name in redactie.bestanden() if user.may_edit(name)]
    tasks = list(due(mine, timezone.localdate()))
    return render(request, "review/te_controleren.html", {"taken": tasks})


@open_for(*IEDEREEN)
@require_GET
def download(request: HttpRequest, bestand: str) -> HttpResponse:
    """The file itself, for git."""
    contents(bestand)
    record(request, "gedownload", bestand)
    response = HttpResponse(redactie.read(bestand), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{bestand.split("/")[-1]}"'
    return response
