"""The gate: what no view opens is closed. Checks sign-in, second factor, role and the absolute limit of a session."""

from __future__ import annotations

import functools
import time
from typing import Any, Callable, Optional

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bot.review.inzage import record
from bot.review.models import Rol

View = Callable[..., HttpResponse]

SINDS, OPENID = "sinds", "openid"
"""Keys in the session: when somebody signed in, and that the OpenID provider saw to the second factor."""
IEDEREEN = tuple(Rol)


def open_for(*rollen: Any, tweede_factor: bool = True) -> Callable[[View], View]:
    """Opens a view for these roles."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        opened.rollen, opened.tweede_factor = rollen, tweede_factor  # type: ignore[attr-defined]
        return opened

    return decorate


def public(view: View) -> View:
    """Opens a view for everybody: signing in, and whether the site lives."""
    view.rollen = None  # type: ignore[attr-defined]
    return view


class Poort:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> Optional[HttpResponse]:
        rollen = getattr(view, "rollen", ())
        if rollen is None:
            return None
        user: Any = request.user
        if not user.is_authenticated:
            return redirect(f"{settings_login()}?next={request.path}") if request.method == "GET" else redirect(settings_login())
        if time.time() - float(request.session.get(SINDS, 0)) > settings.SESSION_SECONDS:
            logout(request)
            messages.info(request, "Je was lang ingelogd. Log opnieuw in.")
            return redirect(settings_login())
        if user.rol not in rollen:
            return refuse(request)
        if getattr(view, "tweede_factor", True) and not (user.is_verified() or request.session.get(OPENID)):
            return redirect("tweede_factor")
        return None


def settings_login() -> str:
    from django.urls import reverse

    return reverse(settings.LOGIN_URL)


def refuse(request: HttpRequest) -> HttpResponse:
    """The page for who may not be here; the attempt is recorded."""
    record(request, "geweigerd", request.path, "geweigerd")
    return render(
        request,
        "review/fout.html",
        {"titel": "Dit mag je niet zien", "uitleg": "Deze pagina hoort niet bij jouw rol of regio."},
        status=403,
    )
