"""The dashboard: plots, the same numbers as tables, and as files for a spreadsheet."""

from __future__ import annotations

import csv
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bot.review.cijfers import SMALLEST, TABELLEN, WEEKS, Blik, Tabel
from bot.review.filters import regio_choices
from bot.review.inzage import record
from bot.review.kaart import kaart
from bot.review.models import ZONDER_REGIO, Rol
from bot.review.poort import IEDEREEN, open_for
from bot.review.tekening import draw

_WEEKS = (4, 12, 26)


def _periodes() -> list[tuple[int, str]]:
    """Up to the first that holds all that is kept: a longer one would show the same."""
    days = settings.OURS.bewaar_dagen
    whole = next((n for n in _WEEKS if n * 7 >= days), _WEEKS[-1])
    return [(n, f"alles ({days} dagen)" if n * 7 >= days else f"{n} weken") for n in _WEEKS if n <= whole]


def _blik(request: HttpRequest) -> Blik:
    user: Any = request.user
    weken = request.GET.get("weken", "")
    return Blik.of(user, request.GET.get("regio", ""), int(weken) if weken in map(str, _WEEKS) else WEEKS)


def _tabel(request: HttpRequest, naam: str) -> Tabel:
    if naam not in TABELLEN:
        raise Http404
    return _blik(request).tabel(naam)


@open_for(*IEDEREEN)
@require_GET
def overzicht(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    every = [*((regio.id, regio.naam) for regio in kaart().regios.values()), (ZONDER_REGIO, "zonder regio")]
    blik = _blik(request)
    context = {
        "tabellen": [(naam, blik.tabel(naam)) for naam in TABELLEN],
        "regios": regio_choices(user) if user.rol == Rol.COORDINATOR else every,
        "regio": request.GET.get("regio", ""),
        "weken": [(n, name, str(n) == request.GET.get("weken", str(WEEKS))) for n, name in _periodes()],
        "dagen": settings.OURS.bewaar_dagen,
        "kleinste": SMALLEST,
        "filter": request.GET.urlencode(),
    }
    return render(request, "review/cijfers.html", context)


@open_for(*IEDEREEN)
@require_GET
def plaatje(request: HttpRequest, naam: str) -> HttpResponse:
    response = HttpResponse(draw(_tabel(request, naam)), content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"  # a picture: nothing in it runs
    return response


@open_for(*IEDEREEN)
@require_GET
def csv_bestand(request: HttpRequest, naam: str) -> HttpResponse:
    tabel = _tabel(request, naam)
    record(request, "gedownload", f"cijfers {naam}")
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # Excel reads UTF-8 by this mark only
    response["Content-Disposition"] = f'attachment; filename="{naam}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["", *tabel.kolommen])
    for label, values in tabel.rijen:
        writer.writerow([_safe(label), *(f"minder dan {SMALLEST}" if value is None else value for value in values)])
    return response


def _safe(text: str) -> str:
    """A spreadsheet takes a text that begins like this for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
