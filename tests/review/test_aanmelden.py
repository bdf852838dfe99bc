"""Signing in with a password and a second factor, and being locked out."""

from __future__ import annotations

import time
from typing import Any, Callable

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.review.models import Gebruiker, Inzage
from tests.review.conftest import PASSWORD


def sign_in(name: str = "els", password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(reverse("aanmelden"), {"username": name, "password": password})


def test_the_first_time_an_app_is_coupled(user: Callable[..., Any]) -> None:
    els = user("els", "beheerder")
    client, answer = sign_in()
    assert answer.headers["Location"] == reverse("start")
    page = client.get(reverse("tweede_factor")).content.decode()
    device = TOTPDevice.objects.get(user=els)
    assert "data:image/svg+xml" in page and device.confirmed is False
    assert "klopt niet" in client.post(reverse("tweede_factor"), {"code": "000000"}).content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post(reverse("tweede_factor"), {"code": f"{totp(device.bin_key):06}"})
    assert client.get(reverse("inzage")).status_code == 200
    device.refresh_from_db()
    assert device.confirmed


def test_the_secret_is_shown_once_only(user: Callable[..., Any]) -> None:
    els = user("els", "beheerder")
    device = TOTPDevice.objects.create(user=els, confirmed=True)
    client, _ = sign_in()
    assert "data:image" not in client.get(reverse("tweede_factor")).content.decode()
    assert TOTPDevice.objects.get() == device


def test_a_code_counts_once_and_guessing_is_slowed(user: Callable[..., Any]) -> None:
    els = user("els", "beheerder")
    device = TOTPDevice.objects.create(user=els, confirmed=True)
    code = f"{totp(device.bin_key):06}"
    first, _ = sign_in()
    first.post(reverse("tweede_factor"), {"code": code})
    second, _ = sign_in()
    second.post(reverse("tweede_factor"), {"code": code})
    assert second.get(reverse("inzage")).status_code == 302
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=5)
    second.post(reverse("tweede_factor"), {"code": code})
    assert second.get(reverse("inzage")).status_code == 302


def test_guessing_locks_the_account_wherever_it_comes_from(user: Callable[..., Any], settings: Any) -> None:
    user("els", "beheerder")
    for n in range(settings.AXES_FAILURE_LIMIT):
        Client().post(reverse("aanmelden"), {"username": "els", "password": f"fout {n}"}, REMOTE_ADDR=f"192.0.2.{n}")
    client, answer = sign_in()
    assert answer.status_code == 429 and "kwartier" in answer.content.decode()
    assert client.get(reverse("start")).status_code == 302
    assert Inzage.objects.filter(resultaat="geblokkeerd").exists()


def test_a_closed_account_does_not_come_in(user: Callable[..., Any]) -> None:
    user("els", "beheerder")
    Gebruiker.objects.update(is_active=False)
    _, answer = sign_in()
    assert answer.status_code == 200 and "horen niet bij elkaar" in answer.content.decode()


def test_an_unknown_name_and_a_wrong_password_read_the_same(user: Callable[..., Any]) -> None:
    user("els", "beheerder")
    pages = [sign_in(name, "fout")[1].content.decode() for name in ("els", "niemand")]
    assert all("horen niet bij elkaar" in page for page in pages)


@pytest.mark.django_db
def test_who_signed_in_before_the_limit_of_a_session_is_asked_again(user: Callable[..., Any], settings: Any) -> None:
    user("els", "beheerder")
    client, _ = sign_in()
    assert abs(client.session["sinds"] - time.time()) < 60


@pytest.mark.django_db
def test_it_lives() -> None:
    assert Client().get(reverse("gezond")).content == b"ok"
