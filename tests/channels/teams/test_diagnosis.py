"""`python -m bot teams check`: each wrong setting is named with its mend, and the bot does not start with one."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import os
import ssl
import sys
from pathlib import Path
from typing import Any, AsyncIterator

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from bot.channels.microsoft.diagnosis import diagnose, faults
from bot.settings import ROOT, Settings
from bot.teksten import teksten
from tests.channels.teams import conftest
from tests.channels.teams.microsoft import APP, TENANT, Key, Microsoft, _generate
from tests.channels.teams.test_token import pem

TEKST = teksten("teams")["controle"]
GOOD = Settings(secret="s" * 32, secret_given=True, teams_app_id=APP, teams_tenant=TENANT, teams_secret="abc~def")

WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"teams_app_id": ""}, []),
    ({"teams_app_id": "wegwijzer"}, ["app_id"]),
    ({"teams_tenant": ""}, ["tenant"]),
    ({"teams_tenant": "school.onmicrosoft.com"}, ["tenant"]),
    ({"teams_secret": ""}, ["geen_bewijs"]),
    ({"teams_managed_identity": True}, ["te_veel_bewijs"]),
    ({"teams_secret": "", "teams_managed_identity": True}, []),
    ({"teams_secret": TENANT}, ["geheim_is_id"]),
    ({"secret": "kort"}, ["secret"]),
    ({"secret_given": False}, ["secret"]),
    ({"teams_secret": "", "teams_certificate": "/nergens.pem"}, ["certificaat"]),
    ({"teams_dev_without_auth": True, "teams_app_id": ""}, []),
    ({"teams_dev_without_auth": True, "teams_app_id": "", "host": "0.0.0.0"}, ["dev_open"]),
    ({"teams_dev_without_auth": True}, ["dev_met_app"]),
    ({"teams_app_id": "x", "teams_tenant": "y", "secret": ""}, ["app_id", "tenant", "secret"]),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG, ids=lambda value: str(value)[:60])
def test_a_wrong_setting_is_named(changes: dict[str, Any], expected: list[str]) -> None:
    assert faults(dataclasses.replace(GOOD, **changes)) == [TEKST[name] for name in expected]


def test_a_certificate_of_the_past_is_named(tmp_path: Path) -> None:
    file = pem(tmp_path, _generate("certificate", 0), days=-1)
    changed = dataclasses.replace(GOOD, teams_secret="", teams_certificate=str(file))
    assert faults(changed) == [TEKST["certificaat_verlopen"]]


async def found(settings: Settings) -> dict[str, str | None]:
    return {finding.step: finding.fault for finding in await diagnose(settings)}


CODES = [
    ({"error_codes": [code]}, TEKST["token_codes"][f"AADSTS{code}"])
    for code in (700016, 90002, 900023, 7000215, 7000222, 7000229, 700027, 7000112)
]
CODES.append(({"error_codes": [50196]}, TEKST["token_anders"].format(code="AADSTS50196")))


@pytest.mark.parametrize(("error", "fault"), CODES, ids=[str(row[0]["error_codes"][0]) for row in CODES])
async def test_what_microsoft_says_of_the_token_is_explained(microsoft: Microsoft, tmp_path: Path, error: Any, fault: str) -> None:
    microsoft.token_error = error
    assert (await found(conftest.settings(microsoft, tmp_path)))["token"] == fault


async def test_all_that_is_good_is_good(microsoft: Microsoft, tmp_path: Path) -> None:
    assert await found(conftest.settings(microsoft, tmp_path)) == {
        "instellingen": None,
        "sleutels": None,
        "token": None,
        "adres": TEKST["adres_leeg"],
    }


async def test_keys_that_are_not_for_teams(microsoft: Microsoft, tmp_path: Path) -> None:
    microsoft.keys = [Key("other", ["skype"])]
    settings = conftest.settings(microsoft, tmp_path)
    assert (await found(settings))["sleutels"] == TEKST["sleutels_anders"].format(adres=settings.teams_openid_url)


async def test_a_token_for_another_app(microsoft: Microsoft, tmp_path: Path) -> None:
    settings = conftest.settings(microsoft, tmp_path, teams_tenant=APP)
    assert (await found(settings))["token"] == TEKST["token_vreemd"]


async def test_without_a_network_each_address_is_named(tmp_path: Path) -> None:
    nowhere = Microsoft()
    nowhere.url = "http://127.0.0.1:9"
    settings = conftest.settings(nowhere, tmp_path, public_url="https://127.0.0.1:9")
    assert await found(settings) == {
        "instellingen": None,
        "sleutels": TEKST["sleutels_weg"].format(adres=settings.teams_openid_url),
        "token": TEKST["token_weg"].format(adres=nowhere.url, code="ClientConnectorError"),
        "adres": TEKST["adres_weg"].format(adres="https://127.0.0.1:9/teams/berichten", code="ClientConnectorError"),
    }


@pytest.fixture
async def public(tmp_path: Path) -> AsyncIterator[tuple[str, Path, list[int]]]:
    """A web server with TLS: its address, the authority to trust, and the status it answers."""
    key, now = _generate("tls", 0), dt.datetime.now(dt.timezone.utc)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "server.pem").write_bytes(private + certificate)
    (tmp_path / "ca.pem").write_bytes(certificate)
    status = [401]

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status[0])

    app = web.Application()
    app.add_routes([web.post("/teams/berichten", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    await web.TCPSite(runner, "localhost", 0, ssl_context=context).start()
    yield f"https://localhost:{runner.addresses[0][1]}", tmp_path / "ca.pem", status
    await runner.cleanup()


async def check(microsoft: Microsoft, url: str, authority: Path, **changes: str) -> tuple[int, str]:
    """The command as an administrator runs it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJZER_")}
    env |= {
        "WEGWIJZER_SECRET": "s" * 32, "WEGWIJZER_TEAMS_APP_ID": APP, "WEGWIJZER_TEAMS_TENANT": TENANT, "WEGWIJZER_TEAMS_SECRET": "abc~def",
        "WEGWIJZER_TEAMS_LOGIN_URL": microsoft.url, "WEGWIJZER_TEAMS_OPENID_URL": f"{microsoft.url}/openid", "WEGWIJZER_PUBLIC_URL": url,
        "SSL_CERT_FILE": str(authority),
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "teams", "check", cwd=ROOT, env=env | changes, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, output.decode()


async def test_the_command_says_that_all_is_good(microsoft: Microsoft, public: tuple[str, Path, list[int]]) -> None:
    code, output = await check(microsoft, *public[:2])
    assert output.splitlines() == [*(f"{step}: goed" for step in TEKST["stappen"].values()), TEKST["klaar"]] and code == 0


async def test_the_command_says_what_is_wrong(microsoft: Microsoft, public: tuple[str, Path, list[int]], tmp_path: Path) -> None:
    public[2][0] = 404
    code, output = await check(microsoft, *public[:2], WEGWIJZER_TEAMS_TENANT="school")
    assert code == 1
    assert output.splitlines() == [
        f"{TEKST['stappen']['instellingen']}: fout. {TEKST['tenant']}",
        f"{TEKST['stappen']['sleutels']}: goed",
        f"{TEKST['stappen']['token']}: {TEKST['over']}",
        f"{TEKST['stappen']['adres']}: fout. {TEKST['adres_anders'].format(adres=public[0] + '/teams/berichten', status=404)}",
        TEKST["mis"],
    ]
    certificate = await check(microsoft, public[0], tmp_path / "server.pem", SSL_CERT_FILE=os.devnull)
    assert "ClientConnectorCertificateError" in certificate[1] and certificate[0] == 1


@pytest.mark.parametrize("command", ["run", "serve"])
async def test_the_bot_does_not_start_with_a_wrong_setting(command: str) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJZER_")}
    arguments = [command] if command == "run" else [command, "--model", "none.tar.gz"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=env | {"WEGWIJZER_TEAMS_APP_ID": "x"}, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2 and TEKST["app_id"] in errors.decode() and "Traceback" not in errors.decode()


async def test_without_tokens_serve_refuses_another_address_than_this_machine() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJZER_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--model", "none.tar.gz", "--host", "0.0.0.0"),
        cwd=ROOT, env=env | {"WEGWIJZER_TEAMS_DEV_WITHOUT_AUTH": "ja"}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2 and TEKST["dev_open"] in errors.decode()
