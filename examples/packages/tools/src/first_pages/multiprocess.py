from multiprocess import Pool


def double(number: int) -> int:
    return 2 * number


def example() -> None:
    with Pool(2) as pool:
        assert pool.map(double, [1, 2]) == [2, 4]
