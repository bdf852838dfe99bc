"""Who gets in: the token matrix over real HTTP, and the same tokens at Microsoft's own check."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Callable

import jwt
import pytest

from bot.channels.microsoft.http import Http
from bot.channels.microsoft.keys import Keys, KeysUnavailable
from tests.channels.teams.conftest import Teams
from tests.channels.teams.microsoft import APP, MSTEAMS, Key, Microsoft, activity

auth = pytest.importorskip("botframework.connector.auth", reason="needs botframework-connector, which is for tests only")

Make = Callable[[Microsoft], str]


def ago(seconds: int) -> int:
    return int(time.time()) - seconds


MATRIX: list[tuple[str, Make, int, str]] = [
    # token, how it is made, our status, what botframework-connector 4.17.1 does with it
    ("good", lambda m: f"Bearer {m.mint()}", 200, "ok"),
    ("lower case bearer", lambda m: f"bearer {m.mint()}", 200, "refused"),
    ("audience in a list", lambda m: f"Bearer {m.mint(aud=[APP])}", 200, "refused"),
    ("expired for a minute", lambda m: f"Bearer {m.mint(exp=ago(60))}", 200, "ok"),
    ("valid in a minute", lambda m: f"Bearer {m.mint(nbf=ago(-60))}", 200, "ok"),
    ("expired for 10 minutes", lambda m: f"Bearer {m.mint(exp=ago(600))}", 401, "refused"),
    ("valid in 10 minutes", lambda m: f"Bearer {m.mint(nbf=ago(-600))}", 401, "refused"),
    ("no expiry", lambda m: f"Bearer {m.mint(exp=None)}", 401, "ok"),
    ("another issuer", lambda m: f"Bearer {m.mint(iss='https://kwaad.example')}", 401, "refused"),
    ("no issuer", lambda m: f"Bearer {m.mint(iss=None)}", 401, "refused"),
    ("another audience", lambda m: f"Bearer {m.mint(aud=APP.replace('1', '2'))}", 401, "refused"),
    ("no audience", lambda m: f"Bearer {m.mint(aud=None)}", 401, "refused"),
    ("another service address", lambda m: f"Bearer {m.mint(serviceurl='https://kwaad.example/')}", 401, "refused"),
    ("no service address", lambda m: f"Bearer {m.mint(serviceurl=None)}", 401, "refused"),
    ("unknown key", lambda m: f"Bearer {m.mint(Key('unknown', MSTEAMS))}", 401, "error"),
    ("another key under a known id", lambda m: f"Bearer {m.mint(Key('good', MSTEAMS, 1))}", 401, "refused"),
    ("key not endorsed for Teams", lambda m: f"Bearer {m.mint(m.other)}", 401, "refused"),
    ("key without endorsements", lambda m: f"Bearer {m.mint(m.keys[2])}", 401, "ok"),
    ("no key id", lambda m: f"Bearer {m.mint(header={'kid': None})}", 401, "error"),
    ("key id that is no text", lambda m: f"Bearer {m.mint(header={'kid': 5})}", 401, "refused"),
    ("key id of great length", lambda m: f"Bearer {m.mint(header={'kid': 'x' * 4000})}", 401, "error"),
    ("RS512 in the header of a signed token", lambda m: f"Bearer {m.mint(header={'alg': 'RS512'})}", 401, "refused"),
    ("HS256 with the public key", lambda m: f"Bearer {m.forge('HS256')}", 401, "refused"),
    ("no algorithm", lambda m: f"Bearer {m.forge('none')}", 401, "refused"),
    ("RS512 that nobody signed", lambda m: f"Bearer {m.forge('RS512')}", 401, "refused"),
    ("no token", lambda m: "", 401, "refused"),
    ("only the word", lambda m: "Bearer", 401, "refused"),
    ("no JWT", lambda m: "Bearer abc", 401, "refused"),
    ("three dots of nothing", lambda m: "Bearer a.b.c", 401, "refused"),
    ("basic", lambda m: "Basic dXNlcjpwYXNz", 401, "refused"),
    ("two tokens", lambda m: f"Bearer {m.mint()} {m.mint()}", 401, "refused"),
    ("a letter that HTTP cannot hold in ASCII", lambda m: f"Bearer {m.mint()}é", 401, "refused"),
]
NAMES = [row[0] for row in MATRIX]


@pytest.mark.parametrize(("name", "make", "status", "theirs"), MATRIX, ids=NAMES)
async def test_a_token_at_our_door(teams: Teams, name: str, make: Make, status: int, theirs: str) -> None:
    assert await teams.post(activity(teams.microsoft), make(teams.microsoft) or None) == (status, b"")
    await teams.quiet()
    assert len(teams.rasa.messages) == (1 if status == 200 else 0)


@pytest.mark.parametrize(("name", "make", "status", "theirs"), MATRIX, ids=NAMES)
async def test_the_same_token_at_the_check_of_microsoft(
    microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch, name: str, make: Make, status: int, theirs: str
) -> None:
    assert await _oracle(microsoft, monkeypatch, make(microsoft)) == theirs


DIFFERENCES = {
    "lower case bearer": "RFC 7235: the scheme is read without regard to case",
    "audience in a list": "RFC 7519 allows a list; theirs compares it with a text",
    "no expiry": "theirs takes such a token for ever",
    "key without endorsements": "theirs checks endorsements only where there are any",
}


def test_every_difference_with_microsoft_is_explained() -> None:
    assert {name for name, _, status, theirs in MATRIX if (status == 200) != (theirs == "ok")} == set(DIFFERENCES)


async def _oracle(microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch, header: str) -> str:
    """What botframework-connector says: ok, refused (as it means to) or error (it breaks)."""
    microsoft.strange_keys = []  # it breaks on any key set that holds one
    monkeypatch.setattr(auth.ChannelValidation, "open_id_metadata_endpoint", f"{microsoft.url}/openid")
    check = auth.ChannelValidation.authenticate_channel_token_with_service_url
    credentials = auth.SimpleCredentialProvider(APP, "")

    def ask() -> Any:  # in a thread: it fetches keys in a way that blocks the loop in which our Microsoft answers
        return asyncio.run(check(header, credentials, microsoft.service_url, "msteams"))

    try:
        await asyncio.to_thread(ask)
        return "ok"
    except (PermissionError, jwt.PyJWTError):
        return "refused"
    except Exception as error:
        meant = ("Could not validate endorsement key", "Token signing algorithm not in allowed list")
        return "refused" if str(error) in meant else "error"


CLOSED: list[tuple[str, dict[str, Any]]] = [
    ("another channel", {"channelId": "webchat"}),
    ("no channel", {"channelId": None}),
    ("another organisation", {"conversation": {"id": "a:x", "conversationType": "personal", "tenantId": "other"}}),
    ("no organisation", {"conversation": {"id": "a:x"}, "channelData": {}}),
    ("organisation that is a number", {"conversation": {"id": "a:x", "tenantId": 5}}),
    ("another service address in the body", {"serviceUrl": "https://kwaad.example/"}),
    ("no service address in the body", {"serviceUrl": None}),
    ("service address that is a list", {"serviceUrl": ["x"]}),
]


@pytest.mark.parametrize(("name", "changes"), CLOSED, ids=[row[0] for row in CLOSED])
async def test_a_good_token_with_another_activity_is_refused(teams: Teams, name: str, changes: dict[str, Any]) -> None:
    assert (await teams.say(**changes))[0] == 401
    assert teams.rasa.messages == [] and teams.microsoft.posted == []


BODIES = {
    "empty": b"", "half": b"{", "list": b"[]", "text": b'"x"', "null": b"null", "no UTF-8": b"\xff\xfe", "deep": b"[" * 100_000,
    "large": b'{"a": "' + b"x" * 300_000 + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_what_is_no_activity_is_never_a_fault_of_ours(teams: Teams, body: bytes) -> None:
    assert await teams.post(body, None) == (401, b"")
    assert await teams.post(body) == (401, b"")


async def test_microsoft_unreachable_is_503_and_heals(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    teams.microsoft.down = True
    assert (await teams.say())[0] == 503
    teams.microsoft.down = False
    monkeypatch.setattr("bot.channels.microsoft.keys._PAUSE_AFTER_FAILURE_SECONDS", -1)
    assert (await teams.say())[0] == 200


async def test_a_new_key_of_microsoft_is_fetched_once_a_minute_at_most(microsoft: Microsoft) -> None:
    http, now = Http(), [0.0]
    keys = Keys(http, f"{microsoft.url}/openid", lambda: now[0])
    assert await keys.get("good") and microsoft.key_fetches == 1
    microsoft.keys.append(Key("new", MSTEAMS))
    assert await keys.get("new") is None and microsoft.key_fetches == 1
    now[0] = 61
    assert await keys.get("new") and microsoft.key_fetches == 2
    for number in range(20):
        assert await keys.get(f"forged {number}") is None
    assert microsoft.key_fetches == 2
    await http.close()


async def test_keys_are_fetched_again_after_a_day_and_serve_three_days_at_most(microsoft: Microsoft) -> None:
    http, now = Http(), [0.0]
    keys = Keys(http, f"{microsoft.url}/openid", lambda: now[0])
    await keys.get("good")
    now[0] = 86_401
    await keys.get("good")
    assert microsoft.key_fetches == 2
    microsoft.down = True
    now[0] += 2.9 * 86_400
    assert await keys.get("good")
    with pytest.raises(KeysUnavailable):
        await keys.get("new")
    now[0] += 86_400
    with pytest.raises(KeysUnavailable):
        await keys.get("good")
    await http.close()


async def test_a_key_that_microsoft_withdrew_is_refused_after_the_next_fetch(microsoft: Microsoft) -> None:
    http, now = Http(), [0.0]
    keys = Keys(http, f"{microsoft.url}/openid", lambda: now[0])
    assert await keys.get("good")
    microsoft.keys.remove(microsoft.good)
    now[0] = 86_401
    assert await keys.get("good") is None
    await http.close()
