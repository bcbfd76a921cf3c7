import structlog
from structlog.testing import capture_logs


def example() -> None:
    with capture_logs() as lines:
        structlog.get_logger().bind(user="Ann").info("greeted", times=2)
    assert lines == [{"user": "Ann", "times": 2, "event": "greeted", "log_level": "info"}]
    assert structlog.processors.JSONRenderer(sort_keys=True)(None, "info", {"b": 1, "a": 2}) == '{"a": 2, "b": 1}'
