from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


def example() -> None:
    limiter = MovingWindowRateLimiter(MemoryStorage())
    two_a_minute = parse("2/minute")
    assert [limiter.hit(two_a_minute, "Ann") for _ in range(3)] == [True, True, False]
