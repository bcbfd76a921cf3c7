from joblib import Memory, Parallel, delayed, hash


def example() -> None:
    assert Parallel(n_jobs=1)(delayed(abs)(number) for number in (-1, 2)) == [1, 2]
    square = Memory("/tmp/joblib", verbose=0).cache(lambda number: number**2)
    assert (square(3), square(3)) == (9, 9)
    assert hash([1, 2]) == hash([1, 2])
