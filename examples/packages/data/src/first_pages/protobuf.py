from google.protobuf import json_format, struct_pb2, timestamp_pb2


def example() -> None:
    moment = timestamp_pb2.Timestamp(seconds=1)
    assert moment.SerializeToString() == b"\x08\x01"
    assert timestamp_pb2.Timestamp.FromString(b"\x08\x01").ToJsonString() == "1970-01-01T00:00:01Z"
    struct = struct_pb2.Struct()
    struct.update({"a": [1, "b"]})
    assert json_format.MessageToDict(struct) == {"a": [1, "b"]}
