"""asyncio without any permission: tasks, sleeping, queues, time-outs and cancelling."""

import asyncio
import contextlib
import time


async def double(number: int) -> int:
    await asyncio.sleep(0.01)
    return number * 2


async def main() -> list[int]:
    queue: asyncio.Queue[int] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(double(number)) for number in range(3)]
        group.create_task(queue.put(7))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        return [*(task.result() for task in tasks), await queue.get()]
    raise AssertionError("the time-out did not come")


begin = time.monotonic()
assert asyncio.run(main()) == [0, 2, 4, 7]
assert time.monotonic() - begin >= 0.02


async def wait_forever() -> None:
    await asyncio.get_running_loop().create_future()


try:
    asyncio.run(wait_forever())
except RuntimeError as error:
    assert "would wait forever" in str(error), error
else:
    raise AssertionError("waiting for nothing has ended")


async def work_elsewhere() -> tuple[int, int]:
    loop = asyncio.get_running_loop()
    for use in (
        lambda: loop.add_signal_handler(2, print),
        lambda: asyncio.get_event_loop_policy().get_child_watcher(),
    ):
        try:
            use()
        except NotImplementedError as error:
            assert "WASI has no" in str(error), error
        else:
            raise AssertionError("WASI has signals and processes by now")
    with contextlib.suppress(NotImplementedError):
        await asyncio.create_subprocess_exec("ls")
    return await asyncio.to_thread(lambda: 5), await loop.run_in_executor(None, divmod, 13, 2)


# What would run in a thread runs in the loop, which ends as it should.
assert asyncio.run(work_elsewhere()) == (5, (6, 1))
