"""The bot's own token: how it is asked for with each kind of proof, when it is renewed, and what a failure leaves."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any, AsyncIterator

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.channels.microsoft.http import Http
from bot.channels.microsoft.token import Certificate, CertificateUnusable, ManagedIdentity, Secret, Tokens, TokenUnavailable, credential
from bot.settings import Settings
from tests.channels.teams.microsoft import APP, TENANT, Microsoft, _generate


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    client = Http()
    yield client
    await client.close()


def url(microsoft: Microsoft) -> str:
    return f"{microsoft.url}/{TENANT}/oauth2/v2.0/token"


def pem(folder: Path, key: Any, certified: Any = None, days: int = 30) -> Path:
    """A file with a key and a certificate of `certified`, which should be the same key."""
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "wegwijzer")]), dt.datetime.now(dt.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
    builder = builder.not_valid_before(now - dt.timedelta(days=60)).not_valid_after(now + dt.timedelta(days=days))
    certificate = builder.public_key((certified or key).public_key()).sign(certified or key, hashes.SHA256())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "bot.pem"
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


async def test_a_secret_is_sent_to_our_own_organisation(microsoft: Microsoft, http: Http) -> None:
    assert await Tokens(http, Secret(url(microsoft), APP, "geheim")).get() in microsoft.valid_tokens
    asked = microsoft.asked[0]
    asked.pop("headers")
    assert asked == {
        "grant_type": "client_credentials",
        "client_id": APP,
        "client_secret": "geheim",
        "scope": "https://api.botframework.com/.default",
        "tenant": TENANT,
    }


async def test_a_certificate_proves_itself_as_microsofts_own_library_does(microsoft: Microsoft, http: Http, tmp_path: Path) -> None:
    msal = pytest.importorskip("msal", reason="comes with botframework-connector, which is for tests only")
    key = _generate("certificate", 0)
    proof = Certificate(url(microsoft), APP, pem(tmp_path, key))
    await Tokens(http, proof).get()
    asked = microsoft.asked[0]
    assert "client_secret" not in asked and asked["client_assertion_type"].endswith("jwt-bearer")
    ours = asked["client_assertion"]
    claims = jwt.decode(ours, key.public_key(), algorithms=["PS256"], audience=url(microsoft), options={"require": ["exp", "nbf", "jti"]})
    assert claims["iss"] == claims["sub"] == APP and 0 < claims["exp"] - claims["iat"] <= 600
    thumbprint = proof.certificate.fingerprint(hashes.SHA256()).hex()
    creator = msal.oauth2cli.assertion.JwtAssertionCreator(key, "PS256", sha256_thumbprint=thumbprint)
    theirs = creator.create_normal_assertion(url(microsoft), APP, APP)
    header = jwt.get_unverified_header(theirs)
    header["x5t#S256"] = header["x5t#S256"].rstrip("=")  # RFC 7515 has no padding
    assert jwt.get_unverified_header(ours) == header
    assert set(claims) - {"nbf"} == set(jwt.decode(theirs, options={"verify_signature": False})) - {"nbf"}


def unusable(folder: Path) -> dict[str, Path]:
    empty, text = folder / "empty.pem", folder / "text.pem"
    empty.write_bytes(b"")
    text.write_text("geheim")
    folders = {name: folder / name for name in ("ec", "other")}
    for made in folders.values():
        made.mkdir()
    curve = ec.generate_private_key(ec.SECP256R1())
    return {
        "not there": folder / "nowhere.pem",
        "a folder": folder,
        "empty": empty,
        "no PEM": text,
        "an elliptic curve": pem(folders["ec"], curve),
        "of another key": pem(folders["other"], _generate("certificate", 0), rsa.generate_private_key(65537, 2048)),
    }


def test_a_certificate_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    for name, file in unusable(tmp_path).items():
        with pytest.raises(CertificateUnusable):
            pytest.fail(f"{name}: {Certificate('', APP, file)}")


async def test_a_managed_identity_of_app_service(microsoft: Microsoft, http: Http) -> None:
    await Tokens(http, ManagedIdentity(APP, f"{microsoft.url}/identity", "proof")).get()
    asked = microsoft.asked[0]
    assert (asked["client_id"], asked["resource"], asked["headers"]["X-IDENTITY-HEADER"]) == (APP, "https://api.botframework.com", "proof")


def test_a_managed_identity_of_a_virtual_machine() -> None:
    asked = ManagedIdentity(APP).ask()
    assert (asked.method, asked.url) == ("GET", "http://169.254.169.254/metadata/identity/oauth2/token")
    assert asked.options["headers"] == {"Metadata": "true"}


def test_the_settings_choose_the_proof(tmp_path: Path) -> None:
    file = pem(tmp_path, _generate("certificate", 0))
    base = {"teams_app_id": APP, "teams_tenant": TENANT}
    assert isinstance(credential(Settings(**base, teams_secret="x")), Secret)
    assert isinstance(credential(Settings(**base, teams_certificate=str(file))), Certificate)
    assert isinstance(credential(Settings(**base, teams_managed_identity=True)), ManagedIdentity)


def test_a_secret_is_in_no_trace() -> None:
    assert "geheim" not in repr(Secret("u", APP, "geheim")) + repr(ManagedIdentity(APP, "e", "geheim"))


async def test_many_who_ask_at_once_cause_one_request(microsoft: Microsoft, http: Http) -> None:
    tokens = Tokens(http, Secret(url(microsoft), APP, "geheim"))
    assert len(set(await asyncio.gather(*(tokens.get() for _ in range(20))))) == 1
    assert len(microsoft.asked) == 1


async def test_it_is_renewed_five_minutes_early(microsoft: Microsoft, http: Http) -> None:
    now = [0.0]
    tokens = Tokens(http, Secret(url(microsoft), APP, "geheim"), lambda: now[0])
    first = await tokens.get()
    now[0] = 3599 - 301
    assert await tokens.get() == first
    now[0] = 3599 - 299
    assert await tokens.get() != first


async def test_a_refused_token_is_renewed_once_for_all_who_held_it(microsoft: Microsoft, http: Http) -> None:
    tokens = Tokens(http, Secret(url(microsoft), APP, "geheim"))
    first = await tokens.get()
    assert len({await tokens.get(first) for _ in range(5)}) == 1
    assert len(microsoft.asked) == 2


async def test_the_old_token_serves_while_microsoft_gives_no_new_one(microsoft: Microsoft, http: Http) -> None:
    now = [0.0]
    tokens = Tokens(http, Secret(url(microsoft), APP, "geheim"), lambda: now[0])
    first = await tokens.get()
    microsoft.token_error = {"error": "temporarily_unavailable"}
    now[0] = 3599 - 100
    assert await tokens.get() == first
    now[0] = 3600
    with pytest.raises(TokenUnavailable):
        await tokens.get()


FAILURES: list[tuple[dict[str, Any], str]] = [
    ({"error": "invalid_client", "error_description": "van Juf Anneke", "error_codes": [7000215]}, "AADSTS7000215"),
    ({"error": "invalid_request"}, "invalid_request"),
    ({"error_codes": []}, "no token"),
    ({"access_token": "x"}, "no token"),
    ({"access_token": "x", "expires_in": "later"}, "ValueError"),
]


@pytest.mark.parametrize(("body", "code"), FAILURES, ids=[row[1] for row in FAILURES])
async def test_a_failure_has_the_code_of_microsoft_and_no_names(microsoft: Microsoft, http: Http, body: dict[str, Any], code: str) -> None:
    microsoft.token_error = body
    with pytest.raises(TokenUnavailable, match=f"^{code}$"):
        await Tokens(http, Secret(url(microsoft), APP, "geheim")).get()
