"""SQLite in memory: tables, full-text search, functions and errors."""

import sqlite3

database = sqlite3.connect(":memory:")
database.execute("create table people (name text, age integer)")
database.executemany("insert into people values (?, ?)", [("John", 21), ("Jane", 22)])
assert database.execute("select name from people where age > 21").fetchall() == [("Jane",)]
assert database.execute("select sqrt(16)").fetchone() == (4.0,)
database.execute("create virtual table notes using fts5(text)")
database.execute("insert into notes values ('a student of music')")
assert database.execute("select count(*) from notes where notes match 'music'").fetchone() == (1,)
database.create_function("shout", 1, str.upper)
assert database.execute("select shout('hey')").fetchone() == ("HEY",)
try:
    database.execute("select * from nobody")
except sqlite3.OperationalError as error:
    assert str(error) == "no such table: nobody"
else:
    raise AssertionError("an unknown table was found")
