import websocket
from websocket._abnf import ABNF


def example() -> None:
    assert not websocket.WebSocket().connected
    frame = ABNF.create_frame("Hello", ABNF.OPCODE_TEXT)
    frame.get_mask_key = lambda length: b"\0" * length
    assert frame.format() == b"\x81\x85\0\0\0\0Hello"
