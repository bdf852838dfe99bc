"""The bot's own token for Microsoft's service: asked for when needed, renewed five minutes before its end.

Sources: the client credentials flow and its certificate credentials in the documentation of the Microsoft identity platform;
managed identities for Azure resources (virtual machine) and for App Service and Container Apps.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
import uuid
from pathlib import Path
from typing import Any, Callable, Dict, Optional, Protocol

import aiohttp
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.channels.microsoft.http import Http
from bot.settings import Settings

RESOURCE = "https://api.botframework.com"
_EARLY_SECONDS = 300
_ASSERTION_SECONDS = 600
_MACHINE_URL = "http://169.254.169.254/metadata/identity/oauth2/token"


class TokenUnavailable(Exception):
    """No token. `code` is Microsoft's, such as AADSTS7000215, where it gave one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CertificateUnusable(ValueError):
    """The file is not the private key and the certificate that belong together."""


@dataclasses.dataclass(frozen=True)
class Asked:
    """How to ask for a token: the arguments of one HTTP request."""

    method: str
    url: str
    options: Dict[str, Any]


class Credential(Protocol):
    def ask(self) -> Asked: ...


@dataclasses.dataclass(frozen=True)
class Secret:
    url: str
    app_id: str
    secret: str = dataclasses.field(repr=False)

    def ask(self) -> Asked:
        return _form(self.url, self.app_id, {"client_secret": self.secret})


class Certificate:
    """Proves with a signature that we hold the private key. Raises CertificateUnusable."""

    def __init__(self, url: str, app_id: str, file: Path) -> None:
        self._url, self._app_id = url, app_id
        try:
            pem = file.read_bytes()
            key, self.certificate = load_pem_private_key(pem, None), x509.load_pem_x509_certificate(pem)
        except (OSError, ValueError, TypeError) as error:
            raise CertificateUnusable(str(error)) from None
        public = self.certificate.public_key()
        if not isinstance(key, RSAPrivateKey) or not isinstance(public, RSAPublicKey):
            raise CertificateUnusable("not an RSA key")
        if key.public_key().public_numbers() != public.public_numbers():
            raise CertificateUnusable("the certificate belongs to another key")
        self._key = key

    def ask(self) -> Asked:
        now = int(time.time())
        claims = {"iss": self._app_id, "sub": self._app_id, "aud": self._url, "jti": str(uuid.uuid4()), "nbf": now - 60, "iat": now}
        thumbprint = jwt.utils.base64url_encode(self.certificate.fingerprint(hashes.SHA256())).decode()
        assertion = jwt.encode({**claims, "exp": now + _ASSERTION_SECONDS}, self._key, "PS256", {"x5t#S256": thumbprint})
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return _form(self._url, self._app_id, {"client_assertion_type": kind, "client_assertion": assertion})


@dataclasses.dataclass(frozen=True)
class ManagedIdentity:
    """Azure itself gives the token, to this machine only: `endpoint` and `header` are set by App Service, empty on a virtual machine."""

    app_id: str
    endpoint: str = ""
    header: str = dataclasses.field(default="", repr=False)

    def ask(self) -> Asked:
        version, proof = ("2019-08-01", {"X-IDENTITY-HEADER": self.header}) if self.endpoint else ("2018-02-01", {"Metadata": "true"})
        query = {"api-version": version, "resource": RESOURCE, "client_id": self.app_id}
        return Asked("GET", self.endpoint or _MACHINE_URL, {"params": query, "headers": proof})


def credential(settings: Settings) -> Credential:
    """What the settings choose. Raises CertificateUnusable."""
    url = f"{settings.teams_login_url}/{settings.teams_tenant}/oauth2/v2.0/token"
    if settings.teams_managed_identity:
        return ManagedIdentity(settings.teams_app_id, settings.identity_endpoint, settings.identity_header)
    if settings.teams_certificate:
        return Certificate(url, settings.teams_app_id, Path(settings.teams_certificate))
    return Secret(url, settings.teams_app_id, settings.teams_secret)


class Tokens:
    """Holds one token for all who send."""

    def __init__(self, http: Http, of: Credential, clock: Callable[[], float] = time.monotonic) -> None:
        self._http, self._credential, self._clock = http, of, clock
        self._token, self._end = "", float("-inf")
        self._lock: Optional[asyncio.Lock] = None

    async def get(self, refused: Optional[str] = None) -> str:
        """A token that is good for some minutes; another one than `refused`. Raises TokenUnavailable."""
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            left = self._end - self._clock()
            if left < _EARLY_SECONDS or self._token == refused:
                try:
                    await self._renew()
                except TokenUnavailable:
                    if left <= 0 or self._token == refused:
                        raise
            return self._token

    async def _renew(self) -> None:
        asked = self._credential.ask()
        try:
            async with self._http.request(asked.method, asked.url, **asked.options) as answer:
                body = await answer.json(content_type=None)
            token, seconds = str(body["access_token"]), int(body["expires_in"])
        except KeyError:
            raise TokenUnavailable(_code(body)) from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, TypeError) as error:
            raise TokenUnavailable(type(error).__name__) from None
        self._token, self._end = token, self._clock() + seconds


def _form(url: str, app_id: str, proof: Dict[str, str]) -> Asked:
    fields = {"grant_type": "client_credentials", "client_id": app_id, "scope": f"{RESOURCE}/.default", **proof}
    return Asked("POST", url, {"data": fields})


def _code(body: Dict[str, Any]) -> str:
    """AADSTS and the first number of error_codes; the description may name people and stays out."""
    codes = body.get("error_codes")
    return f"AADSTS{codes[0]}" if isinstance(codes, list) and codes else str(body.get("error") or "no token")
