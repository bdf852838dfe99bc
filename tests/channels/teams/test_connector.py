"""Sending to Teams when Microsoft is slow, busy, broken or refuses our token."""

from __future__ import annotations

import datetime as dt
import email.utils
from typing import Any, AsyncIterator

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.microsoft import connector as module
from bot.channels.microsoft.connector import Address, Connector, NotSent
from bot.channels.microsoft.http import Http
from bot.channels.microsoft.token import Secret, Tokens
from tests.channels.teams.microsoft import APP, TENANT, Microsoft

HELLO = {"type": "message", "text": "hallo"}


class Line:
    """A connector that notes how long it would have slept."""

    def __init__(self, microsoft: Microsoft) -> None:
        self.microsoft, self.slept = microsoft, list[float]()
        self.http = Http(aiohttp.ClientTimeout(total=1.0))
        self.tokens = Tokens(self.http, Secret(f"{microsoft.url}/{TENANT}/oauth2/v2.0/token", APP, "geheim"))
        self.connector = Connector(self.http, self.tokens, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def send(self, activity: dict[str, Any] | None = None, conversation: str = "a:juf") -> str:
        return await self.connector.send(Address(self.microsoft.service_url, conversation), activity or HELLO)


@pytest.fixture
async def line(microsoft: Microsoft) -> AsyncIterator[Line]:
    running = Line(microsoft)
    yield running
    await running.http.close()


async def test_an_activity_arrives_once_with_its_id(line: Line) -> None:
    assert await line.send() == "post-1"
    assert [post["text"] for post in line.microsoft.posted] == ["hallo"] and line.slept == []


async def test_a_thread_of_a_channel_keeps_its_whole_id(line: Line) -> None:
    await line.send(conversation="19:abc/def@thread.tacv2;messageid=1")
    assert line.microsoft.posted[0]["_to"] == "19:abc/def@thread.tacv2;messageid=1"


async def test_four_posts_need_one_token(line: Line) -> None:
    for _ in range(4):
        await line.send()
    assert len(line.microsoft.asked) == 1


FAULTS: list[tuple[str, list[Any], list[float]]] = [
    # what goes wrong, the faults before all is well, how long it waits at least
    ("too busy for 7 seconds", [(429, {"Retry-After": "7"})], [7]),
    ("too busy twice", [(429, {"Retry-After": "2"}), (429, {"Retry-After": "3"})], [2, 3]),
    ("too busy without a time", [(429, {})], [0.5]),
    ("a wait that is no number", [(429, {"Retry-After": "soon"})], [0.5]),
    ("a wait in the past", [(429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})], [0.5]),
    ("a wait without end", [(429, {"Retry-After": "inf"})], [0.5]),
    ("a wait below nothing", [(429, {"Retry-After": "-5"})], [0.5]),
    ("a wait of a day", [(429, {"Retry-After": "86400"})], [60]),
    ("another writes at the same time", [(412, {})], [0.5]),
    ("broken, ever longer", [(500, {}), (502, {}), (503, {}), (504, {})], [0.5, 1, 2, 4]),
    ("no answer in time", [5.0], [0.5]),
    ("our token is refused once", [(401, {})], []),
    ("refused, then busy", [(401, {}), (429, {"Retry-After": "1"})], [1]),
]


@pytest.mark.parametrize(("name", "faults", "waits"), FAULTS, ids=[row[0] for row in FAULTS])
async def test_it_arrives_after_a_fault(line: Line, name: str, faults: list[Any], waits: list[float]) -> None:
    line.microsoft.faults = list(faults)
    assert await line.send() == "post-1"
    for slept, at_least in zip(line.slept, waits, strict=True):
        assert at_least <= slept <= at_least + 2.5
    assert len(line.microsoft.asked) == (2 if (401, {}) in faults else 1)


GIVEN_UP: list[tuple[str, list[Any], int | None]] = [
    ("busy for ever", [(429, {"Retry-After": "1"})] * 9, 429),
    ("broken for ever", [(503, {})] * 9, 503),
    ("our token is refused twice", [(401, {})] * 9, 401),
    ("the bot was blocked", [(403, {})] * 9, 403),
    ("the conversation is gone", [(404, {})] * 9, 404),
    ("our activity is wrong", [(400, {})] * 9, 400),
    ("sent elsewhere", [(307, {"Location": "https://kwaad.example/"})] * 9, 307),
]


@pytest.mark.parametrize(("name", "faults", "status"), GIVEN_UP, ids=[row[0] for row in GIVEN_UP])
async def test_it_gives_up(line: Line, name: str, faults: list[Any], status: int | None) -> None:
    line.microsoft.faults = list(faults)
    with pytest.raises(NotSent) as error:
        await line.send()
    assert error.value.status == status
    used = len(faults) - len(line.microsoft.faults)
    assert used == {429: 5, 503: 5, 401: 2}.get(status or 0, 1)


async def test_nobody_listens(line: Line) -> None:
    with pytest.raises(NotSent):
        await line.connector.send(Address("http://127.0.0.1:9/", "a:juf"), HELLO)
    assert len(line.slept) == 4


async def test_without_a_token_nothing_is_posted(line: Line) -> None:
    line.microsoft.token_error = {"error": "invalid_client", "error_codes": [7000215]}
    with pytest.raises(NotSent):
        await line.send()
    assert line.microsoft.posted == []


async def test_without_tokens_none_is_sent(microsoft: Microsoft, line: Line) -> None:
    await Connector(line.http, None).send(Address(microsoft.service_url, "a:juf"), HELLO)
    assert microsoft.asked == []


def test_a_date_is_a_wait() -> None:
    soon = dt.datetime.now(dt.timezone.utc) + dt.timedelta(seconds=20)
    assert 15 < module._seconds(email.utils.format_datetime(soon, usegmt=True), 1) < 25


def test_not_all_come_back_at_once() -> None:
    assert len({module._seconds("7", 1) for _ in range(20)}) > 10


@given(st.one_of(st.none(), st.text(max_size=40), st.floats().map(str)), st.integers(1, 5))
def test_a_wait_is_never_negative_and_never_long(retry_after: str | None, attempt: int) -> None:
    assert 0 < module._seconds(retry_after, attempt) <= 63
