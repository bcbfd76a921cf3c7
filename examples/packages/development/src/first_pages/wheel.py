from wheel.wheelfile import WheelFile


def example() -> None:
    with WheelFile("/tmp/some_pack-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("some_pack.py", "x = 1\n")
    with WheelFile("/tmp/some_pack-1.0-py3-none-any.whl") as wheel:
        assert wheel.read("some_pack.py") == b"x = 1\n"
