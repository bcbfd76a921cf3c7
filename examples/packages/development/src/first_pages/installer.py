from installer.utils import parse_wheel_filename


def example() -> None:
    assert parse_wheel_filename("some_pack-1.0-py3-none-any.whl").version == "1.0"
