"""What is wrong with the set-up for Teams, each fault with its mend, so that an administrator need not read logs."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional

import aiohttp
import jwt

from bot.channels.microsoft.guard import CHANNEL
from bot.channels.microsoft.http import Http
from bot.channels.microsoft.keys import Keys, KeysUnavailable
from bot.channels.microsoft.token import RESOURCE, Certificate, CertificateUnusable, Tokens, TokenUnavailable, credential
from bot.settings import Settings
from bot.teksten import teksten

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MESSAGES = "/teams/berichten"


def faults(settings: Settings) -> List[str]:
    """What the settings alone tell; empty where there is nothing to say, or no Teams channel."""
    if settings.teams_dev_without_auth:
        return [*_say("dev_open", settings.host not in _LOOPBACK), *_say("dev_met_app", bool(settings.teams_app_id))]
    return list(_settings_faults(settings)) if settings.teams_app_id else []


def _settings_faults(settings: Settings) -> Iterator[str]:
    proofs = sum(map(bool, (settings.teams_secret, settings.teams_certificate, settings.teams_managed_identity)))
    yield from _say("app_id", not _ID.fullmatch(settings.teams_app_id))
    yield from _say("tenant", not _ID.fullmatch(settings.teams_tenant))
    yield from _say("geen_bewijs", proofs == 0)
    yield from _say("te_veel_bewijs", proofs > 1)
    yield from _say("geheim_is_id", bool(_ID.fullmatch(settings.teams_secret)))
    yield from _say("secret", not settings.secret_given or len(settings.secret) < 32)
    if settings.teams_certificate:
        try:
            certificate = Certificate("", settings.teams_app_id, Path(settings.teams_certificate)).certificate
        except CertificateUnusable:
            yield from _say("certificaat")
        else:
            now = dt.datetime.now(dt.timezone.utc)
            yield from _say("certificaat_verlopen", not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc)


@dataclasses.dataclass(frozen=True)
class Finding:
    """`fault` None: good. `looked` False: an earlier fault made this one impossible to see."""

    step: str
    fault: Optional[str] = None
    looked: bool = True


async def diagnose(settings: Settings) -> List[Finding]:
    """Every step in the order in which an administrator sets them up. Calls Microsoft and our own public address."""
    wrong = faults(settings) if settings.teams_app_id else list(_say("niet_ingesteld"))
    findings = [Finding("instellingen", fault) for fault in wrong] or [Finding("instellingen")]
    http = Http()
    try:
        findings.append(Finding("sleutels", await _keys(http, settings.teams_openid_url)))
        findings.append(Finding("token", looked=False) if wrong else Finding("token", await _token(http, settings)))
        findings.append(Finding("adres", await _address(http, settings.public_url)))
    finally:
        await http.close()
    return findings


async def _keys(http: Http, url: str) -> Optional[str]:
    try:
        keys = await Keys(http, url).all()
    except KeysUnavailable:
        return _text("sleutels_weg", adres=url)
    return None if any(CHANNEL in key.endorsements for key in keys.values()) else _text("sleutels_anders", adres=url)


async def _token(http: Http, settings: Settings) -> Optional[str]:
    try:
        token = await Tokens(http, credential(settings)).get()
        claims = jwt.decode(token, options={"verify_signature": False})
    except TokenUnavailable as error:
        known = teksten("teams")["controle"]["token_codes"].get(error.code)
        unreached = not error.code.startswith("AADSTS") and error.code[:1].isupper()
        return known or _text("token_weg" if unreached else "token_anders", adres=settings.teams_login_url, code=error.code)
    except jwt.PyJWTError:
        return _text("token_vreemd")
    ours = claims.get("aud") == RESOURCE and settings.teams_app_id in (claims.get("appid"), claims.get("azp"))
    return None if ours and claims.get("tid", settings.teams_tenant) == settings.teams_tenant else _text("token_vreemd")


async def _address(http: Http, public_url: str) -> Optional[str]:
    """An empty post without a token has to be refused with 401; that is also what proves that it reached this channel."""
    if not public_url.startswith("https://"):
        return _text("adres_leeg")
    url = public_url.rstrip("/") + MESSAGES
    try:
        async with http.request("POST", url, json={}) as answer:
            return None if answer.status == 401 else _text("adres_anders", adres=url, status=answer.status)
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
        return _text("adres_weg", adres=url, code=type(error).__name__)


def _say(name: str, wrong: bool = True) -> Iterator[str]:
    if wrong:
        yield _text(name)


def _text(name: str, **values: Any) -> str:
    text: Callable[..., str] = str(teksten("teams")["controle"][name]).format
    return text(**values)
