"""A Microsoft on loopback: its OpenID pages, its tokens for us, its tokens for the bot, and the service that takes activities."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import functools
import hashlib
import hmac
import json
import time
from typing import Any, AsyncIterator, Callable

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

APP, TENANT = "11111111-2222-4333-8444-555555555555", "99999999-8888-4777-8666-555555555555"
ISSUER = "https://api.botframework.com"
MSTEAMS = ["msteams", "webchat"]


@dataclasses.dataclass
class Key:
    """An RSA key with an id; `endorsements` None leaves them out of the key set."""

    kid: str
    endorsements: list[str] | None
    number: int = 0
    """Another number, another key."""

    @property
    def private(self) -> rsa.RSAPrivateKey:
        return _generate(self.kid, self.number)

    def public(self) -> dict[str, Any]:
        row = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        row |= {"kid": self.kid, "use": "sig"}
        return row if self.endorsements is None else row | {"endorsements": self.endorsements}


class Microsoft:
    """`faults` are answers that are given before the good ones: (status, headers), or a number of seconds to hang."""

    def __init__(self) -> None:
        self.good, self.other = Key("good", MSTEAMS), Key("other", ["skype"])
        self.keys = [self.good, self.other, Key("bare", None)]
        self.strange_keys = [{"kid": "ec", "kty": "EC", "crv": "P-256"}, {"kty": "RSA"}, {"kid": "broken", "kty": "RSA", "n": "?", "e": ""}]
        self.posted: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.faults: list[tuple[int, dict[str, str]] | float] = []
        self.met = 0
        self.key_fetches, self.down, self.token_error = 0, False, dict[str, Any]()
        self.valid_tokens: set[str] = set()
        self.url = ""
        self._new = asyncio.Event()

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get("/openid", self._openid),
                web.get("/keys", self._keys),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.get("/identity", self._token),
                web.post("/teams/v3/conversations", self._open),
                web.post("/teams/v3/conversations/{id}/activities", self._activity),
            ]
        )
        return app

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams/"

    def mint(self, key: Key | None = None, header: dict[str, Any] | None = None, **changes: Any) -> str:
        """A token as the service sends it; a change to None leaves the claim out."""
        key, now = key or self.good, int(time.time())
        claims = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now - 10, "serviceurl": self.service_url} | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "typ": "JWT", "kid": key.kid} | (header or {})
        header = {name: value for name, value in header.items() if value is not None}
        signed = ".".join(_b64(json.dumps(part).encode()) for part in (header, claims))
        return f"{signed}.{_b64(key.private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def forge(self, alg: str) -> str:
        """Signed with a secret that everybody knows: the public key; or with nothing."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "serviceurl": self.service_url}
        parts = [_b64(json.dumps({"alg": alg, "typ": "JWT", "kid": "good"}).encode()), _b64(json.dumps(claims).encode())]
        pem = self.good.private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        signature = hmac.new(pem, ".".join(parts).encode(), hashlib.sha256).digest() if alg == "HS256" else b"x"
        return ".".join([*parts, _b64(signature)])

    async def meets(self, count: int) -> None:
        """Once so many calls met a fault."""
        while self.met < count:
            self._new.clear()
            await asyncio.wait_for(self._new.wait(), 20)

    async def wait_for(self, count: int, kind: str = "message") -> list[dict[str, Any]]:
        """The first `count` activities of a kind, once they are there."""

        async def enough() -> list[dict[str, Any]]:
            while len(found := [post for post in self.posted if post["type"] == kind]) < count:
                self._new.clear()
                await self._new.wait()
            return found

        return await asyncio.wait_for(enough(), 20)

    async def _openid(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys", "id_token_signing_alg_values_supported": ["RS256"]})

    async def _keys(self, request: web.Request) -> web.Response:
        self.key_fetches += 1
        return web.json_response({"keys": [*self.strange_keys, *(key.public() for key in self.keys)]})

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post()) or dict(request.query)
        self.asked.append(form | {"tenant": request.match_info.get("tenant", ""), "headers": dict(request.headers)})
        if self.token_error:
            return web.json_response(self.token_error, status=400)
        now = int(time.time())
        claims = {"aud": ISSUER, "appid": form["client_id"], "tid": TENANT, "exp": now + 3600, "n": len(self.asked)}
        token = jwt.encode(claims, self.other.private, "RS256")
        self.valid_tokens.add(token)
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": token})

    async def _activity(self, request: web.Request) -> web.Response:
        if self.faults:
            fault = self.faults.pop(0)
            self.met += 1
            self._new.set()
            if not isinstance(fault, tuple):
                await asyncio.sleep(fault)
                return web.Response(status=504)
            return web.Response(status=fault[0], headers=fault[1])
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.valid_tokens | {""}:
            return web.Response(status=401)
        number = len(self.posted) + 1
        self.posted.append(await request.json() | {"_to": request.match_info["id"], "_id": f"post-{number}"})
        self._new.set()
        return web.json_response({"id": f"post-{number}"}, status=201)

    async def _open(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["members"][0]["id"] == "29:zonder-app":
            return web.json_response({"error": {"code": "ForbiddenOperationException"}}, status=403)
        return web.json_response({"id": f"a:prive-{body['members'][0]['id']}"}, status=201)


@functools.cache
def _generate(kid: str, number: int) -> rsa.RSAPrivateKey:
    """One for all tests: making it takes longer than most of them."""
    return rsa.generate_private_key(65537, 2048)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


async def running() -> AsyncIterator[Microsoft]:
    """For a fixture."""
    microsoft = Microsoft()
    runner = web.AppRunner(microsoft.app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    microsoft.url = f"http://127.0.0.1:{port}"
    try:
        yield microsoft
    finally:
        await runner.cleanup()


Change = Callable[[dict[str, Any]], Any]


def activity(microsoft: Microsoft, text: str = "hallo", **changes: Any) -> dict[str, Any]:
    """A message in a private chat, as Teams sends it."""
    return {
        "type": "message",
        "id": f"id-{time.monotonic_ns()}",
        "channelId": "msteams",
        "serviceUrl": microsoft.service_url,
        "from": {"id": "29:juf", "name": "Juf Anneke", "aadObjectId": "aad-1"},
        "recipient": {"id": f"28:{APP}", "name": "Wegwijzer"},
        "conversation": {"id": "a:juf", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "text": text,
        "textFormat": "plain",
        "locale": "nl-NL",
    } | changes
