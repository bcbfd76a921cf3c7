import wrapt


@wrapt.decorator
def doubled(wrapped, instance, args, kwargs):
    return 2 * wrapped(*args, **kwargs)


class Numbers:
    @doubled
    def one(self) -> int:
        return 1


def example() -> None:
    assert Numbers().one() == 2
    assert wrapt.ObjectProxy([1, 2]) == [1, 2]
