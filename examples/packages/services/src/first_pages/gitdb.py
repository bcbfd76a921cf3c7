from io import BytesIO

from gitdb import IStream, MemoryDB


def example() -> None:
    database = MemoryDB()
    stored = database.store(IStream("blob", 5, BytesIO(b"hello")))
    assert stored.hexsha == b"b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0"
    assert database.stream(stored.binsha).read() == b"hello"
