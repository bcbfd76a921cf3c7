import pymysql
from pymysql.converters import escape_item


def example() -> None:
    assert escape_item("it's", "utf8mb4") == "'it\\'s'"
    assert pymysql.Connection(host="localhost", user="ann", defer_connect=True).port == 3306
    assert (pymysql.paramstyle, pymysql.apilevel) == ("pyformat", "2.0")
