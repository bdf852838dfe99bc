"""Work in the background: order, independence, and nothing twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.microsoft.lanes import Lanes, Seen


async def test_one_lane_keeps_its_order_whatever_each_piece_takes() -> None:
    lanes, done = Lanes(), list[int]()

    def work(number: int) -> Any:
        async def run() -> None:
            for _ in range(5 - number):
                await asyncio.sleep(0)
            done.append(number)

        return run

    for number in range(5):
        lanes.start("juf", work(number))
    await lanes.finish(5)
    assert done == [0, 1, 2, 3, 4]


async def test_a_lane_that_stands_still_does_not_hold_up_another() -> None:
    lanes, gate, done = Lanes(), asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        await gate.wait()

    async def go() -> None:
        done.set()

    lanes.start("juf", wait)
    lanes.start("meester", go)
    await asyncio.wait_for(done.wait(), 5)
    gate.set()
    await lanes.finish(5)


async def test_after_a_piece_that_fails_the_next_runs(caplog: pytest.LogCaptureFixture) -> None:
    lanes, done = Lanes(), list[str]()

    async def fail() -> None:
        raise RuntimeError("broken on purpose")

    async def go() -> None:
        done.append("next")

    lanes.start("juf", fail)
    lanes.start("juf", go)
    await lanes.finish(5)
    assert done == ["next"]


async def test_nothing_is_kept_of_work_that_is_done() -> None:
    lanes = Lanes()

    async def go() -> None:
        pass

    for number in range(100):
        lanes.start(str(number % 7), go)
    await lanes.finish(5)
    await asyncio.sleep(0)
    assert lanes._last == {}


@given(st.lists(st.integers(0, 30), max_size=200))
def test_a_key_is_new_once_while_it_is_remembered(keys: list[int]) -> None:
    seen, model = Seen(10), list[int]()
    for key in keys:
        assert seen.again(key) == (key in model)
        model = model if key in model else [*model, key][-10:]
