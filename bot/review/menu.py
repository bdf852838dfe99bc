"""What the menu shows to whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse

_MENU = (
    ("gesprekken", "Gesprekken"),
    ("tweede_blik", "Tweede blik"),
    ("leren", "Leren"),
    ("cijfers", "Cijfers"),
    ("routekaart", "Routekaart"),
    ("inzage", "Inzage"),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """For every template: the pages that this person may open."""
    user: Any = getattr(request, "user", None)
    found: dict[str, Any] = {"openid": settings.OIDC}
    if user is None or not user.is_authenticated:
        return found
    names = [(name, title, reverse(name)) for name, title in _MENU]
    allowed = [(title, url, request.path.startswith(url)) for _, title, url in names if user.rol in resolve(url).func.rollen]
    return {**found, "menu": allowed}
