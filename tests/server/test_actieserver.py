"""The way to the action server and the server itself, with real sockets."""

from __future__ import annotations

import json
import zlib
from typing import AsyncIterator, Iterator

import pytest
import requests

from bot.processes import action_server, free_port
from bot.server.acties import ActionEndpoint, ActionsAway, _checked
from bot.settings import ACTIONS_KEY_HEADER, Settings
from tests.faults.proxy import Proxy

SETTINGS = Settings(secret="x" * 40)
CALL = {
    "next_action": "action_praat",
    "sender_id": "a",
    "version": "3.6.21",
    "domain": {},
    "tracker": {
        "sender_id": "a",
        "slots": {},
        "latest_message": {"text": "hallo", "intent": {"name": "groet"}},
        "events": [],
        "paused": False,
    },
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with action_server(SETTINGS) as webhook:
        yield webhook


@pytest.fixture
def proxy(url: str) -> Iterator[Proxy]:
    between = Proxy(int(url.split(":")[2].split("/")[0]))
    yield between
    between.close()


@pytest.fixture
async def endpoint(proxy: Proxy) -> AsyncIterator[ActionEndpoint]:
    way = ActionEndpoint(f"http://127.0.0.1:{proxy.port}/webhook", SETTINGS.actions_key, 5)
    yield way
    await way.close()


async def test_an_action_answers(endpoint: ActionEndpoint) -> None:
    answer = await endpoint.request(json=CALL)
    assert answer is not None
    assert answer["responses"]
    assert await endpoint.reachable()


KEYS = [("", 401, "no key"), ("wrong", 401, "another key"), (SETTINGS.actions_key, 200, "the key")]


@pytest.mark.parametrize(("key", "status", "reason"), KEYS, ids=[row[2] for row in KEYS])
@pytest.mark.parametrize("path", ["/webhook", "/actions"])
def test_who_may_ask(key: str, status: int, reason: str, path: str, url: str) -> None:
    address = url.replace("/webhook", path)
    headers = {ACTIONS_KEY_HEADER: key}
    answer = (
        requests.post(address, json=CALL, headers=headers, timeout=10)
        if path == "/webhook"
        else requests.get(address, headers=headers, timeout=10)
    )
    assert answer.status_code == status
    if status == 401:
        assert answer.json() == {"error": "wrong key"}


def test_the_key_is_in_no_address_and_no_setting_of_its_own() -> None:
    assert SETTINGS.actions_key not in SETTINGS.actions_url
    assert SETTINGS.secret not in SETTINGS.actions_key


def test_a_bomb_is_not_unpacked(url: str) -> None:
    headers = {ACTIONS_KEY_HEADER: SETTINGS.actions_key, "Content-Encoding": "deflate"}
    assert requests.post(url, data=zlib.compress(b" " * 10_000_000), headers=headers, timeout=10).status_code == 415


def test_an_error_tells_nothing_of_the_conversation(url: str) -> None:
    broken = {**CALL, "tracker": {"latest_message": "geheim verhaal"}}
    answer = requests.post(url, json=broken, headers={ACTIONS_KEY_HEADER: SETTINGS.actions_key}, timeout=10)
    assert (answer.status_code, "geheim" in answer.text) == (500, False)


def test_the_id_of_the_request_comes_back(url: str) -> None:
    answer = requests.get(url.replace("webhook", "health"), headers={"X-Request-ID": "abcdef-123456"}, timeout=10)
    assert answer.headers["X-Request-ID"] == "abcdef-123456"
    other = requests.get(url.replace("webhook", "health"), headers={"X-Request-ID": "<script>"}, timeout=10)
    assert other.headers["X-Request-ID"] != "<script>"


@pytest.mark.parametrize("mode", ["dead", "slow", "nonsense"])
async def test_a_fault_is_one_kind_of_error(mode: str, proxy: Proxy, endpoint: ActionEndpoint) -> None:
    endpoint._seconds = 0.5
    proxy.set(mode)
    for _ in range(7):
        endpoint._breaker.worked()
        with pytest.raises(ActionsAway):
            await endpoint.request(json=CALL)
    assert endpoint.errors == 7


async def test_after_a_fault_it_is_not_asked_for_a_moment(proxy: Proxy, endpoint: ActionEndpoint) -> None:
    proxy.set("dead")
    with pytest.raises(ActionsAway):
        await endpoint.request(json=CALL)
    proxy.set("pass")
    with pytest.raises(ActionsAway, match="just before"):
        await endpoint.request(json=CALL)
    endpoint._breaker.worked()
    assert await endpoint.request(json=CALL)


async def test_a_connection_that_went_cold_is_made_anew(proxy: Proxy, endpoint: ActionEndpoint) -> None:
    await endpoint.request(json=CALL)
    proxy.set("pass")  # cuts what is open
    assert await endpoint.request(json=CALL)


async def test_nobody_there(endpoint: ActionEndpoint) -> None:
    away = ActionEndpoint(f"http://127.0.0.1:{free_port()}/webhook", "x", 1)
    assert await away.reachable() is False
    await away.close()


GOOD = {
    "events": [{"event": "slot"}],
    "responses": [{"text": "hallo", "buttons": [{"title": "a", "payload": "/a"}]}, {"response": "utter_x"}],
}
BAD = [
    (None, "nothing"),
    ([], "a list"),
    ({"events": []}, "no responses"),
    ({**GOOD, "responses": ["hallo"]}, "a message that is a text"),
    ({**GOOD, "responses": [{"text": 7}]}, "a text that is a number"),
    ({**GOOD, "responses": [{"buttons": {"title": "a"}}]}, "buttons that are no list"),
    ({**GOOD, "responses": [{"buttons": [{"title": "a"}]}]}, "a button without a payload"),
    ({**GOOD, "events": [{"name": "gemeente"}]}, "an event without a kind"),
]


def test_a_sound_answer_passes() -> None:
    assert _checked(json.loads(json.dumps(GOOD))) == GOOD


@pytest.mark.parametrize(("answer", "reason"), BAD, ids=[row[1] for row in BAD])
def test_what_no_action_says(answer: object, reason: str) -> None:
    with pytest.raises(ValueError):
        _checked(answer)
