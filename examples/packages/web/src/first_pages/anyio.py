import anyio


async def main() -> list[int]:
    done: list[int] = []

    async def work(number: int) -> None:
        await anyio.sleep(0.001 * number)
        done.append(number)

    async with anyio.create_task_group() as tasks:
        for number in (3, 1, 2):
            tasks.start_soon(work, number)
    return done


def example() -> None:
    assert anyio.run(main) == [1, 2, 3]
