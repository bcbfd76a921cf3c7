import serial


def example() -> None:
    port = serial.serial_for_url("loop://", timeout=1)
    port.write(b"hello")
    assert port.read(5) == b"hello"
