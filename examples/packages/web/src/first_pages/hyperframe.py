from hyperframe.frame import DataFrame, Frame


def example() -> None:
    frame = DataFrame(stream_id=5, data=b"text", flags=["END_STREAM"])
    packed = frame.serialize()
    parsed, length = Frame.parse_frame_header(memoryview(packed[:9]))
    assert (parsed.stream_id, length, "END_STREAM" in parsed.flags) == (5, 4, True)
