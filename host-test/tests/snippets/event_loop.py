"""asyncio without any permission: tasks, sleeping, queues, time-outs and cancelling."""

import asyncio
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
