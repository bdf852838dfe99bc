"""Pages for what went wrong, each with a way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, titel: str, uitleg: str, status: int) -> HttpResponse:
    return render(request, "review/fout.html", {"titel": titel, "uitleg": uitleg}, status=status)


def niet_gevonden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, "Deze pagina is er niet", "Misschien is het gesprek gewist of is de bewaartermijn voorbij.", 404)


def geweigerd(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, "Dit mag je niet zien", "Deze pagina hoort niet bij jouw rol of regio.", 403)


def formulier(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "Het formulier is verlopen", "Ga terug, ververs de pagina en probeer het opnieuw.", 403)


def storing(request: HttpRequest) -> HttpResponse:
    return _page(request, "Er ging iets mis", "Probeer het straks opnieuw. Blijft het misgaan? Meld het bij je beheerder.", 500)
