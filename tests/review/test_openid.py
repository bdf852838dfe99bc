"""Signing in with OpenID Connect: a real provider on loopback, a real browser, and tokens that may not pass."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any, Callable, Iterator

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import SuspiciousOperation
from playwright.sync_api import Browser, Page

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT
from tests.review.openid_provider import CLIENT, PASSWORD, SECRET
from tests.review.test_browser import browser, cli  # noqa: F401


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The site with a provider beside it; els and bea have an account, vreemde has none."""
    folder = tmp_path_factory.mktemp("openid")
    port, other = free_port(), free_port()
    address, issuer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{other}/o"
    env = {
        **os.environ,
        "WEGWIJZER_REVIEW_PORT": str(port),
        "WEGWIJZER_REVIEW_DB": str(folder / "review.sqlite3"),
        "WEGWIJZER_OIDC_ISSUER": issuer,
        "WEGWIJZER_OIDC_CLIENT_ID": CLIENT,
        "WEGWIJZER_OIDC_CLIENT_SECRET": SECRET,
    }
    plain = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    provider = [sys.executable, "-m", "tests.review.openid_provider", str(other), f"{address}/openid/terug/", str(folder)]
    cli(env, "adduser", "els", "--rol", "coordinator", "--regio", "kampen", "--email", "ELS@school.nl", "--openid")
    processes = [
        subprocess.Popen(provider, cwd=ROOT, env=plain),
        subprocess.Popen([sys.executable, "-m", "bot", "review", "serve"], cwd=ROOT, env=env),
    ]
    try:
        urls = [f"{address}/gezond", f"{issuer}/.well-known/openid-configuration"]
        assert wait_until_healthy(urls, lambda: all(process.poll() is None for process in processes), 400)
        yield address, env
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)


def sign_in(browser: Browser, address: str, name: str) -> Page:  # noqa: F811
    page = browser.new_context(locale="nl-NL").new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/aanmelden/")
    page.get_by_role("link", name="Inloggen met je werkaccount").click()
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url(f"{address}/**")
    return page


def test_who_has_an_account_comes_in_without_another_second_factor(sites: Any, browser: Browser) -> None:  # noqa: F811
    page = sign_in(browser, sites[0], "els")
    page.get_by_role("heading", name="Gesprekken").wait_for()
    again = sign_in(browser, sites[0], "els")
    again.get_by_role("heading", name="Gesprekken").wait_for()


def test_who_has_none_does_not(sites: Any, browser: Browser) -> None:  # noqa: F811
    page = sign_in(browser, sites[0], "vreemde")
    page.get_by_text("Inloggen met je werkaccount lukte niet").wait_for()
    page.goto(f"{sites[0]}/gesprekken/")
    assert "/aanmelden/" in page.url


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    from bot.review import openid

    monkeypatch.setattr(openid, "provider", lambda: {"issuer": "https://login.example/tenant"})
    found = openid.OpenId()
    found.OIDC_RP_CLIENT_ID, found.OIDC_RP_SIGN_ALGO = CLIENT, "RS256"
    return found


KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


def claims(**other: Any) -> dict[str, Any]:
    """Made in the test itself: a long run may reach it an hour after this file was read."""
    now = int(time.time())
    good = {"iss": "https://login.example/tenant", "aud": CLIENT, "sub": "1", "nonce": "n", "iat": now, "exp": now + 600, **other}
    return {name: value for name, value in good.items() if value is not None}


BAD: dict[str, Callable[[], str]] = {
    "for another site": lambda: jwt.encode(claims(aud="another"), KEY, "RS256"),
    "of another tenant": lambda: jwt.encode(claims(iss="https://login.example/other"), KEY, "RS256"),
    "too old": lambda: jwt.encode(claims(exp=int(time.time()) - 600), KEY, "RS256"),
    "signed by another": lambda: jwt.encode(claims(), OTHER_KEY, "RS256"),
    "signed in another way": lambda: jwt.encode(claims(), "x" * 40, "HS256"),
    "not signed": lambda: jwt.encode(claims(), "", "none"),
    "about nobody": lambda: jwt.encode(claims(sub=None), KEY, "RS256"),
}


@pytest.mark.parametrize("reason", BAD)
def test_a_token_that_may_not_pass(reason: str, backend: Any) -> None:
    assert backend._verify_jws(jwt.encode(claims(), KEY, "RS256"), KEY.public_key())["sub"] == "1"
    with pytest.raises(SuspiciousOperation):
        backend._verify_jws(BAD[reason](), KEY.public_key())


def test_an_account_stays_with_its_person_when_the_address_moves(backend: Any, user: Callable[..., Any]) -> None:
    els = user("els", "beheerder", email="els@school.nl")
    assert list(backend.filter_users_by_claims({"sub": "1", "email": "ELS@school.nl"})) == [els]
    backend.update_user(els, {"sub": "1"})
    assert list(backend.filter_users_by_claims({"sub": "2", "email": "els@school.nl"})) == []
    assert list(backend.filter_users_by_claims({"sub": "1", "email": "nieuw@school.nl"})) == [els]
    assert list(backend.filter_users_by_claims({"sub": "3", "email": "x@school.nl", "email_verified": False})) == []
