from tinydb import Query, TinyDB
from tinydb.storages import MemoryStorage


def example() -> None:
    for database in (TinyDB(storage=MemoryStorage), TinyDB("/tmp/tiny.json")):
        database.insert({"type": "apple", "count": 7})
        database.insert({"type": "peach", "count": 3})
        assert database.search(Query().count > 5) == [{"type": "apple", "count": 7}]
        database.close()
