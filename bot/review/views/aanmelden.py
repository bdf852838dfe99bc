"""Signing in, out, and the second factor."""

from __future__ import annotations

from typing import Any

import django_otp
import segno
from django import forms
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.review.inzage import record
from bot.review.models import Rol
from bot.review.poort import IEDEREEN, open_for, public


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\d{6}$",
        label="Code van 6 cijfers",
        error_messages={"invalid": "Typ de 6 cijfers uit je app."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}),
    )


@public
@require_GET
def gezond(request: HttpRequest) -> HttpResponse:
    """200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@open_for(*IEDEREEN)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    return redirect("routekaart" if user.rol == Rol.REDACTEUR else "gesprekken")


@public
@require_http_methods(["GET", "POST"])
def aanmelden(request: HttpRequest) -> HttpResponse:
    form = AuthenticationForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_next(request))
    return render(request, "review/aanmelden.html", {"form": form, "next": request.GET.get("next", "")})


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else resolve_url("start")


@open_for(*IEDEREEN, tweede_factor=False)
@require_POST
def afmelden(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("aanmelden")


@open_for(*IEDEREEN, tweede_factor=False)
@require_http_methods(["GET", "POST"])
def tweede_factor(request: HttpRequest) -> HttpResponse:
    """Asks for a code; the first time it shows the secret to put into an app."""
    user: Any = request.user
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    fresh = device is None
    if device is None:
        device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "app"})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        allowed, _ = device.verify_is_allowed()
        if allowed and device.verify_token(form.cleaned_data["code"]):
            if fresh:
                device.confirmed = True
                device.save()
            django_otp.login(request, device)
            record(request, "tweede factor")
            return redirect("start")
        record(request, "tweede factor", resultaat="mislukt")
        form.add_error("code", "Deze code klopt niet. Wacht op een nieuwe code en probeer het opnieuw.")
    picture = segno.make(device.config_url).svg_data_uri(scale=4, border=2) if fresh else None
    secret = _readable(device.bin_key) if fresh else None
    return render(request, "review/tweede_factor.html", {"form": form, "plaatje": picture, "geheim": secret})


def _readable(key: bytes) -> str:
    import base64

    text = base64.b32encode(key).decode().rstrip("=")
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))
