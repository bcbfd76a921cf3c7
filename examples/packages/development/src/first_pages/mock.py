from mock import Mock, patch  # noqa: UP026 (this is the package)


def example() -> None:
    thing = Mock(return_value=3)
    assert thing(1, a=2) == 3
    thing.assert_called_once_with(1, a=2)
    with patch("os.getcwd", return_value="/somewhere"):
        import os

        assert os.getcwd() == "/somewhere"
