"""Sources that `asyncio` waits for."""

import asyncio
import time

import pytest

from wasi_py_host import (
    ClosedError,
    Limits,
    RaisedError,
    Sandbox,
    TimeLimitError,
    ToolFailedError,
)

ENDLESS = "while True: pass"


def test_event_loop_is_free_meanwhile(quick: Sandbox) -> None:
    async def run() -> int:
        ended = asyncio.ensure_future(quick.run_async(ENDLESS))
        turns = 0
        while not ended.done():
            await asyncio.sleep(0.001)
            turns += 1
        with pytest.raises(TimeLimitError):
            ended.result()
        return turns

    # A loop that is not free has two.
    assert asyncio.run(run()) > 10


def test_outcomes_and_failures_arrive(sandbox: Sandbox) -> None:
    async def run() -> list[object]:
        sources = (sandbox.run_async("1 / number", {"number": number}) for number in (1, 2, 0))
        return list(await asyncio.gather(*sources, return_exceptions=True))

    one, half, failure = asyncio.run(run())
    assert (getattr(one, "value", None), getattr(half, "value", None)) == (1.0, 0.5)
    assert isinstance(failure, RaisedError)


def test_source_ends_when_its_task_is_cancelled() -> None:
    sandbox = Sandbox(instances=1, limits=Limits(time_s=None))

    async def run() -> object:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(sandbox.run_async(ENDLESS), 0.2)
        for _ in range(100):
            await asyncio.sleep(0.05)
            try:
                # There is room for it when the other has ended.
                return (await sandbox.run_async("2")).value
            except Exception:
                pass
        return None

    assert asyncio.run(run()) == 2


def test_tools_are_awaited_in_the_loop_or_called_beside_it() -> None:
    async def fetch(key: str) -> str:
        await asyncio.sleep(0.01)
        return key * 2

    def block(seconds: float) -> str:
        time.sleep(seconds)
        return "blocked"

    sandbox = Sandbox(tools=[fetch, block])

    async def run() -> list[object]:
        ended = await asyncio.gather(
            sandbox.run_async("fetch('a') + block(0.2)"), *(sandbox.run_async("fetch('b')") for _ in range(20))
        )
        return [outcome.value for outcome in ended]

    assert asyncio.run(run()) == ["aablocked", *["bb"] * 20]
    with pytest.raises(ToolFailedError, match="run_async"):
        sandbox.run("fetch('a')")


def test_tool_that_is_never_done_ends_with_the_time() -> None:
    cancelled = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async def run() -> None:
        with pytest.raises(TimeLimitError):
            await Sandbox(tools=[forever], limits=Limits(time_s=0.2)).run_async("forever()")
        await asyncio.sleep(0.01)

    asyncio.run(run())
    assert cancelled == [True]


def test_session_of_a_cancelled_source_is_closed(sandbox: Sandbox) -> None:
    async def run() -> None:
        async with await sandbox.open_async() as session:
            await session.run_async("x = 1")
            assert (await session.run_async("x + 1")).value == 2
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(session.run_async(ENDLESS), 0.2)
            while session.is_open:
                await asyncio.sleep(0.01)
            with pytest.raises(ClosedError):
                await session.run_async("x")

    asyncio.run(run())
