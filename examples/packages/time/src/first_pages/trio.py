import trio


async def main() -> list[int]:
    done: list[int] = []

    async def work(number: int) -> None:
        await trio.sleep(0.001 * number)
        done.append(number)

    async with trio.open_nursery() as nursery:
        for number in (2, 1):
            nursery.start_soon(work, number)
    return done


def example() -> None:
    assert sorted(trio.run(main)) == [1, 2]
