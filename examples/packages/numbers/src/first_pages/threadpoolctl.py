from threadpoolctl import threadpool_info, threadpool_limits


def example() -> None:
    assert isinstance(threadpool_info(), list)
    with threadpool_limits(limits=1):
        assert sum(range(10)) == 45
