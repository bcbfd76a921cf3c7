from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.transport.TTransport import TMemoryBuffer


def example() -> None:
    buffer = TMemoryBuffer()
    TBinaryProtocol(buffer).writeString("Ann")
    assert TBinaryProtocol(TMemoryBuffer(buffer.getvalue())).readString() == "Ann"
